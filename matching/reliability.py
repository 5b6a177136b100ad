"""How far an employer can be relied on, from facts alone: what was done, of how many, and how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass

from matching.model.outcome_codes import CHECK_DAYS, Rung
from matching.outcomes import Measure, Stay, kept
from matching.uncertainty import Span, median_time, share


@dataclass(frozen=True, slots=True)
class EmployerFacts:
    """What has come of proposals to one employer. `waits`: of all that was sent, days until the first answer (over), or
    until others ended it. `sent`: what the employer has answered or could, or was closed for its silence. `met` of
    `interviews` that were due took place; `starts` of `to_start`, offers whose first day of work has come, have begun.
    `lasted`: work."""

    waits: Sequence[Span]
    sent: int
    interviews: int
    met: int
    offers: int
    taken_back: int
    to_start: int
    starts: int
    lasted: Sequence[Stay]
    complaints_upheld: int
    complaints_open: int


def reliability(facts: EmployerFacts) -> list[Measure]:
    """Measures with their bases. Complaints are counts: nobody knows of how many."""
    answered = sum(wait.over for wait in facts.waits)
    return [
        _share("answered", answered, facts.sent),
        Measure("days_to_answer", len(facts.waits), answered, lambda: median_time(facts.waits)),
        _share("interviews_kept", facts.met, facts.interviews),
        _share("offers", facts.offers, facts.sent),
        _share("offers_kept", facts.offers - facts.taken_back, facts.offers),
        _share("starts", facts.starts, facts.to_start),
        *kept(facts.lasted, {"kept_90": CHECK_DAYS[Rung.KEPT_90]}),
    ]


def _share(code: str, count: int, base: int) -> Measure:
    return Measure(code, base, count, lambda: share(count, base))
