"""The walls themselves: every table has one, nobody is let around them, and no function reaches over them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from data.gateway import PostgresGateway
from data.pool import Connection, Database
from matching.errors import NotFound
from matching.model import CandidateId, ProtectedAttributes
from tests.data.persons import a_record
from tests.staff import (
    ADMINISTRATOR,
    CASE_WORKER,
    COLLEAGUE,
    EVERYBODY,
    FAR_CASE_WORKER,
    FAR_PLANNER,
    HERE,
    OFFICER,
    PLANNER,
)

NOT_PERSONAL = {
    "schema_migrations": "versions of the schema",
    "reference_loads": "versions of reference data",
    "provinces": "reference data",
    "regencies": "reference data",
    "occupations": "reference data",
    "sectors": "reference data",
    "schemes": "reference data",
    "competency_units": "reference data",
    "construction_jobs": "reference data",
    "programmes": "reference data",
    "facilities": "reference data",
    "minimum_wages": "reference data",
    "fields_of_work": "reference data, opaque codes",
    "legal_bars": "reference data",
    "masked_words": "reference data",
    "answer_steps": "a table of the program: which answer may follow which",
    "ladder_rungs": "a table of the program: the rungs",
    "ladder_steps": "a table of the program: which rung may follow which",
    "units": "names of public offices",
    "allowed_transitions": "which state may follow on which",
    "meta": "one row about the database",
    "task_kinds": "a table of the program: kinds of task",
    "shortlist_transitions": "which step of a list may follow which",
    "outbox": "random ids without anything else; the worker alone reads them",
    "vacancy_vectors": "vectors of advertisements; the worker alone reads them",
}


async def test_every_table_has_a_wall_or_a_reason(owner: Connection) -> None:
    tables = await owner.fetch(
        "SELECT relname, relrowsecurity AND relforcerowsecurity AS forced, "
        "(SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid) AS policies "
        "FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
    )
    open_ones = {row["relname"] for row in tables if not row["forced"]}
    assert open_ones == set(NOT_PERSONAL)
    assert [row["relname"] for row in tables if row["forced"] and row["policies"] < 2] == []


async def test_what_has_no_wall_is_written_by_nobody_who_asks(owner: Connection) -> None:
    writable = await owner.fetch(
        "SELECT relname FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' "
        "AND NOT relrowsecurity AND has_table_privilege('jembatan_app', c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')"
    )
    assert [row["relname"] for row in writable] == []


async def test_the_roles_at_work_own_nothing_and_are_let_around_no_wall(owner: Connection) -> None:
    roles = await owner.fetch(
        "SELECT rolname, rolsuper OR rolbypassrls AS around, "
        "(SELECT count(*) FROM pg_class c WHERE c.relowner = r.oid) AS tables, "
        "(SELECT count(*) FROM pg_proc f WHERE f.proowner = r.oid) AS functions, "
        "pg_has_role(r.oid, (SELECT relowner FROM pg_class WHERE relname = 'candidates'), 'MEMBER') AS as_owner "
        "FROM pg_roles r WHERE rolname IN ('jembatan_app', 'jembatan_worker')"
    )
    assert {tuple(row.values())[1:] for row in roles} == {(False, 0, 0, False)}
    assert len(roles) == 2


async def test_functions_that_see_over_walls_are_given_by_name_and_find_their_own_tables(
    owner: Connection,
) -> None:
    over = await owner.fetch(
        "SELECT proname, coalesce(proconfig::text, '') AS config, "
        "has_function_privilege('public', oid, 'EXECUTE') AS everybody "
        "FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef"
    )
    assert len(over) > 20
    assert [row["proname"] for row in over if row["everybody"]] == []
    assert [row["proname"] for row in over if "search_path=public, pg_temp" not in row["config"]] == []


async def test_views_ask_with_the_readers_own_rights(owner: Connection) -> None:
    views = await owner.fetch(
        "SELECT relname, coalesce(reloptions::text, '') AS options FROM pg_class "
        "WHERE relnamespace = 'public'::regnamespace AND relkind = 'v'"
    )
    assert [row["relname"] for row in views if "security_invoker=true" not in row["options"]] == []


async def who_sees(gateway: PostgresGateway, candidate: CandidateId) -> set[str]:
    seeing = set()
    for name, actor in EVERYBODY.items():
        async with gateway.transaction(actor, read_only=True) as tx:
            if candidate in await tx.candidates.records([candidate]):
                seeing.add(name)
    return seeing


async def test_a_person_is_seen_by_the_caseload_and_the_regions_planner(gateway: PostgresGateway) -> None:
    record = a_record()
    async with gateway.transaction(CASE_WORKER) as tx:
        await tx.candidates.add([record])
    assert await who_sees(gateway, record.id) == {"case_worker", "planner"}


async def test_a_planner_learns_name_and_telephone_and_no_more_of_who_it_is(gateway: PostgresGateway) -> None:
    record = a_record()
    async with gateway.transaction(CASE_WORKER) as tx:
        await tx.candidates.add([record])
    async with gateway.transaction(PLANNER, read_only=True) as tx:
        seen = await tx.candidates.get(record.id)
    assert (seen.identity.name, seen.identity.phone) == (record.identity.name, record.identity.phone)
    assert (seen.identity.birth_date, seen.identity.district, seen.facility, seen.guarantor) == (
        None,
        "",
        "",
        None,
    )
    assert (seen.national_id_last4, seen.register_last4, seen.references) == ("", "", ())


async def cover(owner: Connection, *, since: datetime, until: datetime) -> None:
    await owner.execute(
        "INSERT INTO covers (id, unit_id, absent, covering, since, until, granted_by) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7)",
        uuid4(), HERE, CASE_WORKER.account, COLLEAGUE.account, since, until, ADMINISTRATOR.account,
    )  # fmt: skip


async def test_cover_shows_a_caseload_and_ends_by_itself(gateway: PostgresGateway, owner: Connection) -> None:
    record, now = a_record(), datetime.now(UTC)
    async with gateway.transaction(CASE_WORKER) as tx:
        await tx.candidates.add([record])
    await cover(owner, since=now - timedelta(days=9), until=now - timedelta(seconds=1))
    await cover(owner, since=now + timedelta(days=1), until=now + timedelta(days=9))
    assert "colleague" not in await who_sees(gateway, record.id)
    await cover(owner, since=now - timedelta(days=1), until=now + timedelta(hours=1))
    assert "colleague" in await who_sees(gateway, record.id)
    await owner.execute("UPDATE covers SET until = now() WHERE until > now() AND since < now()")
    assert "colleague" not in await who_sees(gateway, record.id)


@pytest.mark.parametrize(
    "change",
    ["until = now() + interval '0 s', since = now() - interval '1 day'", "since = now() + interval '1 day'"],
)
async def test_a_duty_that_is_not_current_opens_nothing(
    gateway: PostgresGateway, owner: Connection, change: str
) -> None:
    record = a_record()
    async with gateway.transaction(CASE_WORKER) as tx:
        await tx.candidates.add([record])
    await owner.execute(f"UPDATE duties SET {change} WHERE id = $1", CASE_WORKER.duty)
    assert "case_worker" not in await who_sees(gateway, record.id)


async def test_an_account_that_is_disabled_opens_nothing(gateway: PostgresGateway, owner: Connection) -> None:
    record = a_record()
    async with gateway.transaction(CASE_WORKER) as tx:
        await tx.candidates.add([record])
    await owner.execute("UPDATE accounts SET status = 'disabled' WHERE id = $1", CASE_WORKER.account)
    assert "case_worker" not in await who_sees(gateway, record.id)


@pytest.mark.parametrize("lie", ["role", "unit", "account", "duty"])
async def test_a_session_that_claims_more_than_its_duty_sees_nothing(
    gateway: PostgresGateway, lie: str
) -> None:
    record = a_record()
    async with gateway.transaction(CASE_WORKER) as tx:
        await tx.candidates.add([record])
    liar = replace(FAR_CASE_WORKER, **{lie: getattr(CASE_WORKER, lie)})
    if lie == "role":
        liar = replace(OFFICER, role=CASE_WORKER.role, unit=HERE)
    async with gateway.transaction(liar, read_only=True) as tx:
        assert await tx.candidates.records([record.id]) == {}


async def test_protected_attributes_are_written_to_ones_own_people_alone(
    gateway: PostgresGateway, owner: Connection
) -> None:
    record = replace(a_record(), protected=None)
    async with gateway.transaction(CASE_WORKER) as tx:
        await tx.candidates.add([record])
    attributes = {record.id: ProtectedAttributes(religion="uji")}
    for actor in (COLLEAGUE, FAR_CASE_WORKER, PLANNER, FAR_PLANNER, ADMINISTRATOR, OFFICER):
        async with gateway.transaction(actor) as tx:
            await tx.candidates.keep_protected(attributes)
    assert await owner.fetchval("SELECT count(*) FROM protected_attributes") == 0
    async with gateway.transaction(CASE_WORKER) as tx:
        await tx.candidates.keep_protected(attributes)
    assert await owner.fetchval("SELECT religion FROM protected_attributes") == "uji"


async def test_a_key_that_a_colleague_has_is_refused_to_nobody(gateway: PostgresGateway) -> None:
    record = a_record()
    async with gateway.transaction(CASE_WORKER) as tx:
        await tx.candidates.add([record])
    for actor in (COLLEAGUE, FAR_CASE_WORKER):
        same = replace(a_record(), references=record.references)
        async with gateway.transaction(actor) as tx:
            await tx.candidates.add([same])


async def test_nobody_writes_a_person_into_another_caseload(
    gateway: PostgresGateway, database: Database
) -> None:
    record = a_record()
    async with gateway.transaction(CASE_WORKER) as tx:
        await tx.candidates.add([record])
    for column, value in (("caseload", COLLEAGUE.account), ("unit_id", FAR_CASE_WORKER.unit)):
        with pytest.raises(NotFound):
            async with database.transaction(CASE_WORKER) as connection:
                await connection.execute(
                    f"UPDATE candidates SET {column} = $1 WHERE id = $2", value, record.id
                )
