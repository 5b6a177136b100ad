"""Who reads the rows of a file: this process, or several beside it where there is much to read.

A clerk reads cells and understands vacancies; it asks no store. Pieces come back in the order in which they were given,
so that problems, records and their order are the same however many clerks there are.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Protocol

from matching.errors import InvalidValue, StateRefused
from matching.intake.cells import CellReader
from matching.intake.columns import ImportKind
from matching.intake.header import read_header
from matching.intake.problems import Problem
from matching.intake.reading import Reading
from matching.intake.rows import ReadRow, RowReader, SheetRow
from matching.intake.vacancies import COLUMN_OF_FIELD, remarks, remarks_on_text, vacancy_record
from matching.lint.catalogue import Code, Finding, Severity
from matching.lint.reading import Linter
from matching.messages import Tongue
from matching.model import EmployerId, VacancyId
from matching.model.records import VacancyRecord
from matching.publishing import as_changed, as_posted
from matching.trade import Trade
from matching.usecases.records import read_again
from matching.vocabulary import Role

WAITS = (
    "lowongan ini tetap rancangan sampai perencana memeriksanya"
    " / this vacancy stays a draft until a planner has checked it"
)
_GAPS = frozenset(
    {Code.MISSING_WORK, Code.MISSING_PLACE, Code.MISSING_WAGE, Code.MISSING_HOURS, Code.MISSING_CONDITIONS}
)
"""What the law asks an advertisement to say and most lists do not: told, and nothing that keeps a list back."""
_CELLS = {Code.AGE_WITHOUT_REASON: "age", Code.SEX_WITHOUT_REASON: "sex"}
Header = tuple[ImportKind, tuple[str, ...], str | None]
"""Kind of a file, its header, and the source of its keys where no column says it."""


@dataclass(frozen=True, slots=True)
class Advertised:
    """A row of a list of vacancies of which all is known but what it means."""

    row: ReadRow
    before: VacancyRecord | None
    new_id: VacancyId
    employer: EmployerId


@dataclass(frozen=True, slots=True)
class Understood:
    """What a row became, with (column key, words) of what is worth a look; or why it became nothing."""

    record: VacancyRecord | None
    remarks: tuple[tuple[str, str], ...] = ()
    refused: tuple[str, str] | None = None  # column key, words


@dataclass(frozen=True)
class Clerk:
    """One reader. What cells of a header mean is remembered between pieces. Used by one thread at a time."""

    reading: Reading
    trade: Trade
    linter: Linter
    _readers: dict[Header, RowReader] = field(default_factory=dict, repr=False)

    def reader(self, header: Header) -> RowReader:
        """The reader of a header without a problem."""
        if header not in self._readers:
            kind, titles, source = header
            given = {"source": source} if source else {}
            layout, _ = read_header(kind, titles, given=frozenset(given))
            self._readers[header] = RowReader(layout, CellReader(self.reading), given)
        return self._readers[header]


Task = Callable[[Clerk], Any]
Ask = Callable[[Task], Awaitable[Any]]


class Clerks(Protocol):
    """Those who may be asked to read the rows of one file."""

    def at(self, kind: ImportKind, rows: int) -> AbstractAsyncContextManager[tuple[Ask, int]]:
        """A way to have tasks (which can be pickled) done while held, and how many at once keep all busy."""
        ...


@dataclass(frozen=True)
class Alone:
    """One clerk, in a thread of this process."""

    clerk: Clerk

    @property
    def hands(self) -> tuple[Ask, int]:
        """What `at` gives."""
        return (lambda task: asyncio.to_thread(task, self.clerk)), 1

    @asynccontextmanager
    async def at(self, kind: ImportKind, rows: int) -> AsyncIterator[tuple[Ask, int]]:  # noqa: ARG002
        """As `Clerks.at`."""
        yield self.hands


async def in_order(ask: Ask, at_once: int, tasks: Iterable[Task]) -> AsyncIterator[Any]:
    """What tasks answer, in their order, at most `at_once` of them under way."""
    under_way: deque[asyncio.Future[Any]] = deque()
    try:
        for task in tasks:
            under_way.append(asyncio.ensure_future(ask(task)))
            if len(under_way) >= at_once:
                yield await under_way.popleft()
        while under_way:
            yield await under_way.popleft()
    finally:
        for one in under_way:
            one.cancel()


def reading_rows(header: Header, rows: Sequence[SheetRow]) -> Task:
    """A task that answers (rows without a problem, the problems of all others)."""
    return partial(_read, header, rows)


def understanding(rows: Sequence[Advertised], role: Role, *, staff_checked: bool) -> Task:
    """A task that answers what each row became, as `Understood`."""
    return partial(_understand, rows, role, staff_checked)


def _read(header: Header, rows: Sequence[SheetRow], clerk: Clerk) -> tuple[list[ReadRow], list[Problem]]:
    return clerk.reader(header).read(rows)


def _understand(
    rows: Sequence[Advertised], role: Role, staff_checked: bool, clerk: Clerk
) -> list[Understood]:
    return [_understood(one, role, clerk, staff_checked=staff_checked) for one in rows]


def _understood(one: Advertised, role: Role, clerk: Clerk, *, staff_checked: bool) -> Understood:
    try:
        record = vacancy_record(one.row, one.before, one.new_id, one.employer, clerk.reading)
        read = (
            read_again(one.before.vacancy, record.vacancy, clerk.trade)
            if one.before
            else clerk.trade.read(record.vacancy)
        )
        record = replace(record, vacancy=read)
        found = clerk.linter.lint(record, clerk.reading.today)
        blocked = any(each.severity is Severity.BLOCKS and each.code not in _GAPS for each in found)
        record = _in_its_state(one.before, record, role, staff_checked=staff_checked or blocked)
    except InvalidValue as error:
        return Understood(None, refused=(error.field, error.problem))
    said = (*remarks(one.row), *remarks_on_text(record.vacancy))
    return Understood(record, (*said, *_found(found, {key for key, _ in said})))


def _found(findings: Iterable[Finding], told: Collection[str]) -> Iterator[tuple[str, str]]:
    """(column key, words) of each code once; nothing of a limit or contradiction whose cell has been `told` of."""
    fresh = (one for one in findings if _cell(one) == "description" or _cell(one) not in told)
    for one in {one.code: one for one in fresh}.values():
        yield _cell(one), " / ".join(one.entry.message[tongue] for tongue in Tongue)


def _cell(one: Finding) -> str:
    """Key of the column that a finding is about: the text, where no other is."""
    if one.code is Code.CONTRADICTION:
        return COLUMN_OF_FIELD.get(str(one.details["field"]), "description")
    return _CELLS.get(one.code, "description")


def _in_its_state(
    before: VacancyRecord | None, record: VacancyRecord, role: Role, *, staff_checked: bool
) -> VacancyRecord:
    """What waits for a check, or must, stays a draft whatever the list says of it."""
    if before is None:
        return as_posted(record, role, staff_checked=staff_checked)
    try:
        return as_changed(before, record, role, staff_checked=staff_checked)
    except StateRefused:
        standing = replace(record.vacancy, status=before.vacancy.status)
        return as_changed(before, replace(record, vacancy=standing), role, staff_checked=staff_checked)
