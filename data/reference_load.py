"""Reference data into the database: each dataset whole, in one transaction, and only when its version is new.

Run as the owner, after the migrations. The version of a dataset is the digest of its rows.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import asyncpg

from data import reference_files as files
from data.pool import set_codecs
from data.queries import load
from data.rows import Row
from data.translation import reaching_the_server, translated


@dataclass(frozen=True, slots=True)
class Dataset:
    """Rows of a table, and the file for which source and completeness are stated."""

    table: str
    file: str
    rows: Sequence[Row]

    @property
    def version(self) -> str:
        """SHA-256 of the rows, sixteen hexadecimal digits."""
        return hashlib.sha256(json.dumps(self.rows, sort_keys=True).encode()).hexdigest()[:16]


async def load_reference_at(url: str) -> Mapping[str, int]:
    """Connect as the owner and load; see `load_reference`."""
    with reaching_the_server():
        connection = await asyncpg.connect(url)
    try:
        await set_codecs(connection)
        return await load_reference(connection, datasets())
    finally:
        await connection.close()


async def load_reference(connection: Any, given: Iterable[Dataset]) -> Mapping[str, int]:
    """Bring the datasets to the given versions; the number of rows by table, of those that were loaded.

    `connection` is the owner's. Whoever loads at the same moment waits, and then finds nothing to do.
    """
    queries = load("reference")
    loaded: dict[str, int] = {}
    with translated():
        async with connection.transaction():
            await queries["lock_reference"].execute(connection)
            stands = {
                row["dataset"]: row["version"] for row in await queries["loaded_datasets"].fetch(connection)
            }
            for dataset in given:
                if stands.get(dataset.table) != dataset.version:
                    await _replace(connection, dataset)
                    loaded[dataset.table] = len(dataset.rows)
    return loaded


async def _replace(connection: Any, dataset: Dataset) -> None:
    queries, source = load("reference"), files.sources()[dataset.file]
    await queries[f"clear_{dataset.table}"].execute(connection)
    await queries[f"fill_{dataset.table}"].execute(connection, rows=dataset.rows)
    await queries["record_load"].execute(
        connection,
        dataset=dataset.table,
        version=dataset.version,
        rows=len(dataset.rows),
        source=source.source,
        completeness=source.completeness,
    )


def datasets() -> list[Dataset]:
    """All that ship with the program."""
    return [
        Dataset(table, file, [_row(one, columns) for one in read()])
        for table, file, read, columns in (
            ("provinces", "provinces.csv", files.provinces, "code name"),
            ("regencies", "regencies.csv", _regencies, "code bps_code name province_code lat lon island"),
            ("occupations", "kbji2014.csv", files.kbji().values, "code digits=group title"),
            ("sectors", "kbli2020.csv", files.kbli().values, "code category=group title"),
            ("schemes", "schemes.csv", files.schemes, "code title profession field kind source"),
            ("competency_units", "units.csv", files.units, "code decree_year title"),
            ("construction_jobs", "construction_jobs.csv", files.construction_jobs, "code title"),
            ("programmes", "programmes.csv", files.programmes, "title field lesson_hours"),
            ("facilities", "facilities.csv", files.facilities, "name type class=unit_class province_code"),
            (
                "minimum_wages",
                "minimum_wages.csv",
                files.minimum_wages,
                "place_code year monthly_idr mark",
            ),
            ("fields_of_work", "fields_of_work.csv", files.fields_of_work, "code name_id name_en"),
            ("field_rules", "fields_of_work.csv", files.fields_of_work, "field_code=code rule=source"),
            ("masked_words", "masked_words.csv", files.masked_words, "pattern why"),
            (
                "legal_bars",
                "legal_bars.csv",
                files.legal_bars,
                "code fields strength applies_to words_id words_en source",
            ),
        )
    ]


def _regencies() -> Sequence[object]:
    return files.gazetteer().regencies


def _row(value: object, columns: str) -> Row:
    """`columns` are names of attributes, or `column=attribute`."""
    row = {}
    for column in columns.split():
        name, _, attribute = column.partition("=")
        found = getattr(value, attribute or name)
        row[name] = sorted(found) if isinstance(found, frozenset) else found
    return row
