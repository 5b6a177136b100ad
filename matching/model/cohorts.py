"""Plans for everybody who leaves within a horizon, and what they propose."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NewType
from uuid import UUID

from matching.errors import InvalidValue
from matching.model.ids import AccountId, CandidateId, UnitId, VacancyId
from matching.model.shortlists import ShortlistId

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
            raise InvalidValue(
                "horizon_days",
                f"{self.horizon_days} bukan 0 sampai {LONGEST_HORIZON_DAYS}"
                f" / {self.horizon_days} is not in 0..{LONGEST_HORIZON_DAYS}",
            )

    @property
    def scope(self) -> str:
        """A name for horizon and provinces: of plans of one scope one runs at a time."""
        return f"{self.horizon_days}/{','.join(self.provinces)}"


class Work(StrEnum):
    """Work that somebody has found and not lost: for whom a plan looks no longer."""

    ACCEPTED = "has_accepted"
    STARTED = "has_started"


@dataclass(frozen=True, slots=True)
class Cohort:
    """Whom a plan is about, in the order of ids, and who would be but has work."""

    people: Sequence[CandidateId] = ()
    with_work: Mapping[CandidateId, Work] = field(default_factory=dict)

    def among(self, visible: Collection[CandidateId]) -> "Cohort":
        """Those of them who are visible."""
        working = {who: work for who, work in self.with_work.items() if who in visible}
        return Cohort([one for one in self.people if one in visible], working)

    @property
    def left_out(self) -> dict[str, int]:
        """How many are left out, by reason."""
        counted = Counter(self.with_work.values())
        return {str(work): counted[work] for work in Work}


@dataclass(frozen=True, slots=True)
class CohortPlan:
    """A plan: what was asked, by whom (None: by the program), and, once it is `done_at`, its report. `key` names all
    that its lists depend on but the people, of whom there are `people`; `parameters` are those of the assignment."""

    id: CohortPlanId
    asked: CohortAsked
    key: str
    parameters: Mapping[str, Any]
    begun_at: datetime
    asked_by: AccountId | None = None
    report: Mapping[str, Any] | None = None
    done_at: datetime | None = None
    people: int | None = None


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A plan that is being made, or was struck down: `ranked` of its `people` have their first list. `own`: asked for
    by the one who looks, who can let it go on."""

    id: CohortPlanId
    asked: CohortAsked
    begun_at: datetime
    people: int | None
    ranked: int
    own: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """One opening for one person: the score of the pair, how many vacancies stood in the person's list, and whether the
    plan before had proposed the same."""

    candidate: CandidateId
    vacancy: VacancyId
    score: float
    options: int
    standing: bool


class Acceptance(StrEnum):
    """What has become of a proposal that somebody took over. The words stand in the catalogue (`acceptance.…`)."""

    REQUESTED = "requested"
    REQUESTED_BEFORE = "requested_before"
    LIVE_ITEM = "live_item"
    WAS_LEFT_OUT = "was_left_out"
    HAS_WORK = "has_work"
    HIDDEN = "hidden"
    SAID_NO = "said_no"
    DECLINED_BEFORE = "declined_before"
    GATE_CLOSED = "gate_closed"
    VACANCY_CLOSED = "vacancy_closed"
    EMPLOYER_NOT_VERIFIED = "employer_not_verified"
    OPENINGS_FILLED = "openings_filled"
    NOT_PROPOSED = "not_proposed"


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which proposals of a plan: of these people (None: of all), of units in these provinces, of these units; where
    none is named, of all."""

    people: tuple[CandidateId, ...] | None = None
    provinces: tuple[str, ...] = ()
    units: tuple[UnitId, ...] = ()


@dataclass(frozen=True, slots=True)
class Accepted:
    """One proposal, what has become of it, and the list in which it stands, if any."""

    candidate: CandidateId
    vacancy: VacancyId | None
    outcome: Acceptance
    shortlist: ShortlistId | None


@dataclass(frozen=True, slots=True)
class Undecided:
    """Somebody whom a plan weighed and proposed nothing to: how many options they had."""

    candidate: CandidateId
    options: int


@dataclass(frozen=True, slots=True)
class UnitCount:
    """How many proposals of a plan are for people of a unit."""

    unit: UnitId
    name: str
    province: str
    proposals: int


@dataclass(frozen=True, slots=True)
class BoardRow:
    """Of one month (its first day) and province of units: people who can leave, and of these those with a viable
    vacancy and with a proposal in the plan that is looked at (None: it has not looked so far ahead, or there is none),
    and those who have work."""

    month: date
    province: str
    leaving: int
    viable: int | None
    proposed: int | None
    working: int


@dataclass(frozen=True, slots=True)
class ToldRow:
    """A `BoardRow` as it may leave the house: None where a number is small, would give one away, or is not known."""

    month: date
    province: str
    leaving: int | None
    viable: int | None
    proposed: int | None
    working: int | None


@dataclass(frozen=True, slots=True)
class StoredList:
    """A person's list as it is kept while a plan is made: `key` names what it depends on of the person, `vacancies`
    are ids of 16 bytes one after the other, `scores` little-endian doubles."""

    candidate: CandidateId
    key: str
    vacancies: bytes
    scores: bytes
