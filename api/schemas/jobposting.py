"""A published vacancy as schema.org has it (JobPosting, JSON-LD), for job boards and search engines.

Required there: title, description, datePosted, hiringOrganization, jobLocation. Limits of age and sex never leave: they
are not among the properties, and lines of the text that name one are left out (SE Menaker M/6/HK.04/V/2025). Nor do
other lines in which the lint has found something, unless somebody has published the vacancy with that finding.
"""

import re
from collections.abc import Sequence
from datetime import date
from html import escape
from typing import Any, Final

from api.schemas.documents import Document
from matching.geo import Gazetteer
from matching.lint.catalogue import Finding
from matching.model import Vacancy
from matching.model.records import VacancyRecord
from matching.model.states import StateChange
from matching.publishing import unjudged
from matching.requirements.filling import requirements_of, text_of
from matching.usecases.trail import JAKARTA
from matching.vocabulary import ContractKind, Education, VacancyStatus, WageUnit, WorkSetting

FULL_TIME_HOURS: Final = 35
"""From how many hours a week work is full-time: BPS, and PP 36/2021 Art. 16 for part-time."""
_CONTRACTS = {
    ContractKind.FIXED_TERM: "TEMPORARY",
    ContractKind.DAILY: "PER_DIEM",
    ContractKind.PIECE_RATE: "OTHER",
    ContractKind.APPRENTICESHIP: "INTERN",
    ContractKind.PARTNERSHIP: "CONTRACTOR",
    ContractKind.SELF_EMPLOYMENT: "CONTRACTOR",
}
_UNITS = {WageUnit.HOUR: "HOUR", WageUnit.DAY: "DAY", WageUnit.WEEK: "WEEK", WageUnit.MONTH: "MONTH"}
_CREDENTIALS = {
    Education.SMA: "high school",
    Education.D1: "professional certificate",
    Education.D2: "associate degree",
    Education.D3: "associate degree",
    Education.S1: "bachelor degree",
    Education.S2: "postgraduate degree",
    Education.S3: "postgraduate degree",
}


def job_posting(
    record: VacancyRecord,
    employer: str,
    changes: Sequence[StateChange],
    gazetteer: Gazetteer,
    today: date,
    *,
    findings: Sequence[Finding],
) -> Document | None:
    """The posting; None where there is none: not published, over, employer not verified, within a facility, for which
    nobody outside can apply, or abroad, where no place of work is on record."""
    vacancy = record.vacancy
    public = vacancy.status is VacancyStatus.OPEN and vacancy.employer_verified
    if (
        vacancy.setting is WorkSetting.INSIDE_FACILITY
        or not public
        or vacancy.over(today)
        or vacancy.place is None
        or vacancy.openings <= vacancy.held
    ):
        return None
    title, description = _lawful(vacancy, unjudged(text_of(vacancy), findings, changes))
    whole: Document = {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": title,
        "description": description or f"<p>{escape(title)}</p>",
        "identifier": {"@type": "PropertyValue", "name": employer, "value": str(record.id)},
        "datePosted": _posted(record, changes),
        "validThrough": f"{vacancy.closes.isoformat()}T23:59:59+07:00" if vacancy.closes else None,
        "jobStartDate": vacancy.starts.isoformat() if vacancy.starts else None,
        "employmentType": _employment(vacancy),
        "hiringOrganization": {"@type": "Organization", "name": employer},
        "jobLocation": _location(vacancy.place, gazetteer),
        "baseSalary": _salary(vacancy),
        "educationRequirements": _education(vacancy.required.education),
        "experienceRequirements": _experience(vacancy.required.experience_months),
        "qualifications": _qualifications(vacancy),
        "workHours": f"{vacancy.hours_per_week} jam per minggu" if vacancy.hours_per_week else None,
        "occupationalCategory": vacancy.occupation or None,
        "industry": vacancy.sector or None,
        "totalJobOpenings": vacancy.openings - vacancy.held,
        "jobBenefits": "Tempat tinggal disediakan" if vacancy.lodging else None,
        "directApply": False,
    }
    return {name: value for name, value in whole.items() if value is not None}


def _lawful(vacancy: Vacancy, found: Sequence[Finding]) -> tuple[str, str]:
    """Title and description (HTML) without the lines, in the title the words, that limit age or sex or were found
    unlawful and judged by nobody."""
    read, text = requirements_of(vacancy), text_of(vacancy)
    spans = [(item.start, item.end) for item in (*read.ages, *read.births, *read.sexes)]
    spans += [(one.start or 0, one.end or 0) for one in found]
    lines, start = [], 0
    for line in text.split("\n"):
        limited = [(first, last) for first, last in spans if first < start + len(line) and start < last]
        if start == 0:
            lines.append(_cut(line, limited))
        elif not limited and line.strip():
            lines.append(line.strip())
        start += len(line) + 1
    return lines[0], "".join(f"<p>{escape(line)}</p>" for line in lines[1:])


def _cut(title: str, spans: Sequence[tuple[int, int]]) -> str:
    cut = "".join(one for at, one in enumerate(title) if not any(first <= at < last for first, last in spans))
    cut = re.sub(r"\(\W*\)|\[\W*\]", " ", cut)
    return re.sub(r"\s+", " ", cut).strip(" -–/|,(") or "Lowongan kerja"


def _posted(record: VacancyRecord, changes: Sequence[StateChange]) -> str:
    opened = [one.at for one in changes if one.after == VacancyStatus.OPEN]
    at = opened[-1] if opened else record.stamp.recorded_at if record.stamp else None
    return (at.astimezone(JAKARTA).date() if at else date.min).isoformat()


def _employment(vacancy: Vacancy) -> list[str]:
    hours = vacancy.hours_per_week
    length = [] if hours is None else ["FULL_TIME" if hours >= FULL_TIME_HOURS else "PART_TIME"]
    kind = _CONTRACTS.get(vacancy.contract) if vacancy.contract else None
    permanent = vacancy.contract is ContractKind.PERMANENT and not length
    return [*length, *([kind] if kind else []), *(["FULL_TIME"] if permanent else [])] or ["OTHER"]


def _location(place: str, gazetteer: Gazetteer) -> Document:
    regency = gazetteer.get(place)
    address = {
        "@type": "PostalAddress",
        "addressLocality": regency.name,
        "addressRegion": regency.province,
        "addressCountry": "ID",
    }
    return {"@type": "Place", "address": address}


def _salary(vacancy: Vacancy) -> Document | None:
    wage = vacancy.wage
    if wage is None or wage.unit not in _UNITS:
        return None
    value: dict[str, Any] = {"@type": "QuantitativeValue", "unitText": _UNITS[wage.unit]}
    value |= (
        {"value": wage.lower_idr}
        if wage.lower_idr == wage.upper_idr
        else {"minValue": wage.lower_idr, "maxValue": wage.upper_idr}
    )
    return {"@type": "MonetaryAmount", "currency": "IDR", "value": value}


def _education(level: Education) -> Document | str:
    if level is Education.NONE:
        return "no requirements"
    if level not in _CREDENTIALS:
        return level.name
    return {"@type": "EducationalOccupationalCredential", "credentialCategory": _CREDENTIALS[level]}


def _experience(months: int) -> Document | str:
    if not months:
        return "no requirements"
    return {"@type": "OccupationalExperienceRequirements", "monthsOfExperience": months}


def _qualifications(vacancy: Vacancy) -> list[str] | None:
    asked = vacancy.required
    licences = sorted(licence.value for licence in asked.licences | vacancy.licences_by_law)
    return [*asked.certificates, *licences, *sorted(asked.units)] or None
