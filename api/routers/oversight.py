"""For the data-protection officer: how the chain stands, worksheets of a breach, what is kept too long, journals, and
the processing trail of a person who asks for it."""

from datetime import date, datetime, time
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from api.access import DECIDERS, OFFICERS
from api.deps import EARLIEST, LATEST, Serving, listed
from api.errors import ACCESS, CSRF, FORBIDDEN, NOT_FOUND
from api.routers.answers import answers
from api.schemas import oversight as shapes
from api.schemas import rights_examples
from api.schemas.documents import plain
from api.schemas.rights import RequestOut, request_document
from matching.usecases import oversight
from matching.usecases.trail import JAKARTA

router = APIRouter(tags=["trail"])
Day = Annotated[date, Query(ge=EARLIEST, le=LATEST)]


@router.get(
    "/subject-requests/{request_id}",
    dependencies=[DECIDERS],
    **answers(RequestOut, rights_examples.REQUEST_OUT, FORBIDDEN, NOT_FOUND),
)
async def get_request(program: Serving, request_id: UUID) -> Response:
    """One request with its clock."""
    found = await oversight.asked(program.gateway, program.actor, request_id)
    return listed(request_document(found, program.clock()))


@router.get(
    "/subject-requests/{request_id}/processing",
    dependencies=[OFFICERS],
    **answers(shapes.ProcessingOut, shapes.PROCESSING, FORBIDDEN, NOT_FOUND, ACCESS),
)
async def get_processing(program: Serving, request_id: UUID) -> Response:
    """Who has read and changed the data of the person whose request for access waits. The rest of the person's file is
    for the case worker in charge."""
    rows = await oversight.processing(program.gateway, program.actor, request_id)
    return listed({"items": plain(list(rows))})


@router.get("/trail/chain", dependencies=[OFFICERS], **answers(shapes.ChainOut, shapes.CHAIN, FORBIDDEN))
async def get_chain(program: Serving) -> Response:
    """How far the trail is sealed, its anchors, a verification that is going on, and the last one."""
    return listed(shapes.chain_document(await program.inspector.state(program.actor)))


@router.post(
    "/trail/chain/verification",
    dependencies=[OFFICERS],
    **answers(shapes.ChainOut, shapes.CHAIN, FORBIDDEN, CSRF, status=202),
)
async def verify_chain(program: Serving) -> Response:
    """Begin to reckon the whole chain again, in this process; `GET /trail/chain` tells how far it is."""
    program.inspector.begin(program.actor)
    answer = listed(shapes.chain_document(await program.inspector.state(program.actor)))
    answer.status_code = 202
    return answer


@router.get(
    "/trail/worksheet",
    dependencies=[OFFICERS],
    **answers(shapes.WorksheetOut, shapes.WORKSHEET, FORBIDDEN, NOT_FOUND),
)
async def breach_worksheet(
    program: Serving,
    account: UUID,
    since: Annotated[Day, Query(alias="from")],
    until: Annotated[Day, Query(alias="to")],
) -> Response:
    """Whose data an account has seen from one day to another, both included: for a breach (UU 27/2022 Art. 46)."""
    begin, end = datetime.combine(since, time.min, JAKARTA), datetime.combine(until, time.max, JAKARTA)
    found = await program.rights.breach(program.actor, str(account), since=begin, until=end)
    return listed({"items": plain(list(found))})


@router.get(
    "/retention", dependencies=[OFFICERS], **answers(shapes.RetentionOut, shapes.RETENTION, FORBIDDEN)
)
async def retention(program: Serving) -> Response:
    """What the rules of retention would remove now. Nothing is removed."""
    found = await oversight.kept_too_long(program.actor, program.rights)
    return listed({"items": [shapes.retained_document(one) for one in found]})


@router.get(
    "/erasure-journal", dependencies=[OFFICERS], **answers(shapes.JournalsOut, shapes.JOURNALS, FORBIDDEN)
)
async def journals(program: Serving) -> Response:
    """How the journals stand that keep an erasure, a withdrawal or a disabled account in force after a restore."""
    custody = await oversight.custody(program.actor, program.rights, program.journal)
    return listed(shapes.journals_document(custody))
