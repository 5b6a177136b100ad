"""Taking in a file by forms alone: preview, what is wrong in place, taking in, the way back."""

import asyncio
import io
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import httpx
import pytest_asyncio
from openpyxl import load_workbook

from api.program import Program
from data.held_files import HeldFiles
from matching.intake.columns import ImportKind, columns
from tests.api.entrance import asking, cookie_of
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
    page = await browser.get("/impor")
    return await browser.post(
        "/impor",
        data={"csrf": mark(page), "kind": "candidates"} | fields,
        files={"file": ("orang.csv", content, "text/csv")},
    )


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
    taken = await browser.post("/impor/masukkan", data=hidden(shown))
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
    done = await browser.post("/impor/masukkan", data=hidden(shown))
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
    assert (await browser.post("/impor/masukkan", data=hidden(shown))).status_code == 303
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
    await browser.post("/impor/masukkan", data=hidden(await checked(browser, file)))
    again = await browser.post("/impor/masukkan", data=hidden(await checked(browser, file)))
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
