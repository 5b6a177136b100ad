"""How live items of shortlists stand, many pairs at once, and what follows when one stands otherwise than before.

Only columns: rules and release windows. Nothing is scored and nothing is embedded, so that a day on which everybody's
window moves is a matter of seconds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from matching.columns import CandidateTable, VacancyTable
from matching.model import Candidate, Vacancy
from matching.release import VERDICTS
from matching.rules import RULES, Failures, Reason, failures
from matching.search import Recipe
from matching.vocabulary import WindowVerdict

Stands = Mapping[str, Any]
"""How an item stands, as JSON values: `open` (the gate), `holder`, and while it is open `failed`, `verdict`, `window`
([earliest, latest] or None), `expired` (ids of certificates); and `version` of the item that was
looked at."""

_WINDOW: Mapping[Reason, str] = {
    Reason.STARTS_BEFORE_RELEASE: "start_before_release",
    Reason.STARTS_TOO_LATE: "start_too_late",
    Reason.RELEASE_DATE_UNKNOWN: "window_unknown",
}
_VACANCY: Mapping[Reason, str] = {
    Reason.VACANCY_CLOSED: "vacancy_closed",
    Reason.NO_OPENINGS_LEFT: "openings_filled",
    Reason.EMPLOYER_NOT_VERIFIED: "employer_not_verified",
}
LASTING = (
    "gate_closed", "certificate_expired", "no_longer_fits", "start_in_window", *_WINDOW.values(), *_VACANCY.values(),
)  # fmt: skip
"""Consequences that end by themselves when their cause does; others are for somebody to read and put away."""


@dataclass(frozen=True, slots=True)
class Consequence:
    """What follows from a change, as a code with its parameters; the words stand in the catalogue."""

    kind: str
    code: str
    parameters: Mapping[str, Any]


def standings(
    people: Sequence[Candidate],
    vacancies: Sequence[Vacancy],
    pairs: npt.NDArray[np.int64],
    recipe: Recipe,
    today: date,
) -> list[dict[str, Any]]:
    """How n pairs stand; `pairs` (n, 2) are positions in `people` and in `vacancies`, each of which is turned into
    columns once."""
    if not len(pairs):
        return []
    one = CandidateTable.of(people, recipe.world).take(pairs[:, 0])
    other = VacancyTable.of(vacancies, recipe.world).take(pairs[:, 1])
    pairing = recipe.pairing(one, other, today)
    failed, verdict = failures(pairing), pairing.verdict
    expired = [[str(held.id) for held in person.certificates if held.expired(today)] for person in people]
    windows = [
        [person.window.earliest.isoformat(), person.window.latest.isoformat()] if person.window else None
        for person in people
    ]
    named = _named(failed)
    return [
        {
            "open": True,
            "failed": named[int(failed.bits[row])],
            "verdict": str(VERDICTS[int(verdict[row])]) if windows[who] else None,
            "window": windows[who],
            "expired": expired[who],
        }
        for row, who in enumerate(pairs[:, 0].tolist())
    ]


def _named(failed: Failures) -> Mapping[int, list[str]]:
    """Names of the rules behind each pattern of bits that there is: there are few."""
    patterns, rows = np.unique(failed.bits, return_index=True)
    return {
        int(bits): [str(reason) for reason in failed.at(int(row))]
        for bits, row in zip(patterns, rows, strict=True)
    }


def as_ranked(now: Stands) -> Stands:
    """How an item stood in its run, as far as that follows from its having been ranked: every rule was passed. The run
    may be of long ago, and much may have moved before anybody looked."""
    return {**now, "open": True, "failed": []}


def lasting(stands: Stands) -> frozenset[str]:
    """Codes of consequences whose cause lasts."""
    return frozenset(one.code for one in _lasting(stands))


def consequences(before: Stands | None, now: Stands) -> tuple[Consequence, ...]:
    """What is new since `before`; nothing where that is not known."""
    if before is None:
        return ()
    known = lasting(before)
    found = [one for one in _lasting(now) if one.code not in known or _more(one, before)]
    found += _moved(before, now, {one.code for one in found} | known)
    if before.get("holder") != now.get("holder"):
        found.append(Consequence("transfer", "person_transferred", {}))
    return tuple(found)


def _more(one: Consequence, before: Stands) -> bool:
    """Whether there is more of what was known: another rule, another certificate."""
    if one.code == "no_longer_fits":
        return bool(set(one.parameters["rules"]) - set(before["failed"]))
    return one.code == "certificate_expired" and bool(
        set(one.parameters["certificates"]) - set(before["expired"])
    )


def _lasting(stands: Stands) -> list[Consequence]:
    if not stands["open"]:
        return [Consequence("gate", "gate_closed", {})]
    failed = [Reason(reason) for reason in stands["failed"] if reason in RULES]
    window = _dates(stands)
    found = [Consequence("window", _WINDOW[reason], window) for reason in failed if reason in _WINDOW]
    if stands["verdict"] == WindowVerdict.TIGHT:
        found.append(Consequence("window", "start_in_window", window))
    found += [Consequence("vacancy", _VACANCY[reason], {}) for reason in failed if reason in _VACANCY]
    if stands["expired"]:
        found.append(
            Consequence("certificate", "certificate_expired", {"certificates": list(stands["expired"])})
        )
    rest = [str(reason) for reason in failed if reason not in _WINDOW and reason not in _VACANCY]
    if rest:
        found.append(Consequence("rule", "no_longer_fits", {"rules": rest}))
    return found


def _moved(before: Stands, now: Stands, told: set[str]) -> list[Consequence]:
    """A window that has moved without any other consequence is told, too."""
    was, stands = before.get("window"), now.get("window")
    if not was or not stands or was == stands or told & {*_WINDOW.values(), "start_in_window"}:
        return []
    return [Consequence("window", "window_moved", {**_dates(now), "was": list(was)})]


def _dates(stands: Stands) -> dict[str, Any]:
    window = stands["window"]
    return {"earliest": window[0], "latest": window[1]} if window else {}
