"""What the data-protection officer sees to: unusual reading, breaches with their clock, letters of people."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from matching.errors import InvalidValue
from matching.model.ids import AccountId
from matching.model.rights import CLOCKS, THREE_DAYS, RequestKind


class Measure(StrEnum):
    """What is counted of an account's reading; named as in `matching.trail.ReadingDay`."""

    PEOPLE = "people"
    LATE = "late"
    LOOKED_UP = "looked_up"
    NAMESAKES = "namesakes"


@dataclass(frozen=True, slots=True)
class Finding:
    """A count that stands out, and up to where it would have been usual for the account and for its role; None where
    there is not enough history."""

    account: UUID | None
    role: str | None
    unit: UUID | None
    day: date
    measure: Measure
    count: int
    own_usual: float | None
    role_usual: float | None


class Outcome(StrEnum):
    """What somebody has found who has looked at unusual reading."""

    IN_ORDER = "in_order"  # the work asked for it
    IMPROPER = "improper"  # it did not, and must not happen again
    BREACH = "breach"  # the people must be told (Art. 46)


@dataclass(frozen=True, slots=True)
class Review:
    """That somebody has looked at it."""

    outcome: Outcome
    by: AccountId
    at: datetime
    note: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class UnusualReading:
    """A finding that the program has kept; `review` None: it waits. `own`: it is of whoever asks, who does not judge
    it."""

    id: UUID
    finding: Finding
    found_at: datetime
    own: bool
    review: Review | None = None


class Told(StrEnum):
    """Whom the law wants told of a breach."""

    PERSONS = "persons"
    AGENCY = "agency"


class BreachStep(StrEnum):
    """What has been done about a breach."""

    PERSONS_TOLD = "persons_told"
    AGENCY_TOLD = "agency_told"
    FOUND_NONE = "found_none"  # it turned out to be none; nobody has to be told


@dataclass(frozen=True, slots=True)
class BreachAct:
    """One step, done at a moment; `note`: how, and where the proof of it is."""

    kind: BreachStep
    at: datetime
    note: str = field(repr=False)
    by: AccountId | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """Whose looks the worksheet of a breach is of, and on which days, both included."""

    account: AccountId
    since: date
    until: date

    def __post_init__(self) -> None:
        if self.until < self.since:
            raise InvalidValue("until", "sebelum awalnya / is before the first day")


@dataclass(frozen=True, slots=True)
class Breach:
    """A breach, as it was found: when, by whom and what, in words that name nobody. `due_at` is set by the law."""

    id: UUID
    found_at: datetime
    found_by: str = field(repr=False)
    what: str = field(repr=False)
    seen: Seen | None = None
    acts: tuple[BreachAct, ...] = ()

    @property
    def due_at(self) -> datetime:
        """Until when the persons and the agency are told: 3 × 24 hours from when it was known (UU 27/2022 Art. 46)."""
        return self.found_at + timedelta(hours=THREE_DAYS)

    @property
    def untold(self) -> tuple[BreachStep, ...]:
        """What is still to be done; nothing: it is closed."""
        done = {act.kind for act in self.acts}
        if BreachStep.FOUND_NONE in done:
            return ()
        return tuple(step for step in (BreachStep.PERSONS_TOLD, BreachStep.AGENCY_TOLD) if step not in done)

    def due_in_hours(self, now: datetime) -> float:
        """Hours left, below zero when overdue."""
        return round((self.due_at - now).total_seconds() / 3_600, 1)


class NumberKind(StrEnum):
    """By which number somebody is found; named as the trail and the vault name it."""

    NIK = "nik"
    REGISTER = "register_number"


@dataclass(frozen=True, slots=True)
class Letter:
    """What a person asks for, as an officer writes it down who does not see the person. `number` is as the vault's
    hashes are made of it; the clock runs from `received_at`."""

    kind: RequestKind
    number_kind: NumberKind
    number: str = field(repr=False)
    received_at: datetime
    note: str = field(default="", repr=False)

    @property
    def due_at(self) -> datetime:
        """Until when it is answered."""
        return self.received_at + timedelta(hours=CLOCKS[self.kind].hours)
