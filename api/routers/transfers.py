"""People from one caseload or unit to another: claim, offer, hand over, decide; and whole numbers, recorded."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Request, Response
from fastapi.responses import JSONResponse

from api.access import CASE_WORKERS
from api.deps import BOUNDED, Paging, Serving, listed, paged
from api.errors import NOT_FOUND
from api.routers.answers import answers, body_example, no_content
from api.schemas import examples, transfer_examples
from api.schemas.parts import Listing
from api.schemas.transfers import (
    ClaimIn,
    ClaimOut,
    HandOverIn,
    OfferIn,
    OfferOut,
    ReceiversOut,
    RevealIn,
    RevealOut,
    TransferOut,
    receivers_document,
    transfer_document,
)
from matching.model import CandidateId, UnitId
from matching.model.ids import AccountId
from matching.model.transfers import TransferId
from matching.usecases import transfers

router = APIRouter(tags=["transfers"], dependencies=[CASE_WORKERS, BOUNDED])
Claim = Annotated[ClaimIn, Body(openapi_examples=body_example(transfer_examples.CLAIM))]
Offer = Annotated[OfferIn, Body(openapi_examples=body_example(transfer_examples.OFFER))]
HandOver = Annotated[HandOverIn, Body(openapi_examples=body_example(transfer_examples.HAND_OVER))]
Reveal = Annotated[RevealIn, Body(openapi_examples=body_example(transfer_examples.REVEAL))]


@router.post("/candidates/claim", **answers(ClaimOut, transfer_examples.CLAIMED, status=202))
async def claim_candidate(program: Serving, asked: Claim) -> Response:
    """Ask for a person who has come to one's unit. Whoever has the person decides; the answer is always the same."""
    await transfers.claim(program.gateway, program.actor, asked.national_id)
    return JSONResponse({"status": "asked"}, 202)


@router.post(
    "/candidates/{candidate_id}/offer",
    **answers(OfferOut, transfer_examples.OFFERED, NOT_FOUND, status=201),
)
async def offer_candidate(program: Serving, candidate_id: UUID, asked: Offer) -> Response:
    """Offer a person to another unit, whose case workers accept or refuse."""
    offered = await transfers.offer(
        program.gateway, program.actor, CandidateId(candidate_id), UnitId(asked.unit), asked.note
    )
    return JSONResponse({"id": str(offered)}, 201)


@router.post("/candidates/{candidate_id}/hand-over", **no_content(NOT_FOUND))
async def hand_over_candidate(program: Serving, candidate_id: UUID, asked: HandOver) -> Response:
    """Give a person to a colleague of the unit, at once."""
    await transfers.hand_over(
        program.gateway, program.actor, CandidateId(candidate_id), AccountId(asked.colleague)
    )
    return Response(status_code=204)


@router.post("/candidates/{candidate_id}/reveal", **answers(RevealOut, transfer_examples.REVEALED, NOT_FOUND))
async def reveal_number(program: Serving, candidate_id: UUID, asked: Reveal) -> Response:
    """The whole NIK or register number. Who looked, at which and for what is recorded."""
    value = await transfers.reveal(
        program.gateway, program.actor, CandidateId(candidate_id), asked.number, asked.errand()
    )
    return listed({"number": str(asked.number), "value": value})


@router.get("/transfers", **answers(Listing[TransferOut], examples.a_page(transfer_examples.TRANSFER)))
async def list_transfers(request: Request, program: Serving, asked: Paging) -> Response:
    """What is asked about people in one's charge and offered to one's unit, and what was done with the former."""
    page = await transfers.page(program.gateway, program.actor, limit=asked.limit, cursor=asked.cursor)
    return paged(request, asked, page, transfer_document)


@router.post("/transfers/{transfer_id}/accept", **no_content(NOT_FOUND))
async def accept_transfer(program: Serving, transfer_id: UUID) -> Response:
    """Accept: a claimed person goes to who has asked, an offered one comes to who accepts. The old side sees nothing
    any more."""
    await transfers.decide(program.gateway, program.actor, TransferId(transfer_id), accept=True)
    return Response(status_code=204)


@router.post("/transfers/{transfer_id}/refuse", **no_content(NOT_FOUND))
async def refuse_transfer(program: Serving, transfer_id: UUID) -> Response:
    """Refuse a claim or an offer, or withdraw one's own offer. Who has claimed is not told."""
    await transfers.decide(program.gateway, program.actor, TransferId(transfer_id), accept=False)
    return Response(status_code=204)


@router.get("/receivers", **answers(ReceiversOut, transfer_examples.RECEIVERS))
async def list_receivers(program: Serving) -> Response:
    """Units that take people, and the colleagues of one's own."""
    units, colleagues = await transfers.receivers(program.gateway, program.actor)
    return listed(receivers_document(list(units), list(colleagues)))
