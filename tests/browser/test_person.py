"""What is known of a person, written down by whoever has them in charge: in a browser, with script and without."""

import json
import re
from contextlib import suppress

import pytest
from playwright.async_api import Error, expect

from data.sample import DEMO_PERSON
from matching.model import CandidateId
from matching.model.caseload import CaseloadQuery, GateState
from matching.usecases import caseload
from matching.vocabulary import Role
from tests.browser import conftest
from tests.browser.conftest import Site, Visit, signed_in, taken_away, words
from tests.browser.states import barriers, sound

WAYS = [(True, False), (False, True)]
"""Script, phone."""


async def somebody(site: Site) -> CandidateId:
    """Somebody of the sample case worker's whom no other journey asks for."""
    gateway, actor = site.program.gateway, site.actors[Role.CASE_WORKER]
    people = (await caseload.people(gateway, actor, CaseloadQuery(today=site.program.today()))).rows
    return [one.candidate for one in people if one.candidate != DEMO_PERSON][-1]


@pytest.mark.parametrize(("script", "phone"), WAYS)
async def test_a_certificate_is_added_and_corrected(
    visit: Visit, site: Site, *, script: bool, phone: bool
) -> None:
    page = await visit(Role.CASE_WORKER, script=script, phone=phone)
    title = f"Barista Dasar {'satu' if script else 'dua'}"
    await page.goto(f"/orang/{await somebody(site)}")
    await page.get_by_role("link", name="Tambah atau ubah sertifikat").click()
    await page.get_by_label("Jenis").select_option("training")
    await page.get_by_label("Judul").fill(title)
    await page.get_by_label("Tanggal terbit").fill("2026-03-01")
    await page.get_by_label("Berlaku sampai").fill("2025-03-01")
    await page.get_by_role("button", name="Simpan").click()
    await expect(page.locator("#salah-expires")).to_be_visible()
    await expect(page.get_by_label("Judul")).to_have_value(title)
    if script:  # axe is one
        assert await barriers(page, "certificates, refused") == []
    await page.get_by_label("Berlaku sampai").fill("2099-03-01")
    await page.get_by_role("button", name="Simpan").click()
    await expect(page.get_by_role("status")).to_be_visible()
    row = page.locator("tr", has_text=title)
    await expect(row).to_contain_text("Dinyatakan")
    if script:
        assert await barriers(page, "certificates") == []
    await row.get_by_role("link").click()
    await page.get_by_label("Verifikasi").select_option("original_seen")
    await page.get_by_role("button", name="Simpan").click()
    await expect(row).to_contain_text("Asli sudah dilihat")


@pytest.mark.parametrize(("script", "phone"), WAYS)
async def test_the_expected_release_is_set_anew(
    visit: Visit, site: Site, *, script: bool, phone: bool
) -> None:
    page = await visit(Role.CASE_WORKER, script=script, phone=phone)
    await page.goto(f"/orang/{await somebody(site)}")
    await page.get_by_role("link", name="Tetapkan perkiraan bebas").click()
    await page.get_by_label("Cara").select_option("remission")
    days = {"Paling awal": "2098-03-01", "Diperkirakan": "2098-03-10", "Paling akhir": "2098-02-01"}
    for label, day in days.items():
        await page.get_by_label(label).fill(day)
    await page.get_by_label("Dasar").select_option("decision")
    await page.get_by_role("button", name="Simpan").click()
    await expect(page.locator("#salah-window")).to_be_visible()
    await expect(page.get_by_label("Paling awal")).to_have_value("2098-03-01")
    if script:  # axe is one
        assert await barriers(page, "release, refused") == []
    await page.get_by_label("Paling akhir").fill("2098-04-01" if script else "2098-05-01")
    await page.get_by_role("button", name="Simpan").click()
    await expect(page.get_by_role("status")).to_be_visible()
    await expect(page.locator(".dates").first).to_contain_text("2098")
    await page.get_by_role("link", name="Tetapkan perkiraan bebas").click()
    await expect(page.locator("ol li", has_text="2098").first).to_be_visible()
    if script:
        assert await barriers(page, "release") == []


@pytest.mark.parametrize(("script", "phone"), WAYS)
async def test_what_somebody_can_and_wants_is_written_down(
    visit: Visit, site: Site, *, script: bool, phone: bool
) -> None:
    page = await visit(Role.CASE_WORKER, script=script, phone=phone)
    await page.goto(f"/orang/{await somebody(site)}")
    await page.get_by_role("link", name="Ubah data diri dan keinginan").click()
    wish = f"meracik kopi {'satu' if script else 'dua'}"
    await page.get_by_label("Minat").fill(wish)
    await page.locator("#phone").fill("bukan telepon")
    row = page.get_by_role("group", name=re.compile(r"^Pengalaman, baris")).last
    await row.get_by_label("Pekerjaan").fill(f"Barista {wish}")
    await row.get_by_label("Lama, bulan").fill("5")
    await page.get_by_role("button", name="Simpan").click()
    await expect(page.locator("#salah-phone")).to_be_visible()
    await expect(page.get_by_label("Minat")).to_have_value(wish)
    if script:  # axe is one
        assert await barriers(page, "facts, refused") == []
    await page.locator("#phone").fill("0812 0000 0001")
    await page.get_by_role("button", name="Simpan").click()
    await expect(page.get_by_role("status")).to_be_visible()
    await expect(page.get_by_text(f"Barista {wish}, 5 bulan")).to_be_visible()
    await page.get_by_role("link", name="Ubah data diri dan keinginan").click()
    await expect(page.locator("#phone")).to_have_value("+6281200000001")
    if script:
        assert await barriers(page, "facts") == []


@pytest.mark.parametrize(("script", "phone", "tongue"), conftest.WAYS)
async def test_a_new_person_is_recorded_by_hand_and_who_may_be_known_is_asked_about(
    visit: Visit, *, script: bool, phone: bool, tongue: str
) -> None:
    say = words(tongue)
    name = f"Contoh Tangan {tongue} {'satu' if script else 'dua'}"
    page = await visit(Role.CASE_WORKER, script=script, phone=phone, tongue=tongue)
    for again in (False, True):
        await page.goto("/orang")
        await page.get_by_role("link", name=say("Catat orang baru")).click()
        await page.locator("#name").fill(name)
        await page.locator("#birth_date").fill("1992-04-05")
        await page.locator("#home").select_option("35.19")
        await page.locator("#education").select_option("SMA")
        await page.locator("#phone").fill("0812 0000 0009" if again else "bukan telepon")
        await page.get_by_role("button", name=say("Catat orang ini")).click()
        if not again:
            await expect(page.locator("#salah-phone")).to_be_visible()
            await expect(page.locator("#home")).to_have_value("35.19")
            await page.locator("#phone").fill("0812 0000 0009")
        else:
            await expect(page.locator("#salah-another")).to_be_visible()
            await expect(page.locator("main .group").get_by_role("link", name=name)).to_be_visible()
            if script:  # axe is one
                assert await barriers(page, f"a new person, perhaps known ({tongue})") == []
            await page.get_by_label(say("Ini orang lain; catat sebagai orang baru")).check()
        await page.get_by_role("button", name=say("Catat orang ini")).click()
        await expect(page.get_by_role("heading", level=1)).to_have_text(name)
        await expect(page.get_by_role("status")).to_be_visible()


@pytest.mark.parametrize(("script", "phone"), WAYS)
async def test_work_with_an_employer_on_record_is_written_down_and_what_is_in_vain_is_said(
    visit: Visit, site: Site, *, script: bool, phone: bool
) -> None:
    page = await visit(Role.CASE_WORKER, script=script, phone=phone)
    await page.goto(f"/orang/{await somebody(site)}/kerja")
    await page.get_by_label("Bekerja pada pemberi kerja yang tercatat").check()
    await page.locator("#employer").fill("PT")
    await page.get_by_label("Sepakat").check()
    await page.get_by_label("Tanggal").fill(str(site.program.today()))
    await page.get_by_label("Jenis kontrak").select_option("permanent")
    await page.get_by_role("button", name="Catat pekerjaan").click()
    await expect(page.locator("#salah-contract")).to_contain_text("hanya untuk “Mulai bekerja”")
    await page.get_by_label("Jenis kontrak").select_option("")
    await page.get_by_role("button", name="Catat pekerjaan").click()
    await expect(page.locator("#salah-employer_id")).to_be_visible()
    if script:  # axe is one
        assert await barriers(page, "found work, which employer") == []
    await page.locator("#employer_id input").first.check()
    await page.get_by_role("button", name="Catat pekerjaan").click()
    await expect(page.get_by_role("status")).to_be_visible()
    await expect(page).to_have_url(re.compile("/penempatan/"))


async def spare(site: Site, number: int) -> CandidateId:
    """Somebody of the sample case worker's for one journey alone; `number`: which, from 0."""
    gateway, actor = site.program.gateway, site.actors[Role.CASE_WORKER]
    query = CaseloadQuery(today=site.program.today(), gate=GateState.OPEN, rows=100)
    people = (await caseload.people(gateway, actor, query)).rows
    others = sorted(one.candidate for one in people if one.candidate != DEMO_PERSON)
    return others[number]


@pytest.mark.parametrize(("script", "phone"), WAYS)
async def test_a_whole_number_is_shown_once(visit: Visit, *, script: bool, phone: bool) -> None:
    page = await visit(Role.CASE_WORKER, script=script, phone=phone)
    await page.goto(f"/orang/{DEMO_PERSON}")
    await page.get_by_role("link", name="Nomor utuh").click()
    await page.get_by_label("NIK").check()
    await page.get_by_label("Untuk apa").select_option("social_security")
    await page.get_by_label("Nomor urut surat").fill("nol")
    await page.get_by_role("button", name="Tampilkan sekali").click()
    await expect(page.locator("#salah-letter")).to_be_visible()
    await sound(page, f"/orang/id/nomor refused {phone}", phone=phone, script=script)
    await page.get_by_label("Nomor urut surat").fill("12")
    await page.get_by_role("button", name="Tampilkan sekali").click()
    shown = await page.locator("main code").inner_text()
    assert re.fullmatch(r"\d{16}", shown)
    assert shown not in page.url
    await sound(page, f"/orang/id/nomor shown {phone}", phone=phone, script=script)
    await page.get_by_role("link", name="Kembali").click()
    with suppress(Error):  # the browser does not keep it, and asks before it sends the form again
        await page.go_back()
    await expect(page.locator("main code")).to_have_count(0)


@pytest.mark.parametrize(("script", "phone"), WAYS)
async def test_a_person_who_asks_has_a_copy_of_everything(
    visit: Visit, site: Site, *, script: bool, phone: bool
) -> None:
    page = await visit(Role.CASE_WORKER, script=script, phone=phone)
    await page.goto(f"/orang/{await spare(site, 0)}/persetujuan")
    name = await page.get_by_role("heading", level=1).inner_text()
    await page.get_by_label("Permintaan").select_option("access")
    await page.get_by_role("button", name="Catat permintaan").click()
    await page.get_by_role("link", name="Lihat berkas orang ini").first.click()
    await expect(page.locator("body")).to_contain_text(name)
    if script:  # axe is one
        assert await barriers(page, "/orang/id/berkas") == []
        assert await page.evaluate("document.documentElement.scrollWidth") <= 1280
    assert name in json.dumps(json.loads(await taken_away(page.get_by_role("link", name="JSON"))))


@pytest.mark.parametrize(("script", "phone"), WAYS)
async def test_work_that_was_found_otherwise_is_written_down_and_ends(
    visit: Visit, site: Site, *, script: bool, phone: bool
) -> None:
    page = await visit(Role.CASE_WORKER, script=script, phone=phone)
    await page.goto(f"/orang/{await spare(site, 1 if script else 2)}")
    await page.get_by_role("link", name="Catat pekerjaan yang ditemukan sendiri").click()
    await page.locator("[name=work][value=self_employment]").check()
    await page.locator("[name=rung][value=started]").check()
    await page.get_by_label("Tanggal").fill(site.program.today().isoformat())
    await page.get_by_label("Jenis kontrak").select_option("self_employment")
    await page.get_by_label("Catatan").fill("Asimilasi.")
    await page.get_by_role("button", name="Catat pekerjaan").click()
    await expect(page.locator("#salah-before_release")).to_be_visible()  # who is not out says so himself
    await sound(page, f"/orang/id/kerja refused {phone}", phone=phone, script=script)
    await page.get_by_label("Benar, mulai sebelum bebas").check()
    await page.get_by_role("button", name="Catat pekerjaan").click()
    await expect(page.get_by_text("“Asimilasi.”")).to_be_visible()
    at = page.url.partition("?")[0]
    await page.locator("[name=kind][value=ended]").check()
    await page.get_by_label("Tanggal").fill(site.program.today().isoformat())
    await page.get_by_role("button", name="Simpan").click()
    await expect(page.get_by_role("alert")).to_be_visible()  # why it has ended
    await sound(page, f"/penempatan refused {phone}", phone=phone, script=script)
    await page.get_by_label("Alasan berhenti").select_option("other")
    await page.get_by_label("Catatan").fill("Usahanya pindah.")
    await page.get_by_role("button", name="Simpan").click()
    await expect(page.get_by_role("status").first).to_contain_text("Kelanjutannya dicatat")
    await page.goto(at)
    await expect(page.get_by_text("“Usahanya pindah.”")).to_be_visible()


@pytest.mark.parametrize(("script", "phone"), WAYS)
async def test_somebody_is_offered_to_another_unit_and_given_to_a_colleague(
    visit: Visit, site: Site, *, script: bool, phone: bool
) -> None:
    unit = f"Bapas Peramban {script}"
    await site.arranged("INSERT INTO units (id, type, name) VALUES (gen_random_uuid(), 'bapas', $1)", unit)
    path = f"/orang/{await spare(site, 4 if script else 3)}"
    page = await visit(Role.CASE_WORKER, script=script, phone=phone)
    await page.goto(path)
    name = await page.get_by_role("heading", level=1).inner_text()
    await page.get_by_role("link", name="Serah terima").click()
    await sound(page, f"/orang/id/serah-terima {phone}", phone=phone, script=script)
    await page.get_by_label("Unit penerima").select_option(label=unit)
    await page.get_by_role("button", name="Tawarkan").click()
    card = page.locator(".card", has_text=name)
    await expect(card).to_contain_text(unit)
    await sound(page, f"/perpindahan offered {phone}", phone=phone, script=script)
    await card.get_by_role("button", name="Tarik kembali").click()
    await expect(page.locator(".card", has_text=name)).to_have_count(0)
    await page.goto(f"{path}/serah-terima")
    await page.get_by_label("Rekan").select_option(label="Rekan Contoh")
    await page.get_by_role("button", name="Serahkan sekarang").click()
    await expect(page.get_by_role("status").first).to_contain_text("diserahkan kepada rekan")
    answer = await page.goto(path)
    assert answer
    assert answer.status == 404
    colleague = await visit(script=script, phone=phone)
    await signed_in(colleague, site, "rekan@contoh.example", path)
    await expect(colleague.get_by_role("heading", level=1)).to_have_text(name)
