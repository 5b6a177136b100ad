from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from time import perf_counter
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from data import tables, unreadable
from data.tables import read_table
from matching.errors import InvalidValue
from matching.language.identifiers import parse_nik

Write = Callable[[bytes], Path]
TEXT = "nama;kota\nSari Ayu;Kab. Madiun\n\nBudi;Solo\n"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write_bytes(content: bytes) -> Path:
        path = tmp_path / "daftar.csv"
        path.write_bytes(content)
        return path

    return write_bytes


def save_workbook(path: Path, sheets: dict[str, Sequence[Sequence[object]]]) -> Path:
    workbook = Workbook()
    workbook.remove(workbook.active)
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    workbook.save(path)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_encodings_and_separators_do_not_matter(write: Write, encoding: str, separator: str) -> None:
    table = read_table(write(TEXT.replace("Ayu", "é").replace(";", separator).encode(encoding)))
    assert table.header == ("nama", "kota")
    assert [(row.number, row.cells) for row in table.rows] == [
        (2, {"nama": "Sari é", "kota": "Kab. Madiun"}),
        (4, {"nama": "Budi", "kota": "Solo"}),
    ]


def test_decimal_commas_do_not_pass_for_separators(write: Write) -> None:
    table = read_table(write(b"judul;upah\nLas;4,5 jt\nJahit;3,2 jt\nSopir;4,1 jt\n"))
    assert [row.cells["upah"] for row in table.rows] == ["4,5 jt", "3,2 jt", "4,1 jt"]


def test_titles_above_the_header_are_passed_over(write: Write) -> None:
    table = read_table(write(b'"DAFTAR LULUSAN, 2026"\n\nNama , Judul\nSari,"Las\n3G, 4G"\nBudi,Jahit\n'))
    assert table.header == ("Nama", "Judul")
    assert [(row.number, row.cells["Judul"]) for row in table.rows] == [(4, "Las\n3G, 4G"), (5, "Jahit")]


def test_excels_own_separator_line_is_obeyed(write: Write) -> None:
    assert read_table(write(b"sep=;\r\na;b\r\n1;2\r\n")).rows == [tables.Row(3, {"a": "1", "b": "2"})]


def test_one_column_is_a_table(write: Write) -> None:
    assert [row.cells for row in read_table(write(b"nik\n1\n2\n")).rows] == [{"nik": "1"}, {"nik": "2"}]


def test_short_rows_are_filled_and_nameless_empty_columns_dropped(write: Write) -> None:
    table = read_table(write(b"a,,b,\n1,,2,\n3\n"))
    assert table.header == ("a", "b")
    assert [row.cells for row in table.rows] == [{"a": "1", "b": "2"}, {"a": "3", "b": ""}]


@pytest.mark.parametrize(
    ("content", "error", "says"),
    [
        (b"", unreadable.EmptyFile, "daftar.csv"),
        (b"a,b\n", unreadable.EmptyFile, "daftar.csv"),
        (b"a,A,b\n1,2,3\n", unreadable.BadHeader, "a"),
        (b"a,,b\n1,2,3\n", unreadable.BadHeader, "B"),
        (b"a,b\n1,2\n1,2,3\n1,2\n", unreadable.RaggedRows, "3"),
        (b"a,b\n1,\x002\n", unreadable.UnknownFormat, "NUL"),
        (b"%PDF-1.7 a,b\n1,2\n", unreadable.UnknownFormat, "daftar.csv"),
        (b"a,b\n\x81,2\n", unreadable.UnknownFormat, "daftar.csv"),
        (b"PK\x03\x04 broken", unreadable.UnreadableFile, "damaged"),
        (b"\xd0\xcf\x11\xe0 old", unreadable.UnknownFormat, ".xls"),
        (
            b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
            unreadable.PasswordProtected,
            "daftar.csv",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(
    write: Write, content: bytes, error: type[Exception], says: str
) -> None:
    with pytest.raises(error) as refused:
        read_table(write(content))
    assert says in str(refused.value)
    assert str(error.__doc__) in str(refused.value)


def test_large_files_are_refused(write: Write) -> None:
    path = write(b"a,b\n" + b"1,2\n" * 10)
    with pytest.raises(unreadable.TooLarge):
        read_table(path, max_bytes=20)
    with pytest.raises(unreadable.TooLarge):
        read_table(path, max_rows=9)
    assert len(read_table(path, max_rows=10).rows) == 10


def test_spreadsheet_values_become_text_that_loses_nothing(tmp_path: Path) -> None:
    half_past_seven = datetime(2026, 8, 17, 7, 30)  # noqa: DTZ001 - a sheet knows no zone
    row = [
        "3519010101900001",
        3519010101900001.0,
        date(2026, 8, 17),
        half_past_seven,
        4500000.0,
        4.125,
        7,
        True,
        None,
    ]
    header = ["nik", "rusak", "tanggal", "waktu", "upah", "tinggi", "jumlah", "ya", "kosong"]
    table = read_table(save_workbook(tmp_path / "a.xlsx", {"Isi": [["DAFTAR"], header, row], "Sheet2": []}))
    cells = table.rows[0].cells
    assert table.rows[0].number == 3
    assert cells.pop("rusak").endswith("E+15")
    assert list(cells.values()) == [
        "3519010101900001", "2026-08-17", "2026-08-17 07:30:00", "4500000", "4,125", "7", "true", "",
    ]  # fmt: skip


def test_a_nik_that_a_spreadsheet_cut_is_refused_by_its_parser(tmp_path: Path) -> None:
    path = save_workbook(tmp_path / "a.xlsx", {"Isi": [["nik", "nama"], [3519010101900001.0, "Sari"]]})
    with pytest.raises(InvalidValue, match="Teks"):
        parse_nik(read_table(path).rows[0].cells["nik"])


def test_rows_are_numbered_as_the_sheet_shows_them(tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = workbook["Sheet"]
    sheet["B3"], sheet["C3"], sheet["B6"], sheet["C6"] = "nama", "kota", "Sari", "Solo"
    workbook.save(tmp_path / "a.xlsx")
    assert read_table(tmp_path / "a.xlsx").rows == [tables.Row(6, {"nama": "Sari", "kota": "Solo"})]


def test_several_sheets_with_data_need_a_choice(tmp_path: Path) -> None:
    path = save_workbook(
        tmp_path / "a.xlsx", {"Januari": [["a", "b"], [1, 2]], "Februari": [["a", "b"], [3, 4]]}
    )
    with pytest.raises(unreadable.SeveralSheets, match="Januari, Februari"):
        read_table(path)
    assert read_table(path, sheet="Februari").rows[0].cells == {"a": "3", "b": "4"}
    with pytest.raises(unreadable.NoSuchSheet, match="Januari"):
        read_table(path, sheet="Maret")


def test_a_formula_is_never_run(tmp_path: Path) -> None:
    path = save_workbook(tmp_path / "a.xlsx", {"Isi": [["a", "b"], ["=1+1", "x"]]})
    assert read_table(path).rows[0].cells == {"a": "", "b": "x"}


def test_other_archives_and_archives_that_explode_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    with pytest.raises(unreadable.UnknownFormat):
        read_table(path)
    with ZipFile(path, "w", compression=8) as archive:
        archive.writestr("xl/workbook.xml", b" " * 1_000_000)
    with pytest.raises(unreadable.TooLarge):
        read_table(path, max_bytes=10_000)


CELLS = st.text(
    st.characters(codec="utf-8", exclude_characters="\x00\r\n", exclude_categories=["Cc", "Zs", "Zl", "Zp"]),
    max_size=12,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(rows=st.lists(st.tuples(CELLS.filter(bool), CELLS, CELLS.filter(bool)), min_size=1, max_size=8))
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_quoted_cells_read_back_whatever_they_hold(
    write: Write, separator: str, rows: list[tuple[str, str, str]]
) -> None:
    quoted = [
        separator.join('"' + cell.replace('"', '""') + '"' for cell in row)
        for row in [("a", "b", "c"), *rows]
    ]
    table = read_table(write(("\n".join(quoted)).encode()))
    assert [tuple(row.cells.values()) for row in table.rows] == rows


def test_twenty_thousand_rows_are_read_in_a_moment(write: Write) -> None:
    line = ";".join(f"isi kolom {column}" for column in range(12))
    content = ";".join(f"kolom {column}" for column in range(12)) + "\n" + (line + "\n") * 20_000
    path = write(content.encode())
    started = perf_counter()
    assert len(read_table(path).rows) == 20_000
    assert perf_counter() - started < 5  # measured: under 1 s; the slack is for a busy machine
