"""Tasks and notices of whoever asks, and jobs for an administrator."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from matching.errors import InvalidValue, NotFound, OutOfOrder
from matching.model import Actor, CandidateId
from matching.model.tasks import (
    KINDS,
    SNOOZED_AT_MOST_DAYS,
    Choice,
    Counted,
    Ends,
    Job,
    JobId,
    JobState,
    MailChoice,
    Notice,
    NoticeId,
    Task,
    TaskId,
    TaskKind,
)
from matching.stores import Gateway


async def open_tasks(
    gateway: Gateway, actor: Actor, *, kind: TaskKind | None = None, snoozed: bool = False, limit: int
) -> tuple[Sequence[Task], int]:
    """What is due for the actor, the most urgent first, and how many there are in all."""
    async with gateway.transaction(actor, read_only=True) as tx:
        return await tx.tasks.open(kind=kind, snoozed=snoozed, limit=limit)


@dataclass(frozen=True, slots=True)
class Agenda:
    """What somebody begins the day with: tasks, the most urgent first, of `total`; how many there are of each kind;
    names of the people whom they are about, where one may see them; how many notices are unread."""

    tasks: Sequence[Task]
    total: int
    counts: Mapping[TaskKind, Counted]
    names: Mapping[CandidateId, str]
    unread: int


async def agenda(
    gateway: Gateway, actor: Actor, *, kind: TaskKind | None, snoozed: bool, limit: int, skipped: int
) -> Agenda:
    """One page of what is due for the actor, of one kind or of all."""
    async with gateway.transaction(actor, read_only=True) as tx:
        found, total, counts = await tx.tasks.agenda(kind=kind, snoozed=snoozed, limit=limit, skipped=skipped)
        about = {one.candidate for one in found if one.candidate}
        names = await tx.caseload.names(about) if about else {}
        return Agenda(found, total, counts, names, await tx.notices.unread())


async def note_task(
    gateway: Gateway,
    actor: Actor,
    *,
    note: str,
    due: date,
    candidate: CandidateId | None,
    new_id: Callable[[], UUID],
) -> UUID:
    """Write down a task in one's own words; about a person it goes where the person goes. Raises NotFound."""
    number = new_id()
    async with gateway.transaction(actor) as tx:
        await tx.tasks.add(number, note, due, candidate)
    return number


async def end_task(gateway: Gateway, actor: Actor, task: TaskId) -> None:
    """Say that a task is done.

    Raises:
        NotFound: it is not one of the actor's.
        OutOfOrder: it ends by what is recorded, and in no other way.
    """
    async with gateway.transaction(actor) as tx:
        known = await tx.tasks.get(task)
        if known.kind is TaskKind.NOTED:
            await tx.tasks.end_noted(known.record)
        elif KINDS[known.kind].ends is Ends.FACT:
            raise OutOfOrder(
                "task",
                "berakhir begitu yang dikerjakan dicatat / it ends when what is to be done is recorded",
            )
        else:
            await tx.tasks.mark(task, done=True, until=None)


async def snooze_task(gateway: Gateway, actor: Actor, task: TaskId, *, until: date, today: date) -> None:
    """Put a task off; when it becomes late, it is there again. Raises NotFound, InvalidValue."""
    async with gateway.transaction(actor) as tx:
        await tx.tasks.mark(task, done=False, until=until)
        if (
            not today < until <= today + timedelta(days=SNOOZED_AT_MOST_DAYS)
        ):  # only of a task of one's own is told more
            raise InvalidValue("until", f"1–{SNOOZED_AT_MOST_DAYS} hari dari sekarang / days from now")


async def notices(
    gateway: Gateway, actor: Actor, *, unread: bool, limit: int, cursor: str | None
) -> tuple[Sequence[Notice], str | None, int]:
    """What the actor was told, the newest first, the cursor of the next page, and how many are unread."""
    async with gateway.transaction(actor, read_only=True) as tx:
        page, following = await tx.notices.page(unread=unread, limit=limit, cursor=cursor)
        return page, following, await tx.notices.unread()


async def read_notices(gateway: Gateway, actor: Actor, notice: NoticeId | None = None) -> None:
    """Mark a notice as read, or all. Raises NotFound for one that is not there."""
    async with gateway.transaction(actor) as tx:
        if not await tx.notices.read(notice) and notice is not None:
            raise NotFound("notice")


async def choice(gateway: Gateway, actor: Actor) -> Choice:
    """How the actor is told by e-mail."""
    async with gateway.transaction(actor, read_only=True) as tx:
        return await tx.notices.choice()


async def choose(gateway: Gateway, actor: Actor, mail: MailChoice, address: str) -> Choice:
    """Choose how to be told by e-mail; without an address at the login, where that is one."""
    async with gateway.transaction(actor) as tx:
        await tx.notices.choose(mail, address)
        return await tx.notices.choice()


async def jobs(
    gateway: Gateway, actor: Actor, *, state: JobState | None, limit: int, cursor: str | None
) -> tuple[Sequence[Job], str | None]:
    """Jobs, the newest first; for an administrator."""
    async with gateway.transaction(actor, read_only=True) as tx:
        return await tx.jobs.page(state=state, limit=limit, cursor=cursor)


async def retry_job(gateway: Gateway, actor: Actor, job: JobId) -> None:
    """Let a job be tried anew, from the first attempt. Raises NotFound."""
    async with gateway.transaction(actor) as tx:
        await tx.jobs.retry(job)


async def discard_job(gateway: Gateway, actor: Actor, job: JobId) -> None:
    """End a job that has not been done. Raises NotFound."""
    async with gateway.transaction(actor) as tx:
        await tx.jobs.discard(job)
