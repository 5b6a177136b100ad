"""Reads the small CSV files that ship with the program."""

import csv
import io
from importlib.resources import files
from importlib.resources.abc import Traversable


def folder() -> Traversable:
    """Where the reference data lies."""
    return files("data") / "reference"


def rows(name: str) -> list[dict[str, str]]:
    """Rows of a file (.csv, or .tsv with tabs), by the names in its first line."""
    text = (folder() / name).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text), delimiter="\t" if name.endswith(".tsv") else ","))


def cells(cell: str) -> tuple[str, ...]:
    """What stands in one cell between bars, empty parts left out."""
    return tuple(item for part in cell.split("|") if (item := part.strip()))
