"""Tasks, notices and jobs. Implements `matching.task_store`, but for what the program does by itself (telling.py)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from data.queries import load
from data.rows import next_cursor
from data.trail import Notes
from data.vault import Cursors
from matching.errors import NotFound
from matching.model import CandidateId
from matching.model.ids import AccountId
from matching.model.tasks import (
    Choice,
    Counted,
    Job,
    JobId,
    JobKind,
    JobState,
    MailChoice,
    Notice,
    NoticeId,
    Task,
    TaskId,
    TaskKind,
)
from matching.trail import Act


class TaskStore:
    """What is due for the duty in which one asks; of whom it tells is noted."""

    def __init__(self, connection: Any, notes: Notes) -> None:
        self._connection, self._notes = connection, notes
        self._queries = load("tasks")

    async def open(self, *, kind: TaskKind | None, snoozed: bool, limit: int) -> tuple[Sequence[Task], int]:
        rows = await self._queries["open_tasks"].fetch(
            self._connection, kind=kind, snoozed=snoozed, limit=limit
        )
        return [self._told(row) for row in rows], rows[0]["total"] if rows else 0

    async def agenda(
        self, *, kind: TaskKind | None, snoozed: bool, limit: int, skipped: int
    ) -> tuple[Sequence[Task], int, Mapping[TaskKind, Counted]]:
        rows = await self._queries["agenda"].fetch(
            self._connection, kind=kind, snoozed=snoozed, limit=limit, skipped=skipped
        )
        counts = rows[0]["counts"] or {} if rows else {}
        shown = [row for row in rows if row["id"]]
        of_kinds = {TaskKind(name): Counted(*counts[name]) for name in sorted(counts)}
        return [self._told(row) for row in shown], shown[0]["total"] if shown else 0, of_kinds

    async def get(self, task: TaskId) -> Task:
        row = await self._queries["get_task"].fetchrow(self._connection, task=task)
        if row is None:
            raise NotFound("task")
        return self._told(row)

    async def add(self, task: UUID, note: str, due: date, candidate: CandidateId | None) -> None:
        added = await self._queries["note_task"].fetchval(
            self._connection, id=task, note=note, due_on=due, candidate=candidate
        )
        if added is None:
            raise NotFound("candidate")

    async def end_noted(self, task: UUID) -> None:
        if await self._queries["end_noted_task"].fetchval(self._connection, task=task) is None:
            raise NotFound("task")

    async def mark(self, task: TaskId, *, done: bool, until: date | None) -> None:
        marked = await self._queries["mark_task"].fetchval(
            self._connection, task=task, done=done, snoozed_until=until
        )
        if marked is None:
            raise NotFound("task")

    def _told(self, row: Any) -> Task:
        self._notes.note(Act.READ, [one for one in [row["candidate_id"]] if one], "tasks")
        return Task(
            TaskId(row["id"]),
            TaskKind(row["kind"]),
            row["record_id"],
            row["candidate_id"],
            row["due_on"],
            row["about"],
            row["times"],
            row["snoozed_until"],
        )


class NoticeStore:
    """What has been told to the duty in which one asks."""

    def __init__(self, connection: Any, cursors: Cursors, notes: Notes) -> None:
        self._connection, self._cursors, self._notes = connection, cursors, notes
        self._queries = load("tasks")

    async def note_new(self) -> int:
        tag = await self._queries["note_new_tasks"].execute(self._connection)
        return int(tag.rpartition(" ")[2])

    async def page(
        self, *, unread: bool, limit: int, cursor: str | None
    ) -> tuple[Sequence[Notice], str | None]:
        before = self._cursors.position(cursor) if cursor else None
        rows = await self._queries["page_notices"].fetch(
            self._connection, unread=unread, before=before, limit=limit + 1
        )
        shown = rows[:limit]
        self._notes.note(Act.READ, [row["candidate_id"] for row in shown if row["candidate_id"]], "notices")
        return [_notice(row) for row in shown], next_cursor(rows, limit, self._cursors)

    async def unread(self) -> int:
        return int(await self._queries["count_unread"].fetchval(self._connection))

    async def read(self, notice: NoticeId | None) -> int:
        return len(await self._queries["read_notices"].fetch(self._connection, notice=notice))

    async def choice(self) -> Choice:
        row = await self._queries["own_mail_choice"].fetchrow(self._connection)
        return Choice(MailChoice(row["mail"]), row["address"])

    async def choose(self, mail: MailChoice, address: str) -> None:
        await self._queries["choose_mail"].execute(self._connection, mail=mail, address=address)


class JobStore:
    """Jobs, for an administrator; the database's walls show them to nobody else."""

    def __init__(self, connection: Any, cursors: Cursors) -> None:
        self._connection, self._cursors = connection, cursors
        self._queries = load("jobs")

    async def page(
        self, *, state: JobState | None, limit: int, cursor: str | None
    ) -> tuple[Sequence[Job], str | None]:
        before = self._cursors.position(cursor) if cursor else None
        rows = await self._queries["page_jobs"].fetch(
            self._connection, state=state, before=before, limit=limit + 1
        )
        return [job_of(row) for row in rows[:limit]], next_cursor(rows, limit, self._cursors)

    async def retry(self, job: JobId) -> None:
        await self._decide("retry_job", job)

    async def discard(self, job: JobId) -> None:
        await self._decide("discard_job", job)

    async def _decide(self, query: str, job: JobId) -> None:
        if await self._queries[query].fetchval(self._connection, job=job) is None:
            raise NotFound("job")


def _notice(row: Any) -> Notice:
    return Notice(
        NoticeId(row["id"]),
        TaskKind(row["kind"]),
        TaskId(row["task_id"]),
        row["record_id"],
        row["candidate_id"],
        row["due_on"],
        row["noted_at"],
        row["read_at"],
        row["open"],
    )


def job_of(row: Any) -> Job:
    """A job from its row."""
    return Job(
        JobId(row["id"]),
        JobKind(row["kind"]),
        AccountId(row["account_id"]) if row["account_id"] else None,
        row["day"],
        JobState(row["state"]),
        row["attempts"],
        row["run_at"],
        row["problem"],
        row["created_at"],
        row["ended_at"],
    )
