"""Our own stylesheet and script, under addresses that change with their content, so that browsers may keep them."""

import hashlib
from functools import cache
from importlib.resources import files

from fastapi import APIRouter, Response

from matching.errors import NotFound

KINDS = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "jpg": "image/jpeg",
}
FOREVER = {"cache-control": "public, max-age=31536000, immutable"}
router = APIRouter(include_in_schema=False)


@cache
def content(name: str) -> bytes:
    """An asset by its file's name. Raises NotFound."""
    found = files("api.web").joinpath("static", name)
    if name.rpartition(".")[2] not in KINDS or "/" in name or not found.is_file():
        raise NotFound("asset")
    return found.read_bytes()


@cache
def address(name: str) -> str:
    """Where an asset is to be had."""
    return f"/static/{hashlib.sha256(content(name)).hexdigest()[:12]}/{name}"


@router.get("/static/{version}/{name}")
async def asset(version: str, name: str) -> Response:
    """An asset; under an old version's address there is none, so that nobody keeps a new one under it."""
    if address(name) != f"/static/{version}/{name}":
        raise NotFound("asset")
    return Response(content(name), media_type=KINDS[name.rpartition(".")[2]], headers=FOREVER)
