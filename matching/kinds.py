"""Vacancies of one kind: alike in all that a group of rules reads, so that a rule is asked once for all of them.

A quarter of a million vacancies lie in five hundred regencies, start on a few hundred days and ask for a few hundred
combinations of schooling and licences. A rule's answer depends on those alone, so asking it of every vacancy would be
asking the same question a hundred times.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matching.columns import Mask, Rows, VacancyTable

Bits = npt.NDArray[np.uint32]
_AT_ONCE = 32_768
"""Rows that stay in the processor's cache while one kind after the other is looked up: half the time of all at once."""
GROUPS: tuple[tuple[str, ...], ...] = (
    ("open", "closes", "employer_verified", "has_openings"),
    ("starts", "inside", "abroad", "fields"),
    ("education", "licences_by_law", "demands"),
    ("regency", "inside", "months_left_asked", "by_day"),
)
"""What rules read together, as attributes of the table of vacancies; every rule reads within one group."""


@dataclass(frozen=True)
class Kinds:
    """Kinds of vacancies by one group of columns.

    `kind` (n,) is the kind of each row, `examples` has a row of each of the u kinds, `live` (u,) counts live rows.
    """

    kind: Rows
    examples: VacancyTable
    live: Rows

    @classmethod
    def of(cls, table: VacancyTable, alive: Mask, columns: Sequence[str]) -> "Kinds":
        """Kinds of the rows of a table, by some of its attributes."""
        key = np.zeros(len(table), np.int64)
        for name in columns:
            column = getattr(table, name)
            values = np.unique(column)
            key = _ranked(key * len(values) + np.searchsorted(values, column))
        size = int(key.max(initial=-1)) + 1
        example = np.empty(size, np.int64)
        example[key] = np.arange(len(table))
        return cls(key, table.take(example), np.bincount(key[alive], minlength=size))


def kinds_of(table: VacancyTable, alive: Mask) -> tuple[Kinds, ...]:
    """Kinds by each of GROUPS."""
    return tuple(Kinds.of(table, alive, columns) for columns in GROUPS)


def spread(answers: Sequence[tuple[Kinds, Bits]], bits: Bits) -> Bits:
    """Bits of rows (n,), changed (exclusive or) by those of the kinds (u,) that each row is of."""
    changed = bits.copy()
    for start in range(0, len(bits), _AT_ONCE):
        some = changed[start : start + _AT_ONCE]
        for kinds, of_kind in answers:
            some ^= of_kind.take(kinds.kind[start : start + _AT_ONCE])
    return changed


def _ranked(key: npt.NDArray[np.int64]) -> Rows:
    """The position of every number (n,) among the distinct ones, which are few and small: counted, not sorted."""
    present = np.zeros(int(key.max(initial=-1)) + 1, bool)
    present[key] = True
    rank: Rows = (np.cumsum(present) - 1)[key]
    return rank
