"""Which pages there are and for whom, from the program's own routes: a new one is known without being named here."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain
from urllib.parse import urlsplit

from fastapi import FastAPI
from fastapi.params import Depends
from fastapi.routing import iter_route_contexts

from api.access import Only
from api.web import site
from api.web.routes import PageRoute
from matching.vocabulary import Role

NAMED = re.compile(r"\\{(\w+)\\}")
FILES = re.compile(r"/(pdf|json|\{kind\})$|\.(ics|json)$|(?<!/\{candidate_id\})/berkas$")
"""Addresses of files. A person's own copy is a page that is called a file."""
TRIES = 5


@dataclass(frozen=True)
class Address:
    """Where a page stands, with names of ids in braces; `roles`: who may see it, nobody: whoever comes."""

    path: str
    roles: frozenset[Role]

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(NAMED.sub(r"(?P<\1>[^/]+)", re.escape(self.path)))

    @property
    def names(self) -> frozenset[str]:
        """Names of the ids in it."""
        return frozenset(self._pattern.groupindex)

    def ids(self, path: str) -> Mapping[str, str] | None:
        """The ids in a path, None where this page is not there."""
        found = self._pattern.fullmatch(path)
        return None if found is None else found.groupdict()

    def is_at(self, path: str) -> bool:
        """Whether this page is at a path."""
        return self.ids(path) is not None

    def among(self, links: Iterable[str], known: Iterable["Address"]) -> Iterator[str]:
        """Paths at which it could be, with ids out of links to other pages: a few, each once."""
        told = (one.ids(urlsplit(link).path) for link in links for one in known)
        fits = (ids for ids in chain([{}], told) if ids is not None and self.names <= ids.keys())
        paths = dict.fromkeys(self.path.format(**ids) for ids, _ in zip(fits, range(200), strict=False))
        yield from list(paths)[:TRIES]


@cache
def addresses() -> tuple[Address, ...]:
    """Every page that can be asked for; those with fewer ids first, which others would take for one."""
    app = FastAPI()
    site.install(app)
    found = [
        Address(one.path or "", _roles(one.dependencies))
        for one in iter_route_contexts(app.routes)
        if isinstance(one.original_route, PageRoute) and "GET" in (one.methods or ())
    ]
    pages = (one for one in found if not FILES.search(one.path))
    return tuple(sorted(pages, key=lambda one: one.path.count("{")))


def pages_of(role: Role | None) -> list[Address]:
    """What is for one role; for None, what is for everybody."""
    return [one for one in addresses() if (role in one.roles if role else not one.roles)]


def at(path: str, known: Iterable[Address]) -> Address | None:
    """The page at a path."""
    return next((one for one in known if one.is_at(path)), None)


def unmeasured(wanted: Iterable[Address], found: Iterable[str]) -> list[Address]:
    """Which of these have no row; `found`: names of rows, who and where."""
    every = addresses()
    there = {at(name.partition(" ")[2], every) for name in found}
    return [one for one in wanted if one not in there]


def _roles(dependencies: Iterable[Depends]) -> frozenset[Role]:
    """Whom all of them let in."""
    found = [one.dependency.roles for one in dependencies if isinstance(one.dependency, Only)]
    return frozenset.intersection(*found) if found else frozenset()
