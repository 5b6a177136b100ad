"""People for an own vacancy, as cards without names, and the answers to those who were proposed. What a card tells is
decided where the API's is (`api.schemas.cards`)."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.schemas.cards import card_document, cards_document
from api.schemas.contacts import ContactIn
from api.web.answering import FIELDS, REFUSED, answer_given
from api.web.calendar import interview_file, interview_of, quoted
from api.web.forms import NONE, WRONG, Problems, parsed, posted, problems
from api.web.routes import PageRoute
from api.web.screens import Screen, Working
from api.web.standing import standing
from matching.errors import NotFound
from matching.model import VacancyId
from matching.model.cards import Card
from matching.model.placements import Proposal, may_follow
from matching.model.shortlists import ItemId
from matching.usecases import placements, records
from matching.usecases.cards import cards_for
from matching.usecases.contacts import ask_contact, asked_contacts, withdrawn
from matching.usecases.records import VACANCIES

about = APIRouter(route_class=PageRoute, include_in_schema=False)
router = APIRouter(route_class=PageRoute, include_in_schema=False)
ROWS = 20


@about.get("/lowongan-kami/tentang-kandidat")
async def about_candidates(screen: Working) -> Response:
    """What conditional release means, and what may be asked."""
    return screen.show("employer/about.html")


@router.get("/lowongan-kami/{vacancy_id}/kandidat")
async def cards(screen: Working, vacancy_id: UUID) -> Response:
    """Cards for an open vacancy. Every look counts towards the lists of a day."""
    program, of = screen.program, VacancyId(vacancy_id)
    record = await records.get(program.gateway, program.actor, VACANCIES, vacancy_id)
    answer = await cards_for(
        program.matcher,
        program.actor,
        of,
        today=screen.today,
        size=ROWS,
        lists_a_day=program.settings.employer_lists_a_day,
    )
    document = cards_document(answer, program.gazetteer, screen.tongue)
    asked = await asked_contacts(program.gateway, program.actor, of)
    return screen.show(
        "employer/cards.html",
        vacancy=record.vacancy,
        standing=await standing(screen),
        found=document,
        asked={one.code: one for one in asked},
        proposed=await _proposed(screen, of),
        nearest={one["rank"] for one in document["cards"] if only_nearest(one["proof"], one["gaps"])},
    )


def only_nearest(proof: Mapping[str, str] | None, gaps: Sequence[Mapping[str, str]]) -> bool:
    """Whether the line that supports somebody asks for a certificate that is missing (`ProofRow`, `GapRow`)."""
    line = proof["line"] if proof else ""
    missing = [gap for gap in gaps if gap["kind"] == "certificate"] if proof else []
    return any(gap["line"] == line or gap["asked"].lower() in line.lower() for gap in missing)


@router.get("/lowongan-kami/{vacancy_id}/kontak")
async def contacts(screen: Working, vacancy_id: UUID) -> Response:
    """With whom contact was asked for, by the codes of cards, and what came of it."""
    program = screen.program
    record = await records.get(program.gateway, program.actor, VACANCIES, vacancy_id)
    asked = await asked_contacts(program.gateway, program.actor, VacancyId(vacancy_id))
    return screen.show(
        "employer/contacts.html", vacancy=record.vacancy, standing=await standing(screen), asked=asked
    )


@router.post("/lowongan-kami/{vacancy_id}/kontak")
async def ask(request: Request, screen: Working, vacancy_id: UUID) -> Response:
    """Ask for contact with the person behind a card. What is no code of a card is on none."""
    form, program = await posted(request), screen.program
    try:
        code = parsed(ContactIn, {"code": form.text("code")}).code
    except WRONG:
        raise NotFound("card") from None
    of = VacancyId(vacancy_id)
    if code in (sent := await _proposed(screen, of)):  # nobody is asked for who has been sent
        return screen.go(f"/lowongan-kami/{vacancy_id}/usulan/{sent[code]}")
    await ask_contact(program.matcher, program.actor, of, code, today=screen.today)
    return screen.go(f"/lowongan-kami/{vacancy_id}/kontak", "contact_asked")


@router.get("/lowongan-kami/{vacancy_id}/usulan")
async def proposals(screen: Working, vacancy_id: UUID) -> Response:
    """People who were proposed, and the last answer to each."""
    program, of = screen.program, VacancyId(vacancy_id)
    record = await records.get(program.gateway, program.actor, VACANCIES, vacancy_id)
    found = await placements.proposals(program.gateway, program.actor, of, screen.today)
    return screen.show(
        "employer/proposals.html",
        vacancy=record.vacancy,
        standing=await standing(screen),
        proposals=[(one, card_document(card, program.gazetteer)) for one, card in found],
        withdrawn=await withdrawn(program.gateway, program.actor, of),
        openings=await placements.openings(program.gateway, program.actor, of),
    )


@router.get("/lowongan-kami/{vacancy_id}/usulan/{item_id}")
async def proposal(screen: Working, vacancy_id: UUID, item_id: UUID) -> Response:
    """One person who was proposed, all answers, and the next; whose company sees nobody now is told so."""
    if await standing(screen):
        return screen.go(f"/lowongan-kami/{vacancy_id}/usulan")
    return await _page(screen, vacancy_id, ItemId(item_id))


@router.post("/lowongan-kami/{vacancy_id}/usulan/{item_id}")
async def answer(request: Request, screen: Working, vacancy_id: UUID, item_id: UUID) -> Response:
    """Answer for one person."""
    form, program = await posted(request), screen.program
    typed = {name: form.text(name) for name in FIELDS}
    record = await records.get(program.gateway, program.actor, VACANCIES, vacancy_id)
    recorded = await placements.answers(program.gateway, program.actor, ItemId(item_id))
    try:
        given = answer_given(form, record.vacancy.place, len(recorded))
        await placements.answer(program.gateway, program.actor, ItemId(item_id), given)
    except REFUSED as error:
        return await _page(screen, vacancy_id, ItemId(item_id), problems(error, screen.tongue), typed)
    return screen.go(f"/lowongan-kami/{vacancy_id}/usulan/{item_id}", "answered")


@router.get("/lowongan-kami/{vacancy_id}/usulan/{item_id}/wawancara.ics")
async def calendar(screen: Working, vacancy_id: UUID, item_id: UUID) -> Response:
    """The interview that is agreed on, for a calendar."""
    item = ItemId(item_id)
    _, card = await _sent(screen, vacancy_id, item)
    recorded = await placements.answers(screen.program.gateway, screen.program.actor, item)
    path = f"/lowongan-kami/{vacancy_id}/usulan/{item_id}"
    return interview_file(screen, item, card.code, path, recorded)


async def _proposed(screen: Screen, of: VacancyId) -> Mapping[str, ItemId]:
    """Rows of lists that the company has for its vacancy, by the codes of their cards."""
    program = screen.program
    sent = await placements.proposals(program.gateway, program.actor, of, screen.today)
    return {card.code: one.item for one, card in sent}


async def _sent(screen: Screen, vacancy_id: UUID, item: ItemId) -> tuple[Proposal, Card]:
    """A person who was proposed. Raises NotFound, CandidacyWithdrawn."""
    program = screen.program
    sent = await placements.proposals(program.gateway, program.actor, VacancyId(vacancy_id), screen.today)
    found = next((pair for pair in sent if pair[0].item == item), None)
    if found is None:
        await placements.answers(program.gateway, program.actor, item)
        raise NotFound("item")
    return found


async def _page(
    screen: Screen,
    vacancy_id: UUID,
    item: ItemId,
    wrong: Problems = NONE,
    typed: Mapping[str, str] | None = None,
) -> Response:
    program = screen.program
    record = await records.get(program.gateway, program.actor, VACANCIES, vacancy_id)
    _, card = await _sent(screen, vacancy_id, item)
    recorded = await placements.answers(program.gateway, program.actor, item)
    return screen.show(
        "employer/proposal.html",
        422 if wrong else 200,
        vacancy=record.vacancy,
        standing=None,  # else `_sent` has found nobody
        province=(record.vacancy.place or "")[:2],
        item=item,
        quoted=quoted(item),
        card=card_document(card, program.gazetteer),
        answers=recorded,
        interview=interview_of(recorded),
        following=may_follow(recorded, screen.today),
        problems=wrong,
        typed=typed or {},
    )
