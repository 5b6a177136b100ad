"""The user guides at `/panduan`: one for each workspace, in chapters; texts in both languages, pictures that the
browser's tests take (`tests/browser/test_guide.py`), so that neither shows what is no longer there."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from fastapi import APIRouter, Response
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from markupsafe import Markup

from api.web import assets
from api.web.routes import PageRoute
from api.web.screens import Anyones
from matching.errors import NotFound
from matching.messages import Tongue
from matching.vocabulary import Role

router = APIRouter(route_class=PageRoute, include_in_schema=False)
GUIDES: dict[str, Role | None] = {
    "mulai": None,
    "wali": Role.CASE_WORKER,
    "perencana": Role.RELEASE_PLANNER,
    "pemberi-kerja": Role.EMPLOYER,
    "pelindungan-data": Role.DATA_PROTECTION_OFFICER,
    "administrator": Role.ADMINISTRATOR,
}
"""Guides by their name in the address, and whom each is for; None is everybody."""
PICTURE = (800, 560)
"""Width and height of a picture, in pixels."""
_FILE = re.compile(r"\d+-([a-z-]+)\.md")


@dataclass(frozen=True)
class Chapter:
    """A chapter as it is shown; `slug` is its name in the address."""

    guide: str
    slug: str
    title: str
    body: Markup
    pictures: tuple[str, ...]

    @property
    def address(self) -> str:
        """Where it stands."""
        return f"/panduan/{self.guide}/{self.slug}"


@cache
def chapters(guide: str, tongue: Tongue) -> tuple[Chapter, ...]:
    """The chapters of a guide in their order. Raises NotFound."""
    if guide not in GUIDES:
        raise NotFound("guide")
    folder = files("api.web").joinpath("guides", str(tongue), guide)
    return tuple(
        _chapter(guide, found[1], file.read_text("utf-8"), tongue)
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if (found := _FILE.fullmatch(file.name))
    )


def picture(name: str, tongue: Tongue) -> str:
    """File of a picture among the assets."""
    return f"panduan-{name}.{tongue}.jpg"


@router.get("/panduan")
async def index(screen: Anyones) -> Response:
    """All guides, the reader's own first."""
    role = screen.duty.role if screen.duty else None
    order = sorted(GUIDES, key=lambda name: (name != "mulai", GUIDES[name] != role))
    return screen.show(
        "guide/index.html", guides_of=[(name, chapters(name, screen.tongue)) for name in order]
    )


@router.get("/panduan/{guide}/{slug}")
async def chapter(screen: Anyones, guide: str, slug: str) -> Response:
    """One chapter, with the ones before and after it."""
    found = chapters(guide, screen.tongue)
    at = next((number for number, one in enumerate(found) if one.slug == slug), None)
    if at is None:
        raise NotFound("guide")
    before, after = found[at - 1] if at else None, found[at + 1] if at + 1 < len(found) else None
    return screen.show("guide/chapter.html", guide=guide, chapter=found[at], before=before, after=after)


def _chapter(guide: str, slug: str, text: str, tongue: Tongue) -> Chapter:
    title, _, body = text.removeprefix("# ").partition("\n")
    seen: dict[str, Any] = {"tongue": tongue, "pictures": []}
    html = _reader().render(body, seen)
    return Chapter(guide, slug, title, Markup(html), tuple(seen["pictures"]))  # noqa: S704 - our own files, HTML off


@cache
def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False})
    reader.add_render_rule("image", _image)
    return reader


def _image(
    _: RendererHTML, tokens: Sequence[Token], index: int, _options: OptionsDict, env: dict[str, Any]
) -> str:
    """A picture by its name alone, `![words](name)`."""
    name = str(tokens[index].attrs["src"])
    env["pictures"].append(name)
    address, (width, height) = assets.address(picture(name, env["tongue"])), PICTURE
    return str(
        Markup('<img class="picture" src="{}" alt="{}" width="{}" height="{}" loading="lazy">').format(
            address, tokens[index].content, width, height
        )
    )
