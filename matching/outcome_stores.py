"""Stores of what came of proposals, as protocols. The database decides who may; what is not one's own is not there."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from matching.model.cohorts import Work
from matching.model.ids import CandidateId, EmployerId, VacancyId
from matching.model.outcome_codes import ComplaintState, PlacementKind
from matching.model.placements import (
    Check,
    CheckLine,
    Complaint,
    ComplaintId,
    EmployerAnswer,
    LadderEvent,
    Openings,
    OpenMatter,
    Placement,
    PlacementId,
    Proposal,
    RecordedAnswer,
)
from matching.model.shortlists import ItemId
from matching.outcomes import Facts
from matching.reliability import EmployerFacts


class PlacementStore(Protocol):
    """Answers, openings, the ladder, complaints."""

    async def answer(self, item: ItemId, answer: EmployerAnswer) -> int:
        """Record what the employer answers; raises NotFound, OutOfOrder, NoOpeningLeft, GateClosed, CandidacyWithdrawn,
        PlacedElsewhere, InvalidValue."""
        ...

    async def answers_to(self, items: Sequence[ItemId]) -> Mapping[ItemId, Sequence[RecordedAnswer]]:
        """The oldest first, by item; nothing of items without one, nor of those that `answers` refuses."""
        ...

    async def from_items(self, items: Sequence[ItemId]) -> Sequence[Placement]:
        """All that came of these items, the oldest first."""
        ...

    async def answers(self, item: ItemId) -> Sequence[RecordedAnswer]:
        """The oldest first. Raises NotFound; for a company whose candidacy is over, CandidacyWithdrawn."""
        ...

    async def work_of(self, people: Sequence[CandidateId] | None) -> Mapping[CandidateId, Work]:
        """Who of these people (None: of all) has work that is accepted or begun, and not ended, as far as the actor may
        see them."""
        ...

    async def proposals(self, vacancy: VacancyId) -> Sequence[Proposal]:
        """What has been sent to the asking company for an own vacancy."""
        ...

    async def openings(self, vacancy: VacancyId) -> Openings:
        """Raises NotFound."""
        ...

    async def hold(self, item: ItemId, *, days: int) -> None:
        """Hold an opening for the person of an item for so many days; raises as `answer` does."""
        ...

    async def release(self, item: ItemId) -> None:
        """Give a held opening back. Raises NotFound, OutOfOrder."""
        ...

    async def open(
        self,
        placement: PlacementId,
        candidate: CandidateId,
        kind: PlacementKind,
        vacancy: VacancyId | None,
        employer: EmployerId | None,
    ) -> None:
        """Work that was found without a list. Raises NotFound, InvalidValue."""
        ...

    async def record(self, placement: PlacementId, event: LadderEvent) -> int:
        """Add an event; its number. Raises NotFound, OutOfOrder, NoOpeningLeft, InvalidValue, CandidacyWithdrawn,
        PlacedElsewhere."""
        ...

    async def get(self, placement: PlacementId) -> Placement:
        """Raises NotFound."""
        ...

    async def of(self, candidate: CandidateId) -> Sequence[Placement]: ...
    async def open_checks(self, until: date, *, limit: int) -> Sequence[Check]:
        """Without an answer and due until then, the oldest first."""
        ...

    async def check_lines(
        self, since: date | None, until: date, *, limit: int, skipped: int
    ) -> tuple[Sequence[CheckLine], int]:
        """The same as lines, due between two days, and how many there are."""
        ...

    async def open_matters(self, candidate: CandidateId) -> Sequence[OpenMatter]:
        """What is not done yet about a person in one's charge."""
        ...

    async def complain(self, complaint: Complaint) -> None:
        """Raises NotFound for an employer or a person that is not there."""
        ...

    async def complaints(self, employer: EmployerId, *, limit: int) -> Sequence[Complaint]: ...
    async def decide(self, complaint: ComplaintId, state: ComplaintState) -> None:
        """Raises NotFound where it is not there, or not open; StateRefused for who has written it down."""
        ...


class OutcomeStore(Protocol):
    """What reports count: no row has an id of anybody."""

    async def facts(self) -> Facts:
        """Of the unit of a case worker, or the region of a planner; nothing for everybody else."""
        ...

    async def employer(self, employer: EmployerId) -> EmployerFacts:
        """For planners. Raises NotFound."""
        ...
