"""Vacancies that are hidden for a person, as the API tells and takes them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from api.schemas.parts import Shape
from api.schemas.shortlists import Words
from matching.messages import Tongue, words
from matching.model import VacancyId
from matching.model.hidings import HiddenVacancy, Hiding, HidingReason


class HidingIn(Shape):
    """Why this vacancy is not to be shown again for this person. `other` needs a note."""

    vacancy_id: UUID
    reason: HidingReason = Field(examples=[HidingReason.TOO_FAR])
    note: Words = Field("", description="For the staff, and in the person's own file; no employer reads it.")

    def value(self) -> Hiding:
        """What is said; raises InvalidValue where a note is needed."""
        return Hiding(VacancyId(self.vacancy_id), self.reason, self.note)


class HiddenVacancyOut(Shape):
    """A vacancy as it is hidden now: why, since when, and by whom."""

    vacancy_id: UUID
    title: str
    employer: str
    reason: HidingReason
    words: str
    note: str
    by: UUID
    at: datetime


HIDING: dict[str, Any] = {
    "vacancy_id": "00000000-0000-4000-8000-000000000901",
    "reason": "too_far",
    "note": "Dua jam dengan angkutan umum.",
}
HIDDEN: dict[str, Any] = {
    **HIDING,
    "title": "Tukang las kapal",
    "employer": "PT Contoh Galangan",
    "words": "Terlalu jauh",
    "by": "00000000-0000-4000-8000-000000000001",
    "at": "2026-11-27T03:00:00Z",
}


def hidden_document(one: HiddenVacancy, tongue: Tongue) -> dict[str, Any]:
    """In the shape of `HiddenVacancyOut`."""
    said = one.hiding
    return {
        "vacancy_id": str(said.vacancy),
        "title": one.title,
        "employer": one.employer,
        "reason": str(said.reason),
        "words": words(f"hiding.{said.reason}", tongue),
        "note": said.note,
        "by": str(one.by),
        "at": one.at.isoformat(),
    }
