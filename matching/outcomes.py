"""Measures of what came of proposals: pure functions over rows of facts. Definitions: docs/outcomes.md.

A row of a person, a proposal or a placement has no id of anybody. Each measure has its base (of how many), its count
(how many did) and an estimate with its interval.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeVar

from matching.model.outcome_codes import CHECK_DAYS, EndReason, PlacementKind
from matching.uncertainty import Estimate, Span, lasting, median, median_time, share
from matching.vocabulary import ContractKind

HALF_A_YEAR = 180
BLOCKERS = tuple(reason for reason in EndReason if reason.startswith("blocker_"))


class Grouping(StrEnum):
    """For what a report is drawn up."""

    UNIT = "unit"
    REGION = "region"
    EMPLOYER = "employer"
    SCHEME = "scheme"
    PROVIDER = "provider"


class Grouped(Protocol):
    """A row that knows its groups."""

    def groups(self, by: Grouping) -> Sequence[str]:
        """The groups in which this row counts; somebody with two schemes counts in both."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    unit: str
    region: str
    employer: str = ""
    schemes: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()

    def groups(self, by: Grouping) -> Sequence[str]:
        several = {Grouping.SCHEME: self.schemes, Grouping.PROVIDER: self.providers}
        if by in several:
            return several[by]
        one = {Grouping.UNIT: self.unit, Grouping.REGION: self.region, Grouping.EMPLOYER: self.employer}[by]
        return (one,) if one else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow(_Row):
    """A person with a release window. `first_day`: of any work since; `lost_work`: a started placement has ended."""

    consented: bool
    complete: bool
    reached: bool
    released_on: date
    first_day: date | None = None
    lost_work: bool = False
    placed_again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalRow(_Row):
    """A person proposed to an employer in a list that was sent."""

    sent_on: date
    interview_on: date | None = None
    offered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementRow(_Row):
    """A placement. `known_until`: the last day on which it was known to stand; wages in Rp a month."""

    kind: PlacementKind
    accepted: bool
    started_on: date | None = None
    ended_on: date | None = None
    reason: str = ""
    known_until: date | None = None
    contract: ContractKind | None = None
    wage: int | None = None
    minimum: int | None = None

    def span(self) -> Span:
        """How long the work has lasted. Raises ValueError for work that has not started."""
        until = self.ended_on or self.known_until
        if self.started_on is None or until is None:
            raise ValueError("it has not started")
        return Span((until - self.started_on).days, self.ended_on is not None)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a report is reckoned from."""

    people: Sequence[PersonRow] = ()
    proposals: Sequence[ProposalRow] = ()
    placements: Sequence[PlacementRow] = ()

    def of(self, by: Grouping, group: str) -> "Facts":
        """The rows of one group."""
        return Facts(
            [row for row in self.people if group in row.groups(by)],
            [row for row in self.proposals if group in row.groups(by)],
            [row for row in self.placements if group in row.groups(by)],
        )

    def groups(self, by: Grouping) -> list[str]:
        """All groups that there are, in the order of their names."""
        rows: list[Grouped] = [*self.people, *self.proposals, *self.placements]
        return sorted({group for row in rows for group in row.groups(by)})

    def in_year(self, year: int) -> "Facts":
        """People released, proposals sent, and placements begun or ended before a start, in one year."""
        return Facts(
            [row for row in self.people if row.released_on.year == year],
            [row for row in self.proposals if row.sent_on.year == year],
            [
                row
                for row in self.placements
                if (day := row.started_on or row.ended_on or row.known_until) and day.year == year
            ],
        )


@dataclass(frozen=True, slots=True)
class Measure:
    """`count` of `base`. `family`: measures that share a base of which each has a part, such as kinds of contract."""

    code: str
    base: int
    count: int
    estimate: Estimate
    family: str = ""


def measures(facts: Facts, today: date) -> list[Measure]:
    """All measures of some facts, as of a day."""
    return [
        *_of_people(facts.people, today),
        *_of_proposals(facts.proposals),
        *_of_starts(facts.placements),
        *_of_kept(facts.placements),
    ]


R = TypeVar("R")


def _shared(code: str, rows: Iterable[R], holds: Callable[[R], bool], family: str = "") -> Measure:
    listed = list(rows)
    count = sum(map(holds, listed))
    return Measure(code, len(listed), count, share(count, len(listed)), family)


def _of_people(people: Sequence[PersonRow], today: date) -> list[Measure]:
    out = [row for row in people if row.released_on <= today]
    waits = [
        Span(max(((row.first_day or today) - row.released_on).days, 0), row.first_day is not None)
        for row in out
    ]
    still = lasting(
        waits, *(days + 1 for days in CHECK_DAYS.values())
    )  # who begins on the day no longer waits
    lost = [row for row in people if row.lost_work]
    return [
        _shared("reached", people, lambda row: row.reached),
        _shared("consented", people, lambda row: row.consented),
        _shared("profile_complete", people, lambda row: row.complete),
        Measure("days_release_to_work", len(waits), sum(wait.over for wait in waits), median_time(waits)),
        *(
            Measure(
                f"work_within_{days}",
                len(waits),
                sum(wait.over and wait.days <= days for wait in waits),
                _other(one),
            )
            for days, one in zip(CHECK_DAYS.values(), still, strict=True)
        ),
        _shared("placed_again", lost, lambda row: row.placed_again),
    ]


def _other(part: Estimate) -> Estimate:
    """The rest of a share, with its interval."""
    return Estimate(*(None if one is None else 1 - one for one in (part.value, part.high, part.low)))


def _of_proposals(proposals: Sequence[ProposalRow]) -> list[Measure]:
    days = [float((row.interview_on - row.sent_on).days) for row in proposals if row.interview_on]
    return [
        _shared("interviewed", proposals, lambda row: row.interview_on is not None),
        _shared("offered", proposals, lambda row: row.offered),
        Measure("days_proposal_to_interview", len(proposals), len(days), median(days)),
    ]


def _of_starts(placements: Sequence[PlacementRow]) -> list[Measure]:
    accepted = [row for row in placements if row.accepted]
    started = [row for row in placements if row.started_on]
    paid = [row.wage / row.minimum for row in started if row.wage and row.minimum]
    return [
        _shared("started", accepted, lambda row: row.started_on is not None),
        *(
            _shared(
                f"start_lost.{reason}",
                accepted,
                lambda row, reason=reason: row.started_on is None and row.reason == reason,  # type: ignore[misc]
                "start_lost",
            )
            for reason in BLOCKERS
        ),
        _shared("wage_at_minimum", paid, lambda ratio: ratio >= 1),
        Measure("wage_to_minimum", len(paid), len(paid), median(paid)),
        *(
            _shared(
                f"contract.{kind}",
                started,
                lambda row, kind=kind: row.contract is kind,  # type: ignore[misc]
                "contract",
            )
            for kind in ContractKind
        ),
    ]


def _of_kept(placements: Sequence[PlacementRow]) -> list[Measure]:
    started = [row for row in placements if row.started_on]
    own = [row for row in started if row.kind is PlacementKind.SELF_EMPLOYMENT]
    return [
        *_kept(started, {f"kept_{days}": days for days in CHECK_DAYS.values()}),
        *_kept(own, {"self_employed_trading_180": HALF_A_YEAR}),
    ]


def _kept(rows: Sequence[PlacementRow], after: Mapping[str, int]) -> list[Measure]:
    """The count is of those of whom it is known that they lasted; the estimate reckons with those not followed yet."""
    spans = [row.span() for row in rows]
    return [
        Measure(code, len(spans), sum(span.days >= days for span in spans), one)
        for (code, days), one in zip(after.items(), lasting(spans, *after.values()), strict=True)
    ]
