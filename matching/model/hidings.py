"""Vacancies that are not to be shown again for one person, and why."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from matching.errors import InvalidValue
from matching.model.ids import AccountId, VacancyId

MOST_NOTE = 500


class HidingReason(StrEnum):
    """Why a vacancy is hidden for a person. Health and supervision are one code: which of them it is is not asked."""

    NOT_WANTED = "not_wanted"
    TOO_FAR = "too_far"
    HEALTH_OR_SUPERVISION = "health_or_supervision"
    EMPLOYER_UNSUITABLE = "employer_unsuitable"
    EMPLOYER_PROBLEM = "employer_problem"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Hiding:
    """What is said when a vacancy is hidden. The note is for the staff and the person, never for an employer."""

    vacancy: VacancyId
    reason: HidingReason
    note: str = ""

    def __post_init__(self) -> None:
        if self.reason is HidingReason.OTHER and not self.note.strip():
            raise InvalidValue("note", "wajib bila alasannya lain / is needed where the reason is another")
        if len(self.note) > MOST_NOTE:
            raise InvalidValue("note", f"paling banyak {MOST_NOTE} huruf / at most {MOST_NOTE} characters")


@dataclass(frozen=True, slots=True)
class HiddenVacancy:
    """A vacancy as it is hidden now, by whom and since when."""

    hiding: Hiding
    title: str
    employer: str
    by: AccountId
    at: datetime
