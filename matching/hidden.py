"""Vacancies that the case worker has hidden for a person: no rule of the book, which asks what is written of a pair and
once for each kind of vacancy, but counted beside it. No change of what is written opens them.
"""

from dataclasses import replace

import numpy as np

from matching.columns import Mask
from matching.ports import Snapshot, among
from matching.rules import RULES, Failures, Reason
from matching.search import Profile

_BIT = np.uint32(1 << len(RULES))


def without_hidden(failed: Failures, profile: Profile, snapshot: Snapshot) -> Failures:
    """With the rows of the snapshot that are hidden for the person; live ones are counted."""
    if not profile.hidden:
        return failed
    rows = among(snapshot.vacancies.ids, sorted(profile.hidden))
    count = int(np.count_nonzero(rows & snapshot.alive))
    counted = {**failed.count, Reason.HIDDEN: count} if count else failed.count
    return replace(failed, bits=failed.bits | rows * _BIT, count=counted)


def hidden_in(failed: Failures) -> Mask:
    """Rows that are hidden, of what `without_hidden` gave."""
    mask: Mask = failed.bits & _BIT != 0
    return mask
