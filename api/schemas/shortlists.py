"""Shortlists: what is asked, and how a list, its items and their history are shown."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from api.schemas.parts import Shape, printable
from matching.errors import InvalidValue
from matching.workflow import AnswerReason, ItemChange, OverrideReason, State, StepReason

Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500), AfterValidator(printable)]
Place = Annotated[int, Field(ge=1, le=1_000)]


class ShortlistIn(Shape):
    """A list for a person (of vacancies), or for a vacancy (of people)."""

    candidate_id: UUID | None = None
    vacancy_id: UUID | None = None
    note: Words = ""

    @model_validator(mode="after")
    def _one_side(self) -> Self:
        if (self.candidate_id is None) == (self.vacancy_id is None):
            raise ValueError("isi candidate_id atau vacancy_id / either candidate_id or vacancy_id is needed")
        return self


class ProposeIn(Shape):
    """The recorded run whose first rows are taken over; without one, a run of now."""

    run_id: UUID | None = None
    size: Annotated[int, Field(ge=1, le=100)] | None = None
    note: Words = ""


class StepIn(Shape):
    """The state to go to. Steps back and early ends need a reason."""

    to: Literal["proposed", "under_review", "sent", "answered", "closed"]
    reason: StepReason | None = None
    note: Words = ""


class ApprovalIn(Shape):
    """The version of the list that has been seen."""

    version: Annotated[int, Field(ge=1, le=1_000_000)]
    note: Words = ""


class NewItemIn(Shape):
    """Who or what is added: a vacancy to a person's list, a person to a vacancy's."""

    candidate_id: UUID | None = None
    vacancy_id: UUID | None = None
    reason: OverrideReason
    note: Words = ""

    @model_validator(mode="after")
    def _one_side(self) -> Self:
        if (self.candidate_id is None) == (self.vacancy_id is None):
            raise ValueError("isi candidate_id atau vacancy_id / either candidate_id or vacancy_id is needed")
        return self


class ItemChangeIn(Shape):
    """What is done to an item, and why. `place` is that among the items that stand, from 1."""

    change: Literal[ItemChange.MOVE, ItemChange.REMOVE, ItemChange.RESTORE]
    place: Place | None = None
    reason: OverrideReason
    note: Words = ""

    @model_validator(mode="after")
    def _placed(self) -> Self:
        if self.change is ItemChange.MOVE and self.place is None:
            raise InvalidValue("place", "wajib untuk memindahkan / is needed for a move")
        return self


class AnswerIn(Shape):
    """What the person said. A no has a reason, if only `rather_not_say`; a yes has none."""

    interested: bool
    reason: AnswerReason | None = None
    note: Words = ""


class AnswerOut(Shape):
    """What was said, when it was written down, and by whom."""

    interested: bool
    reason: str
    note: str
    by: UUID
    at: datetime


class FlagOut(Shape):
    """A consequence of something that has moved."""

    id: UUID
    kind: Literal["window", "vacancy", "certificate", "gate", "transfer", "rule"]
    code: str
    words: str
    parameters: dict[str, Any]
    at: datetime
    resolved_at: datetime | None


class ItemOut(Shape):
    """One pair of a person and a vacancy. `frozen` is what was known at approval."""

    id: UUID
    candidate: UUID
    vacancy: UUID
    title: str
    employer: UUID
    employer_name: str
    position: int
    origin: Literal["ranking", "added", "plan"]
    ranked: int | None = Field(description="Place in the recorded run; null: it comes from elsewhere.")
    plan: UUID | None = Field(
        description="The cohort plan that proposed it; null: none, or it is kept no longer."
    )
    score: float | None
    fit: str | None
    removed_at: datetime | None
    frozen: dict[str, Any] | None
    answers: list[AnswerOut]
    flags: list[FlagOut]
    unsendable: str | None = Field(
        description="Why it could not be sent now; null: nothing stands in the way, or it was sent or closed."
    )


class EventOut(Shape):
    """A step or an approval: who, in which role, when, why."""

    kind: Literal["step", "approval"]
    before: str
    after: str
    role: str
    reason: str
    note: str
    version: int
    by: UUID
    at: datetime


class OverrideOut(Shape):
    """What somebody did to an item."""

    item: UUID
    action: ItemChange
    from_position: int | None
    to_position: int | None
    reason: str
    reason_words: str
    note: str
    role: str
    by: UUID
    at: datetime


class NextStep(Shape):
    """A step that the one who asks may take."""

    to: State
    reasoned: bool


class ShortlistSummary(Shape):
    """A list without its items."""

    id: UUID
    kind: Literal["vacancies", "candidates"]
    candidate: UUID | None
    vacancy: UUID | None
    state: State
    state_words: str
    run: UUID | None
    approvals_needed: int
    approval_reasons: list[str]
    note: str
    unit: UUID
    recorded_by: UUID
    recorded_at: datetime
    version: int


class ShortlistOut(ShortlistSummary):
    """A list with all that the one who asks may see of it."""

    next: list[NextStep]
    items: list[ItemOut]
    moved_on: list[UUID] = Field(
        description="Items whose people are in other hands by now; to be left out before the list is sent."
    )
    events: list[EventOut]
    overrides: list[OverrideOut]


class GapOut(Shape):
    """Something asked and not held."""

    kind: str
    asked: str


class ItemSinceOut(Shape):
    """An item then and now: at approval, or before it in the recorded run."""

    item: UUID
    title: str
    candidate: UUID
    vacancy: UUID
    changed: bool
    rank_then: int | None
    rank_now: int | None
    score_then: float | None
    score_now: float | None
    new_gaps: list[GapOut]
    closed_gaps: list[GapOut]
    new_flags: list[str]
    ended_flags: list[str]
    gone: list[str] = Field(description="Rules that stand against it now and did not then.")
    window_then: list[date] | None
    window_now: list[date] | None
    words: list[str]


class ChangesOut(Shape):
    """What has changed since, item by item."""

    shortlist: UUID
    as_of: date
    items: list[ItemSinceOut]


class OverrideCountOut(Shape):
    """How often somebody changed an order in a way, for the vacancies of an employer and for a reason."""

    account_id: UUID
    account: str | None
    role: str
    employer_id: UUID
    employer: str
    action: str
    reason: str
    times: int


class OverrideCountsOut(Shape):
    """Overrides of lists of one's region."""

    items: list[OverrideCountOut]


class EntrantsOut(Shape):
    """Who has come near release, soonest first; `until` is the horizon."""

    until: date
    candidates: list[UUID]


class SheetPart(Shape):
    """A heading (of level 1 to 3) with its lines, `listed` as points or one below the other."""

    level: int
    heading: str
    lines: list[str]
    listed: bool


class SheetOut(Shape):
    """The sheet that a person is given, part by part."""

    parts: list[SheetPart]
