"""Taking in a file by forms alone: preview, what is wrong in place, taking in, the way back."""

import asyncio
import io
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import pytest
import pytest_asyncio
from openpyxl import load_workbook

from api.program import Program
from api.web.case_worker.import_progress import AT_WORK
from data.held_files import HeldFiles
from data.pool import Connection
from matching.intake.columns import ImportKind, columns
from tests.api.entrance import asking, bearer, cookie_of
from tests.api.office import a_nik
from tests.api.web.test_frame import mark
from tests.staff import CASE_WORKER, COLLEAGUE


@pytest_asyncio.fixture
async def browser(program: Program) -> AsyncIterator[httpx.AsyncClient]:
    async with asking(program) as client:
        client.cookies.set("jembatan", await cookie_of(program, CASE_WORKER))
        yield client


def a_file(*places: str) -> bytes:
    rows = [
        f"UJI;K-{uuid4().hex[:8]};Contoh Berkas;{a_nik()};{place};SMA"
        for place in (places or ("Kab. Madiun",))
    ]
    return "\n".join(["sumber;kunci sumber;nama;nik;kabupaten;pendidikan", *rows]).encode()


async def checked(browser: httpx.AsyncClient, content: bytes, **fields: str) -> httpx.Response:
    return await waited(browser, await sent(browser, content, **fields))


async def sent(browser: httpx.AsyncClient, content: bytes, **fields: str) -> httpx.Response:
    page = await browser.get("/impor")
    return await browser.post(
        "/impor",
        data={"csrf": mark(page), "kind": "candidates"} | fields,
        files={"file": ("orang.csv", content, "text/csv")},
    )


async def taken_in(browser: httpx.AsyncClient, form: dict[str, str]) -> httpx.Response:
    return await waited(browser, await browser.post("/impor/masukkan", data=form))


async def waited(browser: httpx.AsyncClient, answer: httpx.Response) -> httpx.Response:
    """What a browser that waits comes to: the page, or where it is sent, once the file is not at work any more."""
    for _ in range(600):
        if AT_WORK not in answer.headers.get("location", ""):
            return answer
        page = await browser.get(answer.headers["location"])
        if "data-poll" not in page.text:
            return page
        await asyncio.sleep(0.1)
    raise AssertionError("the file is at work for ever")


def hidden(page: httpx.Response) -> dict[str, str]:
    """What the form of the preview sends on."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.text))


async def people(browser: httpx.AsyncClient) -> int:
    page = await browser.get("/orang")
    found = re.search(r">(\d+) orang\b", page.text)
    assert found
    return int(found[1])


async def test_a_file_is_shown_taken_in_and_undone(browser: httpx.AsyncClient) -> None:
    before = await people(browser)
    shown = await checked(browser, a_file("Kab. Madiun", "Kab. Malang"))
    assert shown.status_code == 200
    assert "Semua baris dapat dimasukkan." in shown.text
    assert await people(browser) == before
    taken = await taken_in(browser, hidden(shown))
    assert taken.status_code == 303
    assert await people(browser) == before + 2
    page = await browser.get(taken.headers["location"])
    assert "Berkas sudah dimasukkan." in page.text
    path = taken.headers["location"].partition("?")[0]
    assert path in (await browser.get("/impor")).text
    undone = await browser.post(f"{path}/batalkan", data={"csrf": mark(page)})
    assert undone.status_code == 303
    assert await people(browser) == before
    assert "Impor sudah dibatalkan." in (await browser.get(undone.headers["location"])).text
    again = await browser.post(f"{path}/batalkan", data={"csrf": mark(page)})
    assert (again.status_code, "Impor tidak dapat dibatalkan" in again.text) == (409, True)


async def test_what_is_wrong_stands_by_its_row_and_the_good_rows_may_go_alone(
    browser: httpx.AsyncClient,
) -> None:
    before = await people(browser)
    shown = await checked(browser, a_file("Kab. Madiun", "Antah Berantah"))
    assert "1 baris perlu diperbaiki." in shown.text
    row = re.search(r'<th scope="row" class="number">3</th>.*?</tr>', shown.text, re.DOTALL)
    assert row
    assert "kabupaten" in row[0]
    assert hidden(shown)["partial"] == "1"
    done = await taken_in(browser, hidden(shown))
    assert "Baris yang benar sudah dimasukkan; yang lain tidak." in done.text
    assert "Antah Berantah" in done.text
    assert await people(browser) == before + 1


async def test_a_header_that_cannot_be_read_offers_nothing_to_take_in(browser: httpx.AsyncClient) -> None:
    shown = await checked(browser, b"nama;umur\nContoh;30\n")
    assert "Judul kolomnya belum benar" in shown.text
    assert "Masukkan baris yang benar saja" not in shown.text
    assert "jembatan import" not in (await checked(browser, b"a;b\n1;2\n")).text
    (link,) = re.findall(r'href="(/impor/templat/\w+)"', shown.text)
    template = load_workbook(io.BytesIO((await browser.get(link)).content)).active
    assert template is not None
    assert [one.value for one in template[1]] == [one.indonesian for one in columns(ImportKind.CANDIDATES)]


async def test_a_session_that_ends_at_an_upload_says_that_the_file_is_chosen_again(
    program: Program, browser: httpx.AsyncClient
) -> None:
    again = "Hanya berkas yang harus dipilih lagi."
    async with asking(program) as nobody:
        caught = await nobody.post(
            "/impor", data={"kind": "windows"}, files={"file": ("orang.csv", a_file())}
        )
    assert (caught.status_code, again in caught.text) == (401, True)
    other = await browser.post(
        "/impor", data={"csrf": "f" * 64, "kind": "windows"}, files={"file": ("orang.csv", a_file())}
    )
    assert (other.status_code, again in other.text) == (403, True)


async def test_a_file_is_taken_in_once_and_only_as_it_was_shown(browser: httpx.AsyncClient) -> None:
    shown = await checked(browser, a_file())
    other = await browser.post("/impor/masukkan", data=hidden(shown) | {"kind": "employers"})
    assert other.status_code == 422
    assert (await taken_in(browser, hidden(shown))).headers["location"].endswith("?kabar=imported")
    twice = await browser.post("/impor/masukkan", data=hidden(shown))
    assert (twice.status_code, "berkas tidak disimpan lagi" in twice.text) == (422, True)


async def test_a_colleague_cannot_take_in_what_one_was_shown(
    program: Program, browser: httpx.AsyncClient
) -> None:
    shown = await checked(browser, a_file())
    async with asking(program) as elsewhere:
        elsewhere.cookies.set("jembatan", await cookie_of(program, COLLEAGUE))
        own = mark(await elsewhere.get("/impor"))
        answer = await elsewhere.post("/impor/masukkan", data=hidden(shown) | {"csrf": own})
    assert answer.status_code == 422
    assert "berkas tidak disimpan lagi" in answer.text


async def test_what_is_no_table_or_no_file_is_said_beside_the_field(browser: httpx.AsyncClient) -> None:
    broken = await checked(browser, b"PK\x03\x04 rusak", source="SDP")
    assert broken.status_code == 422
    assert 'id="salah-file"' in broken.text
    assert 'value="SDP"' in broken.text
    unnamed = await checked(browser, a_file(), kind="")
    assert "pilih isi berkas" in unnamed.text
    page = await browser.get("/impor")
    missing = await browser.post("/impor", data={"csrf": mark(page), "kind": "candidates"})
    assert "pilih berkas dahulu" in missing.text


async def test_the_same_file_again_says_that_nothing_is_new(browser: httpx.AsyncClient) -> None:
    file = a_file()
    await taken_in(browser, hidden(await checked(browser, file)))
    again = await taken_in(browser, hidden(await checked(browser, file)))
    assert again.headers["location"] == "/impor?kabar=nothing_new"


async def test_who_has_too_many_files_waiting_is_told_beside_the_field(
    program: Program, tmp_path: Path
) -> None:
    narrow = replace(program, held=HeldFiles(tmp_path / "held", program.clock, 1))
    async with asking(narrow) as browser:
        browser.cookies.set("jembatan", await cookie_of(program, CASE_WORKER))
        first, second = await checked(browser, a_file()), await checked(browser, a_file())
    assert (first.status_code, second.status_code) == (200, 422)
    assert "1 berkas sudah menunggu" in second.text
    assert 'id="salah-file"' in second.text


async def test_a_serving_program_sweeps_what_nobody_came_for(program: Program, tmp_path: Path) -> None:
    held = HeldFiles(tmp_path / "held", lambda: program.clock() - timedelta(hours=2), 9)
    held.keep(b"x", "saya", "a")
    serving = replace(program, held=replace(held, clock=program.clock))
    async with serving.keeping_up():
        for _ in range(200):
            await asyncio.sleep(0.02)
            if not list(held.folder.iterdir()):
                break
    assert list(held.folder.iterdir()) == []


@asynccontextmanager
async def standing_still(program: Program) -> AsyncIterator[None]:
    """While held, files of people come as far as their check: another import of the caseload is at it."""
    async with program.gateway.transaction(CASE_WORKER) as tx:
        await tx.candidates.take_turn()
        yield


async def test_while_a_file_is_at_work_whoever_waits_sees_how_far_it_is(
    program: Program, browser: httpx.AsyncClient
) -> None:
    async with standing_still(program):
        answer = await sent(browser, a_file("Kab. Madiun", "Kab. Malang"))
        path = answer.headers["location"]
        page = await browser.get(path)
        assert page.status_code == 200
        assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in page.text
        assert 'data-poll="2"' in page.text
        for _ in range(50):
            if "Memeriksa" in page.text:
                break
            await asyncio.sleep(0.1)
            page = await browser.get(path)
        assert re.search(r'<progress id="bilah" value="0" max="2">0 dari 2 baris</progress>', page.text)
        assert f'href="{path}"' in (await browser.get("/impor")).text
        english = await browser.get(f"{path}?lang=en")
        assert ("Checking" in english.text, "0 of 2 rows" in english.text) == (True, True)
        async with asking(
            program, await bearer(program, CASE_WORKER)
        ) as elsewhere:  # another process, by the API
            found = (await elsewhere.get(f"/api/v1/imports/{path.rpartition('/')[2]}/progress")).json()
            listed = (await elsewhere.get("/api/v1/imports/progress")).json()["items"]
        assert {name: found[name] for name in ("stage", "done", "rows", "course", "dry_run")} == {
            "stage": "check", "done": 0, "rows": 2, "course": "running", "dry_run": True,
        }  # fmt: skip
        assert found["id"] in [one["id"] for one in listed]
    shown = await waited(browser, answer)
    assert "Every row can be taken in." in shown.text
    assert f'href="{path}"' not in (await browser.get("/impor")).text


async def test_taken_in_by_two_clicks_it_is_taken_in_once(
    program: Program, browser: httpx.AsyncClient
) -> None:
    before = await people(browser)
    form = hidden(await checked(browser, a_file()))
    async with standing_still(program):
        first, second = [await browser.post("/impor/masukkan", data=form) for _ in range(2)]
    assert first.headers["location"] == second.headers["location"]
    one = await waited(browser, first)
    assert one.headers["location"] == (await waited(browser, second)).headers["location"]
    assert "?kabar=imported" in one.headers["location"]
    assert await people(browser) == before + 1


async def test_what_came_of_a_file_is_seen_in_its_own_browser_alone(
    program: Program, browser: httpx.AsyncClient
) -> None:
    answer = await sent(browser, a_file("Antah Berantah"))
    await waited(browser, answer)
    async with asking(program) as elsewhere:
        elsewhere.cookies.set("jembatan", await cookie_of(program, CASE_WORKER))
        page = await elsewhere.get(answer.headers["location"])
        elsewhere.cookies.set("jembatan", await cookie_of(program, COLLEAGUE))
        stranger = await elsewhere.get(answer.headers["location"])
    assert ("Antah Berantah" in page.text, "atau ada di peramban lain" in page.text) == (False, True)
    assert stranger.status_code == 404


LONG_AGO = "now() - interval '61 seconds'"


@pytest.mark.parametrize(
    ("stands", "says"),
    [
        (f"outcome = '', heard_at = {LONG_AGO}", "tidak ada kabar dari server"),
        ("outcome = 'failed'", "Ada yang gagal di server, dan tidak ada yang disimpan."),
    ],
)
async def test_whoever_waits_for_what_has_died_or_failed_does_not_wait_for_ever(
    program: Program, browser: httpx.AsyncClient, behind: Connection, stands: str, says: str
) -> None:
    answer = await sent(browser, a_file())
    await waited(browser, answer)
    path = answer.headers["location"]
    changed = f"UPDATE import_progress SET stage = 'store', done = 1, {stands} WHERE id = $1"
    await behind.execute(changed, UUID(path.rpartition("/")[2]))
    page = await browser.get(path)
    assert says in page.text
    assert "Mencoba menyimpan: 1 dari 1 baris" in page.text
    assert "http-equiv" not in page.text
    assert "data-poll" not in page.text
    assert path not in (await browser.get("/impor")).text


async def test_what_was_stored_before_its_process_died_is_found_stored(
    browser: httpx.AsyncClient, behind: Connection
) -> None:
    form = hidden(await checked(browser, a_file()))
    answer = await browser.post("/impor/masukkan", data=form)
    taken = await waited(browser, answer)
    path = answer.headers["location"]
    stands = f"UPDATE import_progress SET outcome = '', heard_at = {LONG_AGO} WHERE id = $1"
    await behind.execute(stands, UUID(path.rpartition("/")[2]))
    assert (await browser.get(path)).headers["location"] == taken.headers["location"]


async def test_after_a_day_nobody_knows_how_far_a_file_was(
    browser: httpx.AsyncClient, behind: Connection
) -> None:
    path = (await sent(browser, a_file())).headers["location"]
    old = "UPDATE import_progress SET begun_at = now() - interval '25 hours' WHERE id = $1"
    await behind.execute(old, UUID(path.rpartition("/")[2]))
    await checked(browser, a_file())
    assert (await browser.get(path)).status_code == 404
