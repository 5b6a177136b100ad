"""Structured logs without personal data: JSON lines, or for people where stderr is a terminal.

Only keys that are listed here get through, whoever logs. Other libraries speak from a warning on, since some put values
into the template itself; of what they say the template is shown and not what they would put into it, and of an error
its type and places and not its words: both may quote what was sent. Our own messages hold no values; who looked at whom
is in the trail.
"""

import logging
import sys
import traceback
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any, TextIO, TypeAlias

import structlog

Event: TypeAlias = MutableMapping[str, Any]

ALLOWED = frozenset(
    {
        "timestamp", "level", "logger", "event",  # what every line has
        "request", "method", "route", "status", "ms",  # of a request: the route is a template, never an address
        "error", "places",
    }
)  # fmt: skip
OURS = frozenset({"api", "data", "embeddings", "matching"})
_SERVER_LOGGERS = ("uvicorn", "uvicorn.error", "uvicorn.access", "uvicorn.asgi")
_requests = logging.getLogger("api.requests")


def configure(level: str, *, stream: TextIO | None = None) -> None:
    """Let every logger of this process write here: ours from `level` on, other libraries' warnings."""
    stream = stream or sys.stderr
    renderer = structlog.dev.ConsoleRenderer() if stream.isatty() else structlog.processors.JSONRenderer()
    before: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _words,
        _places,
    ]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=before,
        use_get_message=False,
        pass_foreign_args=True,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, only_allowed, renderer],
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(max(logging.getLevelNamesMapping()[level.upper()], logging.WARNING))
    for name in OURS:
        logging.getLogger(name).setLevel(level.upper())
    for name in _SERVER_LOGGERS:
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = name != "uvicorn.access"  # its lines hold addresses; ours stand for them


@contextmanager
def request_bound(request: str) -> Iterator[None]:
    """While held, every line names the request."""
    with structlog.contextvars.bound_contextvars(request=request):
        yield


def answered(*, method: str, route: str, status: int, ms: float) -> None:
    """One line for an answer."""
    _requests.info("answered", extra={"method": method, "route": route, "status": status, "ms": round(ms, 1)})


def only_allowed(_logger: object, _name: str, event: Event) -> Event:
    """Drop every key that is not listed."""
    return {key: value for key, value in event.items() if key in ALLOWED}


def _words(_logger: object, _name: str, event: Event) -> Event:
    record: logging.LogRecord = event["_record"]
    arguments = event.pop("positional_args", None)
    if arguments and record.name.partition(".")[0] in OURS:
        event["event"] = event["event"] % arguments
    return event


def _places(_logger: object, _name: str, event: Event) -> Event:
    failure = event.pop("exc_info", None)
    if isinstance(failure, tuple) and failure[0]:
        kind, _, trace = failure
        event["error"] = f"{kind.__module__}.{kind.__qualname__}"
        event["places"] = [
            f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)
        ]
    return event
