"""One change that opens a vacancy: what somebody would have to do, made on the records, so that rules and scores are
asked again instead of guessed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np

from matching.columns import Rows, VacancyTable
from matching.model import Candidate, HeldLicence
from matching.pairing import Pairing
from matching.rules import Reason
from matching.vocabulary import LICENCE_COVERS, Education, Licence, from_bits


@dataclass(frozen=True)
class Change:
    """The person and the vacancies as they would be; `rows` are the vacancies that differ. `to` names what is changed
    and its new value, as records name it."""

    candidate: Candidate
    vacancies: VacancyTable
    to: Mapping[str, Any]
    rows: Rows = field(default_factory=lambda: np.zeros(0, np.int64))


def change_behind(reason: Reason, candidate: Candidate, pairing: Pairing, row: int) -> Change:
    """The least change after which the vacancy at `row` no longer fails `reason`, one of `matching.rules.OPENABLE`."""
    return _CHANGES[reason](candidate, pairing, row)


def with_licences(candidate: Candidate, licences: frozenset[Licence]) -> Candidate:
    """The person with these licences too, without end."""
    return replace(candidate, licences=(*candidate.licences, *map(HeldLicence, sorted(licences))))


def missing_licences(pairing: Pairing, row: int) -> frozenset[Licence]:
    """Licences that the law asks of the vacancy and that the person neither holds nor is trained for; one that
    another of them covers is left out."""
    missing = pairing.vacancies.licences_by_law[row] & ~licences_known(pairing)
    asked = frozenset(from_bits(Licence, int(missing)))
    return frozenset(one for one in asked if not any(one in LICENCE_COVERS[other] for other in asked - {one}))


def licences_known(pairing: Pairing) -> int:
    """Bits of the licences that the one candidate of a pairing holds, or has been trained for."""
    return int(pairing.licences_held[0] | pairing.candidates.licences_trained[0])


def _licensed(candidate: Candidate, pairing: Pairing, row: int) -> Change:
    missing = missing_licences(pairing, row)
    return Change(
        with_licences(candidate, missing), pairing.vacancies, {"licences": sorted(map(str, missing))}
    )


def _schooled(candidate: Candidate, pairing: Pairing, row: int) -> Change:
    education = Education(int(pairing.vacancies.education[row]))
    changed = replace(candidate, education=education)
    return Change(changed, pairing.vacancies, {"education": education.name})


def _willing(**facts: bool) -> "_Make":
    def make(candidate: Candidate, pairing: Pairing, _row: int) -> Change:
        return Change(replace(candidate, **facts), pairing.vacancies, facts)  # type: ignore[arg-type]

    return make


def _interested(candidate: Candidate, pairing: Pairing, row: int) -> Change:
    offered = int(pairing.vacancies.fields[row])
    wanted = candidate.preferences
    kept = frozenset(f for f in wanted.excluded_fields if not pairing.world.fields.mask([f]) & offered)
    changed = replace(candidate, preferences=replace(wanted, excluded_fields=kept))
    return Change(changed, pairing.vacancies, {"excluded_fields": sorted(kept)})


def _starting(candidate: Candidate, pairing: Pairing, row: int, day: int) -> Change:
    vacancies, rows = pairing.vacancies, np.array([row], np.int64)
    starts = vacancies.starts.copy()
    starts[rows] = day
    to = {"starts": date.fromordinal(day).isoformat()}
    return Change(candidate, replace(vacancies, starts=starts), to, rows)


def _later(candidate: Candidate, pairing: Pairing, row: int) -> Change:
    """On the first day on which the person may be out."""
    return _starting(candidate, pairing, row, int(pairing.candidates.earliest[0]))


def _sooner(candidate: Candidate, pairing: Pairing, row: int) -> Change:
    """On the last day that is near enough to release."""
    free = max(int(pairing.candidates.latest[0]), pairing.today)
    return _starting(candidate, pairing, row, free + pairing.policy.window.max_wait_days)


def _verified(candidate: Candidate, pairing: Pairing, row: int) -> Change:
    vacancies = pairing.vacancies
    halves = vacancies.employer.view(np.uint64).reshape(-1, 2)  # compared four times as fast as sixteen bytes
    rows = np.flatnonzero(halves[:, 0] == halves[row, 0])
    rows = rows[halves[rows, 1] == halves[row, 1]]
    verified = vacancies.employer_verified.copy()
    verified[rows] = True
    return Change(
        candidate, replace(vacancies, employer_verified=verified), {"employer_verified": True}, rows
    )


_Make = Callable[[Candidate, Pairing, int], Change]
_CHANGES: Mapping[Reason, _Make] = {
    Reason.LICENCE_MISSING: _licensed,
    Reason.EDUCATION_BELOW: _schooled,
    Reason.TOO_FAR: _willing(willing_to_move=True),
    Reason.SEA_CROSSING: _willing(sea_crossing=True),
    Reason.ABROAD_NOT_WANTED: _willing(willing_to_move=True, sea_crossing=True),
    Reason.STARTS_BEFORE_RELEASE: _later,
    Reason.STARTS_TOO_LATE: _sooner,
    Reason.EXCLUDED_BY_CANDIDATE: _interested,
    Reason.EMPLOYER_NOT_VERIFIED: _verified,
}
