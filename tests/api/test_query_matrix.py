"""Every named query as every role against every other tenant's rows: the answer is that for a random id."""

import json
import re
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest_asyncio

from data.errors import translation
from data.pool import Connection, Database
from data.queries import Query, load, load_all
from tests.api.tenants import COMPANIES, EVERYBODY, Tenant, World

SKIPPED = {
    "act_as": "tells who asks, so that it would change what is tried here",
    "lock_migrations": "a lock of the server, without any row",
    "unlock_migrations": "a lock of the server, without any row",
}
SHOWN = {"cards_for": "what a company is meant to see of people; tests/api/test_cards.py looks at it closely"}
NEW_IDS = ("add_candidates", "add_employers", "add_vacancies")
"""Ids of new records are made by the program, so that nobody can try out whether one is taken."""
ROWS_OF = re.compile(r"jsonb_populate_recordset\(NULL::(\w+), \$1")
PLAIN: dict[str, Any] = {
    "after": 0, "limit": 50, "consented": True, "objected": False, "today": date(2026, 11, 27), "key": "kunci",
    "request_digest": "d", "digest": "d", "created": 1, "updated": 1, "unchanged": 1, "queued": 1, "refused": 1,
    "at": datetime(2026, 11, 27, tzinfo=UTC), "whole": True, "xmin": "1", "model": "m", "text_versions": [1],
    "vectors": [b"v"], "terms": ["t"], "positions": [0], "digests": ["d"], "name": "n",
    "keep": timedelta(days=1), "version": 1, "checksum": "c", "login": "l", "wanted": ["r"], "roles": ["r"],
    "dataset": "d", "source": "s", "completeness": "c", "snapshot": "s", "weights": {}, "rules": "r",
    "parameters": {}, "features": [], "result": {}, "note": "n", "accept": True, "number": "national_id",
    "kind": "vacancies", "systems": ["SDP"], "type": "lapas", "province": "35",
}  # fmt: skip


@pytest_asyncio.fixture(scope="module")
async def app(world: World) -> AsyncIterator[Database]:
    async with Database.open(world.fresh.url("jembatan_app")) as opened:
        yield opened


async def test_another_tenants_rows_are_not_there(world: World, app: Database) -> None:
    queries = [query for query in load_all().values() if query.name not in SKIPPED]
    given_by = {
        name: [await arguments(world, query, tenant) for query in queries]
        for name, tenant in world.tenants.items()
    }
    compared = 0
    for name, actor in EVERYBODY.items():
        for tenant in world.foreign(name):
            secrets = await secrets_of(world, tenant, company=name in COMPANIES)
            async with app.transaction(actor) as connection:
                for query, given in zip(queries, given_by[tenant.name], strict=True):
                    known = await outcome(connection, query, given)
                    if name in COMPANIES and query.name in SHOWN:
                        assert not (tenant.marker and tenant.marker in repr(known))
                        continue
                    unknown = await outcome(connection, query, mapped(given, secrets))
                    assert mapped(known, secrets) == mapped(unknown, secrets), (name, tenant.name, query.name)
                    assert not [one for one in secrets if one in repr(known)], (name, tenant.name, query.name)
                    compared += 1
    print(f"\n{compared} answers of {len(queries)} queries compared with those for random ids")
    assert compared > 1_500


async def secrets_of(world: World, tenant: Tenant, *, company: bool) -> dict[str, str]:
    """What another tenant alone has, and what nobody has in its stead. Among the staff, vacancies are no secret."""
    hidden = dict(tenant.ids)
    if tenant.name in COMPANIES and not company:
        hidden = {}
    secrets = {str(one): str(uuid4()) for one in hidden.values()}
    if tenant.marker:
        identity = await world.owner.fetchrow(
            "SELECT nik_hash, register_hash FROM candidate_identities WHERE candidate_id = $1",
            tenant.ids["candidate_id"],
        )
        secrets |= {
            tenant.marker: "Nihil",
            identity["nik_hash"]: "h1:1:0",
            identity["register_hash"]: "h1:1:1",
        }
    return secrets


async def arguments(world: World, query: Query, tenant: Tenant) -> dict[str, Any]:
    ids = tenant.ids
    people = [ids["candidate_id"]] if "candidate_id" in ids else [uuid4()]
    vacancy = ids.get("vacancy_id") or world.tenants["recruiter"].ids["vacancy_id"]
    employer = ids.get("employer_id") or world.tenants["recruiter"].ids["employer_id"]
    every = list(ids.values())
    own: dict[str, Any] = {
        "candidates": people, "candidate": people[0], "certificates": every, "records": every,
        "employers": [employer], "vacancies": [vacancy], "vacancy": vacancy, "record": every[0],
        "import_id": ids.get("import_id") or uuid4(), "run": ids.get("run_id") or uuid4(),
        "transfer": ids.get("transfer_id") or uuid4(), "id": uuid4(), "unit": tenant.actor.unit,
        "colleague": tenant.actor.account, "keys": [f"{tenant.marker}-1"], "dates": [date(1984, 5, 1)],
        "numbers": ["9900000000001", "9900000000002"], "account": tenant.actor.account,
        "hashes": await hashes(world, people[0]),
    }  # fmt: skip
    if "rows" in query.parameters:
        own["rows"] = await rows(world, query, tenant)
    if query.name == "add_run":
        own["vacancy"] = None
    return {name: own[name] if name in own else PLAIN[name] for name in query.parameters}


async def hashes(world: World, candidate: UUID) -> list[str]:
    found = await world.owner.fetchrow(
        "SELECT nik_hash, register_hash FROM candidate_identities WHERE candidate_id = $1", candidate
    )
    return [found["nik_hash"], found["register_hash"]] if found else ["h1:1:2"]


async def rows(world: World, query: Query, tenant: Tenant) -> list[dict[str, Any]]:
    """The tenant's own rows of the table that the query writes to."""
    if query.name == "write_protected":
        return [{"candidate": str(tenant.ids.get("candidate_id") or uuid4()), "sex": "female"}]
    table = ROWS_OF.search(query.sql)
    if table is None or (tenant.name in COMPANIES and table[1] not in ("employers", "vacancies")):
        return []
    found = await world.owner.fetch(
        f"SELECT to_jsonb(t)::text AS row FROM {table[1]} t WHERE to_jsonb(t)::text ~ $1",
        "|".join(map(str, tenant.ids.values())),
    )
    read = [json.loads(one["row"]) for one in found]
    return [one | {"id": str(uuid4())} for one in read] if query.name in NEW_IDS else read


def mapped(value: Any, secrets: Mapping[str, str]) -> Any:
    """The same with what the tenant alone has replaced by what nobody has."""
    if isinstance(value, dict):
        return {key: mapped(item, secrets) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(mapped(item, secrets) for item in value)
    if isinstance(value, UUID):
        return UUID(mapped(str(value), secrets))
    if isinstance(value, str):
        for hidden, other in secrets.items():
            value = value.replace(hidden, other)
    return value


async def outcome(connection: Connection, query: Query, given: Mapping[str, Any]) -> tuple[Any, ...]:
    """Rows and the command tag, or the error as the program tells it; nothing of it is stored."""
    tried = connection.transaction()
    await tried.start()
    try:
        statement = await connection.prepare(query.sql)
        found = await statement.fetch(*query.arguments(given))
        await connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        return [tuple(row.values()) for row in found], statement.get_statusmsg()
    except asyncpg.PostgresError as problem:
        told = translation(problem)
        return type(told).__name__, str(told)
    finally:
        await tried.rollback()


def test_every_skipped_query_is_still_there() -> None:
    assert set(SKIPPED) <= set(load_all())
    assert "page_candidates" in load("candidates")
