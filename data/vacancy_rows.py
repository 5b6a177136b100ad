"""Employers and vacancies as rows, and rows as those. Reading is lean: at a restart a hundred thousand come at once."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from data.rows import Row, caseload_of, codes, day, stamp_of
from matching.model import (
    Asks,
    Employer,
    EmployerId,
    ExternalReference,
    Vacancy,
    VacancyId,
    Wage,
)
from matching.model.records import EmployerRecord, PersonLimits, Unchecked, VacancyRecord
from matching.vocabulary import (
    ContractKind,
    Education,
    EmployerVerification,
    Language,
    Licence,
    Shift,
    VacancyStatus,
    WageUnit,
    WorkDemand,
    WorkSetting,
)

_SETTING = {member.value: member for member in WorkSetting}
_CONTRACT = {member.value: member for member in ContractKind}
_WAGE_UNIT = {member.value: member for member in WageUnit}
_STATUS = {member.value: member for member in VacancyStatus}
_EDUCATION = tuple(Education)
_VERIFIED = EmployerVerification.VERIFIED.value
_NOTHING_ASKED = Asks()
_EMPTY: frozenset[Any] = frozenset()


def employer_row(record: EmployerRecord) -> Row:
    """Row of `employers`."""
    employer = record.employer
    return {
        "id": str(employer.id),
        "name": employer.name,
        "business_number": employer.business_number,
        "sector": employer.sector,
        "contact": employer.contact,
        "verification": employer.verification,
        **_reference_columns(record.reference),
        "caseload": caseload_of(record.stamp),
    }


def employer_of(row: Any) -> Employer:
    """The employer of a row of `employers`."""
    return Employer(
        EmployerId(row["id"]),
        row["name"],
        row["business_number"],
        row["sector"],
        row["contact"],
        EmployerVerification(row["verification"]),
    )


def employer_record_of(row: Any) -> EmployerRecord:
    """The record of a row of `employers`."""
    return EmployerRecord(employer_of(row), _reference_of(row), stamp_of(row))


def vacancy_row(record: VacancyRecord) -> Row:
    """Row of `vacancies`. What the employer lends and what the holds count is not written."""
    return {
        **_facts_row(record.vacancy),
        **_wage_columns(record.vacancy.wage),
        **_asks_columns("required", record.vacancy.required),
        **_asks_columns("preferred", record.vacancy.preferred),
        **_reference_columns(record.reference),
        **_limit_columns(record.limits),
        "facility": record.facility,
        "wage_text": record.wage_text,
        "source_text": record.source_text,
        "unchecked": record.unchecked or "",
        "caseload": caseload_of(record.stamp),
    }


def _facts_row(vacancy: Vacancy) -> Row:
    return {
        "id": str(vacancy.id),
        "employer_id": str(vacancy.employer),
        "title": vacancy.title,
        "place": vacancy.place,
        "description": vacancy.description,
        "occupation": vacancy.occupation,
        "setting": vacancy.setting,
        "months_left_asked": vacancy.months_left_asked,
        "openings": vacancy.openings,
        "contract": vacancy.contract,
        "shifts": codes(vacancy.shifts),
        "hours_per_week": vacancy.hours_per_week,
        "lodging": vacancy.lodging,
        "starts": day(vacancy.starts),
        "closes": day(vacancy.closes),
        "licences_by_law": codes(vacancy.licences_by_law),
        "understood": [code for code, _ in vacancy.understood],
        "understood_confidence": [confidence for _, confidence in vacancy.understood],
        "demands": codes(vacancy.demands),
        "fields": codes(vacancy.fields),
        "police_record_letter": vacancy.police_record_letter,
        "placement_elsewhere": vacancy.placement_elsewhere,
        "status": vacancy.status,
        "from_text": codes(vacancy.from_text),
    }


def vacancy_of(row: Any) -> Vacancy:
    """The vacancy of a row of `vacancy_facts`, by position: the columns are those of the view, in its order."""
    (
        identifier, employer, title, place, verification, sector, description, occupation, setting, months_left_asked,
        openings, held, contract, wage_lower, wage_upper, wage_unit, monthly_lower, monthly_upper, shifts,
        hours_per_week, lodging, starts, closes,
    ) = row[:23]  # fmt: skip
    (
        licences_by_law, understood, confidence, demands, fields, police_record_letter, placement_elsewhere, status,
    ) = row[35:43]  # fmt: skip
    return Vacancy(
        VacancyId(identifier),
        EmployerId(employer),
        title,
        place,
        employer_verified=verification == _VERIFIED,
        sector=sector,
        description=description,
        occupation=occupation,
        setting=_SETTING[setting],
        months_left_asked=months_left_asked,
        openings=openings,
        held=held,
        contract=_CONTRACT.get(contract),
        wage=Wage(wage_lower, wage_upper, _WAGE_UNIT[wage_unit], monthly_lower, monthly_upper)
        if wage_unit
        else None,
        shifts=_set_of(Shift, tuple(shifts)) if shifts else _EMPTY,
        hours_per_week=hours_per_week,
        lodging=lodging,
        starts=starts,
        closes=closes,
        required=_asks(row[23:29]),
        preferred=_asks(row[29:35]),
        licences_by_law=_set_of(Licence, tuple(licences_by_law)) if licences_by_law else _EMPTY,
        understood=tuple(zip(understood, confidence, strict=True)) if understood else (),
        demands=_set_of(WorkDemand, tuple(demands)) if demands else _EMPTY,
        fields=frozenset(fields) if fields else _EMPTY,
        police_record_letter=police_record_letter,
        placement_elsewhere=placement_elsewhere,
        status=_STATUS[status],
        from_text=frozenset(row[45]) if row[45] else _EMPTY,
    )


def vacancy_record_of(vacancy: Vacancy, row: Any) -> VacancyRecord:
    """The record of a vacancy and a row of its administration."""
    return VacancyRecord(
        vacancy,
        reference=_reference_of(row),
        facility=row["facility"],
        limits=PersonLimits(row["age_min"], row["age_max"], row["sex_limit"], row["limit_reason"]),
        wage_text=row["wage_text"],
        source_text=row["source_text"],
        unchecked=Unchecked(row["unchecked"]) if row["unchecked"] else None,
        stamp=stamp_of(row),
    )


@cache
def _set_of(kind: type[Any], values: tuple[str, ...]) -> frozenset[Any]:
    """The few combinations that occur are made once."""
    return frozenset(kind(value) for value in values)


def _asks(columns: Sequence[Any]) -> Asks:
    if not any(columns):
        return _NOTHING_ASKED
    education, months, certificates, units, licences, languages = columns
    return Asks(
        _EDUCATION[education],
        months,
        tuple(certificates),
        frozenset(units) if units else _EMPTY,
        _set_of(Licence, tuple(licences)) if licences else _EMPTY,
        _set_of(Language, tuple(languages)) if languages else _EMPTY,
    )


def _asks_columns(prefix: str, asks: Asks) -> Row:
    return {
        f"{prefix}_education": int(asks.education),
        f"{prefix}_experience_months": asks.experience_months,
        f"{prefix}_certificates": list(asks.certificates),
        f"{prefix}_units": codes(asks.units),
        f"{prefix}_licences": codes(asks.licences),
        f"{prefix}_languages": codes(asks.languages),
    }


def _wage_columns(wage: Wage | None) -> Row:
    return {
        "wage_lower_idr": wage.lower_idr if wage else None,
        "wage_upper_idr": wage.upper_idr if wage else None,
        "wage_unit": wage.unit if wage else None,
        "wage_monthly_lower_idr": wage.monthly_lower_idr if wage else None,
        "wage_monthly_upper_idr": wage.monthly_upper_idr if wage else None,
    }


def _limit_columns(limits: PersonLimits) -> Row:
    return {
        "age_min": limits.age_min,
        "age_max": limits.age_max,
        "sex_limit": limits.sex,
        "limit_reason": limits.reason,
    }


def _reference_columns(reference: ExternalReference | None) -> Row:
    return {
        "reference_system": reference.system if reference else None,
        "reference_key": reference.key if reference else None,
    }


def _reference_of(row: Any) -> ExternalReference | None:
    system = row["reference_system"]
    return ExternalReference(system, row["reference_key"]) if system else None
