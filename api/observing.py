"""Around everything else: a request gets an id, which its answer, its log lines and its trail carry, and is counted."""

from collections.abc import Callable
from time import perf_counter
from uuid import UUID

from api import asgi
from api.logs import answered, request_bound
from api.metrics import Metrics
from matching.model.ids import RequestId

HEADER = b"jembatan-request"
UNKNOWN_ROUTE = "(none)"
# Methods become labels: what a caller makes up does not.
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Observing:
    """The outermost ASGI middleware. An id that a caller sends is not taken over: it might say something."""

    def __init__(self, app: asgi.App, *, new_id: Callable[[], UUID], metrics: Metrics, prefix: str) -> None:
        self._app, self._new_id, self._metrics, self._prefix = app, new_id, metrics, prefix

    async def __call__(self, scope: asgi.Scope, receive: asgi.Receive, send: asgi.Send) -> None:
        """Give the request its id, and say how it was answered."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = RequestId(self._new_id())
        scope.setdefault("state", {})["request_id"] = request
        status, started = 500, perf_counter()

        async def marked(message: asgi.Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (HEADER, str(request).encode())]
            await send(message)

        with request_bound(str(request)):
            try:
                await self._app(scope, receive, marked)
            finally:
                self._answered(scope, status, perf_counter() - started)

    def _answered(self, scope: asgi.Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", UNKNOWN_ROUTE)
        if route != UNKNOWN_ROUTE and scope["path"].startswith(self._prefix):
            route = self._prefix + route.removeprefix(
                self._prefix
            )  # a route does not know under what it stands
        method = scope["method"] if scope["method"] in _METHODS else "OTHER"
        answered(method=method, route=route, status=status, ms=seconds * 1000)
        self._metrics.answered(method=method, route=route, status=status, seconds=seconds)
