"""How many people could fit a vacancy that is only being written. Nothing is stored, nobody is shown.

It is ranked as if it stood in the index, against the same people as `cards_for`; what leaves here is a step of
`small_numbers.about`, of which those below `LEAST` are one: whoever writes may ask about anything, and *nobody* against
*somebody* would be told of a single person.
"""

import asyncio
from dataclasses import replace
from datetime import date

from matching.model import Vacancy
from matching.model.indexed import IndexedVacancy
from matching.ports import Snapshot
from matching.refresh import with_vacancies
from matching.small_numbers import LEAST, about
from matching.usecases.indexing import Indexer
from matching.usecases.match import Matcher
from matching.vocabulary import VacancyStatus


async def could_fit(
    matcher: Matcher, indexer: Indexer, vacancy: Vacancy, *, today: date
) -> tuple[int, int | None]:
    """The step in which the number of people lies; (0, 4) is the lowest. `vacancy` has been read, under a new id."""
    snapshot = await asyncio.to_thread(_with, vacancy, matcher, indexer)
    row = len(snapshot.vacancies) - 1
    ids, _ = await matcher.pool_for(row, matcher.catalogue.profiles, snapshot, today)
    people = [one.candidate for one in await matcher.index.people(ids, model=matcher.model)]
    fitting = len(await matcher.people_ranked(people, row, snapshot, today))
    return about(fitting) if fitting >= LEAST else (0, LEAST - 1)


def _with(vacancy: Vacancy, matcher: Matcher, indexer: Indexer) -> Snapshot:
    """The snapshot as it would be once this vacancy were published; the last row is its own."""
    published = replace(vacancy, status=VacancyStatus.OPEN)
    ((_, version, vector, terms),) = indexer.vacancy_rows([(published, 1)])
    indexed = IndexedVacancy(published, version, vector, tuple(terms))
    now = matcher.catalogue.snapshot
    return with_vacancies(now, [indexed], [], matcher.recipe.world, now.version)
