"""The catalogue in step with its store: loading, refreshing, forgetting."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from matching.columns import uuid_at
from matching.model import Gates
from matching.usecases.catalogue import Catalogue
from tests.fakes import MemoryIndexStore
from tests.matching.usecases.conftest import Office, office
from tests.people import certificate, in_days, people, person, someone, vacancies, window, work


def live_vacancies(catalogue: Catalogue) -> set[object]:
    shelf = catalogue.snapshot
    return {uuid_at(shelf.vacancies.ids, int(row)) for row in np.flatnonzero(shelf.alive)}


def live_people(catalogue: Catalogue) -> set[object]:
    persons = catalogue.profiles
    return {uuid_at(persons.candidates.ids, int(row)) for row in np.flatnonzero(persons.alive)}


async def test_before_it_is_loaded_there_is_nothing_to_rank_on(
    store: MemoryIndexStore, tmp_path: Path
) -> None:
    catalogue = office(store, tmp_path).catalogue
    assert not catalogue.ready
    for ask in (lambda: catalogue.snapshot, lambda: catalogue.profiles):
        with pytest.raises(RuntimeError):
            ask()


async def test_an_empty_database_loads_and_then_grows(tmp_path: Path) -> None:
    empty = office(MemoryIndexStore(), tmp_path)
    await empty.catalogue.load()
    assert empty.catalogue.ready
    assert not await empty.catalogue.refresh()
    empty.store.put_vacancy(vacancies()["welder"])
    empty.store.put_candidate(person("rahman"))
    await empty.embed()
    assert await empty.catalogue.refresh()
    assert live_vacancies(empty.catalogue) == {vacancies()["welder"].id}
    assert live_people(empty.catalogue) == {person("rahman").id}


async def test_what_is_loaded_is_what_is_there_and_willing(opened: Office) -> None:
    assert live_vacancies(opened.catalogue) == {vacancy.id for vacancy in vacancies().values()}
    assert live_people(opened.catalogue) == {c.id for c in people().values() if c.gates.open}


async def test_a_second_process_opens_the_shelf_and_embeds_nothing(opened: Office, tmp_path: Path) -> None:
    second = office(opened.store, tmp_path)
    await second.catalogue.load()
    assert live_vacancies(second.catalogue) == live_vacancies(opened.catalogue)
    assert await second.embed() == 0


async def test_what_was_written_while_a_process_was_down_is_caught_up(opened: Office, tmp_path: Path) -> None:
    opened.store.put_vacancy(work("new", "Barista"))
    opened.store.remove(vacancies()["kitchen"].id)
    await opened.embed()
    second = office(opened.store, tmp_path)
    await second.catalogue.load()
    expected = {v.id for v in vacancies().values()} - {vacancies()["kitchen"].id} | {
        work("new", "Barista").id
    }
    assert live_vacancies(second.catalogue) == expected


async def test_a_change_of_date_touches_no_index(opened: Office) -> None:
    before, persons = opened.catalogue.snapshot, opened.catalogue.profiles
    moved = replace(vacancies()["sewing"], starts=in_days(33))
    opened.store.put_vacancy(moved)
    opened.store.put_candidate(replace(person("sari"), window=window(5, 6)))
    assert await opened.catalogue.refresh()
    after = opened.catalogue.snapshot
    assert after.dense is before.dense
    assert after.lexical is before.lexical
    assert opened.catalogue.profiles.dense is persons.dense
    row = opened.catalogue.row_of(moved.id)
    assert row is not None
    assert after.vacancies.starts[row] == in_days(33).toordinal()
    assert before.vacancies.starts[row] != in_days(33).toordinal()


async def test_nothing_new_is_nothing_swapped(opened: Office) -> None:
    await opened.catalogue.refresh()
    before = opened.catalogue.snapshot
    assert not await opened.catalogue.refresh()
    assert opened.catalogue.snapshot is before


@pytest.mark.parametrize("way", ["erased", "withdrawn"])
async def test_who_leaves_is_gone_from_columns_and_indexes(opened: Office, way: str) -> None:
    sari = person("sari")
    if way == "erased":
        opened.store.remove(sari.id)
    else:
        opened.store.put_candidate(replace(sari, gates=Gates(consented=True, objected=True)))
    before = len(opened.catalogue.profiles.dense)
    assert await opened.catalogue.refresh()
    persons = opened.catalogue.profiles
    assert sari.id not in {uuid_at(persons.candidates.ids, row) for row in range(len(persons.candidates))}
    assert len(persons.dense) == len(persons.lexical) == len(persons.owner) == before - 2


async def test_a_removed_vacancy_has_no_row(opened: Office) -> None:
    kitchen = vacancies()["kitchen"].id
    assert opened.catalogue.row_of(kitchen) is not None
    opened.store.remove(kitchen)
    await opened.catalogue.refresh()
    assert opened.catalogue.row_of(kitchen) is None


@pytest.mark.parametrize("who", ["person", "vacancy"])
async def test_who_leaves_is_forgotten_by_what_remembers_texts(opened: Office, who: str) -> None:
    forgotten: list[bool] = []
    opened.catalogue._forget = lambda: forgotten.append(True)
    opened.store.put_vacancy(work("new", "Barista"))
    await opened.embed()
    await opened.catalogue.refresh()
    assert not forgotten
    opened.store.remove(person("sari").id if who == "person" else vacancies()["kitchen"].id)
    await opened.catalogue.refresh()
    assert forgotten == [True]


async def test_an_outbox_that_has_forgotten_leads_to_a_new_start(
    opened: Office, caplog: pytest.LogCaptureFixture
) -> None:
    opened.store.put_vacancy(work("new", "Barista"))
    await opened.embed()
    opened.store.forget()
    assert await opened.catalogue.refresh()
    assert work("new", "Barista").id in live_vacancies(opened.catalogue)
    assert "does not reach back" in caplog.text


async def test_many_changes_are_folded_into_a_new_index(store: MemoryIndexStore, tmp_path: Path) -> None:
    one = office(store, tmp_path, rebuild_rows=3)
    await one.embed()
    await one.catalogue.load()
    generation = one.catalogue.snapshot.version.split("@")[0]
    for number in range(4):
        store.put_vacancy(work(f"new {number}", "Barista"))
    await one.embed()
    await one.catalogue.refresh()
    assert one.catalogue.snapshot.version.split("@")[0] != generation
    assert one.catalogue.snapshot.alive.all()
    assert len(one.catalogue.snapshot.vacancies) == len(vacancies()) + 4


async def test_a_person_with_new_skills_keeps_one_living_row(opened: Office) -> None:
    richer = replace(person("ningsih"), certificates=(certificate("Barista"), certificate("Cook Helper")))
    opened.store.put_candidate(richer, version=2)
    await opened.embed()
    await opened.catalogue.refresh()
    persons = opened.catalogue.profiles
    rows = [
        row for row in range(len(persons.candidates)) if uuid_at(persons.candidates.ids, row) == richer.id
    ]
    assert [bool(persons.alive[row]) for row in rows] == [False, True]
    assert np.count_nonzero(persons.owner == rows[-1]) == 2


async def test_someone_without_facets_is_known_and_found_by_nobody(opened: Office) -> None:
    blank = someone("blank")
    opened.store.put_candidate(blank)
    await opened.embed()
    await opened.catalogue.refresh()
    assert blank.id in live_people(opened.catalogue)
