"""The release planner's pages, without script: verification, appeal, the check of a vacancy, approval, plans."""

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
import pytest_asyncio

from api.accounts.tokens import csrf_of
from api.schemas import examples, state_examples
from api.schemas.cohort_board import board_cells
from api.web.lint import pieces
from api.web.planner.reviews import to_know
from data.cohorts import CohortPlanStore
from matching.lint.catalogue import Code, Finding
from matching.messages import Tongue, words
from matching.model import Actor
from matching.model.cohorts import Acceptance, BoardRow, CohortAsked, CohortPlan, CohortPlanId
from matching.usecases.cohort_region import Board
from tests.api.tenants import V1, World
from tests.staff import CASE_WORKER, OTHER_COMPANY, OTHER_RECRUITER, PLANNER, SECOND_PLANNER


@pytest_asyncio.fixture(autouse=True)
async def as_before(world: World) -> AsyncIterator[None]:
    """The company of these tests stands afterwards as it stood."""
    yield
    await world.owner.execute(
        "UPDATE employers SET verification = 'verified', registered_at = NULL, registered_as = NULL WHERE id = $1",
        OTHER_COMPANY,
    )
    await world.owner.execute("DELETE FROM appeals")


class Pages:
    """A browser that only sends forms."""

    def __init__(self, browser: httpx.AsyncClient) -> None:
        self.browser = browser

    async def opens(self, path: str, status: int = 200) -> str:
        page = await self.browser.get(path)
        assert page.status_code == status, (path, page.status_code, page.text[:400])
        return page.text

    async def sends(self, path: str, **fields: Any) -> httpx.Response:
        csrf = csrf_of(self.browser.cookies["jembatan"])
        return await self.browser.post(path, data={"csrf": csrf, **fields})

    async def sends_for_part(self, path: str, **fields: Any) -> httpx.Response:
        csrf = csrf_of(self.browser.cookies["jembatan"])
        return await self.browser.post(path, data={"csrf": csrf, **fields}, headers={"X-Part": "pratinjau"})


@asynccontextmanager
async def pages_of(world: World, actor: Actor) -> AsyncIterator[Pages]:
    async with world.browser(actor) as browser:
        yield Pages(browser)


async def a_draft(world: World, **changes: Any) -> str:
    async with world.caller(OTHER_RECRUITER) as client:
        body = examples.VACANCY | {"employer": str(OTHER_COMPANY)} | changes
        answer = await client.post(f"{V1}/vacancies", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def test_a_vacancy_is_checked_beside_its_findings_and_published_once_they_are_seen(
    world: World,
) -> None:
    words = "Mengelas rangka. Pria menarik, beragama Islam, tidak bertato."
    vacancy = await a_draft(world, title="Tukang Las Uji Periksa", description=words)
    async with pages_of(world, PLANNER) as planner:
        assert "Tukang Las Uji Periksa" in await planner.opens("/periksa-lowongan")
        page = await planner.opens(f"/periksa-lowongan/{vacancy}")
        assert "<mark>" in page
        assert "bertato" in re.sub(r"<[^>]+>", "", page)
        (version,) = set(re.findall(r'name="version" value="(\d+)"', page))
        codes = re.findall(r'name="acknowledged" value="(\w+)"', page)
        assert {"religion", "tattoo"} <= set(codes)

        to = f"/periksa-lowongan/{vacancy}/terbitkan"
        unseen = await planner.sends(to, version=version, note="sudah dibaca")
        assert (unseen.status_code, "belum diakui" in unseen.text) == (422, True)
        assert ">sudah dibaca</textarea>" in unseen.text
        blocked = await planner.sends(to, version=version, acknowledged=codes)
        assert (blocked.status_code, "perlu alasan dan catatan" in blocked.text) == (422, True)
        done = {"acknowledged": codes, "override": "not_so", "note": "sudah ditanyakan"}
        stale = await planner.sends(to, version=str(int(version) + 1), **done)
        assert stale.status_code == 412
        published = await planner.sends(to, version=version, **done)
        assert published.headers["location"] == "/periksa-lowongan?kabar=published"
        after = await planner.opens(f"/periksa-lowongan/{vacancy}")
    assert "Temuan salah membaca teks" in after
    assert "sudah ditanyakan" in after


async def test_a_draft_is_returned_with_words_that_the_company_reads(world: World) -> None:
    vacancy = await a_draft(world)
    async with pages_of(world, PLANNER) as planner:
        to = f"/periksa-lowongan/{vacancy}/kembalikan"
        fields = {"reason": "to_be_corrected", "told": "Sebutkan jam kerja", "staff_note": "hanya kita"}
        assert (await planner.sends(to, **fields)).status_code == 303
    async with pages_of(world, OTHER_RECRUITER) as company:
        page = await company.opens(f"/lowongan-kami/{vacancy}")
    assert "Sebutkan jam kerja" in page
    assert "hanya kita" not in page


async def test_a_company_is_suspended_appeals_and_is_let_in_by_another_planner(world: World) -> None:
    firm = f"/pemberi-kerja/{OTHER_COMPANY}"
    async with (
        pages_of(world, PLANNER) as planner,
        pages_of(world, SECOND_PLANNER) as second,
        pages_of(world, OTHER_RECRUITER) as company,
    ):
        assert "PT Uji 2" in await planner.opens("/pemberi-kerja?keadaan=verified")
        untold = await planner.sends(f"{firm}/keadaan", to="suspended", reason="complaint", note="telepon")
        assert (untold.status_code, ">telepon</textarea>" in untold.text) == (422, True)
        told = {"to": "suspended", "reason": "complaint", "told": "Upah terlambat", "note": "hanya kita"}
        assert (await planner.sends(f"{firm}/keadaan", **told)).status_code == 303
        assert "PT Uji 2" in await planner.opens("/pemberi-kerja?keadaan=suspended")

        page = await company.opens("/perusahaan")
        assert "Upah terlambat" in page
        assert "hanya kita" not in page
        assert (await company.sends("/perusahaan/keberatan", words=" ")).status_code == 422
        assert (await company.sends("/perusahaan/keberatan", words="Sudah dibayar")).status_code == 303
        assert "menunggu keputusan" in await company.opens("/perusahaan")

        assert "Sudah dibayar" in await second.opens(firm)
        by_the_same = await planner.sends(f"{firm}/keberatan", granted="true", answer="Ya")
        assert by_the_same.status_code == 422
        assert (await second.sends(f"{firm}/keberatan", granted="true")).status_code == 422
        assert (await second.sends(f"{firm}/keberatan", granted="true", answer="Terbukti")).status_code == 303
        assert "Terbukti" in await company.opens("/perusahaan")
        assert "PT Uji 2" in await planner.opens("/pemberi-kerja?keadaan=verified")


async def test_a_complaint_is_read_and_decided_where_its_task_leads_by_somebody_else(world: World) -> None:
    async with world.caller(SECOND_PLANNER) as client:
        said = {"by_whom": "authority", "code": "unsafe_work", "note": "Tanpa helm"}
        made = await client.post(f"{V1}/employers/{OTHER_COMPANY}/complaints", json=said)
    firm = f"/pemberi-kerja/{OTHER_COMPANY}"
    decision = f"{firm}/keluhan/{made.json()['id']}"
    async with pages_of(world, PLANNER) as planner, pages_of(world, SECOND_PLANNER) as second:
        page = await planner.opens(firm)
        assert "Tanpa helm" in page
        assert f'action="{decision}"' in page
        assert (await second.sends(decision, upheld="true")).status_code == 422  # who has written it down
        assert (await planner.sends(decision)).status_code == 422
        assert (
            await planner.sends(decision.replace(str(OTHER_COMPANY), str(uuid4())), upheld="1")
        ).status_code == 404
        assert (await planner.sends(decision, upheld="false")).status_code == 303
        page = await planner.opens(firm)
        assert "Tidak terbukti" in page
        assert f'action="{decision}"' not in page
    await world.owner.execute("DELETE FROM complaints WHERE id = $1", UUID(made.json()["id"]))


async def test_a_company_registers_itself_and_what_is_wrong_stands_beside_the_field(world: World) -> None:
    async with pages_of(world, OTHER_RECRUITER) as company:
        asked = state_examples.REGISTRATION | {"name": "PT Uji 2", "business_number": "12"}
        wrong = await company.sends("/perusahaan/pendaftaran", **asked)
        assert (wrong.status_code, 'id="salah-business_number"' in wrong.text) == (422, True)
        assert 'value="12"' in wrong.text
        right = asked | {"business_number": "9900000000002"}
        assert (await company.sends("/perusahaan/pendaftaran", **right)).status_code == 303


async def test_a_planner_records_a_company_so_that_its_member_can_be_invited(world: World) -> None:
    said = {"name": "PT Uji Baru", "business_number": "9900000000123", "contact": "hrd@uji.example"}
    async with pages_of(world, PLANNER) as planner:
        assert 'href="/pemberi-kerja/baru"' in await planner.opens("/pemberi-kerja")
        assert 'action="/pemberi-kerja"' in await planner.opens("/pemberi-kerja/baru")
        for wrong in ("", "12"):
            bare = await planner.sends("/pemberi-kerja", **said | {"business_number": wrong})
            assert (bare.status_code, 'id="salah-business_number"' in bare.text) == (422, True)
        once = str(uuid4())
        made = [await planner.sends("/pemberi-kerja", **said, once=once) for _ in range(2)]
        assert made[0].headers["location"] == made[1].headers["location"]
        page = await planner.opens(made[0].headers["location"].partition("?")[0])
        assert ("PT Uji Baru" in page, "9900000000123" in page) == (True, True)
        stands = "SELECT verification FROM employers WHERE business_number = $1"
        assert await world.owner.fetchval(stands, said["business_number"]) == "unverified"
        again = await planner.sends("/pemberi-kerja", **said, once=str(uuid4()))
        assert "NIB ini milik pemberi kerja lain" in again.text
        assert 'id="salah-business_number"' in again.text
    await world.owner.execute("DELETE FROM employers WHERE business_number = '9900000000123'")


async def test_a_list_is_reviewed_with_its_reasons_and_approved_by_two(world: World) -> None:
    shortlist = await under_review(world)
    at = f"/tinjauan/{shortlist}"
    async with pages_of(world, PLANNER) as planner, pages_of(world, SECOND_PLANNER) as second:
        assert at in await planner.opens("/tinjauan")
        page = await planner.opens(at)
        for shown in (
            "Mengapa",
            "menurut data hari ini",
            "Sudah dikenal pemberi kerja",
            "RahasiaCase_Worker",
        ):
            assert shown in page, shown
        (version,) = set(re.findall(r'name="version" value="(\d+)"', page))
        stale = await planner.sends(f"{at}/setuju", version="1")
        assert (stale.status_code, "baca ulang" in stale.text) == (422, True)
        once = await planner.sends(f"{at}/setuju", version=version)
        assert once.headers["location"] == f"{at}?kabar=approved_once"
        again = await planner.sends(f"{at}/setuju", version=version)
        assert (again.status_code, "orang lain" in again.text) == (422, True)
        assert "1 dari 2 persetujuan" in await planner.opens(at)
        last = await second.sends(f"{at}/setuju", version=version)
        assert last.headers["location"] == f"{at}?kabar=approved"
        assert "dibekukan saat disetujui" in await second.opens(at)


async def test_a_row_is_overridden_with_a_reason_and_what_is_left_out_stays_in_sight(world: World) -> None:
    shortlist = await under_review(world)
    at = f"/tinjauan/{shortlist}"
    async with pages_of(world, PLANNER) as planner:
        (row,) = set(re.findall(rf'href="({at}/baris/[^"]+)"', await planner.opens(at)))
        assert "Keluarkan" in await planner.opens(row)
        bare = await planner.sends(row, change="remove", note="Sudah penuh")
        assert (bare.status_code, ">Sudah penuh</textarea>" in bare.text) == (422, True)
        out = await planner.sends(row, change="remove", reason="employer_concern", note="Sudah penuh")
        assert out.headers["location"] == f"{at}?kabar=saved"
        page = await planner.opens(at)
        assert ("Yang dikeluarkan" in page, "Sudah penuh" in page, "Setujui daftar" in page) == (
            True,
            True,
            False,
        )
        back = await planner.sends(row, change="restore", reason="mistake")
        assert back.status_code == 303
        page = await planner.opens(at)
        assert "Yang dikeluarkan" not in page
        assert 'href="/tinjauan/perubahan"' in await planner.opens("/tinjauan")
        counted = await planner.opens("/tinjauan/perubahan?hari=90")
        rows = await planner.opens("/tinjauan/perubahan/berkas?hari=90&bentuk=csv")
        assert "Catatan tentang pemberi kerja" in counted
        assert re.search(
            r"planner,Perencana pembebasan,[^,]+,dikeluarkan,Catatan tentang pemberi kerja,1\b", rows
        )
        (version,) = set(re.findall(r'name="version" value="(\d+)"', page))
        own = await planner.sends(
            f"{at}/setuju", version=version, note="Rapi"
        )  # who has brought back approves not
        assert (own.status_code, ">Rapi</textarea>" in own.text) == (422, True)


def test_gaps_and_flags_are_told_to_planners_as_to_case_workers() -> None:
    facts = {
        "gaps": [{"kind": "licence", "asked": "SIM_B1", "required": True, "by_law": True}],
        "flags": [
            {
                "flag": "blocker",
                "parameters": {"kind": "police_record_letter", "lead_days": 14, "in_time": False},
            }
        ],
    }
    gap, flag = to_know(facts, Tongue.ENGLISH)
    assert "SIM B1" in gap
    assert ("14" in flag, "Police record letter" in flag) == (True, True)


async def test_a_list_is_returned_with_a_reason_and_not_without(world: World) -> None:
    at = f"/tinjauan/{await under_review(world)}"
    async with pages_of(world, PLANNER) as planner:
        bare = await planner.sends(f"{at}/langkah", to="proposed", note="belum")
        assert (bare.status_code, "Alasan wajib diisi" in bare.text) == (422, True)
        assert ">belum</textarea>" in bare.text
        done = await planner.sends(f"{at}/langkah", to="proposed", reason="incomplete", note="belum")
        assert done.headers["location"] == f"{at}?kabar=done"
        assert "Belum lengkap" in await planner.opens(at)


async def test_a_plan_is_drawn_where_a_share_of_a_province_is_hidden(world: World) -> None:
    plan = world.tenants["case_worker"].ids["plan_id"]
    kept = await world.owner.fetchval("SELECT report FROM cohort_plans WHERE id = $1", plan)
    told = json.loads(kept)
    shares = told["report"]["provinces"]["shares"]
    for row in shares.values():
        row.pop("assigned", None)  # as of a province in which one person alone has no proposal
    await world.owner.execute("UPDATE cohort_plans SET report = $2 WHERE id = $1", plan, json.dumps(told))
    try:
        async with pages_of(world, PLANNER) as planner:
            page = await planner.opens(f"/kohort/{plan}")
            rows = await planner.opens(f"/kohort/{plan}/berkas?bentuk=csv")
    finally:
        await world.owner.execute("UPDATE cohort_plans SET report = $2 WHERE id = $1", plan, kept)
    # What is not told is drawn otherwise than nobody: no share, a broken line and a question mark.
    untold = page.count('<circle class="people untold"')
    assert untold == page.count('<text class="untold"') > 0
    assert page.count('<circle class="share"') == page.count('<circle class="people') - untold
    assert rows.count("bagian yang mendapat usulan") == len(shares)


async def under_review(world: World) -> str:
    """A list of the case worker's person with one vacancy, handed to the planners."""
    person, vacancy = (
        world.tenants[name].ids[kind]
        for name, kind in (("case_worker", "candidate_id"), ("recruiter", "vacancy_id"))
    )
    async with world.caller(CASE_WORKER) as client:
        made = (await client.post(f"{V1}/shortlists", json={"candidate_id": str(person)})).json()["id"]
        added = {"vacancy_id": str(vacancy), "reason": "known_to_employer"}
        steps: list[tuple[str, dict[str, Any]]] = [
            ("items", added), ("propose", {}), ("steps", {"to": "under_review"})
        ]  # fmt: skip
        for path, body in steps:
            answer = await client.post(f"{V1}/shortlists/{made}/{path}", json=body)
            assert answer.status_code == 200, answer.text
    return str(made)


async def test_a_plan_stands_beside_two_other_ways(world: World) -> None:
    plan = world.tenants["case_worker"].ids["plan_id"]
    async with pages_of(world, PLANNER) as planner:
        assert f"/kohort/{plan}" in await planner.opens("/kohort")
        page = await planner.opens(f"/kohort/{plan}")
        assert page.count('<svg class="chart bars"') == 3
        for figure in ("96", "93", "61", "2,18", "93%"):
            assert figure in page, figure
        once = str(uuid4())
        wrong = await planner.sends("/kohort", once=once, horizon_days="99999")
        assert (wrong.status_code, 'id="salah-horizon_days"' in wrong.text) == (422, True)
        made = [await planner.sends("/kohort", once=once, horizon_days="30") for _ in range(2)]
    assert made[0].status_code == 303
    assert made[0].headers["location"] == made[1].headers["location"]


async def test_a_plan_is_made_for_one_region_of_the_duty_or_for_all(world: World) -> None:
    async with pages_of(world, PLANNER) as planner:
        assert 'name="provinces"' not in await planner.opens("/kohort")  # one province is no choice
        duty = "UPDATE duties SET provinces = $2 WHERE id = $1"
        await world.owner.execute(duty, PLANNER.duty, ["", "32", "35"])
        try:
            page = await planner.opens("/kohort")
            assert re.findall(r'<option value="(\d*)"', page) == ["", "32", "35"]
            wrong = await planner.sends("/kohort", horizon_days="x", provinces="32")
            assert (wrong.status_code, '<option value="32" selected>' in wrong.text) == (422, True)
            one = await planner.sends("/kohort", horizon_days="31", provinces="32")
            everywhere = await planner.sends("/kohort", horizon_days="31", provinces="")
            assert (await planner.sends("/kohort", horizon_days="31", provinces="51")).status_code == 404
        finally:
            await world.owner.execute(duty, PLANNER.duty, ["35"])
    assert [await planned(world, made) for made in (one, everywhere)] == [["32"], ["", "32", "35"]]


async def planned(world: World, made: httpx.Response) -> list[str]:
    """The provinces of a plan that was made."""
    plan = UUID(made.headers["location"].partition("?")[0].rpartition("/")[2])
    return list(await world.owner.fetchval("SELECT provinces FROM cohort_plans WHERE id = $1", plan))


async def test_proposals_stand_by_codes_are_taken_over_and_what_is_not_says_why(world: World) -> None:
    plan, person = (world.tenants["case_worker"].ids[name] for name in ("plan_id", "candidate_id"))
    at, since = f"/kohort/{plan}", await world.owner.fetchval("SELECT max(seq) FROM trail")
    async with pages_of(world, PLANNER) as planner:
        page = await planner.opens(f"{at}/usulan")
        assert f'value="{person}"' in page
        assert "RahasiaCase_Worker" not in page
        assert "atau lebih" not in page
        cut = "UPDATE cohort_proposals SET options = $2 WHERE plan_id = $1"
        await world.owner.execute(cut, plan, world.program.settings.cohort_list_rows)
        assert "100 atau lebih" in await planner.opens(f"{at}/usulan")
        none = await planner.sends(f"{at}/usulan", which="chosen")
        assert (none.status_code, "pilih setidaknya satu" in none.text) == (422, True)
        assert (await planner.sends(f"{at}/usulan", which="unit", unit="bukan")).status_code == 422
        assert "RahasiaCase_Worker" not in await planner.opens("/kohort/papan")
        told = await planner.sends(f"{at}/usulan", which="all")
        barred = [
            words(f"acceptance.{one}", Tongue.INDONESIAN)
            for one in Acceptance
            if one is not Acceptance.REQUESTED
        ]
        assert told.status_code == 200
        assert [one for one in barred if one in told.text], told.text
        assert str(person)[:8] in told.text
        assert "RahasiaCase_Worker" in await planner.opens(f"{at}/orang/{person}")
        await planner.opens(f"{at}/orang/{world.tenants['far_case_worker'].ids['candidate_id']}", status=404)
    noted = await world.owner.fetch(
        "SELECT entity, fields FROM trail WHERE subject = $1 AND seq > $2", person, since
    )
    assert {row["entity"] for row in noted} == {"cohort_proposals", "candidates"}
    assert [row["entity"] for row in noted if "identity" in row["fields"]] == ["candidates"]


async def test_the_board_and_the_report_are_files_too_without_small_numbers(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nobody(_store: Any) -> None:
        """There is no plan."""

    plan = world.tenants["case_worker"].ids["plan_id"]
    async with pages_of(world, PLANNER) as planner:
        page = await planner.opens(f"/kohort/papan?rencana={plan}&hari=1830")
        assert '<svg class="chart nested"' in page
        assert "Rencana itu hanya menimbang yang bisa bebas dalam" in page
        monkeypatch.setattr(CohortPlanStore, "newest", nobody)
        bare = await planner.opens("/kohort/papan?hari=1830")
        unplanned = await planner.opens("/kohort/papan/berkas?bentuk=csv&hari=1830")
        board = await planner.opens(f"/kohort/papan/berkas?bentuk=csv&rencana={plan}&hari=1830")
        report = await planner.opens(f"/kohort/{plan}/berkas?bentuk=csv")
        book = await planner.browser.get(f"/kohort/{plan}/berkas?bentuk=xlsx")
        await planner.opens("/kohort/papan?rencana=bukan", status=404)
        drawn = await planner.opens(f"/kohort/{plan}")
    assert (
        board.splitlines()[0].lstrip("\ufeff")
        == "bulan,kode provinsi,provinsi,bebas,punya lowongan,punya usulan,sudah bekerja"
    )
    assert re.search(r'Punya lowongan">–</td><td [^>]*Punya usulan">–</td>', bare)  # not looked for is not 0
    assert {tuple(row.split(",")[4:6]) for row in unplanned.splitlines()[1:]} == {("", "")}
    counts = [cell for row in board.splitlines()[1:] for cell in row.split(",")[3:]]
    assert not {"1", "2", "3", "4"} & set(counts)
    assert "orang yang mendapat usulan,,96,93,61" in report
    assert book.content[:2] == b"PK"
    assert drawn.count('<svg class="map wide"') == 2
    assert drawn.count('class="share"') == 2


async def test_a_plan_under_way_is_shown_and_gone_on_with(world: World) -> None:
    asked = CohortAsked(77, ("35",), world.program.today())
    made = CohortPlan(
        CohortPlanId(uuid4()), asked, "k", {}, datetime.now(UTC), asked_by=PLANNER.account, people=10
    )
    await world.program.cohorts.store.begin(made)
    async with pages_of(world, PLANNER) as planner:
        page = await planner.opens("/kohort")
        assert "0 dari 10 orang" in page
        assert 'name="horizon_days" value="77"' in page
        done = await planner.sends("/kohort", horizon_days="77", provinces="35")
        assert done.status_code == 303
        assert "0 dari 10 orang" not in await planner.opens("/kohort")


def test_small_numbers_and_what_gives_them_away_stay_at_home() -> None:
    june, july = date(2027, 6, 1), date(2027, 7, 1)
    rows = [
        BoardRow(june, "35", 30, 20, 9, 3),
        BoardRow(june, "33", 40, 30, 20, 12),
        BoardRow(july, "35", 8, 8, 8, 8),
    ]
    board = Board(None, rows)
    cells = board_cells(board.told(), {"35": "Jawa Timur"})
    assert board.told(["33"]) == [board.told()[1]], "a part is hidden as the whole"
    assert [row[:5] for row in cells] == [
        ["2027-06", "35", "Jawa Timur", 30, 20], ["2027-06", "33", "", 40, 30], ["2027-07", "35", "Jawa Timur", 8, 8],
    ]  # fmt: skip
    assert [row[6] for row in cells] == [None, None, None]


def test_a_text_is_cut_where_findings_begin_and_end_and_nothing_of_it_is_lost() -> None:
    found = [Finding(Code.RELIGION, 4, 9), Finding(Code.TATTOO, 7, 12), Finding(Code.MISSING_WAGE)]
    cut = pieces("abc defgh ijkl", found)
    assert "".join(piece.text for piece in cut) == "abc defgh ijkl"
    assert [(piece.text, piece.findings) for piece in cut] == [
        ("abc ", ()), ("def", (1,)), ("gh", (1, 2)), (" ij", (2,)), ("kl", ())
    ]  # fmt: skip
