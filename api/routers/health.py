"""Health: whether the process answers, and whether it can rank, with the versions and the state of the indexes."""

from fastapi import APIRouter, Request, Response

from api.deps import Book, OpenServing, listed
from api.errors import NOT_READY, Refused
from api.program import Program
from api.routers.answers import answers
from api.schemas import lookup_examples
from api.schemas.health import Live, Ready
from matching.rules import RULES_VERSION

router = APIRouter(prefix="/health", tags=["health"])


@router.get("/live", **answers(Live, lookup_examples.LIVE))
async def live() -> Response:
    """The process answers."""
    return listed({"status": "live"})


@router.get("/ready", **answers(Ready, lookup_examples.READY, NOT_READY))
async def ready(request: Request, program: OpenServing, book: Book) -> Response:
    """The database answers and the indexes are there: rows, what is pending, model, snapshot and watermark."""
    if not program.catalogue.ready:
        raise Refused(NOT_READY)
    versions = {"version": request.app.version, "reference_data": book.version, "rules": RULES_VERSION}
    weights = program.matcher.recipe.weights.version
    index = await index_state(program)
    return listed({"status": "ready", **versions, "weights": weights, "index": index})


async def index_state(program: Program) -> dict[str, str | int]:
    """Live rows and what is pending, and the versions of the indexes, which end in the watermark. Anybody may ask, so
    that of people only is said whether some are pending: a count would tell of each that comes."""
    snapshot, profiles = program.catalogue.snapshot, program.catalogue.profiles
    vacancies, candidates = await program.index.count_unembedded(model=program.matcher.model)
    return {
        "vacancies": int(snapshot.alive.sum()),
        "pending_vacancies": vacancies,
        "people_pending": candidates > 0,
        "snapshot": snapshot.version,
        "profiles": profiles.version,
        "model": snapshot.model,
    }
