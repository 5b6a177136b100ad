"""Measures of what came of proposals: pure functions over rows of facts. Definitions: docs/outcomes.md.

A row of a person, a proposal or a placement has no id of anybody. Each measure has its base (of how many), its count
(how many did) and an estimate with its interval.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache, cached_property
from typing import Any, TypeVar

from matching.model.outcome_codes import CHECK_DAYS, EndReason, PlacementKind
from matching.model.placements import ESCALATED_AFTER
from matching.uncertainty import Estimate, Span, lasting, median, median_time, share
from matching.vocabulary import ContractKind

WAGE_STEP = 0.05
NO_GROUP = "\0"  # no name in the database has this letter
K = TypeVar("K", int, str)
R = TypeVar("R")
_ANSWERED = [day + ESCALATED_AFTER.days for day in CHECK_DAYS.values()]  # by when each check must have been
BLOCKERS = tuple(reason for reason in EndReason if reason.startswith("blocker_"))


class Grouping(StrEnum):
    """For what a report is drawn up."""

    UNIT = "unit"
    REGION = "region"
    EMPLOYER = "employer"
    SCHEME = "scheme"
    PROVIDER = "provider"


_SEVERAL = {Grouping.SCHEME: "schemes", Grouping.PROVIDER: "providers"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    unit: str
    region: str
    employer: str = ""
    schemes: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()

    def groups(self, by: Grouping) -> Sequence[str]:
        """The groups in which this row counts, or NO_GROUP; somebody with two schemes counts in both."""
        found = getattr(self, _SEVERAL.get(by, by))
        return (found if isinstance(found, tuple) else (found,) if found else ()) or (NO_GROUP,)


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

    @property
    def year(self) -> int:
        """Of the release."""
        return self.released_on.year


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalRow(_Row):
    """A person proposed to an employer in a list that was sent."""

    sent_on: date
    interview_on: date | None = None
    offered: bool = False

    @property
    def year(self) -> int:
        """Of the sending."""
        return self.sent_on.year


@dataclass(frozen=True, slots=True)
class Stay:
    """Work in days from its start: how long it has been known to last, whether it is `over`, and its `age` today."""

    known: int
    over: bool
    age: int

    def span(self) -> Span:
        """How long the work has lasted, as far as work that goes on would be known to last, too.

        An end is told when it comes, and that work goes on only at a check. Followed until the end, those who leave
        would be in the sum on days on which the others are not yet, and fewer would seem to stay. So everybody is
        followed until the last check that must have been answered by now, which depends on the start alone
        (administrative censoring: Kalbfleisch & Prentice 2002, section 3.2); an end after it does not count yet.
        """
        checked = (0, *CHECK_DAYS.values())[bisect_right(_ANSWERED, self.age)]
        return Span(min(self.known, checked), self.over and self.known <= checked)


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

    def stay(self, today: date) -> Stay:
        """How long the work has lasted. Raises ValueError for work that has not started."""
        until = self.ended_on or self.known_until
        if self.started_on is None or until is None:
            raise ValueError("it has not started")
        return Stay((until - self.started_on).days, self.ended_on is not None, (today - self.started_on).days)

    @property
    def year(self) -> int:
        """Of the start, else of what was last known; 0 where nothing is."""
        day = self.started_on or self.ended_on or self.known_until
        return day.year if day else 0


@dataclass(frozen=True, slots=True)
class Facts:
    """What a report is reckoned from."""

    people: Sequence[PersonRow] = ()
    proposals: Sequence[ProposalRow] = ()
    placements: Sequence[PlacementRow] = ()

    def groups(self, by: Grouping) -> dict[str, "Facts"]:
        """The rows of each group, in the order of their names; those of none under NO_GROUP."""
        found = self._split(lambda row: row.groups(by))
        return {name: found[name] for name in sorted(found)}

    def years(self) -> dict[int, "Facts"]:
        """People released, proposals sent, and placements begun or ended before a start, by year."""
        return self._split(lambda row: (row.year,))

    def _split(self, keys: "Callable[[Any], Iterable[K]]") -> "dict[K, Facts]":
        found: dict[K, tuple[list[PersonRow], list[ProposalRow], list[PlacementRow]]] = {}
        for at, rows in enumerate((self.people, self.proposals, self.placements)):
            for row in rows:
                for key in keys(row):
                    found.setdefault(key, ([], [], []))[at].append(row)  # type: ignore[arg-type]
        return {key: Facts(*parts) for key, parts in found.items()}


@dataclass(frozen=True)
class Measure:
    """`count` of `base`. `family`: measures that share a base of which each has a part, such as kinds of contract;
    `nested`: that lie within one another, such as who lasted 30 days and 90; `ended`: on how many ends a Kaplan–Meier
    value stands, which can be worked out from it."""

    code: str
    base: int
    count: int
    reckon: Callable[[], Estimate]
    family: str = ""
    ended: int = 0
    nested: str = ""

    @cached_property
    def estimate(self) -> Estimate:
        """The value with its interval; reckoned when it is asked for, because a report counts more than it tells."""
        return self.reckon()


def measures(facts: Facts, today: date) -> list[Measure]:
    """All measures of some facts, as of a day."""
    return [
        *_of_people(facts.people, today),
        *_of_proposals(facts.proposals),
        *_of_starts(facts.placements),
        *_of_kept(facts.placements, today),
    ]


def _shared(code: str, rows: Iterable[R], holds: Callable[[R], bool], family: str = "") -> Measure:
    listed = list(rows)
    count = sum(map(holds, listed))
    return Measure(code, len(listed), count, lambda: share(count, len(listed)), family)


def _of_people(people: Sequence[PersonRow], today: date) -> list[Measure]:
    out = [row for row in people if row.released_on <= today]
    waits = [
        Span(max(((row.first_day or today) - row.released_on).days, 0), row.first_day is not None)
        for row in out
    ]
    # Who begins on the day no longer waits.
    still = cache(lambda: lasting(waits, *(days + 1 for days in CHECK_DAYS.values())))
    return [
        _shared("reached", people, lambda row: row.reached),
        _shared("consented", people, lambda row: row.consented),
        _shared("profile_complete", people, lambda row: row.complete),
        Measure(
            "days_release_to_work", len(waits), sum(wait.over for wait in waits), lambda: median_time(waits)
        ),
        *(
            Measure(
                f"work_within_{days}",
                len(waits),
                sum(wait.over and wait.days <= days for wait in waits),
                lambda at=at: _other(still()[at]),  # type: ignore[misc]
                nested="work_within",
            )
            for at, days in enumerate(CHECK_DAYS.values())
        ),
        _shared("placed_again", [row for row in people if row.lost_work], lambda row: row.placed_again),
    ]


def _other(part: Estimate) -> Estimate:
    """The rest of a share, with its interval."""
    return Estimate(*(None if one is None else 1 - one for one in (part.value, part.high, part.low)))


def _of_proposals(proposals: Sequence[ProposalRow]) -> list[Measure]:
    days = [float((row.interview_on - row.sent_on).days) for row in proposals if row.interview_on]
    return [
        _shared("interviewed", proposals, lambda row: row.interview_on is not None),
        _shared("offered", proposals, lambda row: row.offered),
        Measure("days_proposal_to_interview", len(proposals), len(days), lambda: median(days)),
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
        Measure(
            "wage_to_minimum", len(paid), len(paid), lambda: median([_in_steps(ratio) for ratio in paid])
        ),
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


def _in_steps(ratio: float) -> float:
    """A median and the ends of its interval are somebody's: to 5 %, so that nobody's wage can be reckoned from them."""
    return round(ratio / WAGE_STEP) * WAGE_STEP


def _of_kept(placements: Sequence[PlacementRow], today: date) -> list[Measure]:
    started = [(row.kind, row.stay(today)) for row in placements if row.started_on]
    own = [stay for kind, stay in started if kind is PlacementKind.SELF_EMPLOYMENT]
    return [
        *kept([stay for _, stay in started], {f"kept_{days}": days for days in CHECK_DAYS.values()}),
        *kept(own, {"self_employed_trading_180": 180}),
    ]


def kept(stays: Sequence[Stay], after: Mapping[str, int]) -> list[Measure]:
    """The count is of those of whom it is known that they lasted; the estimate reckons with those not followed yet."""
    spans = [stay.span() for stay in stays]
    shares = cache(lambda: lasting(spans, *after.values()))
    return [
        Measure(
            code,
            len(stays),
            sum(stay.known >= days for stay in stays),
            lambda at=at: shares()[at],  # type: ignore[misc]
            ended=sum(span.over and span.days < days for span in spans),
            nested=next(iter(after)),
        )
        for at, (code, days) in enumerate(after.items())
    ]
