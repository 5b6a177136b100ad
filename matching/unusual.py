"""Which days of reading stand out: a simple rule over counts, so that it can be told to whoever is asked about one.

A count is reported when it is above three numbers: a floor below which nothing is worth a question; what is usual for
the same account in the same role; and what is usual for others in that role. Usual reaches up to

    median + 6 · max(1.4826 · MAD, √median, 1)

over the days with any reading in the 28 days before: the median absolute deviation (MAD) estimates a standard
deviation that single outliers do not move (Rousseeuw & Croux 1993), and √median is that of a count. A history of fewer
than five days says nothing.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from statistics import median
from types import MappingProxyType

from matching.model.oversight import Finding, Measure
from matching.trail import ReadingDay

HISTORY = timedelta(days=28)
_LEAST_DAYS = 5
_SPREADS = 6
_MAD_TO_SD = 1.4826  # of a normal distribution


FLOORS: Mapping[Measure, int] = MappingProxyType(
    {Measure.PEOPLE: 30, Measure.LATE: 5, Measure.LOOKED_UP: 15, Measure.NAMESAKES: 1}
)


def unusual(days: Sequence[ReadingDay], *, since: date, until: date) -> tuple[Finding, ...]:
    """What stands out on the days `since` to `until`, both included; the farthest above the usual first.

    `days` reach back 28 days further, else there is less history than there could be.
    """
    by_role: dict[str | None, list[ReadingDay]] = defaultdict(list)
    for day in days:
        by_role[day.role].append(day)
    findings = [
        finding
        for day in days
        if since <= day.day <= until
        for measure in Measure
        if (finding := _finding(day, measure, by_role[day.role]))
    ]
    return tuple(sorted(findings, key=lambda one: (-_excess(one), one.day, str(one.account), one.measure)))


def usual(counts: Sequence[int]) -> float | None:
    """Up to where a count is usual; None for too little history."""
    if len(counts) < _LEAST_DAYS:
        return None
    middle = median(counts)
    deviation = median(abs(count - middle) for count in counts)
    return float(middle + _SPREADS * max(_MAD_TO_SD * deviation, middle**0.5, 1))


def _finding(day: ReadingDay, measure: Measure, role: Sequence[ReadingDay]) -> Finding | None:
    count: int = getattr(day, measure)
    if count <= FLOORS[measure]:
        return None
    before = [one for one in role if day.day - HISTORY <= one.day < day.day]
    own = usual([getattr(one, measure) for one in before if one.account == day.account])
    others = usual([getattr(one, measure) for one in before if one.account != day.account])
    if count <= max(own or 0, others or 0):
        return None
    return Finding(day.account, day.role, day.unit, day.day, measure, count, own, others)


def _excess(finding: Finding) -> float:
    return finding.count / max(finding.own_usual or 0, finding.role_usual or 0, FLOORS[finding.measure])
