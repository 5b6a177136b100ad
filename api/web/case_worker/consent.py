"""What a person has agreed to, and what they ask for: the ledger, a new consent, its withdrawal, requests."""

import hashlib
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.schemas.rights import ConsentIn, CorrectionIn, RequestIn
from api.web.case_worker.consequences import before, falling, lists
from api.web.forms import NONE, WRONG, Posted, Problems, hold_to_choice, parsed, posted, problems, texts_of
from api.web.routes import PageRoute
from api.web.screens import Screen, Working
from matching.errors import NotFound
from matching.model import CandidateId
from matching.model.rights import Disclosed, How, Purpose, RequestKind
from matching.usecases import corrections
from matching.usecases.records import Once
from matching.usecases.rights import AT_ONCE

router = APIRouter(route_class=PageRoute, include_in_schema=False, prefix="/orang/{candidate_id}/persetujuan")
FIELDS = (
    "purpose",
    "how",
    "language",
    "evidence",
    "employer_id",
    "until",
    "guardian_name",
    "guardian_relation",
)
IN_THE_FORM = {"employer": "employer_id", "guardian": "guardian_name", "name": "guardian_name"}
PARTS = {"employer_id": (Purpose.DISCLOSURE,), "fields": (Purpose.DISCLOSURE,)}
"""To which purposes the fields belong that not all have."""
WAYS = [How.WRITTEN, How.RECORDED, How.WITNESSED]


@router.get("")
async def show_consents(screen: Working, candidate_id: UUID) -> Response:
    """The ledger and the requests, with their forms."""
    return await _page(screen, CandidateId(candidate_id))


@router.post("")
async def give_consent(request: Request, screen: Working, candidate_id: UUID) -> Response:
    """Enter a consent, under the newest wording."""
    form = await posted(request)
    key = form.text("once")
    told = "\n".join((str(candidate_id), *(form.text(name) for name in FIELDS), *form.texts("fields")))
    once = Once(f"page:{key}", hashlib.sha256(told.encode()).hexdigest()) if key else None
    try:
        asked = parsed(ConsentIn, _given(form)).value()
        await screen.program.rights.consent(screen.program.actor, CandidateId(candidate_id), asked, once)
    except WRONG as error:
        wrong = problems(error, screen.tongue)
        own = {IN_THE_FORM.get(name, name): words for name, words in wrong.by_field.items()}
        return await _page(screen, CandidateId(candidate_id), Problems(wrong.general, own), form)
    return screen.go(f"/orang/{candidate_id}/persetujuan", "saved")


@router.get("/{consent_id}/tarik")
async def show_withdrawal(screen: Working, candidate_id: UUID, consent_id: UUID) -> Response:
    """What falls with a consent, before it is withdrawn. Raises NotFound where it does not stand."""
    program, candidate = screen.program, CandidateId(candidate_id)
    standing = await program.rights.standing(program.actor, candidate)
    current = [one.consent for one in standing.ledger if one.state == "current"]
    consent = next((one for one in current if one.id == consent_id), None)
    if consent is None:
        raise NotFound("consent")
    last = not any(one.purpose is consent.purpose and one.id != consent_id for one in current)
    falls = await falling(screen, candidate) if consent.purpose is Purpose.MATCHING and last else None
    return screen.show(
        "case_worker/withdraw.html", record=standing.record, consent=consent, last=last, falls=falls
    )


@router.post("/{consent_id}/tarik")
async def withdraw(request: Request, screen: Working, candidate_id: UUID, consent_id: UUID) -> Response:
    """Withdraw one consent; nobody has to say why."""
    form = await posted(request)
    await screen.program.rights.withdraw(
        screen.program.actor, CandidateId(candidate_id), consent_id, reason=form.text("why")[:500]
    )
    return screen.go(f"/orang/{candidate_id}/persetujuan", "withdrawn")


@router.post("/permintaan")
async def ask(request: Request, screen: Working, candidate_id: UUID) -> Response:
    """Write a request down. Withdrawal of all, objection and restriction are carried out with it, once it was shown
    what ends with them."""
    form = await posted(request)
    try:
        asked = parsed(RequestIn, {"kind": form.text("kind"), "note": form.text("note")})
    except WRONG as error:
        return await _page(screen, CandidateId(candidate_id), problems(error, screen.tongue), form)
    if asked.kind in AT_ONCE and not form.text("sure"):
        return await before(screen, CandidateId(candidate_id), asked.kind, asked.note)
    await screen.program.rights.request(
        screen.program.actor, CandidateId(candidate_id), asked.kind, note=asked.note
    )
    return screen.go(f"/orang/{candidate_id}/persetujuan", "saved")


@router.post("/permintaan/{request_id}")
async def carry_out(request: Request, screen: Working, candidate_id: UUID, request_id: UUID) -> Response:
    """Carry out what an officer has written down by a letter."""
    await posted(request)
    program = screen.program
    standing = await program.rights.standing(program.actor, CandidateId(candidate_id))
    if request_id not in {one.id for one in standing.requests if one.kind in AT_ONCE}:
        raise NotFound("request")
    try:
        await program.rights.decide(program.actor, request_id, granted=True)
    except WRONG as error:
        return await _page(screen, CandidateId(candidate_id), problems(error, screen.tongue))
    return screen.go(f"/orang/{candidate_id}/persetujuan", "saved")


@router.post("/permintaan/{request_id}/pembetulan")
async def end_correction(request: Request, screen: Working, candidate_id: UUID, request_id: UUID) -> Response:
    """Say that a correction which was granted was carried out, or why not. Sent twice the second is told so."""
    form, program, person = await posted(request), screen.program, CandidateId(candidate_id)
    standing = await program.rights.standing(program.actor, person)
    if request_id not in {one.id for one in standing.requests}:
        raise NotFound("request")
    try:
        said = parsed(CorrectionIn, {name: form.text(name) for name in ("done", "words")})
        await corrections.end(
            program.gateway, program.actor, request_id, done=said.done, words=said.words, at=program.clock()
        )
    except WRONG as error:
        return await _page(screen, person, problems(error, screen.tongue), form, request_id)
    return screen.go(f"/orang/{candidate_id}/persetujuan", "saved")


@router.post("/lanjutkan")
async def take_up_again(request: Request, screen: Working, candidate_id: UUID) -> Response:
    """End a restriction."""
    await posted(request)
    await screen.program.rights.take_up_again(screen.program.actor, CandidateId(candidate_id))
    return screen.go(f"/orang/{candidate_id}/persetujuan", "saved")


def _given(form: Posted) -> dict[str, object]:
    """The form as the API takes it; a day ends with its last second in Jakarta. Raises InvalidValue for what does not
    belong to the purpose."""
    hold_to_choice(form, form.text("purpose"), PARTS, "consent_purposes")
    given: dict[str, object] = {
        "purpose": form.text("purpose"),
        "how": form.text("how"),
        "language": form.text("language") or "id",
        "evidence": form.text("evidence"),
        "employer_id": form.text("employer_id") or None,
        "until": f"{form.text('until')}T23:59:59+07:00" if form.text("until") else None,
    }
    if form.texts("fields"):
        given["fields"] = form.texts("fields")
    if form.text("guardian_name") or form.text("guardian_relation"):
        given["guardian"] = {"name": form.text("guardian_name"), "relation": form.text("guardian_relation")}
    return given


async def _page(
    screen: Screen,
    candidate: CandidateId,
    wrong: Problems = NONE,
    form: Posted | None = None,
    correcting: UUID | None = None,
) -> Response:
    program = screen.program
    standing = await program.rights.standing(program.actor, candidate)
    wordings = [
        (purpose, program.rights.wordings.newest(purpose, language))
        for purpose in Purpose
        for language in ("id", "en")
    ]
    return screen.show(
        "case_worker/consent.html",
        422 if wrong else 200,
        record=standing.record,
        gates=standing.record.candidate.gates,
        ledger=standing.ledger,
        requests=standing.requests,
        now=program.clock(),
        wordings=wordings,
        employers=await _employers(screen, candidate),
        purposes=list(Purpose),
        ways=WAYS,
        disclosed=list(Disclosed),
        kinds=list(RequestKind),
        at_once=AT_ONCE,
        problems=wrong,
        no_problems=NONE,
        correcting=correcting,
        given=texts_of(form, (*FIELDS, "kind", "note", "done", "words")),
        shown=form.texts("fields") if form else [],
        once=(form.text("once") if form else "") or program.new_id(),
    )


async def _employers(screen: Screen, candidate: CandidateId) -> list[tuple[str, str]]:
    """Employers in the person's shortlists: to whom else would anything be disclosed?"""
    found = await lists(screen, candidate)
    return sorted({(str(item.employer), item.employer_name) for one in found for item in one.live})
