"""Reference data that is looked up by people: occupations, sectors, sources. The wiring reads it from the files."""

import re
from collections.abc import Iterator, Mapping
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


@dataclass(frozen=True)
class ReferenceBook:
    """Version of the reference data, KBJI 2014 and KBLI 2020 by code, the sources, and the reader of places."""

    version: str
    occupations: Mapping[str, Titled]
    sectors: Mapping[str, Titled]
    sources: Mapping[str, Sourced]
    places: PlaceParser


def found(codes: Mapping[str, Titled], text: str) -> Iterator[Titled]:
    """Codes that begin with the text, or whose title has words that begin with each of its words."""
    wanted = [re.compile(rf"\b{re.escape(word)}") for word in plain(text).split()]
    for entry in codes.values():
        title = plain(entry.title)
        if entry.code.startswith(text.strip().upper()) or all(word.search(title) for word in wanted):
            yield entry
