"""Employers: create, list, read, change."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Body, Request, Response

from api.access import CASE_STAFF, EMPLOYER_READERS
from api.deps import BOUNDED, Creation, IfMatch, IfNoneMatch, Paging, Serving, created, paged, tagged
from api.preconditions import require_if_match
from api.routers.answers import ON_CHANGE, ON_CREATION, ON_READING, answers, body_example
from api.routers.patching import patched
from api.schemas import examples
from api.schemas.documents import employer_document, employer_writable
from api.schemas.employers import EmployerIn, EmployerOut
from api.schemas.parts import Listing
from matching.model import EmployerId
from matching.model.records import EmployerRecord
from matching.usecases import records
from matching.usecases.records import EMPLOYERS

router = APIRouter(prefix="/employers", tags=["employers"], dependencies=[EMPLOYER_READERS, BOUNDED])
NewEmployer = Annotated[EmployerIn, Body(openapi_examples=body_example(examples.EMPLOYER))]
Patch = Annotated[dict[str, Any], Body(openapi_examples=body_example(examples.EMPLOYER_PATCH))]


@router.post(
    "", dependencies=[CASE_STAFF], **answers(EmployerOut, examples.EMPLOYER_OUT, *ON_CREATION, status=201)
)
async def create_employer(program: Serving, new: NewEmployer, once: Creation) -> Response:
    """Record an employer."""
    record = new.record(EmployerId(program.new_id()))
    stored = await records.create(program.gateway, program.actor, EMPLOYERS, record, once)
    return created(employer_document(stored), f"/api/v1/employers/{stored.employer.id}")


@router.get("", **answers(Listing[EmployerOut], examples.a_page(examples.EMPLOYER_OUT)))
async def list_employers(request: Request, program: Serving, asked: Paging) -> Response:
    """Employers in the order in which they were recorded."""
    page = await records.page(
        program.gateway, program.actor, EMPLOYERS, limit=asked.limit, cursor=asked.cursor
    )
    return paged(request, asked, page, employer_document)


@router.get("/{employer_id}", **answers(EmployerOut, examples.EMPLOYER_OUT, *ON_READING))
async def get_employer(program: Serving, employer_id: UUID, if_none_match: IfNoneMatch = None) -> Response:
    """One employer."""
    record = await records.get(program.gateway, program.actor, EMPLOYERS, employer_id)
    return tagged(employer_document(record), if_none_match)


@router.patch(
    "/{employer_id}", dependencies=[CASE_STAFF], **answers(EmployerOut, examples.EMPLOYER_OUT, *ON_CHANGE)
)
async def change_employer(
    program: Serving, employer_id: UUID, patch: Patch, if_match: IfMatch = None
) -> Response:
    """Change an employer by a merge patch (RFC 7396)."""

    def changed(standing: EmployerRecord) -> EmployerRecord:
        require_if_match(if_match, employer_document(standing))
        return patched(EmployerIn, employer_writable(standing), patch).record(standing.employer.id)

    record = await records.change(program.gateway, program.actor, EMPLOYERS, employer_id, changed)
    return tagged(employer_document(record))
