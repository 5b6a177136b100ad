import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import asyncpg
import numpy as np

from data.gateway import PostgresGateway
from data.index_store import PostgresIndexStore
from data.pool import Connection, Database
from matching.model import Actor, CandidateId, Employer, Gates, Vacancy
from matching.model.indexed import Changes, IndexedFacet, MovedWindow
from matching.vocabulary import EmployerVerification
from tests.data.test_candidates import WINDOW, certificate, person
from tests.data.test_vacancies import FIRM, vacancy
from tests.postgres import Fresh, fresh_database
from tests.staff import PLANNER

MODEL = "hashing-8"
VECTOR = np.linspace(-1, 1, 8).astype(np.float16)
TERMS = ("jahit", "title:jahit", "occupation:7531")
FACET = IndexedFacet(0, "ab" * 32, VECTOR, TERMS)
ONE = person(1, certificate(1))


async def store(gateway: PostgresGateway, actor: Actor, *numbers: int) -> None:
    async with gateway.transaction(actor) as tx:
        await tx.candidates.add([ONE, person(2)])
        await tx.employers.add([FIRM])
        await tx.vacancies.add([vacancy(number) for number in numbers])


async def embed_all(index_store: PostgresIndexStore) -> None:
    vacancies = await index_store.unembedded_vacancies(model=MODEL, limit=100)
    await index_store.put_vacancy_vectors(
        MODEL, [(one.id, version, VECTOR, TERMS) for one, version in vacancies]
    )
    people = await index_store.unembedded_candidates(model=MODEL, limit=100)
    await index_store.put_facet_vectors(
        MODEL, [(one.id, version, [FACET] if one.certificates else []) for one, version in people]
    )


async def changes(index_store: PostgresIndexStore, watermark: str) -> Changes:
    (found,) = await blocks(index_store, watermark)
    return found


async def blocks(index_store: PostgresIndexStore, watermark: str, batch: int = 100) -> list[Changes]:
    return [one async for one in index_store.changes_since(watermark, model=MODEL, batch=batch)]


async def every(batches: AsyncIterator[Sequence[Any]]) -> list[Any]:
    return [one async for batch in batches for one in batch]


async def test_what_was_embedded_comes_back_in_the_order_of_creation(
    gateway: PostgresGateway, index_store: PostgresIndexStore, case_worker: Actor
) -> None:
    await store(gateway, case_worker, 3, 1, 2)
    assert await index_store.count_unembedded(model=MODEL) == (3, 2)
    await embed_all(index_store)
    assert await index_store.count_unembedded(model=MODEL) == (0, 0)
    indexed = await every(index_store.all_vacancies(model=MODEL, batch=2))
    assert [one.vacancy for one in indexed] == [vacancy(number).vacancy for number in (3, 1, 2)]
    assert [one.terms for one in indexed] == [TERMS] * 3
    assert all(np.array_equal(one.vector, VECTOR) and one.vector.dtype == np.float16 for one in indexed)
    people = await every(index_store.all_candidates(model=MODEL, batch=1))
    assert [one.candidate for one in people] == [ONE.candidate, person(2).candidate]
    assert [[facet.digest for facet in one.facets] for one in people] == [[FACET.digest], []]
    assert np.array_equal(people[0].facets[0].vector, VECTOR)
    records: list[Vacancy] = await every(index_store.all_vacancy_records(batch=2))
    assert records == [one.vacancy for one in indexed]


async def test_what_is_not_embedded_is_looked_for_after_the_last(
    gateway: PostgresGateway, index_store: PostgresIndexStore, case_worker: Actor
) -> None:
    await store(gateway, case_worker, 3, 1, 2)
    first, *rest = [one.id for one, _ in await index_store.unembedded_vacancies(model=MODEL, limit=9)]
    found = await index_store.unembedded_vacancies(model=MODEL, limit=9, after=first)
    assert [one.id for one, _ in found] == rest
    people = [one.id for one, _ in await index_store.unembedded_candidates(model=MODEL, limit=9)]
    found_people = await index_store.unembedded_candidates(model=MODEL, limit=9, after=people[0])
    assert [one.id for one, _ in found_people] == people[1:]
    gone = CandidateId(vacancy(9).vacancy.id)
    assert len(await index_store.unembedded_candidates(model=MODEL, limit=9, after=gone)) == len(people)


async def test_a_vector_of_another_model_is_none(
    gateway: PostgresGateway, index_store: PostgresIndexStore, case_worker: Actor
) -> None:
    await store(gateway, case_worker, 1)
    await embed_all(index_store)
    assert await every(index_store.all_vacancies(model="another", batch=2)) == []
    assert await index_store.count_unembedded(model="another") == (1, 2)
    assert list(await index_store.known_vectors([FACET.digest, "?"], model=MODEL)) == [FACET.digest]
    assert await index_store.known_vectors([FACET.digest], model="another") == {}


async def test_a_change_of_date_embeds_nothing_and_is_news(
    gateway: PostgresGateway, index_store: PostgresIndexStore, case_worker: Actor
) -> None:
    await store(gateway, case_worker, 1)
    await embed_all(index_store)
    start = await index_store.watermark()
    closing = replace(vacancy(1).vacancy, closes=date(2027, 1, 1))
    async with gateway.transaction(case_worker) as tx:
        await tx.vacancies.replace(replace(vacancy(1), vacancy=closing), version=None)
        await tx.candidates.set_window(ONE.id, WINDOW, None)
    news = await changes(index_store, start)
    assert [one.vacancy for one in news.vacancies] == [closing]
    assert news.windows == (MovedWindow(ONE.id, WINDOW, None),)
    assert (news.candidates, news.candidates_gone) == ((), ())
    assert await index_store.count_unembedded(model=MODEL) == (0, 0)
    quiet = await changes(index_store, news.watermark)
    assert quiet == Changes(quiet.watermark, (), (), (), ())


async def test_a_large_change_comes_in_blocks_and_each_window_once(
    gateway: PostgresGateway, index_store: PostgresIndexStore, case_worker: Actor
) -> None:
    await store(gateway, case_worker, 1)
    await embed_all(index_store)
    start = await index_store.watermark()
    later = replace(WINDOW, latest=WINDOW.latest + timedelta(days=9))
    for window in (WINDOW, later):
        async with gateway.transaction(case_worker) as tx:
            await tx.candidates.set_windows([(one, window, None) for one in (ONE.id, person(2).id)])
    found = await blocks(index_store, start, batch=1)
    assert len(found) == 2
    assert len({one.watermark for one in found}) == 1
    moved = [window for block in found for window in block.windows]
    assert {one.id: one.window for one in moved} == {ONE.id: later, person(2).id: later}
    assert len(moved) == 2
    async with gateway.transaction(case_worker) as tx:  # who changes otherwise, too, is read whole
        await tx.candidates.set_window(ONE.id, WINDOW, None)
        await tx.candidates.set_gates(ONE.id, Gates(consented=True, objected=True))
    (block,) = await blocks(index_store, found[0].watermark)
    assert (block.windows, block.candidates_gone) == ((), (ONE.id,))


async def test_a_new_text_is_embedded_and_an_older_one_overwrites_nothing(
    gateway: PostgresGateway, index_store: PostgresIndexStore, case_worker: Actor
) -> None:
    await store(gateway, case_worker, 1)
    await embed_all(index_store)
    async with gateway.transaction(case_worker) as tx:
        await tx.vacancies.replace(vacancy(1, title="Penjahit"), version=None)
    [(waiting, version)] = await index_store.unembedded_vacancies(model=MODEL, limit=9)
    assert (waiting.title, version) == ("Penjahit", 2)
    [still] = await every(index_store.all_vacancies(model=MODEL, batch=9))
    assert (still.vacancy.title, still.text_version) == ("Penjahit", 1)
    await index_store.put_vacancy_vectors(MODEL, [(waiting.id, 2, -VECTOR, ())])
    await index_store.put_vacancy_vectors(MODEL, [(waiting.id, 1, VECTOR, TERMS)])
    [now] = await every(index_store.all_vacancies(model=MODEL, batch=9))
    assert np.array_equal(now.vector, -VECTOR)
    assert (now.text_version, now.terms) == (2, ())


async def test_a_person_whose_text_has_changed_is_gone_until_embedded_again(
    gateway: PostgresGateway, index_store: PostgresIndexStore, case_worker: Actor
) -> None:
    await store(gateway, case_worker)
    await embed_all(index_store)
    start = await index_store.watermark()
    async with gateway.transaction(case_worker) as tx:
        await tx.candidates.put_certificates([(ONE.id, certificate(2))])
    assert (await changes(index_store, start)).candidates_gone == (ONE.id,)
    await embed_all(index_store)
    assert [one.id for one in (await changes(index_store, start)).candidates] == [ONE.id]


async def test_behind_a_closed_gate_nothing_is_left(
    gateway: PostgresGateway, index_store: PostgresIndexStore, case_worker: Actor, owner: Connection
) -> None:
    await store(gateway, case_worker)
    await embed_all(index_store)
    start = await index_store.watermark()
    async with gateway.transaction(case_worker) as tx:
        await tx.candidates.set_gates(ONE.id, Gates(consented=True, objected=True))
    assert (await changes(index_store, start)).candidates_gone == (ONE.id,)
    assert await owner.fetchval("SELECT count(*) FROM facet_vectors") == 0
    await index_store.put_facet_vectors(MODEL, [(ONE.id, 9, [FACET])])  # embedded while the gate closed
    assert await owner.fetchval("SELECT count(*) FROM facet_vectors") == 0
    assert [one.id for one in await every(index_store.all_candidates(model=MODEL, batch=9))] == [person(2).id]
    assert await index_store.unembedded_candidates(model=MODEL, limit=9) == []


async def test_who_is_gone_is_told(
    gateway: PostgresGateway, index_store: PostgresIndexStore, case_worker: Actor
) -> None:
    await store(gateway, case_worker, 1)
    await embed_all(index_store)
    start = await index_store.watermark()
    async with gateway.transaction(case_worker) as tx:
        await tx.candidates.remove(ONE.id)
    async with gateway._database.transaction(case_worker) as connection:
        await connection.execute("DELETE FROM vacancies")
    news = await changes(index_store, start)
    assert (news.candidates_gone, news.vacancies_gone) == ((ONE.id,), (vacancy(1).id,))


async def test_an_employers_standing_is_news_of_its_vacancies(
    gateway: PostgresGateway, index_store: PostgresIndexStore, case_worker: Actor
) -> None:
    await store(gateway, case_worker, 1, 2)
    await embed_all(index_store)
    start = await index_store.watermark()

    async def change(firm: Employer) -> Changes:
        async with gateway.transaction(PLANNER) as tx:
            await tx.employers.replace(replace(FIRM, employer=firm), version=None)
        return await changes(index_store, start)

    assert (await change(replace(FIRM.employer, contact="x"))).vacancies == ()
    suspended = await change(replace(FIRM.employer, verification=EmployerVerification.SUSPENDED))
    assert {one.vacancy.employer_verified for one in suspended.vacancies} == {False}
    assert len(suspended.vacancies) == 2


async def test_nothing_is_missed_when_commits_overtake_each_other(
    gateway: PostgresGateway, index_store: PostgresIndexStore, case_worker: Actor
) -> None:
    await store(gateway, case_worker, 1, 2)
    await embed_all(index_store)
    start = await index_store.watermark()
    async with gateway.transaction(case_worker) as slow:
        await slow.vacancies.replace(
            replace(vacancy(1), vacancy=replace(vacancy(1).vacancy, lodging=True)), version=1
        )
        async with gateway.transaction(case_worker) as quick:
            await quick.vacancies.replace(
                replace(vacancy(2), vacancy=replace(vacancy(2).vacancy, lodging=True)), version=1
            )
        first = await changes(index_store, start)
        assert [one.id for one in first.vacancies] == [vacancy(2).id]
    second = await changes(index_store, first.watermark)
    assert vacancy(1).id in [one.id for one in second.vacancies]


async def test_a_position_of_another_database_means_nothing(
    fresh: Fresh, index_store: PostgresIndexStore, owner: Connection
) -> None:
    async with (
        fresh_database(fresh.server) as other,
        Database.open(other.url("jembatan_worker"), role="jembatan_worker") as database,
    ):
        elsewhere = await PostgresIndexStore(database).watermark()
    assert await blocks(index_store, elsewhere) == []
    before = await index_store.watermark()
    await owner.execute("UPDATE meta SET incarnation = gen_random_uuid()")  # as a restore does
    assert await blocks(index_store, before) == []


async def test_whoever_slept_through_a_pruning_loads_everything(
    gateway: PostgresGateway, index_store: PostgresIndexStore, case_worker: Actor, owner: Connection
) -> None:
    start = await index_store.watermark()
    await store(gateway, case_worker, 1)
    await index_store.prune_outbox(keep=timedelta(days=1))
    assert (await changes(index_store, start)).vacancies_gone == (vacancy(1).id,)  # not embedded yet
    await index_store.prune_outbox(keep=timedelta(0))
    assert await owner.fetchval("SELECT count(*) FROM outbox") == 0
    assert await blocks(index_store, start) == []
    assert len(await blocks(index_store, await index_store.watermark())) == 1


async def test_a_lock_is_held_by_one_and_freed_with_its_holder(index_store: PostgresIndexStore) -> None:
    async with index_store.try_lock("embedding") as mine:
        assert mine
        async with index_store.try_lock("embedding") as second, index_store.try_lock("other") as other:
            assert (second, other) == (False, True)
    async with index_store.try_lock("embedding") as again:
        assert again


async def test_a_commit_is_noticed_and_a_lost_connection_made_again(
    gateway: PostgresGateway, index_store: PostgresIndexStore, case_worker: Actor, fresh: Fresh
) -> None:
    notices = index_store.notices()
    await asyncio.wait_for(anext(notices), 5)
    await store(gateway, case_worker, 1)
    await asyncio.wait_for(anext(notices), 5)
    superuser = await asyncpg.connect(fresh.url("postgres"))
    await superuser.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = $1",
        fresh.name,
    )
    await superuser.close()
    await asyncio.wait_for(anext(notices), 5)  # that it is there again
    async with gateway.transaction(case_worker) as tx:
        await tx.candidates.set_window(ONE.id, WINDOW, None)
    await asyncio.wait_for(anext(notices), 5)
    await notices.aclose()  # type: ignore[attr-defined]
