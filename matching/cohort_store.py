"""What plans for a cohort need of a database: to be made, under the worker's role, and to be read by who may."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from matching.model import CandidateId, VacancyId
from matching.model.cohorts import (
    Accepted,
    BoardRow,
    Chosen,
    CohortPlan,
    CohortPlanId,
    Proposal,
    StoredList,
    Undecided,
    UnderWay,
    UnitCount,
    Work,
)
from matching.model.fairness import FairnessReport


class CohortStore(Protocol):
    """Plans while they are made. People who are erased, or whose gate closes, leave all of it."""

    async def of_provinces(
        self, people: Sequence[CandidateId], provinces: Sequence[str]
    ) -> frozenset[CandidateId]:
        """Those of these people whose unit lies in one of the provinces."""
        ...

    async def work_of(self, people: Sequence[CandidateId]) -> Mapping[CandidateId, Work]:
        """Who of these people has work that is accepted or begun, and not ended."""
        ...

    async def barred(self, people: Sequence[CandidateId]) -> Mapping[CandidateId, frozenset[VacancyId]]:
        """What no plan proposes to these people: vacancies to which they or the company have lately said no, or that
        somebody has left out of a live list or hidden for them. Who has none is left out."""
        ...

    async def begin(self, plan: CohortPlan) -> CohortPlan:
        """Store a new plan, or answer with the unfinished one of the same scope and key. Other unfinished ones of the
        scope go with their lists."""
        ...

    async def lists(self, plan: CohortPlanId, turn: int) -> Mapping[CandidateId, StoredList]:
        """Lists that an unfinished plan has made in a turn."""
        ...

    async def put_lists(self, plan: CohortPlanId, turn: int, lists: Sequence[StoredList]) -> None: ...

    async def standing(self, provinces: Sequence[str]) -> Mapping[CandidateId, VacancyId]:
        """What the newest finished plan of the provinces has proposed."""
        ...

    async def finish(
        self,
        plan: CohortPlanId,
        report: Mapping[str, Any],
        proposals: Sequence[Proposal],
        undecided: Sequence[Undecided],
        fairness: FairnessReport,
        *,
        at: datetime,
    ) -> None:
        """Store both reports, the proposals and who was weighed without one, and let the lists go, or nothing."""
        ...


class CohortPlanStore(Protocol):
    """Finished plans, as far as the one who asks may see them. A page comes with the cursor of the next."""

    async def provinces(self) -> tuple[str, ...]:
        """The region of the one who asks; none, of who is no planner."""
        ...

    async def get(self, plan: CohortPlanId) -> CohortPlan: ...
    async def newest(self) -> CohortPlan | None:
        """The newest that may be used."""
        ...

    async def page(self, *, limit: int, cursor: str | None) -> tuple[Sequence[CohortPlan], str | None]: ...
    async def proposals(
        self, plan: CohortPlanId, *, limit: int, cursor: str | None
    ) -> tuple[Sequence[Proposal], str | None]: ...
    async def by_unit(self, plan: CohortPlanId) -> Sequence[UnitCount]:
        """How many proposals each unit of the region has."""
        ...

    async def under_way(self) -> Sequence[UnderWay]:
        """Plans of the region that are not done."""
        ...

    async def accept(self, plan: CohortPlanId, chosen: Chosen) -> Sequence[Accepted]:
        """Have the proposals requested of the people's case workers; what has become of each. Nothing of who is not
        the planner's."""
        ...

    async def board(self, plan: CohortPlanId | None, *, today: date, horizon_days: int) -> Sequence[BoardRow]:
        """The region's people by month and province, in this order; `plan` None: by no plan."""
        ...
