"""Companies from registration to appeal, vacancies from draft to close, as everybody sees them."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import httpx
import pytest
import pytest_asyncio

from api.schemas import examples, state_examples
from api.schemas.states import EmployerFileOut, HistoryOut
from api.schemas.vacancies import VacancyDetail
from api.settings import Settings
from matching.lint.catalogue import Code
from matching.model import Actor
from tests.api.entrance import asking, bearer
from tests.api.tenants import V1, World
from tests.staff import (
    CASE_WORKER,
    COMPANY,
    FAR_PLANNER,
    OTHER_COMPANY,
    OTHER_RECRUITER,
    PLANNER,
    RECRUITER,
)

FIRM = f"{V1}/employers/{OTHER_COMPANY}"
SUSPEND = state_examples.DECISION | {"note": "hanya untuk petugas"}
ALL_SEEN = {"acknowledged": list(Code), "override": "stated_elsewhere", "note": "jam kerja ada di kontrak"}


@pytest_asyncio.fixture(autouse=True)
async def as_before(world: World) -> AsyncIterator[None]:
    """The company of these tests stands afterwards as it stood."""
    yield
    await world.owner.execute(
        "UPDATE employers SET verification = 'verified', registered_at = NULL, registered_as = NULL, "
        "name = 'PT Uji 2', business_number = '9900000000002' WHERE id = $1",
        OTHER_COMPANY,
    )
    await world.owner.execute("DELETE FROM appeals")


async def ask(world: World, who: Actor, method: str, path: str, body: Any = None) -> httpx.Response:
    headers = {"if-match": "*"} if method == "PATCH" else {}
    async with world.caller(who) as client:
        return await client.request(method, path, json=body, headers=headers)


async def posted(world: World, who: Actor = OTHER_RECRUITER, **changes: Any) -> dict[str, Any]:
    company = COMPANY if who is RECRUITER else OTHER_COMPANY
    answer = await ask(
        world, who, "POST", f"{V1}/vacancies", examples.VACANCY | {"employer": str(company)} | changes
    )
    assert answer.status_code == 201, answer.text
    document: dict[str, Any] = answer.json()
    return document


async def published(world: World) -> str:
    path = f"{V1}/vacancies/{(await posted(world))['id']}"
    assert (await ask(world, PLANNER, "POST", f"{path}/publish", ALL_SEEN)).status_code == 200
    return path


async def test_a_company_registers_itself_and_only_a_planner_verifies_it(world: World) -> None:
    renamed = state_examples.REGISTRATION | {"name": "PT Uji Baru", "business_number": "9900000000777"}
    answer = await ask(world, OTHER_RECRUITER, "POST", f"{FIRM}/registration", renamed)
    EmployerFileOut.model_validate(answer.json())
    assert answer.json()["registered_as"] == "employer"
    assert answer.json()["employer"]["verification"] == "unverified", (
        "who calls itself otherwise is looked at again"
    )
    by_patch = await ask(world, CASE_WORKER, "PATCH", FIRM, {"verification": "verified"})
    assert by_patch.status_code == 409
    body = {"to": "verified", "reason": "checked"}
    for nobody in (OTHER_RECRUITER, CASE_WORKER):
        assert (await ask(world, nobody, "POST", f"{FIRM}/state", body)).status_code == 403
    verified = await ask(world, PLANNER, "POST", f"{FIRM}/state", body)
    assert verified.json()["employer"]["verification"] == "verified"
    last = verified.json()["changes"][-1]
    assert (last["before"], last["after"], last["account"]) == (
        "unverified",
        "verified",
        str(PLANNER.account),
    )
    assert (await ask(world, PLANNER, "POST", f"{FIRM}/state", body)).status_code == 409


async def test_nothing_known_is_not_checked_without_a_word_of_what_was_looked_at(world: World) -> None:
    await world.owner.execute(
        "UPDATE employers SET verification = 'unverified', business_number = '' WHERE id = $1", OTHER_COMPANY
    )
    body = {"to": "verified", "reason": "checked"}
    refused = await ask(world, PLANNER, "POST", f"{FIRM}/state", body)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "note")
    seen = body | {"note": "Kantor dikunjungi, akta dilihat"}
    assert (await ask(world, PLANNER, "POST", f"{FIRM}/state", seen)).status_code == 200
    assert (
        await ask(world, PLANNER, "POST", f"{FIRM}/state", SUSPEND | {"reason": "checked"})
    ).status_code == 422


async def test_a_registration_needs_a_number_of_thirteen_digits_that_no_other_company_has(
    world: World,
) -> None:
    for number in ("12", "9900000000001"):
        answer = await ask(
            world, OTHER_RECRUITER, "POST", f"{FIRM}/registration",
            state_examples.REGISTRATION | {"business_number": number},
        )  # fmt: skip
        assert answer.status_code == 422, number
        assert "business_number" in answer.text


async def test_a_company_sees_its_own_state_with_the_reason_that_is_meant_for_it(world: World) -> None:
    silent = SUSPEND | {"told": " "}
    assert (await ask(world, PLANNER, "POST", f"{FIRM}/state", silent)).status_code == 422
    assert (await ask(world, PLANNER, "POST", f"{FIRM}/state", SUSPEND)).status_code == 200
    own = (await ask(world, OTHER_RECRUITER, "GET", f"{FIRM}/registration")).json()["changes"][-1]
    assert (own["told"], own["note"], own["account"]) == (SUSPEND["told"], "", None)
    staff = (await ask(world, CASE_WORKER, "GET", f"{FIRM}/registration")).json()["changes"][-1]
    assert (staff["note"], staff["account"]) == (SUSPEND["note"], str(PLANNER.account))
    assert (await ask(world, RECRUITER, "GET", f"{FIRM}/registration")).status_code == 404


async def test_what_the_staff_records_waits_for_a_planner_too(world: World) -> None:
    by_default = Settings.model_fields["staff_vacancies_need_check"].default
    settings = world.program.settings.model_copy(update={"staff_vacancies_need_check": by_default})
    program = replace(world.program, settings=settings)
    async with asking(program, await bearer(program, CASE_WORKER)) as client:
        body = examples.VACANCY | {"employer": str(COMPANY), "title": "Tukang Cat Uji"}
        made = (await client.post(f"{V1}/vacancies", json=body)).json()
        assert (made["status"], made["unchecked"]) == ("draft", "staff")
        due = (await ask(world, PLANNER, "GET", f"{V1}/tasks?kind=vacancy_to_check")).json()["items"]
        assert "Tukang Cat Uji" in [one["about"] for one in due]
        path = f"{V1}/vacancies/{made['id']}"
        assert (await ask(world, PLANNER, "POST", f"{path}/publish", ALL_SEEN)).status_code == 200
        mended = await client.patch(path, json={"title": "Juru Cat Uji"}, headers={"if-match": "*"})
        assert mended.json()["status"] == "draft"


async def test_a_suspension_is_appealed_and_another_planner_decides(world: World) -> None:
    appeal = f"{FIRM}/appeal"
    assert (await ask(world, OTHER_RECRUITER, "POST", appeal, state_examples.APPEAL)).status_code == 409
    await ask(world, PLANNER, "POST", f"{FIRM}/state", SUSPEND)
    assert (await ask(world, RECRUITER, "POST", appeal, state_examples.APPEAL)).status_code == 404
    assert (await ask(world, OTHER_RECRUITER, "POST", appeal, state_examples.APPEAL)).status_code == 200
    assert (await ask(world, OTHER_RECRUITER, "POST", appeal, state_examples.APPEAL)).status_code == 409
    decision = state_examples.APPEAL_DECISION
    assert (await ask(world, PLANNER, "POST", f"{appeal}/decision", decision)).status_code == 409
    decided = await ask(world, FAR_PLANNER, "POST", f"{appeal}/decision", decision)
    assert decided.status_code == 200, decided.text
    assert decided.json()["employer"]["verification"] == "verified"
    assert decided.json()["changes"][-1]["reason"] == "appeal_granted"
    assert [one["granted"] for one in decided.json()["appeals"]] == [True]
    assert (await ask(world, FAR_PLANNER, "POST", f"{appeal}/decision", decision)).status_code == 404


async def test_an_appeal_ends_with_what_it_is_against(world: World) -> None:
    """It lifted a block that came after it."""
    appeal, decision = f"{FIRM}/appeal", state_examples.APPEAL_DECISION
    await ask(world, PLANNER, "POST", f"{FIRM}/state", SUSPEND)
    await ask(world, OTHER_RECRUITER, "POST", appeal, state_examples.APPEAL)
    let_in = await ask(
        world, PLANNER, "POST", f"{FIRM}/state", SUSPEND | {"to": "verified", "reason": "checked"}
    )
    assert [one["granted"] for one in let_in.json()["appeals"]] == [True]
    await ask(world, PLANNER, "POST", f"{FIRM}/state", SUSPEND | {"to": "blocked"})
    assert (await ask(world, FAR_PLANNER, "POST", f"{appeal}/decision", decision)).status_code == 404
    assert (await ask(world, OTHER_RECRUITER, "POST", appeal, state_examples.APPEAL)).status_code == 200
    assert (await ask(world, FAR_PLANNER, "POST", f"{appeal}/decision", decision)).status_code == 200


async def test_an_appeal_that_is_refused_changes_nothing(world: World) -> None:
    await ask(world, PLANNER, "POST", f"{FIRM}/state", SUSPEND | {"to": "blocked"})
    await ask(world, OTHER_RECRUITER, "POST", f"{FIRM}/appeal", state_examples.APPEAL)
    refused = {"granted": False, "told": "Keluhan belum selesai.", "note": "x"}
    answer = await ask(world, FAR_PLANNER, "POST", f"{FIRM}/appeal/decision", refused)
    assert answer.json()["employer"]["verification"] == "blocked"
    own = (await ask(world, OTHER_RECRUITER, "GET", f"{FIRM}/registration")).json()["appeals"][-1]
    assert (own["granted"], own["told"], own["note"]) == (False, refused["told"], "")


async def test_what_a_company_posts_waits_until_a_planner_has_seen_its_findings(world: World) -> None:
    text = "Pria, usia maksimal 30 tahun. Uang jaminan sebesar Rp 500.000."
    new = await posted(world, description=text, status="open")
    VacancyDetail.model_validate(new)
    assert (new["status"], new["unchecked"]) == ("draft", "company")
    assert {"fee_demanded", "age_without_reason", "sex_without_reason"} <= {
        one["code"] for one in new["findings"]
    }
    path = f"{V1}/vacancies/{new['id']}"
    waiting = await ask(world, PLANNER, "GET", f"{V1}/vacancies?status=draft")
    assert new["id"] in [one["id"] for one in waiting.json()["items"]]
    assert {one["status"] for one in waiting.json()["items"]} == {"draft"}
    for role in (OTHER_RECRUITER, CASE_WORKER, PLANNER):
        assert (await ask(world, role, "PATCH", path, {"status": "open"})).status_code == 409
    for role in (OTHER_RECRUITER, CASE_WORKER):
        assert (await ask(world, role, "POST", f"{path}/publish", ALL_SEEN)).status_code == 403
    unseen = await ask(world, PLANNER, "POST", f"{path}/publish", {})
    assert (unseen.status_code, unseen.json()["errors"][0]["field"]) == (422, "acknowledged")
    assert "fee_demanded" in unseen.text
    blocked = await ask(world, PLANNER, "POST", f"{path}/publish", ALL_SEEN | {"override": None})
    assert (blocked.status_code, blocked.json()["errors"][0]["field"]) == (422, "override")
    fine = await ask(world, PLANNER, "POST", f"{path}/publish", ALL_SEEN)
    assert (fine.json()["status"], fine.json()["unchecked"]) == ("open", None)
    change = (await ask(world, PLANNER, "GET", f"{path}/history")).json()["changes"][-1]
    assert (change["after"], change["reason"], change["note"]) == (
        "open",
        "stated_elsewhere",
        ALL_SEEN["note"],
    )
    assert "fee_demanded" in change["findings"]
    own = (await ask(world, OTHER_RECRUITER, "GET", f"{path}/history")).json()
    HistoryOut.model_validate(own)
    assert (own["changes"][-1]["note"], own["changes"][-1]["account"]) == ("", None)
    assert (await ask(world, RECRUITER, "GET", f"{path}/history")).status_code == 404


async def test_new_words_go_back_to_be_checked_and_taking_back_does_not(world: World) -> None:
    path = await published(world)
    fewer = await ask(world, OTHER_RECRUITER, "PATCH", path, {"openings": 1, "closes": "2027-01-01"})
    assert (fewer.status_code, fewer.json()["status"]) == (200, "open")
    more = await ask(world, OTHER_RECRUITER, "PATCH", path, {"openings": 2})
    assert (more.json()["status"], more.json()["unchecked"]) == ("draft", "company")
    assert (await ask(world, PLANNER, "POST", f"{path}/publish", ALL_SEEN)).status_code == 200
    staff = await ask(world, CASE_WORKER, "PATCH", path, {"description": "Mengelas pipa."})
    assert (staff.json()["status"], staff.json()["unchecked"]) == ("open", None)
    words = await ask(world, OTHER_RECRUITER, "PATCH", path, {"description": "Mengelas pagar."})
    assert words.json()["status"] == "draft"
    closed = await ask(world, OTHER_RECRUITER, "POST", f"{path}/close", {"reason": "filled"})
    assert closed.json()["status"] == "closed"
    assert (await ask(world, OTHER_RECRUITER, "PATCH", path, {"status": "open"})).status_code == 409
    states = [
        (one["before"], one["after"])
        for one in (await ask(world, PLANNER, "GET", f"{path}/history")).json()["changes"]
    ]
    assert states == [
        ("draft", "open"), ("open", "draft"), ("draft", "open"), ("open", "draft"), ("draft", "closed"),
    ]  # fmt: skip


async def test_what_was_not_seen_is_not_published(world: World) -> None:
    new = await posted(world)
    path = f"{V1}/vacancies/{new['id']}"
    async with world.caller(PLANNER) as planner:
        tag = (await planner.get(path)).headers["etag"]
        await ask(world, OTHER_RECRUITER, "PATCH", path, {"description": "Wajib berhijab."})
        stale = await planner.post(f"{path}/publish", json=ALL_SEEN, headers={"if-match": tag})
        assert stale.status_code == 412
        tag = (await planner.get(path)).headers["etag"]
        fine = await planner.post(f"{path}/publish", json=ALL_SEEN, headers={"if-match": tag})
        assert (fine.status_code, fine.json()["status"]) == (200, "open")


async def test_a_draft_is_returned_with_words_and_a_vacancy_suspended_by_planners_alone(world: World) -> None:
    path = f"{V1}/vacancies/{(await posted(world))['id']}"
    returned = state_examples.VACANCY_DECISION
    assert (await ask(world, OTHER_RECRUITER, "POST", f"{path}/state", returned)).status_code == 403
    assert (await ask(world, PLANNER, "POST", f"{path}/state", returned)).json()["status"] == "draft"
    told = (await ask(world, OTHER_RECRUITER, "GET", f"{path}/history")).json()["changes"]
    assert [one["told"] for one in told] == [returned["told"]]
    suspended = returned | {"to": "suspended", "reason": "complaint"}
    assert (await ask(world, PLANNER, "POST", f"{path}/state", suspended)).json()["status"] == "suspended"
    assert (await ask(world, OTHER_RECRUITER, "POST", f"{path}/close", {})).status_code == 409


async def test_a_copy_is_a_draft_of_ones_own(world: World) -> None:
    path = await published(world)
    assert (await ask(world, RECRUITER, "POST", f"{path}/duplicate")).status_code == 404
    copy = await ask(world, OTHER_RECRUITER, "POST", f"{path}/duplicate")
    assert (copy.status_code, copy.json()["status"], copy.json()["unchecked"]) == (201, "draft", "kept")
    assert copy.json()["id"] not in path


async def test_a_draft_that_a_company_keeps_is_there_for_nobody_else_until_it_is_sent(world: World) -> None:
    kept = await posted(world, kept=True, title="Tukang Simpan Uji")
    path = f"{V1}/vacancies/{kept['id']}"
    assert (kept["status"], kept["unchecked"], kept["kept"]) == ("draft", "kept", True)
    due = f"{V1}/tasks?kind=vacancy_to_check"
    for staff in (PLANNER, CASE_WORKER):
        assert (await ask(world, staff, "GET", path)).status_code == 404
        assert (
            "Tukang Simpan Uji" not in (await ask(world, staff, "GET", f"{V1}/vacancies?status=draft")).text
        )
    for to in ("draft", "suspended", "closed"):
        decided = state_examples.VACANCY_DECISION | {"to": to}
        assert (await ask(world, PLANNER, "POST", f"{path}/state", decided)).status_code == 404
    assert (await ask(world, PLANNER, "POST", f"{path}/publish", ALL_SEEN)).status_code == 404
    assert "Tukang Simpan Uji" not in (await ask(world, PLANNER, "GET", due)).text
    more = (await ask(world, OTHER_RECRUITER, "PATCH", path, {"openings": 7})).json()
    assert (more["unchecked"], more["openings"]) == ("kept", 7)
    sent = (await ask(world, OTHER_RECRUITER, "PATCH", path, {"kept": False})).json()
    assert (sent["status"], sent["unchecked"], sent["kept"]) == ("draft", "company", False)
    assert "Tukang Simpan Uji" in (await ask(world, PLANNER, "GET", due)).text
    again = await ask(world, OTHER_RECRUITER, "PATCH", path, {"kept": True})
    assert (again.status_code, again.json()["errors"][0]["field"]) == (422, "kept")
    assert (await ask(world, PLANNER, "POST", f"{path}/publish", ALL_SEEN)).status_code == 200


async def test_a_registration_that_is_kept_is_no_planners_task_until_it_is_sent(world: World) -> None:
    await world.owner.execute(
        "UPDATE employers SET verification = 'unverified', business_number = '', name = 'PT Baru Uji' WHERE id = $1",
        OTHER_COMPANY,
    )
    draft, due = f"{FIRM}/registration/draft", f"{V1}/tasks?kind=employer_to_verify"
    said = {"name": "PT Simpan Uji", "contact": "hrd@contoh.example"}
    kept = (await ask(world, OTHER_RECRUITER, "POST", draft, said)).json()
    assert (kept["employer"]["name"], kept["registered_at"]) == ("PT Simpan Uji", None)
    assert "PT Simpan Uji" not in (await ask(world, PLANNER, "GET", due)).text
    assert (
        await ask(world, OTHER_RECRUITER, "POST", draft, said | {"business_number": "12"})
    ).status_code == 422
    for nobody, status in ((RECRUITER, 404), (PLANNER, 403)):
        assert (await ask(world, nobody, "POST", draft, said)).status_code == status
    whole = state_examples.REGISTRATION | {"name": "PT Simpan Uji", "business_number": "9900000000002"}
    assert (await ask(world, OTHER_RECRUITER, "POST", f"{FIRM}/registration", whole)).status_code == 200
    assert "PT Simpan Uji" in (await ask(world, PLANNER, "GET", due)).text
    assert (await ask(world, OTHER_RECRUITER, "POST", draft, said)).status_code == 409


async def test_what_is_published_by_a_verified_employer_goes_out_as_a_job_posting(world: World) -> None:
    new = await posted(world, description="Mengelas rangka.\nPria, usia maksimal 30 tahun")
    path = f"{V1}/vacancies/{new['id']}"
    assert (await ask(world, PLANNER, "GET", f"{path}/jobposting")).status_code == 404
    await ask(world, PLANNER, "POST", f"{path}/publish", ALL_SEEN)
    answer = await ask(world, PLANNER, "GET", f"{path}/jobposting")
    assert answer.headers["content-type"] == "application/ld+json"
    assert (answer.json()["@type"], answer.json()["hiringOrganization"]["name"]) == ("JobPosting", "PT Uji 2")
    assert "usia" not in answer.text
    await ask(world, PLANNER, "POST", f"{FIRM}/state", SUSPEND)
    assert (await ask(world, PLANNER, "GET", f"{path}/jobposting")).status_code == 404


async def test_a_line_that_a_planner_has_overridden_goes_out_and_a_new_one_does_not(world: World) -> None:
    new = await posted(world, description="Mengajar mengaji.\nKhusus muslim")
    path = f"{V1}/vacancies/{new['id']}"
    override = ALL_SEEN | {"override": "nature_of_work", "note": "guru mengaji"}
    assert (await ask(world, PLANNER, "POST", f"{path}/publish", override)).status_code == 200
    assert "Khusus muslim" in (await ask(world, PLANNER, "GET", f"{path}/jobposting")).text
    more = "Mengajar mengaji.\nKhusus muslim\nWajib berhijab"
    changed = await ask(world, CASE_WORKER, "PATCH", path, {"description": more})
    assert changed.json()["status"] == "open"
    told = (await ask(world, PLANNER, "GET", f"{path}/jobposting")).text
    assert "Khusus muslim" in told
    assert "berhijab" not in told


async def test_a_draft_is_looked_at_without_being_stored(world: World) -> None:
    body = examples.VACANCY | {"employer": str(OTHER_COMPANY), "description": "Wajib berhijab"}
    count = "SELECT count(*) FROM vacancies"
    before = await world.owner.fetchval(count)
    answer = await ask(world, OTHER_RECRUITER, "POST", f"{V1}/vacancies/lint", body)
    assert answer.json()["blocks"] is True
    (found,) = [one for one in answer.json()["findings"] if one["code"] == "religion"]
    assert f"{body['title']}\n{body['description']}"[found["start"] : found["end"]] == "Wajib berhijab"
    assert {*found["message"]} == {"id", "en"}
    assert await world.owner.fetchval(count) == before
    foreign = body | {"employer": str(COMPANY)}
    assert (await ask(world, OTHER_RECRUITER, "POST", f"{V1}/vacancies/lint", foreign)).status_code == 404


@pytest.mark.usefixtures("nobody_works")
async def test_a_company_that_is_out_is_shown_nobody(world: World) -> None:
    vacancy = world.tenants["other_recruiter"].ids["vacancy_id"]
    await ask(world, PLANNER, "POST", f"{FIRM}/state", SUSPEND)
    await world.program.catalogue.refresh()
    answer = await ask(world, OTHER_RECRUITER, "GET", f"{V1}/vacancies/{UUID(str(vacancy))}/candidates")
    assert answer.json()["cards"] == []
    await ask(world, PLANNER, "POST", f"{FIRM}/state", {"to": "verified", "reason": "checked"})
    await world.program.catalogue.refresh()
    answer = await ask(world, OTHER_RECRUITER, "GET", f"{V1}/vacancies/{vacancy}/candidates")
    assert answer.json()["cards"] != []
