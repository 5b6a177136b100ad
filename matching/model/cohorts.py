"""Plans for everybody who leaves within a horizon, and what they propose."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NewType
from uuid import UUID

from matching.errors import InvalidValue
from matching.model.ids import AccountId, CandidateId, VacancyId

CohortPlanId = NewType("CohortPlanId", UUID)
LONGEST_HORIZON_DAYS = 1_830


@dataclass(frozen=True, slots=True)
class CohortAsked:
    """Everybody who can be out within the horizon; of units in these `provinces`, or, where none is named, of all."""

    horizon_days: int
    provinces: tuple[str, ...]
    as_of: date

    def __post_init__(self) -> None:
        if not 0 <= self.horizon_days <= LONGEST_HORIZON_DAYS:
            raise InvalidValue("horizon_days", f"{self.horizon_days} is not in 0..{LONGEST_HORIZON_DAYS}")

    @property
    def scope(self) -> str:
        """A name for horizon and provinces: of plans of one scope one runs at a time."""
        return f"{self.horizon_days}/{','.join(self.provinces)}"


@dataclass(frozen=True, slots=True)
class CohortPlan:
    """A plan: what was asked, by whom (None: by the program), and, once it is `done_at`, its report. `key` names all
    that its lists depend on but the people; `parameters` are those of the assignment."""

    id: CohortPlanId
    asked: CohortAsked
    key: str
    parameters: Mapping[str, Any]
    begun_at: datetime
    asked_by: AccountId | None = None
    report: Mapping[str, Any] | None = None
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """One opening for one person: the score of the pair, how many vacancies stood in the person's list, and whether the
    plan before had proposed the same."""

    candidate: CandidateId
    vacancy: VacancyId
    score: float
    options: int
    standing: bool


@dataclass(frozen=True, slots=True)
class StoredList:
    """A person's list as it is kept while a plan is made: `key` names what it depends on of the person, `vacancies`
    are ids of 16 bytes one after the other, `scores` little-endian doubles."""

    candidate: CandidateId
    key: str
    vacancies: bytes
    scores: bytes
