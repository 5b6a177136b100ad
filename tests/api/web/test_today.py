"""Today: what is due for each role and where it is done; tasks ended or put off; notices, read and unread."""

import re
from datetime import timedelta
from html import unescape

import pytest

from api.program import Program
from api.web.screens import home, navigation
from api.web.today.places import PLACES
from data.pool import Connection
from matching.model.tasks import KINDS, TaskKind
from matching.vocabulary import Role
from tests.api.entrance import Somebody, somebody
from tests.api.tenants import World
from tests.api.web.test_frame import comes_in, mark
from tests.api.web.test_planner import pages_of
from tests.api.web.walk import pages
from tests.staff import CASE_WORKER, OFFICER, PLANNER, RECRUITER


def test_everybodys_day_begins_there() -> None:
    for role in frozenset(Role) - {Role.WORKER}:
        assert home(role) == "/beranda"
        assert [one.path for one in navigation(role)].count("/beranda") == 1


def test_every_task_of_a_role_leads_to_a_page_of_that_role(world: World) -> None:
    shapes = {re.sub(r"\{\w+\}", "{}", page.path) for page in pages(world.app) if page.method == "GET"}
    for role in frozenset(Role) - {Role.WORKER}:
        own = {kind for kind, one in KINDS.items() if role in one.roles} - {TaskKind.NOTED}
        assert own <= set(PLACES[role]), role
        assert set(PLACES[role]) <= own | {TaskKind.NOTED}
        for address in PLACES[role].values():
            assert re.sub(r"\{\w+\}", "{}", address) in shapes, address


async def test_a_case_worker_sees_what_is_due_whose_it_is_and_where_to_go(world: World) -> None:
    own = world.tenants["case_worker"]
    async with pages_of(world, CASE_WORKER) as worker:
        assert (await worker.browser.get("/")).headers["location"] == "/beranda"
        page = await worker.opens("/beranda")
        for shown in (
            "Perkiraan bebas bergeser",  # looked for first thing, though there is none
            "Ada yang berubah pada daftar usulan",
            f"{own.marker} Contoh",
            f'href="/usulan/{own.ids["shortlist_id"]}/perubahan"',
            f'href="/orang/{own.ids["candidate_id"]}/persetujuan"',
            "Usulan mungkin tidak berlaku lagi",
            "terlambat",
        ):
            assert shown in page, shown
        # Read out as a list of links, each says whom it is about.
        assert re.search(rf'<a href="/orang/[^"]+">[^<]+<span class="unseen">: {own.marker} Contoh', page)
        only = await worker.opens("/beranda?jenis=rows_waiting")
        assert 'href="/antrean"' in only
        assert f'href="/usulan/{own.ids["shortlist_id"]}/perubahan"' not in only
        assert "Tidak ada yang menunggu" in await worker.opens("/beranda?halaman=99")
    async with pages_of(world, PLANNER) as planner:
        assert "Rahasia" not in await planner.opens("/beranda?jenis=employer_to_verify")
    for actor in (RECRUITER, OFFICER):
        async with pages_of(world, actor) as other:
            assert "Rahasia" not in await other.opens("/beranda")


@pytest.fixture
async def worker(program: Program, behind: Connection) -> Somebody:
    """A case worker who has signed in."""
    one = await somebody(program, behind, Role.CASE_WORKER)
    await comes_in(one)
    return one


async def test_a_note_is_written_put_off_and_done(worker: Somebody, program: Program) -> None:
    browser = worker.browser
    page = await browser.get("/beranda")
    csrf, due = mark(page), program.today() + timedelta(days=2)
    wrong = await browser.post("/beranda", data={"csrf": csrf, "note": "Telepon bengkel", "due": "besok"})
    assert (wrong.status_code, 'id="salah-due"' in wrong.text) == (422, True)
    assert 'value="Telepon bengkel"' in wrong.text
    new = {"csrf": csrf, "note": "Telepon bengkel", "due": due.isoformat()}
    assert (await browser.post("/beranda", data=new)).headers["location"] == "/beranda?kabar=saved"
    (task,) = set(re.findall(r'action="(/beranda/[0-9a-f-]{36})"', (await browser.get("/beranda")).text))
    own = (await browser.get("/beranda?jenis=noted&tunda=ya")).text
    (kept,) = re.findall(rf'action="({task}[^"]+)"', own)
    late = await browser.post(task, data={"csrf": csrf, "apa": "tunda", "hari": "99"})
    assert (late.status_code, "1–14 hari" in late.text) == (422, True)
    assert (await browser.post(task, data={"csrf": csrf, "apa": "tunda", "hari": "1"})).status_code == 303
    assert "Telepon bengkel" not in (await browser.get("/beranda")).text
    assert "Telepon bengkel" in (await browser.get("/beranda?tunda=ya")).text
    done = await browser.post(unescape(kept), data={"csrf": csrf, "apa": "selesai"})
    assert done.headers["location"] == "/beranda?jenis=noted&tunda=ya&kabar=done"
    assert "Telepon bengkel" not in (await browser.get("/beranda?tunda=ya")).text


async def test_what_was_looked_at_stays_when_a_note_is_written(worker: Somebody, program: Program) -> None:
    browser, at = worker.browser, "/beranda?jenis=noted&tunda=ya"
    page = await browser.get(at)
    assert 'action="/beranda?jenis=noted&amp;tunda=ya"' in page.text
    assert 'href="/beranda?jenis=noted"' in page.text  # without those put off, and of the same kind
    new = {"csrf": mark(page), "note": "Kirim berkas", "due": "besok"}
    wrong = await browser.post(at, data=new)
    assert 'action="/beranda?jenis=noted&amp;tunda=ya"' in wrong.text
    written = await browser.post(at, data=new | {"due": program.today().isoformat()})
    assert written.headers["location"] == f"{at}&kabar=saved"


async def test_what_a_fact_ends_is_not_ended_by_saying_so(world: World) -> None:
    async with pages_of(world, CASE_WORKER) as worker:
        page = await worker.opens("/beranda?jenis=rows_waiting")
        (task, *_) = re.findall(r'action="(/beranda/[0-9a-f-]{36}[^"]*)"', page)
        assert 'value="selesai"' not in page
        refused = await worker.sends(task, apa="selesai")
    assert (refused.status_code, "berakhir begitu yang dikerjakan dicatat" in refused.text) == (422, True)


async def test_notices_are_read_one_by_one_or_all(worker: Somebody, program: Program) -> None:
    browser = worker.browser
    csrf = mark(await browser.get("/beranda"))
    for note in ("Satu", "Dua", "Tiga"):
        due = program.today().isoformat()
        await browser.post("/beranda", data={"csrf": csrf, "note": note, "due": due})
    await program.teller.go_round()
    assert "3 pemberitahuan belum dibaca" in (await browser.get("/beranda")).text
    page = (await browser.get("/pemberitahuan?belum=ya")).text
    first, *others = re.findall(r'name="notice" value="([^"]+)"', page)
    assert len(others) == 2
    # what is to be known, and what is to be done about it, are told apart
    assert "Menandai dibaca tidak menyelesaikan tugasnya" in page
    assert page.count("belum selesai") == 3
    assert "Yang harus dikerjakan, paling mendesak dahulu" in (await browser.get("/beranda")).text
    (kept,) = set(re.findall(r'action="(/pemberitahuan/dibaca[^"]*)"', page))
    read = await browser.post(kept, data={"csrf": csrf, "notice": first})
    assert read.headers["location"] == "/pemberitahuan?belum=ya&kabar=read"
    assert first not in (await browser.get("/pemberitahuan?belum=ya")).text
    await browser.post("/pemberitahuan/dibaca", data={"csrf": csrf})
    assert "Tidak ada pemberitahuan" in (await browser.get("/pemberitahuan?belum=ya")).text
    assert "0 pemberitahuan belum dibaca" in (await browser.get("/beranda")).text


async def test_how_one_is_told_by_mail_is_chosen(worker: Somebody) -> None:
    browser = worker.browser
    csrf = mark(await browser.get("/pemberitahuan"))
    wrong = {"csrf": csrf, "mail": "daily", "address": "bukan alamat"}
    refused = await browser.post("/pemberitahuan/surel", data=wrong)
    assert (refused.status_code, 'value="bukan alamat"' in refused.text) == (422, True)
    right = {"csrf": csrf, "mail": "off", "address": "petugas@uji.example"}
    assert (await browser.post("/pemberitahuan/surel", data=right)).status_code == 303
    page = (await browser.get("/pemberitahuan")).text
    assert re.search(r'value="off" checked', page)
    assert 'value="petugas@uji.example"' in page
