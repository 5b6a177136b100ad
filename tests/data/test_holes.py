"""Ways around a wall that a review found, each tried here as it was: none of them is open."""

import asyncio
import json
from typing import Any
from uuid import uuid4

import pytest

from data.errors import NotPermitted
from data.gateway import PostgresGateway
from data.pool import Connection, Database, Program
from data.translation import translated
from matching.errors import (
    CandidacyWithdrawn,
    NoOpeningLeft,
    NotFound,
    OutOfOrder,
    PlacedElsewhere,
    StepRefused,
)
from matching.model.outcome_codes import ComplaintState, EndReason, PlacementKind, Rung
from matching.model.placements import LadderEvent, Openings, PlacementId
from matching.workflow import ItemChange, State
from tests.data import test_cohort_acceptance as acceptance
from tests.data import test_placements as placements
from tests.data import test_shortlists as shortlists
from tests.data.test_placements import HIRED, OFFER, VACANCY, Desk, a_desk, complain, held, says, second_job
from tests.staff import (
    CASE_WORKER,
    COLLEAGUE,
    FAR_CASE_WORKER,
    OTHER_RECRUITER,
    PLANNER,
    RECRUITER,
    SECOND_PLANNER,
)

THE_PROGRAM = Program(purpose="tests")
desk, office, plans = placements.desk, shortlists.office, acceptance.office


async def to_approved(desk: Desk) -> None:
    for target in (State.PROPOSED, State.UNDER_REVIEW):
        async with desk.gateway.transaction(CASE_WORKER) as tx:
            await tx.shortlists.step(desk.shortlist, target, reason="", note="")
    async with desk.gateway.transaction(PLANNER) as tx:
        stands = await tx.shortlists.get(desk.shortlist)
        facts: dict[str, Any] = {str(item): {} for item in desk.items}
        await tx.shortlists.approve(desk.shortlist, version=stands.version, facts=facts, note="")


async def unsendable(desk: Desk) -> dict[Any, str]:
    async with desk.gateway.transaction(CASE_WORKER, read_only=True) as tx:
        return {item: str(code) for item, code in (await tx.shortlists.unsendable(desk.shortlist)).items()}


async def test_who_is_in_other_hands_is_not_sent_and_nothing_is_told_of_them(
    gateway: PostgresGateway, owner: Connection
) -> None:
    desk = await a_desk(gateway, owner, people=2, openings=2)
    await to_approved(desk)
    who = desk.people[0].id
    async with gateway.transaction(CASE_WORKER) as tx:
        await tx.transfers.hand_over(who, COLLEAGUE.account)
    for restricted in (False, True):
        await owner.execute("UPDATE candidates SET restricted = $1 WHERE id = $2", restricted, who)
        assert await unsendable(desk) == {desk.items[0]: "moved_on"}

    async def send() -> None:
        async with gateway.transaction(CASE_WORKER) as tx:
            await tx.shortlists.step(desk.shortlist, State.SENT, reason="", note="")

    with pytest.raises(StepRefused, match="moved_on"):
        await send()
    async with gateway.transaction(FAR_CASE_WORKER, read_only=True) as tx:
        with pytest.raises(NotFound):
            await tx.shortlists.of_item(desk.items[0])
    async with gateway.transaction(CASE_WORKER) as tx:
        assert await tx.shortlists.of_item(desk.items[0]) == desk.shortlist
        await tx.shortlists.change(
            desk.items[0], ItemChange.REMOVE, place=None, reason="no_longer_possible", note=""
        )
    await send()
    async with gateway.transaction(RECRUITER, read_only=True) as tx:
        assert [one.candidate for one in await tx.placements.proposals(VACANCY)] == [desk.people[1].id]


async def voided_end(desk: Desk, placement: PlacementId) -> None:
    today = await desk.owner.fetchval("SELECT today_here()")
    end = await desk.owner.fetchval(
        "SELECT id FROM placement_ladder WHERE placement_id = $1 AND kind = 'ended'", placement
    )
    await desk.record(placement, LadderEvent(Rung.VOID, today, corrects=end))


async def test_no_correction_hires_somebody_against_their_no(desk: Desk) -> None:
    await desk.answer(RECRUITER, desk.items[0], HIRED)
    await says(desk, desk.items[0], interested=False)
    before = await desk.openings()
    with pytest.raises(CandidacyWithdrawn):
        await voided_end(desk, await desk.placement())
    assert await desk.openings() == before == Openings(openings=2, held=0, offered=0, filled=0, released=1)


async def test_no_correction_makes_two_jobs_at_once(desk: Desk) -> None:
    today = await desk.owner.fetchval("SELECT today_here()")
    other = await second_job(desk)
    await desk.answer(RECRUITER, desk.items[0], HIRED)
    first = await desk.placement()
    start = await desk.record(first, placements.started(today))
    await desk.record(first, LadderEvent(Rung.ENDED, today, reason=EndReason.BETTER_WORK))
    await voided_end(desk, first)  # while nothing else is there, an end may be taken back
    await desk.record(first, LadderEvent(Rung.ENDED, today, reason=EndReason.BETTER_WORK))
    await desk.answer(OTHER_RECRUITER, other, HIRED)
    with pytest.raises(PlacedElsewhere):
        await voided_end(desk, first)
    assert await desk.owner.fetchval("SELECT count(*) FROM work_at_hand") == 1
    # What stands may be written down better, also beside work that was found otherwise.
    found = await desk.found_work(0)
    await desk.record(found, LadderEvent(Rung.ACCEPTED, today))
    again = placements.started(today, corrects=start, wage_monthly_idr=3_000_000)
    await desk.record(first, again)


async def test_one_person_takes_one_opening_of_a_vacancy(desk: Desk) -> None:
    today = await desk.owner.fetchval("SELECT today_here()")

    async def accepted_without_a_list() -> PlacementId:
        made = PlacementId(uuid4())
        async with desk.gateway.transaction(CASE_WORKER) as tx:
            await tx.placements.open(made, desk.people[0].id, PlacementKind.JOB, VACANCY, None)
            await tx.placements.record(made, LadderEvent(Rung.ACCEPTED, today))
        return made

    await held(desk, desk.items[0])
    made = await accepted_without_a_list()  # what is kept for the person is taken
    assert await desk.openings() == Openings(openings=2, held=0, offered=0, filled=1, released=0)
    with pytest.raises(OutOfOrder, match="offered or filled"):
        await desk.answer(RECRUITER, desk.items[0], OFFER)
    await desk.record(made, LadderEvent(Rung.ENDED, today, reason=EndReason.OTHER))
    await desk.answer(RECRUITER, desk.items[0], OFFER)
    with pytest.raises(OutOfOrder, match="offered or filled"):
        await accepted_without_a_list()
    assert await desk.openings() == Openings(openings=2, held=0, offered=1, filled=0, released=1)


async def test_holds_are_made_by_functions_and_made_longer_twice(desk: Desk, database: Database) -> None:
    async with database.transaction(CASE_WORKER) as connection:
        with pytest.raises(NotPermitted), translated():
            await connection.execute(
                "INSERT INTO holds (id, vacancy_id, candidate_id, openings) VALUES ($1, $2, $3, 2)",
                uuid4(), VACANCY, desk.people[0].id,
            )  # fmt: skip
    for _ in range(3):
        await held(desk, desk.items[0])
    with pytest.raises(OutOfOrder, match="longer twice"):
        await held(desk, desk.items[0])
    async with desk.gateway.transaction(CASE_WORKER) as tx:
        await tx.placements.release(desk.items[0])
    with pytest.raises(OutOfOrder, match="longer twice"):
        await held(desk, desk.items[0])
    await held(desk, desk.items[1])
    await desk.answer(RECRUITER, desk.items[0], OFFER)  # an answer takes what is free


async def test_a_hold_that_is_over_hinders_nobody(gateway: PostgresGateway, owner: Connection) -> None:
    desk = await a_desk(gateway, owner, people=2, openings=1)
    await to_approved(desk)
    await held(desk, desk.items[0])
    assert await unsendable(desk) == {desk.items[1]: "openings_filled"}
    await owner.execute("UPDATE holds SET expires_at = now() - interval '1 minute'")
    assert await unsendable(desk) == {}
    async with gateway.transaction(CASE_WORKER) as tx:
        await tx.shortlists.step(desk.shortlist, State.SENT, reason="", note="")
    await desk.answer(RECRUITER, desk.items[1], OFFER)
    with pytest.raises(NoOpeningLeft):
        await desk.answer(RECRUITER, desk.items[0], OFFER)


@pytest.mark.parametrize("change", ["restored", "put first"])
async def test_who_has_brought_somebody_back_or_put_them_first_does_not_approve(
    office: shortlists.Office, change: str
) -> None:
    one, _, three = await office.items()
    if change == "restored":
        await office.change(CASE_WORKER, one.id, ItemChange.REMOVE)
    await office.step(CASE_WORKER, State.PROPOSED)
    await office.step(CASE_WORKER, State.UNDER_REVIEW)
    if change == "restored":
        await office.change(PLANNER, one.id, ItemChange.RESTORE, 3)
    else:
        await office.change(PLANNER, three.id, ItemChange.MOVE, 1)
    assert await shortlists.refused(office.approve(PLANNER)) == "own_proposal"
    await office.approve(SECOND_PLANNER)
    assert (await office.get()).state is State.APPROVED


async def test_a_complaint_that_is_decided_stays_so(desk: Desk) -> None:
    about = await complain(desk, PLANNER, desk.people[0].id)

    async def changed(actor: Any, what: str) -> str:
        async with desk.gateway.transaction(actor) as tx:
            told: str = await tx.placements._connection.execute(f"UPDATE complaints SET {what}")
            return told

    with pytest.raises(NotFound):  # what the policy refuses
        await changed(SECOND_PLANNER, "decided_by = asking_account()")
    async with desk.gateway.transaction(SECOND_PLANNER) as tx:
        await tx.placements.decide(about, ComplaintState.DISMISSED)
    for actor in (PLANNER, SECOND_PLANNER):
        assert await changed(actor, "state = 'upheld'") == "UPDATE 0"
        assert await changed(actor, "decided_by = recorded_by") == "UPDATE 0"
    row = await desk.owner.fetchrow("SELECT state, decided_by FROM complaints")
    assert tuple(row) == ("dismissed", SECOND_PLANNER.account)


async def test_the_program_signs_no_report(worker: Database) -> None:
    for table, of in (
        ("fairness_reports", "month, report, alarms) VALUES ('2026-10-01', '{}', 3"),
        ("fairness_comparisons", "before, after, as_of, report, alarms) VALUES ('a', 'b', current_date, '{}', 3"),
    ):  # fmt: skip
        rest, values = of.split(") VALUES (")
        for signed in ("signed_by", "signed_at", "reason"):
            value = {"signed_by": "gen_random_uuid()", "signed_at": "now()", "reason": "'x'"}[signed]
            async with worker.transaction(THE_PROGRAM) as connection:
                with pytest.raises(NotPermitted), translated():
                    await connection.execute(
                        f"INSERT INTO {table} (id, made_at, {signed}, {rest}) "
                        f"VALUES (gen_random_uuid(), now(), {value}, {values})"
                    )


async def test_a_subject_whose_account_is_forgotten_stays_refused(
    owner: Connection, database: Database, worker: Database
) -> None:
    await owner.execute("UPDATE meta SET oidc_issuer = 'https://idp'")
    asked = [{"role": "case_worker", "unit_id": str(CASE_WORKER.unit), "provinces": []}]

    async def enters() -> Any:
        async with database.transaction(PLANNER) as connection:
            return await connection.fetchval(
                "SELECT enter_by_provider('https://idp', 'sub-1', 'Budi', $1::jsonb)", asked
            )

    account = await enters()
    await owner.execute("UPDATE accounts SET status = 'disabled' WHERE id = $1", account)
    assert account
    assert await enters() is None
    await owner.execute(
        "UPDATE accounts SET disabled_at = now() - interval '800 days' WHERE id = $1", account
    )
    async with worker.transaction(THE_PROGRAM) as connection:
        assert await connection.fetchval("SELECT retention('accounts', now() - interval '730 days', true)")
    assert await enters() is None
    kept = await owner.fetchval("SELECT subject FROM external_identities WHERE account_id = $1", account)
    assert "sub-1" not in kept
    assert "Budi" not in json.dumps([dict(row) for row in await owner.fetch("SELECT name FROM accounts")])


async def test_a_plan_and_the_end_of_a_list_do_not_wait_for_each_other(
    plans: acceptance.Office, owner: Connection
) -> None:
    who = plans.people[0]
    list_of = (await plans.accept(await plans.plan((0, 0))))[who].shortlist
    assert list_of is not None
    second = await plans.plan((0, 1))

    async def close() -> None:
        async with plans.gateway.transaction(CASE_WORKER) as tx:
            await tx.shortlists.step(list_of, State.CLOSED, reason="mistake", note="")

    held_back = owner.transaction()
    await held_back.start()
    await owner.execute("SELECT 1 FROM candidates WHERE id = $1 FOR NO KEY UPDATE", who)
    first = asyncio.create_task(plans.accept(second))
    await asyncio.sleep(0.3)
    ends = asyncio.create_task(close())
    await asyncio.sleep(0.3)
    await held_back.commit()
    made, _ = await asyncio.gather(first, ends)
    assert made[who].outcome == "requested"
