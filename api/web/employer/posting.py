"""The form of a vacancy: one long page in sections. Its fields are named by their place in the shape of the API,
as `required/education`, so that what is wrong with one stands beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api import posting
from api.errors import STALE, Refused
from api.schemas.documents import Document, merged, vacancy_writable
from api.schemas.vacancies import VacancyIn
from api.web.forms import NONE, WRONG, Posted, Problems, parsed, posted, problems
from api.web.lint import Piece, pieces
from api.web.routes import PageRoute
from api.web.screens import Screen, Working
from matching.errors import InvalidValue, StateRefused, VersionConflict
from matching.lint.catalogue import Finding
from matching.model.records import Unchecked, VacancyRecord
from matching.requirements.filling import text_of
from matching.usecases import records
from matching.usecases.records import VACANCIES
from matching.vocabulary import VacancyStatus

router = APIRouter(route_class=PageRoute, include_in_schema=False)
TEXTS = (
    "title", "place", "description", "openings", "contract", "hours_per_week", "starts", "closes", "wage/lower_idr",
    "wage/upper_idr", "wage/unit", "required/education", "required/experience_months", "preferred/experience_months",
    "limits/age_min", "limits/age_max", "limits/sex", "limits/reason",
)  # fmt: skip
LINES = ("required/certificates", "required/units", "preferred/certificates", "preferred/units")
SEVERAL = (
    "shifts", "demands", "required/licences", "required/languages", "preferred/licences", "preferred/languages",
)  # fmt: skip
BOTH = "kosongkan, atau lepas tanda di luar negeri / leave this empty, or untick abroad"
KEEP = "keep"
"""The button that stores a draft for the company alone."""
TICKS = ("lodging", "police_record_letter", "placement_elsewhere")


@dataclass(frozen=True, slots=True)
class Preview:
    """A draft as it would be stored, with its findings; `could_fit`: how many people could fit it, in words, or empty
    where that is not told: `why_not` says why."""

    record: VacancyRecord
    findings: Sequence[Finding]
    could_fit: str
    why_not: str = ""

    @property
    def text(self) -> Sequence[Piece]:
        """The text with what was found in it."""
        return pieces(text_of(self.record.vacancy), self.findings)


Typed = Mapping[str, Sequence[str]]
"""Values by field, as forms have them."""


@router.get("/lowongan-kami/baru")
async def new(screen: Working) -> Response:
    """An empty form."""
    return form_page(screen, {"openings": ["1"], "wage/unit": ["month"]})


@router.post("/lowongan-kami")
async def create(request: Request, screen: Working) -> Response:
    """Store a draft, or send it to be checked as well. What the lint finds is shown on the page that follows."""
    form, company = await posted(request), screen.duty.employer if screen.duty else None
    try:
        new_vacancy = parsed(VacancyIn, as_new(form, company))
        record = await posting.post(screen.program, new_vacancy, form.once("/lowongan-kami"))
    except WRONG as error:
        return form_page(screen, typed_in(form), wrong=problems(error, screen.tongue), once=form.text("once"))
    return screen.go(f"/lowongan-kami/{record.id}", stored_as(record))


@router.get("/lowongan-kami/{vacancy_id}/ubah")
async def edit(screen: Working, vacancy_id: UUID) -> Response:
    """The form as it was last stored."""
    record = await records.get(screen.program.gateway, screen.program.actor, VACANCIES, vacancy_id)
    return form_page(screen, stored(record), record=record)


@router.post("/lowongan-kami/{vacancy_id}/ubah")
async def change(request: Request, screen: Working, vacancy_id: UUID) -> Response:
    """Change what was looked at. What is published and says something new goes back to be checked."""
    form, program = await posted(request), screen.program
    version = form.text("version")

    def as_asked(standing: VacancyRecord) -> VacancyIn:
        if standing.stamp is None or version != str(standing.stamp.version):
            raise Refused(STALE)
        return parsed(VacancyIn, whole(form, vacancy_writable(standing)))

    try:
        record = await posting.change(program, vacancy_id, as_asked)
    except (*WRONG, StateRefused, VersionConflict) as error:
        wrong = problems(error, screen.tongue)
        record = await records.get(program.gateway, program.actor, VACANCIES, vacancy_id)
        return form_page(screen, typed_in(form), record=record, wrong=wrong, version=version)
    return screen.go(f"/lowongan-kami/{vacancy_id}", stored_as(record))


def asked(form: Posted) -> Document:
    """The form as a merge patch over what stands: what is left empty is taken away."""
    patch: Document = {}
    for name in TEXTS:
        _put(patch, name, form.text(name) or None)
    for name in LINES:
        _put(patch, name, form.lines(name))
    for name in SEVERAL:
        _put(patch, name, form.texts(name))
    for name in TICKS:
        _put(patch, name, bool(form.text(name)))
    wage = patch["wage"]
    if wage["lower_idr"] is None and wage["upper_idr"] is None:
        patch["wage"] = None
    else:
        wage["upper_idr"] = wage["upper_idr"] or wage["lower_idr"]
    return patch


def whole(form: Posted, standing: Document) -> Document:
    """What stands, with the form over it, as a whole vacancy. Abroad is ticked and never follows from an empty place,
    of which the shape says that it is needed. Raises InvalidValue where both are there."""
    document, abroad = merged(standing, asked(form)), bool(form.text("abroad"))
    if abroad and "place" in document:
        raise InvalidValue("place", BOTH)
    kept = bool(form.text(KEEP)) and standing.get("kept", True)  # what was sent is not kept again
    return document | ({"place": None} if abroad else {}) | {"kept": kept}


def stored_as(record: VacancyRecord) -> str:
    """Code of what is said of what was stored: kept, waiting for a planner, or neither."""
    if record.unchecked is Unchecked.KEPT:
        return "kept"
    waits = record.unchecked is Unchecked.COMPANY and record.vacancy.status is VacancyStatus.DRAFT
    return "posted" if waits else "saved"


def as_new(form: Posted, company: UUID | None) -> Document:
    """The form as a whole new vacancy of the company. Raises as `whole` does."""
    return whole(form, {"employer": str(company)})


def _put(patch: Document, name: str, value: Any) -> None:
    side, _, part = name.partition("/")
    if part:
        patch.setdefault(side, {})[part] = value
    else:
        patch[name] = value


def typed_in(form: Posted) -> Typed:
    """What somebody has typed."""
    typed: dict[str, list[str]] = {}
    for name, value in form.kept():
        typed.setdefault(name, []).append(value)
    return typed


def stored(record: VacancyRecord) -> Typed:
    """What stands, as the form would have it typed; what was read from the text is not among it."""
    document = vacancy_writable(record)
    typed: dict[str, list[str]] = {}
    for name in (*TEXTS, *LINES, *SEVERAL, *TICKS):
        side, _, part = name.partition("/")
        value = document[side]
        if part:
            value = value[part] if value else None
        if name in LINES:
            typed[name] = ["\n".join(value)]
        elif name in SEVERAL:
            typed[name] = list(value)
        elif value not in (None, False, ""):
            typed[name] = [str(value)]
    if document["place"] is None:
        typed["abroad"] = ["true"]
    return typed


def form_page(
    screen: Screen,
    typed: Typed,
    *,
    record: VacancyRecord | None = None,
    wrong: Problems = NONE,
    once: str = "",
    version: str = "",
    preview: Preview | None = None,
) -> Response:
    """The form with what was typed, what is wrong with it, and what was found out about it before it is stored."""
    regencies = sorted(screen.program.gazetteer.regencies, key=lambda one: (one.province, one.name))
    return screen.show(
        "employer/posting.html",
        422 if wrong else 200,
        typed=typed,
        record=record,
        provinces=[(name, list(some)) for name, some in groupby(regencies, key=lambda one: one.province)],
        once="" if record else once or screen.program.new_id(),
        version=version or (record.stamp.version if record and record.stamp else ""),
        problems=wrong,
        preview=preview,
        place=screen.program.gazetteer.get,
    )
