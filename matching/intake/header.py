"""The header of a file → its columns. A header that means nothing is refused, with the nearest that does."""

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from matching.intake.columns import Column, ImportKind, columns
from matching.intake.problems import Problem
from matching.language.problems import plain

IGNORED = frozenset(
    {
        "no",
        "nomor",
        "nomor urut",
        "no urut",
        "#",
        "keterangan",
        "ket",
        "catatan",
        "notes",
        "note",
        "remarks",
        "komentar",
        "comments",
        "timestamp",
        "stempel waktu",
    }
)
"""Headers of columns that every list has and nobody imports."""
NEVER_STORED = frozenset(
    {
        "pasal",
        "perkara",
        "jenis perkara",
        "tindak pidana",
        "jenis tindak pidana",
        "kasus",
        "lama pidana",
        "vonis",
        "putusan",
        "nomor putusan",
        "offence",
        "offense",
        "article",
        "sentence",
        "case",
        "diagnosis",
        "penyakit",
        "riwayat penyakit",
    }
)
"""What this program must not know (UU 27/2022 Art. 4): the file may not carry it."""


def read_header(
    kind: ImportKind, header: Sequence[str], *, given: frozenset[str] = frozenset()
) -> tuple[Mapping[str, Column], list[Problem]]:
    """(column by header as written, problems). `given` are keys of columns whose value comes from elsewhere."""
    known = _known(kind)
    layout: dict[str, Column] = {}
    problems: list[Problem] = []
    if not any(_find(known, title) for title in header):
        return {}, [_not_a_header()]
    for title in header:
        found = _find(known, title)
        if found is None:
            problems.extend(_unknown(title, known))
        elif found in layout.values():
            other = next(name for name, taken in layout.items() if taken == found)
            problems.append(_header_problem(title, f"sama dengan kolom {other}", f"same as column {other}"))
        else:
            layout[title] = found
    problems.extend(
        _header_problem(missing.indonesian, "kolom wajib ini tidak ada", "this column is required")
        for missing in columns(kind)
        if missing.required and missing.key not in given and missing not in layout.values()
    )
    return layout, problems


def normal(title: str) -> str:
    """A header as it is compared: lower case, words only."""
    return re.sub(r"[\W_]+", " ", plain(title)).strip() or title.strip()


def _known(kind: ImportKind) -> Mapping[str, Column]:
    return {normal(name): column for column in columns(kind) for name in column.names}


def _find(known: Mapping[str, Column], title: str) -> Column | None:
    """The column of a header, with or without what stands in its brackets: `Jenis Kelamin (L/P)`."""
    return known.get(normal(title)) or known.get(normal(re.sub(r"\(.*?\)", " ", title)))


def _unknown(title: str, known: Mapping[str, Column]) -> list[Problem]:
    words = normal(title)
    if words in IGNORED:
        return []
    if words in NEVER_STORED:
        return [
            _header_problem(
                title,
                "data ini tidak boleh masuk ke sistem; hapus kolomnya dari berkas",
                "this must not enter the system; remove the column from the file",
            )
        ]
    near = get_close_matches(words, known, 1, 0.7)
    name = known[near[0]].indonesian if near else ""
    hint_id = f"; mungkin {name}?" if name else "; hapus kolomnya atau pakai judul dari templat"
    hint_en = f"; perhaps {name}?" if name else "; remove it, or take a header of the template"
    return [_header_problem(title, "kolom tidak dikenal" + hint_id, "unknown column" + hint_en)]


def _header_problem(title: str, indonesian: str, english: str) -> Problem:
    return Problem(None, re.sub(r"\d{5,}", "•••", title)[:60], f"{indonesian} / {english}")


def _not_a_header() -> Problem:
    return Problem(
        None,
        "",
        "baris pertama bukan judul kolom yang dikenal; pakai judul dari templat"
        " / the first row holds no known header; take those of the template",
    )
