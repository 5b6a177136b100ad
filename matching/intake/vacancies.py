"""What a list of vacancies says of each."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from matching.intake.persons import reference
from matching.intake.place_cells import WorkPlace
from matching.intake.reading import Reading
from matching.intake.rows import ReadRow
from matching.language.choices import Sex
from matching.language.problems import refusal
from matching.language.wages import StatedWage, monthly_idr, parse_wage
from matching.model.ids import EmployerId, VacancyId
from matching.model.records import PersonLimits, VacancyRecord
from matching.model.vacancy import Asks, Vacancy, Wage
from matching.requirements.filling import contradictions, requirements_of, silenced
from matching.requirements.reading import age_limits, only_sex
from matching.vocabulary import WageUnit, WorkSetting

WAGES_REMEMBERED = 20_000
_TAKEN = (
    "title",
    "description",
    "occupation",
    "setting",
    "months_left_asked",
    "openings",
    "contract",
    "shifts",
    "hours_per_week",
    "lodging",
    "starts",
    "closes",
    "demands",
    "fields",
    "police_record_letter",
    "placement_elsewhere",
    "status",
)


COLUMN_OF_FIELD = {
    "required.education": "education",
    "required.experience_months": "experience",
    "required.licences": "licences",
    "wage": "wage",
}


def vacancy_record(
    row: ReadRow, known: VacancyRecord | None, new_id: VacancyId, employer: EmployerId, reading: Reading
) -> VacancyRecord:
    """The record of a vacancy after this row; what the row does not say stays as it is known.

    What title and text mean (fields of work, licences by law) is not read here.

    Raises:
        InvalidValue: cells that contradict each other.
    """
    said = row.values
    place: WorkPlace = said["place"]
    if place.regency is None and said.get("setting") is WorkSetting.INSIDE_FACILITY:
        raise refusal(
            "place",
            "kerja di dalam lembaga ada di satu kabupaten/kota",
            "work inside a facility has a regency",
        )
    base = silenced(known.vacancy) if known else Vacancy(new_id, employer, said["title"], place.regency)
    taken = {name: said[name] for name in _TAKEN if name in said}
    _require_openings(taken, base)
    stated, wage_text = _wage(said, reading)
    vacancy = replace(
        base,
        employer=employer,
        place=place.regency,
        wage=stated if wage_text else base.wage,
        required=_asks(said, "", base.required),
        preferred=_asks(said, "preferred_", base.preferred),
        **taken,
    )
    return VacancyRecord(
        vacancy=vacancy,
        reference=known.reference if known else reference(said),
        facility=said.get("facility", known.facility if known else ""),
        limits=_limits(said, known.limits if known else PersonLimits()),
        wage_text=wage_text or (known.wage_text if known else ""),
        source_text=said.get("source_text") or _abroad(place) or (known.source_text if known else ""),
        stamp=known.stamp if known else None,
    )


def remarks(row: ReadRow) -> Iterator[tuple[str, str]]:
    """(column key, words) of what is worth a look and no error."""
    for key in ("age", "sex"):
        limited = key in row.values and row.values[key] != frozenset(Sex)
        if limited and "limit_reason" not in row.values:
            yield (
                key,
                "batas ini perlu alasan (SE Menaker M/6/HK.04/V/2025); tidak dipakai untuk peringkat"
                " / such a limit needs a reason; it is never ranked on",
            )


def remarks_on_text(vacancy: Vacancy) -> Iterator[tuple[str, str]]:
    """(column key, words) of where the text says otherwise than the fields, and of limits of person that it names."""
    for one in contradictions(vacancy):
        yield (
            COLUMN_OF_FIELD[one.field],
            f"teks lowongan berkata lain: {one.read}; kolom ini yang dipakai ({one.stated})"
            f" / the text says otherwise: {one.read}; this column counts ({one.stated})",
        )
    read = requirements_of(vacancy)
    for key, limited in (("age", age_limits(read) or read.births), ("sex", only_sex(read))):
        if limited:
            yield (
                key,
                "teks lowongan menyebut batas ini (SE Menaker M/6/HK.04/V/2025); tidak dipakai untuk peringkat"
                " / the text names such a limit; it is never ranked on",
            )


def _require_openings(taken: Mapping[str, Any], base: Vacancy) -> None:
    if taken.get("openings", 1) < 1:
        raise refusal("openings", "paling sedikit satu orang", "at least one person")
    if taken.get("openings", base.openings) < base.held:
        raise refusal(
            "openings",
            f"sudah {base.held} tempat dipegang orang; tidak bisa kurang dari itu",
            f"{base.held} places are held already; it cannot be less",
        )


def _wage(said: Mapping[str, Any], reading: Reading) -> tuple[Wage | None, str]:
    """(wage, the words for it). A wage that is not said in rupiah ("nego", an unknown minimum) is words only."""
    if "wage" not in said:
        return None, ""
    words = said["wage"]
    stated = _read_wage(words, said.get("wage_unit"))
    lower, upper = _bounds(stated, said, reading)
    if lower is None or upper is None:
        return None, words
    monthly = [monthly_idr(amount, stated.unit) for amount in (lower, upper)]
    return Wage(lower, upper, stated.unit, *monthly), words


@lru_cache(WAGES_REMEMBERED)
def _read_wage(words: str, unit: WageUnit | None) -> StatedWage:
    return parse_wage(words, "wage", unit=unit)


def forget_wages() -> None:
    """Remember no words of a wage any more."""
    _read_wage.cache_clear()


def _bounds(stated: StatedWage, said: Mapping[str, Any], reading: Reading) -> tuple[int | None, int | None]:
    """ "From 4 jt" promises 4 jt and no more; "up to 5 jt" promises nothing that could be counted on."""
    if stated.lower is not None:
        return stated.lower, stated.upper if stated.upper is not None else stated.lower
    place: WorkPlace = said["place"]
    if stated.upper is None and stated.is_minimum_wage and place.regency and stated.unit is WageUnit.MONTH:
        year = (said.get("starts") or reading.today).year
        least = reading.minimum_wage(place.regency, year)
        return least, least
    return None, None


def _asks(said: Mapping[str, Any], prefix: str, before: Asks) -> Asks:
    units = said.get(f"{prefix}units")
    return Asks(
        education=said.get(f"{prefix}education", before.education),
        experience_months=said.get(f"{prefix}experience", before.experience_months),
        certificates=said.get(f"{prefix}certificates", before.certificates),
        units=frozenset(unit.code for unit in units) if units is not None else before.units,
        licences=said.get(f"{prefix}licences", before.licences),
        languages=said.get(f"{prefix}languages", before.languages),
    )


def _limits(said: Mapping[str, Any], before: PersonLimits) -> PersonLimits:
    youngest, oldest = said.get("age", (before.age_min, before.age_max))
    sexes = said.get("sex")
    sex = before.sex if sexes is None else (str(next(iter(sexes))) if len(sexes) == 1 else None)
    return PersonLimits(youngest, oldest, sex, said.get("limit_reason", before.reason))


def _abroad(place: WorkPlace) -> str:
    return "" if place.regency else f"Tempat kerja: luar negeri: {place.country}"
