"""Values of the domain as JSON documents. Stored values are shown as they are: limits are for what comes in."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any
from uuid import UUID

from matching.lint.catalogue import Finding
from matching.model import Gates, Identity
from matching.model.records import CandidateRecord, EmployerRecord, Stamp, Unchecked, VacancyRecord
from matching.release import ReleaseWindow
from matching.requirements.filling import contradictions, requirements_of, silenced
from matching.requirements.items import Requirements
from matching.requirements.reading import age_limits, only_sex
from matching.vocabulary import Education

Document = dict[str, Any]

FACTS = (
    "home", "education", "custody_regency", "accepted_places", "willing_to_move", "sea_crossing", "max_travel_m",
    "licences", "languages", "experience", "preferences", "restrictions", "blocked_fields", "blockers",
)  # fmt: skip
READ = ("held", "licences_by_law", "understood", "employer_verified", "sector", "from_text")
"""What a vacancy's record says that nobody writes: read at intake, lent by the employer, counted from holds."""


def plain(value: object) -> Any:
    """JSON of a value: dataclasses as objects, sets in order, education by name, other codes by value, days as ISO."""
    if value is None or isinstance(value, bool | float):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    return _collected(value) if isinstance(value, Mapping | Set | list | tuple) else _scalar(value)


def _collected(value: Mapping[Any, Any] | Set[Any] | list[Any] | tuple[Any, ...]) -> Any:
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(item) for key, item in value.items()}
    items = [plain(item) for item in value]
    return sorted(items) if isinstance(value, Set) else items


def _scalar(value: object) -> Any:
    if isinstance(value, Education):
        return value.name
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, str | int):
        return value
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def candidate_document(record: CandidateRecord) -> Document:
    """A person as a case worker sees one: numbers by their last four, protected attributes not at all."""
    person = record.candidate
    return {
        "id": str(person.id),
        "identity": {
            **_written(record.identity),
            "national_id_last4": record.national_id_last4 or None,
            "register_number_last4": record.register_last4 or None,
        },
        **_writable_facts(record),
        "gates": gates_document(person.gates),
        "window": plain(person.window),
        "supervision": plain(person.supervision),
        "certificates": plain(person.certificates),
        "stamp": stamp_document(record.stamp),
    }


def gates_document(gates: Gates) -> Document:
    """Consent and objection; a restriction has an address of its own, because it is not for whoever writes gates."""
    return {"consented": gates.consented, "objected": gates.objected}


def candidate_writable(record: CandidateRecord) -> Document:
    """The record as somebody would write it anew. Numbers and protected attributes are not read: absent, they stay."""
    return {"identity": _written(record.identity), **_writable_facts(record)}


def _writable_facts(record: CandidateRecord) -> Document:
    return {
        "facts": {name: plain(getattr(record.candidate, name)) for name in FACTS},
        "references": plain(record.references),
        "facility": record.facility,
        "guarantor": plain(record.guarantor),
    }


def _written(identity: Identity) -> Document:
    return {
        "name": identity.name,
        "birth_date": plain(identity.birth_date),
        "phone": identity.phone,
        "district": identity.district,
    }


def window_document(record: CandidateRecord, history: Sequence[ReleaseWindow]) -> Document:
    """The window in force with its supervision, and all windows ever recorded."""
    return {
        "window": plain(record.candidate.window),
        "supervision": plain(record.candidate.supervision),
        "history": plain(list(history)),
    }


def employer_document(record: EmployerRecord) -> Document:
    """An employer as stored."""
    return {
        "id": str(record.employer.id),
        **employer_writable(record),
        "stamp": stamp_document(record.stamp),
    }


def employer_writable(record: EmployerRecord) -> Document:
    """The record as somebody would write it anew."""
    employer = plain(record.employer)
    del employer["id"]
    return {**employer, "reference": plain(record.reference)}


def vacancy_document(record: VacancyRecord) -> Document:
    """A vacancy as stored, with what was read from it at intake."""
    read: Document = {name: plain(getattr(record.vacancy, name)) for name in READ}
    read["understood"] = [{"occupation": code, "confidence": sure} for code, sure in read["understood"]]
    document = vacancy_writable(record)
    shown = plain(record.vacancy)
    document |= {
        name: shown[name]
        for name in ("wage", *sorted({n.partition(".")[0] for n in record.vacancy.from_text}))
    }
    whose = {"unchecked": plain(record.unchecked)}
    return {"id": str(record.id), **document, **read, **whose, "stamp": stamp_document(record.stamp)}


def vacancy_detail(record: VacancyRecord, findings: Sequence[Finding]) -> Document:
    """As `vacancy_document`, with what is wrong with it, where the text says otherwise than a field, and what limits of
    person it names."""
    return {
        **vacancy_document(record),
        "findings": finding_documents(findings),
        "contradictions": plain(contradictions(record.vacancy)),
        "limits_in_text": limits_document(requirements_of(record.vacancy)),
    }


def finding_documents(findings: Sequence[Finding]) -> list[Document]:
    """Findings with their words in both languages."""
    return [_finding(one) for one in findings]


def _finding(found: Finding) -> Document:
    entry = found.entry
    return {
        "code": str(found.code),
        "severity": str(found.severity),
        "rule": entry.rule,
        "start": found.start,
        "end": found.end,
        "details": dict(found.details),
        "message": plain(entry.message),
        "suggestion": plain(entry.suggestion),
    }


def limits_document(read: Requirements) -> Document:
    """The limits of person that a text names, null where it is silent: shown, never ranked on."""
    ages = age_limits(read)
    return {
        "age_min": ages.lower if ages else None,
        "age_max": ages.upper if ages else None,
        "sex": plain(only_sex(read)),
    }


def vacancy_writable(record: VacancyRecord) -> Document:
    """The record as somebody would write it anew; what was read from the text is not the employer's: silent."""
    vacancy = plain(silenced(record.vacancy))
    for name in ("id", *READ):
        del vacancy[name]
    if vacancy["wage"]:
        vacancy["wage"] = {name: vacancy["wage"][name] for name in ("lower_idr", "upper_idr", "unit")}
    around = ("facility", "limits", "wage_text", "source_text", "reference")
    kept = {"kept": record.unchecked is Unchecked.KEPT}
    return {**vacancy, **{name: plain(getattr(record, name)) for name in around}, **kept}


def stamp_document(stamp: Stamp | None) -> Document:
    """Where a record belongs and who wrote it last."""
    if stamp is None:
        raise ValueError("the record has not been stored")
    document: Document = plain(stamp)
    del document["caseload"]
    return document


def merged(standing: Mapping[str, Any], patch: Mapping[str, Any]) -> Document:
    """A JSON merge patch applied (RFC 7396): objects merge, null removes, everything else replaces."""
    after = {key: value for key, value in standing.items() if key not in patch}
    for key, value in patch.items():
        if isinstance(value, Mapping):
            below = standing.get(key)
            after[key] = merged(below if isinstance(below, Mapping) else {}, value)
        elif value is not None:
            after[key] = value
    return after
