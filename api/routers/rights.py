"""The rights of people: the ledger of consents, requests with their clocks, the person's own file."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Body, Query, Response
from fastapi.responses import HTMLResponse, JSONResponse

from api import paper
from api.access import CASE_WORKERS, DECIDERS, STAFF
from api.deps import BOUNDED, Creation, Language, Serving
from api.errors import ACCESS
from api.routers.answers import ON_CREATION, ON_READING, answers, body_example, no_content
from api.schemas import rights_examples as examples
from api.schemas.parts import Listing
from api.schemas.rights import (
    ConsentIn,
    ConsentOut,
    CorrectionIn,
    DecisionIn,
    RequestIn,
    RequestOut,
    WordingList,
    WordsIn,
    consent_document,
    request_document,
    wording_document,
)
from api.subject_page import subject_page
from api.subject_words import FileWords
from matching.model import CandidateId
from matching.usecases import corrections

router = APIRouter(tags=["rights"], dependencies=[BOUNDED])
NewConsent = Annotated[ConsentIn, Body(openapi_examples=body_example(examples.CONSENT))]
Reason = Annotated[WordsIn, Body(openapi_examples=body_example(examples.WITHDRAWAL))]
NewRequest = Annotated[RequestIn, Body(openapi_examples=body_example(examples.REQUEST))]
Decision = Annotated[DecisionIn, Body(openapi_examples=body_example(examples.DECISION))]

Correction = Annotated[CorrectionIn, Body(openapi_examples=body_example(examples.CORRECTION))]


def _page(example: dict[str, Any]) -> dict[str, Any]:
    return {"items": [example], "next": None}


@router.get(
    "/candidates/{candidate_id}/consents",
    dependencies=[CASE_WORKERS],
    **answers(Listing[ConsentOut], _page(examples.CONSENT_OUT), *ON_READING),
)
async def list_consents(program: Serving, candidate_id: UUID) -> Response:
    """The ledger of a person, the newest entry first: what was agreed to, how it stands now."""
    standing = await program.rights.standing(program.actor, CandidateId(candidate_id))
    return JSONResponse({"items": [consent_document(entry) for entry in standing.ledger], "next": None})


@router.post(
    "/candidates/{candidate_id}/consents",
    dependencies=[CASE_WORKERS],
    **answers(ConsentOut, examples.CONSENT_OUT, *ON_CREATION, status=201),
)
async def add_consent(program: Serving, candidate_id: UUID, new: NewConsent, once: Creation) -> Response:
    """Enter a consent. Consent to matching opens the gate; consent to disclosure shows identity to one employer."""
    entry = await program.rights.consent(program.actor, CandidateId(candidate_id), new.value(), once)
    return JSONResponse(consent_document(entry), 201)


@router.post(
    "/candidates/{candidate_id}/consents/{consent_id}/withdrawal",
    dependencies=[CASE_WORKERS],
    **answers(ConsentOut, examples.CONSENT_OUT, *ON_CREATION),
)
async def withdraw_consent(program: Serving, candidate_id: UUID, consent_id: UUID, words: Reason) -> Response:
    """Withdraw one consent: it opens nothing from now on."""
    entry = await program.rights.withdraw(
        program.actor, CandidateId(candidate_id), consent_id, reason=words.reason
    )
    return JSONResponse(consent_document(entry))


@router.get(
    "/candidates/{candidate_id}/requests",
    dependencies=[CASE_WORKERS],
    **answers(Listing[RequestOut], _page(examples.REQUEST_OUT), *ON_READING),
)
async def list_requests_of_a_person(program: Serving, candidate_id: UUID) -> Response:
    """Requests of a person, the newest first, each with its clock."""
    standing = await program.rights.standing(program.actor, CandidateId(candidate_id))
    now = program.clock()
    return JSONResponse({"items": [request_document(one, now) for one in standing.requests], "next": None})


@router.post(
    "/candidates/{candidate_id}/requests",
    dependencies=[CASE_WORKERS],
    **answers(RequestOut, examples.REQUEST_OUT, *ON_CREATION, status=201),
)
async def add_request(program: Serving, candidate_id: UUID, new: NewRequest) -> Response:
    """Write a request down. Withdrawal of all consents, objection and restriction are carried out at once; access,
    correction and erasure wait for a decision, with their clock."""
    asked = await program.rights.request(program.actor, CandidateId(candidate_id), new.kind, note=new.note)
    return JSONResponse(request_document(asked, program.clock()), 201)


@router.post(
    "/candidates/{candidate_id}/restriction/end", dependencies=[CASE_WORKERS], **no_content(*ON_CREATION)
)
async def end_restriction(program: Serving, candidate_id: UUID) -> Response:
    """Take processing up again, as far as the consents go."""
    await program.rights.take_up_again(program.actor, CandidateId(candidate_id))
    return Response(status_code=204)


@router.get(
    "/candidates/{candidate_id}/file",
    dependencies=[CASE_WORKERS],
    status_code=200,
    response_model=None,
    responses={
        **answers(ConsentOut, examples.SUBJECT_FILE, *ON_READING, ACCESS)["responses"],
        200: {
            "description": "Everything that is kept of the person",
            "content": {
                "application/json": {"schema": {"type": "object"}, "example": examples.SUBJECT_FILE},
                "text/html": {"schema": {"type": "string"}},
            },
        },
    },
)
async def get_subject_file(
    program: Serving,
    candidate_id: UUID,
    tongue: Language,
    as_page: Annotated[bool, Query(alias="page", description="As a page to read and print.")] = False,
) -> Response:
    """Everything that is kept of a person, numbers in full, with who has looked: for the person to have, while the
    person's request for access waits to be decided; else 409."""
    file = await program.rights.file(program.actor, CandidateId(candidate_id))
    if as_page:
        say = FileWords(tongue, program.gazetteer, program.trade.fields)
        return HTMLResponse(subject_page(file, program.clock(), say), headers=paper.HEADERS)
    return JSONResponse(dict(file))


@router.get(
    "/subject-requests",
    dependencies=[DECIDERS],
    **answers(Listing[RequestOut], _page(examples.REQUEST_OUT)),
)
async def list_waiting_requests(
    program: Serving,
    overdue: Annotated[bool, Query(description="Only those whose clock has run out.")] = False,
) -> Response:
    """Requests on which somebody has to act, the most urgent first."""
    found = await program.rights.waiting(program.actor, overdue=overdue)
    now = program.clock()
    return JSONResponse({"items": [request_document(one, now) for one in found], "next": None})


@router.post(
    "/subject-requests/{request_id}/decision",
    dependencies=[DECIDERS],
    **answers(RequestOut, examples.REQUEST_OUT, *ON_CREATION),
)
async def decide_request(program: Serving, request_id: UUID, decision: Decision) -> Response:
    """Decide an open request. An erasure that is granted has been carried out when this answers; a correction is
    `approved` and a task of whoever has the person in charge."""
    decided = await program.rights.decide(
        program.actor, request_id, granted=decision.granted, answer=decision.answer
    )
    return JSONResponse(request_document(decided, program.clock()))


@router.post(
    "/subject-requests/{request_id}/correction",
    dependencies=[CASE_WORKERS],
    **answers(RequestOut, examples.REQUEST_OUT, *ON_CREATION),
)
async def end_correction(program: Serving, request_id: UUID, said: Correction) -> Response:
    """Say of a correction that was granted that it was carried out, or why not; the data are changed by themselves."""
    ended = await corrections.end(
        program.gateway, program.actor, request_id, done=said.done, words=said.words, at=program.clock()
    )
    return JSONResponse(request_document(ended, program.clock()))


@router.get("/consent-wordings", dependencies=[STAFF], **answers(WordingList, examples.WORDINGS))
async def list_wordings(program: Serving) -> Response:
    """Texts of consent in every version and language, with their checksums."""
    return JSONResponse({"items": [wording_document(one) for one in program.rights.wordings.all()]})
