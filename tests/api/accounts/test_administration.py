"""What an administrator may do, and nobody else; and what an administrator may not."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from api.program import Program
from data.pool import Connection
from matching.model import Actor
from matching.model.accounts import Scope
from matching.vocabulary import Role
from tests.api.entrance import V1, Somebody, another_administrator, asking, bearer, duty_for, somebody
from tests.api.office import a_person, an_employer
from tests.staff import ADMINISTRATOR, CASE_WORKER, ELSEWHERE, HERE, OFFICER, PLANNER

FORBIDDEN = (403, "urn:jembatan:problem:forbidden")


async def administrator(program: Program) -> httpx.AsyncClient:
    return asking(program, await bearer(program, ADMINISTRATOR))


@pytest.mark.parametrize("actor", [CASE_WORKER, OFFICER, PLANNER], ids=lambda one: str(one.role))
async def test_nobody_else_administers(program: Program, actor: Actor) -> None:
    nowhere = uuid4()
    cover = dict.fromkeys(("unit", "absent", "covering"), str(nowhere)) | {"until": "2027-01-01T00:00:00Z"}
    async with asking(program, await bearer(program, actor)) as client:
        for method, path, body in (
            ("GET", "/accounts", None),
            ("POST", "/accounts", {"login": "x", "name": "X"}),
            ("GET", f"/accounts/{actor.account}", None),
            ("POST", f"/accounts/{actor.account}/duties", {"role": "administrator", "unit": str(HERE)}),
            ("POST", f"/accounts/{nowhere}/disable", None),
            ("POST", f"/accounts/{nowhere}/link", {}),
            ("POST", f"/duties/{nowhere}/end", None),
            ("POST", "/covers", cover),
            ("GET", "/covers", None),
            ("GET", "/units", None),
            ("POST", "/units", {"type": "lapas", "name": "X"}),
        ):  # fmt: skip
            answer = await client.request(method, V1 + path, json=body)
            assert (path, answer.status_code, answer.json()["type"]) == (path, *FORBIDDEN)


async def test_an_administrator_has_no_case_data(program: Program, client: httpx.AsyncClient) -> None:
    person = (await client.post(f"{V1}/candidates", json=a_person())).headers["location"]
    async with await administrator(program) as asks:
        assert (await asks.get(person)).status_code == 403
        assert (await asks.get(f"{V1}/candidates")).status_code == 403


async def test_a_token_without_the_scope_changes_no_account(program: Program) -> None:
    scopes = frozenset({Scope.READ, Scope.WRITE})
    async with asking(program, await bearer(program, ADMINISTRATOR, scopes)) as asks:
        assert (await asks.get(f"{V1}/accounts")).status_code == 200
        answer = await asks.post(f"{V1}/accounts", json={"login": "x", "name": "X"})
        assert (answer.status_code, answer.json()["type"]) == (403, "urn:jembatan:problem:scope")


async def test_accounts_come_page_by_page_without_anything_that_lets_them_in(program: Program) -> None:
    seen: list[dict[str, Any]] = []
    path = f"{V1}/accounts?limit=3"
    async with await administrator(program) as asks:
        while path:
            answer = await asks.get(path)
            seen += answer.json()["items"]
            path = answer.links.get("next", {}).get("url", "")
    assert "case_worker@uji.example" in {one["login"] for one in seen}
    assert len({one["id"] for one in seen}) == len(seen)
    assert set(seen[0]) == {"id", "login", "name", "language", "active", "has_password", "has_second_factor"}


async def test_duties_are_granted_work_and_end(program: Program, behind: Connection) -> None:
    one = await somebody(program, behind)
    async with await administrator(program) as asks:
        path = f"{V1}/accounts/{one.account}"
        granted = await asks.post(f"{path}/duties", json={"role": "case_worker", "unit": str(HERE)})
        assert granted.status_code == 201, granted.text
        async with await another_administrator(program, behind) as second:
            confirmed = await second.post(f"{V1}/duties/{granted.json()['id']}/confirm")
            assert confirmed.status_code == 204, confirmed.text
        assert (await one.signs_in())["duty"] == granted.json()["id"]
        assert (await one.asks("GET", "/candidates")).status_code == 200
        ended = f"{V1}/duties/{granted.json()['id']}/end"
        assert (await asks.post(ended)).status_code == 204
        assert (await asks.post(ended)).status_code == 404
        assert (await one.asks("GET", "/candidates")).status_code == 403
        duties = (await asks.get(path)).json()["duties"]
        assert [duty["until"] is not None for duty in duties] == [True]
        assert (await asks.post(f"{path}/disable")).json()["active"] is False
        assert (await one.asks("GET", "/me")).status_code == 401
        assert (await asks.post(f"{path}/enable")).json()["active"] is True
        assert (await one.tries()).status_code == 201


async def test_a_member_of_an_employer_belongs_to_it_and_to_no_unit(
    program: Program, client: httpx.AsyncClient, behind: Connection
) -> None:
    company = (await an_employer(client)).json()["id"]
    one = await somebody(program, behind)
    async with await administrator(program) as asks:
        path = f"{V1}/accounts/{one.account}/duties"
        granted = await asks.post(path, json={"role": "employer", "employer": company})
        assert granted.status_code == 201, granted.text
        assert granted.json()["unit_name"] == "Pemberi kerja"
        for wrong in (
            {"role": "employer"},
            {"role": "employer", "employer": str(uuid4())},
            {"role": "case_worker"},
            {"role": "case_worker", "unit": str(uuid4())},
            {"role": "case_worker", "unit": str(HERE), "employer": company},
            {"role": "release_planner", "unit": str(HERE)},
            {"role": "worker", "unit": str(HERE)},
            {"role": "administrator", "unit": str(HERE), "until": "2020-01-01T00:00:00Z"},
        ):
            assert (await asks.post(path, json=wrong)).status_code == 422, wrong


async def test_nobody_gives_a_duty_or_a_way_in_to_themselves(program: Program) -> None:
    async with await administrator(program) as asks:
        path = f"{V1}/accounts/{ADMINISTRATOR.account}"
        assert (
            await asks.post(f"{path}/duties", json={"role": "case_worker", "unit": str(HERE)})
        ).status_code == 404
        assert (await asks.post(f"{path}/link", json={})).status_code == 404


@pytest.mark.parametrize(
    "login", ["", "a b", "a@", "@b", "a:b", "x" * 300, "officer@uji.example", "OFFICER@uji.example"]
)
async def test_a_login_that_cannot_be_or_is_taken_is_refused(program: Program, login: str) -> None:
    async with await administrator(program) as asks:
        assert (await asks.post(f"{V1}/accounts", json={"login": login, "name": "X"})).status_code == 422


async def covered(program: Program, behind: Connection) -> tuple[Somebody, Somebody, str, dict[str, str]]:
    """(absent, covering, a person of the absent one's caseload, the cover's body)."""
    absent, covering = [await somebody(program, behind, Role.CASE_WORKER) for _ in range(2)]
    await absent.signs_in()
    await covering.signs_in()
    answer = await absent.asks("POST", "/candidates", a_person())
    person = answer.headers["location"].removeprefix(V1)
    until = (program.clock() + timedelta(days=14)).isoformat()
    body = {
        "unit": str(HERE),
        "absent": str(absent.account),
        "covering": str(covering.account),
        "until": until,
    }
    return absent, covering, person, body


async def test_a_cover_opens_a_caseload_until_it_ends_by_itself_or_by_hand(
    program: Program, behind: Connection
) -> None:
    _, covering, person, body = await covered(program, behind)
    assert (await covering.asks("GET", person)).status_code == 404
    async with await administrator(program) as asks, await another_administrator(program, behind) as second:
        made = await asks.post(f"{V1}/covers", json=body)
        assert made.status_code == 201, made.text
        assert made.json()["pending"]
        assert (await covering.asks("GET", person)).status_code == 404, "not before a second has confirmed it"
        waiting = {one["id"]: one for one in (await second.get(f"{V1}/confirmations")).json()["covers"]}
        assert waiting[made.json()["id"]]["granted_by"] == str(ADMINISTRATOR.account)
        place = f"{V1}/covers/{made.json()['id']}/confirm"
        assert (await asks.post(place)).status_code == 422, "not who gave it"
        assert (await second.post(place)).status_code == 204
        assert (await second.post(place)).status_code == 404
        assert (await covering.asks("GET", person)).status_code == 200
        assert made.json()["id"] in {one["id"] for one in (await asks.get(f"{V1}/covers")).json()["items"]}
        await behind.execute(
            "UPDATE covers SET since = now() - interval '2 days', until = now() WHERE id = $1::uuid",
            made.json()["id"],
        )
        assert (await covering.asks("GET", person)).status_code == 404
        again = (await asks.post(f"{V1}/covers", json=body)).json()
        assert (await second.post(f"{V1}/covers/{again['id']}/confirm")).status_code == 204
        assert (await covering.asks("GET", person)).status_code == 200
        assert (await asks.post(f"{V1}/covers/{again['id']}/end")).status_code == 204
        assert (await covering.asks("GET", person)).status_code == 404
        assert (await asks.post(f"{V1}/covers/{again['id']}/end")).status_code == 404
        withdrawn = (await asks.post(f"{V1}/covers", json=body)).json()
        assert (await asks.post(f"{V1}/covers/{withdrawn['id']}/end")).status_code == 204
        assert (await second.post(f"{V1}/covers/{withdrawn['id']}/confirm")).status_code == 404


async def test_a_cover_that_cannot_be_is_refused(program: Program, behind: Connection) -> None:
    absent, _, _, body = await covered(program, behind)
    planner = await somebody(program, behind, Role.RELEASE_PLANNER)
    far = await somebody(program, behind)
    await duty_for(behind, far.account, Role.ADMINISTRATOR)
    too_long = (program.clock() + timedelta(days=101)).isoformat()
    async with await administrator(program) as asks:
        for wrong in (
            {"covering": str(planner.account)},
            {"covering": str(far.account)},
            {"covering": str(absent.account)},
            {"unit": str(ELSEWHERE)},
            {"unit": str(uuid4())},
            {"until": too_long},
            {"until": "2020-01-01T00:00:00Z"},
        ):
            answer = await asks.post(f"{V1}/covers", json=body | wrong)
            assert answer.status_code == 422, (wrong, answer.text)


async def test_units_are_added_once(program: Program) -> None:
    async with await administrator(program) as asks:
        new = {"type": "bapas", "name": f"Bapas {uuid4().hex[:6]}", "province": "35"}
        assert (await asks.post(f"{V1}/units", json=new)).status_code == 201
        assert (await asks.post(f"{V1}/units", json=new)).status_code == 422
        assert new["name"] in {unit["name"] for unit in (await asks.get(f"{V1}/units")).json()["items"]}
