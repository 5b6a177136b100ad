"""An erasure followed through every store of running programs, and a data folder of before that is put back."""

import asyncio
import gc
import json
import shutil
import subprocess
import time
import weakref
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from api import wiring
from api.cli import exit_codes
from api.program import Program
from data.embedded import embedded_server
from data.sample import DEMO_PERSON, SampleWorld, vacancy_id
from data.sample.memorable import candidate_id
from matching.columns import uuid_at
from matching.language.tokens import words_of
from matching.model.rights import ErasureGround
from tests.end_to_end.conftest import NewHome
from tests.end_to_end.shell import Home, Served, eventually

GONE = candidate_id("cook-helper")
VACANCY = vacancy_id("cook_helper_resto")
SOON_S = 2.0


def people_indexed(server: Served) -> str:
    """Version of the index of people; how many are in it is told to nobody."""
    return str(server.get("/health/ready")["index"]["profiles"])


@pytest.fixture(scope="module")
def before(home: Home, new_home: NewHome) -> Home:
    """A copy of the data from before the erasure, as a backup is one."""
    made = new_home()
    copied(home.folder, made.folder)
    return made


def copied(folder: Path, into: Path) -> None:
    parts = [str(part) for part in folder.iterdir() if part.name != "models"]
    # Owners and modes too: as root, the server's files belong to somebody else.
    subprocess.run([str(shutil.which("cp")), "-a", *parts, str(into)], check=True)


def test_an_erasure_leaves_both_servers_every_table_and_a_restored_copy(
    home: Home, before: Home, small_world: SampleWorld
) -> None:
    name = next(one.identity.name for one in small_world.candidates if one.id == GONE)
    home.run("subject", "export", GONE, code=exit_codes.CONFLICT)
    home.run("subject", "request", GONE, "access")
    exported = home.run("subject", "export", GONE).stdout.split()
    assert name in Path(exported[0]).read_text("utf-8")
    assert {Path(path).stat().st_mode & 0o777 for path in exported} == {0o600}
    with home.serving(2) as [here, there]:
        indexed = {server.url: people_indexed(server) for server in (here, there)}
        assert str(GONE) in there.people_for(VACANCY)
        run = here.post("/runs", {"candidate_id": str(GONE), "size": 5})["id"]
        address = f"/api/v1/candidates/{GONE}"
        tag = here.client.get(address).headers["ETag"]
        begun = time.monotonic()
        assert here.client.delete(address, headers={"If-Match": tag}).status_code == 204
        answered = time.monotonic() - begun
        for server in (here, there):
            server.get(f"{address}/matches", code=404)
            assert str(GONE) not in server.people_for(VACANCY)
            eventually(lambda: people_indexed(server) != indexed[server.url], SOON_S)  # noqa: B023
        gone = time.monotonic() - begun
        recorded = here.get(f"/api/v1/runs/{run}")
        assert recorded["erased"]
        assert str(GONE) not in json.dumps(recorded)
        assert name not in here.log.read_text() + there.log.read_text()
    print(f"erased: answered after {answered:.3f} s, last trace in two serving processes {gone:.3f} s")
    assert gone < SOON_S
    assert not any(Path(path).exists() for path in exported)
    replayed = home.json("runs", "replay", run)
    assert (replayed["erased"], replayed["rows"]) == (True, [])
    asyncio.run(nowhere(home, name))

    # The data of before, put back as a whole; the journal lies elsewhere and has stayed.
    for part in home.folder.iterdir():
        if part.name != "models":
            shutil.rmtree(part) if part.is_dir() else part.unlink()
    copied(before.folder, home.folder)
    shown = home.run("subject", "show", GONE, code=exit_codes.NOT_FOUND)
    assert "erased again" in shown.stderr
    asyncio.run(nowhere(home, name))
    still = json.loads(home.run("subject", "show", DEMO_PERSON).stdout)
    assert still["gates"]["open"]


async def nowhere(home: Home, name: str) -> None:
    async with embedded_server(home.folder) as server:
        connection = await asyncpg.connect(server.url("postgres"))
        tables = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in tables:
            rows = str(await connection.fetchval(f"SELECT jsonb_agg(to_jsonb(t)) FROM {table} t"))
            assert name not in rows, table
            if table not in ("outbox", "subject_requests", "trail", "trail_links", "trail_seals"):
                assert str(GONE) not in rows, table
        await connection.close()


@pytest.fixture
async def own(new_home: NewHome, loaded: Path) -> AsyncIterator[Program]:
    made = new_home()
    copied(loaded, made.folder)
    async with wiring.program(made.settings, purpose="tests") as opened:
        yield opened


async def test_nothing_of_an_erased_person_is_left_in_the_memory_of_a_process(own: Program) -> None:
    await own.matcher.vacancies_for(own.actor, GONE, today=own.today(), size=20)
    before = weakref.ref(own.catalogue.profiles)
    assert await facets_indexed(own) == len(own.catalogue.profiles.dense)
    assert len(own.trade._occupations)
    await own.rights.erase(own.actor, GONE, ErasureGround.REQUEST)
    await own.catalogue.refresh()
    gc.collect()
    assert before() is None, "the indexes with the person in them are still held by somebody"
    profiles = own.catalogue.profiles
    assert GONE not in {uuid_at(profiles.candidates.ids, row) for row in range(len(profiles.candidates))}
    # Built anew: no dead row is left in the dense or the lexical index.
    assert await facets_indexed(own) == len(profiles.dense) == len(profiles.lexical)
    assert not len(own.trade._occupations), "titles of certificates are forgotten"
    assert not words_of.cache_info().currsize


async def facets_indexed(program: Program) -> int:
    """Facets of everybody who is stored with an open gate."""
    return sum(
        [
            len(one.facets)
            async for people in program.index.all_candidates(model=program.indexer.model, batch=500)
            for one in people
        ]
    )
