"""Who fits which work: vacancies for a person, people for a vacancy. Reads only; recording a run is its own errand."""

import asyncio
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

import numpy as np

from matching.cohort import leaving
from matching.columns import Mask, uuid_at
from matching.counterfactual import NEAR_MISSES
from matching.display import PLAIN, Display, Place
from matching.errors import GateClosed, NotFound
from matching.explain import Match, Reader
from matching.index_store import IndexStore
from matching.model import Actor, Candidate, CandidateId, Vacancy, VacancyId
from matching.model.cohorts import Cohort
from matching.pipeline import explained, rank_candidates, score_one
from matching.ports import Encoder, ProfileSnapshot, Snapshot, among
from matching.profile import Composer
from matching.rules import Reason
from matching.search import Profile, Ranked, Recipe
from matching.stores import Gateway
from matching.trail import Act
from matching.usecases.answers import CandidatesFor, NearMissRow, Shown, VacanciesFor
from matching.usecases.catalogue import Catalogue
from matching.usecases.indexing import facet_vectors
from matching.usecases.listed import Listed, listed_for


@dataclass(frozen=True)
class Matcher:
    """All that matching needs, put together once by the wiring."""

    gateway: Gateway
    index: IndexStore
    catalogue: Catalogue
    encoder: Encoder
    composer: Composer
    recipe: Recipe
    reader: Reader
    model: str

    async def vacancies_for(
        self,
        actor: Actor,
        candidate: CandidateId,
        *,
        today: date,
        size: int,
        near: int = NEAR_MISSES,
        plain: bool = False,
    ) -> VacanciesFor:
        """Vacancies for a person, and at most `near` that one change would open; `plain`: by score alone.

        Raises NotFound, and GateClosed where the person's gate to matching is closed.
        """
        person = await self.person(actor, candidate)
        return await self.vacancies_of(actor, person, today=today, size=size, near=near, plain=plain)

    async def person(self, actor: Actor, candidate: CandidateId) -> Candidate:
        """The facts of a person who may be matched. Raises as `vacancies_for` does."""
        async with self.gateway.transaction(actor, read_only=True) as tx:
            person = (await tx.candidates.matching_facts([candidate])).get(candidate)
        if person is None:
            raise NotFound("candidate")
        if not person.gates.open:
            raise GateClosed
        return person

    async def vacancies_of(
        self,
        actor: Actor,
        person: Candidate,
        *,
        today: date,
        size: int,
        near: int = NEAR_MISSES,
        plain: bool = False,
        snapshot: Snapshot | None = None,
    ) -> VacanciesFor:
        """Vacancies for a person as described, who may differ from the one on record; `snapshot` unless the newest."""
        snapshot = snapshot or self.catalogue.snapshot
        (profile,) = await self.profiles([person], today)
        recipe = replace(self.recipe, display=PLAIN) if plain else self.recipe
        listed = await asyncio.to_thread(
            listed_for, profile, snapshot, recipe, today=today, size=size, near=near
        )
        return await self.answer(actor, profile, listed, snapshot, today)

    async def nearing_release(self, actor: Actor, *, today: date, horizon_days: int) -> Cohort:
        """People whom the actor may see, with an open gate, who can be out within the horizon and are not yet past
        their latest date, soonest first; whoever has found work is left out."""
        profiles = await self.visible(actor)
        c = profiles.candidates
        rows = np.flatnonzero(profiles.alive & leaving(c, today.toordinal(), horizon_days))
        soonest = rows[np.argsort(c.earliest[rows], kind="stable")]
        people = [CandidateId(uuid_at(c.ids, int(row))) for row in soonest]
        async with self.gateway.transaction(actor, read_only=True) as tx:
            working = await tx.placements.work_of(people)
        return Cohort([one for one in people if one not in working], working)

    async def visible(self, actor: Actor) -> ProfileSnapshot:
        """The people's snapshot with those alone whom the actor may see, before anything is ranked or counted."""
        profiles = self.catalogue.profiles
        async with self.gateway.transaction(actor, read_only=True) as tx:
            people = await tx.candidates.open_to_matching()
        return replace(profiles, alive=profiles.alive & among(profiles.candidates.ids, people))

    async def candidates_for(
        self, actor: Actor, vacancy: VacancyId, *, today: date, size: int
    ) -> CandidatesFor:
        """People whom the actor may see for a vacancy, by the same score; whoever has found work, and for whom it is
        hidden, is counted and left out. Raises NotFound where it is not indexed."""
        snapshot, profiles = self.catalogue.snapshot, await self.visible(actor)
        async with self.gateway.transaction(actor, read_only=True) as tx:
            at_work = profiles.alive & among(profiles.candidates.ids, list(await tx.placements.work_of(None)))
            hidden = profiles.alive & among(profiles.candidates.ids, await tx.hidings.from_vacancy(vacancy))
        everybody = _count(profiles.alive)
        profiles = replace(profiles, alive=profiles.alive & ~at_work & ~hidden)
        row = self.catalogue.row_of(vacancy)
        if row is None:
            raise NotFound("vacancy")
        ids, dropped = await self.pool_for(row, profiles, snapshot, today)
        async with self.gateway.transaction(actor, read_only=True) as tx:
            people = await tx.candidates.matching_facts(ids, act=Act.RANK)
            known = await tx.vacancies.many([vacancy])
        if vacancy not in known:
            raise NotFound("vacancy")
        willing = [person for person in people.values() if person.gates.open]
        ranked = await self.people_ranked(willing, row, snapshot, today)
        matches, shown = self.rows_for(known[vacancy], ranked[:size])
        async with self.gateway.transaction(actor, read_only=True) as tx:
            tx.trail.note(Act.READ, [person.id for person in shown], "certificates", "facts", "window")
        return CandidatesFor(
            known[vacancy],
            today,
            matches,
            shown,
            everybody,
            {**dropped, Reason.HIDDEN: _count(hidden), Reason.HAS_WORK: _count(at_work)},
            snapshot.version,
            self.model,
            self.recipe.weights.version,
        )

    async def pool_for(
        self, row: int, profiles: ProfileSnapshot, snapshot: Snapshot, today: date
    ) -> tuple[list[CandidateId], Mapping[Reason, int]]:
        """People to be scored for the vacancy in `row`, and how many of `profiles` fell out by which rule."""
        pool, dropped = await asyncio.to_thread(
            rank_candidates, row, snapshot, profiles, self.recipe, today=today
        )
        return [CandidateId(uuid_at(profiles.candidates.ids, int(i))) for i in pool], dropped

    async def profiles(self, people: Sequence[Candidate], today: date) -> list[Profile]:
        """Facets and vectors of people, and what is hidden for them, all looked up in one go."""
        facets = [self.composer.facets(person, today) for person in people]
        flat = [facet for own in facets for facet in own]
        vectors = await facet_vectors(flat, self.index, self.encoder, self.model)
        hidden = await self.index.hidden([person.id for person in people])
        width = self.encoder.dimension
        return [
            Profile(
                person,
                own,
                np.array([vectors[facet.digest] for facet in own], np.float32).reshape(len(own), width),
                hidden.get(person.id, frozenset()),
            )
            for person, own in zip(people, facets, strict=True)
        ]

    async def answer(
        self, actor: Actor, profile: Profile, listed: Listed, snapshot: Snapshot, today: date
    ) -> VacanciesFor:
        """A list with the records and the texts of the rows that are shown."""
        ranking, ids = listed.ranking, listed.ids
        near = [VacancyId(uuid_at(snapshot.vacancies.ids, miss.row)) for miss in listed.near]
        async with self.gateway.transaction(actor, read_only=True) as tx:
            records = await tx.vacancies.many([*(ids[place.position] for place in listed.places), *near])
        # A vacancy that was removed after the snapshot was taken is shown to nobody.
        there = [place for place in listed.places if ids[place.position] in records]
        vacancies = tuple(records[ids[place.position]] for place in there)
        matches: tuple[Match, ...] = ()
        if ranking.best is not None:
            rows = ranking.best.take(np.array([place.position for place in there], np.int64))
            matches = await asyncio.to_thread(explained, rows, profile, vacancies, self.recipe, self.reader)
        return VacanciesFor(
            candidate=profile.candidate,
            as_of=today,
            matches=matches,
            vacancies=vacancies,
            live=ranking.live,
            eligible=ranking.eligible,
            dropped=ranking.dropped,
            weak=ranking.weak,
            not_enough=ranking.not_enough,
            would_open=tuple(
                NearMissRow(
                    vacancy, records[vacancy].title, miss.reason, miss.score, miss.would_rank, miss.to
                )
                for vacancy, miss in zip(near, listed.near, strict=True)
                if vacancy in records
            ),
            hidden=profile.hidden,
            snapshot=snapshot.version,
            model=self.model,
            weights=self.recipe.weights.version,
            display=_shown_by(listed.display, listed.places, there),
            shown=tuple(
                Shown(place.position + 1, tuple(ids[i] for i in place.behind), place.moved) for place in there
            ),
        )

    async def people_ranked(
        self, people: Sequence[Candidate], row: int, snapshot: Snapshot, today: date
    ) -> list[tuple[Profile, Ranked]]:
        """People with their scored pair, best first; equal scores by id."""
        profiles = await self.profiles(people, today)

        def scored() -> list[tuple[Profile, Ranked]]:
            pairs = [
                (profile, ranked)
                for profile in profiles
                if (ranked := score_one(profile, row, snapshot, self.recipe, today=today))
            ]
            return sorted(
                pairs, key=lambda pair: (-pair[1].scored.scores[0].round(9), pair[0].candidate.id.bytes)
            )

        return await asyncio.to_thread(scored)

    def rows_for(
        self, vacancy: Vacancy, ranked: Sequence[tuple[Profile, Ranked]]
    ) -> tuple[tuple[Match, ...], tuple[Candidate, ...]]:
        """Rows with their reasons, and the facts of the people, in step."""
        matches = [
            replace(explained(pair, profile, [vacancy], self.recipe, self.reader)[0], rank=rank)
            for rank, (profile, pair) in enumerate(ranked, start=1)
        ]
        return tuple(matches), tuple(profile.candidate for profile, _ in ranked)


def _shown_by(display: Display, places: Sequence[Place], there: Container[Place]) -> Display:
    """The step as it has shown the places that are still `there`: fewer stand before those that were moved down."""
    first = islice((place for place in places if not place.moved), display.within)
    return replace(display, within=display.within - sum(place not in there for place in first))


def _count(people: Mask) -> int:
    return int(np.count_nonzero(people))
