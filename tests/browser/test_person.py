"""What is known of a person, written down by whoever has them in charge: in a browser, with script and without."""

import re

import pytest
from playwright.async_api import expect

from data.sample import DEMO_PERSON
from matching.model import CandidateId
from matching.model.caseload import CaseloadQuery
from matching.usecases import caseload
from matching.vocabulary import Role
from tests.browser.conftest import Site, Visit
from tests.browser.states import barriers

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
    await page.get_by_label("Telepon").fill("bukan telepon")
    row = page.get_by_role("group", name=re.compile(r"^Pengalaman, baris")).last
    await row.get_by_label("Pekerjaan").fill(f"Barista {wish}")
    await row.get_by_label("Lama, bulan").fill("5")
    await page.get_by_role("button", name="Simpan").click()
    await expect(page.locator("#salah-phone")).to_be_visible()
    await expect(page.get_by_label("Minat")).to_have_value(wish)
    if script:  # axe is one
        assert await barriers(page, "facts, refused") == []
    await page.get_by_label("Telepon").fill("0812 0000 0001")
    await page.get_by_role("button", name="Simpan").click()
    await expect(page.get_by_role("status")).to_be_visible()
    await expect(page.get_by_text(f"Barista {wish}, 5 bulan")).to_be_visible()
    await page.get_by_role("link", name="Ubah data diri dan keinginan").click()
    await expect(page.get_by_label("Telepon")).to_have_value("+6281200000001")
    if script:
        assert await barriers(page, "facts") == []
