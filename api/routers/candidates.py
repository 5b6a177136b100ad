"""People: create, list, read, look up, change, erase."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Body, Request, Response

from api.access import CASE_STAFF, CASE_WORKERS
from api.deps import BOUNDED, Creation, IfMatch, IfNoneMatch, Paging, Serving, created, paged, tagged
from api.enrolling import enrol
from api.errors import RECORDED
from api.preconditions import require_if_match, seen
from api.routers.answers import ON_CHANGE, ON_CREATION, ON_READING, answers, body_example, no_content
from api.routers.patching import patched
from api.schemas import examples
from api.schemas.candidates import CandidateIn, CandidateNew, CandidateOut, CandidatePlanned, Lookup
from api.schemas.documents import candidate_document, candidate_writable
from api.schemas.parts import Listing
from api.schemas.projection import seen_person
from matching.model import CandidateId
from matching.model.records import CandidateRecord
from matching.model.rights import ErasureGround
from matching.plausible import check_person
from matching.usecases import records
from matching.usecases.records import CANDIDATES, PersonKeys, checked_candidate

router = APIRouter(prefix="/candidates", tags=["candidates"], dependencies=[CASE_STAFF, BOUNDED])
NewPerson = Annotated[CandidateNew, Body(openapi_examples=body_example(examples.CANDIDATE))]
Patch = Annotated[dict[str, Any], Body(openapi_examples=body_example(examples.CANDIDATE_PATCH))]
Keys = Annotated[Lookup, Body(openapi_examples=body_example(examples.LOOKUP))]


@router.post(
    "",
    dependencies=[CASE_WORKERS],
    **answers(CandidateOut, examples.CANDIDATE_OUT, *ON_CREATION, RECORDED, status=201),
)
async def create_candidate(program: Serving, new: NewPerson, once: Creation) -> Response:
    """Record a person, with what is known of certificates, window and gates. Refused where somebody in one's charge has
    the NIK already."""
    record = await enrol(program, new, once)
    return created(candidate_document(record), f"/api/v1/candidates/{record.id}")


@router.get("", **answers(Listing[CandidateOut | CandidatePlanned], examples.a_page(examples.CANDIDATE_OUT)))
async def list_candidates(request: Request, program: Serving, asked: Paging) -> Response:
    """People in the order in which they were recorded."""
    page = await records.page(
        program.gateway, program.actor, CANDIDATES, limit=asked.limit, cursor=asked.cursor
    )
    return paged(request, asked, page, lambda one: seen_person(candidate_document(one), program.actor.role))


@router.post(
    "/lookup", dependencies=[CASE_WORKERS], **answers(CandidateOut, examples.CANDIDATE_OUT, *ON_CREATION)
)
async def look_up_candidate(program: Serving, keys: Keys) -> Response:
    """Find a person by NIK or register number, which travel in the body and never in an address."""
    wanted = PersonKeys(keys.national_id, keys.register_number)
    record = await records.find_candidate(program.gateway, program.actor, wanted)
    return tagged(candidate_document(record))


@router.get(
    "/{candidate_id}", **answers(CandidateOut | CandidatePlanned, examples.CANDIDATE_OUT, *ON_READING)
)
async def get_candidate(program: Serving, candidate_id: UUID, if_none_match: IfNoneMatch = None) -> Response:
    """One person: numbers by their last four, protected attributes not at all; a planner sees what planning needs."""
    record = await records.get(program.gateway, program.actor, CANDIDATES, candidate_id)
    return tagged(seen_person(candidate_document(record), program.actor.role), if_none_match)


@router.patch(
    "/{candidate_id}",
    dependencies=[CASE_WORKERS],
    **answers(CandidateOut, examples.CANDIDATE_OUT, *ON_CHANGE, RECORDED),
)
async def change_candidate(
    program: Serving, candidate_id: UUID, patch: Patch, if_match: IfMatch = None
) -> Response:
    """Change a person by a merge patch (RFC 7396). NIK, register number and protected attributes stay when absent."""

    def changed(standing: CandidateRecord) -> CandidateRecord:
        require_if_match(if_match, candidate_document(standing))
        asked = patched(CandidateIn, candidate_writable(standing), patch)
        facts = checked_candidate(asked.facts.changed(standing.candidate), program.matcher.recipe.world)
        check_person(asked.identity.birth_date, facts.education, program.today())
        return asked.record(facts)

    record = await records.change(program.gateway, program.actor, CANDIDATES, candidate_id, changed)
    return tagged(candidate_document(record))


@router.delete("/{candidate_id}", dependencies=[CASE_WORKERS], **no_content(*ON_CHANGE))
async def remove_candidate(program: Serving, candidate_id: UUID, if_match: IfMatch = None) -> Response:
    """Erase a person everywhere, and for good: also from a backup that is brought back. Recorded runs stay and show as
    erased."""
    await program.rights.erase(
        program.actor,
        CandidateId(candidate_id),
        ErasureGround.REQUEST,
        seen(if_match, candidate_document),
    )
    return Response(status_code=204)
