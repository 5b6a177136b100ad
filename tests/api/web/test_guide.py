"""The user guides: whole in both languages, open to everybody, light."""

import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from babel.messages.pofile import read_po
from markupsafe import escape

import api.web
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
    assert set(GUIDES.values()) == {*Role, None} - {Role.WORKER} - {Role.WORKER}  # which is the program


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
            assert escape(one.title) in page.text
    assert (await stranger.get("/panduan/wali/tidak-ada")).status_code == 404
    assert (await stranger.get("/panduan/tidak-ada/masuk")).status_code == 404


WEB = Path(api.web.__file__).parent
MEANT = re.compile(r"\*+([^*\n]+)\*+")


def plain(line: Any) -> str:
    """The first form of a line, without the number of a step."""
    return re.sub(r"^\d\. ", "", line if isinstance(line, str) else line[0]).casefold()


def test_what_a_guide_names_is_named_as_on_the_pages() -> None:
    english: dict[str, set[str]] = {}
    with (WEB / "locale" / "en.po").open("rb") as file:
        for line in read_po(file):
            english.setdefault(plain(line.id), set()).add(plain(line.string))
    for ours in (WEB / "guides" / "id").rglob("*.md"):
        theirs = WEB / "guides" / "en" / ours.relative_to(WEB / "guides" / "id")
        pairs = zip(*(MEANT.findall(one.read_text("utf-8")) for one in (ours, theirs)), strict=True)
        wrong = [(a, b) for a, b in pairs if b.casefold() not in english.get(plain(a), {b.casefold()})]
        assert wrong == [], ours.name
