"""Verdicts of live shortlists kept right: whatever moves under an item is found, and its consequence is flagged.

By the program itself, under the worker's role. It flags; it takes no step and changes no order.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

import numpy as np

from matching.model import Candidate, CandidateId, Vacancy, VacancyId
from matching.rules import Reason
from matching.search import Recipe
from matching.shortlist_store import LiveItem, Renewed, VerdictStore
from matching.verdicts import LASTING, Stands, as_ranked, consequences, lasting, standings

BATCH_ITEMS = 5_000
_CLOSED = {"open": False, "failed": [], "verdict": None, "window": None, "expired": []}


@dataclass(frozen=True, slots=True)
class Renewal:
    """What a renewal did: items looked at, flags raised."""

    items: int
    flags: int


@dataclass(frozen=True)
class Renewer:
    """Renews verdicts under one lock among processes."""

    store: VerdictStore
    recipe: Recipe

    async def renew(self, *, today: date) -> Renewal | None:
        """Look at all items that may stand otherwise than before; None while another process does."""
        async with self.store.look(today) as look:
            if look is None:
                return None
            flags, waiting = 0, iter(look.items)
            while batch := list(islice(waiting, BATCH_ITEMS)):
                people, vacancies = await look.facts(batch)
                renewed = await asyncio.to_thread(self._renewed, batch, people, vacancies, today)
                flags += await look.put(renewed, LASTING)
            return Renewal(len(look.items), flags)

    def _renewed(
        self,
        items: Sequence[LiveItem],
        people: Mapping[CandidateId, Candidate],
        vacancies: Mapping[VacancyId, Vacancy],
        today: date,
    ) -> list[Renewed]:
        who = {one: position for position, one in enumerate(people)}
        what = {one: position for position, one in enumerate(vacancies)}
        willing = [
            item for item in items if item.gate_open and item.candidate in who and item.vacancy in what
        ]
        pairs = np.array([(who[one.candidate], what[one.vacancy]) for one in willing], np.int64)
        found = standings(
            list(people.values()), list(vacancies.values()), pairs.reshape(-1, 2), self.recipe, today
        )
        stands = {item.id: one for item, one in zip(willing, found, strict=True)}
        return [_renewed(item, stands.get(item.id, _CLOSED)) for item in items]


def _renewed(item: LiveItem, stands: Stands) -> Renewed:
    now = {**stands, "holder": f"{item.unit}/{item.caseload}", "version": item.version}
    if item.kept:
        now["failed"] = [one for one in stands["failed"] if one != Reason.NO_OPENINGS_LEFT]
    before = item.stood or (as_ranked(now) if item.ranked else None)
    new = [(one.kind, one.code, one.parameters) for one in consequences(before, now)]
    return Renewed(item, now, new, lasting(now))
