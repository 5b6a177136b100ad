"""SQL by name: `-- name: get_candidate` blocks of `data/sql/*.sql`, with `:name` for a parameter.

    row = await load("candidates")["get_candidate"].fetchrow(connection, id=candidate_id)

Comment lines below the name describe the query. Strings, quoted names, comments, `$$` bodies and `::casts` are
left alone.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from data.errors import QueryError

FOLDER = Path(__file__).parent / "sql"
_NAME_LINE = re.compile(r"^--[ \t]*name:[ \t]*(.*?)[ \t]*$", re.MULTILINE)
_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")
_TOKEN = re.compile(
    r"""(?P<literal> [eE]'(?:[^'\\]|\\.|'')*' | '(?:[^']|'')*' | "(?:[^"]|"")*" | --[^\n]* | /\*.*?\*/
        | \$(?P<tag>\w*)\$.*?\$(?P=tag)\$ | :: | := )
      | :(?P<parameter>[a-z_][a-z0-9_]*)""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Query:
    """One statement; `parameters` are in the order of `$1`, `$2` and so on."""

    name: str
    description: str
    sql: str
    parameters: tuple[str, ...]

    async def fetch(self, connection: Any, **given: object) -> list[Any]:
        rows: list[Any] = await connection.fetch(self.sql, *self.arguments(given))
        return rows

    async def fetchrow(self, connection: Any, **given: object) -> Any:
        return await connection.fetchrow(self.sql, *self.arguments(given))

    async def fetchval(self, connection: Any, **given: object) -> Any:
        return await connection.fetchval(self.sql, *self.arguments(given))

    async def execute(self, connection: Any, **given: object) -> str:
        """Run it; returns PostgreSQL's command tag, for example `UPDATE 1`."""
        return str(await connection.execute(self.sql, *self.arguments(given)))

    async def executemany(self, connection: Any, many: Iterable[Mapping[str, object]]) -> None:
        await connection.executemany(self.sql, [self.arguments(given) for given in many])

    def arguments(self, given: Mapping[str, object]) -> list[object]:
        """Values in the order of the parameters; raises `QueryError` for a missing or an extra name."""
        if given.keys() != set(self.parameters):
            missing, extra = set(self.parameters) - given.keys(), given.keys() - set(self.parameters)
            raise QueryError(f"{self.name}: missing {sorted(missing)}, extra {sorted(extra)}")
        return [given[name] for name in self.parameters]


@cache
def load(stem: str, folder: Path = FOLDER) -> Mapping[str, Query]:
    """The queries of one file, by name; read when first asked for."""
    return parse((folder / f"{stem}.sql").read_text(encoding="utf-8"), source=f"{stem}.sql")


def load_all(folder: Path = FOLDER) -> Mapping[str, Query]:
    """The queries of all files, by name; a name is used once in all files together."""
    every: dict[str, Query] = {}
    for path in sorted(folder.glob("*.sql")):
        queries = load(path.stem, folder)
        if twice := every.keys() & queries.keys():
            raise QueryError(f"{path.name}: {sorted(twice)} are in another file, too")
        every |= queries
    return MappingProxyType(every)


def parse(text: str, source: str) -> Mapping[str, Query]:
    """Split at the name lines; raises `QueryError` for SQL without a name, a name used twice or an empty query."""
    head, *blocks = _NAME_LINE.split(text)
    if _without_comments(head):
        raise QueryError(f"{source}: SQL before the first `-- name:` line")
    queries: dict[str, Query] = {}
    for name, body in zip(blocks[::2], blocks[1::2], strict=True):
        if not _IDENTIFIER.fullmatch(name):
            raise QueryError(f"{source}: {name!r} is no name for a query")
        if name in queries:
            raise QueryError(f"{source}: two queries are named {name}")
        if not _without_comments(body):
            raise QueryError(f"{source}: {name} is empty")
        queries[name] = _query(name, body)
    return MappingProxyType(queries)


def _query(name: str, body: str) -> Query:
    lines = body.strip().splitlines()
    described = next((i for i, line in enumerate(lines) if not line.startswith("--")), len(lines))
    description = " ".join(line.removeprefix("--").strip() for line in lines[:described])
    parameters: dict[str, int] = {}

    def number(token: re.Match[str]) -> str:
        if token["parameter"] is None:
            return token[0]
        return f"${parameters.setdefault(token['parameter'], len(parameters) + 1)}"

    sql = _TOKEN.sub(number, "\n".join(lines[described:]).strip()).rstrip("; \n")
    return Query(name, description, sql, tuple(parameters))


def _without_comments(sql: str) -> str:
    return re.sub(r"--[^\n]*|/\*.*?\*/", "", sql, flags=re.DOTALL).strip(" \t\r\n;")
