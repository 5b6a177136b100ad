"""What fairness reports need of a database: to be made, under the worker's role, and to be read by who may."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from matching.model import CandidateId
from matching.model.cohorts import CohortPlanId
from matching.model.fairness import (
    Comparison,
    ComparisonId,
    FairnessReport,
    FairnessReportId,
    FairnessRow,
    KnownRecipe,
)


@dataclass(frozen=True, slots=True)
class Treated:
    """What a plan does with one of its people; `before`: the same by what it is compared with."""

    person: CandidateId
    selected: bool
    exposure: float
    before: tuple[bool, float] | None = None


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A row of a month, with the person's places in lists for a vacancy."""

    row: FairnessRow
    places: tuple[int, ...]


class FairnessStore(Protocol):
    """Facts for reports, without ids, and reports that are kept."""

    async def of_people(self, people: Sequence[Treated], on_day: date) -> Sequence[FairnessRow]: ...
    async def of_month(self, since: datetime, until: datetime) -> Sequence[MonthRow]: ...
    async def add(self, report: FairnessReport) -> None: ...
    async def find(
        self, *, plan: CohortPlanId | None = None, month: date | None = None
    ) -> FairnessReport | None: ...
    async def compared(self, after: str) -> Comparison | None: ...
    async def add_comparison(self, comparison: Comparison) -> None: ...
    async def admit(self, recipe: KnownRecipe) -> bool:
        """Whether it may rank: it has before, or is the first, or was compared with one that has, and signed for where
        there were alarms."""
        ...

    async def newest_recipe(self) -> KnownRecipe | None: ...


class FairnessReportStore(Protocol):
    """Reports that are kept, as far as the one who asks may see them. A page comes with the cursor of the next."""

    async def of_plan(self, plan: CohortPlanId) -> FairnessReport: ...
    async def page(
        self, *, limit: int, cursor: str | None
    ) -> tuple[Sequence[FairnessReport], str | None]: ...
    async def waits(self, plan: CohortPlanId) -> bool: ...
    async def get(self, report: FairnessReportId) -> FairnessReport: ...
    async def sign(self, report: FairnessReportId, reason: str) -> None: ...
    async def comparisons(
        self, *, limit: int, cursor: str | None
    ) -> tuple[Sequence[Comparison], str | None]: ...
    async def comparison(self, comparison: ComparisonId) -> Comparison: ...
    async def sign_comparison(self, comparison: ComparisonId, reason: str) -> None: ...
