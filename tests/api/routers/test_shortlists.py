"""Shortlists over HTTP: one person's way to an employer, in the hands of those who answer for it."""

import re
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from hashlib import sha256
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
import pytest_asyncio

from api.program import Program
from api.schemas import examples
from api.schemas.shortlist_documents import seen
from data.pool import Connection
from matching.model import Actor
from matching.vocabulary import Role
from tests.api.entrance import asking, bearer
from tests.api.office import a_person, an_employer, posted, take_in
from tests.api.web.test_trail import NOTED
from tests.pdfs import text_of, without_space
from tests.staff import CASE_WORKER, COLLEAGUE, PLANNER, SECOND_PLANNER

TITLES = ("Tukang Las SMAW", "Welder Konstruksi Baja", "Juru Las Listrik")


@asynccontextmanager
async def acting_as(program: Program, actor: Actor) -> AsyncIterator[httpx.AsyncClient]:
    async with asking(program, await bearer(program, actor)) as client:
        yield client


@pytest_asyncio.fixture
async def worker_(program: Program) -> AsyncIterator[httpx.AsyncClient]:
    async with acting_as(program, CASE_WORKER) as client:
        yield client


@pytest_asyncio.fixture
async def planner(program: Program) -> AsyncIterator[httpx.AsyncClient]:
    async with acting_as(program, PLANNER) as client:
        yield client


@pytest_asyncio.fixture
async def second(program: Program) -> AsyncIterator[httpx.AsyncClient]:
    async with acting_as(program, SECOND_PLANNER) as client:
        yield client


_places = count(1)


async def a_world_of(program: Program, client: httpx.AsyncClient) -> tuple[str, list[str]]:
    """A person who welds and three vacancies for a welder, of one new employer, in a regency of their own: nobody and
    nothing that other tests have left is near."""
    place = program.gazetteer.regencies[-5 * next(_places)].code
    employer = (await an_employer(client, verification="verified")).json()["id"]
    offer = examples.VACANCY | {"employer": employer, "place": place}
    vacancies = [
        (await posted(client, "/vacancies", offer | {"title": title})).json()["id"] for title in TITLES
    ]
    facts = examples.CANDIDATE["facts"] | {"home": place, "custody_regency": None, "accepted_places": []}
    person = (await posted(client, "/candidates", a_person(facts=facts))).json()["id"]
    await take_in(program)
    return person, vacancies


async def does(client: httpx.AsyncClient, path: str, **body: Any) -> dict[str, Any]:
    answer = await client.post(f"/api/v1/shortlists{path}", json=body)
    assert answer.status_code in (200, 201), answer.text
    document: dict[str, Any] = answer.json()
    return document


async def refused(client: httpx.AsyncClient, path: str, **body: Any) -> str:
    answer = await client.post(f"/api/v1/shortlists{path}", json=body)
    assert answer.status_code == 409, answer.text
    assert answer.json()["type"].endswith("step-refused")
    told: str = answer.json()["detail"]
    return told


async def faulty(client: httpx.AsyncClient, path: str, **body: Any) -> list[str]:
    """The fields that are named as wrong."""
    answer = await client.post(f"/api/v1/shortlists{path}", json=body)
    assert answer.status_code == 422, answer.text
    return [one["field"] for one in answer.json()["errors"]]


async def test_from_the_request_to_the_employer(
    program: Program, worker_: httpx.AsyncClient, planner: httpx.AsyncClient, second: httpx.AsyncClient
) -> None:
    person, vacancies = await a_world_of(program, worker_)

    # The case worker asks for a list and proposes what the ranking says.
    asked = await does(worker_, "", candidate_id=person)
    of = f"/{asked['id']}"
    proposed = await does(worker_, f"{of}/propose", size=2)
    assert proposed["state"] == "proposed"
    run = (await worker_.get(f"/api/v1/runs/{proposed['run']}")).json()
    assert [(i["vacancy"], i["ranked"], i["score"]) for i in proposed["items"]] == [
        (row["id"], row["rank"], row["score"]) for row in run["result"]["rows"][:2]
    ]

    # The second goes first, because the person wishes it, and one comes in from outside the ranking.
    first, other = proposed["items"]
    await does(worker_, f"{of}/items/{other['id']}/changes", change="move", place=1, reason="candidate_wish")
    if missing := [one for one in vacancies if one not in (first["vacancy"], other["vacancy"])]:
        await does(worker_, f"{of}/items", vacancy_id=missing[0], reason="known_to_employer")
    stands = await does(worker_, f"{of}/steps", to="under_review")
    assert stands["items"][0]["id"] == other["id"]
    assert {one["unsendable"] for one in stands["items"]} == {"not_asked"}
    assert {one["reason_words"] for one in stands["overrides"]} <= {
        "Keinginan orangnya",
        "Sudah dikenal pemberi kerja",
    }

    # Two planners approve: nothing has ever been sent to this employer. Then everything known is frozen.
    assert "baca ulang" in await refused(planner, f"{of}/approvals", version=1)
    half = await does(planner, f"{of}/approvals", version=stands["version"])
    assert (half["state"], half["approvals_needed"], stands["approvals_needed"]) == ("under_review", 2, 2)
    assert "first_contact" in half["approval_reasons"]
    assert "orang lain" in await refused(planner, f"{of}/approvals", version=stands["version"])
    approved = await does(second, f"{of}/approvals", version=stands["version"])
    assert approved["state"] == "approved"
    for item in approved["items"]:
        frozen = item["frozen"]
        assert (frozen["rules"], frozen["run"], frozen["model"]) == (run["rules"], run["id"], run["model"])
        assert frozen["weights"] == run["weights"]
        assert frozen["certificates"]
        assert frozen["window"]["basis"]
    assert {"gaps", "flags", "contributions", "evidence", "score"} <= set(approved["items"][0]["frozen"])
    since = (await worker_.get(f"/api/v1/shortlists{of}/changes")).json()["items"]
    assert [(one["rank_then"], one["changed"]) for one in since] == [
        (item["frozen"]["place"], False) for item in approved["items"]
    ]
    assert all(
        one["rank_then"] for one in since
    )  # of what was added, too: it has a place in that day's ranking

    # Nothing is sent before the person has been asked.
    assert "belum ditanya" in await refused(worker_, f"{of}/steps", to="sent")
    shown = (await worker_.get(f"/api/v1/shortlists{of}")).json()
    assert {item["unsendable"] for item in shown["items"]} == {"not_asked"}
    assert await faulty(
        worker_, f"{of}/items/{shown['items'][0]['id']}/answers", interested=True, reason="too_far"
    ) == ["reason"]
    for item in shown["items"]:
        await does(worker_, f"{of}/items/{item['id']}/answers", interested=True)
    sent = await does(worker_, f"{of}/steps", to="sent")
    assert sent["state"] == "sent"
    assert [step["to"] for step in sent["next"]] == ["answered", "closed"]
    assert [(e["kind"], e["after"], e["role"]) for e in sent["events"]][-1] == ("step", "sent", "case_worker")


async def test_what_has_changed_since_is_told_item_by_item(
    program: Program, worker_: httpx.AsyncClient, planner: httpx.AsyncClient
) -> None:
    person, vacancies = await a_world_of(program, worker_)
    of = f"/{(await does(worker_, '', candidate_id=person))['id']}"
    stands = await does(worker_, f"{of}/propose", size=2)
    (other,) = set(vacancies) - {item["vacancy"] for item in stands["items"]}
    await does(worker_, f"{of}/items", vacancy_id=other, reason="known_to_employer")
    before = (await worker_.get(f"/api/v1/shortlists{of}/changes")).json()
    assert [(item["changed"], item["rank_then"]) for item in before["items"]] == [
        (False, 1), (False, 2), (False, None),
    ]  # fmt: skip
    assert before["items"][-1]["rank_now"]
    read = await worker_.get(f"/api/v1/candidates/{person}/window")
    window = read.json()["window"] | {
        "earliest": "2029-01-01", "expected": "2029-02-01", "latest": "2029-03-01",
    }  # fmt: skip
    await worker_.put(
        f"/api/v1/candidates/{person}/window",
        json={"window": window, "supervision": read.json()["supervision"]},
        headers={"if-match": read.headers["etag"]},
    )
    await take_in(program)
    for client in (worker_, planner):
        after = (await client.get(f"/api/v1/shortlists{of}/changes")).json()
        moved = [item for item in after["items"] if "starts_before_release" in item["gone"]]
        assert moved, after
        assert all("Mulai kerja sebelum perkiraan bebas" in item["words"] for item in moved)
        assert all(item["rank_now"] is None for item in moved)


async def test_a_list_for_a_vacancy_has_people_and_the_planner_sees_those_of_the_region(
    program: Program, worker_: httpx.AsyncClient, planner: httpx.AsyncClient
) -> None:
    person, vacancies = await a_world_of(program, worker_)
    stands = await does(planner, "", vacancy_id=vacancies[0])
    proposed = await does(planner, f"/{stands['id']}/propose", size=50)
    own = [item for item in proposed["items"] if item["candidate"] == person]
    assert len(own) == 1
    since = (await planner.get(f"/api/v1/shortlists/{stands['id']}/changes")).json()["items"]
    assert {(item["rank_then"], item["changed"]) for item in since} == {(None, False)}
    seen = (await worker_.get(f"/api/v1/shortlists/{stands['id']}")).json()
    assert person in [item["candidate"] for item in seen["items"]]
    await does(worker_, f"/{stands['id']}/items/{own[0]['id']}/answers", interested=False, reason="too_far")
    told = (await planner.get(f"/api/v1/shortlists/{stands['id']}")).json()
    said = next(item for item in told["items"] if item["id"] == own[0]["id"])["answers"]
    assert [(one["interested"], one["reason"]) for one in said] == [(False, "too_far")]


async def test_a_reason_is_needed_and_must_be_one_of_the_list(
    program: Program, worker_: httpx.AsyncClient
) -> None:
    person, vacancies = await a_world_of(program, worker_)
    stands = await does(worker_, "", candidate_id=person)
    path = f"/api/v1/shortlists/{stands['id']}"
    for body in (
        {"vacancy_id": vacancies[0]},
        {"vacancy_id": vacancies[0], "reason": "because"},
        {"vacancy_id": vacancies[0], "reason": "other", "note": " "},
        {"vacancy_id": vacancies[0], "candidate_id": person, "reason": "mistake"},
    ):
        answer = await worker_.post(f"{path}/items", json=body)
        assert answer.status_code == 422, answer.text
    assert (await worker_.post(f"{path}/steps", json={"to": "closed"})).status_code == 409


async def test_whoever_is_not_concerned_finds_nothing(
    program: Program, worker_: httpx.AsyncClient, planner: httpx.AsyncClient
) -> None:
    person, _ = await a_world_of(program, worker_)
    stands = await does(worker_, "", candidate_id=person)
    async with acting_as(program, COLLEAGUE) as colleague:
        for path in (stands["id"], str(uuid4())):
            answer = await colleague.get(f"/api/v1/shortlists/{path}")
            assert (answer.status_code, answer.json()["type"]) == (404, "urn:jembatan:problem:not-found")
    assert (await worker_.get("/api/v1/shortlists/overrides")).status_code == 403
    counted = (await planner.get("/api/v1/shortlists/overrides")).json()["items"]
    assert all(count["times"] >= 1 for count in counted)


async def test_no_list_is_asked_for_of_a_vacancy_that_is_closed(
    program: Program, worker_: httpx.AsyncClient, behind: Connection
) -> None:
    _, (closed, past, there) = await a_world_of(program, worker_)
    await behind.execute("UPDATE vacancies SET status = 'closed' WHERE id = $1", closed)
    await behind.execute("UPDATE vacancies SET closes = current_date - 7 WHERE id = $1", past)
    for one in (closed, past):
        assert "sudah ditutup" in await refused(worker_, "", vacancy_id=one)
    assert (await does(worker_, "", vacancy_id=there))["state"] == "requested"


@pytest.mark.parametrize("key", ["once-1"])
async def test_the_same_request_makes_one_list(
    program: Program, worker_: httpx.AsyncClient, key: str
) -> None:
    person, _ = await a_world_of(program, worker_)
    made = [
        await worker_.post(
            "/api/v1/shortlists", json={"candidate_id": person}, headers={"idempotency-key": key}
        )
        for _ in range(2)
    ]
    assert made[0].json()["id"] == made[1].json()["id"]


async def test_the_sheet_says_what_why_what_is_missing_and_how_to_object_and_names_nobody(
    program: Program, worker_: httpx.AsyncClient, planner: httpx.AsyncClient, behind: Connection
) -> None:
    person, vacancies = await a_world_of(program, worker_)
    made = await does(worker_, "", candidate_id=person)
    await does(worker_, f"/{made['id']}/propose")
    sheet = f"/api/v1/shortlists/{made['id']}/sheet"
    page, text, english = [
        await worker_.get(f"{sheet}?{query}") for query in ("", "form=text", "form=text&lang=en")
    ]
    assert page.headers["content-type"].startswith("text/html")
    assert {answer.headers["cache-control"] for answer in (page, text)} == {"no-store"}
    (style,) = re.findall("<style>(.*)</style>", page.text)
    (policy,) = page.headers.get_list(
        "content-security-policy"
    )  # its own alone: two would both have to be met
    assert f"style-src 'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'" in policy
    for word in ("<script", "http://", "https://", "src=", "Contoh Uji", "Lapas Uji Kelas", person):
        assert word not in page.text
    for told in (
        "Mengapa diusulkan",
        "Yang belum ada",
        "Bila Anda tidak setuju",
        "berkeberatan",
        "Unit: Lapas Uji",
    ):
        assert told in text.text
        assert told in page.text
    assert "TUKANG" not in text.text
    assert TITLES[0] in text.text
    assert "How to object" not in english.text
    assert "If you do not agree" in english.text
    parts = (await worker_.get(f"{sheet}?form=json")).json()["parts"]
    assert parts[0]["heading"] == "Usulan pekerjaan untuk Anda"
    for tongue in ("id", "en"):
        kept = await worker_.get(f"{sheet}?form=pdf&lang={tongue}")
        assert kept.headers["cache-control"] == "no-store"
        assert kept.headers["content-disposition"] == 'attachment; filename="lembar-usulan.pdf"'
        shown = (await worker_.get(f"{sheet}?form=json&lang={tongue}")).json()["parts"]
        written = without_space(text_of(kept.content, tongue))
        for line in [line for part in shown for line in (part["heading"], *part["lines"])]:
            assert without_space(line.removeprefix("☐")) in written, line
        noted = await behind.fetch(NOTED, UUID(person), UUID(kept.headers["jembatan-request"]), ["read"])
        assert noted

    other = await does(planner, "", vacancy_id=vacancies[0])
    proposed = await does(planner, f"/{other['id']}/propose")
    assert (await planner.get(f"/api/v1/shortlists/{other['id']}/sheet")).status_code == 422
    item = next(one for one in proposed["items"] if one["candidate"] == person)["id"]
    assert (await worker_.get(f"/api/v1/shortlists/{other['id']}/sheet?item_id={item}")).status_code == 200


async def test_who_comes_near_release_is_told_once(program: Program, worker_: httpx.AsyncClient) -> None:
    person, _ = await a_world_of(program, worker_)

    async def move(year: int) -> None:
        path = f"/api/v1/candidates/{person}/window"
        read = await worker_.get(path)
        days = {"earliest": f"{year}-01-01", "expected": f"{year}-02-01", "latest": f"{year}-03-01"}
        body = {"window": read.json()["window"] | days, "supervision": read.json()["supervision"]}
        await worker_.put(path, json=body, headers={"if-match": read.headers["etag"]})

    async def entered(since: datetime) -> bool:
        answer = await worker_.get(
            "/api/v1/shortlists/entrants", params={"from": since.isoformat(), "horizon": 365}
        )
        assert answer.status_code == 200, answer.text
        return person in answer.json()["candidates"]

    near, far = program.today().year + 1, program.today().year + 4
    await move(far)
    since = program.clock()
    assert not await entered(since)
    await move(near)
    assert await entered(since)
    later = program.clock()
    assert not await entered(later)
    await move(near)  # again the same: nothing has moved
    assert not await entered(later)


def test_a_planner_is_not_told_what_only_a_case_worker_knows() -> None:
    document = {
        "items": [
            {
                "frozen": {"failed": ["field_blocked", "too_far"]},
                "flags": [{"parameters": {"rules": ["work_restriction"]}}],
            }
        ]
    }
    shown = seen(document, Role.RELEASE_PLANNER)
    assert "field_blocked" not in str(shown)
    assert "work_restriction" not in str(shown)
    assert shown["items"][0]["frozen"]["failed"] == ["too_far"]
    assert seen(document, Role.CASE_WORKER) == document
