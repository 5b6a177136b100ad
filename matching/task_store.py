"""Stores of tasks, notices and jobs, as protocols. The database decides whose they are."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol
from uuid import UUID

from matching.model import Actor, CandidateId
from matching.model.tasks import (
    Choice,
    Counted,
    Job,
    JobId,
    JobKind,
    JobState,
    Letter,
    MailChoice,
    Notice,
    NoticeId,
    Task,
    TaskId,
    TaskKind,
)


class TaskStore(Protocol):
    """What is due for the duty in which one asks."""

    async def open(self, *, kind: TaskKind | None, snoozed: bool, limit: int) -> tuple[Sequence[Task], int]:
        """The most urgent first, and how many there are in all; `snoozed`: those too that are put off."""
        ...

    async def agenda(
        self, *, kind: TaskKind | None, snoozed: bool, limit: int, skipped: int
    ) -> tuple[Sequence[Task], int, Mapping[TaskKind, Counted]]:
        """A page of `open`, and how many there are of each kind of which there are any, those put off left out."""
        ...

    async def get(self, task: TaskId) -> Task:
        """Raises NotFound."""
        ...

    async def add(self, task: UUID, note: str, due: date, candidate: CandidateId | None) -> None:
        """A task in one's own words. Raises NotFound for a person whom one may not see."""
        ...

    async def end_noted(self, task: UUID) -> None:
        """Raises NotFound."""
        ...

    async def mark(self, task: TaskId, *, done: bool, until: date | None) -> None:
        """Done, or put off `until` a day. Raises NotFound."""
        ...


class NoticeStore(Protocol):
    """What has been told to the duty in which one asks."""

    async def note_new(self) -> int:
        """Note every task that has not been told yet; how many. Gives nothing out."""
        ...

    async def page(
        self, *, unread: bool, limit: int, cursor: str | None
    ) -> tuple[Sequence[Notice], str | None]:
        """The newest first."""
        ...

    async def unread(self) -> int: ...
    async def read(self, notice: NoticeId | None) -> int:
        """Mark one as read, or all; how many were there."""
        ...

    async def choice(self) -> Choice: ...
    async def choose(self, mail: MailChoice, address: str) -> None: ...


class JobStore(Protocol):
    """Jobs, for an administrator; for everybody else there are none."""

    async def page(
        self, *, state: JobState | None, limit: int, cursor: str | None
    ) -> tuple[Sequence[Job], str | None]: ...
    async def retry(self, job: JobId) -> None:
        """Let a job that was set aside or discarded be tried anew. Raises NotFound."""
        ...

    async def discard(self, job: JobId) -> None:
        """End a job that has not been done. Raises NotFound."""
        ...


class TellingStore(Protocol):
    """Telling, as the program itself; each call is a transaction of its own."""

    async def begin_round(self, every: timedelta) -> bool:
        """Whether it is this process's turn to go round: nobody has for so long."""
        ...

    async def give_back_expired(self) -> int:
        """Give back what was held until now and no longer; how many."""
        ...

    async def duties(self) -> Sequence[Actor]:
        """Everybody who can be told, in each current duty."""
        ...

    async def queue_mails(self, now: datetime, *, digest_hour: int) -> int:
        """Queue a mail for everybody who is to have one now; how many."""
        ...

    async def queue_month(self, today: date) -> int:
        """Queue the fairness report of the month that is over, unless it is there or queued; how many were."""
        ...

    async def take(self, lease: timedelta, kind: JobKind = JobKind.MAIL) -> Job | None:
        """The job of a kind that is due longest, with this attempt counted. Nobody else has it until the lease ends."""
        ...

    async def letter(self, job: JobId) -> Letter | None:
        """What to tell now; None: nothing any more, or nobody."""
        ...

    async def finish(self, job: Job) -> None:
        """Done, unless another process has taken it up since."""
        ...

    async def fail(self, job: Job, problem: str, *, again_in: timedelta | None) -> None:
        """Try again later; None: set it aside. Nothing, where another process has taken it up since."""
        ...


class HorizonStore(Protocol):
    """Who has come near release, as the program itself; each call is a transaction of its own."""

    async def look(self, today: date, until: date, every: timedelta) -> int:
        """Find out who has come within the horizon since somebody last looked; how many. They become a job."""
        ...

    async def take(self, lease: timedelta) -> Job | None:
        """As `TellingStore.take`."""
        ...

    async def waiting(self) -> int:
        """How many are not ranked yet."""
        ...

    async def some(self, after: int, limit: int) -> tuple[Sequence[CandidateId], int]:
        """(people not ranked yet, in the order in which they came, the place of the last)."""
        ...

    async def put(self, job: Job, lease: timedelta, viable: Mapping[CandidateId, int], snapshot: str) -> bool:
        """Store how many vacancies each could take, and hold the job for longer; False where another process has it."""
        ...

    async def finish(self, job: Job) -> None: ...
    async def fail(self, job: Job, problem: str, *, again_in: timedelta | None) -> None: ...


class Mailer(Protocol):
    """Sends letters."""

    async def send(self, letter: Letter) -> None:
        """Returns when the server has taken the letter. Raises NotDelivered."""
        ...
