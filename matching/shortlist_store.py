"""The store of shortlists, as a protocol. What refuses is the database; the refusal is told by its code."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from matching.model import Candidate, CandidateId, RunId, Vacancy, VacancyId
from matching.model.shortlists import FlagId, ItemId, ListsAtHand, OverrideCount, Shortlist, ShortlistId
from matching.workflow import ItemChange, Refusal, State


@dataclass(frozen=True, slots=True)
class LiveItem:
    """A live item as the program looks at it. `stood` is how it stood when it was last looked at; `ranked`: it
    has passed every rule in its run and is not sent yet. What somebody adds from outside may break rules; how it stood
    then is kept with it. `kept`: an opening is held for the person, offered to them or filled by them, so that none
    being left does not concern them."""

    id: ItemId
    candidate: CandidateId
    vacancy: VacancyId
    gate_open: bool
    unit: UUID
    caseload: UUID
    stood: Mapping[str, Any] | None
    version: int
    ranked: bool
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Renewed:
    """How an item stands now: what is new, as (kind, code, parameters), and which lasting consequences hold."""

    item: LiveItem
    stands: Mapping[str, Any]
    new: Sequence[tuple[str, str, Mapping[str, Any]]]
    lasting: frozenset[str]


class Look(Protocol):
    """One look of the program at the live items that may stand otherwise than before."""

    @property
    def items(self) -> Sequence[LiveItem]: ...
    async def facts(
        self, items: Sequence[LiveItem]
    ) -> tuple[Mapping[CandidateId, Candidate], Mapping[VacancyId, Vacancy]]:
        """People whose gate is open, and vacancies."""
        ...

    async def put(self, renewed: Sequence[Renewed], ending: Sequence[str]) -> int:
        """Write how items stand and what is new, and end those of the `ending` codes that hold no longer; how many
        flags were raised."""
        ...


class VerdictStore(Protocol):
    """The program's own way to live items: it reads facts of everybody, as index building does, and names nobody."""

    def look(self, today: date) -> AbstractAsyncContextManager[Look | None]:
        """Items that are new or changed, or whose person or vacancy has changed since the last look, on a new day all;
        None while another process looks. What is put is stored together with how far it was looked."""
        ...


class ShortlistStore(Protocol):
    """Shortlists that the actor may see. Changes raise NotFound for what is not theirs, else StepRefused."""

    async def get(self, shortlist: ShortlistId) -> Shortlist:
        """With its items, answers, flags, steps and overrides, as far as the actor may see them. Raises NotFound."""
        ...

    async def page(
        self, *, state: State | None, limit: int, cursor: str | None
    ) -> tuple[Sequence[Shortlist], str | None]:
        """Lists without their items, in the order of their creation, and the cursor of the next page."""
        ...

    async def at_hand(
        self, *, candidate: CandidateId | None, state: State | None, limit: int, skipped: int = 0
    ) -> ListsAtHand:
        """Lists as lines, the newest first: of one person, or all that one sees; after those `skipped`."""
        ...

    async def of_item(self, item: ItemId) -> ShortlistId:
        """The list in which an item stands. Raises NotFound."""
        ...

    async def listed(self, candidate: CandidateId) -> Mapping[VacancyId, ShortlistId]:
        """For which vacancies somebody stands in a list that goes on, and in which."""
        ...

    async def open(
        self,
        shortlist: ShortlistId,
        *,
        candidate: CandidateId | None,
        vacancy: VacancyId | None,
        note: str,
    ) -> None: ...

    async def fill(self, shortlist: ShortlistId, run: RunId, size: int) -> None:
        """Take over the first `size` rows of a recorded run."""
        ...

    async def change(
        self, item: ItemId, change: ItemChange, *, place: int | None, reason: str, note: str
    ) -> None: ...
    async def add(
        self,
        item: ItemId,
        shortlist: ShortlistId,
        other: UUID,
        *,
        reason: str,
        note: str,
        known: Mapping[str, Any] | None = None,
    ) -> None:
        """`known`: how the pair stands at that moment (`matching.verdicts.Stands`), against which the first look holds
        it; None where that cannot be reckoned."""
        ...

    async def step(self, shortlist: ShortlistId, target: State, *, reason: str, note: str) -> None: ...
    async def approve(
        self, shortlist: ShortlistId, *, version: int, facts: Mapping[str, Any], note: str
    ) -> None:
        """How many approvals are needed, and why, the store finds by itself (`Shortlist.approval_reasons`)."""
        ...

    async def unsendable(self, shortlist: ShortlistId) -> Mapping[ItemId, Refusal]:
        """Live items that could not be sent now, and why."""
        ...

    async def answer(self, item: ItemId, *, interested: bool, reason: str, note: str) -> None:
        """What the person said. Raises NotFound where the item is left out or not of an own person."""
        ...

    async def resolve(self, flag: FlagId) -> None: ...
    async def contact(self) -> tuple[str, str]:
        """Names of the actor's unit and of the actor, for a sheet."""
        ...

    async def entrants(self, since: datetime, *, today: date, until: date) -> Sequence[CandidateId]:
        """People in one's sight with an open gate who can be out by `until`, and could not be as it was known at
        `since`; soonest first."""
        ...

    async def counts(self, since: datetime, until: datetime) -> Sequence[OverrideCount]:
        """Overrides of lists of the planner's region; nothing for anybody else."""
        ...
