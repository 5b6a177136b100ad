"""What a file of each kind holds: one table of columns, `columns.csv`, for reading, templates and documentation."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType


class ImportKind(StrEnum):
    """What a file lists."""

    CANDIDATES = "candidates"
    CERTIFICATES = "certificates"
    WINDOWS = "windows"
    EMPLOYERS = "employers"
    VACANCIES = "vacancies"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a kind of file. `parser` names its reader in `matching.intake.cells`."""

    key: str
    indonesian: str
    english: str
    aliases: tuple[str, ...]
    parser: str
    required: bool  # the column must be there and every cell filled
    sensitive: bool  # no cell of it is ever shown in a problem
    example: str
    help_id: str
    help_en: str

    @property
    def names(self) -> tuple[str, ...]:
        """Every header by which the column goes, the Indonesian one first."""
        return (self.indonesian, self.english, *self.aliases)


def columns(kind: ImportKind) -> tuple[Column, ...]:
    """The columns of a kind of file, in the order of its template."""
    return _columns()[kind]


def column(kind: ImportKind, key: str) -> Column:
    """The column of a key; raises StopIteration for a key that the kind does not have."""
    return next(one for one in columns(kind) if one.key == key)


def template(kind: ImportKind, *, example: bool = True) -> list[list[str]]:
    """The rows of an empty file: the Indonesian headers and, beneath, a made-up example."""
    header = [one.indonesian for one in columns(kind)]
    return [header, [one.example for one in columns(kind)]] if example else [header]


def reference_table(kind: ImportKind) -> str:
    """The columns of a kind as the Markdown table in `docs/importing.md`."""
    lines = ["| kolom / column | juga / also | wajib / required | isi / content |", "|---|---|---|---|"]
    for one in columns(kind):
        also = ", ".join((one.english, *one.aliases))
        required = "ya / yes" if one.required else ""
        example = f" — `{one.example}`" if one.example else ""
        lines.append(f"| `{one.indonesian}` | {also} | {required} | {one.help_id} / {one.help_en}{example} |")
    return "\n".join(lines)


@cache
def _columns() -> Mapping[ImportKind, tuple[Column, ...]]:
    text = files("matching.intake").joinpath("columns.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    return MappingProxyType(
        {
            kind: tuple(_column(row, kind) for row in rows if kind in row["kinds"].split("|"))
            for kind in ImportKind
        }
    )


def _column(row: Mapping[str, str], kind: ImportKind) -> Column:
    return Column(
        key=row["key"],
        indonesian=row["indonesian"],
        english=row["english"],
        aliases=tuple(filter(None, row["aliases"].split("|"))),
        parser=row["parser"],
        required=kind in row["required"].split("|"),
        sensitive=row["sensitive"] == "yes",
        example=row["example"],
        help_id=row["help_id"],
        help_en=row["help_en"],
    )
