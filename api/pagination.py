"""Pages of a listing: `?limit&cursor` in, `next` and `Link: rel=next` out."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from matching.stores import Page


def listing(page: Page, document_of: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
    """A page as a document."""
    return {"items": [document_of(record) for record in page.records], "next": page.next}


def next_link(path: str, limit: int, cursor: str | None, **kept: str) -> dict[str, str]:
    """The `Link` header to the next page, with what else was asked for; none after the last."""
    if cursor is None:
        return {}
    return {"Link": f'<{path}?{urlencode({**kept, "limit": limit, "cursor": cursor})}>; rel="next"'}
