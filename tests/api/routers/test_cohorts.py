"""A planner's plans over HTTP: for the own region, the same for the same key, and read by whom they concern."""

from typing import Any
from uuid import UUID

import pytest

from tests.api.tenants import V1, World
from tests.staff import CASE_WORKER, PLANNER

HORIZON = 1_000


async def test_a_plan_is_made_for_the_own_region_read_and_not_made_twice(world: World) -> None:
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
    here = {world.tenants[name].ids["candidate_id"] for name in ("case_worker", "colleague")}
    assert here >= {UUID(one["candidate"]) for one in proposed} != set()
    noted = await world.owner.fetch(
        "SELECT act, subject FROM trail WHERE account = $1 AND act = 'rank'", PLANNER.account
    )
    assert here <= {row["subject"] for row in noted}


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
        ):
            assert answer.status_code == 403
