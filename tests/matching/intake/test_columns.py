from collections import Counter

import pytest

from matching.intake.cells import PARSERS
from matching.intake.columns import ImportKind, columns, reference_table, template
from matching.intake.header import IGNORED, NEVER_STORED, normal, read_header
from matching.intake.rows import SheetRow
from tests.matching.intake.sheets import example, reader

every_kind = pytest.mark.parametrize("kind", ImportKind)


@every_kind
def test_every_header_and_alias_means_one_column(kind: ImportKind) -> None:
    owners = Counter(name for one in columns(kind) for name in {normal(name) for name in one.names})
    assert [name for name, columns_of_it in owners.items() if columns_of_it > 1] == []


@every_kind
def test_no_header_is_both_read_and_ignored(kind: ImportKind) -> None:
    names = {normal(name) for one in columns(kind) for name in one.names}
    assert not names & (IGNORED | NEVER_STORED)


@every_kind
def test_every_column_has_a_reader_and_says_what_it_holds(kind: ImportKind) -> None:
    for one in columns(kind):
        assert one.parser in PARSERS, one.key
        assert one.help_id, one.key
        assert one.help_en, one.key
        assert one.example or not one.required, one.key


@every_kind
def test_the_example_of_the_template_reads_without_a_problem(kind: ImportKind) -> None:
    good, problems = reader(kind).read([SheetRow(2, example(kind))])
    assert problems == []
    assert len(good) == 1


@every_kind
def test_any_name_of_a_column_in_any_spelling_finds_it(kind: ImportKind) -> None:
    required = [one for one in columns(kind) if one.required]
    for one in columns(kind):
        for name in one.names:
            header = [f" {name.upper()} * ", *(r.indonesian for r in required if r != one)]
            layout, problems = read_header(kind, header)
            assert problems == [], name
            assert layout[header[0]] == one


def test_a_misspelt_header_is_refused_with_the_nearest_that_means_something() -> None:
    _, problems = read_header(ImportKind.CANDIDATES, [*template(ImportKind.CANDIDATES)[0], "pendidkan akhir"])
    assert [(one.column, "pendidikan" in one.problem) for one in problems] == [("pendidkan akhir", True)]


def test_running_numbers_and_notes_are_let_through() -> None:
    layout, problems = read_header(
        ImportKind.CANDIDATES, ["No.", *template(ImportKind.CANDIDATES)[0], "Keterangan"]
    )
    assert problems == []
    assert "No." not in layout


def test_what_must_not_be_stored_may_not_be_in_the_file() -> None:
    for title in ("Pasal", "Jenis Perkara", "Lama Pidana", "Diagnosis"):
        _, problems = read_header(ImportKind.CANDIDATES, [*template(ImportKind.CANDIDATES)[0], title])
        assert "hapus kolomnya" in problems[0].problem


def test_a_missing_required_column_is_named() -> None:
    header = [title for title in template(ImportKind.VACANCIES)[0] if title != "jabatan"]
    _, problems = read_header(ImportKind.VACANCIES, header)
    assert [one.column for one in problems] == ["jabatan"]


def test_two_columns_that_mean_the_same_are_refused() -> None:
    _, problems = read_header(ImportKind.CANDIDATES, [*template(ImportKind.CANDIDATES)[0], "Nama Lengkap"])
    assert [one.column for one in problems] == ["Nama Lengkap"]


def test_a_file_without_a_header_is_told_so_and_no_cell_is_quoted() -> None:
    _, problems = read_header(ImportKind.CANDIDATES, ["Contoh Satu", "3519015708950001", "Kab. Madiun"])
    assert len(problems) == 1
    assert "3519015708950001" not in str(problems)


def test_the_markdown_table_names_every_column() -> None:
    for kind in ImportKind:
        assert all(f"`{one.indonesian}`" in reference_table(kind) for one in columns(kind))
