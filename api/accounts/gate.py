"""The gate: who asks, by a session's cookie or a token, before any handler runs. Whoever is nobody gets to see nothing.

What has been found stands in `request.state`: `admitted` (or None), `actor` (or None, where no duty is chosen),
`session` (the cookie's secret, or empty) and `request_id`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from api import asgi
from api.accounts.cookies import Cookies
from api.accounts.tokens import digest_of, is_csrf
from api.errors import CSRF, SCOPE, SIGN_IN, Refused
from matching.account_stores import DoorStore
from matching.model import Actor, UnitId
from matching.model.accounts import Admitted, Scope
from matching.model.ids import AccountId, RequestId
from matching.vocabulary import Role

PURPOSES = {
    Role.CASE_WORKER: "case work",
    Role.RELEASE_PLANNER: "release planning",
    Role.EMPLOYER: "recruitment",
    Role.ADMINISTRATOR: "administration",
    Role.DATA_PROTECTION_OFFICER: "data protection",
}
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
OPEN = re.compile(
    r"/static/.*|/metrics|/health/\w+|/api/v1/health/\w+|/api/v1/openapi\.json|/\.well-known/security\.txt|/api/v1/reference(/.*)?"
    r"|/api/v1/session/oidc(/callback)?"
)
"""What anybody may read: no person and no company is in it."""
NOT_PAGES = re.compile(r"/(api|health|metrics|static|\.well-known)(/.*)?")
"""Addresses for programs. All others are pages (`api.web`), which ask by themselves who may see them and send whoever
is nobody to the door; and whose forms carry the session's mark in a field, as no form can send a header."""
OPEN_WRITES = frozenset({"/api/v1/session", "/api/v1/links/use"})
"""Where somebody comes in."""
READING = re.compile(r"/api/v1/.*/(lookup|what-if)")
"""Questions whose words must not stand in an address, and that change nothing."""


@dataclass(frozen=True)
class Keeper:
    """Asks the database whom a secret lets in."""

    door: DoorStore
    cookies: Cookies
    idle: timedelta

    async def admitted(self, method: str, path: str, headers: dict[bytes, bytes]) -> tuple[Admitted, str]:
        """Who asks, and the session's secret where it is a session.

        Raises:
            Refused: nobody, a page that has not shown the session's mark, or a token for something else.
        """
        if b"authorization" in headers:
            return await self._by_token(method, path, headers[b"authorization"].decode("latin-1")), ""
        secret = self.cookies.read(headers.get(b"cookie", b""), self.cookies.session)
        found = await self.in_session(secret)
        if method not in SAFE and not is_csrf(secret, headers.get(b"x-csrf-token", b"").decode("latin-1")):
            raise Refused(CSRF)
        return found, secret

    async def on_a_page(self, headers: dict[bytes, bytes]) -> tuple[Admitted | None, str]:
        """Whom the session's cookie lets in, if anybody, and its secret. Tokens are not for pages."""
        secret = self.cookies.read(headers.get(b"cookie", b""), self.cookies.session)
        try:
            return await self.in_session(secret), secret
        except Refused:
            return None, ""

    async def in_session(self, secret: str) -> Admitted:
        """Whom a session's secret lets in. Raises Refused."""
        found = await self.door.by_session(digest_of(secret), idle=self.idle) if secret else None
        if found is None:
            raise Refused(SIGN_IN)
        return found

    async def _by_token(self, method: str, path: str, header: str) -> Admitted:
        scheme, _, token = header.partition(" ")
        found = await self.door.by_token(digest_of(token.strip())) if scheme.lower() == "bearer" else None
        if found is None:
            raise Refused(SIGN_IN)
        reads = method in SAFE or READING.fullmatch(path)
        if (Scope.READ if reads else Scope.WRITE) not in (found.scopes or ()):
            raise Refused(SCOPE)
        return found


class Gate:
    """ASGI middleware inside the perimeter, which answers what is refused here."""

    def __init__(self, app: asgi.App, *, keeper: Keeper, new_id: Callable[[], UUID]) -> None:
        self._app, self._keeper, self._new_id = app, keeper, new_id

    async def __call__(self, scope: asgi.Scope, receive: asgi.Receive, send: asgi.Send) -> None:
        """Find out who asks; refuse where nobody does and the address is not open."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        request = state.setdefault("request_id", RequestId(self._new_id()))
        state |= {"admitted": None, "actor": None, "session": ""}
        method, path, headers = scope["method"], scope["path"], dict(scope["headers"])
        if is_page(path):
            found, secret = await self._keeper.on_a_page(headers)
        elif is_open(method, path):
            found, secret = None, ""
        else:
            found, secret = await self._keeper.admitted(method, path, headers)
        if found:
            state |= {"admitted": found, "actor": acting(found, request), "session": secret}
        await self._app(scope, receive, send)


def is_page(path: str) -> bool:
    """Whether an address is one for people."""
    return NOT_PAGES.fullmatch(path) is None


def is_open(method: str, path: str) -> bool:
    """Whether an address needs nobody in particular."""
    if method in SAFE:
        return OPEN.fullmatch(path) is not None
    return method == "POST" and path in OPEN_WRITES


def acting(admitted: Admitted, request: RequestId) -> Actor | None:
    """Who asks, in the duty of the session or token; None where there is none."""
    duty = admitted.duty
    if duty is None:
        return None
    return Actor(admitted.account, duty.role, duty.unit, PURPOSES[duty.role], duty.id, request)


def as_oneself(account: AccountId, request: RequestId | None = None) -> Actor:
    """An account caring for itself, in no duty: the database shows it what is its own, and nothing else."""
    return Actor(account, Role.WORKER, UnitId(UUID(int=0)), "own account", None, request)


STRANGER = as_oneself(AccountId(UUID(int=0)))
"""Nobody, as whom what is open to all is answered."""
