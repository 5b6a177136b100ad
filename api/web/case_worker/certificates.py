"""Certificates of a person: listed, added, corrected. None is taken away: one that is not true is set to rejected."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.errors import STALE, Refused
from api.preconditions import etag_of
from api.schemas.documents import plain
from api.schemas.person_parts import CertificateIn
from api.web.forms import NONE, WRONG, Posted, Problems, parsed, posted, problems
from api.web.routes import PageRoute
from api.web.screens import Screen, Working
from matching.language.unit_codes import parse_unit_code
from matching.model import CandidateId, Certificate, CertificateId, UnitCode
from matching.usecases import person, records
from matching.usecases.records import CANDIDATES

router = APIRouter(route_class=PageRoute, include_in_schema=False, prefix="/orang/{candidate_id}/sertifikat")
FIELDS = (
    "kind", "title", "scheme", "kkni_level", "issuer", "number", "issued", "expires", "training_hours",
    "verification", "verified_by", "verified_on", "evidence_reference",
)  # fmt: skip
Typed = Mapping[str, str]


@router.get("")
async def show_certificates(request: Request, screen: Working, candidate_id: UUID) -> Response:
    """What somebody holds, and the form for one of them (`ubah`) or for another."""
    return await _page(screen, candidate_id, request.query_params.get("ubah", ""))


@router.post("")
async def write_certificate(request: Request, screen: Working, candidate_id: UUID) -> Response:
    """Add one, or correct the one that `of` names. Sent twice it is done once."""
    form = await posted(request)
    try:
        await _write(screen, CandidateId(candidate_id), form, request.url.path)
    except WRONG as error:
        wrong = _placed(problems(error, screen.tongue))
        typed = {name: form.text(name) for name in (*FIELDS, "units", "once")}
        return await _page(screen, candidate_id, form.text("of"), wrong, typed)
    return screen.go(request.url.path, "saved")


async def _write(screen: Screen, candidate: CandidateId, form: Posted, path: str) -> None:
    program = screen.program
    of = CertificateId(form.uuid("of")) if form.text("of") else None
    held = await person.certificate(program.gateway, program.actor, candidate, of) if of else None
    asked = parsed(CertificateIn, _values(form, held)).certificate(of or CertificateId(program.new_id()))
    if held is None:
        await person.add_certificate(program.gateway, program.actor, candidate, asked, form.once(path))
        return

    def check(standing: Certificate) -> None:
        if standing != asked and form.text("version") != version_of(standing):
            raise Refused(STALE)

    await person.replace_certificate(program.gateway, program.actor, candidate, asked, check)


def _values(form: Posted, held: Certificate | None) -> dict[str, object]:
    """The form as the shape of the API; a unit that stands is kept as it stands. Raises InvalidValue (`units`)."""
    known = {_line(unit): unit for unit in held.units} if held else {}
    lines = filter(None, map(str.strip, form.text("units").splitlines()))
    units = dict.fromkeys(known.get(line) or parse_unit_code(line, "units") for line in lines)
    return {name: form.text(name) for name in FIELDS if form.text(name)} | {"units": plain(list(units))}


def _line(unit: UnitCode) -> str:
    return f"{unit.code} ({unit.decree_year})" if unit.decree_year else unit.code


def version_of(certificate: Certificate) -> str:
    """What a form carries, to tell whether the certificate has been changed since; as its entity tag."""
    return etag_of(plain(certificate)).strip('"')


def _placed(wrong: Problems) -> Problems:
    """With what is wrong beside the field where it can be mended: the order of the days is the domain's, which names
    no field of the form, and a unit is one line of several."""
    by_field = dict(wrong.by_field)
    if wrong.general:
        by_field["expires"] = wrong.general[0]
    for name in wrong.by_field:
        if name.startswith("units/"):
            by_field.setdefault("units", wrong.by_field[name])
    return replace(wrong, general=(), by_field=by_field)


def _stored(certificate: Certificate) -> dict[str, str]:
    written = {name: getattr(certificate, name) for name in FIELDS}
    texts = {name: "" if value is None else str(value) for name, value in written.items()}
    return texts | {"units": "\n".join(map(_line, certificate.units))}


async def _page(
    screen: Screen, candidate: UUID, named: str = "", wrong: Problems = NONE, typed: Typed | None = None
) -> Response:
    program = screen.program
    record = await records.get(program.gateway, program.actor, CANDIDATES, candidate)
    chosen = next((one for one in record.candidate.certificates if str(one.id) == named), None)
    empty = dict.fromkeys((*FIELDS, "units"), "") | {"verification": "claimed"}
    given = (_stored(chosen) if chosen else empty) | dict(typed or {})
    return screen.show(
        "case_worker/certificates.html",
        422 if wrong else 200,
        record=record,
        certificates=record.candidate.certificates,
        chosen=chosen,
        problems=wrong,
        given=given,
        once=given.get("once") or program.new_id(),
        version=version_of(chosen) if chosen else "",
    )
