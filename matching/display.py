"""What of a scored list is shown first: near-duplicates stand behind their best row, and no employer fills the list.

A step after scoring. It changes no score and loses no row: every position of the scored list is shown, or stands behind
one that is.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from matching.columns import Column, Mask, Rows
from matching.profile import TITLE_MARK, Phrase

SAME_TEXT = 0.8
"""Share of all terms of two vacancies that both have, from which they are one text. Two different advertisements under
one title share a fifth; cosines of vectors tell them apart much worse (docs/matching.md)."""
LEAST_TERMS = 30
"""Fewer terms are a title and little else: two employers who look for a welder are two openings."""


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
    titles = _numbered([frozenset(term for term in own if term.startswith(TITLE_MARK)) for own in terms])
    owners = _numbered([employer.tobytes() for employer in employers])
    uses = _uses(terms)
    size = uses.sum(axis=1)
    free = np.ones(len(terms), bool)
    groups: dict[int, tuple[int, ...]] = {}
    for i in range(len(terms)):
        if free[i]:
            shared = uses[:, uses[i]].sum(axis=1)
            same_text = (shared >= SAME_TEXT * (size + size[i] - shared)) & (shared >= LEAST_TERMS)
            same_offer = (owners == owners[i]) & (titles == titles[i])
            free[i] = False
            like = np.flatnonzero(free & (regencies == regencies[i]) & (same_text | same_offer))
            free[like] = False
            groups[i] = tuple(like.tolist())
    return groups


def _numbered(values: Sequence[Hashable]) -> Rows:
    """The same number for equal values, shape (k,)."""
    number = {value: i for i, value in enumerate(dict.fromkeys(values))}
    return np.array([number[value] for value in values], np.int64)


def _uses(terms: Sequence[Phrase]) -> Mask:
    """Which of all their terms each of k rows has, shape (k, terms)."""
    column = {term: j for j, term in enumerate(sorted(frozenset().union(*terms)))}
    uses = np.zeros((len(terms), len(column)), bool)
    for i, own in enumerate(terms):
        uses[i, [column[term] for term in own]] = True
    return uses


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
