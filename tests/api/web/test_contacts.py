"""Contact from a card to its answer, by forms alone: the company asks, the case worker proposes or says no."""

import re
from uuid import UUID

import pytest

from api.schemas.contacts import AskedContactOut, ContactRequestOut
from tests.api.routers.test_placements import sent_from_behind
from tests.api.tenants import V1, World
from tests.api.test_cards import a_vacancy, all_shown, code_of
from tests.api.web.test_planner import pages_of
from tests.staff import CASE_WORKER, COLLEAGUE, COMPANY, OTHER_COMPANY, OTHER_RECRUITER, PLANNER, RECRUITER

__all__ = ["all_shown"]
pytestmark = pytest.mark.usefixtures("nobody_works", "all_shown")


async def test_contact_is_asked_for_and_answered_without_a_reason(world: World) -> None:
    vacancy = await a_vacancy(world, title="Tukang Las Kontak")
    person, refused = (world.tenants[name].ids["candidate_id"] for name in ("case_worker", "colleague"))
    codes = [await code_of(world, one, COMPANY) for one in (person, refused)]
    at = f"/lowongan-kami/{vacancy}"
    async with pages_of(world, RECRUITER) as company:
        page = await company.opens(f"{at}/kandidat")
        for code in codes:
            assert f'name="code" value="{code}"' in page
            for _ in range(2):
                sent = await company.sends(f"{at}/kontak", code=code)
                assert sent.headers["location"].startswith(f"{at}/kontak?")
        assert (await company.opens(f"{at}/kontak")).count("menunggu jawaban petugas") == 2
        after = await company.opens(f"{at}/kandidat")
        assert f'name="code" value="{codes[0]}"' not in after
        assert "Kontak diminta pada" in after
        for odd in ("Contoh", "0000-0000-0000"):
            assert (await company.sends(f"{at}/kontak", code=odd)).status_code == 404

    async with pages_of(world, CASE_WORKER) as worker:
        where = f"/orang/{person}/lowongan/{vacancy}"
        assert "Jawab permintaan kontak" in await worker.opens("/beranda?jenis=contact_requested")
        assert where in await worker.opens("/beranda?jenis=contact_requested")
        assert "Pemberi kerja meminta kontak" in await worker.opens(where)
        given = {"v": [str(vacancy)], "tampil": "10", "reason": "other", "note": "diminta perusahaan"}
        assert (await worker.sends(f"/orang/{person}/usulan", **given)).status_code == 303
        assert where not in await worker.opens("/beranda?jenis=contact_requested")
    async with pages_of(world, COLLEAGUE) as worker:
        where = f"/orang/{refused}/lowongan/{vacancy}"
        assert (await worker.sends(f"{where}/kontak", reason="")).status_code == 422
        assert (await worker.sends(f"{where}/kontak", reason="not_wanted")).status_code == 303
        assert "Orangnya tidak mau" in await worker.opens(where)
        assert where not in await worker.opens("/beranda?jenis=contact_requested")

    async with pages_of(world, RECRUITER) as company:
        page = await company.opens(f"{at}/kontak")
        assert [re.search(rf"{code}.*?</tr>", page, re.DOTALL) is not None for code in codes] == [True, True]
        assert ("diusulkan oleh petugas" in page, ">tidak dapat<" in page) == (True, True)
        for hidden in ("not_wanted", "tidak mau", "Rahasia", str(person), str(refused)):
            assert hidden not in page, hidden


async def test_nobody_is_asked_for_who_has_been_proposed(world: World) -> None:
    vacancy = await a_vacancy(world, OTHER_RECRUITER, title="Tukang Las Diusulkan")
    person = world.tenants["case_worker"].ids["candidate_id"]
    code = await code_of(world, person, OTHER_COMPANY)
    at = f"/lowongan-kami/{vacancy}"
    async with pages_of(world, OTHER_RECRUITER) as company:
        assert f'name="code" value="{code}"' in await company.opens(f"{at}/kandidat")
        _, (item,) = await sent_from_behind(world.owner, vacancy, [str(person)])
        page = await company.opens(f"{at}/kandidat")
        assert (f'name="code" value="{code}"' in page, f'href="{at}/usulan/{item}"' in page) == (False, True)
        assert "Orang ini sudah diusulkan kepada Anda" in page
        late = await company.sends(f"{at}/kontak", code=code)  # from a tab of before
        assert late.headers["location"] == f"{at}/usulan/{item}"
        assert code not in await company.opens(f"{at}/kontak")


async def test_nobody_asks_answers_or_reads_past_a_wall(world: World) -> None:
    vacancy = await a_vacancy(world, title="Tukang Las Tembok")
    person = world.tenants["case_worker"].ids["candidate_id"]
    code, others = [await code_of(world, person, one) for one in (COMPANY, OTHER_COMPANY)]
    asked, of_person = (
        f"{V1}/vacancies/{vacancy}/contact-requests",
        f"{V1}/candidates/{person}/contact-requests",
    )
    async with world.caller(RECRUITER) as company:
        assert (await company.post(asked, json={"code": others})).status_code == 404  # another company's code
        assert (await company.post(asked, json={"code": str(person)})).status_code == 422
        made = (await company.post(asked, json={"code": code})).json()
        assert AskedContactOut.model_validate(made).code == code
        assert (await company.get(asked)).json()["items"] == [made]
        assert (await company.get(of_person)).status_code == 403
    async with world.caller(OTHER_RECRUITER) as company:
        assert (await company.get(asked)).status_code == 404
        assert (await company.post(asked, json={"code": others})).status_code == 404
    async with world.caller(PLANNER) as planner:
        (seen,) = [
            one
            for one in (await planner.get(of_person)).json()["items"]
            if UUID(one["vacancy_id"]) == vacancy
        ]
        assert ContactRequestOut.model_validate(seen).waits
        said = await planner.post(f"{of_person}/{vacancy}/refusal", json={"reason": "other"})
        assert (said.status_code, (await planner.get(asked)).status_code) == (403, 403)
    async with world.caller(COLLEAGUE) as stranger:
        said = await stranger.post(f"{of_person}/{vacancy}/refusal", json={"reason": "other"})
        assert (said.status_code, (await stranger.get(of_person)).status_code) == (404, 404)
    async with world.caller(CASE_WORKER) as worker:
        said = await worker.post(f"{of_person}/{vacancy}/refusal", json={"reason": "unsuitable"})
        assert said.status_code == 204
    async with world.caller(RECRUITER) as company:
        (told,) = (await company.get(asked)).json()["items"]
    assert (told["state"], set(told)) == ("not_possible", {"code", "at", "state", "words"})
