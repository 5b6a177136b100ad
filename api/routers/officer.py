"""The data-protection officer's own work: unusual reading that waits, breaches with their clock, letters of people."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Query, Response
from fastapi.responses import JSONResponse

from api.access import OFFICERS
from api.deps import BOUNDED, Serving, listed
from api.errors import CSRF, FORBIDDEN, NOT_FOUND, ORDER, TOO_OFTEN
from api.routers.answers import answers, body_example
from api.schemas import officer as shapes
from api.schemas import rights_examples
from api.schemas.parts import Listing
from api.schemas.rights import RequestOut, request_document
from matching.usecases import oversight, watching

router = APIRouter(tags=["trail"], dependencies=[OFFICERS, BOUNDED])
SHOWN = 200
"""Findings in one answer, the newest."""
Review = Annotated[shapes.ReviewIn, Body(openapi_examples=body_example(shapes.REVIEW))]
NewBreach = Annotated[shapes.BreachIn, Body(openapi_examples=body_example(shapes.BREACH))]
NewAct = Annotated[shapes.ActIn, Body(openapi_examples=body_example(shapes.ACT))]
NewLetter = Annotated[shapes.LetterIn, Body(openapi_examples=body_example(shapes.LETTER))]


@router.get("/trail/findings", **answers(shapes.Findings, {"items": [shapes.FINDING]}, FORBIDDEN))
async def list_findings(
    program: Serving,
    waiting: Annotated[bool, Query(description="Only those that nobody has looked at.")] = True,
) -> Response:
    """Unusual reading on days that are over, as the program has kept it, the newest days first."""
    found = await watching.findings(program.gateway, program.actor, waiting=waiting, limit=SHOWN)
    return listed({"items": [shapes.finding_document(one) for one in found]})


@router.get(
    "/trail/findings/{finding_id}", **answers(shapes.UnusualReadingOut, shapes.FINDING, FORBIDDEN, NOT_FOUND)
)
async def get_finding(program: Serving, finding_id: UUID) -> Response:
    """One of them."""
    return listed(shapes.finding_document(await watching.finding(program.gateway, program.actor, finding_id)))


@router.post(
    "/trail/findings/{finding_id}/review",
    **answers(shapes.UnusualReadingOut, shapes.FINDING, FORBIDDEN, CSRF, NOT_FOUND, ORDER),
)
async def review_finding(program: Serving, finding_id: UUID, said: Review) -> Response:
    """Say that it was looked at and what was found, once; one's own reading is for another officer."""
    found = await watching.review(program.gateway, program.actor, finding_id, said.outcome, said.note)
    return listed(shapes.finding_document(found))


@router.get("/breaches", **answers(shapes.Breaches, {"items": [shapes.BREACH_OUT]}, FORBIDDEN))
async def list_breaches(program: Serving) -> Response:
    """Breaches with their clocks (UU 27/2022 Art. 46), those on which somebody has to act first."""
    found = await program.breaches.all(program.actor)
    return listed({"items": [shapes.breach_document(one, program.clock()) for one in found]})


@router.post("/breaches", **answers(shapes.BreachOut, shapes.BREACH_OUT, FORBIDDEN, CSRF, status=201))
async def record_breach(program: Serving, new: NewBreach) -> Response:
    """Write down that a breach was found: persons and agency are told within 3 × 24 hours from when it was known."""
    breach = await program.breaches.record(
        program.actor,
        found_at=new.found_at,
        found_by=new.found_by,
        what=new.what,
        seen=new.seen.value() if new.seen else None,
    )
    return JSONResponse(shapes.breach_document(breach, program.clock()), 201)


@router.get("/breaches/{breach_id}", **answers(shapes.BreachOut, shapes.BREACH_OUT, FORBIDDEN, NOT_FOUND))
async def get_breach(program: Serving, breach_id: UUID) -> Response:
    """One of them."""
    breach = await program.breaches.get(program.actor, breach_id)
    return listed(shapes.breach_document(breach, program.clock()))


@router.post(
    "/breaches/{breach_id}/acts",
    **answers(shapes.BreachOut, shapes.BREACH_OUT, FORBIDDEN, CSRF, NOT_FOUND, ORDER),
)
async def act_on_breach(program: Serving, breach_id: UUID, done: NewAct) -> Response:
    """Write down that the persons or the agency were told, or that it turned out to be none. Both told: closed."""
    breach = await program.breaches.act(program.actor, breach_id, done.value())
    return listed(shapes.breach_document(breach, program.clock()))


@router.post(
    "/subject-requests",
    **answers(
        Listing[RequestOut],
        {"items": [rights_examples.REQUEST_OUT], "next": None},
        FORBIDDEN,
        CSRF,
        TOO_OFTEN,
        status=201,
    ),
)
async def write_letter_down(program: Serving, new: NewLetter) -> Response:
    """Write down what a person asks for by letter: found by NIK or register number, one request for each record of the
    person, which whoever has them in charge works on. Nothing else is shown; 422 where nobody has the number. Each
    look-up is in the trail with what it was for, and there are fifty a day."""
    now = program.clock()
    made = await oversight.write_down(program.gateway, program.actor, new.value(now), now=now)
    return JSONResponse({"items": [request_document(one, now) for one in made], "next": None}, 201)
