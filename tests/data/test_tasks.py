"""Tasks read off the facts, with the eyes of whoever asks: when each comes, whose it is, when it ends."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from data.gateway import PostgresGateway
from data.pool import Connection
from matching.errors import InvalidValue, NotFound, OutOfOrder
from matching.model import Actor, Blocker, CandidateId
from matching.model.outcome_codes import AnswerKind, EmployerReason, Rung
from matching.model.placements import ESCALATED_AFTER, EmployerAnswer, LadderEvent
from matching.model.states import StateReason
from matching.model.tasks import KINDS, Ends, Task, TaskId, TaskKind
from matching.publishing import Decision
from matching.usecases.tasks import end_task, note_task, open_tasks, snooze_task
from matching.vocabulary import BlockerKind, BlockerStatus, Role
from matching.workflow import State
from tests.data.persons import a_record
from tests.data.test_placements import OFFER, VACANCY, Desk, a_desk, interview, let_days_pass, send, started
from tests.staff import (
    ADMINISTRATOR,
    CASE_WORKER,
    COLLEAGUE,
    COMPANY,
    EVERYBODY,
    FAR_CASE_WORKER,
    FAR_PLANNER,
    OFFICER,
    OTHER_RECRUITER,
    PLANNER,
    RECRUITER,
    SECOND_PLANNER,
)

K = TaskKind
TODAY_SQL = "SELECT today_here()"


async def tasks_of(gateway: PostgresGateway, actor: Actor, **more: Any) -> dict[TaskKind, list[Task]]:
    found, total = await open_tasks(gateway, actor, limit=1_000, **more)
    assert total == len(found)
    assert [one.due for one in found] == sorted(one.due for one in found), "the most urgent first"
    kinds: dict[TaskKind, list[Task]] = {}
    for one in found:
        kinds.setdefault(one.kind, []).append(one)
    return kinds


async def only(gateway: PostgresGateway, actor: Actor, kind: TaskKind) -> Task:
    (one,) = (await tasks_of(gateway, actor))[kind]
    return one


async def told(gateway: PostgresGateway, kind: TaskKind, **others: Actor) -> set[str]:
    """Who has a task of this kind."""
    everybody: Mapping[str, Actor] = {**EVERYBODY, "second_planner": SECOND_PLANNER, **others}
    return {name for name, actor in everybody.items() if kind in await tasks_of(gateway, actor)}


COMPANIES = {"recruiter": RECRUITER, "other_recruiter": OTHER_RECRUITER}


@pytest_asyncio.fixture
async def today(owner: Connection) -> date:
    day: date = await owner.fetchval(TODAY_SQL)
    return day


@pytest_asyncio.fixture
async def desk(gateway: PostgresGateway, owner: Connection) -> Desk:
    """A list of three people that nobody has taken further."""
    made = await a_desk(gateway, owner, people=3, openings=2)
    await owner.execute("UPDATE release_windows SET recorded_at = now() - interval '60 days'")
    return made


async def step_back(owner: Connection, days: int) -> None:
    """What was recorded of lists lies so many days further back."""
    for table, column in (("shortlist_events", "recorded_at"), ("shortlists", "recorded_at")):
        await owner.execute(f"UPDATE {table} SET {column} = {column} - make_interval(days => $1)", days)


async def test_the_database_has_the_kinds_of_the_core(owner: Connection) -> None:
    rows = await owner.fetch("SELECT kind, roles, ends, due_days, ahead_days FROM task_kinds")
    assert {row["kind"]: tuple(row)[1:] for row in rows} == {
        str(kind): (list(map(str, one.roles)), str(one.ends), one.due_days, one.ahead_days)
        for kind, one in KINDS.items()
    }
    assert set(KINDS) == set(TaskKind)


def test_a_check_is_the_planners_from_the_day_on_which_it_is_escalated() -> None:
    assert KINDS[K.CHECK_ESCALATED].due_days == ESCALATED_AFTER.days + 1


async def test_a_list_is_a_task_of_whoever_has_to_take_the_next_step(
    desk: Desk, gateway: PostgresGateway, today: date
) -> None:
    assert await told(gateway, K.LIST_TO_PROPOSE, **COMPANIES) == {"case_worker"}
    task = await only(gateway, CASE_WORKER, K.LIST_TO_PROPOSE)
    assert (task.record, task.due) == (desk.shortlist, today + timedelta(days=3))
    seen = []
    for step, kind in (
        ("proposed", K.LIST_TO_SUBMIT),
        ("under_review", K.LIST_TO_REVIEW),
    ):
        async with gateway.transaction(CASE_WORKER) as tx:
            await tx.shortlists.step(desk.shortlist, step, reason="", note="")  # type: ignore[arg-type]
        seen.append(await told(gateway, kind, **COMPANIES))
        assert K.LIST_TO_PROPOSE not in await tasks_of(gateway, CASE_WORKER)
    assert seen == [{"case_worker"}, {"planner", "second_planner"}]


async def test_who_has_approved_waits_for_the_second(
    gateway: PostgresGateway, owner: Connection, desk: Desk
) -> None:
    await owner.execute("UPDATE meta SET second_approval = '{first_contact}'")
    for step in ("proposed", "under_review"):
        async with gateway.transaction(CASE_WORKER) as tx:
            await tx.shortlists.step(desk.shortlist, step, reason="", note="")  # type: ignore[arg-type]
    async with gateway.transaction(PLANNER) as tx:
        version = (await tx.shortlists.get(desk.shortlist)).version
        facts: dict[str, dict[str, object]] = {str(item): {} for item in desk.items}
        await tx.shortlists.approve(desk.shortlist, version=version, facts=facts, note="")
    assert await told(gateway, K.LIST_TO_REVIEW) == {"second_planner"}
    async with gateway.transaction(SECOND_PLANNER) as tx:
        await tx.shortlists.approve(desk.shortlist, version=version, facts=facts, note="")
    assert await told(gateway, K.LIST_TO_BE_SENT) == {"case_worker"}


async def test_everybody_is_asked_and_what_moved_is_looked_at(
    gateway: PostgresGateway, owner: Connection, desk: Desk
) -> None:
    assert K.CANDIDATE_TO_BE_ASKED not in await tasks_of(gateway, CASE_WORKER)
    async with gateway.transaction(CASE_WORKER) as tx:
        await tx.shortlists.step(desk.shortlist, "proposed", reason="", note="")  # type: ignore[arg-type]
        await tx.shortlists.answer(desk.items[0], interested=True, reason="", note="")
    asked = (await tasks_of(gateway, CASE_WORKER))[K.CANDIDATE_TO_BE_ASKED]
    assert {one.candidate for one in asked} == {person.id for person in desk.people[1:]}
    assert await told(gateway, K.CANDIDATE_TO_BE_ASKED) == {"case_worker"}
    await owner.execute(
        "INSERT INTO shortlist_flags (item_id, candidate_id, kind, code, unit_id, caseload) "
        "SELECT id, candidate_id, 'window', 'window_moved', unit_id, caseload FROM shortlist_items WHERE id = $1",
        desk.items[0],
    )
    first = await only(gateway, CASE_WORKER, K.LIST_FLAGGED)
    assert (first.about, first.candidate) == ("window_moved", desk.people[0].id)
    assert await told(gateway, K.LIST_FLAGGED) == {"case_worker"}
    await owner.execute("UPDATE shortlist_flags SET resolved_at = now()")
    assert await told(gateway, K.LIST_FLAGGED) == set()


async def test_a_silent_employer_is_told_of_after_a_week_and_to_the_planner_after_two(
    gateway: PostgresGateway, owner: Connection, desk: Desk, today: date
) -> None:
    await send(desk)
    waiting = await only(gateway, RECRUITER, K.PROPOSAL_TO_ANSWER)
    assert (waiting.times, waiting.candidate, waiting.due) == (3, None, today + timedelta(days=7))
    await step_back(owner, 6)
    assert await told(gateway, K.EMPLOYER_SILENT, **COMPANIES) == set()
    await step_back(owner, 1)
    assert await told(gateway, K.EMPLOYER_SILENT, **COMPANIES) == {"case_worker"}
    assert await told(gateway, K.EMPLOYER_SILENT_LONG, **COMPANIES) == set()
    await step_back(owner, 7)
    assert await told(gateway, K.EMPLOYER_SILENT_LONG, **COMPANIES) == {"planner", "second_planner"}
    for item in desk.items:
        await desk.answer(RECRUITER, item, interview(datetime.now(UTC) + timedelta(days=3)))
    for kind in (K.EMPLOYER_SILENT, K.EMPLOYER_SILENT_LONG, K.PROPOSAL_TO_ANSWER, K.INTERVIEW_RESULT):
        assert await told(gateway, kind, **COMPANIES) == set(), kind


async def test_a_stopped_company_has_no_tasks_until_it_is_let_in_again(
    gateway: PostgresGateway, owner: Connection, desk: Desk
) -> None:
    await send(desk)
    await step_back(owner, 15)
    await owner.execute("UPDATE vacancies SET closes = today_here() + 2")
    kinds = (K.PROPOSAL_TO_ANSWER, K.OWN_VACANCY_CLOSES, K.EMPLOYER_SILENT, K.EMPLOYER_SILENT_LONG)
    before = [await told(gateway, kind, **COMPANIES) for kind in kinds]
    assert before == [{"recruiter"}, {"recruiter"}, {"case_worker"}, {"planner", "second_planner"}]
    for state in ("suspended", "blocked"):
        await owner.execute("UPDATE employers SET verification = $1", state)
        assert [await told(gateway, kind, **COMPANIES) for kind in kinds] == [set()] * 4, state
    await owner.execute("UPDATE employers SET verification = 'verified'")
    assert [await told(gateway, kind, **COMPANIES) for kind in kinds] == before


async def test_interview_offer_and_start_are_followed(
    gateway: PostgresGateway, owner: Connection, desk: Desk, today: date
) -> None:
    await send(desk)
    await step_back(owner, 5)
    await desk.answer(RECRUITER, desk.items[0], interview(datetime.now(UTC)))
    async with owner.transaction():
        await owner.execute("ALTER TABLE employer_answers DISABLE TRIGGER only_added_to")
        await owner.execute("UPDATE employer_answers SET meets_at = now() - interval '2 days'")
        await owner.execute("ALTER TABLE employer_answers ENABLE TRIGGER only_added_to")
    assert await told(gateway, K.INTERVIEW_RESULT, **COMPANIES) == {"case_worker", "recruiter"}
    await desk.answer(RECRUITER, desk.items[0], OFFER)
    assert await told(gateway, K.INTERVIEW_RESULT, **COMPANIES) == set()
    assert await told(gateway, K.OFFER_TO_ACCEPT, **COMPANIES) == {"case_worker"}
    placement = await desk.placement()
    await desk.record(placement, LadderEvent(Rung.ACCEPTED, today))
    assert await told(gateway, K.OFFER_TO_ACCEPT, **COMPANIES) == set()
    assert await told(gateway, K.START_TO_RECORD, **COMPANIES) == {"case_worker"}
    await owner.execute("UPDATE vacancies SET starts = $1", today + timedelta(days=3))
    assert await told(gateway, K.START_TO_RECORD, **COMPANIES) == set(), "not before it begins"


async def test_checks_come_two_weeks_ahead_and_go_to_the_planner_two_weeks_late(
    gateway: PostgresGateway, owner: Connection, desk: Desk, today: date
) -> None:
    placement = await desk.found_work()
    await desk.record(placement, started(today))
    assert await told(gateway, K.CHECK_DUE) == set()
    await let_days_pass(owner, 16)
    task = await only(gateway, CASE_WORKER, K.CHECK_DUE)
    assert (task.about, task.due, task.candidate) == (
        "kept_30",
        today + timedelta(days=14),
        desk.people[0].id,
    )
    await let_days_pass(owner, 28)
    assert await told(gateway, K.CHECK_ESCALATED) == set()
    await let_days_pass(owner, 1)
    assert await told(gateway, K.CHECK_ESCALATED) == {"planner", "second_planner"}
    await desk.record(placement, LadderEvent(Rung.KEPT_30, today))
    assert await told(gateway, K.CHECK_ESCALATED) == set()
    assert K.CHECK_DUE not in await tasks_of(gateway, CASE_WORKER)


async def test_what_runs_out_before_release_or_before_the_start(
    gateway: PostgresGateway, owner: Connection, today: date
) -> None:
    person = a_record()
    release = today + timedelta(days=100)
    assert person.candidate.window is not None
    window = replace(person.candidate.window, earliest=release, expected=release, latest=release)
    (certificate,) = person.candidate.certificates
    candidate = replace(
        person.candidate,
        window=window,
        certificates=(replace(certificate, expires=today + timedelta(days=50)),),
        blockers=(
            Blocker(BlockerKind.HOUSING, BlockerStatus.OPEN, 90),
            Blocker(BlockerKind.BANK_ACCOUNT, BlockerStatus.OPEN, 5),
        ),
    )
    async with gateway.transaction(CASE_WORKER) as tx:
        await tx.candidates.add([replace(person, candidate=candidate)])
    mine = await tasks_of(gateway, CASE_WORKER)
    (expiring,) = mine[K.CERTIFICATE_EXPIRES]
    assert (expiring.record, expiring.due) == (certificate.id, today + timedelta(days=50))
    (blocker,) = mine[K.BLOCKER_LEAD]
    assert (blocker.about, blocker.due) == ("housing", release - timedelta(days=90))
    for kind in (K.CERTIFICATE_EXPIRES, K.BLOCKER_LEAD):
        assert await told(gateway, kind) == {"case_worker"}
    await end_task(gateway, CASE_WORKER, expiring.id)
    assert K.CERTIFICATE_EXPIRES not in await tasks_of(gateway, CASE_WORKER)


async def test_a_window_that_moved_is_told_until_it_is_seen_and_again_when_it_moves_again(
    gateway: PostgresGateway, owner: Connection
) -> None:
    person = a_record()
    async with gateway.transaction(CASE_WORKER) as tx:
        await tx.candidates.add([person])
    assert K.WINDOW_MOVED not in await tasks_of(gateway, CASE_WORKER)
    assert person.candidate.window is not None
    for year in (2031, 2032):
        window = replace(
            person.candidate.window,
            earliest=date(year, 1, 1),
            expected=date(year, 2, 1),
            latest=date(year, 3, 1),
        )
        async with gateway.transaction(CASE_WORKER) as tx:
            await tx.candidates.set_window(person.id, window, person.candidate.supervision)
        moved = await only(gateway, CASE_WORKER, K.WINDOW_MOVED)
        assert (moved.candidate, moved.about) == (person.id, f"{year}-02-01")
        await end_task(gateway, CASE_WORKER, moved.id)
        assert K.WINDOW_MOVED not in await tasks_of(gateway, CASE_WORKER)


async def test_vacancies_that_close_soon(
    gateway: PostgresGateway, owner: Connection, desk: Desk, today: date
) -> None:
    await owner.execute("UPDATE vacancies SET closes = $1", today + timedelta(days=8))
    assert await told(gateway, K.VACANCY_CLOSES, **COMPANIES) == set()
    await owner.execute("UPDATE vacancies SET closes = $1", today + timedelta(days=7))
    assert await told(gateway, K.VACANCY_CLOSES, **COMPANIES) == {"case_worker"}
    assert await told(gateway, K.OWN_VACANCY_CLOSES, **COMPANIES) == {"recruiter"}
    await send(desk)
    assert await told(gateway, K.VACANCY_CLOSES, **COMPANIES) == set(), "it has been sent"


async def test_a_company_is_not_told_how_many_openings_are_held_for_people_not_sent_to_it(
    gateway: PostgresGateway, owner: Connection, desk: Desk, today: date
) -> None:
    await owner.execute("UPDATE vacancies SET closes = $1", today + timedelta(days=7))
    untouched = await only(gateway, RECRUITER, K.OWN_VACANCY_CLOSES)
    await send(desk, State.PROPOSED)
    async with gateway.transaction(CASE_WORKER) as tx:
        for item in desk.items[:2]:
            await tx.placements.hold(item, days=14)
    assert await only(gateway, RECRUITER, K.OWN_VACANCY_CLOSES) == untouched, (
        "both are held, and it knows of nobody"
    )
    assert untouched.times == 2
    await owner.execute("UPDATE holds SET expires_at = now() - interval '1 minute'")
    assert await only(gateway, RECRUITER, K.OWN_VACANCY_CLOSES) == untouched, "nor that the time is over"
    await owner.execute("UPDATE holds SET expires_at = now() + interval '9 days'")
    await owner.execute("UPDATE shortlists SET status = 'sent'")
    assert K.OWN_VACANCY_CLOSES not in await tasks_of(gateway, RECRUITER), "who was sent is counted"


async def test_offices_have_what_waits_for_them(
    gateway: PostgresGateway, owner: Connection, desk: Desk
) -> None:
    person = desk.people[0].id
    async with gateway.transaction(CASE_WORKER) as tx:
        await tx.transfers.offer(person, FAR_CASE_WORKER.unit, "")
    async with gateway.transaction(FAR_CASE_WORKER) as tx:
        await tx.transfers.claim(["3519011700000001"])
    assert await told(gateway, K.TRANSFER_OFFERED) == {"far_case_worker"}
    offered = await only(gateway, FAR_CASE_WORKER, K.TRANSFER_OFFERED)
    assert offered.candidate is None, "the person is not theirs yet"
    assert await told(gateway, K.TRANSFER_CLAIMED) == {"case_worker"}
    await ask_for_access(owner, person)
    assert await told(gateway, K.REQUEST_OPEN) == {"case_worker", "officer"}
    assert (await only(gateway, OFFICER, K.REQUEST_OPEN)).candidate is None
    assert (await only(gateway, CASE_WORKER, K.REQUEST_OPEN)).candidate == person


async def test_administrators_have_what_others_gave_and_jobs_that_failed(
    gateway: PostgresGateway, owner: Connection
) -> None:
    await owner.execute(
        "INSERT INTO duties (id, account_id, role, unit_id, granted_by, pending) "
        "VALUES ($1, $2, 'case_worker', $3, $4, true)",
        uuid4(), COLLEAGUE.account, COLLEAGUE.unit, OFFICER.account,
    )  # fmt: skip
    assert await told(gateway, K.DUTY_TO_CONFIRM) == {"administrator"}
    await owner.execute("UPDATE duties SET granted_by = $1 WHERE pending", ADMINISTRATOR.account)
    assert await told(gateway, K.DUTY_TO_CONFIRM) == set(), "a second one has to"
    assert await told(gateway, K.JOBS_SET_ASIDE) == set()
    await owner.execute(
        "INSERT INTO jobs (kind, account_id, day, state, ended_at) "
        "VALUES ('mail', $1, '2026-11-01', 'set_aside', now())",
        COLLEAGUE.account,
    )
    assert await told(gateway, K.JOBS_SET_ASIDE) == {"administrator"}


async def test_what_ends_by_a_fact_is_ended_by_no_word(gateway: PostgresGateway, desk: Desk) -> None:
    task = await only(gateway, CASE_WORKER, K.LIST_TO_PROPOSE)
    with pytest.raises(OutOfOrder):
        await end_task(gateway, CASE_WORKER, task.id)
    assert KINDS[task.kind].ends is Ends.FACT
    for actor in (COLLEAGUE, FAR_CASE_WORKER, PLANNER, ADMINISTRATOR):
        with pytest.raises(NotFound):
            await end_task(gateway, actor, task.id)


async def test_no_snooze_outlasts_the_day_on_which_it_is_due(
    gateway: PostgresGateway, owner: Connection, desk: Desk, today: date
) -> None:
    task = await only(gateway, CASE_WORKER, K.LIST_TO_PROPOSE)
    for wrong in (today, today + timedelta(days=15)):
        with pytest.raises(InvalidValue):
            await snooze_task(gateway, CASE_WORKER, task.id, until=wrong, today=today)
    await snooze_task(gateway, CASE_WORKER, task.id, until=today + timedelta(days=14), today=today)
    assert K.LIST_TO_PROPOSE not in await tasks_of(gateway, CASE_WORKER)
    (put_off,) = (await tasks_of(gateway, CASE_WORKER, snoozed=True))[K.LIST_TO_PROPOSE]
    assert put_off.snoozed_until == today + timedelta(days=14)
    await owner.execute("UPDATE shortlist_events SET recorded_at = recorded_at - interval '4 days'")
    late = await only(gateway, CASE_WORKER, K.LIST_TO_PROPOSE)
    assert (late.due, late.record) == (today - timedelta(days=1), task.record)
    assert late.id != task.id, "so it is told anew"
    with pytest.raises(NotFound):
        await snooze_task(gateway, COLLEAGUE, late.id, until=today + timedelta(days=1), today=today)


async def test_a_note_about_a_person_goes_where_the_person_goes(
    gateway: PostgresGateway, owner: Connection, today: date
) -> None:
    person = a_record()
    async with gateway.transaction(CASE_WORKER) as tx:
        await tx.candidates.add([person])
    of_nobody = await noted(gateway, CASE_WORKER, today, None)
    mine = await noted(gateway, CASE_WORKER, today, person.id)
    planned = await noted(gateway, PLANNER, today, person.id)
    for stranger in (COLLEAGUE, FAR_CASE_WORKER, FAR_PLANNER, ADMINISTRATOR, OFFICER):
        with pytest.raises(NotFound):
            await noted(gateway, stranger, today, person.id)
    assert await records(gateway, CASE_WORKER) == {of_nobody, mine, planned}
    assert await records(gateway, PLANNER) == {planned}
    assert await records(gateway, COLLEAGUE) == set()
    async with gateway.transaction(CASE_WORKER) as tx:
        await tx.transfers.hand_over(person.id, COLLEAGUE.account)
    assert await records(gateway, CASE_WORKER) == {of_nobody}
    assert await records(gateway, COLLEAGUE) == {mine, planned}
    (first, _) = (await tasks_of(gateway, COLLEAGUE))[K.NOTED]
    await end_task(gateway, COLLEAGUE, first.id)
    assert len(await records(gateway, COLLEAGUE)) == 1
    await ask_for_access(owner, person.id)
    async with gateway.transaction(COLLEAGUE) as tx:
        file = await tx.subjects.of(person.id)
    assert len(file["noted_tasks"]) == 2
    await owner.execute("DELETE FROM candidates WHERE id = $1", person.id)
    assert await owner.fetchval("SELECT count(*) FROM noted_tasks") == 1


async def ask_for_access(owner: Connection, person: CandidateId) -> None:
    await owner.execute(
        "INSERT INTO subject_requests (id, kind, subject, candidate_id, received_at, due_at, unit_id, caseload, "
        "recorded_by) SELECT gen_random_uuid(), 'access', id, id, now(), now() + interval '3 days', unit_id, caseload, "
        "caseload FROM candidates WHERE id = $1",
        person,
    )


async def noted(gateway: PostgresGateway, actor: Actor, due: date, candidate: CandidateId | None) -> UUID:
    return await note_task(gateway, actor, note="Telepon bengkel", due=due, candidate=candidate, new_id=uuid4)


async def records(gateway: PostgresGateway, actor: Actor) -> set[UUID]:
    return {one.record for one in (await tasks_of(gateway, actor)).get(K.NOTED, [])}


async def test_no_task_is_there_for_whoever_has_no_current_duty(
    gateway: PostgresGateway, owner: Connection, desk: Desk
) -> None:
    assert await tasks_of(gateway, CASE_WORKER)
    assert await tasks_of(gateway, replace(CASE_WORKER, duty=None)) == {}
    assert await tasks_of(gateway, replace(COLLEAGUE, role=Role.RELEASE_PLANNER)) == {}
    await owner.execute("UPDATE duties SET until = now() WHERE id = $1", CASE_WORKER.duty)
    assert await tasks_of(gateway, CASE_WORKER) == {}


async def test_an_unknown_task_is_not_there(gateway: PostgresGateway) -> None:
    with pytest.raises(NotFound):
        await end_task(gateway, CASE_WORKER, TaskId(uuid4()))


async def test_planners_let_companies_and_their_vacancies_in(
    gateway: PostgresGateway, owner: Connection, desk: Desk
) -> None:
    await owner.execute(
        "UPDATE employers SET verification = 'unverified', registered_at = now(), registered_as = 'employer' "
        "WHERE id = $1",
        COMPANY,
    )
    await owner.execute("UPDATE vacancies SET status = 'draft', unchecked = 'company'")
    everywhere = {"planner", "second_planner", "far_planner"}
    assert await told(gateway, K.EMPLOYER_TO_VERIFY, **COMPANIES) == everywhere
    assert await told(gateway, K.VACANCY_TO_CHECK, **COMPANIES) == {"planner", "second_planner"}, (
        "its place is theirs"
    )
    async with gateway.transaction(PLANNER) as tx:
        await tx.states.change_vacancy(VACANCY, Decision("draft", StateReason.OTHER, told="Lengkapi upah"))
    assert await told(gateway, K.VACANCY_TO_CHECK, **COMPANIES) == set()
    assert await told(gateway, K.OWN_VACANCY_RETURNED, **COMPANIES) == {"recruiter"}
    await owner.execute("UPDATE vacancies SET recorded_at = now() + interval '1 second'")
    assert await told(gateway, K.OWN_VACANCY_RETURNED, **COMPANIES) == set()
    assert await told(gateway, K.VACANCY_TO_CHECK, **COMPANIES) == {"planner", "second_planner"}


async def test_whom_nobody_met_and_who_does_not_tell_are_somebodys_task(
    gateway: PostgresGateway, owner: Connection
) -> None:
    desk = await send(await a_desk(gateway, owner, people=2, openings=2))
    not_held = EmployerAnswer(AnswerKind.NOT_HELD, reason=EmployerReason.POSTPONED)
    for item in desk.items:
        await desk.answer(RECRUITER, item, interview(datetime.now(UTC)))
    await desk.answer(RECRUITER, desk.items[0], not_held)
    async with owner.transaction():
        await owner.execute("ALTER TABLE employer_answers DISABLE TRIGGER only_added_to")
        back = "SET recorded_at = recorded_at - interval '15 days', meets_at = meets_at - interval '15 days'"
        await owner.execute(f"UPDATE employer_answers {back}")
        await owner.execute("ALTER TABLE employer_answers ENABLE TRIGGER only_added_to")
    company = await tasks_of(gateway, RECRUITER)
    assert (len(company[K.PROPOSAL_TO_ANSWER]), len(company[K.INTERVIEW_RESULT])) == (1, 1)
    worker = await tasks_of(gateway, CASE_WORKER)
    assert (len(worker[K.EMPLOYER_SILENT]), len(worker[K.INTERVIEW_RESULT])) == (1, 1)
    assert len((await tasks_of(gateway, PLANNER))[K.EMPLOYER_SILENT_LONG]) == 2
