"""Answers to our own pages are compressed; whatever another site lets a browser ask is not.

A page holds secrets (names, the mark of its forms) beside what stands in its address. Whoever can make a browser ask
for such a page again and again, and sees how long the encrypted answers are, could guess the secret from what
compresses (BREACH, CVE-2013-3587). Browsers say whose request it is (`Sec-Fetch-Site`, Fetch Metadata), and no page can
change that; so only what our own page asks, or a person by an address of their own, is compressed. Programs are
answered as they always were.
"""

from starlette.middleware.gzip import GZipMiddleware

from api import asgi

OURS = (b"same-origin", b"none")
LEAST_BYTES, LEVEL = 1_000, 6


class Compression:
    """ASGI middleware around whatever answers."""

    def __init__(self, app: asgi.App) -> None:
        self._plain = app
        self._compressed = GZipMiddleware(app, minimum_size=LEAST_BYTES, compresslevel=LEVEL)

    async def __call__(self, scope: asgi.Scope, receive: asgi.Receive, send: asgi.Send) -> None:
        """Compress for who asks for themselves, and for browsers alone."""
        own = scope["type"] == "http" and dict(scope["headers"]).get(b"sec-fetch-site") in OURS
        await (self._compressed if own else self._plain)(scope, receive, send)
