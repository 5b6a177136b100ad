"""KBLI on the pages: a code is read with the words of its sector, and may be typed as these words."""

from uuid import uuid4

from api.schemas import state_examples
from tests.api.tenants import World
from tests.api.web.test_planner import as_before, pages_of
from tests.staff import OTHER_COMPANY, OTHER_RECRUITER, PLANNER

__all__ = ["as_before"]
SAID = state_examples.REGISTRATION | {"name": "PT Uji 2", "business_number": "9900000000002"}
WORDS = "Jasa Industri Untuk Berbagai Pengerjaan Khusus Logam Dan Barang Dari Logam"
REGISTER = "/perusahaan/pendaftaran"


async def test_a_company_and_a_planner_read_a_code_with_the_words_of_its_sector(world: World) -> None:
    async with pages_of(world, OTHER_RECRUITER) as company, pages_of(world, PLANNER) as planner:
        assert (await company.sends(REGISTER, **SAID | {"sector": "25920"})).status_code == 303
        assert f'<p class="hint" lang="id">25920 {WORDS}</p>' in await company.opens("/perusahaan")
        for path in (f"/pemberi-kerja/{OTHER_COMPANY}", "/pemberi-kerja?keadaan=verified"):
            assert f'25920 <span lang="id">{WORDS}</span>' in await planner.opens(path), path


async def test_words_of_a_sector_stand_for_its_code_and_several_are_named_to_choose_among(
    world: World,
) -> None:
    async with pages_of(world, OTHER_RECRUITER) as company, pages_of(world, PLANNER) as planner:
        for typed in (WORDS, f"25920 {WORDS}", "25920"):
            assert (await company.sends(REGISTER, **SAID | {"sector": typed})).status_code == 303, typed
            assert 'name="sector" aria-describedby="petunjuk-sector" value="25920"' in await company.opens(
                "/perusahaan"
            )
        many = await company.sends(REGISTER, **SAID | {"sector": "pertanian"})
        assert (many.status_code, "pilih kodenya: 01111 Pertanian Jagung; " in many.text) == (422, True)
        assert 'value="pertanian"' in many.text
        none = await company.sends(REGISTER, **SAID | {"sector": "tidak ada usaha begini"})
        assert (none.status_code, "tidak ada bidang usaha" in none.text) == (422, True)
        new = {"name": "PT Uji Bidang", "business_number": "9900000000321", "once": str(uuid4())}
        made = await planner.sends("/pemberi-kerja", **new, sector=WORDS)
        assert WORDS in await planner.opens(made.headers["location"].partition("?")[0])
