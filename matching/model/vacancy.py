"""Employers and their vacancies."""

import re
from dataclasses import dataclass, field
from datetime import date

from matching.errors import NEGATIVE, InvalidValue
from matching.model.ids import EmployerId, VacancyId
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

OCCUPATION_CODE = re.compile(r"\d{4}(\.\d{2})?")
"""A unit group of KBJI 2014, or an occupation in one."""


@dataclass(frozen=True, slots=True)
class Wage:
    """A wage as offered, rupiah per unit; `monthly_*` are the same per month where that can be said."""

    lower_idr: int
    upper_idr: int
    unit: WageUnit
    monthly_lower_idr: int | None = None
    monthly_upper_idr: int | None = None

    def __post_init__(self) -> None:
        if not 0 < self.lower_idr <= self.upper_idr:
            raise InvalidValue(
                "wage",
                f"yang tertinggi tidak boleh di bawah yang terendah, dan keduanya di atas nol"
                f" / from {self.lower_idr} to {self.upper_idr} is not a range above zero",
            )


@dataclass(frozen=True, slots=True)
class Asks:
    """What a vacancy asks for: once as required, once as preferred."""

    education: Education = Education.NONE
    experience_months: int = 0
    certificates: tuple[str, ...] = ()  # titles as written
    units: frozenset[str] = frozenset()  # codes of units of competency
    licences: frozenset[Licence] = frozenset()
    languages: frozenset[Language] = frozenset()

    def __post_init__(self) -> None:
        if self.experience_months < 0:
            raise InvalidValue(
                "experience_months",
                NEGATIVE,
            )


@dataclass(frozen=True, slots=True)
class Employer:
    """An employer; `sector` is a KBLI code, `business_number` the NIB."""

    id: EmployerId
    name: str
    business_number: str = ""  # NIB, 13 digits
    sector: str = ""  # KBLI code
    contact: str = field(default="", repr=False)
    verification: EmployerVerification = EmployerVerification.UNVERIFIED

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise InvalidValue("employer.name", "nama harus diisi / a name is required")


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A vacancy as matching knows it. Age and sex limits are stored beside it because the law asks for them
    (Perpres 57/2023) and are not in this type because they are never ranked on (SE Menaker M/6/HK.04/V/2025).
    """

    id: VacancyId
    employer: EmployerId
    title: str
    place: str | None  # regency code; None when the work is abroad
    employer_verified: bool = True
    sector: str = ""  # the employer's KBLI code
    description: str = ""
    occupation: str = ""  # KBJI code
    setting: WorkSetting = WorkSetting.OUTSIDE
    months_left_asked: int = 0  # inside a facility: months that the person must still have there
    openings: int = 1
    held: int = 0
    contract: ContractKind | None = None
    wage: Wage | None = None
    shifts: frozenset[Shift] = frozenset()
    hours_per_week: int | None = None
    lodging: bool = False
    starts: date | None = None  # None: any time
    closes: date | None = None  # None: rolling
    required: Asks = field(default_factory=Asks)
    preferred: Asks = field(default_factory=Asks)
    licences_by_law: frozenset[Licence] = frozenset()  # read from title and occupation at intake
    understood: tuple[tuple[str, float], ...] = ()  # occupations read at intake: KBJI code, confidence
    demands: frozenset[WorkDemand] = frozenset()
    fields: frozenset[str] = frozenset()  # field-of-work codes
    police_record_letter: bool = False  # SKCK asked: a flag, never a bar
    placement_elsewhere: bool = False  # "bersedia ditempatkan di luar kota / pulau"
    status: VacancyStatus = VacancyStatus.OPEN
    from_text: frozenset[str] = (
        frozenset()
    )  # fields that were silent and are filled from the text: "required.education"

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise InvalidValue("vacancy.title", "judul harus diisi / a title is required")
        if self.occupation and not OCCUPATION_CODE.fullmatch(self.occupation):
            raise InvalidValue(
                "vacancy.occupation",
                f"{self.occupation!r} bukan kode KBJI, misalnya 7212 atau 7212.01"
                f" / is no KBJI code, such as 7212 or 7212.01",
            )
        if self.openings < 1:
            raise InvalidValue(
                "vacancy.openings", f"{self.openings} kurang dari satu / {self.openings} is less than one"
            )
        if not 0 <= self.held <= self.openings:
            raise InvalidValue(
                "vacancy.held", f"{self.held} di luar 0–{self.openings} / is outside 0–{self.openings}"
            )
        if self.place is None and self.setting is WorkSetting.INSIDE_FACILITY:
            raise InvalidValue(
                "vacancy.place", "kerja di dalam UPT ada tempatnya / work inside a facility has a place"
            )

    @property
    def abroad(self) -> bool:
        return self.place is None

    def over(self, today: date) -> bool:
        """Whether it is closed, or past its closing day."""
        return self.status is VacancyStatus.CLOSED or (self.closes is not None and self.closes < today)
