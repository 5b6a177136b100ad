"""Answers, openings and the ladder behind their walls: recorded by functions of the database alone, in their order."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
import pytest_asyncio

from data.errors import NotPermitted
from data.gateway import PostgresGateway
from data.pool import Connection, Database
from data.telling import PostgresTelling
from data.translation import translated
from matching.errors import (
    CandidacyWithdrawn,
    GateClosed,
    InvalidValue,
    NoOpeningLeft,
    NotFound,
    OutOfOrder,
    PlacedElsewhere,
    StateRefused,
)
from matching.model import Actor, CandidateId, EmployerId, Vacancy, VacancyId
from matching.model.outcome_codes import (
    ANSWER_STEPS,
    CHECK_DAYS,
    LADDER_STEPS,
    AnswerKind,
    Complainant,
    ComplaintCode,
    ComplaintState,
    EmployerReason,
    EndReason,
    InterviewManner,
    PlacementKind,
    Rung,
)
from matching.model.placements import (
    Complaint,
    ComplaintId,
    EmployerAnswer,
    LadderEvent,
    Openings,
    PlacementId,
    may_follow,
)
from matching.model.records import CandidateRecord, VacancyRecord
from matching.model.shortlists import ItemId, ShortlistId
from matching.outcomes import Stay
from matching.reliability import EmployerFacts
from matching.usecases.placements import came_of
from matching.vocabulary import ContractKind
from matching.workflow import ItemChange, State
from tests.data.persons import a_record
from tests.data.wishes import asks_for_access
from tests.postgres import Fresh
from tests.staff import (
    CASE_WORKER,
    COLLEAGUE,
    COMPANY,
    FAR_CASE_WORKER,
    FAR_PLANNER,
    OFFICER,
    OTHER_COMPANY,
    OTHER_RECRUITER,
    PLANNER,
    RECRUITER,
    enrol_companies,
)

OFFER, HIRED = EmployerAnswer(AnswerKind.OFFER), EmployerAnswer(AnswerKind.HIRED)
DECLINED = EmployerAnswer(AnswerKind.DECLINED, reason=EmployerReason.TOO_FAR)
WITHDRAWN = EmployerAnswer(AnswerKind.WITHDRAWN, reason=EmployerReason.WORK_FELL_AWAY)
VACANCY = VacancyId(UUID(int=77))


def interview(day: datetime | None = None) -> EmployerAnswer:
    when = day or datetime.now(UTC) + timedelta(days=3)
    return EmployerAnswer(AnswerKind.INTERVIEW, when, InterviewManner.IN_FACILITY, "Ruang bimker")


def started(on: date, **more: Any) -> LadderEvent:
    return LadderEvent(Rung.STARTED, on, ContractKind.FIXED_TERM, **more)


@dataclass
class Desk:
    """A vacancy of a company, and a list of people that has been sent to it."""

    gateway: PostgresGateway
    owner: Connection
    people: list[CandidateRecord]
    items: list[ItemId]
    shortlist: ShortlistId

    async def answer(self, actor: Actor, item: ItemId, answer: EmployerAnswer) -> int:
        async with self.gateway.transaction(actor) as tx:
            return await tx.placements.answer(item, answer)

    async def kinds(self, actor: Actor, item: ItemId) -> list[tuple[str, bool]]:
        async with self.gateway.transaction(actor, read_only=True) as tx:
            return [(str(one.answer.kind), one.on_behalf) for one in await tx.placements.answers(item)]

    async def openings(self, actor: Actor = RECRUITER) -> Openings:
        async with self.gateway.transaction(actor, read_only=True) as tx:
            return await tx.placements.openings(VACANCY)

    async def placement(self, number: int = 0) -> PlacementId:
        async with self.gateway.transaction(CASE_WORKER, read_only=True) as tx:
            (placement,) = await tx.placements.of(self.people[number].id)
            return placement.id

    async def record(self, placement: PlacementId, event: LadderEvent, actor: Actor = CASE_WORKER) -> int:
        async with self.gateway.transaction(actor) as tx:
            return await tx.placements.record(placement, event)

    async def ladder(self, placement: PlacementId) -> list[str]:
        async with self.gateway.transaction(CASE_WORKER, read_only=True) as tx:
            events = (await tx.placements.get(placement)).events
            order = list(Rung)
            return sorted(
                (str(one.event.kind) for one in events if one.stands),
                key=lambda kind: order.index(Rung(kind)),
            )

    async def found_work(
        self, number: int = 0, kind: PlacementKind = PlacementKind.OUTSIDE_EMPLOYER
    ) -> PlacementId:
        placement = PlacementId(uuid4())
        async with self.gateway.transaction(CASE_WORKER) as tx:
            await tx.placements.open(placement, self.people[number].id, kind, None, None)
        return placement


async def a_desk(gateway: PostgresGateway, owner: Connection, people: int, openings: int) -> Desk:
    """Everybody in one list for one vacancy; sent, unless told otherwise."""
    await enrol_companies(owner)
    await owner.execute("UPDATE meta SET shortlist_interest = false, second_approval = '{}'")
    for key, who in (("account", CASE_WORKER.account), ("unit", CASE_WORKER.unit)):
        await owner.execute("SELECT set_config($1, $2, false)", f"app.{key}", str(who))
    made = Desk(
        gateway, owner, [a_record(f"35190117{n:08}") for n in range(people)], [], ShortlistId(uuid4())
    )
    work = VacancyRecord(Vacancy(VACANCY, COMPANY, "Tukang Las", "35.19", openings=openings, sector="25920"))
    async with gateway.transaction(CASE_WORKER) as tx:
        await tx.candidates.add(made.people)
        await tx.vacancies.add([work])
        await tx.shortlists.open(made.shortlist, candidate=None, vacancy=VACANCY, note="")
        for person in made.people:
            made.items.append(ItemId(uuid4()))
            await tx.shortlists.add(
                made.items[-1], made.shortlist, person.id, reason="candidate_wish", note=""
            )
    return made


async def send(desk: Desk, *steps: State) -> Desk:
    """By these steps, or by all of them."""
    for target in steps or (State.PROPOSED, State.UNDER_REVIEW, State.APPROVED, State.SENT):
        async with desk.gateway.transaction(PLANNER if target is State.APPROVED else CASE_WORKER) as tx:
            if target is State.APPROVED:
                version = (await tx.shortlists.get(desk.shortlist)).version
                facts: dict[str, Any] = {str(item): {} for item in desk.items}
                await tx.shortlists.approve(desk.shortlist, version=version, facts=facts, note="")
            else:
                await tx.shortlists.step(desk.shortlist, target, reason="", note="")
    return desk


@pytest_asyncio.fixture
async def desk(gateway: PostgresGateway, owner: Connection) -> Desk:
    return await send(await a_desk(gateway, owner, people=3, openings=2))


async def let_days_pass(owner: Connection, days: int) -> None:
    """What has been recorded lies so many days further back."""
    async with owner.transaction():
        await owner.execute("ALTER TABLE placement_events DISABLE TRIGGER only_added_to")
        await owner.execute("UPDATE placement_events SET happened_on = happened_on - $1::integer", days)
        await owner.execute("ALTER TABLE placement_events ENABLE TRIGGER only_added_to")


async def test_the_database_has_the_tables_of_the_core(owner: Connection) -> None:
    steps = await owner.fetch("SELECT before, after, opening FROM answer_steps")
    assert {tuple(row) for row in steps} == {
        (str(before or ""), str(after), str(opening or ""))
        for (before, after), opening in ANSWER_STEPS.items()
    }
    ladder = await owner.fetch("SELECT before, after FROM ladder_steps")
    assert {tuple(row) for row in ladder} == {
        (str(before or ""), str(after)) for before, after in LADDER_STEPS
    }
    rungs = await owner.fetch("SELECT kind, days FROM ladder_rungs ORDER BY position")
    assert [tuple(row) for row in rungs] == [
        (str(rung), CHECK_DAYS.get(rung)) for rung in Rung if rung is not Rung.VOID
    ]


async def test_every_answer_comes_in_its_order_or_not_at_all(desk: Desk) -> None:
    """From each state that can be reached, each answer: taken where the table has it, refused otherwise."""
    ways: dict[AnswerKind | None, list[EmployerAnswer]] = {None: []}
    all_answers = {
        one.kind: one
        for one in (interview(datetime.now(UTC)), OFFER, HIRED, DECLINED, WITHDRAWN, EmployerAnswer(AnswerKind.NO_SHOW),
                    EmployerAnswer(AnswerKind.NOT_HELD, reason=EmployerReason.POSTPONED))
    }  # fmt: skip
    for before, after in ANSWER_STEPS:
        if after not in ways and before in ways:
            ways[after] = [*ways[before], all_answers[after]]
    assert set(ways) == {None, *AnswerKind}
    for state, way in ways.items():
        for kind, tried in all_answers.items():
            assert await trial(desk, [*way, tried]) is ((state, kind) in ANSWER_STEPS), (state, kind)


class Undone(Exception):
    """Thrown to keep nothing of a trial."""


async def trial(desk: Desk, answers: Sequence[EmployerAnswer]) -> bool:
    """Whether all of these answers are taken, one after the other; nothing is kept."""
    try:
        async with desk.gateway.transaction(CASE_WORKER) as tx:
            for one in answers:
                await tx.placements.answer(desk.items[0], one)
            raise Undone  # noqa: TRY301 - leaving by an error is what undoes it
    except Undone:
        return True
    except OutOfOrder:
        return False


async def test_openings_are_arithmetic(desk: Desk) -> None:
    one, two, three = desk.items
    async with desk.gateway.transaction(CASE_WORKER) as tx:
        await tx.placements.hold(three, days=14)
    assert (await desk.openings()) == Openings(openings=2, held=1, offered=0, filled=0, released=0)
    await desk.answer(RECRUITER, one, OFFER)
    stands = await desk.openings()
    assert (stands.held, stands.offered, stands.free) == (1, 1, 0)
    with pytest.raises(NoOpeningLeft):
        await desk.answer(RECRUITER, two, OFFER)
    assert await desk.kinds(CASE_WORKER, two) == []
    await desk.answer(RECRUITER, one, HIRED)
    await desk.answer(RECRUITER, three, HIRED)  # whose opening was held has it
    assert (await desk.openings()) == Openings(openings=2, held=0, offered=0, filled=2, released=0)
    await desk.answer(RECRUITER, three, WITHDRAWN)
    assert (await desk.openings()) == Openings(openings=2, held=0, offered=0, filled=1, released=1)
    await desk.answer(RECRUITER, two, HIRED)
    assert (await desk.openings(PLANNER)).free == 0


async def test_the_sum_cannot_be_broken_from_behind_either(desk: Desk) -> None:
    for change in ("held = 1", "taken = 1", "held = 3, taken = 3", "filled = -1, held = 1"):
        with pytest.raises(asyncpg.CheckViolationError):
            await desk.owner.execute(f"UPDATE vacancies SET {change} WHERE id = $1", VACANCY)
    for item in desk.items[:2]:
        await desk.answer(RECRUITER, item, OFFER)

    async def lower() -> None:
        async with desk.gateway.transaction(RECRUITER) as tx:
            record = await tx.vacancies.get(VACANCY)
            fewer = replace(record.vacancy, openings=1, held=1)
            await tx.vacancies.replace(replace(record, vacancy=fewer), version=None)

    with pytest.raises(InvalidValue, match="fewer than are held"):
        await lower()


async def test_fifty_acceptances_of_the_last_opening_are_one(
    gateway: PostgresGateway, owner: Connection, fresh: Fresh
) -> None:
    desk = await send(await a_desk(gateway, owner, people=50, openings=1))
    async with Database.open(fresh.url("jembatan_app"), min_size=50, max_size=50) as many:
        ways_in = PostgresGateway(many, gateway._vault)
        together = asyncio.Barrier(50)

        async def accept(item: ItemId) -> str:
            try:
                async with ways_in.transaction(RECRUITER) as tx:
                    await together.wait()  # every client has its own connection and open transaction
                    await tx.placements.answer(item, HIRED)
            except NoOpeningLeft:
                return "refused"
            return "hired"

        told = Counter(await asyncio.gather(*map(accept, desk.items)))
    assert told == {"hired": 1, "refused": 49}
    assert (await desk.openings()) == Openings(openings=1, held=0, offered=0, filled=1, released=0)
    assert await owner.fetchval("SELECT count(*) FROM employer_answers") == 1
    assert await owner.fetchval("SELECT count(*) FROM placement_events WHERE kind = 'accepted'") == 1


async def test_only_the_parties_answer_and_see_answers(desk: Desk) -> None:
    item = desk.items[0]
    for actor in (OTHER_RECRUITER, COLLEAGUE, FAR_CASE_WORKER, FAR_PLANNER, OFFICER):
        with pytest.raises(NotFound):
            await desk.answer(actor, item, interview())
        with pytest.raises(NotFound):
            await desk.kinds(actor, item)
    await desk.answer(RECRUITER, item, interview())
    await desk.answer(CASE_WORKER, item, OFFER)
    await desk.answer(PLANNER, item, WITHDRAWN)
    for actor in (RECRUITER, CASE_WORKER, PLANNER):
        assert await desk.kinds(actor, item) == [("interview", False), ("offer", True), ("withdrawn", True)]


async def test_before_it_is_sent_a_list_is_answered_by_nobody(
    gateway: PostgresGateway, owner: Connection
) -> None:
    desk = await a_desk(gateway, owner, people=1, openings=1)
    with pytest.raises(NotFound):
        await desk.answer(RECRUITER, desk.items[0], OFFER)
    with pytest.raises(OutOfOrder):
        await desk.answer(CASE_WORKER, desk.items[0], OFFER)


async def test_whoever_withdraws_the_consent_is_gone_for_the_employer(desk: Desk) -> None:
    await desk.owner.execute("UPDATE candidates SET consented = false WHERE id = $1", desk.people[0].id)
    with pytest.raises(CandidacyWithdrawn):
        await desk.answer(RECRUITER, desk.items[0], OFFER)
    with pytest.raises(CandidacyWithdrawn):
        await desk.kinds(RECRUITER, desk.items[0])


async def test_the_last_answer_makes_the_list_answered(desk: Desk) -> None:
    for item in desk.items[:-1]:
        await desk.answer(RECRUITER, item, DECLINED)
    async with desk.gateway.transaction(CASE_WORKER) as tx:
        assert (await tx.shortlists.get(desk.shortlist)).state is State.SENT
    await desk.answer(RECRUITER, desk.items[-1], DECLINED)
    async with desk.gateway.transaction(CASE_WORKER) as tx:
        assert (await tx.shortlists.get(desk.shortlist)).state is State.ANSWERED


async def test_answers_climb_the_ladder(desk: Desk) -> None:
    today = await desk.owner.fetchval("SELECT today_here()")
    await desk.answer(RECRUITER, desk.items[0], interview(datetime.now(UTC)))
    placement = await desk.placement()
    assert await desk.ladder(placement) == ["proposed"]
    await desk.answer(RECRUITER, desk.items[0], OFFER)
    assert await desk.ladder(placement) == ["proposed", "interviewed", "offered"]
    await desk.record(placement, LadderEvent(Rung.ACCEPTED, today))  # the person's word, by the case worker
    assert (await desk.openings()).filled == 1
    await desk.answer(RECRUITER, desk.items[0], HIRED)
    await desk.record(placement, started(today, wage_monthly_idr=2_500_000, place="35.19"))
    assert await desk.ladder(placement) == ["proposed", "interviewed", "offered", "accepted", "started"]


async def test_a_person_who_says_no_gives_the_opening_back(desk: Desk) -> None:
    today = await desk.owner.fetchval("SELECT today_here()")
    await desk.answer(RECRUITER, desk.items[0], OFFER)
    placement = await desk.placement()
    await desk.record(placement, LadderEvent(Rung.ENDED, today, reason=EndReason.DECLINED_BY_PERSON))
    assert (await desk.openings()) == Openings(openings=2, held=0, offered=0, filled=0, released=1)
    with pytest.raises(CandidacyWithdrawn):
        await desk.answer(RECRUITER, desk.items[0], HIRED)


async def test_every_rung_follows_one_that_it_may_follow(desk: Desk) -> None:
    today: date = await desk.owner.fetchval("SELECT today_here()")
    long_ago = today - timedelta(days=400)
    may_begin = {Rung.STARTED, Rung.ACCEPTED, Rung.PROPOSED}
    for kind in (*may_begin, Rung.INTERVIEWED, Rung.OFFERED, Rung.KEPT_30, Rung.ENDED):
        event = {
            Rung.STARTED: started(long_ago),
            Rung.ENDED: LadderEvent(Rung.ENDED, long_ago, reason=EndReason.LEFT),
        }.get(kind) or LadderEvent(kind, long_ago)
        if kind in may_begin:
            await desk.record(await desk.found_work(), event)
        else:
            with pytest.raises(OutOfOrder):
                await desk.record(await desk.found_work(), event)
    placement = await desk.found_work()
    await desk.record(placement, started(long_ago))
    await desk.record(placement, LadderEvent(Rung.KEPT_90, long_ago + timedelta(days=95)))
    with pytest.raises(OutOfOrder):
        await desk.record(placement, LadderEvent(Rung.KEPT_90, long_ago + timedelta(days=96)))
    await desk.record(
        placement, LadderEvent(Rung.ENDED, long_ago + timedelta(days=120), reason=EndReason.LEFT)
    )
    with pytest.raises(OutOfOrder):
        await desk.record(placement, LadderEvent(Rung.ENDED, today, reason=EndReason.LEFT))


@pytest.mark.parametrize(
    ("kind", "after_start"),
    [(Rung.KEPT_30, 29), (Rung.KEPT_90, 89), (Rung.KEPT_30, 401), (Rung.ENDED, -1), (Rung.ENDED, 401)],
)
async def test_a_date_that_cannot_be_is_refused(desk: Desk, kind: Rung, after_start: int) -> None:
    """Too early for the check, before the start, or in the future; the start was 400 days ago."""
    start: date = await desk.owner.fetchval("SELECT today_here() - 400")
    placement = await desk.found_work()
    await desk.record(placement, started(start))
    reason = EndReason.LEFT if kind is Rung.ENDED else None
    with pytest.raises(InvalidValue, match="on"):
        await desk.record(placement, LadderEvent(kind, start + timedelta(days=after_start), reason=reason))


async def test_a_correction_is_a_new_event_under_the_same_law(desk: Desk) -> None:
    start: date = await desk.owner.fetchval("SELECT today_here() - 100")
    placement = await desk.found_work()
    first = await desk.record(placement, started(start))
    kept = await desk.record(placement, LadderEvent(Rung.KEPT_30, start + timedelta(days=30)))
    with pytest.raises(InvalidValue):  # by the later start, the check would have come too early
        await desk.record(placement, started(start + timedelta(days=5), corrects=first))
    with pytest.raises(InvalidValue):
        await desk.record(placement, LadderEvent(Rung.KEPT_90, start + timedelta(days=95), corrects=kept))
    with pytest.raises(OutOfOrder):  # the check would hang in the air
        await desk.record(placement, LadderEvent(Rung.VOID, start, corrects=first))
    await desk.record(placement, LadderEvent(Rung.VOID, start, corrects=kept))
    again = await desk.record(placement, started(start + timedelta(days=5), corrects=first))
    with pytest.raises(InvalidValue):
        await desk.record(placement, started(start, corrects=first))
    assert await desk.ladder(placement) == ["started"]
    assert await desk.owner.fetchval("SELECT count(*) FROM placement_events") == 4
    assert again > first


async def test_nobody_rewrites_what_was_recorded(desk: Desk, database: Database) -> None:
    await desk.answer(RECRUITER, desk.items[0], OFFER)
    for table in ("employer_answers", "placement_events"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await desk.owner.execute(f"UPDATE {table} SET note = 'lain'")
        for statement in (
            f"UPDATE {table} SET note = 'lain'",
            f"DELETE FROM {table}",
            f"INSERT INTO {table} DEFAULT VALUES",
        ):
            await denied(database, CASE_WORKER, statement)
    await denied(database, CASE_WORKER, "UPDATE holds SET state = 'held'")
    await denied(database, CASE_WORKER, "DELETE FROM holds")
    async with database.transaction(CASE_WORKER) as connection:
        assert await connection.execute("UPDATE holds SET released_at = now()") == "UPDATE 0"


async def denied(database: Database, actor: Actor, statement: str) -> None:
    async def attempt() -> None:
        async with database.transaction(actor) as connection:
            with translated():
                await connection.execute(statement)

    with pytest.raises(NotPermitted):
        await attempt()


async def test_checks_fall_due_after_the_start_and_are_the_caseloads(desk: Desk) -> None:
    start: date = await desk.owner.fetchval("SELECT today_here() - 100")
    placement = await desk.found_work()
    await desk.record(placement, started(start))
    due = [(Rung.KEPT_30, start + timedelta(days=30)), (Rung.KEPT_90, start + timedelta(days=90))]
    today = start + timedelta(days=100)
    assert await checks(desk, CASE_WORKER, today) == await checks(desk, PLANNER, today) == due
    for actor in (COLLEAGUE, FAR_PLANNER, RECRUITER):
        assert await checks(desk, actor, today) == []
    async with desk.gateway.transaction(CASE_WORKER) as tx:
        await tx.transfers.hand_over(desk.people[0].id, COLLEAGUE.account)
    assert await checks(desk, CASE_WORKER, today) == []
    assert await checks(desk, COLLEAGUE, today) == due
    await desk.record(placement, LadderEvent(Rung.KEPT_90, start + timedelta(days=92)), COLLEAGUE)
    assert await checks(desk, COLLEAGUE, today) == []
    assert await checks(desk, COLLEAGUE, today + timedelta(days=300)) == [
        (Rung.KEPT_180, start + timedelta(days=180)), (Rung.KEPT_365, start + timedelta(days=365))
    ]  # fmt: skip
    await desk.record(placement, LadderEvent(Rung.ENDED, today, reason=EndReason.BETTER_WORK), COLLEAGUE)
    assert await checks(desk, COLLEAGUE, today + timedelta(days=300)) == []


async def checks(desk: Desk, actor: Actor, until: date) -> list[tuple[Rung, date]]:
    async with desk.gateway.transaction(actor, read_only=True) as tx:
        return [(one.kind, one.due) for one in await tx.placements.open_checks(until, limit=50)]


async def test_what_is_open_goes_with_the_person(desk: Desk) -> None:
    person = desk.people[0].id
    await desk.answer(RECRUITER, desk.items[0], interview())
    placement = await desk.found_work()
    await desk.record(placement, started(await desk.owner.fetchval("SELECT today_here() - 40")))
    await desk.owner.execute(
        """UPDATE candidates SET blockers = '[["housing", "open", 30]]' WHERE id = $1""", person
    )
    for kind, state in (("correction", "approved"), ("correction", "open"), ("access", "done")):
        await desk.owner.execute(
            "INSERT INTO subject_requests (id, kind, subject, candidate_id, received_at, due_at, state, decided_at, "
            "unit_id, caseload, recorded_by) SELECT gen_random_uuid(), $2, id, id, now(), now() + interval '3 days', "
            "$3, CASE WHEN $3 <> 'open' THEN now() END, unit_id, caseload, caseload FROM candidates WHERE id = $1",
            person, kind, state,
        )  # fmt: skip
    async with desk.gateway.transaction(CASE_WORKER) as tx:
        matters = await tx.placements.open_matters(person)
    expected = {"interview": 1, "check": 4, "blocker": 1, "request": 1, "correction": 1}
    assert Counter(one.kind for one in matters) == expected
    async with desk.gateway.transaction(COLLEAGUE) as tx:
        assert await tx.placements.open_matters(person) == []
    async with desk.gateway.transaction(CASE_WORKER) as tx:
        offer = await tx.transfers.offer(person, FAR_CASE_WORKER.unit, "")
    async with desk.gateway.transaction(FAR_CASE_WORKER) as tx:
        await tx.transfers.decide(offer, accept=True)
    kept = await desk.owner.fetchval("SELECT open_matters FROM transfers WHERE id = $1", offer)
    assert kept.count('"kind": "check"') == 4
    async with desk.gateway.transaction(FAR_CASE_WORKER) as tx:
        assert [one.kind for one in await tx.placements.open_matters(person)] == [one.kind for one in matters]
        assert [one.kind for one in await tx.placements.of(person)] == [
            PlacementKind.JOB, PlacementKind.OUTSIDE_EMPLOYER
        ]  # fmt: skip


async def test_an_erased_person_leaves_the_place_filled_and_nothing_else(desk: Desk) -> None:
    await desk.answer(RECRUITER, desk.items[0], HIRED)
    await desk.answer(RECRUITER, desk.items[1], OFFER)
    await complain(desk, CASE_WORKER, desk.people[0].id)
    for person in desk.people[:2]:
        await desk.owner.execute("SELECT erase_person($1)", person.id)
    assert (await desk.openings()) == Openings(openings=2, held=0, offered=0, filled=1, released=1)
    for table in ("employer_answers", "placements", "placement_events"):
        assert await desk.owner.fetchval(f"SELECT count(*) FROM {table}") == 0, table
    assert [tuple(row) for row in await desk.owner.fetch("SELECT candidate_id, note FROM complaints")] == [
        (None, "")
    ]
    assert {row[0] for row in await desk.owner.fetch("SELECT candidate_id FROM holds")} == {None}


async def complain(desk: Desk, actor: Actor, person: CandidateId | None) -> ComplaintId:
    complaint = Complaint(
        ComplaintId(uuid4()), COMPANY, person, Complainant.CANDIDATE if person else Complainant.AUTHORITY,
        ComplaintCode.WAGE_NOT_PAID, note="upah bulan kedua",
    )  # fmt: skip
    async with desk.gateway.transaction(actor) as tx:
        await tx.placements.complain(complaint)
    return complaint.id


async def test_complaints_are_seen_by_who_has_the_person_and_decided_by_planners_too(desk: Desk) -> None:
    about = await complain(desk, CASE_WORKER, desk.people[0].id)
    of_authority = await complain(desk, PLANNER, None)
    seen = {}
    actors = {
        "worker": CASE_WORKER,
        "colleague": COLLEAGUE,
        "planner": PLANNER,
        "far": FAR_PLANNER,
        "company": RECRUITER,
    }
    for name, actor in actors.items():
        async with desk.gateway.transaction(actor) as tx:
            seen[name] = {one.id for one in await tx.placements.complaints(COMPANY, limit=9)}
    assert seen == {
        "worker": {about},
        "colleague": set(),
        "planner": {about, of_authority},
        "far": set(),
        "company": set(),
    }
    with pytest.raises(NotFound):
        await complain(desk, COLLEAGUE, desk.people[0].id)
    with pytest.raises(NotFound):
        async with desk.gateway.transaction(FAR_PLANNER) as tx:
            await tx.placements.decide(about, ComplaintState.UPHELD)
    async with desk.gateway.transaction(PLANNER) as tx:
        await tx.placements.decide(about, ComplaintState.UPHELD)
    with pytest.raises(NotFound):
        async with desk.gateway.transaction(PLANNER) as tx:
            await tx.placements.decide(about, ComplaintState.DISMISSED)


async def test_the_facts_of_an_employer_are_for_planners(desk: Desk) -> None:
    await desk.answer(RECRUITER, desk.items[0], interview(datetime.now(UTC)))
    await desk.answer(RECRUITER, desk.items[0], HIRED)
    await desk.answer(RECRUITER, desk.items[1], OFFER)
    await desk.answer(RECRUITER, desk.items[1], WITHDRAWN)
    await complain(desk, CASE_WORKER, None)
    async with desk.gateway.transaction(FAR_PLANNER, read_only=True) as tx:
        facts = await tx.outcomes.employer(COMPANY)
    assert (facts.sent, facts.interviews, facts.met, facts.offers, facts.taken_back) == (3, 1, 1, 2, 1)
    assert (facts.starts, facts.complaints_open, facts.complaints_upheld) == (0, 1, 0)
    assert sorted(wait.over for wait in facts.waits) == [False, True, True]
    today: date = await desk.owner.fetchval("SELECT today_here()")
    placement = await desk.placement()
    await desk.record(placement, started(today))
    elsewhere = await desk.found_work(1, PlacementKind.SELF_EMPLOYMENT)
    await desk.record(elsewhere, LadderEvent(Rung.STARTED, today, ContractKind.SELF_EMPLOYMENT))
    await let_days_pass(desk.owner, 40)
    await desk.record(placement, LadderEvent(Rung.ENDED, today - timedelta(days=3), reason=EndReason.LEFT))
    for free, expected in ((1, (0, 0)), (0, (2, 1))):  # nobody can begin before they are expected to be free
        await desk.owner.execute(
            "UPDATE release_windows SET earliest = today_here() + $1::integer, expected = today_here() + $1::integer, "
            "latest = today_here() + $1::integer",
            free,
        )
        async with desk.gateway.transaction(FAR_PLANNER, read_only=True) as tx:
            facts = await tx.outcomes.employer(COMPANY)
        assert (facts.lasted, (facts.to_start, facts.starts)) == ([Stay(37, over=True, age=40)], expected)
    for actor in (CASE_WORKER, RECRUITER, OTHER_RECRUITER, OFFICER):
        with pytest.raises(NotFound):
            async with desk.gateway.transaction(actor, read_only=True) as tx:
                await tx.outcomes.employer(COMPANY)


async def test_an_employer_is_told_by_what_it_could_answer(
    gateway: PostgresGateway, owner: Connection
) -> None:
    desk = await send(await a_desk(gateway, owner, people=4, openings=2))
    said_no, silent, left_out, _ = desk.items

    async def facts() -> EmployerFacts:
        async with gateway.transaction(PLANNER, read_only=True) as tx:
            return await tx.outcomes.employer(COMPANY)

    async with gateway.transaction(CASE_WORKER) as tx:
        await tx.shortlists.answer(said_no, interested=False, reason="wage", note="")
        await tx.shortlists.change(left_out, ItemChange.REMOVE, place=None, reason="candidate_wish", note="")
    stands = [wait.days for wait in (await facts()).waits]
    await desk.answer(RECRUITER, silent, interview(datetime.now(UTC)))
    told = await facts()
    assert (told.sent, len(told.waits), told.interviews, told.met) == (2, 4, 1, 0)
    # Who has said no, or was left out, waits no longer.
    assert sum(one.days in stands for one in told.waits) >= 2
    async with gateway.transaction(CASE_WORKER) as tx:
        await tx.shortlists.step(desk.shortlist, State.CLOSED, reason="no_answer", note="")
    told = await facts()
    assert (told.sent, sum(wait.over for wait in told.waits)) == (2, 1)
    await owner.execute("UPDATE candidates SET consented = false WHERE id = $1", desk.people[3].id)
    assert 0 in [wait.days for wait in (await facts()).waits]  # since when is not known


async def test_reported_facts_are_of_the_unit_or_the_region_and_name_nobody(desk: Desk) -> None:
    await desk.answer(RECRUITER, desk.items[0], HIRED)
    placement = await desk.placement()
    today: date = await desk.owner.fetchval("SELECT today_here()")
    await desk.record(placement, started(today, wage_monthly_idr=2_500_000))
    for actor in (CASE_WORKER, COLLEAGUE, PLANNER):
        async with desk.gateway.transaction(actor, read_only=True) as tx:
            facts = await tx.outcomes.facts()
        assert (len(facts.people), len(facts.proposals), len(facts.placements)) == (3, 3, 1)
        assert sum(row.reached for row in facts.people) == 3
        assert [row.first_day for row in facts.people if row.first_day] == [today]
        assert facts.placements[0].contract is ContractKind.FIXED_TERM
        told = repr(facts)
        assert not [one for one in desk.people if str(one.id) in told or one.identity.name in told]
    for actor in (FAR_CASE_WORKER, FAR_PLANNER, RECRUITER, OFFICER):
        async with desk.gateway.transaction(actor, read_only=True) as tx:
            facts = await tx.outcomes.facts()
        assert not [*facts.people, *facts.proposals, *facts.placements]


async def test_what_was_sent_counts_though_it_was_left_out_later(desk: Desk) -> None:
    await leave_out(replace(desk, items=desk.items[:1]))
    async with desk.gateway.transaction(CASE_WORKER, read_only=True) as tx:
        facts = await tx.outcomes.facts()
    assert (len(facts.proposals), sum(row.reached for row in facts.people)) == (3, 3)


async def test_two_companies_of_one_name_are_two_in_a_report(desk: Desk) -> None:
    name = await desk.owner.fetchval("SELECT name FROM employers WHERE id = $1", COMPANY)
    await desk.owner.execute("UPDATE employers SET name = $1 WHERE id = $2", name, OTHER_COMPANY)
    async with desk.gateway.transaction(CASE_WORKER, read_only=True) as tx:
        facts = await tx.outcomes.facts()
    assert {row.employer for row in facts.proposals} == {f"{name} ({str(COMPANY)[:8]})"}


async def test_the_persons_own_file_has_it_all(desk: Desk) -> None:
    await desk.answer(RECRUITER, desk.items[0], HIRED)
    await complain(desk, CASE_WORKER, desk.people[0].id)
    await asks_for_access(desk.gateway, CASE_WORKER, desk.people[0].id)
    async with desk.gateway.transaction(CASE_WORKER, read_only=True) as tx:
        file = await tx.subjects.of(desk.people[0].id)
    accounts = {str(row[0]) for row in await desk.owner.fetch("SELECT id FROM accounts")}
    assert not [one for one in accounts if one in str(file)], (
        "of the staff it gives role and unit, no account"
    )
    told = file["employer_answers"][0]["recorded_by"]
    assert set(told) == {"role", "unit"}
    assert file["person"]["recorded_by"]["role"] == "case_worker"
    assert [one["kind"] for one in file["employer_answers"]] == ["hired"]
    assert [one["kind"] for one in file["placements"][0]["events"]] == ["proposed", "offered", "accepted"]
    assert (file["openings"][0]["state"], file["complaints"][0]["code"]) == ("filled", "wage_not_paid")


async def test_the_trail_knows_who_recorded_what(desk: Desk) -> None:
    await desk.answer(RECRUITER, desk.items[0], HIRED)
    rows = await desk.owner.fetch(
        "SELECT entity FROM trail WHERE act = 'create' AND subject = $1 AND account = $2",
        desk.people[0].id, RECRUITER.account,
    )  # fmt: skip
    assert {row["entity"] for row in rows} == {"employer_answers", "placements", "placement_events", "holds"}


async def test_what_came_of_a_whole_list_is_read_at_once_noted_and_kept_from_strangers(desk: Desk) -> None:
    await desk.answer(RECRUITER, desk.items[0], OFFER)
    await desk.answer(RECRUITER, desk.items[0], HIRED)
    last, work = await came_of(desk.gateway, CASE_WORKER, desk.items)
    assert last == {desk.items[0]: AnswerKind.HIRED}
    assert {item: one.candidate for item, one in work.items()} == {desk.items[0]: desk.people[0].id}
    noted = await desk.owner.fetch(
        "SELECT entity FROM trail WHERE act = 'read' AND subject = $1 AND account = $2",
        desk.people[0].id, CASE_WORKER.account,
    )  # fmt: skip
    assert {"employer_answers", "placements"} <= {row["entity"] for row in noted}
    assert await came_of(desk.gateway, OTHER_RECRUITER, desk.items) == ({}, {})


async def test_two_records_that_become_one_keep_what_hangs_on_both(desk: Desk, vault: Any) -> None:
    people: Sequence[CandidateRecord] = desk.people
    await desk.answer(RECRUITER, desk.items[0], HIRED)
    placement = await desk.found_work(1)
    await desk.record(placement, started(await desk.owner.fetchval("SELECT today_here()")))
    await desk.owner.execute("DELETE FROM shortlist_items WHERE id = $1", desk.items[1])
    await desk.owner.execute("SELECT join_people($1, $2)", people[0].id, people[1].id)
    async with desk.gateway.transaction(CASE_WORKER, read_only=True) as tx:
        assert len(await tx.placements.of(people[0].id)) == 2
    assert (await desk.openings()).filled == 1


async def held(desk: Desk, item: ItemId, days: int = 14, actor: Actor = CASE_WORKER) -> None:
    async with desk.gateway.transaction(actor) as tx:
        await tx.placements.hold(item, days=days)


async def says(desk: Desk, item: ItemId, *, interested: bool) -> None:
    async with desk.gateway.transaction(CASE_WORKER) as tx:
        await tx.shortlists.answer(item, interested=interested, reason="" if interested else "wage", note="")


async def leave_out(desk: Desk) -> None:
    for item in desk.items:
        async with desk.gateway.transaction(CASE_WORKER) as tx:
            await tx.shortlists.change(
                item, ItemChange.REMOVE, place=None, reason="no_longer_possible", note=""
            )


async def close_list(desk: Desk) -> None:
    async with desk.gateway.transaction(CASE_WORKER) as tx:
        await tx.shortlists.step(desk.shortlist, State.CLOSED, reason="facts_changed", note="")


async def shut(desk: Desk, gate: str) -> None:
    async with desk.gateway.transaction(CASE_WORKER) as tx:  # as the case worker's account, in the trail too
        await tx.placements._connection.execute(
            f"UPDATE candidates SET {gate} WHERE id = ANY ($1)", [person.id for person in desk.people]
        )


async def erase(desk: Desk) -> None:
    for person in desk.people:
        await desk.owner.execute("SELECT erase_person($1)", person.id)


@pytest.mark.parametrize(
    "over",
    [
        leave_out,
        close_list,
        partial(shut, gate="consented = false"),
        partial(shut, gate="objected = true"),
        partial(shut, gate="restricted = true"),
        erase,
    ],
    ids=["left out", "closed", "withdrawn", "objected", "restricted", "erased"],
)
async def test_what_was_kept_for_a_candidacy_that_is_over_is_given_back(
    desk: Desk, over: Callable[[Desk], Awaitable[None]]
) -> None:
    """Held and offered is given back, and the ladder ends; what the person has accepted stays theirs."""
    await desk.owner.execute("UPDATE vacancies SET openings = 3")
    await held(desk, desk.items[0])
    await desk.answer(RECRUITER, desk.items[1], OFFER)
    offered = await desk.placement(1)
    await desk.answer(RECRUITER, desk.items[2], HIRED)
    await over(desk)
    assert (await desk.openings(PLANNER)) == Openings(openings=3, held=0, offered=0, filled=1, released=2)
    if over is erase:
        return
    assert (await desk.ladder(offered))[-1] == "ended"
    assert "ended" not in await desk.ladder(await desk.placement(2))
    ends = await desk.owner.fetch("SELECT reason, recorded_by FROM placement_events WHERE kind = 'ended'")
    assert [tuple(row) for row in ends] == [("candidacy_withdrawn", CASE_WORKER.account)]
    changed = await desk.owner.fetch(
        "SELECT subject FROM trail WHERE entity = 'holds' AND act = 'change' AND 'released_at' = ANY (fields)"
    )
    assert {row["subject"] for row in changed} == {desk.people[0].id, desk.people[1].id}
    if over in (
        leave_out,
        close_list,
    ):  # nothing is taken again behind the list's back, by a correction either
        (end,) = await desk.owner.fetch("SELECT id FROM placement_events WHERE kind = 'ended'")
        today = await desk.owner.fetchval("SELECT today_here()")
        with pytest.raises(CandidacyWithdrawn):
            await desk.record(offered, LadderEvent(Rung.VOID, today, corrects=end["id"]))


async def test_a_hold_is_of_a_list_that_lives_and_ends_by_itself(
    gateway: PostgresGateway, owner: Connection, worker: Database
) -> None:
    desk = await a_desk(gateway, owner, people=2, openings=1)
    one, two = desk.items
    with pytest.raises(OutOfOrder, match="proposed"):
        await held(desk, one)
    await send(desk)
    await held(desk, one, days=2)
    assert await tasks(desk) == {"hold_ends"}
    with pytest.raises(NoOpeningLeft):
        await desk.answer(RECRUITER, two, OFFER)
    await owner.execute("UPDATE holds SET expires_at = now() - interval '1 minute'")
    assert (await desk.openings()) == Openings(openings=1, held=0, offered=0, filled=0, released=1)
    await desk.answer(
        RECRUITER, two, OFFER
    )  # what is over is in nobody's way, before it has been given back either
    await desk.answer(RECRUITER, two, WITHDRAWN)
    await held(desk, one, days=2)
    await owner.execute("UPDATE holds SET expires_at = now() - interval '1 minute' WHERE released_at IS NULL")
    assert await PostgresTelling(worker).give_back_expired() == 1
    assert await owner.fetchval("SELECT held FROM vacancies") == 0
    assert "hold_given_back" in await tasks(desk)
    await owner.execute("UPDATE vacancies SET status = 'closed'")
    with pytest.raises(OutOfOrder, match="vacancy must be open"):
        await held(desk, one)
    await owner.execute("UPDATE vacancies SET status = 'open'")
    await close_list(desk)
    with pytest.raises(OutOfOrder):
        await held(desk, one)


async def tasks(desk: Desk, actor: Actor = CASE_WORKER) -> set[str]:
    async with desk.gateway.transaction(actor, read_only=True) as tx:
        due, _ = await tx.tasks.open(kind=None, snoozed=False, limit=50)
    looked_for = {"hold_ends", "hold_given_back", "proposal_to_answer", "complaint_to_decide"}
    return {str(one.kind) for one in due} & looked_for


async def test_what_the_person_does_not_want_nobody_hires_them_for(desk: Desk) -> None:
    today = await desk.owner.fetchval("SELECT today_here()")
    one, two, three = desk.items
    await says(desk, one, interested=False)
    for answer in (interview(), OFFER, HIRED):
        with pytest.raises(CandidacyWithdrawn):
            await desk.answer(RECRUITER, one, answer)
    await says(desk, one, interested=True)  # a word that is changed before anything was promised
    await desk.answer(RECRUITER, one, OFFER)
    await says(desk, one, interested=False)
    assert (await desk.openings()).free == 2
    offered = await desk.placement()
    with pytest.raises(CandidacyWithdrawn):
        await desk.record(offered, LadderEvent(Rung.ACCEPTED, today))
    with pytest.raises(CandidacyWithdrawn):
        await desk.answer(RECRUITER, one, HIRED)
    await desk.answer(RECRUITER, two, HIRED)
    await says(desk, two, interested=False)  # accepted, and the person thinks better of it
    assert (await desk.openings()).free == 2
    assert await desk.ladder(await desk.placement(1)) == ["proposed", "offered", "accepted", "ended"]
    await desk.answer(RECRUITER, three, HIRED)
    begun = await desk.placement(2)
    await desk.record(begun, started(today))
    await says(desk, three, interested=False)  # work that has begun ends on the ladder alone
    assert (await desk.openings()).filled == 1
    assert "proposal_to_answer" not in await tasks(desk, RECRUITER)


async def second_job(desk: Desk, hours: int | None = None) -> ItemId:
    """The first person in a list of their own, that has been sent to another company."""
    made, item, person = uuid4(), ItemId(uuid4()), desk.people[0].id
    other = Vacancy(
        VacancyId(uuid4()), OTHER_COMPANY, "Juru Masak", "35.19", sector="25920", hours_per_week=hours
    )
    async with desk.gateway.transaction(CASE_WORKER) as tx:
        await tx.vacancies.add([VacancyRecord(other)])
    await desk.owner.execute(
        "INSERT INTO shortlists (id, kind, candidate_id, status) VALUES ($1, 'vacancies', $2, 'sent')", made, person
    )  # fmt: skip
    await desk.owner.execute(
        "INSERT INTO shortlist_items (id, shortlist_id, candidate_id, vacancy_id, position, origin) "
        "VALUES ($1, $2, $3, $4, 1, 'added')", item, made, person, other.id,
    )  # fmt: skip
    return item


async def test_two_companies_do_not_hire_one_person_for_the_same_time(desk: Desk) -> None:
    today = await desk.owner.fetchval("SELECT today_here()")
    other = await second_job(desk)
    told = await asyncio.gather(
        desk.answer(RECRUITER, desk.items[0], HIRED),
        desk.answer(OTHER_RECRUITER, other, HIRED),
        return_exceptions=True,
    )
    assert [type(one) for one in told if isinstance(one, Exception)] == [PlacedElsewhere]
    late = OTHER_RECRUITER if isinstance(told[1], Exception) else RECRUITER
    second = other if late is OTHER_RECRUITER else desk.items[0]
    assert await desk.kinds(late, second) == []
    await desk.owner.execute(
        "UPDATE vacancies SET hours_per_week = 20"
    )  # two half days are no whole one too much
    await desk.answer(late, second, HIRED)
    async with desk.gateway.transaction(CASE_WORKER, read_only=True) as tx:
        both = await tx.placements.of(desk.people[0].id)
    await desk.owner.execute("UPDATE vacancies SET hours_per_week = NULL")
    with pytest.raises(PlacedElsewhere):
        await desk.record(both[0].id, started(today))
    await desk.record(both[1].id, LadderEvent(Rung.ENDED, today, reason=EndReason.BETTER_WORK))
    await desk.record(both[0].id, started(today))


async def test_what_was_sent_is_answered_when_the_vacancy_has_closed(desk: Desk) -> None:
    await desk.answer(RECRUITER, desk.items[1], DECLINED)

    async def shown() -> list[ItemId]:
        async with desk.gateway.transaction(RECRUITER, read_only=True) as tx:
            sent = await tx.placements.proposals(VACANCY)
            cards = await tx.cards.of(VACANCY, [one.candidate for one in sent], today=date(2026, 6, 1))
            return [one.item for one in sent if one.candidate in cards]

    assert await shown() == desk.items
    await desk.owner.execute("UPDATE vacancies SET status = 'closed'")
    assert await shown() == [desk.items[0], desk.items[2]]
    await desk.answer(RECRUITER, desk.items[0], HIRED)
    await desk.owner.execute("UPDATE vacancies SET status = 'draft'")  # its words are looked at anew
    assert await shown() == [desk.items[0], desk.items[2]]
    await says(desk, desk.items[2], interested=False)
    assert await shown() == [desk.items[0]]
    await desk.owner.execute("UPDATE vacancies SET status = 'suspended'")
    assert await shown() == []


async def test_interviews_lie_ahead_and_are_missed_after_their_time(desk: Desk) -> None:
    now = datetime.now(UTC)
    for day in (now - timedelta(days=2), now + timedelta(days=181)):
        with pytest.raises(InvalidValue, match="meets_at"):
            await desk.answer(RECRUITER, desk.items[0], interview(day))
    await desk.answer(RECRUITER, desk.items[0], interview())
    with pytest.raises(OutOfOrder, match="not come yet"):
        await desk.answer(RECRUITER, desk.items[0], EmployerAnswer(AnswerKind.NO_SHOW))
    await desk.answer(RECRUITER, desk.items[0], interview(now))
    await desk.answer(RECRUITER, desk.items[0], EmployerAnswer(AnswerKind.NO_SHOW))


async def test_nobody_answers_while_the_gate_is_closed(desk: Desk) -> None:
    await shut(desk, "restricted = true")
    for actor, error in ((CASE_WORKER, GateClosed), (PLANNER, GateClosed), (RECRUITER, CandidacyWithdrawn)):
        with pytest.raises(error):
            await desk.answer(actor, desk.items[0], OFFER)
    with pytest.raises(GateClosed):
        await held(desk, desk.items[0])


async def test_a_company_is_not_told_where_the_staff_have_it_meet_somebody_before_the_person_agrees(
    desk: Desk,
) -> None:
    async def place(actor: Actor, item: ItemId) -> str:
        async with desk.gateway.transaction(actor, read_only=True) as tx:
            return (await tx.placements.answers(item))[-1].answer.place

    await desk.owner.execute(
        "INSERT INTO masked_words (pattern, why) VALUES ('lapas', 'uji') ON CONFLICT DO NOTHING"
    )
    soon, room = datetime.now(UTC) + timedelta(days=3), "Lapas Uji, ruang kunjungan"
    inside = EmployerAnswer(AnswerKind.INTERVIEW, soon, InterviewManner.IN_FACILITY, "Ruang 3")
    named = EmployerAnswer(AnswerKind.INTERVIEW, soon, InterviewManner.VIDEO, room)
    plain = EmployerAnswer(AnswerKind.INTERVIEW, soon, InterviewManner.VIDEO, "Tautan menyusul")
    for answer, told in ((inside, ""), (named, ""), (plain, plain.place)):
        await desk.answer(CASE_WORKER, desk.items[0], answer)
        assert await place(RECRUITER, desk.items[0]) == told
        assert await place(PLANNER, desk.items[0]) == answer.place
    await desk.answer(RECRUITER, desk.items[1], named)  # its own words
    assert await place(RECRUITER, desk.items[1]) == room
    await desk.answer(CASE_WORKER, desk.items[0], inside)
    await desk.owner.execute(
        "CREATE OR REPLACE FUNCTION disclosed_fields(candidate uuid, employer uuid) RETURNS text[] "
        "LANGUAGE sql STABLE AS $$ SELECT '{name}'::text[] $$"
    )
    assert await place(RECRUITER, desk.items[0]) == inside.place


async def cards(desk: Desk, *, looking: bool) -> set[CandidateId]:
    async with desk.gateway.transaction(RECRUITER, read_only=True) as tx:
        people = [one.id for one in desk.people]
        return set(await tx.cards.of(VACANCY, people, today=date(2026, 6, 1), looking=looking))


async def test_a_company_is_shown_nobody_who_has_found_work_or_said_no(desk: Desk) -> None:
    one, two, three = (person.id for person in desk.people)
    today = await desk.owner.fetchval("SELECT today_here()")
    await desk.record(await desk.found_work(0), LadderEvent(Rung.ACCEPTED, today))
    assert await cards(desk, looking=True) == {two, three}
    assert await cards(desk, looking=False) == {one, two, three}  # what was sent stays until it is withdrawn
    await says(desk, desk.items[1], interested=False)
    assert await cards(desk, looking=True) == {three}
    async with desk.gateway.transaction(RECRUITER, read_only=True) as tx:
        assert [sent.item for sent in await tx.placements.proposals(VACANCY)] == [
            desk.items[0],
            desk.items[2],
        ]
    with pytest.raises(CandidacyWithdrawn):
        await desk.kinds(RECRUITER, desk.items[1])
    assert await desk.kinds(CASE_WORKER, desk.items[1]) == []
    await says(desk, desk.items[1], interested=True)
    assert await cards(desk, looking=True) == {two, three}
    await says(desk, desk.items[1], interested=False)
    await desk.owner.execute("ALTER TABLE candidate_answers DISABLE TRIGGER USER")
    await desk.owner.execute("UPDATE candidate_answers SET recorded_at = now() - interval '181 days'")
    assert await cards(desk, looking=True) == {two, three}
    assert [sent for sent in await proposed(desk) if sent == desk.items[1]] == []


async def proposed(desk: Desk) -> list[ItemId]:
    async with desk.gateway.transaction(RECRUITER, read_only=True) as tx:
        return [one.item for one in await tx.placements.proposals(VACANCY)]


async def test_a_case_workers_own_list_after_a_no_carries_a_flag(desk: Desk) -> None:
    await says(desk, desk.items[0], interested=False)
    made = ShortlistId(uuid4())
    async with desk.gateway.transaction(CASE_WORKER) as tx:
        await tx.shortlists.open(made, candidate=desk.people[0].id, vacancy=None, note="")
        await tx.shortlists.add(ItemId(uuid4()), made, VACANCY, reason="candidate_wish", note="")
    async with desk.gateway.transaction(CASE_WORKER, read_only=True) as tx:
        (item,) = (await tx.shortlists.get(made)).items
        before = (await tx.shortlists.get(desk.shortlist)).items
    assert [flag.code for flag in item.flags] == ["said_no_before"]
    assert [flag for one in before for flag in one.flags] == []


async def test_what_is_held_before_a_list_is_sent_is_free_for_the_company(
    gateway: PostgresGateway, owner: Connection
) -> None:
    desk = await a_desk(gateway, owner, people=2, openings=3)
    async with gateway.transaction(CASE_WORKER) as tx:
        await tx.shortlists.step(desk.shortlist, State.PROPOSED, reason="", note="")

    async def told(actor: Actor) -> tuple[int, int, int, int]:
        stand = await desk.openings(actor)
        async with gateway.transaction(actor, read_only=True) as tx:
            facts = (await tx.vacancies.many([VACANCY]))[VACANCY]
        return stand.held, stand.free, stand.released, facts.held

    await held(desk, desk.items[0])
    await held(desk, desk.items[1])
    async with gateway.transaction(CASE_WORKER) as tx:
        await tx.placements.release(desk.items[1])
    assert (await told(PLANNER), await told(RECRUITER)) == ((1, 2, 1, 1), (0, 3, 0, 0))
    await owner.execute("UPDATE holds SET expires_at = now() - interval '1 minute'")
    assert (await told(PLANNER), await told(RECRUITER)) == ((0, 3, 2, 1), (0, 3, 0, 0))
    await held(desk, desk.items[0])
    await send(desk, State.UNDER_REVIEW, State.APPROVED, State.SENT)
    assert (await desk.openings()).held == 1


@pytest.mark.parametrize("over", [leave_out, close_list, partial(shut, gate="restricted = true"), "no"])
async def test_a_company_learns_of_no_candidacy_why_it_is_over(desk: Desk, over: Any) -> None:
    await (says(desk, desk.items[0], interested=False) if over == "no" else over(desk))
    for answer in (interview(), OFFER, HIRED, DECLINED, WITHDRAWN):
        with pytest.raises(CandidacyWithdrawn):
            await desk.answer(RECRUITER, desk.items[0], answer)
    with pytest.raises(NotFound):
        await desk.answer(OTHER_RECRUITER, desk.items[0], OFFER)


async def test_what_was_never_sent_to_a_company_is_not_there_for_it(
    gateway: PostgresGateway, owner: Connection
) -> None:
    desk = await a_desk(gateway, owner, people=2, openings=1)
    async with gateway.transaction(CASE_WORKER) as tx:
        await tx.shortlists.change(
            desk.items[0], ItemChange.REMOVE, place=None, reason="candidate_wish", note=""
        )
    await owner.execute(
        "UPDATE shortlist_items SET removed_at = now() - interval '1 hour' WHERE removed_at IS NOT NULL"
    )
    await send(replace(desk, items=desk.items[1:]))
    with pytest.raises(NotFound):
        await desk.answer(RECRUITER, desk.items[0], OFFER)
    await close_list(desk)
    with pytest.raises(NotFound):
        await desk.kinds(RECRUITER, desk.items[0])


async def test_work_found_otherwise_is_bound_to_what_is_published_or_to_nothing(desk: Desk) -> None:
    async def opened(kind: PlacementKind, vacancy: VacancyId | None, employer: EmployerId | None) -> None:
        async with desk.gateway.transaction(CASE_WORKER) as tx:
            await tx.placements.open(PlacementId(uuid4()), desk.people[0].id, kind, vacancy, employer)

    job, outside = PlacementKind.JOB, PlacementKind.OUTSIDE_EMPLOYER
    await opened(job, VACANCY, None)
    await opened(job, None, COMPANY)
    await opened(outside, None, None)
    for wrong in ((job, None, None), (outside, None, COMPANY)):
        with pytest.raises(InvalidValue, match="kind"):
            await opened(*wrong)
    with pytest.raises(NotFound):
        await opened(job, VACANCY, OTHER_COMPANY)
    await desk.owner.execute("UPDATE vacancies SET status = 'suspended'")
    with pytest.raises(NotFound):
        await opened(job, VACANCY, None)
    await desk.owner.execute("UPDATE vacancies SET status = 'open'")
    await desk.owner.execute("UPDATE employers SET verification = 'suspended'")
    with pytest.raises(NotFound):
        await opened(job, VACANCY, None)
    with pytest.raises(NotFound):
        await opened(job, None, COMPANY)


async def test_who_writes_a_complaint_down_does_not_decide_it(desk: Desk) -> None:
    about = await complain(desk, PLANNER, None)
    assert "complaint_to_decide" not in await tasks(desk, PLANNER)
    with pytest.raises(StateRefused):
        async with desk.gateway.transaction(PLANNER) as tx:
            await tx.placements.decide(about, ComplaintState.UPHELD)


async def test_a_start_that_never_was_gives_its_opening_back(desk: Desk) -> None:
    placement, today = PlacementId(uuid4()), await desk.owner.fetchval("SELECT today_here()")
    async with desk.gateway.transaction(CASE_WORKER) as tx:
        await tx.placements.open(placement, desk.people[0].id, PlacementKind.JOB, VACANCY, None)
        wrong = await tx.placements.record(placement, started(today))
    assert (await desk.openings(PLANNER)).filled == 1
    await desk.record(placement, LadderEvent(Rung.VOID, today, corrects=wrong))
    assert (await desk.openings(PLANNER)).filled == 0
    await desk.answer(RECRUITER, desk.items[0], OFFER)


async def test_an_interview_that_has_not_been_is_neither_kept_nor_missed(desk: Desk) -> None:
    ahead = interview(datetime.now(UTC) + timedelta(days=30))
    await desk.answer(RECRUITER, desk.items[0], ahead)
    not_held = EmployerAnswer(AnswerKind.NOT_HELD, reason=EmployerReason.POSTPONED)
    with pytest.raises(OutOfOrder):
        await desk.answer(RECRUITER, desk.items[0], not_held)
    await desk.answer(RECRUITER, desk.items[0], DECLINED)
    assert await desk.ladder(await desk.placement()) == ["proposed", "ended"]
    async with desk.gateway.transaction(PLANNER, read_only=True) as tx:
        facts = await tx.outcomes.employer(COMPANY)
    assert (facts.interviews, facts.met) == (0, 0)


async def let_answers_age(owner: Connection, days: int) -> None:
    async with owner.transaction():
        await owner.execute("ALTER TABLE employer_answers DISABLE TRIGGER only_added_to")
        await owner.execute(
            "UPDATE employer_answers SET recorded_at = recorded_at - make_interval(days => $1)", days
        )
        await owner.execute("ALTER TABLE employer_answers ENABLE TRIGGER only_added_to")


async def test_a_no_by_mistake_is_taken_back(desk: Desk) -> None:
    """The end that it made on the ladder has not happened, and the last word counts."""
    first, second, third = desk.items
    for item in desk.items:
        await desk.answer(RECRUITER, item, DECLINED)
    await desk.answer(RECRUITER, first, interview())
    assert await desk.ladder(await desk.placement()) == ["proposed"]
    await desk.answer(RECRUITER, first, OFFER)
    assert await desk.ladder(await desk.placement()) == ["proposed", "offered"]
    assert (await desk.openings()).offered == 1
    await desk.owner.execute("UPDATE vacancies SET status = 'closed'")
    async with desk.gateway.transaction(RECRUITER, read_only=True) as tx:
        people = [one.id for one in desk.people]
        assert list(await tx.cards.of(VACANCY, people, today=date(2026, 6, 1))) == people[:1]
    with pytest.raises(OutOfOrder):
        await desk.answer(RECRUITER, second, OFFER)
    await desk.owner.execute("UPDATE vacancies SET status = 'open'")
    await let_answers_age(desk.owner, 13)
    await desk.answer(CASE_WORKER, second, OFFER)
    await let_answers_age(desk.owner, 2)
    with pytest.raises(OutOfOrder):
        await desk.answer(RECRUITER, third, OFFER)
    assert (await desk.openings()).offered == 2


async def test_a_second_no_stands(desk: Desk) -> None:
    for answer in (DECLINED, interview(), DECLINED):
        await desk.answer(RECRUITER, desk.items[0], answer)
    with pytest.raises(OutOfOrder):
        await desk.answer(RECRUITER, desk.items[0], OFFER)
    assert await desk.ladder(await desk.placement()) == ["proposed", "ended"]
    async with desk.gateway.transaction(RECRUITER, read_only=True) as tx:
        told = await tx.placements.answers(desk.items[0])
    assert may_follow(told, told[-1].recorded_at.date()) == ()
    assert may_follow(told[:1], told[0].recorded_at.date()) != ()


@pytest.mark.parametrize("over", ["closed", "not_interested", "gate"])
async def test_a_no_is_not_taken_back_once_the_candidacy_is_over(desk: Desk, over: str) -> None:
    await desk.answer(RECRUITER, desk.items[0], interview())
    await desk.answer(RECRUITER, desk.items[0], DECLINED)
    if over == "closed":
        async with desk.gateway.transaction(CASE_WORKER) as tx:
            await tx.shortlists.step(desk.shortlist, State.CLOSED, reason="mistake", note="")
    if over == "not_interested":
        await says(desk, desk.items[0], interested=False)
    if over == "gate":
        await desk.owner.execute("UPDATE candidates SET objected = true WHERE id = $1", desk.people[0].id)
    with pytest.raises(CandidacyWithdrawn):
        await desk.answer(RECRUITER, desk.items[0], OFFER)
    assert await desk.ladder(await desk.placement()) == ["proposed", "ended"]


async def test_a_list_is_answered_by_answers_and_ends_what_hangs_on_it(desk: Desk) -> None:
    person = desk.people[0].id
    await desk.answer(RECRUITER, desk.items[0], interview())
    with pytest.raises(OutOfOrder):
        async with desk.gateway.transaction(CASE_WORKER) as tx:
            await tx.shortlists.step(desk.shortlist, State.ANSWERED, reason="", note="")
    async with desk.gateway.transaction(CASE_WORKER, read_only=True) as tx:
        assert [one.kind for one in await tx.placements.open_matters(person)] == ["interview"]
    async with desk.gateway.transaction(CASE_WORKER) as tx:
        await tx.shortlists.step(desk.shortlist, State.CLOSED, reason="mistake", note="")
        assert await tx.placements.open_matters(person) == []
    assert await desk.ladder(await desk.placement()) == ["proposed", "ended"]
