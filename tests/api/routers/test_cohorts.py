"""A planner's plans over HTTP: for the own region, the same for the same key, and read by whom they concern."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from data.cohorts import CohortPlanStore
from matching.model.cohorts import BoardRow
from tests.api.tenants import V1, World
from tests.staff import CASE_WORKER, FAR_PLANNER, PLANNER

HORIZON = 1_000


@pytest_asyncio.fixture
async def out_of_work(world: World) -> AsyncIterator[UUID]:
    """The colleague's person, whose own business has ended while this is held; the case worker's goes on."""
    person = world.tenants["colleague"].ids["candidate_id"]
    ended = await world.owner.fetch(
        "INSERT INTO placement_events (placement_id, candidate_id, kind, happened_on, reason, unit_id, caseload, "
        "recorded_by) SELECT id, candidate_id, 'ended', '2026-11-20', 'other', unit_id, caseload, caseload "
        "FROM placements WHERE candidate_id = $1 RETURNING id",
        person,
    )
    yield person
    await world.owner.execute(
        "DELETE FROM placement_events WHERE id = ANY ($1)", [row["id"] for row in ended]
    )


async def test_a_plan_is_made_for_the_own_region_read_and_not_made_twice(
    world: World, out_of_work: UUID
) -> None:
    async with world.caller(PLANNER) as client:
        body = {"horizon_days": HORIZON, "as_of": "2026-11-22"}
        key = {"Idempotency-Key": "rencana-1"}
        made = await client.post(f"{V1}/cohort-plans", json=body, headers=key)
        assert made.status_code == 201, made.text
        plan: dict[str, Any] = made.json()
        again = await client.post(f"{V1}/cohort-plans", json=body, headers=key)
        assert again.json()["id"] == plan["id"]
        assert made.headers["location"] == f"/api/v1/cohort-plans/{plan['id']}"
        assert (await client.get(made.headers["location"])).json() == plan
        listed = (await client.get(f"{V1}/cohort-plans")).json()["items"]
        assert plan["id"] in {one["id"] for one in listed}
        proposed = (await client.get(f"{made.headers['location']}/proposals")).json()["items"]
    assert plan["provinces"] == ["35"]
    assert plan["people"] >= plan["with_viable"] >= plan["with_proposal"]["assigned"] == len(proposed)
    assert {UUID(one["candidate"]) for one in proposed} == {out_of_work}
    assert plan["report"]["with_work"] == {"has_accepted": 0, "has_started": 1}
    noted = await world.owner.fetch(
        "SELECT act, subject FROM trail WHERE account = $1 AND act = 'rank'", PLANNER.account
    )
    assert out_of_work in {row["subject"] for row in noted}


async def test_proposals_are_requested_of_the_case_worker_once(world: World, out_of_work: UUID) -> None:
    async with world.caller(PLANNER) as client:
        made = await client.post(f"{V1}/cohort-plans", json={"horizon_days": HORIZON, "as_of": "2026-11-22"})
        accepting = f"{V1}/cohort-plans/{made.json()['id']}/acceptance"
        elsewhere = (await client.post(accepting, json={"provinces": ["32"]})).json()
        assert (elsewhere["requested"], elsewhere["items"]) == (0, [])
        stranger = str(uuid4())
        both = {"candidates": [str(out_of_work), stranger]}
        first, second = [(await client.post(accepting, json=both)).json() for _ in range(2)]
        assert (await client.get(f"{V1}/cohort-plans/under-way")).json() == {"items": []}
    told = {one["candidate"]: one["outcome"] for one in first["items"]}
    assert told.pop(stranger) == "not_proposed"
    again = {"requested": "requested_before", "live_item": "live_item"}[told[str(out_of_work)]]
    assert second["left_out"] == {again: 1, "not_proposed": 1}
    assert second["requested"] == 0


async def test_of_months_that_the_plan_has_not_looked_at_nothing_is_known(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def board(*_: Any, **__: Any) -> list[BoardRow]:
        return [BoardRow(date(year, 1, 1), "35", 40, 0, 0, 30) for year in (2026, 2031)]

    monkeypatch.setattr(CohortPlanStore, "board", board)
    asked = f"{V1}/cohort/board?plan={world.tenants['case_worker'].ids['plan_id']}"
    async with world.caller(PLANNER) as client:
        rows = (await client.get(asked)).json()["rows"]
        table = (await client.get(f"{asked}&format=csv")).text.splitlines()
    assert [(row["viable"], row["proposed"]) for row in rows] == [(0, 0), (None, None)]
    assert [line.split(",")[3:] for line in table[1:]] == [["40", "0", "0", "30"], ["40", "", "", "30"]]


async def test_the_board_is_told_without_small_numbers_and_of_the_own_region_alone(world: World) -> None:
    plan = world.tenants["case_worker"].ids["plan_id"]
    asked = f"{V1}/cohort/board?plan={plan}&horizon_days=1830"
    async with world.caller(PLANNER) as client, world.caller(FAR_PLANNER) as far:
        whole, there = (
            (await client.get(asked)).json(),
            (await far.get(f"{V1}/cohort/board?horizon_days=1830")).json(),
        )
        table = (await client.get(f"{asked}&format=csv")).text
        book = await client.get(f"{asked}&format=xlsx")
        (here,) = {row["province_code"] for row in whole["rows"]}
        part = (await client.get(f"{asked}&region={here}")).json()
        elsewhere = (await client.get(f"{asked}&region=32")).json()
        unknown = await client.get(f"{V1}/cohort/board?plan={uuid4()}")
    assert (whole["plan"], here, {row["province_code"] for row in there["rows"]}) == (str(plan), "35", {"32"})
    assert part == whole
    assert elsewhere["rows"] == []
    figures = ("leaving", "viable", "proposed", "working")
    assert not {row[name] for row in whole["rows"] for name in figures} & {1, 2, 3, 4}
    assert (
        table.lstrip("\ufeff").splitlines()[0]
        == "month,province_code,province,leaving,viable,proposed,working"
    )
    assert (book.content[:2], unknown.status_code) == (b"PK", 404)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"provinces": ["32"]}, 404),
        ({"provinces": ["35", "32"]}, 404),
        ({"provinces": ["3"]}, 422),
        ({"horizon_days": 5_000}, 422),
    ],
)
async def test_another_region_is_not_there_and_wrong_values_are_refused(
    world: World, body: dict[str, Any], status: int
) -> None:
    async with world.caller(PLANNER) as client:
        assert (await client.post(f"{V1}/cohort-plans", json=body)).status_code == status


async def test_whoever_is_no_planner_is_refused(world: World) -> None:
    async with world.caller(CASE_WORKER) as client:
        for answer in (
            await client.post(f"{V1}/cohort-plans", json={}),
            await client.get(f"{V1}/cohort-plans"),
            await client.get(f"{V1}/cohort/board"),
        ):
            assert answer.status_code == 403
