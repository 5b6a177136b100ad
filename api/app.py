"""The application: routers under `/api/v1`, problems, and the perimeter, around one running program."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import FastAPI

from api import errors
from api.accounts.desk import FrontDesk
from api.accounts.gate import Gate
from api.compression import Compression
from api.deps import default_language
from api.intake import Intake
from api.metrics import Metrics
from api.observing import Observing
from api.perimeter import BodyLimits, Edge, Perimeter
from api.program import Program
from api.rates import CallerRates, Rates
from api.reference_book import ReferenceBook
from api.routers import (
    accounts,
    candidates,
    cohort_board,
    cohorts,
    confirmations,
    contacts,
    employers,
    fairness,
    health,
    hidings,
    imports,
    jobs,
    lookups,
    matches,
    metrics,
    notices,
    officer,
    oidc,
    outcomes,
    oversight,
    own_account,
    person,
    placements,
    publishing,
    queue,
    recipes,
    reference,
    registering,
    rights,
    runs,
    security,
    session,
    shortlist_views,
    shortlists,
    system,
    tasks,
    trail,
    transfers,
    vacancies,
)
from api.web import site

PREFIX = "/api/v1"
DESCRIPTION = """\
Mencocokkan sertifikat keterampilan dengan lowongan yang benar-benar dapat diambil. \
Matches vocational certificates with the vacancies that a person nearing release can really take.

**Masuk dahulu / sign in first**: by a token (`Authorization: Bearer …`), or by a session (`POST /api/v1/session`), \
whose cookie needs `X-CSRF-Token` with each change. Every request acts in one duty, and sees what that duty needs. \
Requests on behalf of other sites, and hosts that are not loopback, are refused.

- Every answer names its request in `Jembatan-Request`; the trail and the log know it by the same id.
- Errors are RFC 9457 problems (`application/problem+json`) with the path of each wrong field, never its value.
- Lists have `limit` and `cursor`; the next page is in `next` and in the `Link` header.
- Records carry an `ETag`. Changes need `If-Match`; readings with `If-None-Match` may end in 304.
- Creations take an `Idempotency-Key`: the same request with the same key creates nothing more.
- Personal data travel in bodies, never in addresses.
"""
TAGS = [
    {"name": "session", "description": "Signing in and out; who one is, and in which duty one acts"},
    {
        "name": "own account",
        "description": "Password, second factor, sessions and tokens of whoever is signed in",
    },
    {"name": "accounts", "description": "Accounts, duties, covers and units, for administrators"},
    {"name": "candidates", "description": "People nearing release, and klien"},
    {"name": "certificates", "description": "Certificates of a person"},
    {"name": "window", "description": "Release windows and supervision"},
    {"name": "gates", "description": "Consent and objection"},
    {"name": "rights", "description": "Consents, requests with their clocks, a person's own file"},
    {"name": "transfers", "description": "People between caseloads and units; whole numbers"},
    {"name": "employers", "description": "Employers"},
    {"name": "vacancies", "description": "Vacancies"},
    {"name": "matches", "description": "Ranked lists, with reasons"},
    {"name": "shortlists", "description": "What is proposed to whom, who answers for it, what was said"},
    {"name": "placements", "description": "Answers of employers, openings, work and whether it is kept"},
    {"name": "outcomes", "description": "Reports of outcomes; reliability of employers and complaints"},
    {"name": "runs", "description": "Recorded runs of matching, and their replay"},
    {"name": "fairness", "description": "How groups fare in plans, lists and answers; signing for a plan"},
    {"name": "cohorts", "description": "Plans for everybody in a region who leaves, for release planners"},
    {"name": "imports", "description": "Files of people, certificates, windows, employers, vacancies"},
    {"name": "tasks", "description": "What is due, why, and what it blocks; notices; jobs of the program"},
    {"name": "trail", "description": "Who has read and changed what, for the data-protection officer"},
    {"name": "reference", "description": "Places, classifications, vocabularies"},
    {"name": "health", "description": "Whether the server lives and can rank"},
]


def create_app(program: Program, book: ReferenceBook, intake: Intake, desk: FrontDesk) -> FastAPI:
    """The application around a program that is open; while it runs, it keeps up with the database."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with program.keeping_up():
            yield
            await intake.at_work.stop()

    app = FastAPI(
        title="Jembatan Kerja",
        version=version("jembatan-kerja"),
        description=DESCRIPTION,
        openapi_tags=TAGS,
        lifespan=lifespan,
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,  # its page would fetch scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.program, app.state.book, app.state.intake, app.state.desk = program, book, intake, desk
    app.state.metrics = Metrics()
    for module in (
        session, oidc, own_account, accounts, confirmations, transfers, candidates, person, rights, employers,
        registering, publishing, vacancies, matches, contacts, hidings, shortlist_views, shortlists, placements,
        outcomes, runs, cohorts, cohort_board, recipes, fairness, queue, imports, tasks, notices, jobs, trail,
        oversight, officer, system, reference, lookups,
    ):  # fmt: skip
        app.include_router(module.router, prefix=PREFIX)
    app.include_router(security.router)
    app.include_router(health.router)  # where supervisors of processes look
    app.include_router(health.router, prefix=PREFIX)
    app.include_router(metrics.router)
    errors.install(app, default_language)
    site.install(app)
    settings = program.settings
    limits = BodyLimits(settings.max_body_bytes, settings.max_import_bytes, (f"{PREFIX}/imports/", "/impor"))
    rates = app.state.rates = Rates.of(
        settings.requests_per_minute, settings.address_requests_per_minute, settings.employer_previews_a_day
    )
    app.add_middleware(Compression)
    app.add_middleware(CallerRates, rates=rates)
    app.add_middleware(Gate, keeper=desk.keeper, new_id=program.new_id)
    edge = Edge(limits, rates, settings.public_host, program.new_id, settings.language)
    app.add_middleware(Perimeter, edge=edge)
    app.add_middleware(Observing, new_id=program.new_id, metrics=app.state.metrics, prefix=PREFIX)
    return app
