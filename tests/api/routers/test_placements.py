"""Answers, openings, placements, reports, reliability and complaints over HTTP."""

import asyncio
import csv
import io
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import openpyxl
import pytest
import pytest_asyncio

from api.program import Program
from api.schemas import examples
from api.wiring.server import application
from data.pool import Connection
from matching.model import Actor
from matching.model.ids import AccountId, DutyId, EmployerId
from matching.vocabulary import Role
from tests.api.entrance import asking, bearer
from tests.api.office import a_person, an_employer, posted
from tests.staff import CASE_WORKER, COLLEAGUE, FAR_CASE_WORKER, FAR_PLANNER, PLANNER, PLATFORM

V1 = "/api/v1"
CLIENTS = 50


@dataclass
class Place:
    """A company with a member, a vacancy, and people whose lists have been sent to it."""

    program: Program
    employer: str
    vacancy: str
    member: Actor
    people: list[str]
    items: list[str]

    app: Any = field(repr=False)
    shortlist: str
    headers: dict[Actor, dict[str, str]] = field(default_factory=dict, repr=False)

    def client(self, headers: dict[str, str]) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(self.app)
        return httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000", headers=headers)

    async def ask(self, actor: Actor, method: str, path: str, **body: Any) -> httpx.Response:
        if actor not in self.headers:
            self.headers[actor] = await bearer(self.program, actor)
        async with self.client(self.headers[actor]) as client:
            return await client.request(method, V1 + path, json=body or None)


async def sent_from_behind(behind: Connection, vacancy: UUID, persons: list[str]) -> tuple[UUID, list[UUID]]:
    """A list of the case worker's for a vacancy, as it stands once it is sent, and its rows."""
    made = uuid4()
    await behind.execute(
        "INSERT INTO shortlists (id, kind, vacancy_id, status, unit_id, caseload, recorded_by) "
        "VALUES ($1, 'candidates', $2, 'sent', $3, $4, $4)",
        made, vacancy, CASE_WORKER.unit, CASE_WORKER.account,
    )  # fmt: skip
    await behind.execute(
        "INSERT INTO shortlist_events (shortlist_id, kind, before, after, role, version, recorded_by) "
        "VALUES ($1, 'step', 'approved', 'sent', 'case_worker', 1, $2)",
        made, CASE_WORKER.account,
    )  # fmt: skip
    items = []
    for position, person in enumerate(persons, start=1):
        items.append(uuid4())
        await behind.execute(
            "INSERT INTO shortlist_items (id, shortlist_id, candidate_id, vacancy_id, position, origin, unit_id, "
            "caseload, recorded_by) VALUES ($1, $2, $3, $4, $5, 'added', $6, $7, $7)",
            items[-1], made, UUID(person), vacancy, position, CASE_WORKER.unit, CASE_WORKER.account,
        )  # fmt: skip
    return made, items


async def a_place(program: Program, behind: Connection, *, people: int, openings: int) -> Place:
    """Sent straight from behind: how a list gets there is tested elsewhere."""
    async with asking(program, await bearer(program, CASE_WORKER)) as worker:
        employer = (await an_employer(worker, verification="verified")).json()["id"]
        body = examples.VACANCY | {"employer": employer, "openings": openings}
        vacancy = (await posted(worker, "/vacancies", body)).json()["id"]
        persons = [(await posted(worker, "/candidates", a_person())).json()["id"] for _ in range(people)]
    member = Actor(AccountId(uuid4()), Role.EMPLOYER, PLATFORM, "tests", DutyId(uuid4()))
    await behind.execute(
        "INSERT INTO accounts (id, login, name, created_by) VALUES ($1, $2, 'Perekrut', $1)",
        member.account, f"{member.account}@uji.example",
    )  # fmt: skip
    await behind.execute(
        "INSERT INTO duties (id, account_id, role, unit_id, employer_id, granted_by) "
        "VALUES ($1, $2, 'employer', $3, $4, $2)",
        member.duty, member.account, PLATFORM, EmployerId(UUID(employer)),
    )  # fmt: skip
    made, items = await sent_from_behind(behind, UUID(vacancy), persons)
    return Place(
        program,
        employer,
        vacancy,
        member,
        persons,
        [str(item) for item in items],
        application(program),
        str(made),
    )


@pytest_asyncio.fixture
async def place(program: Program, behind: Connection) -> Place:
    return await a_place(program, behind, people=2, openings=1)


def answers(place: Place, number: int = 0) -> str:
    return f"/shortlist-items/{place.items[number]}/employer-answers"


async def test_fifty_clients_take_the_last_opening_once(program: Program, behind: Connection) -> None:
    place = await a_place(program, behind, people=CLIENTS, openings=1)
    headers = await bearer(program, place.member)

    async def hire(number: int) -> httpx.Response:
        async with place.client(headers) as client:
            return await client.post(V1 + answers(place, number), json={"kind": "hired"})

    told = await asyncio.gather(*map(hire, range(CLIENTS)))
    assert Counter(answer.status_code for answer in told) == {201: 1, 409: CLIENTS - 1}
    refusals = [answer.json() for answer in told if answer.status_code == 409]
    assert {one["type"] for one in refusals} == {"urn:jembatan:problem:no-opening-left"}
    assert all("wait until one is given back" in one["detail"] for one in refusals)
    stand = (await place.ask(place.member, "GET", f"/vacancies/{place.vacancy}/openings")).json()
    assert stand == {"openings": 1, "held": 0, "offered": 0, "filled": 1, "released": 0, "free": 0}


async def test_a_refused_answer_names_what_may_come_next(place: Place) -> None:
    refused = await place.ask(place.member, "POST", answers(place), kind="no_show")
    assert refused.status_code == 409
    assert refused.json()["type"] == "urn:jembatan:problem:out-of-order"
    (wrong,) = refused.json()["errors"]
    assert wrong["field"] == "kind"
    for half in wrong["problem"].split(" / "):
        assert half.endswith("–: declined, hired, interview, offer")
    meeting = {"meets_at": (datetime.now(UTC) + timedelta(days=3)).isoformat(), "how": "video"}
    invited = await place.ask(place.member, "POST", answers(place), kind="interview", **meeting)
    assert invited.json()["next"] == ["interview", "offer", "hired", "declined", "no_show", "not_held"]
    assert (invited.json()["items"][0]["on_behalf"], invited.json()["items"][0]["how"]) == (False, "video")


@pytest.mark.parametrize(
    "body",
    [
        {"kind": "interview"},
        {"kind": "interview", "meets_at": "2026-12-01T09:00:00", "how": "video"},
        {"kind": "declined"},
        {"kind": "declined", "reason": "because"},
        {"kind": "offer", "reason": "too_far"},
        {"kind": "offer", "note": "x" * 501},
    ],
)
async def test_an_answer_that_is_no_answer_is_refused(place: Place, body: dict[str, Any]) -> None:
    refused = await place.ask(place.member, "POST", answers(place), **body)
    assert refused.status_code == 422, refused.text


async def test_a_company_sees_its_own_proposals_as_cards(place: Place) -> None:
    shown = (await place.ask(place.member, "GET", f"/vacancies/{place.vacancy}/proposals")).json()["items"]
    assert [one["item"] for one in shown] == place.items
    assert all(person not in str(shown) for person in place.people)
    for path in (f"/vacancies/{uuid4()}/proposals", f"/vacancies/{uuid4()}/openings"):
        assert (await place.ask(place.member, "GET", path)).status_code == 404


async def test_holding_is_the_staffs(place: Place) -> None:
    hold = f"/shortlist-items/{place.items[0]}/hold"
    assert (await place.ask(place.member, "POST", hold)).status_code == 403
    assert (await place.ask(COLLEAGUE, "POST", hold)).status_code == 404
    assert (await place.ask(CASE_WORKER, "POST", hold)).status_code == 204
    taken = await place.ask(place.member, "POST", answers(place, 1), kind="offer")
    assert taken.status_code == 409
    assert (await place.ask(PLANNER, "POST", hold.replace("hold", "release"))).status_code == 204
    assert (await place.ask(place.member, "POST", answers(place, 1), kind="offer")).status_code == 201
    promised = await place.ask(CASE_WORKER, "POST", f"/shortlist-items/{place.items[1]}/release")
    assert promised.status_code == 409


async def test_work_found_otherwise_climbs_the_ladder(place: Place) -> None:
    of = f"/candidates/{place.people[0]}/placements"
    start = (date.today() - timedelta(days=50)).isoformat()  # noqa: DTZ011 - the database's day, give or take one
    event: dict[str, Any] = {"kind": "started", "on": start, "contract": "self_employment"}
    unsaid = await place.ask(CASE_WORKER, "POST", of, kind="self_employment", event=event)
    assert (unsaid.status_code, unsaid.json()["errors"][0]["field"]) == (422, "before_release")
    silent = event | {"before_release": True}
    assert (await place.ask(CASE_WORKER, "POST", of, kind="self_employment", event=silent)).status_code == 422
    event |= {"before_release": True, "note": "asimilasi sejak itu"}
    in_thousands = await place.ask(
        CASE_WORKER, "POST", of, kind="self_employment", event=event | {"wage_monthly_idr": 2_500}
    )
    assert in_thousands.status_code == 422
    made = await place.ask(CASE_WORKER, "POST", of, kind="self_employment", event=event)
    assert made.status_code == 201, made.text
    events = f"/placements/{made.json()['id']}/events"
    late = (await place.ask(CASE_WORKER, "GET", "/checks")).json()["items"]
    assert [(one["kind"], one["state"]) for one in late if one["placement"] == made.json()["id"]] == [
        ("kept_30", "escalated")
    ]
    passed_on = (await place.ask(PLANNER, "GET", "/checks")).json()["items"]
    assert made.json()["id"] in [one["placement"] for one in passed_on]
    assert (await place.ask(FAR_PLANNER, "GET", "/checks")).json()["items"] == []
    refused = await place.ask(CASE_WORKER, "POST", events, kind="offered", on=start)
    assert refused.status_code == 409
    again = await place.ask(CASE_WORKER, "POST", events, **event | {"contract": "daily"})
    assert again.json()["errors"][0]["problem"].endswith("is not what may follow the rung before")
    early = await place.ask(CASE_WORKER, "POST", events, kind="kept_90", on=date.today().isoformat())  # noqa: DTZ011
    assert (early.status_code, early.json()["errors"][0]["field"]) == (422, "on")
    first = made.json()["events"][0]["id"]
    mended = await place.ask(CASE_WORKER, "POST", events, **event | {"on": start, "corrects": first})
    assert [one["stands"] for one in mended.json()["events"]] == [False, True]
    for actor in (COLLEAGUE, FAR_CASE_WORKER):
        assert (await place.ask(actor, "POST", events, **event)).status_code == 404
    assert (await place.ask(PLANNER, "POST", events, **event)).status_code == 403
    assert len((await place.ask(PLANNER, "GET", of)).json()["items"]) == 1


async def test_a_report_comes_as_json_csv_and_workbook(place: Place) -> None:
    read = (await place.ask(PLANNER, "GET", "/outcomes?by=employer")).json()
    assert (read["by"], read["year"]) == ("employer", None)
    rows = {(row["group"], row["measure"]): row for row in read["rows"]}
    assert rows["", "reached"]["words"] == "Terjangkau: pernah diusulkan atau ditempatkan"
    table = await place.ask(PLANNER, "GET", "/outcomes?by=employer&format=csv&lang=en")
    assert table.headers["content-type"].startswith("text/csv")
    parsed = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert [(row["group"], row["measure"]) for row in parsed] == [
        (row["group"] or "all", row["measure"]) for row in read["rows"]
    ]
    assert {row["hidden"] for row in parsed} <= {"", "k<5"}
    book = await place.ask(PLANNER, "GET", "/outcomes?by=employer&format=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(book.content)).active
    assert sheet is not None
    assert sheet.max_row == len(read["rows"]) + 1
    assert (await place.ask(place.member, "GET", "/outcomes")).status_code == 403
    assert (await place.ask(PLANNER, "GET", "/outcomes?year=1999")).status_code == 422


async def test_reliability_is_shown_to_planners_with_its_base(place: Place) -> None:
    await place.ask(place.member, "POST", answers(place), kind="declined", reason="too_far")
    told = await place.ask(FAR_PLANNER, "GET", f"/employers/{place.employer}/reliability")
    measures = {one["measure"]: one for one in told.json()["measures"]}
    assert (measures["answered"]["count"], measures["answered"]["base"]) == (1, 2)
    assert measures["answered"]["low"] < 0.5 < measures["answered"]["high"]
    for actor in (place.member, CASE_WORKER):
        refused = await place.ask(actor, "GET", f"/employers/{place.employer}/reliability")
        assert refused.status_code == 403
    assert (await place.ask(PLANNER, "GET", f"/employers/{uuid4()}/reliability")).status_code == 404


async def test_a_complaint_that_is_sent_twice_is_one(place: Place) -> None:
    about, words = f"{V1}/employers/{place.employer}/complaints", {"by_whom": "staff", "code": "fee_demanded"}
    async with place.client(await bearer(place.program, CASE_WORKER)) as client:
        key = {"idempotency-key": str(uuid4())}
        made = [await client.post(about, json=words, headers=key) for _ in range(2)]
        other = await client.post(about, json=words | {"code": "other"}, headers=key)
    assert made[0].json() == made[1].json()
    assert [one.status_code for one in (*made, other)] == [201, 201, 409]


async def test_a_complaint_is_written_down_and_decided(place: Place) -> None:
    about = f"/employers/{place.employer}/complaints"
    words = {"by_whom": "candidate", "code": "wage_not_paid", "candidate_id": place.people[0], "note": "upah"}
    made = await place.ask(CASE_WORKER, "POST", about, **words)
    assert made.status_code == 201, made.text
    decision = f"/complaints/{made.json()['id']}/decision"
    assert (await place.ask(CASE_WORKER, "POST", decision, upheld=True)).status_code == 403
    assert (await place.ask(FAR_PLANNER, "POST", decision, upheld=True)).status_code == 404
    assert (await place.ask(PLANNER, "POST", decision, upheld=True)).status_code == 204
    (shown,) = (await place.ask(CASE_WORKER, "GET", about)).json()["items"]
    assert (shown["state"], shown["note"]) == ("upheld", "upah")
    assert (await place.ask(COLLEAGUE, "GET", about)).json()["items"] == []
    assert (await place.ask(COLLEAGUE, "POST", about, **words)).status_code == 404
    told = (await place.ask(PLANNER, "GET", f"/employers/{place.employer}/reliability")).json()
    assert (told["complaints_upheld"], told["complaints_open"]) == (1, 0)
