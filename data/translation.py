"""The way from the driver's errors to ours.

The driver's messages and details quote values ("Key (nik)=(…) already exists"), and values are personal data: only
the SQLSTATE and the names of constraint, table and column are passed on.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType

import asyncpg

from data.constraints import BY_CONSTRAINT, ErrorFactory
from data.errors import ConstraintBroken, NotPermitted, StatementFailed, TryAgain, Unavailable
from matching.errors import NotFound

_WALL = re.compile(r'row-level security policy.* for table "(\w+)"')
_BEHIND_WALLS = MappingProxyType(
    {"runs": "candidate", "trail": "candidate", "vacancies": "vacancy", "employers": "employer"}
)

_AGAIN = (asyncpg.SerializationError, asyncpg.DeadlockDetectedError, asyncpg.LockNotAvailableError)
_AWAY = (
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.TooManyConnectionsError,
    asyncpg.InvalidPasswordError,
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,
)


@contextmanager
def translated(by_constraint: Mapping[str, ErrorFactory] = BY_CONSTRAINT) -> Iterator[None]:
    """Turn what the driver raises inside into ours, or into the domain error of the broken constraint."""
    try:
        yield
    except asyncpg.PostgresError as problem:
        raise translation(problem, by_constraint) from None
    except asyncpg.InterfaceError as problem:
        if isinstance(problem, ValueError):  # asyncpg.DataError: its words quote the argument
            raise StatementFailed("an argument is not of the type that its parameter has") from None
        raise Unavailable(str(problem)) from None
    except (
        ConnectionError,
        asyncpg.InternalClientError,
    ) as problem:  # the latter when it breaks off in mid-sentence
        raise Unavailable(type(problem).__name__) from None


@contextmanager
def reaching_the_server() -> Iterator[None]:
    """While a connection is made, whatever the operating system says means that the server is away."""
    try:
        with translated():
            yield
    except OSError as problem:  # TimeoutError is one
        raise Unavailable(type(problem).__name__) from None


def translation(
    problem: asyncpg.PostgresError, by_constraint: Mapping[str, ErrorFactory] = BY_CONSTRAINT
) -> Exception:
    """Our error for a driver error; without any value that the driver's words quote."""
    if isinstance(problem, asyncpg.IntegrityConstraintViolationError):
        constraint = str(problem.constraint_name or problem.column_name or problem.sqlstate)
        factory = by_constraint.get(constraint)
        return factory() if factory else ConstraintBroken(constraint, str(problem.table_name or ""))
    if isinstance(problem, _AGAIN):
        return TryAgain(str(problem.sqlstate))
    if isinstance(problem, _AWAY):
        return Unavailable(f"{problem.sqlstate} {type(problem).__name__}")
    if isinstance(problem, asyncpg.InsufficientPrivilegeError):
        if wall := _WALL.search(
            str(problem)
        ):  # said as if it were not there, so that nobody learns that it is
            return NotFound(_BEHIND_WALLS.get(wall[1], "record"))
        return NotPermitted(str(problem.table_name or problem.sqlstate))
    named = [str(name) for name in (problem.table_name, problem.column_name) if name]
    return StatementFailed(" ".join([str(problem.sqlstate), type(problem).__name__, *named]))
