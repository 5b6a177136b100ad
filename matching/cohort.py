"""People who leave, a block at a time: the pure function that ranks a block against a snapshot, and what it returns.

It is the same one in this process, in others beside it, and on the machines of a Ray cluster (`Hands`).
"""

import hashlib
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Protocol

import numpy as np
import numpy.typing as npt

from matching.columns import CandidateTable, Column, Mask, Rows, VacancyTable
from matching.pairing import Pairing
from matching.pipeline import rank_vacancies
from matching.ports import Snapshot
from matching.profile import Facet
from matching.rules import RULES_VERSION
from matching.search import Profile, Recipe

Scores = npt.NDArray[np.float64]
_NONE: Rows = np.empty(0, np.int64)
_NO_IDS: Column = np.empty(0, "V16")


@dataclass(frozen=True)
class Block:
    """People to be ranked, and rows of the snapshot that are taken: no list may hold them."""

    profiles: Sequence[Profile]
    taken: Rows = field(default_factory=lambda: _NONE)


@dataclass(frozen=True)
class RankedList:
    """Vacancies `ids` (k,) V16 of one person's list, best first, and their `scores` (k,)."""

    ids: Column
    scores: Scores


EMPTY = RankedList(_NO_IDS, np.empty(0))


@dataclass(frozen=True)
class Ranker:
    """All but the people that decides their lists; `size` is the length of a list at most."""

    snapshot: Snapshot
    recipe: Recipe
    today: date
    size: int

    def __call__(self, block: Block) -> list[RankedList]:
        """The list of every person of a block, by the rules and the score of `match`, and within supervision."""
        snapshot = self.snapshot
        if block.taken.size:
            alive = snapshot.alive.copy()
            alive[block.taken] = False
            snapshot = replace(snapshot, alive=alive)
        return [self._list(profile, snapshot) for profile in block.profiles]

    def _list(self, profile: Profile, snapshot: Snapshot) -> RankedList:
        ranking = rank_vacancies(
            profile, snapshot, self.recipe, today=self.today, size=self.recipe.pool, with_nearest=False
        )
        if ranking.best is None:
            return EMPTY
        kept = np.flatnonzero(supervisable(ranking.best.pairing))[: self.size]
        ids, scores = ranking.best.pairing.vacancies.ids, ranking.best.scored.scores
        return RankedList(ids[kept], scores[kept].round(5))

    def key(self, data: str) -> str:
        """Changes with whatever a list depends on but the person; `data` names model and reference data."""
        table, alive = self.snapshot.vacancies, np.flatnonzero(self.snapshot.alive)
        rows = alive[order_of(table.ids[alive])]
        digest = hashlib.sha256(repr((data, RULES_VERSION, self.recipe.weights, self.recipe.policy)).encode())
        digest.update(repr((self.recipe.bars, self.recipe.pool, self.today, self.size)).encode())
        digest.update(self.snapshot.text_version[rows].tobytes())
        for column in fields(VacancyTable):
            digest.update(getattr(table, column.name)[rows].tobytes())
        return digest.hexdigest()

    def key_of(self, profile: Profile) -> str:
        """Changes with whatever the person's list depends on of the person."""
        person = CandidateTable.of([profile.candidate], self.recipe.world)
        digest = hashlib.sha256(b"".join(getattr(person, one.name).tobytes() for one in fields(person)))
        digest.update(repr([_told(facet) for facet in profile.facets]).encode())
        digest.update(b"".join(sorted(vacancy.bytes for vacancy in profile.hidden)))
        return digest.hexdigest()


Ranking = Callable[[Block], Awaitable[list[RankedList]]]


class Hands(Protocol):
    """Who does the ranking: this process, others beside it, or a cluster."""

    def at(self, ranker: Ranker, people: int) -> AbstractAsyncContextManager[tuple[Ranking, int]]:
        """A way to have blocks of so many people ranked while held, and how many blocks at once keep all busy."""
        ...


def supervisable(pairing: Pairing) -> Mask:
    """Work inside the area of supervision, or outside it with the time that its transfer takes (pelimpahan bimbingan).

    `match` shows such a row with a flag, for somebody who can ask when that work could wait; a plan has nobody to ask.
    Source: at most ten working days (Bapas service standard), a setting.
    """
    elsewhere = pairing.outside_area | pairing.vacancies.placement_elsewhere
    to_transfer = pairing.supervised_at_start & ~pairing.vacancies.inside & elsewhere
    mask: Mask = ~to_transfer | (pairing.begin - pairing.today >= pairing.policy.transfer_lead_days)
    return mask


def leaving(candidates: CandidateTable, day: int, horizon_days: int) -> Mask:
    """Who has an open gate, can be out within the horizon of a day (ordinal), and is not yet past the latest date."""
    near = candidates.earliest <= day + horizon_days
    mask: Mask = candidates.gates_open & candidates.has_window & near & (candidates.latest >= day)
    return mask


def order_of(ids: Column) -> Rows:
    """Positions of ids (V16, shape (n,)) in their order."""
    halves = ids.view(">u8").reshape(-1, 2)
    return np.lexsort((halves[:, 1], halves[:, 0]))


def rows_of(ids: Column, wanted: Column) -> Rows:
    """Row of each wanted id among `ids`, which name nobody twice; -1 where it is not there."""
    if not len(ids) or not len(wanted):
        return np.full(len(wanted), -1, np.int64)
    order = order_of(ids)
    keys, asked = ids[order].view("S16"), np.ascontiguousarray(wanted).view("S16")
    at = np.minimum(np.searchsorted(keys, asked), len(keys) - 1)
    found: Rows = np.where(keys[at] == asked, order[at], -1)
    return found


def _told(facet: Facet) -> tuple[object, ...]:
    phrases = [sorted(phrase) for phrase in facet.phrases]
    known = (facet.functions, facet.evidence, facet.months, facet.occupations, sorted(facet.units))
    return (str(facet.kind), facet.text, phrases, *known)
