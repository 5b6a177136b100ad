from pathlib import Path

import asyncpg
import pytest

from data.errors import QueryError
from data.queries import FOLDER, Query, load_all, parse
from tests.postgres import Fresh


def one(sql: str) -> Query:
    return parse(f"-- name: it\n{sql}", "test.sql")["it"]


def test_a_block_has_a_name_a_description_and_numbered_parameters() -> None:
    queries = parse(
        "\n-- name: get\n-- One person,\n-- by id.\n"
        "SELECT id FROM candidate\nWHERE id = :id AND unit = :unit OR id = :id;\n\n"
        "-- name: all_of_them\nSELECT 1",
        "test.sql",
    )
    assert list(queries) == ["get", "all_of_them"]
    got = queries["get"]
    assert got.description == "One person, by id."
    assert got.sql == "SELECT id FROM candidate\nWHERE id = $1 AND unit = $2 OR id = $1"
    assert got.parameters == ("id", "unit")


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT '2026-08-17'::date",
        "SELECT 'at 10:30, :no'",
        "SELECT 'it''s :no'",
        r"SELECT E'it\'s :no'",
        'SELECT 1 AS ":no"',
        "SELECT 1 -- :no",
        "SELECT /* :no\n :no */ 1",
        "SELECT $$ :no $$",
        "SELECT $a$ $$ :no $a$",
        "SELECT (ARRAY[1,2,3])[1:2]",
        "SELECT now()::time::text",
    ],
)
def test_what_only_looks_like_a_parameter_is_left_alone(sql: str) -> None:
    assert one(sql).sql == sql
    assert one(sql).parameters == ()


def test_a_cast_of_a_parameter_keeps_the_cast() -> None:
    assert (
        one("SELECT :ids::uuid[], :a::text || ':b' || :c").sql == "SELECT $1::uuid[], $2::text || ':b' || $3"
    )


@pytest.mark.parametrize("given", [{}, {"id": 1}, {"id": 1, "unit": 2, "more": 3}, {"id": 1, "units": 2}])
def test_missing_and_extra_names_are_refused(given: dict[str, object]) -> None:
    with pytest.raises(QueryError, match="it: missing"):
        one("SELECT :id, :unit").arguments(given)


def test_an_error_about_names_does_not_quote_values() -> None:
    with pytest.raises(QueryError) as caught:
        one("SELECT :id").arguments({"nik": "3519010101900001"})
    assert "3519" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("SELECT 1", "before the first"),
        ("-- a comment\nSELECT 1\n-- name: it\nSELECT 2", "before the first"),
        ("-- name: it\nSELECT 1\n-- name: it\nSELECT 2", "two queries are named it"),
        ("-- name: it\n-- only words\n", "empty"),
        ("-- name:\nSELECT 1", "no name"),
        ("-- name: Get It\nSELECT 1", "no name"),
    ],
)
def test_a_file_that_is_not_made_of_named_queries_is_refused(text: str, problem: str) -> None:
    with pytest.raises(QueryError, match=problem):
        parse(text, "test.sql")


def test_a_name_is_used_in_one_file_only(tmp_path: Path) -> None:
    for stem in ("one", "two"):
        (tmp_path / f"{stem}.sql").write_text("-- name: it\nSELECT 1")
    with pytest.raises(QueryError, match=r"two\.sql.*it"):
        load_all(tmp_path)


async def test_a_query_runs_in_every_way(fresh: Fresh) -> None:
    connection = await asyncpg.connect(fresh.url("jembatan_owner"))
    await connection.execute("CREATE TABLE item (id int, name text)")
    insert = one("INSERT INTO item VALUES (:id, :name)")
    assert await insert.execute(connection, name="a", id=1) == "INSERT 0 1"
    await insert.executemany(connection, [{"id": 2, "name": "b"}, {"name": "c", "id": 3}])
    above = one("SELECT id, name FROM item WHERE id > :least ORDER BY id")
    assert [tuple(row) for row in await above.fetch(connection, least=1)] == [(2, "b"), (3, "c")]
    assert tuple(await above.fetchrow(connection, least=2)) == (3, "c")
    assert await above.fetchval(connection, least=2) == 3
    assert await above.fetchrow(connection, least=9) is None
    await connection.close()


async def test_postgresql_accepts_every_query_of_the_application(every_fresh: Fresh) -> None:
    queries = load_all(FOLDER)
    assert queries, "no queries found: is the folder right?"
    connection = await asyncpg.connect(every_fresh.url("jembatan_owner"))
    refused = {}
    for query in queries.values():
        try:
            prepared = await connection.prepare(query.sql)
            assert len(prepared.get_parameters()) == len(query.parameters)
        except asyncpg.PostgresError as problem:
            refused[query.name] = str(problem)
    await connection.close()
    assert refused == {}
