"""The sample's past is written by the owner, so here it is held to the laws that the application's functions hold."""

from collections import defaultdict
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import asyncpg
import pytest_asyncio

from api import wiring
from data.fairness import PostgresFairnessStore
from data.gateway import PostgresGateway
from data.pool import Connection, Database
from data.sample import build_history, build_world, write_history_at
from data.vault import KeyRing, Vault
from matching.fairness import Bounds
from matching.model.outcome_codes import (
    ANSWER_STEPS,
    CHECK_DAYS,
    LADDER_STEPS,
    AnswerKind,
    PlacementKind,
    Rung,
)
from matching.outcomes import Grouping
from matching.usecases.fairness import FairnessOffice
from matching.usecases.outcomes import outcome_report
from matching.usecases.placements import checks
from matching.workflow import TRANSITIONS
from tests.postgres import Fresh

WORKER, PLANNER = wiring.local_actor("tests"), wiring.local_planner("tests")
WIB = ZoneInfo("Asia/Jakarta")
TODAY = datetime.now(UTC).date()


@dataclass(frozen=True)
class Office:
    """A database with the past in it."""

    gateway: PostgresGateway
    owner: Connection
    url: str


@pytest_asyncio.fixture(scope="module")
async def office(shared: Fresh) -> AsyncIterator[Office]:
    world = build_world(as_of=TODAY, people=40, vacancies=60)
    history, url = build_history(world), shared.url("jembatan_owner")
    owner = await asyncpg.connect(url)
    async with Database.open(shared.url("jembatan_app")) as app:
        vault = Vault(KeyRing("1", {"1": bytes(32)}), KeyRing("1", {"1": bytes(range(32))}))
        gateway = PostgresGateway(app, vault)
        async with gateway.transaction(WORKER) as tx:
            await tx.employers.add(world.employers)
            await tx.vacancies.add(history.vacancies)
            await tx.candidates.add(history.people)
        for _ in range(2):  # the second time it is there
            await write_history_at(url, history, WORKER, PLANNER)
        yield Office(gateway, owner, url)
    await owner.close()


def test_the_same_day_has_the_same_past() -> None:
    one, other = (build_history(build_world(people=40, vacancies=60), left=20, judged=8) for _ in range(2))
    assert (one.people, one.vacancies, one.pasts) == (other.people, other.vacancies, other.pasts)


async def _by(office: Office, query: str) -> dict[Any, list[Any]]:
    """Rows by their first column."""
    found = defaultdict(list)
    for row in await office.owner.fetch(query):
        found[row[0]].append(row)
    return found


async def test_ladders_and_answers_are_in_their_order(office: Office) -> None:
    ladders = await _by(
        office, "SELECT placement_id, kind, happened_on FROM placement_events ORDER BY placement_id, id"
    )
    for rungs in ladders.values():
        assert set(pairwise([None, *(Rung(one["kind"]) for one in rungs)])) <= LADDER_STEPS
        days = [one["happened_on"] for one in rungs]
        assert days == sorted(days)
        assert days[-1] <= TODAY
        start = {one["kind"]: one["happened_on"] for one in rungs}
        assert all(
            start[r] >= start["started"] + timedelta(days=d) for r, d in CHECK_DAYS.items() if r in start
        )
    answers = await _by(
        office, "SELECT item_id, kind, recorded_at, meets_at FROM employer_answers ORDER BY item_id, id"
    )
    for said in answers.values():
        assert set(pairwise([None, *(AnswerKind(one["kind"]) for one in said)])) <= set(ANSWER_STEPS)
        assert all(a["recorded_at"] <= b["recorded_at"] <= datetime.now(UTC) for a, b in pairwise(said))
        assert all(a["meets_at"] is None or a["meets_at"] > a["recorded_at"] for a in said)
    assert {one["kind"] for rungs in ladders.values() for one in rungs} == set(Rung) - {Rung.VOID}
    kinds = await office.owner.fetchval("SELECT array_agg(DISTINCT kind) FROM placements")
    assert set(kinds) == set(PlacementKind)


async def test_nobody_works_twice_and_openings_add_up(office: Office) -> None:
    assert await office.owner.fetchval("SELECT count(*) FROM placements p WHERE work_overlaps(p)") == 0
    assert await office.owner.fetchval("SELECT count(*) FROM vacancies WHERE taken > openings") == 0
    without = await office.owner.fetchval(
        "SELECT count(*) FROM placement_ladder l JOIN placements p ON p.id = l.placement_id "
        "WHERE l.kind = 'started' AND p.vacancy_id IS NOT NULL AND NOT EXISTS (SELECT FROM holds h "
        "WHERE h.item_id = p.item_id AND h.state = 'filled' AND h.released_at IS NULL)"
    )
    assert without == 0


async def test_lists_went_their_way_and_somebody_else_approved(office: Office) -> None:
    allowed = {(step.before, step.after, step.role) for step in TRANSITIONS}
    lists = await _by(office, "SELECT shortlist_id, * FROM shortlist_events ORDER BY shortlist_id, id")
    status = dict(await office.owner.fetch("SELECT id, status FROM shortlists"))
    for shortlist, events in lists.items():
        steps = [one for one in events if one["kind"] == "step"]
        assert {(one["before"], one["after"], one["role"]) for one in steps[1:]} <= allowed
        assert [one["version"] for one in steps] == list(range(1, len(steps) + 1))
        assert status[shortlist] == steps[-1]["after"]
        assert {one["recorded_by"] for one in events if one["kind"] == "approval"} == {PLANNER.account}
    assert {"sent", "answered", "closed"} == set(status.values())


async def test_a_report_has_curves_and_the_case_worker_has_checks(office: Office) -> None:
    for actor in (WORKER, PLANNER):
        report = await outcome_report(office.gateway, actor, Grouping.EMPLOYER, today=TODAY)
        told = {one.measure: one for one in report.rows if not one.group and not one.hidden}
        assert {
            "interviewed",
            "offered",
            "started",
            "kept_90",  # few had left by the first check, and few between the second and the third
            "kept_365",
        } <= set(told)
        assert {"work_within_30", "work_within_90"} <= set(told)  # few more found work after that
        assert any(code.startswith("start_lost") for code in told)
        assert len({one.group for one in report.rows}) > 5
    due = await checks(office.gateway, WORKER, today=TODAY, days_ahead=14, limit=99)
    late = [one for one in due if one.due < TODAY]
    assert 2 <= len(late) <= 20
    assert len(due) > len(late)


async def test_last_month_has_an_employer_who_judges_by_age(shared: Fresh, office: Office) -> None:
    async with Database.open(shared.url("jembatan_worker"), role="jembatan_worker") as worker:
        fairness = FairnessOffice(
            PostgresFairnessStore(worker), Bounds(), WIB, lambda: datetime.now(UTC), uuid4
        )
        month = (datetime.now(WIB).date().replace(day=1) - timedelta(days=1)).replace(day=1)
        report = (await fairness.of_month(month)).report
    found = {(one["matter"], one["attribute"], one["group"]) for one in report["alarms"]}
    assert found == {("invited", "age", "45_54")}
