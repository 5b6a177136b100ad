"""Small numbers: what is said of few people can be about one of them (domain guide, section 4: k ≥ 5).

`suppressed` is for every statistic that leaves a unit; `about` and `as_many_as_told` for counts that an employer is
shown and for the length of the lists.
"""

from collections.abc import Mapping
from typing import TypeVar

K = TypeVar("K")
LEAST = 5
_STEPS = (5, 10, 20, 50, 100, 200, 500, 1_000)


def suppressed(counts: Mapping[K, int], *, least: int = LEAST) -> dict[K, int | None]:
    """The counts, with None for each from 1 to `least` - 1.

    Where that hides fewer than `least` people in all, or one count alone, the smallest of the others is hidden too:
    otherwise a total that is known elsewhere gives the hidden count by subtraction (complementary suppression).
    """
    hidden = {key for key, count in counts.items() if 0 < count < least}
    others = sorted((count, str(key), key) for key, count in counts.items() if count >= least)
    for _, _, key in others:
        if not hidden or (len(hidden) > 1 and sum(counts[one] for one in hidden) >= least):
            break
        hidden.add(key)
    return {key: None if key in hidden else count for key, count in counts.items()}


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
