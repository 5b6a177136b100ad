"""The user guides: whole in both languages, open to everybody, light."""

import httpx
import pytest

from api.web import assets
from api.web.guide import GUIDES, chapters, picture
from matching.messages import Tongue
from matching.vocabulary import Role

HEAVIEST = 45_000  # bytes; page, style and script are 15 kB more


def test_both_languages_have_the_same_chapters_and_pictures() -> None:
    for guide in GUIDES:
        ours, theirs = chapters(guide, Tongue.INDONESIAN), chapters(guide, Tongue.ENGLISH)
        assert [(one.slug, one.pictures) for one in ours] == [(one.slug, one.pictures) for one in theirs]
        assert [one.body.count("<li>") for one in ours] == [one.body.count("<li>") for one in theirs]
        assert ours, guide


def test_every_role_has_a_guide() -> None:
    assert set(GUIDES.values()) == {*Role, None}


def test_pictures_are_light() -> None:
    for tongue in Tongue:
        for guide in GUIDES:
            for name in (name for one in chapters(guide, tongue) for name in one.pictures):
                assert len(assets.content(picture(name, tongue))) <= HEAVIEST, (name, tongue)


@pytest.mark.parametrize("tongue", list(Tongue))
async def test_a_stranger_reads_every_chapter(stranger: httpx.AsyncClient, tongue: Tongue) -> None:
    found = await stranger.get("/panduan", params={"lang": str(tongue)})
    for guide in GUIDES:
        for one in chapters(guide, tongue):
            assert one.address in found.text
            page = await stranger.get(one.address, params={"lang": str(tongue)})
            assert page.status_code == 200
            assert one.title in page.text
    assert (await stranger.get("/panduan/wali/tidak-ada")).status_code == 404
    assert (await stranger.get("/panduan/tidak-ada/masuk")).status_code == 404
