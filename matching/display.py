"""What of a scored list is shown first: near-duplicates stand behind their best row, and no employer fills the list.

A step after scoring. It changes no score and loses no row: every position of the scored list is shown, or stands behind
one that is.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matching.columns import Column, Mask
from matching.profile import TITLE_MARK, Phrase

SAME_TEXT = 0.8
"""Share of all terms of two vacancies that both have, from which they are one text. Two different advertisements under
one title share a fifth; cosines of vectors tell them apart much worse (docs/matching.md)."""
LEAST_TERMS = 30
"""Fewer terms are a title and little else: two employers who look for a welder are two openings."""


Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Display:
    """Settings of the step. `employer_rows` is how many rows one employer may have among the first `within`; 0: any
    number."""

    similar: bool = True
    employer_rows: int = 3
    within: int = 20


PLAIN = Display(similar=False, employer_rows=0)
"""Rows in the order of their scores, and nothing else."""


@dataclass(frozen=True, slots=True)
class Place:
    """A position of the scored list that is shown, those that stand `behind` it, and whether it was moved down."""

    position: int
    behind: tuple[int, ...] = ()
    moved: bool = False


def arranged(
    employers: Column, regencies: Column, terms: Sequence[Phrase], display: Display
) -> tuple[Place, ...]:
    """Positions of a scored list of k rows, best first, in the order in which they are shown.

    `employers` (k,), `regencies` (k,) and the `terms` of the k rows are what rows are compared by: the same work in
    another regency is another offer.
    """
    behind = (
        _grouped(employers, regencies, terms) if display.similar else dict.fromkeys(range(len(employers)), ())
    )
    moved = _too_many(employers, list(behind), display)
    return tuple(Place(i, behind[i], i in moved) for i in deferred(list(behind), moved, display.within))


def deferred(positions: Sequence[int], moved: frozenset[int], within: int) -> list[int]:
    """Positions, best first, with the `moved` ones not before the first `within` others."""
    head = [i for i in positions if i not in moved][:within]
    first = frozenset(head)
    return [*head, *(i for i in positions if i not in first)]


def _grouped(employers: Column, regencies: Column, terms: Sequence[Phrase]) -> dict[int, tuple[int, ...]]:
    """Positions that stand for themselves, best first, each with its near-duplicates further down.

    A row stands behind the best row that it is like, and never behind one that stands behind another.
    """
    behind: dict[int, list[int]] = {}
    taken: set[int] = set()
    for places in _together(regencies.tolist()):
        alike = _alike([employers[i].tobytes() for i in places], [terms[i] for i in places])
        for first in np.flatnonzero(alike.any(axis=1)).tolist():
            if places[first] not in taken:
                like = [places[j] for j in np.flatnonzero(alike[first]).tolist() if places[j] not in taken]
                behind[places[first]] = like
                taken.update(like)
    return {i: tuple(behind.get(i, ())) for i in range(len(terms)) if i not in taken}


def _together(values: Sequence[Hashable]) -> list[list[int]]:
    """Positions of each value that comes more than once."""
    positions: dict[Hashable, list[int]] = {}
    for i, value in enumerate(values):
        positions.setdefault(value, []).append(i)
    return [places for places in positions.values() if len(places) > 1]


def _alike(employers: Sequence[bytes], terms: Sequence[Phrase]) -> Mask:
    """Which of k rows of one regency are like a better one, shape (k, k): above the diagonal, the worse beside the
    better."""
    shared = _shared(terms)
    size = shared.diagonal()
    alike: Mask = (shared >= SAME_TEXT * (size[:, None] + size - shared)) & (shared >= LEAST_TERMS)
    for places in _together(employers):
        titles = [frozenset(term for term in terms[i] if term.startswith(TITLE_MARK)) for i in places]
        for same in _together(titles):
            own = [places[i] for i in same]
            alike[np.ix_(own, own)] = True
    return np.triu(alike, 1)


def _shared(terms: Sequence[Phrase]) -> Floats:
    """How many terms each two of k rows share, shape (k, k)."""
    column = {term: j for j, term in enumerate(frozenset().union(*terms))}
    uses = np.zeros((len(terms), len(column)), np.float32)
    for i, own in enumerate(terms):
        uses[i, [column[term] for term in own]] = 1
    shared: Floats = (uses @ uses.T).astype(np.float64)  # counts, exact
    return shared


def _too_many(employers: Column, positions: Sequence[int], display: Display) -> frozenset[int]:
    """Positions that would come among the first ones although their employer has enough rows there."""
    if not display.employer_rows:
        return frozenset()
    shown: dict[bytes, int] = {}
    moved, first = set(), 0
    for i in positions:
        if first == display.within:
            break
        employer = employers[i].tobytes()
        if shown.get(employer, 0) == display.employer_rows:
            moved.add(i)
        else:
            shown[employer] = shown.get(employer, 0) + 1
            first += 1
    return frozenset(moved)
