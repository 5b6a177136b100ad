"""Going round the duties, queueing mails, and taking jobs: on the database, by several at once."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import pytest_asyncio

from data.fairness import PostgresFairnessStore
from data.gateway import PostgresGateway
from data.pool import Connection, Database
from data.telling import PostgresTelling
from matching.errors import NotDelivered, NotFound
from matching.fairness import Bounds
from matching.model import Actor
from matching.model.tasks import JobId, JobKind, JobProblem, JobState, Letter, MailChoice, Notice, TaskKind
from matching.usecases import tasks as usecases
from matching.usecases.fairness import FairnessOffice
from matching.usecases.telling import FIRST_WAIT, LONGEST_WAIT, Teller, wait_after
from tests.data.persons import a_record
from tests.staff import ADMINISTRATOR, CASE_WORKER, COLLEAGUE, EVERYBODY, FAR_CASE_WORKER, PLANNER

AT_NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
ATTEMPTS = 3


@dataclass
class Post:
    """A mailer that keeps what it is given; `fault` is asked first."""

    letters: list[Letter] = field(default_factory=list)
    fault: Callable[[Letter], Awaitable[None]] | None = None

    async def send(self, letter: Letter) -> None:
        if self.fault:
            await self.fault(letter)
        self.letters.append(letter)


@pytest.fixture
def post() -> Post:
    return Post()


async def no_report(_: date) -> None:
    """What is looked at and reported once a day or a month; their own tests do."""


@pytest.fixture
def teller(gateway: PostgresGateway, worker: Database, post: Post) -> Teller:
    return Teller(
        gateway, PostgresTelling(worker), post, no_report, no_report, digest_hour=7, attempts=ATTEMPTS
    )


@pytest_asyncio.fixture
async def noted(gateway: PostgresGateway) -> None:
    """Something due for the case worker, about a person, and for the planner, about nobody."""
    person = a_record()
    async with gateway.transaction(CASE_WORKER) as tx:
        await tx.candidates.add([person])
    for actor, candidate in ((CASE_WORKER, person.id), (PLANNER, None)):
        await usecases.note_task(
            gateway, actor, note="Contoh", due=AT_NOON.date() - timedelta(days=99), candidate=candidate,
            new_id=uuid4,
        )  # fmt: skip


async def notices_of(gateway: PostgresGateway, actor: Actor) -> list[Notice]:
    found, _, unread = await usecases.notices(gateway, actor, unread=False, limit=50, cursor=None)
    assert unread == sum(one.read_at is None for one in found)
    return list(found)


async def trouble(_: Letter) -> None:
    raise NotDelivered("no_connection")


async def everything_due(owner: Connection) -> None:
    await owner.execute("UPDATE jobs SET run_at = now() WHERE state = 'waiting'")


async def states(owner: Connection, kind: JobKind = JobKind.MAIL) -> Counter[tuple[str, int, str]]:
    rows = await owner.fetch("SELECT state, attempts, problem FROM jobs WHERE kind = $1", kind)
    return Counter(tuple(row) for row in rows)


def test_waits_grow_fourfold_and_end() -> None:
    waits = [wait_after(attempt) for attempt in range(1, 30)]
    assert waits[0] == FIRST_WAIT
    assert waits[1] == 4 * FIRST_WAIT
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST_WAIT


async def test_each_duty_is_told_once_of_what_it_may_see(
    gateway: PostgresGateway, teller: Teller, noted: None
) -> None:
    assert await teller.go_round() == 2
    assert await teller.go_round() == 0
    told = {name: len(await notices_of(gateway, actor)) for name, actor in EVERYBODY.items()}
    assert {name for name, many in told.items() if many} == {"case_worker", "planner"}
    (notice,) = await notices_of(gateway, CASE_WORKER)
    assert (notice.kind, notice.open, notice.read_at) == (TaskKind.NOTED, True, None)
    await usecases.end_task(gateway, CASE_WORKER, notice.task)
    await usecases.read_notices(gateway, CASE_WORKER, notice.id)
    (notice,) = await notices_of(gateway, CASE_WORKER)
    assert not notice.open
    assert notice.read_at is not None
    for actor in (COLLEAGUE, PLANNER):
        with pytest.raises(NotFound):
            await usecases.read_notices(gateway, actor, notice.id)


async def test_nothing_is_told_any_more_of_who_is_in_other_hands(
    gateway: PostgresGateway, teller: Teller, noted: None
) -> None:
    await teller.go_round()
    (notice,) = await notices_of(gateway, CASE_WORKER)
    assert notice.candidate is not None
    async with gateway.transaction(CASE_WORKER) as tx:
        await tx.transfers.hand_over(notice.candidate, COLLEAGUE.account)
    assert await notices_of(gateway, CASE_WORKER) == []
    await teller.go_round()
    assert len(await notices_of(gateway, COLLEAGUE)) == 1


async def test_a_round_notes_no_reading_in_the_trail(owner: Connection, teller: Teller, noted: None) -> None:
    before = await owner.fetchval("SELECT count(*) FROM trail WHERE act = 'read'")
    await teller.go_round()
    assert await owner.fetchval("SELECT count(*) FROM trail WHERE act = 'read'") == before


async def test_one_process_goes_round_at_a_time(teller: Teller) -> None:
    turns = await asyncio.gather(*(teller.store.begin_round(timedelta(hours=1)) for _ in range(8)))
    assert sum(turns) == 1


async def test_a_letter_says_how_many_there_are_and_goes_once(
    gateway: PostgresGateway, owner: Connection, teller: Teller, post: Post, noted: None
) -> None:
    await teller.tell(AT_NOON, every=timedelta())
    assert {(one.address, one.notices, one.language) for one in post.letters} == {
        ("case_worker@uji.example", 1, "id"),
        ("planner@uji.example", 1, "id"),
    }
    await teller.tell(AT_NOON, every=timedelta())
    assert len(post.letters) == 2
    assert await states(owner) == {("done", 1, ""): 2}


async def test_who_chose_once_a_day_waits_for_the_hour_and_gets_one_a_day(
    gateway: PostgresGateway, teller: Teller, post: Post, noted: None
) -> None:
    await usecases.choose(gateway, PLANNER, MailChoice.AT_ONCE, "lain@uji.example")
    early = AT_NOON.replace(hour=6)
    await teller.tell(early, every=timedelta())
    assert [one.address for one in post.letters] == ["lain@uji.example"]
    await teller.tell(AT_NOON, every=timedelta())
    assert [one.address for one in post.letters[1:]] == ["case_worker@uji.example"]
    for actor in (CASE_WORKER, PLANNER):
        await usecases.note_task(
            gateway, actor, note="Lagi", due=AT_NOON.date() - timedelta(days=99), candidate=None,
            new_id=uuid4,
        )  # fmt: skip
    await teller.tell(AT_NOON, every=timedelta())
    assert [one.address for one in post.letters[2:]] == ["lain@uji.example"], "the other has had today's"
    await teller.tell(AT_NOON + timedelta(days=1), every=timedelta())
    assert [one.address for one in post.letters[3:]] == ["case_worker@uji.example"]


async def test_who_chose_none_or_has_read_it_or_has_gone_gets_none(
    gateway: PostgresGateway, owner: Connection, teller: Teller, post: Post, noted: None
) -> None:
    await usecases.choose(gateway, PLANNER, MailChoice.OFF, "")
    await teller.go_round()
    await teller.store.queue_mails(AT_NOON, digest_hour=7)
    await usecases.read_notices(gateway, CASE_WORKER)
    await teller.work_off()
    assert post.letters == []
    assert await states(owner) == {("done", 1, ""): 1}


async def test_a_failing_job_waits_longer_each_time_and_is_set_aside_in_the_end(
    gateway: PostgresGateway, owner: Connection, teller: Teller, post: Post, noted: None
) -> None:
    await usecases.choose(gateway, PLANNER, MailChoice.OFF, "")
    post.fault = trouble
    await teller.tell(AT_NOON, every=timedelta())
    for attempt in range(1, ATTEMPTS):
        assert await states(owner) == {("waiting", attempt, "no_connection"): 1}
        (left,) = (await owner.fetchrow("SELECT run_at - now() FROM jobs WHERE kind = 'mail'")).values()
        assert timedelta() < wait_after(attempt) - left < timedelta(seconds=20)
        assert await teller.work_off() == 0, "not before its time"
        await everything_due(owner)
        await teller.work_off()
    assert await states(owner) == {("set_aside", ATTEMPTS, "no_connection"): 1}
    found, _ = await usecases.jobs(gateway, ADMINISTRATOR, state=JobState.SET_ASIDE, limit=9, cursor=None)
    for actor in (CASE_WORKER, FAR_CASE_WORKER, PLANNER):
        assert await usecases.jobs(gateway, actor, state=None, limit=9, cursor=None) == ([], None)
        with pytest.raises(NotFound):
            await usecases.retry_job(gateway, actor, found[0].id)
    post.fault = None
    await usecases.retry_job(gateway, ADMINISTRATOR, found[0].id)
    await teller.work_off()
    assert [one.address for one in post.letters] == ["case_worker@uji.example"]
    with pytest.raises(NotFound):
        await usecases.discard_job(gateway, ADMINISTRATOR, found[0].id)


async def test_what_is_refused_for_good_is_set_aside_at_once_and_can_be_discarded(
    gateway: PostgresGateway, owner: Connection, teller: Teller, post: Post, noted: None
) -> None:
    async def refused(_: Letter) -> None:
        raise NotDelivered("recipient_refused", for_good=True)

    post.fault = refused
    await teller.tell(AT_NOON, every=timedelta())
    assert await states(owner) == {("set_aside", 1, "recipient_refused"): 2}
    found, _ = await usecases.jobs(gateway, ADMINISTRATOR, state=None, limit=9, cursor=None)
    await usecases.discard_job(gateway, ADMINISTRATOR, found[0].id)
    assert await states(owner) == {
        ("set_aside", 1, "recipient_refused"): 1,
        ("discarded", 1, "recipient_refused"): 1,
    }


async def test_a_job_at_which_processes_end_is_set_aside_too(
    owner: Connection, teller: Teller, noted: None
) -> None:
    await teller.go_round()
    await teller.store.queue_mails(AT_NOON, digest_hour=7)
    await owner.execute("DELETE FROM jobs WHERE seq > (SELECT min(seq) FROM jobs)")
    for _ in range(ATTEMPTS):
        assert await teller.store.take(timedelta(minutes=3)) is not None
        assert await teller.store.take(timedelta(minutes=3)) is None, "somebody has it"
        await everything_due(owner)
    await teller.work_off()
    assert await states(owner) == {("set_aside", ATTEMPTS + 1, JobProblem.LOST): 1}


async def test_who_comes_back_after_the_lease_changes_nothing(
    owner: Connection, teller: Teller, noted: None
) -> None:
    await teller.go_round()
    await teller.store.queue_mails(AT_NOON, digest_hour=7)
    await owner.execute("DELETE FROM jobs WHERE seq > (SELECT min(seq) FROM jobs)")
    slow = await teller.store.take(timedelta(minutes=3))
    await everything_due(owner)
    quick = await teller.store.take(timedelta(minutes=3))
    assert slow is not None
    assert quick is not None
    await teller.store.fail(slow, "slow", again_in=None)
    assert await states(owner) == {("waiting", 2, ""): 1}
    await teller.store.finish(quick)
    assert await states(owner) == {("done", 2, ""): 1}


async def test_a_server_that_never_answers_is_given_up(
    owner: Connection, teller: Teller, post: Post, noted: None
) -> None:
    async def never(_: Letter) -> None:
        await asyncio.sleep(600)

    post.fault = never
    await replace(teller, lease=timedelta(seconds=1)).tell(AT_NOON, every=timedelta())
    assert {problem for _, _, problem in await states(owner)} == {"slow"}


async def test_many_at_once_send_each_letter_once(
    gateway: PostgresGateway, owner: Connection, teller: Teller, post: Post
) -> None:
    await owner.execute(
        "WITH a AS (INSERT INTO accounts (id, login, name, created_by) SELECT gen_random_uuid(), "
        "'n' || n || '@uji.example', 'Uji', $1 FROM generate_series(1, 60) n RETURNING id), "
        "d AS (INSERT INTO duties (id, account_id, role, unit_id, granted_by) "
        "SELECT gen_random_uuid(), id, 'case_worker', $2, $1 FROM a RETURNING id, account_id), "
        "j AS (INSERT INTO jobs (kind, account_id, day) SELECT 'mail', account_id, '2026-11-27' FROM d "
        "RETURNING id, account_id) "
        "INSERT INTO notices (account_id, duty_id, task_id, kind, record_id, due_on, job_id) "
        "SELECT d.account_id, d.id, gen_random_uuid(), 'noted', gen_random_uuid(), '2026-11-27', j.id "
        "FROM d JOIN j USING (account_id)",
        CASE_WORKER.account,
        CASE_WORKER.unit,
    )

    async def a_moment(_: Letter) -> None:
        await asyncio.sleep(0.01)

    post.fault = a_moment
    taken = await asyncio.gather(*(teller.work_off() for _ in range(6)))
    assert sum(taken) == 60
    assert sum(many > 0 for many in taken) > 1, "they worked side by side"
    assert Counter(Counter(one.address for one in post.letters).values()) == {1: 60}
    assert await states(owner) == {("done", 1, ""): 60}


async def test_jobs_are_shown_page_by_page(gateway: PostgresGateway, owner: Connection) -> None:
    await owner.execute(
        "INSERT INTO jobs (kind, account_id, day) SELECT 'mail', $1, '2026-11-27' FROM generate_series(1, 5)",
        CASE_WORKER.account,
    )
    seen: list[JobId] = []
    cursor: str | None = None
    while True:
        page, cursor = await usecases.jobs(gateway, ADMINISTRATOR, state=None, limit=2, cursor=cursor)
        seen += [one.id for one in page]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 5


OCTOBER = date(2026, 10, 1)


@pytest.fixture
def reporting(teller: Teller, worker: Database) -> Teller:
    """With the office that makes reports, in November."""
    office = FairnessOffice(PostgresFairnessStore(worker), Bounds(), UTC, lambda: AT_NOON, uuid4)
    return replace(teller, mailer=None, report_month=office.of_month)


async def test_the_month_that_is_over_is_reported_once_by_however_many_processes(
    gateway: PostgresGateway, owner: Connection, reporting: Teller
) -> None:
    await asyncio.gather(*(reporting.tell(AT_NOON, every=timedelta()) for _ in range(6)))
    await reporting.tell(AT_NOON + timedelta(days=2), every=timedelta())
    rows = await owner.fetch("SELECT month, alarms FROM fairness_reports")
    assert [tuple(row) for row in rows] == [(OCTOBER, 0)]
    found, _ = await usecases.jobs(gateway, ADMINISTRATOR, state=None, limit=9, cursor=None)
    assert [(one.kind, one.state, one.day, one.account, one.attempts) for one in found] == [
        (JobKind.FAIRNESS_MONTH, JobState.DONE, OCTOBER, None, 1)
    ]


async def test_a_month_that_was_reported_by_hand_or_discarded_is_not_queued(
    gateway: PostgresGateway, owner: Connection, reporting: Teller
) -> None:
    await reporting.report_month(OCTOBER)
    assert await reporting.store.queue_month(AT_NOON.date()) == 0
    assert await reporting.store.queue_month(date(2026, 10, 31)) == 1, "September is another month"
    (job,) = (await usecases.jobs(gateway, ADMINISTRATOR, state=None, limit=9, cursor=None))[0]
    await usecases.discard_job(gateway, ADMINISTRATOR, job.id)
    assert await reporting.store.queue_month(date(2026, 10, 31)) == 0
    assert await reporting.work_off() == 0


async def test_a_report_that_cannot_be_made_is_tried_again_and_set_aside_in_the_end(
    owner: Connection, teller: Teller
) -> None:
    async def broken(_: date) -> None:
        raise NotFound("month")

    failing = replace(teller, report_month=broken)
    await failing.tell(AT_NOON, every=timedelta())
    for attempt in range(1, ATTEMPTS):
        assert await states(owner, JobKind.FAIRNESS_MONTH) == {("waiting", attempt, JobProblem.NOT_MADE): 1}
        await everything_due(owner)
        await failing.work_off()
    assert await states(owner, JobKind.FAIRNESS_MONTH) == {("set_aside", ATTEMPTS, JobProblem.NOT_MADE): 1}
