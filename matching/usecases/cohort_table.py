"""Everybody's lists put together: the market of a cohort, what is assigned in it, and what is told of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import numpy as np

from matching.allocation import NOBODY, Market, assigned, greedy, independent
from matching.cohort import EMPTY, RankedList, rows_of
from matching.cohort_report import figures, outcomes, spread
from matching.columns import Column, Mask, Rows, uuid_at
from matching.features import Floats
from matching.model import CandidateId, VacancyId
from matching.model.cohorts import Proposal, Undecided
from matching.ports import Snapshot


@dataclass(frozen=True)
class CohortTable:
    """Everybody's list as one market, and what is assigned in it. `rows` (v,) are the market's vacancies in the
    snapshot."""

    snapshot: Snapshot
    people: Sequence[CandidateId]
    market: Market
    rows: Rows
    chosen: Rows

    @classmethod
    def of(
        cls,
        snapshot: Snapshot,
        employer_most: int,
        lists: Mapping[CandidateId, Sequence[RankedList]],
        standing: Mapping[CandidateId, VacancyId],
    ) -> "CohortTable":
        """The lists of people, in their order, put together and solved; `standing` is what the plan before proposed."""
        people, vacancies = list(lists), snapshot.vacancies
        person, row, fit = _pairs(snapshot, list(lists.values()))
        rows, vacancy = np.unique(row, return_inverse=True)
        owners, employer = np.unique(
            np.ascontiguousarray(vacancies.employer[rows]).view("S16"), return_inverse=True
        )
        market = Market(
            people=len(people),
            person=person,
            vacancy=vacancy,
            fit=fit,
            openings=np.maximum(vacancies.openings_left[rows], 0).astype(np.int64),
            employer=employer,
            most=np.full(len(owners), employer_most, np.int64) if employer_most else None,
            standing=_standing(people, person, vacancies.ids[row], standing),
        )
        return cls(snapshot, people, market, rows, assigned(market))

    @property
    def left_out(self) -> list[CandidateId]:
        """Who has a viable opening and no proposal."""
        out = np.flatnonzero((self.chosen == NOBODY) & (self.market.options > 0))
        return [self.people[i] for i in out.tolist()]

    @property
    def taken(self) -> Rows:
        """Rows of the snapshot in which no opening is left, or whose employer may get no more."""
        pairs = self.chosen[self.chosen != NOBODY]
        vacancy = self.market.vacancy[pairs]
        full = np.bincount(vacancy, minlength=len(self.rows)) >= self.market.openings
        if self.market.most is None:
            return self.rows[full]
        proposed = np.bincount(self.market.employer[vacancy], minlength=len(self.market.most))
        employers = self.snapshot.vacancies.employer
        over = np.isin(
            employers.view("S16"),
            employers[self.rows].view("S16")[(proposed >= self.market.most)[self.market.employer]],
        )
        return np.union1d(self.rows[full], np.flatnonzero(over))

    def report(
        self,
        homes: Mapping[CandidateId, str],
        standing: Mapping[CandidateId, VacancyId],
        openings: int,
        begun: float,
    ) -> dict[str, Any]:
        """The report of the plan; `homes` are provinces of return, `begun` is when it was (`perf_counter`)."""
        ways = outcomes(self.chosen, greedy(self.market), independent(self.market))
        provinces = [homes.get(one, "") for one in self.people]
        before = sum(one in standing for one in self.people)
        report = spread(self.market, ways, provinces, before)
        head = figures(self.market, ways, openings, perf_counter() - begun)
        return {**head, "report": report}

    def proposals(self) -> list[Proposal]:
        """What is proposed, person by person."""
        ids, market = self.snapshot.vacancies.ids, self.market
        options, stood = market.options, market.standing
        return [
            Proposal(
                candidate=self.people[who],
                vacancy=VacancyId(uuid_at(ids, int(self.rows[market.vacancy[pair]]))),
                score=float(market.fit[pair]),
                options=int(options[who]),
                standing=bool(stood.size and stood[pair]),
            )
            for who, pair in enumerate(self.chosen.tolist())
            if pair != NOBODY
        ]

    def undecided(self) -> list[Undecided]:
        """Who is proposed nothing, with as many options as they had."""
        nothing = np.flatnonzero(self.chosen == NOBODY).tolist()
        options = self.market.options
        return [Undecided(self.people[who], int(options[who])) for who in nothing]


def _pairs(snapshot: Snapshot, lists: Sequence[Sequence[RankedList]]) -> tuple[Rows, Rows, Floats]:
    """Person, row of the snapshot and fit of every pair, person by person, no pair twice."""
    flat = [(who, ranked) for who, own in enumerate(lists) for ranked in own]
    person = np.repeat([who for who, _ in flat], [len(ranked.ids) for _, ranked in flat])
    ids = np.concatenate([ranked.ids for _, ranked in flat]) if flat else EMPTY.ids
    fit = np.concatenate([ranked.scores for _, ranked in flat]) if flat else EMPTY.scores
    alive = np.flatnonzero(snapshot.alive)
    at = rows_of(snapshot.vacancies.ids[alive], ids)
    there = at >= 0
    person, fit = person[there].astype(np.int64), fit[there]
    row = alive[at[there]].astype(np.int64)
    _, first = np.unique(person * len(snapshot.alive) + row, return_index=True)
    return person[first], row[first], fit[first]


def _standing(
    people: Sequence[CandidateId],
    person: Rows,
    ids: Column,
    standing: Mapping[CandidateId, VacancyId],
) -> Mask:
    """Which pairs (e,) the plan before has proposed; `ids` (e,) are the vacancies of the pairs."""
    if not standing or not len(person):
        return np.zeros(len(person), bool)
    before = [standing[one].bytes if one in standing else bytes(16) for one in people]
    own = np.frombuffer(b"".join(before), "S16")[person]
    mask: Mask = (own == np.ascontiguousarray(ids).view("S16")) & (own != b"")
    return mask
