"""The case worker's way on: a file taken in, a shortlist proposed and asked about, a consent."""

import re
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from playwright.async_api import FilePayload, expect

from data.sample import DEMO_PERSON
from matching.vocabulary import Role
from tests.browser.conftest import WAYS, Site, Visit, taken_away, words
from tests.browser.states import ID, barriers, sound
from tests.pdfs import text_of

HEADER = "sumber;kunci sumber;nama;kabupaten;pendidikan"


@pytest.mark.parametrize(("script", "phone", "tongue"), WAYS)
async def test_a_file_is_looked_at_taken_in_and_undone(
    visit: Visit, *, script: bool, phone: bool, tongue: str
) -> None:
    page = await visit(Role.CASE_WORKER, script=script, phone=phone, tongue=tongue)
    say = words(tongue)
    rows = [
        f"UJI;K-{uuid4().hex[:8]};Contoh Impor;{place};SMA" for place in ("Kab. Madiun", "Antah Berantah")
    ]
    file = FilePayload(name="orang.csv", mimeType="text/csv", buffer="\n".join([HEADER, *rows]).encode())
    await page.goto("/impor")
    await sound(page, f"/impor {phone}", phone=phone, script=script)
    await page.get_by_label(say("Orang"), exact=True).check()
    await page.get_by_label(say("Berkas"), exact=True).set_input_files(files=[file])
    await page.get_by_role("button", name=say("Periksa berkas")).click()
    await expect(
        page.get_by_text("1 baris perlu diperbaiki." if tongue == "id" else "1 row needs")
    ).to_be_visible()
    await sound(page, f"/impor preview {phone}", phone=phone, script=script)
    await page.get_by_role("button", name=say("Masukkan baris yang benar saja")).click()
    await expect(page.get_by_text(say("Baris yang benar sudah dimasukkan; yang lain tidak."))).to_be_visible()
    await page.get_by_role("link", name=say("Lihat impor ini")).click()
    await sound(page, f"/impor/id {phone}", phone=phone, script=script)
    await page.get_by_role("button", name=say("Batalkan impor")).click()
    await expect(page.get_by_text(say("Impor sudah dibatalkan."))).to_be_visible()


@pytest.mark.parametrize(("script", "phone"), [(False, False), (True, True)])
async def test_whoever_waits_for_a_file_sees_it_move_and_then_what_came_of_it(
    visit: Visit, site: Site, *, script: bool, phone: bool
) -> None:
    page = await visit(Role.CASE_WORKER, script=script, phone=phone)
    rows = f"{HEADER}\nUJI;K-{uuid4().hex[:8]};Contoh Menunggu;Kab. Madiun;SMA\n"
    file = FilePayload(name="orang.csv", mimeType="text/csv", buffer=rows.encode())
    await page.goto("/impor")
    await page.get_by_label("Orang", exact=True).check()
    await page.get_by_label("Berkas", exact=True).set_input_files(files=[file])
    async with site.program.gateway.transaction(site.actors[Role.CASE_WORKER]) as tx:
        await (
            tx.candidates.take_turn()
        )  # as another import of the caseload does: this one comes as far as its check
        await page.get_by_role("button", name="Periksa berkas").click()
        await expect(page.get_by_role("progressbar", name="Memeriksa")).to_be_visible()
        assert await page.get_by_role("progressbar").get_attribute("max") == "1"
        await expect(page.locator(".far span")).to_have_text("0 dari 1 baris")
        await sound(page, f"/impor/berjalan {phone}", phone=phone, script=script)
    await expect(page.get_by_text("Semua baris dapat dimasukkan.")).to_be_visible(timeout=20_000)


@pytest.mark.parametrize(("script", "phone"), [(False, False), (True, True)])
async def test_the_chosen_are_proposed_and_the_person_is_asked(
    visit: Visit, *, script: bool, phone: bool
) -> None:
    page = await visit(Role.CASE_WORKER, script=script, phone=phone)
    await page.goto(f"/orang/{DEMO_PERSON}/lowongan")
    boxes = await page.get_by_label("pilih").all()
    for choice in (boxes[0], boxes[2]):
        await choice.check()
    await page.get_by_role("button", name="Usulkan yang dipilih").click()
    await page.get_by_label("Alasan melewati yang di atasnya").select_option("candidate_wish")
    await sound(page, f"/usulan/baru {phone}", phone=phone, script=script)
    await page.get_by_role("button", name="Usulkan").click()
    await expect(page.locator(".steps [aria-current]")).to_have_text("diusulkan")
    await sound(page, f"/usulan/id {phone}", phone=phone, script=script)
    shortlist = page.url.partition("?")[0]
    await page.get_by_role("link", name="Tanya orangnya atau ubah").first.click()
    await sound(page, f"/usulan/id/baris {phone}", phone=phone, script=script)
    await page.get_by_label("Ya, berminat").check()
    await page.get_by_role("button", name="Catat jawaban").click()
    await expect(page.locator(".tag.good", has_text="berminat").first).to_be_visible()
    for path in ("perubahan", "tambah"):
        await page.goto(f"{shortlist}/{path}")
        await sound(page, f"/usulan/id/{path} {phone}", phone=phone, script=script)
    for path in ("/usulan", f"/orang/{DEMO_PERSON}/usulan"):
        await page.goto(path)
        await sound(page, f"{path} {phone}", phone=phone, script=script)
    await page.goto(f"/orang/{DEMO_PERSON}/lowongan")
    ranked = text_of(await taken_away(page.get_by_role("link", name="PDF").first), "id")
    await page.goto(shortlist)
    sheet = text_of(await taken_away(page.get_by_role("link", name="Lembar untuk orangnya, PDF").first), "id")
    assert "Slamet Wicaksana" in ranked
    assert "Tanggal" in sheet
    row = str(await page.locator("a[href*='/baris/']").first.get_attribute("href"))
    for path in (f"{shortlist}/lembar", f"{row}/lembar"):
        await page.goto(path)
        assert not script or await barriers(page, f"{re.sub(ID, '…', urlsplit(path).path)}") == []
    await page.goto(shortlist)
    await page.get_by_role("button", name="Kirim untuk ditinjau").click()
    await expect(page.locator(".steps [aria-current]")).to_have_text("sedang ditinjau")


async def test_a_consent_is_entered_with_its_words(visit: Visit) -> None:
    page = await visit(Role.CASE_WORKER, phone=True, tongue="en")
    await page.goto(f"/orang/{DEMO_PERSON}/persetujuan")
    await sound(page, "/persetujuan", phone=True)
    await page.get_by_label("Being contacted").check()
    await page.get_by_label("in writing").check()
    await page.get_by_role("button", name="Enter a consent").click()
    await expect(page.locator("#salah-evidence")).to_be_visible()
    await sound(page, "/persetujuan wrong", phone=True)
    await page.get_by_label("Where the evidence is kept").fill("Map 12")
    await page.get_by_role("button", name="Enter a consent").click()
    await expect(page.get_by_text("Map 12").first).to_be_visible()


async def test_the_queue_has_no_barrier(visit: Visit) -> None:
    page = await visit(Role.CASE_WORKER, phone=True)
    rows = (
        f"nama;tanggal lahir;nik;kabupaten;pendidikan\nContoh {uuid4().hex[:8]};17/08/1995;;Kab. Madiun;SMA\n"
    )
    file = FilePayload(name="orang.csv", mimeType="text/csv", buffer=rows.encode())
    await page.goto("/impor")
    await page.get_by_label("Orang", exact=True).check()
    await page.get_by_label("Berkas", exact=True).set_input_files(files=[file])
    await page.get_by_role("button", name="Periksa berkas").click()
    await page.get_by_role("button", name="Masukkan", exact=True).click()
    await page.get_by_role("link", name="Ke antrean").click()
    await sound(page, "/antrean", phone=True)
    await page.get_by_label("orang baru, belum tercatat").last.check()
    await page.get_by_role("button", name="Masukkan").last.click()
    await expect(page.get_by_text("Berkas sudah dimasukkan.")).to_be_visible()
