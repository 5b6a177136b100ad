"""What hangs on a person: certificates, release windows, gates."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Body, Response

from api.access import CASE_STAFF, CASE_WORKERS
from api.deps import BOUNDED, Creation, IfMatch, IfNoneMatch, Serving, created, tagged
from api.errors import CONSENT
from api.preconditions import seen
from api.routers.answers import ON_CHANGE, ON_CREATION, ON_READING, answers, body_example
from api.schemas import examples
from api.schemas.documents import gates_document, plain, window_document
from api.schemas.parts import Listing
from api.schemas.person_parts import CertificateIn, CertificateOut, GatesShape, WindowHistory, WindowSetting
from matching.model import CandidateId, CertificateId
from matching.model.records import CandidateRecord
from matching.usecases import person, records
from matching.usecases.records import CANDIDATES, check_area

router = APIRouter(prefix="/candidates/{candidate_id}", dependencies=[CASE_STAFF, BOUNDED])
NewCertificate = Annotated[CertificateIn, Body(openapi_examples=body_example(examples.CERTIFICATE))]
NewWindow = Annotated[WindowSetting, Body(openapi_examples=body_example(examples.WINDOW_SETTING))]
NewGates = Annotated[GatesShape, Body(openapi_examples=body_example(examples.GATES))]


@router.get(
    "/certificates",
    tags=["certificates"],
    **answers(Listing[CertificateOut], examples.a_page(examples.CERTIFICATE_OUT), *ON_READING),
)
async def list_certificates(
    program: Serving, candidate_id: UUID, if_none_match: IfNoneMatch = None
) -> Response:
    """All certificates of a person, on one page."""
    held = await person.certificates(program.gateway, program.actor, CandidateId(candidate_id))
    return tagged({"items": plain(held), "next": None}, if_none_match)


@router.post(
    "/certificates",
    dependencies=[CASE_WORKERS],
    tags=["certificates"],
    **answers(CertificateOut, examples.CERTIFICATE_OUT, *ON_CREATION, status=201),
)
async def add_certificate(
    program: Serving, candidate_id: UUID, new: NewCertificate, once: Creation
) -> Response:
    """Give a person one more certificate."""
    certificate = new.certificate(CertificateId(program.new_id()))
    stored = await person.add_certificate(
        program.gateway, program.actor, CandidateId(candidate_id), certificate, once
    )
    return created(plain(stored), f"/api/v1/candidates/{candidate_id}/certificates/{stored.id}")


@router.get(
    "/certificates/{certificate_id}",
    tags=["certificates"],
    **answers(CertificateOut, examples.CERTIFICATE_OUT, *ON_READING),
)
async def get_certificate(
    program: Serving, candidate_id: UUID, certificate_id: UUID, if_none_match: IfNoneMatch = None
) -> Response:
    """One certificate."""
    held = await person.certificate(
        program.gateway, program.actor, CandidateId(candidate_id), CertificateId(certificate_id)
    )
    return tagged(plain(held), if_none_match)


@router.put(
    "/certificates/{certificate_id}",
    dependencies=[CASE_WORKERS],
    tags=["certificates"],
    **answers(CertificateOut, examples.CERTIFICATE_OUT, *ON_CHANGE),
)
async def replace_certificate(
    program: Serving,
    candidate_id: UUID,
    certificate_id: UUID,
    new: NewCertificate,
    if_match: IfMatch = None,
) -> Response:
    """Replace a certificate as a whole."""
    certificate = new.certificate(CertificateId(certificate_id))
    stored = await person.replace_certificate(
        program.gateway, program.actor, CandidateId(candidate_id), certificate, seen(if_match, plain)
    )
    return tagged(plain(stored))


@router.get("/window", tags=["window"], **answers(WindowHistory, examples.WINDOW_HISTORY, *ON_READING))
async def get_window(program: Serving, candidate_id: UUID, if_none_match: IfNoneMatch = None) -> Response:
    """The release window in force (null: none is known), the supervision after it, and all windows before."""
    record, history = await person.window_of(program.gateway, program.actor, CandidateId(candidate_id))
    return tagged(window_document(record, history), if_none_match)


@router.put(
    "/window",
    dependencies=[CASE_WORKERS],
    tags=["window"],
    **answers(WindowHistory, examples.WINDOW_HISTORY, *ON_CHANGE),
)
async def set_window(
    program: Serving, candidate_id: UUID, new: NewWindow, if_match: IfMatch = None
) -> Response:
    """Make this the window from now on; the one before ends and stays in the history."""
    supervision = new.supervision.value() if new.supervision else None
    check_area(supervision, program.gazetteer)
    record, history = await person.set_window(
        program.gateway,
        program.actor,
        CandidateId(candidate_id),
        new.window.value(),
        supervision=supervision,
        check=seen(if_match, lambda standing: window_document(*standing)),
    )
    return tagged(window_document(record, history))


@router.get("/gates", tags=["gates"], **answers(GatesShape, examples.GATES, *ON_READING))
async def get_gates(program: Serving, candidate_id: UUID, if_none_match: IfNoneMatch = None) -> Response:
    """Consent and objection."""
    record = await records.get(program.gateway, program.actor, CANDIDATES, candidate_id)
    return tagged(_gates(record), if_none_match)


@router.put(
    "/gates",
    dependencies=[CASE_WORKERS],
    tags=["gates"],
    **answers(GatesShape, examples.GATES, *ON_CHANGE, CONSENT),
)
async def set_gates(
    program: Serving, candidate_id: UUID, new: NewGates, if_match: IfMatch = None
) -> Response:
    """Close the gate: consent that is no longer given, or an objection; then the person is in no match and no index.

    It is opened by a consent in the ledger (`POST …/consents`), which asks for the wording, and for a guardian."""
    record = await person.set_gates(
        program.gateway, program.actor, CandidateId(candidate_id), new.value(), seen(if_match, _gates)
    )
    return tagged(_gates(record))


def _gates(record: CandidateRecord) -> dict[str, Any]:
    return gates_document(record.candidate.gates)
