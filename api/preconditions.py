"""Entity tags: which state of a record the caller has seen (RFC 9110, section 13).

A tag holds the record's version and a digest of its document, since a document also shows what other records lend it.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from api.errors import PRECONDITION, STALE, Refused

ANY = "*"


def etag_of(document: Mapping[str, Any]) -> str:
    """The strong tag of a document, quoted."""
    version = document.get("stamp", {}).get("version", 0)
    content = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    return f'"{version}-{hashlib.sha256(content).hexdigest()[:16]}"'


def names(header: str, tag: str) -> bool:
    """Whether `If-Match` or `If-None-Match` names this tag; weak tags name nothing in a strong comparison."""
    return header.strip() == ANY or tag in (part.strip() for part in header.split(","))


def require_if_match(header: str | None, document: Mapping[str, Any]) -> None:
    """Let a change through only from somebody who has seen what stands.

    Raises:
        Refused: 428 without `If-Match`, 412 when it names another state.
    """
    if header is None:
        raise Refused(PRECONDITION, "If-Match: ETag dari pembacaan terakhir / the ETag of the last reading")
    if not names(header, etag_of(document)):
        raise Refused(STALE, "baca ulang, lalu ubah lagi / read it again, then change it")


def seen(header: str | None, document_of: Callable[[Any], Mapping[str, Any]]) -> Callable[[Any], None]:
    """A check that use cases call with what stands, inside their transaction."""

    def check(standing: Any) -> None:
        require_if_match(header, document_of(standing))

    return check
