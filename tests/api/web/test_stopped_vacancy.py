"""A vacancy that is published, taken back, suspended or closed by a planner, by a form alone."""

from tests.api.tenants import World
from tests.api.web.test_planner import pages_of
from tests.staff import CASE_WORKER, OTHER_RECRUITER, PLANNER


async def test_an_open_vacancy_is_suspended_with_words_that_its_company_reads(world: World) -> None:
    vacancy = world.tenants["other_recruiter"].ids["vacancy_id"]
    at = f"/periksa-lowongan/{vacancy}"
    await world.owner.execute("UPDATE vacancies SET status = 'open' WHERE id = $1", vacancy)
    try:
        async with pages_of(world, PLANNER) as planner:
            page = await planner.opens(at)
            assert f'action="{at}/keadaan"' in page
            assert "/terbitkan" not in page
            silent = await planner.sends(
                f"{at}/keadaan", to="suspended", reason="complaint", staff_note="<b>rahasia"
            )
            assert (silent.status_code, 'id="salah-told"' in silent.text) == (422, True)
            assert "&lt;b&gt;rahasia" in silent.text
            bare = await planner.sends(f"{at}/keadaan", to="", reason="", told="Ada keluhan")
            assert (bare.status_code, 'id="salah-to"' in bare.text, 'id="salah-reason"' in bare.text) == (
                422,
                True,
                True,
            )
            given = {
                "to": "suspended",
                "reason": "complaint",
                "told": "Ada keluhan gaji",
                "staff_note": "hanya kami",
            }
            assert (await planner.browser.post(f"{at}/keadaan", data=given)).status_code == 403
            for _ in range(2):  # a double click suspends once
                sent = await planner.sends(f"{at}/keadaan", **given)
                assert sent.headers["location"] == f"{at}?kabar=done"
            page = await planner.opens(at)
            assert page.count("Ada keluhan gaji") == 1
            assert at in await planner.opens("/periksa-lowongan?keadaan=suspended")
            assert at not in await planner.opens("/periksa-lowongan")
        async with pages_of(world, OTHER_RECRUITER) as company:
            shown = await company.opens(f"/lowongan-kami/{vacancy}")
            assert "Ada keluhan gaji" in shown
            assert "hanya kami" not in shown
        async with pages_of(world, CASE_WORKER) as worker:
            assert (await worker.sends(f"{at}/keadaan", **given)).status_code == 403
    finally:
        await world.owner.execute("UPDATE vacancies SET status = 'open' WHERE id = $1", vacancy)
