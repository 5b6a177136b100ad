"""Candidates, certificates and windows as rows, and rows as those."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from data.rows import Row, caseload_of, codes, day, members, text
from matching.model import (
    Blocker,
    Candidate,
    CandidateId,
    Certificate,
    CertificateId,
    EmployerId,
    Experience,
    Gates,
    HeldLicence,
    Preferences,
    ProtectedAttributes,
    UnitCode,
)
from matching.model.records import CandidateRecord, Stamp
from matching.release import ReleaseWindow, Supervision
from matching.vocabulary import (
    BlockerKind,
    BlockerStatus,
    CertificateKind,
    ContractKind,
    DateBasis,
    Education,
    Language,
    Licence,
    ReleaseMode,
    Shift,
    Verification,
    WorkDemand,
)


def facts_row(candidate: Candidate, stamp: Stamp | None = None) -> Row:
    """Row of `candidates`."""
    wishes = candidate.preferences
    return {
        "id": str(candidate.id),
        "home": candidate.home,
        "education": int(candidate.education),
        "consented": candidate.gates.consented,
        "objected": candidate.gates.objected,
        "custody_regency": candidate.custody_regency,
        "accepted_places": list(candidate.accepted_places),
        "willing_to_move": candidate.willing_to_move,
        "sea_crossing": candidate.sea_crossing,
        "max_travel_m": candidate.max_travel_m,
        "licences": [[held.licence, day(held.expires)] for held in candidate.licences],
        "languages": codes(candidate.languages),
        "experience": [_experience_json(job) for job in candidate.experience],
        "interests": list(wishes.interests),
        "excluded_fields": codes(wishes.excluded_fields),
        "shifts": codes(wishes.shifts),
        "contracts": codes(wishes.contracts),
        "minimum_wage_idr": wishes.minimum_wage_idr,
        "needs_lodging": wishes.needs_lodging,
        "restrictions": codes(candidate.restrictions),
        "blocked_fields": codes(candidate.blocked_fields),
        "blockers": [[blocker.kind, blocker.status, blocker.lead_days] for blocker in candidate.blockers],
        "caseload": caseload_of(stamp),
    }


def candidate_of(row: Any, certificates: Sequence[Certificate]) -> Candidate:
    """The candidate of a row of `candidate_facts`."""
    window, supervision = current_window_of(row)
    return Candidate(
        id=CandidateId(row["id"]),
        home=row["home"],
        education=Education(row["education"]),
        gates=Gates(row["consented"], row["objected"], row["restricted"]),
        window=window,
        supervision=supervision,
        custody_regency=row["custody_regency"],
        accepted_places=tuple(row["accepted_places"]),
        willing_to_move=row["willing_to_move"],
        sea_crossing=row["sea_crossing"],
        max_travel_m=row["max_travel_m"],
        licences=tuple(HeldLicence(Licence(licence), _date(until)) for licence, until in row["licences"]),
        languages=members(Language, row["languages"]),
        certificates=tuple(certificates),
        experience=tuple(_experience_of(job) for job in row["experience"]),
        preferences=_preferences_of(row),
        restrictions=members(WorkDemand, row["restrictions"]),
        blocked_fields=frozenset(row["blocked_fields"]),
        blockers=tuple(
            Blocker(BlockerKind(kind), BlockerStatus(status), lead_days)
            for kind, status, lead_days in row["blockers"]
        ),
    )


def certificate_row(candidate: CandidateId, certificate: Certificate, position: int | None) -> Row:
    """Row of `certificates`; `position` None: where it stands, or after the others."""
    return {
        "id": str(certificate.id),
        "candidate_id": str(candidate),
        "position": position,
        "kind": certificate.kind,
        "title": certificate.title,
        "scheme": certificate.scheme,
        "units": [[unit.code, unit.decree_year] for unit in certificate.units],
        "kkni_level": certificate.kkni_level,
        "issuer": certificate.issuer,
        "number": certificate.number,
        "issued": day(certificate.issued),
        "expires": day(certificate.expires),
        "training_hours": certificate.training_hours,
        "verification": certificate.verification,
        "verified_by": certificate.verified_by,
        "verified_on": day(certificate.verified_on),
        "evidence_reference": certificate.evidence_reference,
    }


def certificate_of(row: Any) -> Certificate:
    """The certificate of a row of `certificates`."""
    return Certificate(
        id=CertificateId(row["id"]),
        kind=CertificateKind(row["kind"]),
        title=row["title"],
        scheme=row["scheme"],
        units=tuple(UnitCode(code, decree_year) for code, decree_year in row["units"]),
        kkni_level=row["kkni_level"],
        issuer=row["issuer"],
        number=row["number"],
        issued=row["issued"],
        expires=row["expires"],
        training_hours=row["training_hours"],
        verification=Verification(row["verification"]),
        verified_by=row["verified_by"],
        verified_on=row["verified_on"],
        evidence_reference=row["evidence_reference"],
    )


def window_row(candidate: CandidateId, window: ReleaseWindow) -> Row:
    """Row of `release_windows`."""
    return {
        "candidate_id": str(candidate),
        "mode": window.mode,
        "earliest": day(window.earliest),
        "expected": day(window.expected),
        "latest": day(window.latest),
        "basis": window.basis,
        "as_of": day(window.as_of),
        "source": window.source,
    }


def window_of(row: Any) -> ReleaseWindow:
    """The window of a row of `release_windows` or `candidate_facts`."""
    return ReleaseWindow(
        mode=ReleaseMode(row["mode"]),
        earliest=row["earliest"],
        expected=row["expected"],
        latest=row["latest"],
        basis=DateBasis(row["basis"]),
        as_of=row["as_of"],
        source=row["source"],
    )


def current_window_of(row: Any) -> tuple[ReleaseWindow | None, Supervision | None]:
    """Window and supervision of a row of `candidate_facts`."""
    return (
        window_of(row) if row["mode"] else None,
        _supervision_of(row) if row["supervision_id"] else None,
    )


def supervision_row(candidate: CandidateId, supervision: Supervision) -> Row:
    """Row of `supervisions`."""
    return {
        "candidate_id": str(candidate),
        "until": day(supervision.until),
        "area": list(supervision.area),
        "report_every_days": supervision.report_every_days,
    }


def _supervision_of(row: Any) -> Supervision:
    return Supervision(row["until"], tuple(row["area"]), row["report_every_days"])


def _experience_json(job: Experience) -> Row:
    return {
        "title": job.title,
        "months": job.months,
        "inside": job.inside,
        "reviewed": job.reviewed,
        "would_take_back": text(job.would_take_back),
    }


def _experience_of(job: Row) -> Experience:
    employer = job["would_take_back"]
    return Experience(
        job["title"],
        job["months"],
        job["inside"],
        job["reviewed"],
        EmployerId(UUID(employer)) if employer else None,
    )


def _preferences_of(row: Any) -> Preferences:
    return Preferences(
        interests=tuple(row["interests"]),
        excluded_fields=frozenset(row["excluded_fields"]),
        shifts=members(Shift, row["shifts"]),
        contracts=members(ContractKind, row["contracts"]),
        minimum_wage_idr=row["minimum_wage_idr"],
        needs_lodging=row["needs_lodging"],
    )


def _date(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def protected_row(candidate: CandidateId, protected: ProtectedAttributes) -> Row:
    """Of the argument of `write_protected_attributes`."""
    return {
        "candidate_id": str(candidate),
        "sex": protected.sex,
        "disability": protected.disability,
        "religion": protected.religion,
        "minority_language": protected.minority_language,
    }


def reference_rows(records: Sequence[CandidateRecord]) -> list[Row]:
    """Rows of `candidate_references`."""
    return [
        {
            "candidate_id": str(record.id),
            "position": position,
            "system": reference.system,
            "key": reference.key,
        }
        for record in records
        for position, reference in enumerate(record.references)
    ]
