"""What plans for a cohort need of a database: to be made, under the worker's role, and to be read by who may."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from matching.model import CandidateId, VacancyId
from matching.model.cohorts import CohortPlan, CohortPlanId, Proposal, StoredList
from matching.model.fairness import FairnessReport


class CohortStore(Protocol):
    """Plans while they are made. People who are erased, or whose gate closes, leave all of it."""

    async def of_provinces(
        self, people: Sequence[CandidateId], provinces: Sequence[str]
    ) -> frozenset[CandidateId]:
        """Those of these people whose unit lies in one of the provinces."""
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
        fairness: FairnessReport,
        *,
        at: datetime,
    ) -> None:
        """Store both reports and the proposals and let the lists go, or nothing."""
        ...


class CohortPlanStore(Protocol):
    """Finished plans, as far as the one who asks may see them. A page comes with the cursor of the next."""

    async def provinces(self) -> tuple[str, ...]:
        """The region of the one who asks; none, of who is no planner."""
        ...

    async def get(self, plan: CohortPlanId) -> CohortPlan: ...
    async def page(self, *, limit: int, cursor: str | None) -> tuple[Sequence[CohortPlan], str | None]: ...
    async def proposals(
        self, plan: CohortPlanId, *, limit: int, cursor: str | None
    ) -> tuple[Sequence[Proposal], str | None]: ...
