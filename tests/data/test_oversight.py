"""The officer's work: unusual reading that waits for somebody to look at it, breaches with their clock, letters."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from data.erasure import PostgresEraser
from data.errors import NotPermitted
from data.gateway import PostgresGateway
from data.pool import Connection, Database
from data.reading_watch import PostgresReadingWatch
from data.retention import retention_rules
from data.sample.dice import Dice
from data.wordings import WordingFiles
from matching.errors import InvalidValue, NotFound, OutOfOrder, TooOften
from matching.model import Actor
from matching.model.oversight import (
    BreachAct,
    BreachStep,
    Finding,
    Letter,
    Measure,
    NumberKind,
    Outcome,
    Seen,
)
from matching.model.rights import RequestKind, RequestState
from matching.model.tasks import TaskKind
from matching.trail import ReadingDay
from matching.unusual import HISTORY
from matching.usecases import oversight, watching
from matching.usecases.breaches import BreachDesk
from matching.usecases.rights import RightsOffice
from matching.usecases.trail import JAKARTA, span_of
from matching.usecases.watching import ReadingWatch
from tests.data.persons import a_record
from tests.data.test_candidates import NIK, add, person
from tests.data.test_tasks import only, told
from tests.staff import CASE_WORKER, COLLEAGUE, EVERYBODY, FAR_CASE_WORKER, HERE, OFFICER

K = TaskKind


def finding(account: UUID, day: date, count: int = 40) -> Finding:
    return Finding(account, "case_worker", HERE, day, Measure.PEOPLE, count, 12.5, None)


@pytest.fixture
def desk(gateway: PostgresGateway) -> BreachDesk:
    return BreachDesk(gateway, lambda: datetime.now(UTC), uuid4)


@pytest.fixture
def office(gateway: PostgresGateway, worker: Database, tmp_path: Path) -> RightsOffice:
    eraser = PostgresEraser(worker, tmp_path / "journal", tmp_path / "home")
    return RightsOffice(
        gateway, eraser, WordingFiles(), retention_rules(), 180, lambda: datetime.now(UTC), uuid4
    )


# ---- unusual reading


async def test_a_day_that_is_over_is_looked_at_once_and_what_stands_out_waits_for_an_officer(
    gateway: PostgresGateway, worker: Database, owner: Connection
) -> None:
    today = await owner.fetchval("SELECT today_here()")
    noon = "(today_here() - $1::integer) + time '12:00' AT TIME ZONE 'Asia/Jakarta'"
    await owner.execute(
        f"INSERT INTO trail (at, account, role, unit, act, entity, subject) "
        f"SELECT {noon}, $2, 'case_worker', $3, 'read', 'candidates', gen_random_uuid() FROM generate_series(1, 31)",
        1, CASE_WORKER.account, HERE,
    )  # fmt: skip
    await owner.execute("UPDATE unusual_round SET looked = today_here() - 2")
    watch = ReadingWatch(PostgresReadingWatch(worker))
    kept = [await watch.look(today) for _ in range(2)]
    assert (kept[0] >= 1, kept[1]) == (True, 0)
    (one,) = [
        found
        for found in await watching.findings(gateway, OFFICER, waiting=True, limit=50)
        if (found.finding.account, found.finding.measure) == (CASE_WORKER.account, Measure.PEOPLE)
    ]
    assert (one.finding.day, one.finding.count, one.review) == (today - timedelta(days=1), 31, None)

    await owner.execute("UPDATE unusual_round SET looked = today_here() - 2")  # another process, or a crash
    assert await watch.look(today) == 0, "what is kept is kept once"
    await owner.execute("UPDATE unusual_round SET looked = today_here() - 400")
    await watch.look(today)
    assert await owner.fetchval("SELECT looked FROM unusual_round") == today - timedelta(days=1)


READ_ON = """
    INSERT INTO trail (at, account, role, unit, act, entity, subject)
    SELECT r.at, $1, 'case_worker', r.unit, r.act, 'candidates', r.subject
    FROM unnest($2::timestamptz[], $3::uuid[], $4::text[], $5::uuid[]) AS r (at, unit, act, subject)"""


async def test_days_that_are_over_are_counted_once_and_then_answer_as_the_trail_did(
    worker: Database, owner: Connection
) -> None:
    watch, chance = PostgresReadingWatch(worker), Dice(54, "reading")
    today = await owner.fetchval("SELECT today_here()")
    midnight, yesterday = datetime.combine(today, time(), JAKARTA), today - timedelta(days=1)
    province = await owner.fetchval("SELECT province_code FROM units WHERE id = $1", HERE)
    people = [uuid4() for _ in range(5)]

    async def read(account: UUID, *moments: datetime) -> None:
        of_each = [(at, chance.pick((HERE, None)), chance.pick(("read", "look_up")), chance.pick(people))
                   for at in moments]  # fmt: skip
        await owner.execute(READ_ON, account, *map(list, zip(*of_each, strict=True)))

    async def told(back: int) -> list[ReadingDay]:
        begin, end = span_of(today - timedelta(days=back), today)
        found = await watch.reading_days(since=begin, until=end, zones={province: "Asia/Jayapura"})
        return [day for day in found if day.day >= today - timedelta(days=back) - HISTORY]

    for account in (CASE_WORKER.account, COLLEAGUE.account):
        await read(
            account, *(midnight - timedelta(minutes=chance.number(0, 90 * 24 * 60 - 1)) for _ in range(200))
        )
    before = {back: await told(back) for back in (0, 1, 5, 30)}
    assert any(day.late for day in before[0])
    for _ in range(2):  # by two processes, or again after a stop
        await watch.count(today, zones={province: "Asia/Jayapura"})
        assert {back: await told(back) for back in before} == before
    await read(CASE_WORKER.account, *(midnight - timedelta(hours=hours) for hours in (13, 14, 60, 61)))
    now = await told(0)
    assert [day for day in now if day.day < yesterday] == [day for day in before[0] if day.day < yesterday]
    assert [day for day in now if day.day == yesterday] != [day for day in before[0] if day.day == yesterday]
    await owner.execute("INSERT INTO counted_days SELECT today_here() - 401")
    await watch.count(today, zones={})
    assert await owner.fetchval("SELECT min(day) FROM counted_days") == today - timedelta(days=62)


async def test_who_has_looked_says_what_was_found_and_it_waits_no_longer(
    gateway: PostgresGateway, worker: Database, owner: Connection
) -> None:
    day = await owner.fetchval("SELECT today_here() - 1")
    watch = PostgresReadingWatch(worker)
    assert await watch.keep([finding(COLLEAGUE.account, day), finding(OFFICER.account, day)], looked=day) == 2
    task = await only(gateway, OFFICER, K.UNUSUAL_READING)
    assert (task.about, task.times, task.candidate) == ("people", 40, None)
    assert task.due == day + timedelta(days=4)
    assert await told(gateway, K.UNUSUAL_READING, **EVERYBODY) == {"officer"}

    found = {
        one.finding.account: one for one in await watching.findings(gateway, OFFICER, waiting=True, limit=9)
    }
    with pytest.raises(OutOfOrder, match="own"):
        await watching.review(gateway, OFFICER, found[OFFICER.account].id, Outcome.IN_ORDER, "itu saya")
    with pytest.raises(NotFound):
        async with gateway.transaction(OFFICER) as tx:
            await tx.oversight.review(found[OFFICER.account].id, Outcome.IN_ORDER, "itu saya")

    seen = await watching.review(gateway, OFFICER, task.record, Outcome.IN_ORDER, "Impor berkas Lapas")
    assert seen.review
    assert (seen.review.outcome, seen.review.by) == (Outcome.IN_ORDER, OFFICER.account)
    assert await told(gateway, K.UNUSUAL_READING, **EVERYBODY) == set()
    with pytest.raises(OutOfOrder, match="already"):
        await watching.review(gateway, OFFICER, task.record, Outcome.BREACH, "lain")
    assert await owner.fetchval(
        "SELECT count(*) FROM trail WHERE entity = 'unusual_reviews' AND act = 'create' "
        "AND account = $1 AND record_id = $2",
        OFFICER.account, task.record,
    ) == 1  # fmt: skip
    for actor in (CASE_WORKER, COLLEAGUE):
        with pytest.raises(NotFound):
            await watching.finding(gateway, actor, task.record)
        async with gateway.transaction(actor, read_only=True) as tx:
            assert await tx.oversight.readings(waiting=False, limit=9) == []


async def test_the_officers_record_is_only_added_to(database: Database, worker: Database) -> None:
    for table in ("unusual_readings", "unusual_reviews", "breaches", "breach_acts"):
        column = "note" if table == "unusual_reviews" else "id"
        for role in (database, worker):
            for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET {column} = {column}"):
                with pytest.raises(NotPermitted):
                    async with role.transaction(OFFICER) as connection:
                        await connection.execute(statement)


# ---- breaches


async def test_a_breach_has_a_clock_from_when_it_was_known_until_both_are_told(
    gateway: PostgresGateway, desk: BreachDesk, owner: Connection
) -> None:
    now = datetime.now(UTC)
    known = now - timedelta(hours=80)
    seen = Seen(COLLEAGUE.account, known.date(), now.date())
    one = await desk.record(
        OFFICER, found_at=known, found_by="kepala unit", what="Kata sandi dipakai orang lain", seen=seen
    )
    assert (one.due_at, one.due_in_hours(now), one.seen) == (known + timedelta(hours=72), -8.0, seen)
    task = await only(gateway, OFFICER, K.BREACH_TO_TELL)
    assert (task.record, task.about) == (one.id, "persons agency")
    assert await told(gateway, K.BREACH_TO_TELL, **EVERYBODY) == {"officer"}

    told_persons = BreachAct(BreachStep.PERSONS_TOLD, now, "Surat 12, lewat petugasnya")
    for early in (known - timedelta(hours=1), now + timedelta(hours=1)):
        with pytest.raises(InvalidValue, match="at"):
            await desk.act(OFFICER, one.id, replace(told_persons, at=early))
    assert (await desk.act(OFFICER, one.id, told_persons)).untold == (BreachStep.AGENCY_TOLD,)
    assert (await only(gateway, OFFICER, K.BREACH_TO_TELL)).about == "agency"
    with pytest.raises(OutOfOrder):
        await desk.act(OFFICER, one.id, told_persons)
    closed = await desk.act(OFFICER, one.id, BreachAct(BreachStep.AGENCY_TOLD, now, "Tanda terima 7"))
    assert (closed.untold, [act.by for act in closed.acts]) == ((), [OFFICER.account] * 2)
    assert await told(gateway, K.BREACH_TO_TELL, **EVERYBODY) == set()
    with pytest.raises(OutOfOrder):
        await desk.act(OFFICER, one.id, BreachAct(BreachStep.FOUND_NONE, now, "ternyata bukan"))

    other = await desk.record(OFFICER, found_at=now, found_by="petugas", what="Surat salah alamat")
    assert [breach.id for breach in await desk.all(OFFICER)] == [other.id, one.id], "open ones first"
    assert (
        await desk.act(OFFICER, other.id, BreachAct(BreachStep.FOUND_NONE, now, "amplop utuh"))
    ).untold == ()
    with pytest.raises(InvalidValue, match="found_at"):
        await desk.record(OFFICER, found_at=now + timedelta(hours=1), found_by="x", what="y")
    with pytest.raises(NotFound):
        await desk.record(CASE_WORKER, found_at=now, found_by="x", what="y")
    with pytest.raises(NotFound):
        await desk.get(CASE_WORKER, one.id)
    with pytest.raises(NotFound):
        async with gateway.transaction(CASE_WORKER) as tx:
            await tx.oversight.add_breach(replace(other, id=uuid4()))
    noted = await owner.fetchval(
        "SELECT count(*) FROM trail WHERE entity IN ('breaches', 'breach_acts') AND act = 'create'"
    )
    assert noted == 5


# ---- letters


def letter(kind: RequestKind, number: str = NIK, by: NumberKind = NumberKind.NIK) -> Letter:
    return Letter(kind, by, number, datetime.now(UTC) - timedelta(hours=30), "surat tanggal 26")


async def write(gateway: PostgresGateway, asked: Letter, actor: Actor = OFFICER) -> list[UUID]:
    made = await oversight.write_down(gateway, actor, asked, now=datetime.now(UTC))
    return [one.id for one in made]


async def look_ups(owner: Connection) -> list[tuple[object, ...]]:
    rows = await owner.fetch(
        "SELECT account, purpose, subject, fields FROM trail "
        "WHERE act = 'look_up' AND entity = 'subject_requests' ORDER BY seq"
    )
    return [tuple(row) for row in rows]


async def test_a_letter_becomes_a_request_of_whoever_has_the_person_and_shows_nobody(
    gateway: PostgresGateway, owner: Connection, office: RightsOffice
) -> None:
    one = person()
    await add(gateway, CASE_WORKER, one)
    (request,) = await write(gateway, letter(RequestKind.OBJECTION))
    assert await look_ups(owner) == [(OFFICER.account, "subject request objection", one.id, ["nik"])]
    assert await told(gateway, K.REQUEST_OPEN, **EVERYBODY) == {"officer", "case_worker"}
    task = await only(gateway, CASE_WORKER, K.REQUEST_OPEN)
    assert (task.record, task.candidate) == (request, one.id)
    asked = (await office.standing(CASE_WORKER, one.id)).requests[0]
    assert asked.due_at - asked.received_at == timedelta(hours=72)
    assert asked.due_in_hours(datetime.now(UTC)) == 42.0, "the clock has run since the letter came"

    with pytest.raises(OutOfOrder, match="in charge"):
        await office.decide(OFFICER, request, granted=True)
    with pytest.raises(NotFound):
        await office.decide(FAR_CASE_WORKER, request, granted=True)
    done = await office.decide(CASE_WORKER, request, granted=True)
    assert done.state is RequestState.DONE
    assert (await office.standing(CASE_WORKER, one.id)).record.candidate.gates.objected
    with pytest.raises(InvalidValue):
        await office.decide(CASE_WORKER, request, granted=True)


async def test_an_officer_learns_that_nobody_is_there_and_the_look_up_is_noted_all_the_same(
    gateway: PostgresGateway, owner: Connection
) -> None:
    with pytest.raises(InvalidValue, match="nobody has this number"):
        await write(gateway, letter(RequestKind.ACCESS))
    assert await look_ups(owner) == [(OFFICER.account, "subject request access", None, ["nik"])]
    with pytest.raises(NotFound):
        await write(gateway, letter(RequestKind.ACCESS), CASE_WORKER)
    async with gateway.transaction(CASE_WORKER) as tx:
        assert await tx.oversight.write_down(letter(RequestKind.ACCESS)) == (0, [])
    with pytest.raises(InvalidValue, match="received_at"):
        await write(
            gateway, replace(letter(RequestKind.ACCESS), received_at=datetime.now(UTC) - timedelta(days=91))
        )
    await owner.execute(
        "INSERT INTO trail (account, act, entity) SELECT $1, 'look_up', 'subject_requests' "
        "FROM generate_series(1, 49)",
        OFFICER.account,
    )
    with pytest.raises(TooOften):
        await write(gateway, letter(RequestKind.ACCESS))


async def test_a_nik_recorded_twice_is_one_person_and_a_register_number_may_be_two(
    gateway: PostgresGateway, owner: Connection
) -> None:
    one, again, other = a_record(NIK), a_record(NIK), a_record()
    register = one.identity.register_number or ""
    await add(gateway, CASE_WORKER, one)
    await add(gateway, FAR_CASE_WORKER, again)
    assert len(await write(gateway, letter(RequestKind.ACCESS))) == 2
    assert await told(gateway, K.REQUEST_OPEN, **EVERYBODY) == {"officer", "case_worker", "far_case_worker"}
    by_register = letter(RequestKind.CORRECTION, register, NumberKind.REGISTER)
    assert len(await write(gateway, by_register)) == 1
    same = replace(other, identity=replace(other.identity, register_number=register))
    await add(gateway, FAR_CASE_WORKER, same)
    with pytest.raises(InvalidValue, match="take the NIK"):
        await write(gateway, by_register)
    assert (await look_ups(owner))[-1][2:] == (None, ["register_number"])
