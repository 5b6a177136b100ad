"""Small numbers: what is said of few people can be about one of them (domain guide, section 4: k ≥ 5).

`suppressed` is for every statistic that leaves a unit; `about` and `as_many_as_told` for counts that an employer is
shown and for the length of the lists.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypeVar

K = TypeVar("K")
LEAST = 5
_STEPS = (5, 10, 20, 50, 100, 200, 500, 1_000)


def suppressed(counts: Mapping[K, int], *, least: int = LEAST) -> dict[K, int | None]:
    """The counts, with None for each from 1 to `least` - 1.

    Where that hides fewer than `least` people in all, or one count alone, the smallest of the others is hidden too:
    otherwise a total that is known elsewhere gives the hidden count by subtraction (complementary suppression).
    """
    secret = hidden(counts, [list(counts)], least=least)
    return {key: None if key in secret else count for key, count in counts.items()}


def hidden(
    counts: Mapping[K, int],
    lines: Iterable[Sequence[K]] = (),
    *,
    also: Collection[K] = (),
    least: int = LEAST,
) -> set[K]:
    """Cells of a table that are not told: 1 to `least` - 1, those of `also`, and what would give one of them away.

    A line is a row or a column with a total that is told. Where fewer than two of its cells are hidden, or fewer than
    `least` people in all, its smallest other cell that is not 0 is hidden too (complementary suppression). As that
    may give away a cell of another line, it goes on until every line holds.
    """
    told = list(lines)
    new = {cell for cell, count in counts.items() if 0 < count < least} | set(also)
    secret = set(new)
    while new:  # a line in which nothing was hidden since it was looked at holds as it did
        looked_at = [line for line in told if not new.isdisjoint(line)]
        new = {cell for line in looked_at if (cell := _needed(counts, line, secret, least)) is not None}
        secret |= new
    return secret


def _needed(counts: Mapping[K, int], line: Sequence[K], secret: set[K], least: int) -> K | None:
    within = [cell for cell in line if cell in secret]
    if not within or (len(within) > 1 and sum(counts[cell] for cell in within) >= least):
        return None
    others = [cell for cell in line if cell not in secret and counts[cell] > 0]
    return min(others, key=lambda cell: (counts[cell], str(cell)), default=None)


def about(count: int) -> tuple[int, int | None]:
    """The step in which a count lies: (0, 0), (1, 4), (5, 9), (10, 19) and so on; None: no upper end."""
    if count <= 0:
        return 0, 0
    lower = max(step for step in (1, *_STEPS) if step <= count)
    upper = next((step - 1 for step in _STEPS if step > count), None)
    return lower, upper


def as_many_as_told(count: int, page: int) -> int:
    """How many rows a list of `count` may show to whom only `about(count)` is told, on pages of `page` rows: the lower
    end of the step. Counts of one step give lists of one length, so the length undoes nothing."""
    return min(page, about(count)[0])
