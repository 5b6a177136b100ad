"""Embedding what has no vector yet: after an import, after a change of text, after a change of model.

Every batch is stored as it is done, so an interruption loses one batch and the next start goes on from there.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from matching.index_store import IndexStore
from matching.model import Candidate, CandidateId, Vacancy, VacancyId
from matching.model.indexed import IndexedFacet
from matching.ports import Encoder, Vectors
from matching.profile import Composer, Facet

BATCH_TEXTS = 256
LOCK = "embedding"
VacancyRow = tuple[VacancyId, int, npt.NDArray[np.float16], Sequence[str]]


@dataclass(frozen=True)
class Indexer:
    """Embeds under one lock among processes; `model` is the name under which vectors are stored."""

    store: IndexStore
    encoder: Encoder
    composer: Composer
    model: str

    async def embed_missing(
        self, *, today: date, progress: Callable[[int, int], None] | None = None
    ) -> int | None:
        """Embed all that is missing; how many records were. None when another process is at it.

        `progress` hears (done, total) records.
        """
        async with self.store.try_lock(LOCK) as mine:
            if not mine:
                return None
            total = sum(await self.store.count_unembedded(model=self.model)) if progress else 0
            done = before = 0
            while True:
                async for batch in self._batches(today):
                    done += batch
                    if progress:
                        progress(done, max(total, done))
                if done == before:
                    return done
                before = done

    async def _batches(self, today: date) -> AsyncIterator[int]:
        """Embed from the oldest to the newest, vacancies before people; how many records with each batch.

        Each batch is looked for after the one before: looked for from the first, of n records n² would be passed over.
        What changes behind is for another time through.
        """
        vacancy: VacancyId | None = None
        person: CandidateId | None = None
        while True:
            vacancies = await self.store.unembedded_vacancies(
                model=self.model, limit=BATCH_TEXTS, after=vacancy
            )
            if vacancies:
                rows = await asyncio.to_thread(self.vacancy_rows, vacancies)
                await self.store.put_vacancy_vectors(self.model, rows)
                vacancy = vacancies[-1][0].id
                yield len(vacancies)
                continue
            people = await self.store.unembedded_candidates(model=self.model, limit=BATCH_TEXTS, after=person)
            if not people:
                return
            await self._embed_people(people, today)
            person = people[-1][0].id
            yield len(people)

    def vacancy_rows(self, vacancies: Sequence[tuple[Vacancy, int]]) -> list[VacancyRow]:
        """What is stored of vacancies, each given with the version of its text: vector and terms of both facets."""
        texts = [self.composer.vacancy(vacancy) for vacancy, _ in vacancies]
        titles = self.encoder.encode_passages([text.title for text in texts])
        bodies = self.encoder.encode_passages([text.whole for text in texts])
        vectors = unit_mean(titles, bodies)
        return [
            (vacancy.id, version, vector, text.terms)
            for (vacancy, version), vector, text in zip(vacancies, vectors, texts, strict=True)
        ]

    async def _embed_people(self, people: Sequence[tuple[Candidate, int]], today: date) -> None:
        """Facets of these people; a text that has been embedded for anybody is not embedded again."""
        facets = [self.composer.facets(person, today) for person, _ in people]
        vectors = await facet_vectors(
            [f for own in facets for f in own], self.store, self.encoder, self.model
        )
        await self.store.put_facet_vectors(
            self.model,
            [
                (
                    person.id,
                    version,
                    [
                        IndexedFacet(position, facet.digest, vectors[facet.digest], facet.terms())
                        for position, facet in enumerate(own)
                    ],
                )
                for (person, version), own in zip(people, facets, strict=True)
            ],
        )


async def facet_vectors(
    facets: Sequence[Facet], store: IndexStore, encoder: Encoder, model: str
) -> Mapping[str, npt.NDArray[np.float16]]:
    """Vectors of facets by digest: from the store where the text is known, from the encoder where it is new."""
    texts = {facet.digest: facet.text for facet in facets}
    known = dict(await store.known_vectors(list(texts), model=model))
    new = [digest for digest in texts if digest not in known]
    if new:
        vectors = await asyncio.to_thread(encoder.encode_queries, [texts[digest] for digest in new])
        known |= {digest: vector.astype(np.float16) for digest, vector in zip(new, vectors, strict=True)}
    return known


def unit_mean(titles: Vectors, bodies: Vectors) -> npt.NDArray[np.float16]:
    """Mean of two unit vectors per row, made unit again, shape (n, d)."""
    mean = titles + bodies
    length = np.linalg.norm(mean, axis=1, keepdims=True)
    unit: npt.NDArray[np.float16] = (mean / np.maximum(length, 1e-12)).astype(np.float16)
    return unit
