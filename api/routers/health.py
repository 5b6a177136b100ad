"""Health: whether the process answers, and whether it can rank, with the versions and the state of the indexes."""

from fastapi import APIRouter, Request, Response

from api.deps import Book, Serving, listed
from api.errors import NOT_READY, Refused
from api.perimeter import ACTING_AS
from api.routers.answers import answers
from api.schemas import lookup_examples
from api.schemas.health import Live, Ready
from matching.rules import RULES_VERSION
from matching.usecases.catalogue import Catalogue

router = APIRouter(prefix="/health", tags=["health"])


@router.get("/live", **answers(Live, lookup_examples.LIVE))
async def live() -> Response:
    """The process answers. Says as whom everybody acts, as there are no accounts yet."""
    return listed({"status": "live", "acting_as": ACTING_AS})


@router.get("/ready", **answers(Ready, lookup_examples.READY, NOT_READY))
async def ready(request: Request, program: Serving, book: Book) -> Response:
    """The database answers and the indexes are there: rows, what is pending, model, snapshot and watermark."""
    if not program.catalogue.ready:
        raise Refused(NOT_READY)
    pending = await program.index.count_unembedded(model=program.matcher.model)
    return listed(
        {
            "status": "ready",
            "acting_as": ACTING_AS,
            "version": request.app.version,
            "reference_data": book.version,
            "rules": RULES_VERSION,
            "weights": program.matcher.recipe.weights.version,
            "index": {
                **index_state(program.catalogue),
                "pending_vacancies": pending[0],
                "pending_candidates": pending[1],
            },
        }
    )


def index_state(catalogue: Catalogue) -> dict[str, str | int]:
    """Live rows of both indexes, and the versions that they stand at; a version ends in the outbox's watermark."""
    snapshot, profiles = catalogue.snapshot, catalogue.profiles
    return {
        "vacancies": int(snapshot.alive.sum()),
        "candidates": int(profiles.alive.sum()),
        "snapshot": snapshot.version,
        "profiles": profiles.version,
        "model": snapshot.model,
    }
