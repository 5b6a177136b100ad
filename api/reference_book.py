"""Reference data that is looked up by people: occupations, sectors, sources. The wiring reads it from the files."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from matching.language.places import PlaceParser
from matching.language.problems import plain


class Titled(Protocol):
    """A code of a classification and its title."""

    @property
    def code(self) -> str: ...
    @property
    def title(self) -> str: ...


class Sourced(Protocol):
    """A reference file: where it comes from and how complete it is."""

    @property
    def file(self) -> str: ...
    @property
    def what(self) -> str: ...
    @property
    def rows(self) -> int: ...
    @property
    def source(self) -> str: ...
    @property
    def completeness(self) -> str: ...
    @property
    def as_of(self) -> str: ...


Row = Mapping[str, str | int | None]
"""A row of a list, as it is answered."""


@dataclass(frozen=True)
class ReferenceBook:
    """Version of the reference data, KBJI 2014 and KBLI 2020 by code, what the trades of a KBJI code are called, the
    lists by name, the sources, and the reader of places."""

    version: str
    occupations: Mapping[str, Titled]
    sectors: Mapping[str, Titled]
    called: Mapping[str, Sequence[str]]
    lists: Mapping[str, Sequence[Row]]
    sources: Mapping[str, Sourced]
    places: PlaceParser


def found(
    codes: Mapping[str, Titled], text: str, called: Mapping[str, Sequence[str]] | None = None
) -> Iterator[Titled]:
    """Codes that begin with the text, or whose title has words that begin with each of its words; after them those of
    which a name that they are `called` by has."""
    says, others = _says(text), list[Titled]()
    for entry in codes.values():
        if entry.code.startswith(text.strip().upper()) or says(entry.title):
            yield entry
        else:
            others.append(entry)
    names = called or {}
    yield from (entry for entry in others if any(says(name) for name in names.get(entry.code, ())))


def rows_found(rows: Sequence[Row], text: str) -> Iterator[Row]:
    """Rows whose first column (a code) begins with the text, or which have words that begin with each of its words."""
    says, wanted = _says(text), text.strip().upper()
    for row in rows:
        first, *others = (str(value) for value in row.values() if value is not None)
        if first.upper().startswith(wanted) or says(" ".join((first, *others))):
            yield row


def _says(text: str) -> Callable[[str], bool]:
    wanted = [re.compile(rf"\b{re.escape(word)}") for word in plain(text).split()]
    return lambda name: all(word.search(plain(name)) for word in wanted)
