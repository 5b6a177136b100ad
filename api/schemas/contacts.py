"""Contact that companies ask for, as the API takes and tells it: to a company by a code, to the staff with why."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints

from api.schemas.parts import Shape
from matching.messages import Tongue, words
from matching.model.contacts import AskedContact, ContactReason, ContactRequest, ContactState

CODE: dict[str, Any] = {"code": "4C1F-08A2-9B7E"}
ASKED: dict[str, Any] = {
    **CODE,
    "at": "2026-11-27T03:00:00Z",
    "state": "asked",
    "words": "menunggu jawaban petugas",
}
REFUSAL: dict[str, Any] = {"reason": "other_plans"}
REQUEST: dict[str, Any] = {
    "vacancy_id": "00000000-0000-4000-8000-000000000901",
    "title": "Tukang las kapal",
    "employer": "PT Contoh Galangan",
    "at": "2026-11-27T03:00:00Z",
    "waits": False,
    "answered_at": "2026-11-27T05:00:00Z",
    **REFUSAL,
    "words": "Orangnya sudah punya rencana lain",
}


class ContactIn(Shape):
    """Whom contact is asked for with."""

    code: Annotated[str, StringConstraints(pattern=r"^[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}$")] = Field(
        description="As it stands on a card for this vacancy.", examples=[CODE["code"]]
    )


class AskedContactOut(Shape):
    """A request as its company sees it. Why something is not possible is told to no company."""

    code: str
    at: datetime
    state: ContactState
    words: str


class ContactRefusalIn(Shape):
    """Why it is not possible: for the staff, and in the person's own file."""

    reason: ContactReason = Field(examples=[ContactReason.OTHER_PLANS])


class ContactRequestOut(Shape):
    """A request as the staff see it. `waits`: neither proposed nor refused, and still to be answered."""

    vacancy_id: UUID
    title: str
    employer: str
    at: datetime
    waits: bool
    answered_at: datetime | None
    reason: ContactReason | None
    words: str


def asked_document(one: AskedContact, tongue: Tongue) -> dict[str, Any]:
    """In the shape of `AskedContactOut`."""
    return {
        "code": one.code,
        "at": one.at.isoformat(),
        "state": str(one.state),
        "words": words(f"contact.{one.state}", tongue),
    }


def request_document(one: ContactRequest, tongue: Tongue) -> dict[str, Any]:
    """In the shape of `ContactRequestOut`."""
    return {
        "vacancy_id": str(one.vacancy),
        "title": one.title,
        "employer": one.employer,
        "at": one.at.isoformat(),
        "waits": one.waits,
        "answered_at": one.answered_at.isoformat() if one.answered_at else None,
        "reason": str(one.reason) if one.reason else None,
        "words": words(f"hindrance.{one.reason}", tongue) if one.reason else "",
    }
