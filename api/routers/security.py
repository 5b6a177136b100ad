"""Where somebody who finds a weakness tells it (RFC 9116)."""

from datetime import timedelta

from fastapi import APIRouter, Response
from fastapi.responses import PlainTextResponse

from api.deps import OpenServing
from api.errors import NOT_FOUND, Refused

router = APIRouter(include_in_schema=False)
_GOOD_FOR = timedelta(days=180)


@router.get("/.well-known/security.txt")
async def security(program: OpenServing) -> Response:
    """The contact of the settings, good for half a year from now."""
    settings = program.settings
    if settings.security_contact is None:
        raise Refused(NOT_FOUND)
    lines = [
        f"Contact: {settings.security_contact}",
        f"Expires: {(program.clock() + _GOOD_FOR).isoformat(timespec='seconds')}",
        "Preferred-Languages: id, en",
    ]
    if settings.public_url:
        lines.append(f"Canonical: {settings.public_url}/.well-known/security.txt")
    return PlainTextResponse("\n".join(lines) + "\n")
