"""Vacancies: what is written of them and what is shown."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field

from api.schemas.findings import FindingOut
from api.schemas.parts import (
    MAX_LIST,
    NO_ID,
    Code,
    Day,
    EducationName,
    Line,
    Named,
    Readable,
    ReferenceShape,
    RegencyCode,
    Rupiah,
    Shape,
    StampShape,
    Text,
    Title,
)
from matching.language.identifiers import parse_kbji
from matching.language.wages import monthly_idr
from matching.model import Asks, EmployerId, Vacancy, VacancyId, Wage
from matching.model.records import PersonLimits, Unchecked, VacancyRecord
from matching.vocabulary import (
    ContractKind,
    Education,
    Language,
    Licence,
    Shift,
    VacancyStatus,
    WageUnit,
    WorkDemand,
    WorkSetting,
)

MAX_OPENINGS = 10_000


def _kbji(text: str) -> str:
    return parse_kbji(text, "occupation") if text else ""


class WageIn(Readable):
    """A wage as offered, rupiah per unit."""

    lower_idr: Rupiah = Field(examples=[2_400_000])
    upper_idr: Rupiah = Field(examples=[3_000_000])
    unit: WageUnit = Field(examples=[WageUnit.MONTH])

    def value(self) -> Wage:
        """The wage, also by the month where that can be said; raises InvalidValue."""
        low, high = (monthly_idr(amount, self.unit) for amount in (self.lower_idr, self.upper_idr))
        return Wage(self.lower_idr, self.upper_idr, self.unit, low, high)


class WageOut(Shape):
    """A wage as offered, and by the month where that can be said (PP 36/2021 Art. 17)."""

    lower_idr: int
    upper_idr: int
    unit: WageUnit
    monthly_lower_idr: int | None
    monthly_upper_idr: int | None


class AsksShape(Readable):
    """What a vacancy asks for."""

    education: EducationName = "NONE"
    experience_months: Annotated[int, Field(ge=0, le=720)] = 0
    certificates: Annotated[tuple[Title, ...], Field(max_length=20)] = ()
    units: Annotated[frozenset[Code], Field(max_length=MAX_LIST)] = frozenset()
    licences: frozenset[Licence] = frozenset()
    languages: frozenset[Language] = frozenset()

    def value(self) -> Asks:
        """What is asked."""
        return Asks(**dict(self) | {"education": Education[self.education]})


class LimitsShape(Readable):
    """Limits of age or sex, stored with their reason because the law asks for them, and never ranked on."""

    age_min: Annotated[int, Field(ge=15, le=100)] | None = None
    age_max: Annotated[int, Field(ge=15, le=100)] | None = None
    sex: Literal["female", "male"] | None = None
    reason: Line = ""

    def value(self) -> PersonLimits:
        """The limits; raises InvalidValue."""
        return PersonLimits(self.age_min, self.age_max, self.sex, self.reason)


class VacancyFacts(Readable):
    """A vacancy as it is written and changed. Without a place the work is abroad."""

    employer: UUID = Field(examples=["0b5b3c52-7c0e-4a63-9a55-2b1d0a7f6e01"])
    title: Named = Field(examples=["Tukang Las (Welder) SMAW"])
    place: RegencyCode | None = Field(examples=["35.19"])
    description: Text = Field("", examples=["Mengelas rangka baja.\nSertifikat las lebih disukai."])
    occupation: Annotated[str, Field(max_length=20), AfterValidator(_kbji)] = Field(
        "", description="KBJI 2014.", examples=["7212"]
    )
    setting: WorkSetting = WorkSetting.OUTSIDE
    months_left_asked: Annotated[int, Field(ge=0, le=240)] = 0
    openings: Annotated[int, Field(ge=1, le=MAX_OPENINGS)] = 1
    contract: ContractKind | None = Field(None, examples=[ContractKind.FIXED_TERM])
    wage: WageIn | None = None
    shifts: frozenset[Shift] = frozenset()
    hours_per_week: Annotated[int, Field(ge=1, le=168)] | None = None
    lodging: bool = False
    starts: Day | None = Field(None, description="Without it: any time.", examples=["2027-02-01"])
    closes: Day | None = Field(None, description="Without it: rolling.", examples=["2027-01-15"])
    required: AsksShape = Field(default=AsksShape())
    preferred: AsksShape = Field(default=AsksShape())
    demands: frozenset[WorkDemand] = frozenset()
    fields: Annotated[frozenset[Code], Field(max_length=MAX_LIST)] = Field(
        default=frozenset(), description="Fields of work beyond those that are read from the title."
    )
    police_record_letter: bool = Field(default=False, description="SKCK asked: a flag, never a bar.")
    placement_elsewhere: bool = False
    status: VacancyStatus = VacancyStatus.OPEN

    def vacancy(self, vacancy: VacancyId) -> Vacancy:
        """The vacancy, under this id, before anything is read from its text; raises InvalidValue."""
        own = {name: getattr(self, name) for name in VacancyFacts.model_fields}
        own |= {
            "employer": EmployerId(self.employer),
            "wage": self.wage.value() if self.wage else None,
            "required": self.required.value(),
            "preferred": self.preferred.value(),
        }
        return Vacancy(id=vacancy, **own)

    def value(self) -> object:
        """The vacancy, under no id; raises InvalidValue."""
        return self.vacancy(VacancyId(NO_ID))


class VacancyIn(VacancyFacts):
    """A vacancy with the texts that it came from."""

    facility: Line = ""
    limits: LimitsShape = Field(default=LimitsShape())
    wage_text: Line = ""
    source_text: Text = ""
    reference: ReferenceShape | None = None
    kept: bool = Field(
        default=False,
        description="A draft that a company keeps for itself: nobody sees or checks it before this is false. "
        "What was sent is not kept again.",
    )

    def record(self, vacancy: Vacancy) -> VacancyRecord:
        """The record around a vacancy."""
        return VacancyRecord(
            vacancy=vacancy,
            reference=self.reference.value() if self.reference else None,
            facility=self.facility,
            limits=self.limits.value(),
            wage_text=self.wage_text,
            source_text=self.source_text,
            unchecked=Unchecked.KEPT if self.kept else None,
        )


class Understood(Shape):
    """An occupation that a title was read as, and how surely."""

    occupation: str
    confidence: float


class VacancyOut(Shape):
    """A vacancy as stored, with what was read from it at intake."""

    id: UUID
    employer: UUID
    title: str
    place: str | None
    description: str
    occupation: str
    setting: WorkSetting
    months_left_asked: int
    openings: int
    held: int
    contract: ContractKind | None
    wage: WageOut | None
    shifts: list[Shift]
    hours_per_week: int | None
    lodging: bool
    starts: Day | None
    closes: Day | None
    required: AsksShape
    preferred: AsksShape
    demands: list[WorkDemand]
    fields: list[str]
    police_record_letter: bool
    placement_elsewhere: bool
    status: VacancyStatus
    facility: str
    limits: LimitsShape
    wage_text: str
    source_text: str
    reference: ReferenceShape | None
    kept: bool
    licences_by_law: list[Licence]
    understood: list[Understood]
    employer_verified: bool
    sector: str
    from_text: list[str] = Field(description="Fields that were silent and hold what the text says.")
    unchecked: Unchecked | None = Field(
        description="Whose words in it nobody has checked: then it is not published."
    )
    stamp: StampShape


class ContradictionOut(Shape):
    """A structured field, which wins, and the words of title and description that say otherwise."""

    field: str
    stated: str
    read: str
    start: int = Field(description="Offset into title, line break, description.")
    end: int


class LimitsInText(Shape):
    """Limits of age or sex that the text names: shown, never ranked on (SE Menaker M/6/HK.04/V/2025)."""

    age_min: int | None
    age_max: int | None
    sex: Literal["female", "male"] | None


class VacancyDetail(VacancyOut):
    """A vacancy as stored, with what its text says beside its fields."""

    findings: list[FindingOut]
    contradictions: list[ContradictionOut]
    limits_in_text: LimitsInText
