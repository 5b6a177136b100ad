"""Shortlists (daftar usulan): who is proposed for what, in whose hands it is, and what was said."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NewType
from uuid import UUID

from matching.model.ids import AccountId, CandidateId, RunId, UnitId, VacancyId
from matching.workflow import ItemChange, State

ShortlistId = NewType("ShortlistId", UUID)
ItemId = NewType("ItemId", UUID)
FlagId = NewType("FlagId", UUID)
FOR_PERSON, FOR_VACANCY = "vacancies", "candidates"
"""Kinds of list, named by what stands in it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the person said when asked, as the case worker has written it down."""

    interested: bool
    reason: str
    note: str = field(repr=False)
    by: AccountId
    at: datetime


@dataclass(frozen=True, slots=True)
class ListFlag:
    """A consequence of something that has moved under an item; `code` has words in the catalogue (`consequence.…`)."""

    id: FlagId
    kind: str
    code: str
    parameters: Mapping[str, Any]
    at: datetime
    resolved_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One pair of a person and a vacancy. `origin`: from a `ranking`, `added` from outside it, or a proposal of a
    `plan`; `ranked` is its place in the recorded run; `frozen` is what was known at approval; `plan` is the plan, as
    long as that is kept."""

    id: ItemId
    candidate: CandidateId
    vacancy: VacancyId
    title: str
    employer: UUID
    employer_name: str
    position: int
    origin: str
    ranked: int | None
    score: float | None
    fit: str | None
    removed_at: datetime | None
    frozen: Mapping[str, Any] | None
    plan: UUID | None = None
    answers: tuple[Answer, ...] = ()
    flags: tuple[ListFlag, ...] = ()

    @property
    def answer(self) -> Answer | None:
        """What the person said last."""
        return self.answers[-1] if self.answers else None


@dataclass(frozen=True, slots=True)
class Event:
    """A step, or an approval, of a list."""

    kind: str
    before: str
    after: str
    role: str
    reason: str
    note: str
    version: int
    by: AccountId
    at: datetime


@dataclass(frozen=True, slots=True)
class Override:
    """What somebody did to an item, with the reason."""

    item: ItemId
    action: ItemChange
    from_position: int | None
    to_position: int | None
    reason: str
    note: str = field(repr=False)
    role: str
    by: AccountId
    at: datetime


@dataclass(frozen=True, slots=True)
class Shortlist:
    """A list as it stands: for a person (of vacancies) or for a vacancy (of people). `approvals_needed`, and why there
    are two (`approval_reasons`): until it is approved as what stands in it asks now, then as it was found."""

    id: ShortlistId
    kind: str
    candidate: CandidateId | None
    vacancy: VacancyId | None
    state: State
    run: RunId | None
    approvals_needed: int
    approval_reasons: tuple[str, ...]
    note: str = field(repr=False)
    unit: UnitId
    recorded_by: AccountId
    recorded_at: datetime
    version: int
    items: tuple[Item, ...] = ()
    events: tuple[Event, ...] = ()
    overrides: tuple[Override, ...] = ()

    def approvals(self, version: int) -> tuple[Event, ...]:
        """Who has approved a version, in their order."""
        return tuple(one for one in self.events if one.kind == "approval" and one.version == version)

    @property
    def live(self) -> tuple[Item, ...]:
        """Items that nobody has left out, in their order."""
        return tuple(item for item in self.items if item.removed_at is None)


@dataclass(frozen=True, slots=True)
class AtHand:
    """A list as a line among others. `about`: whose or what it is for; `flags`: consequences to be dealt with."""

    list: Shortlist
    about: str = field(repr=False)
    items: int
    flags: int


@dataclass(frozen=True, slots=True)
class ListsAtHand:
    """Some lines, the newest first, and of how many they are a part."""

    lines: tuple[AtHand, ...]
    total: int


@dataclass(frozen=True, slots=True)
class OverrideCount:
    """How often somebody changed an order: for whose vacancies, in which way, and why."""

    account_id: UUID
    account: str | None
    role: str
    employer_id: UUID
    employer: str
    action: str
    reason: str
    times: int
