"""One reader per kind of cell, by the name that `columns.csv` gives it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from matching.errors import InvalidValue
from matching.intake import place_cells, simple_cells, work_cells
from matching.intake.columns import Column
from matching.intake.reading import Cell, Reading
from matching.language.choices import parse_choice, parse_choices, parse_sex, parse_sexes, parse_yes_no
from matching.language.durations import parse_months
from matching.language.education import parse_education
from matching.language.identifiers import (
    parse_certificate_number,
    parse_nib,
    parse_nik,
    parse_phone,
    parse_register_number,
)
from matching.language.licences import parse_licences
from matching.language.unit_codes import parse_unit_codes
from matching.vocabulary import (
    CertificateKind,
    ContractKind,
    DateBasis,
    EmployerVerification,
    Language,
    ReleaseMode,
    Shift,
    VacancyStatus,
    Verification,
    WageUnit,
    WorkDemand,
    WorkSetting,
)

Parser = Callable[[str, Cell], Any]
REMEMBERED = 20_000


def _choice(kind: Any) -> Parser:
    return lambda words, cell: parse_choice(kind, words, cell.key)


def _choices(kind: Any) -> Parser:
    return lambda words, cell: frozenset(parse_choices(kind, words, cell.key))


def _keyed(parse: Callable[..., Any], **options: Any) -> Parser:
    return lambda words, cell: parse(words, cell.key, **options)


PARSERS: Mapping[str, Parser] = MappingProxyType(
    {
        "text": simple_cells.text,
        "named": simple_cells.named,
        "long_text": simple_cells.long_text,
        "key": simple_cells.source_key,
        "date": simple_cells.day,
        "past_date": simple_cells.past_day,
        "start": simple_cells.start,
        "close": simple_cells.close,
        "kilometres": simple_cells.kilometres,
        "count": simple_cells.count,
        "hours": simple_cells.hours,
        "hours_per_week": simple_cells.hours_per_week,
        "kkni": simple_cells.kkni,
        "rhythm": simple_cells.rhythm,
        "guarantor_kind": simple_cells.guarantor_kind,
        "wage_monthly": simple_cells.wage_monthly,
        "ages": simple_cells.ages,
        "kbji": simple_cells.kbji,
        "kbli": simple_cells.kbli,
        "list": work_cells.titles,
        "experience": work_cells.experience,
        "experience_inside": work_cells.experience_inside,
        "held_licences": work_cells.held_licences,
        "blockers": work_cells.blockers,
        "fields": work_cells.fields,
        "home": place_cells.home,
        "regency": place_cells.regency,
        "regencies": place_cells.regencies,
        "places": place_cells.places,
        "vacancy_place": place_cells.vacancy_place,
        "nik": _keyed(parse_nik),
        "nib": _keyed(parse_nib),
        "phone": _keyed(parse_phone),
        "register_number": _keyed(parse_register_number),
        "certificate_number": _keyed(parse_certificate_number),
        "yes_no": _keyed(parse_yes_no),
        "education": _keyed(parse_education),
        "education_asked": _keyed(parse_education, several="lowest"),
        "licences": _keyed(parse_licences),
        "months": _keyed(parse_months, bare_months=True),
        "units": _keyed(parse_unit_codes),
        "sex": lambda words, cell: parse_sex(words, cell.header, cell.key),
        "sexes": _keyed(parse_sexes),
        "mode": _choice(ReleaseMode),
        "basis": _choice(DateBasis),
        "certificate_kind": _choice(CertificateKind),
        "verification": _choice(Verification),
        "employer_verification": _choice(EmployerVerification),
        "vacancy_status": _choice(VacancyStatus),
        "contract": _choice(ContractKind),
        "wage_unit": _choice(WageUnit),
        "setting": _choice(WorkSetting),
        "contracts": _choices(ContractKind),
        "shifts": _choices(Shift),
        "languages": _choices(Language),
        "demands": _choices(WorkDemand),
    }
)


class CellReader:
    """Reads cells against one `Reading`. What a text means is remembered, but never a text of a sensitive column.

    Used by one thread at a time.
    """

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._known: dict[tuple[str, str], tuple[Any, str | None]] = {}

    def read(self, column: Column, header: str, words: str) -> Any:
        """The value of a cell that is not blank.

        Raises:
            InvalidValue: the column cannot hold this; the problem says what would be right.
        """
        if column.sensitive:
            return PARSERS[column.parser](words, Cell(column.key, header, self.reading))
        known = self._known.get((column.parser, words))
        if known is None:
            known = self._parse(column, header, words)
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[column.parser, words] = known
        value, problem = known
        if problem is not None:
            raise InvalidValue(column.key, problem)
        return value

    def _parse(self, column: Column, header: str, words: str) -> tuple[Any, str | None]:
        try:
            return PARSERS[column.parser](words, Cell(column.key, header, self.reading)), None
        except InvalidValue as error:
            return None, error.problem
