from dataclasses import replace

import pytest

from data import reference_files
from data.errors import ConstraintBroken
from data.pool import Connection, set_codecs
from data.reference_load import datasets, load_reference, load_reference_at
from tests.postgres import Fresh


async def test_every_dataset_is_loaded_once(fresh: Fresh, owner: Connection) -> None:
    loaded = await load_reference_at(fresh.url("jembatan_owner"))
    assert loaded == {dataset.table: len(dataset.rows) for dataset in datasets()}
    for table, rows in loaded.items():
        assert await owner.fetchval(f"SELECT count(*) FROM {table}") == rows > 0
    before = await owner.fetch("SELECT * FROM reference_loads ORDER BY dataset")
    assert await load_reference_at(fresh.url("jembatan_owner")) == {}
    assert await owner.fetch("SELECT * FROM reference_loads ORDER BY dataset") == before


async def test_a_new_version_replaces_the_old_one_whole(fresh: Fresh, owner: Connection) -> None:
    await load_reference_at(fresh.url("jembatan_owner"))
    provinces = datasets()[0]
    fewer = replace(provinces, rows=[{"code": "35", "name": "Jawa Timur"}])
    await set_codecs(owner)
    assert await load_reference(owner, [fewer]) == {"provinces": 1}
    assert await owner.fetchval("SELECT array_agg(name) FROM provinces") == ["Jawa Timur"]
    assert await load_reference(owner, datasets()) == {"provinces": 38}


async def test_a_load_that_fails_leaves_what_was_there(fresh: Fresh, owner: Connection) -> None:
    await load_reference_at(fresh.url("jembatan_owner"))
    await set_codecs(owner)
    nameless = replace(datasets()[0], rows=[{"code": "35"}])
    with pytest.raises(ConstraintBroken):
        await load_reference(owner, [nameless])
    assert await owner.fetchval("SELECT count(*) FROM provinces") == 38


async def test_what_is_loaded_says_where_from_and_how_complete(fresh: Fresh, owner: Connection) -> None:
    await load_reference_at(fresh.url("jembatan_owner"))
    stated = reference_files.sources()["minimum_wages.csv"]
    row = await owner.fetchrow("SELECT * FROM reference_loads WHERE dataset = 'minimum_wages'")
    assert (row["source"], row["completeness"]) == (stated.source, stated.completeness)


async def test_a_place_is_stored_as_the_gazetteer_has_it(fresh: Fresh, owner: Connection) -> None:
    await load_reference_at(fresh.url("jembatan_owner"))
    madiun = reference_files.gazetteer().get("35.19")
    row = await owner.fetchrow("SELECT name, island, lat, lon FROM regencies WHERE code = '35.19'")
    assert tuple(row) == (madiun.name, madiun.island, madiun.lat, madiun.lon)
