"""Two servers on one home: what one commits the other shows within two seconds; what is closed or withdrawn is gone."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from api import wiring
from api.program import Program
from api.schemas import examples
from api.schemas.rights_examples import CONSENT
from data.pool import Connection
from data.sample import DEMO_PERSON, SampleWorld, vacancy_id
from tests.end_to_end.shell import PATIENCE_S, Home, Served, eventually
from tests.end_to_end.vectors import stamps

Row = tuple[str, float]
SOON_S = 2.0
ATTEMPTS = 3  # the quickest counts: others may be using the processors
WELDING = vacancy_id("las_listrik_3g")


@pytest.fixture(scope="module")
def servers(home: Home) -> Iterator[list[Served]]:
    with home.serving(2) as both:
        yield both


@pytest.fixture
def here(servers: list[Served]) -> Served:
    """Where changes are made."""
    return servers[0]


@pytest.fixture
def there(servers: list[Served]) -> Served:
    """Where they are looked for."""
    return servers[1]


def people_indexed(server: Served) -> str:
    """Version of the index of people; how many are in it is told to nobody."""
    return str(server.get("/health/ready")["index"]["profiles"])


def new_vacancy(server: Served, **changes: Any) -> str:
    """One that the person of the demo can take, by an employer who is verified; its id."""
    employer = server.get(f"/api/v1/vacancies/{WELDING}")["employer"]
    body = examples.VACANCY | {"employer": employer, "starts": None, "closes": None} | changes
    identifier: str = server.post("/vacancies", body)["id"]
    return identifier


def test_what_one_server_commits_the_other_embeds_matches_and_drops_within_two_seconds(
    here: Served, there: Served
) -> None:
    appearing, leaving = [], []
    for _ in range(ATTEMPTS):
        vacancy = new_vacancy(here, title="Juru Las SMAW 3G")
        appearing.append(eventually(lambda: vacancy in there.matched(DEMO_PERSON), PATIENCE_S))  # noqa: B023
        assert str(DEMO_PERSON) in there.people_for(vacancy)
        here.change("PATCH", f"/vacancies/{vacancy}", {"status": "closed"})
        leaving.append(eventually(lambda: vacancy not in there.matched(DEMO_PERSON), PATIENCE_S))  # noqa: B023
    assert min(appearing) < SOON_S
    assert min(leaving) < SOON_S


def test_a_new_text_is_read_and_embedded_again(here: Served, there: Served) -> None:
    vacancy = new_vacancy(here, title="Petugas Call Centre", description="Menjawab telepon pelanggan.")
    here.change(
        "PATCH",
        f"/vacancies/{vacancy}",
        {"title": "Tukang Las SMAW 3G", "description": "Mengelas pelat dan rangka baja."},
    )

    def well_placed() -> bool:
        rows = there.matches(DEMO_PERSON)["matches"]
        return any(row["vacancy_id"] == vacancy and row["score"] >= 0.5 for row in rows)

    eventually(well_placed, PATIENCE_S)


def test_a_person_who_withdraws_consent_is_out_of_both_directions_and_of_the_index_within_two_seconds(
    here: Served, there: Served
) -> None:
    vacancy = str(WELDING)
    assert str(DEMO_PERSON) in there.people_for(vacancy)
    leaving, back = [], []
    for _ in range(ATTEMPTS):
        before = people_indexed(there)
        here.change("PUT", f"/candidates/{DEMO_PERSON}/gates", {"consented": False, "objected": False})
        refused = there.client.get(f"/api/v1/candidates/{DEMO_PERSON}/matches")
        assert (refused.status_code, refused.json()["type"]) == (409, "urn:jembatan:problem:gate-closed")
        assert str(DEMO_PERSON) not in there.people_for(vacancy)
        leaving.append(eventually(lambda: people_indexed(there) != before, PATIENCE_S))  # noqa: B023
        given = here.client.post(f"/api/v1/candidates/{DEMO_PERSON}/consents", json=CONSENT)
        assert given.status_code == 201, given.text  # only the ledger opens the gate again
        back.append(eventually(lambda: str(DEMO_PERSON) in there.people_for(vacancy), PATIENCE_S))
    assert min(leaving) < SOON_S
    assert min(back) < SOON_S


def test_nothing_personal_stands_in_logs_index_files_or_problems(
    servers: list[Served], home: Home, small_world: SampleWorld
) -> None:
    problems = [
        servers[0].client.post("/api/v1/candidates", json=body).text
        for body in (
            {"identity": {"name": record.identity.name, "national_id": f"{record.identity.national_id}9"}}
            for record in small_world.candidates
            if record.identity.name
        )
    ]
    assert problems
    identity = [record.identity for record in small_world.candidates]
    words = {one.name for one in identity} | {one.national_id for one in identity}
    words |= {one.register_number for one in identity}
    secrets = {word.encode() for word in words if word and len(word) > 3}
    assert len(secrets) > len(small_world.candidates)
    files = [path for path in (home.folder / "indexes").rglob("*") if path.is_file()]
    files += [*home.folder.glob("serve-*.log"), home.folder / "postgres.log"]
    assert len(files) > 10
    for path in files:
        content = path.read_bytes()
        spread = [word.decode().encode("utf-32-le") for word in secrets]  # as numpy writes strings
        assert not [word for word in (*secrets, *spread) if word in content], path
    assert not [word for word in secrets if word.decode() in "\n".join(problems)]


async def test_a_restart_embeds_nothing_and_ranks_the_same(
    home: Home, standing: list[Row], postgres: Connection
) -> None:
    before = await stamps(postgres)
    assert await list_in_process(home) == standing
    assert await stamps(postgres) == before


async def test_a_damaged_index_file_is_rebuilt_with_a_word_in_the_log_of_the_server(
    home: Home, standing: list[Row], postgres: Connection
) -> None:
    before = await stamps(postgres)
    damage(newest_index(home) / "dense.faiss")
    with home.serving() as [server]:
        rows = server.matches(DEMO_PERSON)["matches"]
        assert [(row["vacancy_id"], row["score"]) for row in rows] == standing
        assert "will be built from the database" in server.log.read_text()
    assert await stamps(postgres) == before


async def test_a_missing_index_file_is_rebuilt_with_a_word_in_the_log(
    home: Home, standing: list[Row], caplog: pytest.LogCaptureFixture
) -> None:
    (newest_index(home) / "arrays" / "ids.npy").unlink()
    with caplog.at_level(logging.WARNING):
        assert await list_in_process(home) == standing
    assert "will be built from the database" in caplog.text


async def test_a_home_without_index_files_has_the_same_list(home: Home, standing: list[Row]) -> None:
    for path in sorted((home.folder / "indexes").rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    assert await list_in_process(home) == standing


@pytest_asyncio.fixture(scope="module")
async def standing(home: Home) -> list[Row]:
    """The list of the person of the demo, from indexes that were built anew from all that is stored."""
    async with wiring.program(home.settings, purpose="tests") as program:
        await program.catalogue.rebuild()
        return await ranked(program)


async def list_in_process(home: Home) -> list[Row]:
    async with wiring.program(home.settings, purpose="tests") as program:
        assert await program.indexer.embed_missing(today=program.today()) == 0
        return await ranked(program)


async def ranked(program: Program) -> list[Row]:
    answer = await program.matcher.vacancies_for(program.actor, DEMO_PERSON, today=program.today(), size=200)
    return [(str(match.vacancy), match.score) for match in answer.matches]


def newest_index(home: Home) -> Path:
    return max((home.folder / "indexes").glob("gen-*"))


def damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 64] = bytes(64 * [255])
    path.write_bytes(bytes(content))
