"""A vacancy hidden for a person, by forms alone: out of the list, told in one line with its reason, and shown again."""

import re

from tests.api.web.test_shortlists import Desk, desk

__all__ = ["desk"]


async def test_what_is_hidden_leaves_the_list_and_comes_back(desk: Desk) -> None:
    first, *others = await desk.ranked()
    at = f"/orang/{desk.person}/lowongan"
    assert (
        "Pemberi kerja kurang sesuai bagi orang ini"
        in (await desk.browser.get(f"{at}/{first}/sembunyikan")).text
    )

    asked = (
        await desk.browser.get(f"{at}?tampil=20")
    ).text  # as many cards as were looked at, on the way back too
    assert f'href="{at}/{first}/sembunyikan?tampil=20"' in asked
    form = (await desk.browser.get(f"{at}/{first}/sembunyikan?tampil=20")).text
    assert f'action="{at}/{first}/sembunyikan?tampil=20"' in form
    silent = await desk.sends(f"{at}/{first}/sembunyikan", reason="other", note="")
    assert silent.status_code == 422
    assert 'id="salah-note"' in silent.text
    bare = await desk.sends(f"{at}/{first}/sembunyikan", reason="", note="jalannya <b>rusak")
    assert bare.status_code == 422
    assert "jalannya &lt;b&gt;rusak" in bare.text
    for _ in range(2):
        why = {"reason": "too_far", "note": "dua jam naik angkot"}
        done = await desk.sends(f"{at}/{first}/sembunyikan?tampil=20", **why)
        assert done.headers["location"] == f"{at}?tampil=20&kabar=saved"

    assert await desk.ranked() == others
    listed = (await desk.browser.get(at)).text
    assert "1 lowongan disembunyikan bagi orang ini" in listed
    assert re.search(r"Disembunyikan petugas bagi orang ini</td><td[^>]*>1<", listed)
    page = (await desk.browser.get(f"/orang/{desk.person}/disembunyikan")).text
    assert "Terlalu jauh “dua jam naik angkot”" in page

    list_ = await desk.a_list()
    refused = await desk.sends(f"{list_}/tambah", vacancy_id=first, reason="candidate_wish", note="")
    assert "tampilkan lagi dahulu" in refused.text

    for _ in range(2):
        shown = await desk.sends(f"/orang/{desk.person}/disembunyikan/{first}/tampilkan?tampil=20")
        assert shown.headers["location"] == f"/orang/{desk.person}/disembunyikan?tampil=20&kabar=saved"
    page = (await desk.browser.get(f"/orang/{desk.person}/disembunyikan")).text
    assert "Tidak ada lowongan yang disembunyikan" in page
    assert await desk.ranked() == [first, *others]
