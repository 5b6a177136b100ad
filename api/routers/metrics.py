"""Figures for Prometheus, where the settings let them be read: on this machine, or with a token of their own."""

import hmac

from fastapi import APIRouter, Request, Response

from api.deps import OpenServing
from api.edge_settings import is_loopback
from api.errors import NOT_FOUND, Refused
from api.metrics import CONTENT_TYPE, Metrics
from api.program import Program
from api.settings import Settings

router = APIRouter(include_in_schema=False)


@router.get("/metrics")
async def metrics(request: Request, program: OpenServing) -> Response:
    """Counters of this process, and gauges as they stand. Not there for who may not read them."""
    if not may_read(request, program.settings):
        raise Refused(NOT_FOUND)
    kept: Metrics = request.app.state.metrics
    return Response(kept.exposition(await gauges(program)), media_type=CONTENT_TYPE)


def may_read(request: Request, settings: Settings) -> bool:
    """Whether this caller may read the metrics."""
    if settings.metrics == "loopback":
        return request.client is not None and is_loopback(request.client.host)
    if settings.metrics == "token" and settings.metrics_token:
        asked = request.headers.get("authorization", "")
        return hmac.compare_digest(
            asked.encode(), f"Bearer {settings.metrics_token.get_secret_value()}".encode()
        )
    return False


async def gauges(program: Program) -> dict[str, float]:
    """What is not counted by events."""
    vacancies, candidates = await program.index.count_unembedded(model=program.matcher.model)
    lag = await program.sealer.seals.lag()
    return {
        "pending_vacancies": vacancies,
        "pending_candidates": candidates,
        "unsealed_rows": lag.rows,
        "unsealed_seconds": lag.seconds,
        "index_age_seconds": program.pulse.age(),
    }
