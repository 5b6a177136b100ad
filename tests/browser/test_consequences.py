"""Pages that say what ends before it is done: nothing is stored by them, and there is a way back."""

import pytest
from playwright.async_api import expect

from data.sample import DEMO_PERSON
from matching.model import CandidateId
from matching.model.rights import RequestKind
from matching.vocabulary import Role
from tests.browser.conftest import WAYS, Site, Visit, words
from tests.browser.states import barriers


@pytest.mark.parametrize(("script", "phone", "tongue"), WAYS)
async def test_an_objection_is_read_out_before_it_is_stored(
    visit: Visit, *, script: bool, phone: bool, tongue: str
) -> None:
    say = words(tongue)
    at = f"/orang/{DEMO_PERSON}/persetujuan"
    page = await visit(Role.CASE_WORKER, script=script, phone=phone, tongue=tongue)
    await page.goto(at)
    await page.locator("#kind").select_option("objection")
    await page.get_by_role("button", name=say("Catat permintaan")).click()
    await expect(page.get_by_role("button", name=say("Laksanakan"))).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") <= (320 if phone else 1280)
    assert not script or await barriers(page, f"objection before {tongue}") == []
    await page.get_by_role("link", name=say("Batal"), exact=True).click()
    await page.wait_for_url(f"**{at}")
    await expect(page.locator(".tag.good", has_text=say("terbuka")).first).to_be_visible()


async def test_an_erasure_is_read_before_it_is_granted(visit: Visit, site: Site) -> None:
    worker = site.actors[Role.CASE_WORKER]
    asked = await site.program.rights.request(worker, CandidateId(DEMO_PERSON), RequestKind.ERASURE)
    page = await visit(Role.DATA_PROTECTION_OFFICER)
    await page.goto(f"/permintaan/{asked.id}")
    await page.get_by_label("dikabulkan").check()
    await page.get_by_role("button", name="Simpan keputusan").click()
    await expect(page.get_by_role("button", name="Hapus data orang ini")).to_be_visible()
    assert await barriers(page, "/permintaan/… erasure before") == []
    await page.get_by_role("link", name="Batal", exact=True).click()
    await page.get_by_label("ditolak").check()
    await page.locator("#answer").fill("Masih ditangani; ditanyakan lagi.")
    await page.get_by_role("button", name="Simpan keputusan").click()
    await expect(page.get_by_role("status")).to_contain_text("Selesai")


LETTER = (
    "INSERT INTO subject_requests "
    "(id, kind, subject, candidate_id, received_at, due_at, unit_id, caseload, recorded_by) "
    "SELECT gen_random_uuid(), 'restriction', id, id, now(), now() + interval '3 days', unit_id, caseload, caseload "
    "FROM candidates WHERE caseload = $1 AND id <> $2 ORDER BY id DESC LIMIT 1 "
    "RETURNING format('/orang/%s/persetujuan/permintaan/%s', candidate_id, id)"
)


async def test_what_came_by_letter_is_read_before_it_is_carried_out(visit: Visit, site: Site) -> None:
    at = await site.arranged(LETTER, site.actors[Role.CASE_WORKER].account, DEMO_PERSON)
    page = await visit(Role.CASE_WORKER)
    await page.goto(at)
    await expect(page.get_by_role("button", name="Laksanakan")).to_be_visible()
    assert await barriers(page, "/orang/id/persetujuan/permintaan/id") == []
    await page.get_by_role("link", name="Batal", exact=True).click()
    await page.wait_for_url("**/persetujuan")
