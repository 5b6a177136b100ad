"""The sample world as files for `jembatan import`, with the headers that Indonesian offices use."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from data.sample.memorable import TRANSFERRED, candidate_id
from data.sample.person_rows import Row, candidate_row, certificate_row, window_row
from data.sample.work_rows import employer_row, vacancy_row
from data.sample.world import SampleWorld


def sample_rows(world: SampleWorld) -> Mapping[str, list[Row]]:
    """Rows by kind of import, in the order in which the files are imported."""
    employers = {record.employer.id: record for record in world.employers}
    people = world.candidates
    return {
        "candidates": [candidate_row(record) for record in people],
        "certificates": [
            certificate_row(record, held) for record in people for held in record.candidate.certificates
        ],
        "windows": [window_row(record, window) for record in people if (window := record.candidate.window)],
        "employers": [employer_row(record) for record in world.employers],
        "vacancies": [vacancy_row(record, employers[record.vacancy.employer]) for record in world.vacancies],
    }


def write_sample_files(folder: Path, world: SampleWorld) -> Mapping[str, Path]:
    """Write one CSV (UTF-8 with byte order mark, semicolons, as Excel in Indonesia saves it) per kind; their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    return {kind: _written(folder / f"{kind}.csv", rows) for kind, rows in sample_rows(world).items()}


def _written(path: Path, rows: Sequence[Row]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    return path


def transfer_rows(world: SampleWorld) -> tuple[Row, Row]:
    """Case 13: rows of two facilities' lists that are one person, moved from the first to the second. The NIK is
    the same, the keys, register numbers and spellings of the name are not."""
    record = next(record for record in world.candidates if record.id == candidate_id(TRANSFERRED))
    before, after = record.references
    ngawi = replace(record, references=(before,), facility="Lapas Kelas IIB Ngawi")
    rows = candidate_row(ngawi), candidate_row(replace(record, references=(after,)))
    rows[0]["Nama"] = record.identity.name.upper()
    rows[0]["Nomor Register"] = f"BI 17/{world.as_of.year - 2}"
    return rows
