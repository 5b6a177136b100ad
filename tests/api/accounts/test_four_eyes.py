"""What one administrator gives lets nobody in before a second one confirms it."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio

from api import wiring
from api.program import Program
from api.settings import Settings, SettingsError
from data.pool import Connection
from matching.model.ids import AccountId
from matching.vocabulary import Role
from tests.api.entrance import (
    V1,
    Somebody,
    another_administrator,
    asking,
    bearer,
    somebody,
)
from tests.api.office import an_employer
from tests.postgres import Fresh
from tests.staff import ADMINISTRATOR, HERE

ANOTHER = "empat kata lain yang panjang"
LOCAL = (wiring.LOCAL_ACCOUNT, wiring.LOCAL_ADMINISTRATOR, wiring.LOCAL_OFFICER)


@pytest_asyncio.fixture
async def first(program: Program) -> AsyncIterator[httpx.AsyncClient]:
    async with asking(program, await bearer(program, ADMINISTRATOR)) as client:
        yield client


@pytest_asyncio.fixture
async def second(program: Program, behind: Connection) -> AsyncIterator[httpx.AsyncClient]:
    async with await another_administrator(program, behind) as client:
        yield client


async def given(client: httpx.AsyncClient, account: AccountId, **duty: Any) -> dict[str, Any]:
    """A duty that has been given."""
    body = {"role": "case_worker", "unit": str(HERE)} | duty
    answer = await client.post(f"{V1}/accounts/{account}/duties", json=body)
    assert answer.status_code == 201, answer.text
    document: dict[str, Any] = answer.json()
    return document


async def used(client: httpx.AsyncClient, link: str) -> int:
    return (await client.post(f"{V1}/links/use", json={"link": link, "password": ANOTHER})).status_code


@pytest.mark.parametrize(
    "role", ["case_worker", "release_planner", "employer", "administrator", "data_protection_officer"]
)
async def test_a_duty_opens_nothing_before_another_administrator_confirms_it(
    *,
    program: Program,
    behind: Connection,
    client: httpx.AsyncClient,
    first: httpx.AsyncClient,
    second: httpx.AsyncClient,
    role: str,
) -> None:
    one = await somebody(program, behind)
    employer = (await an_employer(client)).json()["id"] if role == "employer" else None
    provinces = ["35"] if role == "release_planner" else []
    duty = await given(first, one.account, role=role, provinces=provinces, employer=employer)
    assert duty["pending"]
    assert (await one.signs_in())["duties"] == []
    assert (await one.asks("POST", "/session/duty", {"duty": duty["id"]})).status_code == 404
    waiting = {item["id"]: item for item in (await second.get(f"{V1}/confirmations")).json()["duties"]}
    assert waiting[duty["id"]]["granted_by"] == str(ADMINISTRATOR.account)
    place = f"{V1}/duties/{duty['id']}/confirm"
    assert (await first.post(place)).status_code == 422, "not who gave it"
    assert (await one.signs_in())["duties"] == []
    assert (await second.post(place)).status_code == 204
    assert (await second.post(place)).status_code == 404
    assert (await one.signs_in())["duty"] == duty["id"]
    assert duty["id"] not in (await second.get(f"{V1}/confirmations")).text


async def test_nobody_confirms_what_they_are_to_have(
    program: Program, behind: Connection, first: httpx.AsyncClient
) -> None:
    one = await somebody(program, behind, Role.ADMINISTRATOR)
    duty = await given(first, one.account)
    await one.signs_in()
    assert (await one.asks("POST", f"/duties/{duty['id']}/confirm")).status_code == 422
    link = (await first.post(f"{V1}/accounts/{one.account}/link", json={})).json()
    assert (await one.asks("POST", f"/links/{link['id']}/confirm")).status_code == 422


async def test_a_duty_that_waits_can_be_withdrawn_and_is_then_not_confirmed(
    program: Program, behind: Connection, first: httpx.AsyncClient, second: httpx.AsyncClient
) -> None:
    one = await somebody(program, behind)
    duty = await given(first, one.account)
    assert (await first.post(f"{V1}/duties/{duty['id']}/end")).status_code == 204
    assert (await second.post(f"{V1}/duties/{duty['id']}/confirm")).status_code == 404


async def link_for(client: httpx.AsyncClient, one: Somebody) -> dict[str, Any]:
    answer = await client.post(f"{V1}/accounts/{one.account}/link", json={"clears_second_factor": True})
    assert answer.status_code == 201, answer.text
    document: dict[str, Any] = answer.json()
    return document


async def test_a_link_of_one_administrator_opens_no_account_that_has_a_duty(
    program: Program,
    behind: Connection,
    stranger: httpx.AsyncClient,
    first: httpx.AsyncClient,
    second: httpx.AsyncClient,
) -> None:
    one = await somebody(program, behind, Role.CASE_WORKER)
    link = await link_for(first, one)
    assert link["pending"]
    assert await used(stranger, link["link"]) == 410
    assert (await one.tries()).status_code == 201, "the password is what it was"
    told = (await second.get(f"{V1}/confirmations")).json()["links"]
    assert [item["account"] for item in told if item["id"] == link["id"]] == [str(one.account)]
    assert link["link"] not in str(told)
    place = f"{V1}/links/{link['id']}/confirm"
    assert (await first.post(place)).status_code == 422
    assert await used(stranger, link["link"]) == 410
    assert (await second.post(place)).status_code == 204
    assert await used(stranger, link["link"]) == 204
    assert (await second.post(place)).status_code == 404
    assert (await one.tries(ANOTHER)).status_code == 201


async def test_a_link_from_before_the_duty_is_no_way_round(
    program: Program,
    behind: Connection,
    stranger: httpx.AsyncClient,
    first: httpx.AsyncClient,
    second: httpx.AsyncClient,
) -> None:
    one = await somebody(program, behind)
    kept, invitation = await link_for(first, one), await link_for(first, one)
    assert not invitation["pending"], "an account without a duty has nothing to open"
    duty = await given(first, one.account)
    assert (await second.post(f"{V1}/duties/{duty['id']}/confirm")).status_code == 204
    assert await used(stranger, kept["link"]) == 410
    assert (await second.post(f"{V1}/links/{kept['id']}/confirm")).status_code == 204
    assert await used(stranger, kept["link"]) == 204


async def test_somebody_new_uses_an_invitation_at_once(
    stranger: httpx.AsyncClient, first: httpx.AsyncClient
) -> None:
    answer = await first.post(f"{V1}/accounts", json={"login": f"{uuid4().hex}@uji.example", "name": "Baru"})
    assert not answer.json()["pending"]
    assert await used(stranger, answer.json()["link"]) == 204


async def test_what_one_administrator_made_alone_makes_no_second_one(
    program: Program, behind: Connection, first: httpx.AsyncClient
) -> None:
    """The way round by a puppet: an administrator of one's own making who confirms."""
    puppet, target = await somebody(program, behind), await somebody(program, behind)
    made = await given(first, puppet.account, role="administrator")
    duty = await given(first, target.account)
    await puppet.signs_in()
    for one in (made, duty):
        assert (await puppet.asks("POST", f"/duties/{one['id']}/confirm")).status_code == 403


@pytest.mark.parametrize("account", LOCAL, ids=["case_worker", "administrator", "officer"])
async def test_accounts_of_the_machine_are_not_touched_from_outside(
    first: httpx.AsyncClient, behind: Connection, account: AccountId
) -> None:
    place = f"{V1}/accounts/{account}"
    body = {"role": "case_worker", "unit": str(HERE)}
    assert (await first.post(f"{place}/duties", json=body)).status_code == 404
    assert (await first.post(f"{place}/link", json={})).status_code == 404
    assert (await first.post(f"{place}/disable")).status_code == 404
    duty = await behind.fetchval("SELECT id FROM duties WHERE account_id = $1", account)
    assert (await first.post(f"{V1}/duties/{duty}/end")).status_code == 404


async def test_nobody_lets_themselves_cover_a_colleague(program: Program, behind: Connection) -> None:
    one = await somebody(program, behind, Role.ADMINISTRATOR, Role.CASE_WORKER)
    absent = await somebody(program, behind, Role.CASE_WORKER)
    await one.signs_in(duty=str(one.duties[0]))
    body = {
        "unit": str(HERE),
        "absent": str(absent.account),
        "covering": str(one.account),
        "until": (program.clock() + timedelta(days=2)).isoformat(),
    }
    assert (await one.asks("POST", "/covers", body)).status_code == 404


async def told(settings: Settings, owner: str) -> None:
    """A server comes up under these settings, and ends."""
    async with wiring.telling_entry_rules(settings)(owner):
        pass


async def test_while_a_server_runs_none_beside_it_loosens_what_it_demands(
    program: Program, behind: Connection, filled: Fresh
) -> None:
    owner, running = filled.url("jembatan_owner"), program.settings
    rules = "SELECT four_eyes, shortlist_interest, second_approval FROM meta"
    looser: list[dict[str, Any]] = [
        {"four_eyes": False},
        {"shortlist_interest": False},
        {"shortlist_second_approval": ["first_contact"]},
    ]
    one_reason = running.model_copy(update={"shortlist_second_approval": ["first_contact"]})
    try:
        async with wiring.telling_entry_rules(running)(owner):
            strict = await behind.fetchrow(rules)
            for update in looser:
                with pytest.raises(SettingsError, match="demands more"):
                    await told(running.model_copy(update=update), owner)
            await told(running, owner)
            assert await behind.fetchrow(rules) == strict
        async with wiring.telling_entry_rules(one_reason)(owner):  # alone
            assert (await behind.fetchrow(rules))["second_approval"] == ["first_contact"]
            await told(running, owner)  # more may always be asked for
            assert await behind.fetchrow(rules) == strict
    finally:
        await told(running, owner)


async def test_with_one_administrator_the_setting_does_without(
    program: Program, behind: Connection, filled: Fresh, first: httpx.AsyncClient, stranger: httpx.AsyncClient
) -> None:
    owner, alone = filled.url("jembatan_owner"), program.settings.model_copy(update={"four_eyes": False})
    try:
        async with wiring.telling_entry_rules(alone)(owner):
            one = await somebody(program, behind)
            assert not (await given(first, one.account))["pending"]
            link = await link_for(first, one)
            assert await used(stranger, link["link"]) == 204
            assert (await one.tries(ANOTHER)).status_code == 201
    finally:
        await told(program.settings, owner)
    await told(program.settings, owner)
    turned = await behind.fetch(
        "SELECT account, fields FROM trail WHERE entity = 'meta' AND 'four_eyes' = ANY (fields) ORDER BY seq"
    )
    assert [tuple(row["fields"]) for row in turned] == [("four_eyes", "false"), ("four_eyes", "true")]
    assert {row["account"] for row in turned} == {wiring.LOCAL_ADMINISTRATOR}
