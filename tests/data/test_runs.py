from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from data.errors import NotPermitted
from data.gateway import PostgresGateway
from data.pool import Connection
from matching.errors import NotFound
from matching.model import Actor, RunId
from matching.model.records import RunRecord
from tests.data.test_candidates import person
from tests.data.test_vacancies import FIRM, vacancy

ONE, TWO = person(61), person(62)
FOR_A_PERSON = RunRecord(
    id=RunId(UUID(int=51)), kind="vacancies", candidate=ONE.id, vacancy=None, snapshot="s1", model="m1",
    weights={"version": "w1", "of": {"dense": 0.25}}, rules="r1", parameters={"as_of": "2026-11-22"},
    features=[{"dense": 0.5}], result={"rows": [{"id": str(vacancy().id), "score": 0.125}], "dropped": {}},
    at=datetime(2026, 11, 22, 9, tzinfo=UTC),
)  # fmt: skip
FOR_A_VACANCY = replace(
    FOR_A_PERSON, id=RunId(UUID(int=52)), kind="candidates", candidate=None, vacancy=vacancy().id,
    result={"rows": [{"id": str(ONE.id)}, {"id": str(TWO.id)}], "dropped": {}},
)  # fmt: skip


async def record_both(gateway: PostgresGateway, actor: Actor) -> None:
    async with gateway.transaction(actor) as tx:
        await tx.candidates.add([ONE, TWO])
        await tx.employers.add([FIRM])
        await tx.vacancies.add([vacancy()])
        await tx.runs.add(FOR_A_PERSON)
        await tx.runs.add(FOR_A_VACANCY)


async def test_a_run_is_read_as_it_was_recorded(gateway: PostgresGateway, case_worker: Actor) -> None:
    await record_both(gateway, case_worker)
    async with gateway.transaction(case_worker, read_only=True) as tx:
        assert await tx.runs.get(FOR_A_PERSON.id) == FOR_A_PERSON
        assert (await tx.runs.page(limit=9, cursor=None)).records == (FOR_A_PERSON, FOR_A_VACANCY)
        with pytest.raises(NotFound, match="run"):
            await tx.runs.get(RunId(UUID(int=404)))


async def test_an_erased_person_shows_as_erased_and_is_named_nowhere(
    gateway: PostgresGateway, case_worker: Actor, owner: Connection
) -> None:
    await record_both(gateway, case_worker)
    async with gateway.transaction(case_worker) as tx:
        await tx.candidates.remove(ONE.id)
        own, other = await tx.runs.get(FOR_A_PERSON.id), await tx.runs.get(FOR_A_VACANCY.id)
    assert (own.erased, own.candidate, own.features, own.result["rows"]) == (True, None, [], [])
    assert [row["id"] for row in other.result["rows"]] == [str(UUID(int=0)), str(TWO.id)]
    assert str(ONE.id) not in str(await owner.fetch("SELECT to_jsonb(r)::text FROM runs r"))


async def test_a_run_is_never_rewritten(gateway: PostgresGateway, case_worker: Actor) -> None:
    await record_both(gateway, case_worker)
    for statement in ("UPDATE runs SET snapshot = 'x'", "DELETE FROM runs"):
        with pytest.raises(NotPermitted):
            async with gateway._database.transaction(case_worker) as connection:
                await connection.execute(statement)


async def test_a_run_of_nobody_is_refused(gateway: PostgresGateway, case_worker: Actor) -> None:
    with pytest.raises(NotFound, match="candidate"):
        async with gateway.transaction(case_worker) as tx:
            await tx.runs.add(FOR_A_PERSON)
