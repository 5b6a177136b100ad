"""The edge of the server: from where it may be called, how much may be sent, and what every answer says.

The `Host` must be loopback or the public name of the settings (else a foreign page could rebind its own name to
127.0.0.1); a browser's request on behalf of another site is refused, and so is an address that asks too often. Who asks
is asked further in, by `api.accounts.gate`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from starlette.exceptions import HTTPException

from api import asgi, edge_settings
from api.errors import CROSS_SITE, MISDIRECTED, TOO_LARGE, ProblemType, Refused, answer_to
from api.rates import Rates

# Nothing from elsewhere, and no script that is not a file of ours: what somebody typed can never become one.
POLICY = (
    "default-src 'none'; base-uri 'none'; connect-src 'self'; font-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; img-src 'self'; manifest-src 'self'; script-src 'self'; style-src 'self'"
)
EVERY_ANSWER = (
    (b"content-security-policy", POLICY.encode()),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    (b"referrer-policy", b"same-origin"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"x-permitted-cross-domain-policies", b"none"),
)
ONLY_WITH_TLS = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")
NO_STORE = (b"cache-control", b"no-store")  # answers hold personal data; a handler may say otherwise


@dataclass(frozen=True)
class BodyLimits:
    """Bytes that a body may have; imports are larger than anything else."""

    ordinary: int
    imports: int
    import_paths: tuple[str, ...]  # how their addresses begin

    def of(self, path: str) -> int:
        """The limit at an address."""
        return self.imports if path.startswith(self.import_paths) else self.ordinary


@dataclass(frozen=True)
class Edge:
    """What the edge knows of its surroundings; `public_host` is the name by which others call, with TLS."""

    limits: BodyLimits
    rates: Rates
    public_host: str | None
    new_id: Callable[[], UUID]
    language: str


class Perimeter:
    """ASGI middleware around everything else."""

    def __init__(self, app: asgi.App, *, edge: Edge) -> None:
        self._app, self._edge = app, edge
        self._headers = (*EVERY_ANSWER, *((ONLY_WITH_TLS,) if edge.public_host else ()))

    async def __call__(self, scope: asgi.Scope, receive: asgi.Receive, send: asgi.Send) -> None:
        """Refuse, count, mark; and answer what nobody else has answered."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        started = False

        async def marked(message: asgi.Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                message["headers"] = self._marked(message.get("headers", ()))
            await send(message)

        try:
            limit = self._edge.limits.of(scope["path"])
            self._edge.rates.count_address(scope["client"][0] if scope.get("client") else "")
            _refuse(refusal(headers, scope["method"], limit, self._edge.public_host))
            await self._app(scope, counted(receive, limit), marked)
        except Exception as error:  # noqa: BLE001 - the last resort: nothing of the error may reach the server's log
            if started:
                raise ConnectionAbortedError(type(error).__name__) from None
            instance = scope.get("state", {}).get("request_id") or self._edge.new_id()
            answer = answer_to(error, instance, language_asked(headers, self._edge.language))
            await answer(scope, receive, marked)

    def _marked(self, headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        own = list(headers)
        said = {
            name.lower() for name, _ in own
        }  # a handler knows better: two policies would both have to be met
        return [*own, *(one for one in (*self._headers, NO_STORE) if one[0] not in said)]


def refusal(
    headers: dict[bytes, bytes], method: str, limit: int, public_host: str | None = None
) -> ProblemType | None:
    """Why a request is refused before anybody looks at it."""
    host = headers.get(b"host", b"").decode("latin-1")
    if not is_loopback(host) and host.lower() != public_host:
        return MISDIRECTED
    if is_cross_site(headers, method, host):
        return CROSS_SITE
    length = headers.get(b"content-length", b"0")
    return TOO_LARGE if length.isdigit() and int(length[:20]) > limit else None


def is_loopback(authority: str) -> bool:
    """Whether a `Host` names this machine by a loopback address or as `localhost`."""
    try:
        return edge_settings.is_loopback(urlsplit(f"//{authority}").hostname or "")
    except ValueError:
        return False


def is_cross_site(headers: dict[bytes, bytes], method: str, host: str) -> bool:
    """Whether a browser asks on behalf of another site (Fetch Metadata; `Origin` where a browser has none).

    Following a link from elsewhere to a page is allowed; programs send neither header.
    """
    site = headers.get(b"sec-fetch-site", b"none")
    followed = method in ("GET", "HEAD") and headers.get(b"sec-fetch-mode") == b"navigate"
    if site not in (b"none", b"same-origin") and not followed:
        return True
    origin = headers.get(b"origin")
    return origin is not None and origin.decode("latin-1") not in (f"http://{host}", f"https://{host}")


def counted(receive: asgi.Receive, limit: int) -> asgi.Receive:
    """Receive, until more than `limit` bytes have come; a length that was declared may be a lie or missing."""
    seen = 0

    async def receive_counted() -> asgi.Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if (
            seen > limit
        ):  # the framework passes its own errors on from here, and takes all others for bad bodies
            raise HTTPException(TOO_LARGE.status)
        return message

    return receive_counted


def language_asked(headers: dict[bytes, bytes], default: str) -> str:
    """`id` or `en`, whichever `Accept-Language` names first."""
    for part in headers.get(b"accept-language", b"").decode("latin-1").lower().split(","):
        if (tongue := part.strip()[:2]) in ("id", "en"):
            return tongue
    return default


def _refuse(kind: ProblemType | None) -> None:
    if kind:
        raise Refused(kind)
