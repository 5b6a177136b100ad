"""A person's shortlist by forms alone: chosen from the ranking, asked about, changed, reviewed, sent."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from html import unescape
from uuid import UUID, uuid4

import httpx
import pytest
import pytest_asyncio

from api.program import Program
from api.web.case_worker.shortlists import LISTED
from data.pool import Connection
from matching.model import Actor, VacancyId
from matching.model.outcome_codes import AnswerKind
from matching.model.placements import EmployerAnswer
from matching.model.shortlists import ItemId, ShortlistId
from matching.workflow import State
from tests.api.entrance import asking, bearer, cookie_of
from tests.api.routers.test_shortlists import a_world_of
from tests.api.web.test_frame import mark
from tests.api.web.test_trail import NOTED
from tests.data.persons import a_record
from tests.pdfs import text_of
from tests.staff import CASE_WORKER, COLLEAGUE, PLANNER, SECOND_PLANNER


@dataclass
class Desk:
    """A case worker's browser, a person of theirs, and three vacancies that fit."""

    browser: httpx.AsyncClient
    person: str
    vacancies: list[str]

    async def sends(self, path: str, **fields: str | list[str]) -> httpx.Response:
        page = await self.browser.get("/usulan")
        return await self.browser.post(path, data={"csrf": mark(page)} | fields)

    async def ranked(self) -> list[str]:
        page = await self.browser.get(f"/orang/{self.person}/lowongan")
        return re.findall(r'name="v" value="([^"]+)"', page.text)

    async def proposed(self, chosen: list[str], **fields: str) -> httpx.Response:
        return await self.sends(f"/orang/{self.person}/usulan", v=chosen, tampil="10", **fields)

    async def a_list(self) -> str:
        made = await self.proposed((await self.ranked())[:2])
        assert made.status_code == 303, made.text
        return made.headers["location"].partition("?")[0]

    async def rows(self, path: str) -> list[str]:
        page = await self.browser.get(path)
        return re.findall(rf'href="{path}/baris/([^"]+)"', page.text)


@pytest_asyncio.fixture
async def desk(program: Program) -> AsyncIterator[Desk]:
    async with asking(program, await bearer(program, CASE_WORKER)) as client:
        person, vacancies = await a_world_of(program, client)
    async with asking(program) as browser:
        browser.cookies.set("jembatan", await cookie_of(program, CASE_WORKER))
        yield Desk(browser, person, vacancies)


async def approve(program: Program, path: str, actor: Actor) -> None:
    api = path.replace("/usulan", "/api/v1/shortlists")
    async with asking(program, await bearer(program, actor)) as client:
        version = (await client.get(api)).json()["version"]
        answer = await client.post(f"{api}/approvals", json={"version": version})
        assert answer.status_code == 200, answer.text


async def test_what_is_chosen_is_proposed_and_what_is_passed_over_has_its_reason(desk: Desk) -> None:
    ranked = await desk.ranked()
    chosen = [ranked[0], ranked[2]]
    page = await desk.browser.get(f"/orang/{desk.person}/usulan/baru", params={"v": chosen, "tampil": "10"})
    assert "Yang lebih tinggi dalam peringkat dan dilewati" in page.text
    silent = await desk.proposed(chosen, note="kata kerja <b>")
    assert silent.status_code == 422
    assert 'id="salah-reason"' in silent.text
    assert "kata kerja &lt;b&gt;" in silent.text
    made = await desk.proposed(chosen, reason="candidate_wish")
    assert made.status_code == 303
    again = await desk.browser.get(f"/orang/{desk.person}/lowongan")
    assert again.text.count("sudah dalam daftar usulan") == len(chosen)
    shown = (await desk.browser.get(made.headers["location"])).text
    assert '<li aria-current="step">diusulkan</li>' in shown
    assert shown.count("dikeluarkan</span>") == 1
    assert "Keinginan orangnya" in shown


async def test_vacancies_are_read_and_compared_before_they_are_proposed(desk: Desk) -> None:
    at, ranked = f"/orang/{desk.person}/lowongan", await desk.ranked()
    page = await desk.browser.get(f"{at}/{ranked[0]}")
    assert f'href="/orang/{desk.person}/usulan/baru?tampil=50&amp;v={ranked[0]}"' in page.text
    assert 'class="written"' in page.text
    longer = await desk.browser.get(f"{at}?tampil=30")
    (link,) = re.findall(rf'href="({at}/{ranked[0]}\?[^"]+)"', longer.text)
    assert f'href="{at}?tampil=30">←' in (await desk.browser.get(link)).text
    of_two = await desk.browser.get(f"{at}/banding", params={"v": ranked[:2], "tampil": "20"})
    assert re.findall(r'name="v" value="([^"]+)"', of_two.text) == ranked[:2]
    assert 'name="tampil" value="20"' in of_two.text
    assert "pilih paling banyak empat" not in of_two.text
    of_five = await desk.browser.get(
        f"{at}/banding", params={"v": [*ranked, *(str(uuid4()) for _ in range(4))]}
    )
    assert "pilih paling banyak empat" in of_five.text


async def test_a_double_submit_makes_one_list(desk: Desk) -> None:
    ranked, once = await desk.ranked(), "0b6f3a0c-0000-4000-8000-000000000001" + desk.person[:4]
    first = await desk.proposed(ranked[:1], once=once)
    again = await desk.proposed(ranked[:1], once=once)
    assert first.headers["location"] == again.headers["location"]
    listed = (await desk.browser.get(f"/orang/{desk.person}/usulan")).text
    assert len(set(re.findall(r'href="(/usulan/[^"]+)"', listed))) == 1


async def test_nothing_chosen_and_a_stranger_in_the_list_are_not_proposed(desk: Desk) -> None:
    nothing = await desk.browser.get(f"/orang/{desk.person}/usulan/baru")
    assert "Pilih dahulu lowongan yang hendak diusulkan." in nothing.text
    ranked = await desk.ranked()
    moved = await desk.proposed([ranked[0], desk.person])
    assert (moved.status_code, "daftar sudah berubah" in moved.text) == (422, True)


async def test_from_the_answer_to_the_employer(program: Program, desk: Desk) -> None:
    path = await desk.a_list()
    first, second = await desk.rows(path)
    unsaid = await desk.sends(f"{path}/baris/{first}/jawaban", interested="false", note="tetap di sini")
    assert unsaid.status_code == 422
    assert "tetap di sini" in unsaid.text
    both = {"interested": "true", "reason": "too_far", "note": "mau, tetapi jauh"}
    torn = await desk.sends(f"{path}/baris/{first}/jawaban", **both)
    assert (torn.status_code, "hanya untuk jawaban tidak" in torn.text) == (422, True)
    assert ('value="too_far" selected' in torn.text, ">mau, tetapi jauh</textarea>" in torn.text) == (
        True,
        True,
    )
    assert (await desk.sends(f"{path}/baris/{first}/jawaban", interested="true")).status_code == 303
    said = await desk.sends(f"{path}/baris/{second}/jawaban", interested="false", reason="too_far")
    assert said.status_code == 303
    out = await desk.sends(f"{path}/baris/{second}/ubah", change="remove", why="candidate_declined")
    assert out.status_code == 303
    assert (await desk.sends(f"{path}/langkah", to="under_review")).status_code == 303
    await approve(program, path, PLANNER)
    await approve(program, path, SECOND_PLANNER)
    page = (await desk.browser.get(path)).text
    assert re.search(r"Perencana pembebasan:\s+disetujui \(1 dari \d\)", page)
    assert page.count("sedang ditinjau") == 2  # the step itself, and once in the history
    assert "Wali / PK (Anda)" in page
    assert '<li aria-current="step">disetujui</li>' in page
    assert "Terlalu jauh" in page
    assert (await desk.sends(f"{path}/langkah", to="sent")).status_code == 303
    page = (await desk.browser.get(path)).text
    assert '<li aria-current="step">dikirim kepada pemberi kerja</li>' in page
    assert (page.count(">Rincian dan wawancara<"), "Tanya orangnya atau ubah" in page) == (1, False)
    assert "Masukkan lagi" not in page  # nothing is brought back into what was sent
    async with program.gateway.transaction(CASE_WORKER) as tx:
        for kind in (AnswerKind.OFFER, AnswerKind.HIRED):
            await tx.placements.answer(ItemId(UUID(first)), EmployerAnswer(kind))
    for shown in (path, f"{path}/baris/{first}"):
        page = (await desk.browser.get(shown)).text
        assert "Diterima bekerja" in page, shown
        assert 'href="/penempatan/' in page, shown
    assert 'href="/penempatan/' in (await desk.browser.get(f"/orang/{desk.person}")).text


async def test_what_is_left_out_is_folded_below_the_buttons_and_its_note_is_told_once(
    program: Program, desk: Desk
) -> None:
    path = (await desk.proposed((await desk.ranked())[:3])).headers["location"].partition("?")[0]
    kept, *left = await desk.rows(path)
    for row in left:
        gone = {"change": "remove", "why": "other", "why_note": "Terlalu jauh dari rumah."}
        assert (await desk.sends(f"{path}/baris/{row}/ubah", **gone)).status_code == 303
    page = (await desk.browser.get(path)).text
    assert page.index(kept) < page.index("Tambah lowongan") < page.index("<summary>Yang dikeluarkan (2)")
    assert all(page.index("<summary>Yang dikeluarkan (2)") < page.index(row) for row in left)
    assert (page.count("Terlalu jauh dari rumah."), page.count("catatan yang sama")) == (1, 1)
    assert (await desk.sends(f"{path}/langkah", to="under_review")).status_code == 303
    async with asking(program) as planner:
        planner.cookies.set("jembatan", await cookie_of(program, PLANNER))
        page = (await planner.get(path.replace("/usulan/", "/tinjauan/"))).text
    assert "<details><summary>Yang dikeluarkan (2)" in page
    assert (page.count("Terlalu jauh dari rumah."), page.count("catatan yang sama")) == (1, 1)


async def test_rows_are_moved_brought_back_and_added(desk: Desk) -> None:
    path = await desk.a_list()
    first, second = await desk.rows(path)
    nowhere = await desk.sends(f"{path}/baris/{second}/ubah", change="move", why="fairness")
    assert nowhere.status_code == 422
    await desk.sends(f"{path}/baris/{second}/ubah", change="move", place="1", why="fairness")
    assert await desk.rows(path) == [second, first]
    await desk.sends(f"{path}/baris/{second}/ubah", change="remove", why="mistake")
    assert "Masukkan lagi</button>" in (await desk.browser.get(f"{path}/baris/{second}")).text
    await desk.sends(f"{path}/baris/{second}/ubah", change="restore", why="mistake")
    assert await desk.rows(path) == [first, second]
    more = await desk.browser.get(f"{path}/tambah")
    third = re.findall(r'<option value="([0-9a-f-]{36})"', more.text)[0]
    unexplained = await desk.sends(f"{path}/tambah", vacancy_id=third, reason="other")
    assert (unexplained.status_code, 'id="salah-note"' in unexplained.text) == (422, True)
    added = await desk.sends(f"{path}/tambah", vacancy_id=third, reason="skill_not_in_data")
    assert added.status_code == 303
    assert "ditambahkan dengan tangan" in (await desk.browser.get(path)).text


async def test_a_step_that_cannot_be_taken_says_why_on_the_page(desk: Desk) -> None:
    path = await desk.a_list()
    refused = await desk.sends(f"{path}/langkah", to="closed", note="tanpa alasan")
    assert (refused.status_code, "Alasan wajib diisi" in refused.text) == (409, True)
    assert "tanpa alasan" in refused.text


async def test_changes_and_the_sheet_can_be_seen(desk: Desk) -> None:
    path = await desk.a_list()
    assert "Apa yang berubah sejak itu" in (await desk.browser.get(f"{path}/perubahan")).text
    page = (await desk.browser.get(path)).text
    sheets = [unescape(one) for one in re.findall(rf'href="({path}/lembar[^"]*)"', page)]
    answers = [await desk.browser.get(one) for one in sheets]
    assert [one.headers["content-type"].partition(";")[0] for one in answers] == [
        "text/html",
        "application/pdf",
    ]
    sheet = answers[0].text  # with a way back and a word on printing, before what is on paper
    assert sheet.count("<nav>") == 1
    assert f'<nav><p><a href="{path}">' in sheet
    assert "Ctrl+P" in sheet
    assert "@media print{nav{display:none}}" in sheet
    (item, *_) = await desk.rows(path)
    (one,) = re.findall(
        r'href="([^"]+/lembar[?]bentuk=pdf)"', (await desk.browser.get(f"{path}/baris/{item}")).text
    )
    assert (await desk.browser.get(unescape(one))).content.startswith(b"%PDF")


@pytest.mark.parametrize("tongue", ["id", "en"])
async def test_the_ranked_list_is_a_file_that_says_what_the_page_says_and_is_noted(
    program: Program, desk: Desk, behind: Connection, tongue: str
) -> None:
    page = (await desk.browser.get(f"/orang/{desk.person}/lowongan?lang={tongue}")).text
    (link,) = re.findall(r'href="([^"]+/pdf\?[^"]+)"', page)
    answer = await desk.browser.get(f"{link}&lang={tongue}")
    assert answer.headers["cache-control"] == "no-store"
    assert desk.person not in answer.headers["content-disposition"]
    text = text_of(answer.content, tongue)
    titles = re.findall(r">([^<]+?)</a> <span class=\"tag", page)
    assert titles
    assert [unescape(one) for one in titles] == re.findall(r"^\d+\. (.+)$", text, re.MULTILINE)
    assert {"id": "Yang kurang", "en": "What is missing"}[tongue] in text
    assert re.search({"id": r"Upah mulai\s+Rp\d", "en": r"From\s+Rp\d"}[tongue], text)
    assert re.search({"id": r"skor\s+0,\d\d", "en": r"score\s+0\.\d\d"}[tongue], text)
    noted = await behind.fetch(NOTED, UUID(desk.person), UUID(answer.headers["jembatan-request"]), ["read"])
    assert noted
    async with asking(program) as elsewhere:
        elsewhere.cookies.set("jembatan", await cookie_of(program, COLLEAGUE))
        assert (await elsewhere.get(link)).status_code == 404


async def test_the_lists_at_hand_are_ones_own(program: Program, desk: Desk) -> None:
    path = await desk.a_list()
    assert path in (await desk.browser.get("/usulan?keadaan=proposed")).text
    assert path not in (await desk.browser.get("/usulan?keadaan=closed")).text
    async with asking(program) as elsewhere:
        elsewhere.cookies.set("jembatan", await cookie_of(program, COLLEAGUE))
        assert path not in (await elsewhere.get("/usulan")).text
        assert (await elsewhere.get(path)).status_code == 404


def lists_on(page: str) -> set[str]:
    return set(re.findall(r'href="(/usulan/[0-9a-f-]{36})"', page))


async def test_many_lists_are_leafed_through_with_their_filter(program: Program, desk: Desk) -> None:
    person = a_record()
    async with program.gateway.transaction(CASE_WORKER) as tx:
        await tx.candidates.add([person])
        for _ in range(LISTED + 1):
            await tx.shortlists.open(ShortlistId(uuid4()), candidate=person.id, vacancy=None, note="")
    for path in (f"/orang/{person.id}/usulan", "/usulan?keadaan=requested"):
        first = (await desk.browser.get(path)).text
        forward = re.search(r'rel="next" href="([^"]+)"', first)
        assert forward
        there = unescape(forward[1])
        assert ("keadaan=requested" in there) == ("keadaan" in path)
        second = (await desk.browser.get(there)).text
        assert f"{LISTED + 1} sampai" in second
        links = [lists_on(one) for one in (first, second)]
        assert (len(links[0]), bool(links[1]), links[0] & links[1]) == (LISTED, True, set())
        back = re.search(r'rel="prev" href="([^"]+)"', second)
        assert back
        assert (
            set(
                re.findall(
                    r'href="(/usulan/[0-9a-f-]{36})"', (await desk.browser.get(unescape(back[1]))).text
                )
            )
            == links[0]
        )
    assert "26 daftar · 1 sampai 25" in (await desk.browser.get(f"/orang/{person.id}/usulan")).text


async def test_who_is_in_other_hands_by_now_is_left_out_without_a_word_about_them(
    program: Program, desk: Desk
) -> None:
    both = [a_record(), a_record()]
    made, items = ShortlistId(uuid4()), [ItemId(uuid4()), ItemId(uuid4())]
    async with program.gateway.transaction(CASE_WORKER) as tx:
        await tx.candidates.add(both)
        vacancy = VacancyId(UUID(desk.vacancies[0]))
        await tx.shortlists.open(made, candidate=None, vacancy=vacancy, note="")
        for item, one in zip(items, both, strict=True):
            await tx.shortlists.add(item, made, one.id, reason="candidate_wish", note="")
        await tx.shortlists.step(made, State.PROPOSED, reason="", note="")
    async with program.gateway.transaction(CASE_WORKER) as tx:
        await tx.transfers.hand_over(both[0].id, COLLEAGUE.account)
    path = f"/usulan/{made}"
    assert path in (await desk.browser.get(f"/orang/{both[1].id}/usulan")).text, "a list for a vacancy"
    page = (await desk.browser.get(path)).text
    assert "Orangnya kini ditangani petugas lain" in page
    assert str(both[0].id) not in page
    out = await desk.sends(f"{path}/baris/{items[0]}/ubah", change="remove", why="no_longer_possible")
    assert out.status_code == 303
    assert "Orangnya kini ditangani petugas lain" not in (await desk.browser.get(path)).text
