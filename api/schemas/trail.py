"""The trail as its officer reads it: rows without digests, and days of reading that stand out."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from api.schemas.documents import Document, plain
from api.schemas.parts import Shape
from matching.model.oversight import Measure
from matching.trail import Act, TrailEntry

ENTRY: dict[str, Any] = {
    "seq": 1204,
    "at": "2026-11-23T09:14:05.120000+07:00",
    "account": "5b0f4c1e-6a51-4a8e-9a43-0f6a2c9d7e11",
    "role": "case_worker",
    "duty": "0f9a7c3b-4d52-4b6d-8d2e-7b1f2a3c4d5e",
    "unit": "9d1c2b3a-4e5f-4a6b-8c7d-1e2f3a4b5c6d",
    "purpose": "penempatan kerja",
    "request": "c3f7a1de-90ab-4cde-8f01-23456789abcd",
    "act": "read",
    "entity": "candidates",
    "record": "7f3e4a58-2b0f-4f0e-8b77-0c4a3f6f1a10",
    "subject": "7f3e4a58-2b0f-4f0e-8b77-0c4a3f6f1a10",
    "fields": ["facts", "identity"],
}
FINDING: dict[str, Any] = {
    "account": "5b0f4c1e-6a51-4a8e-9a43-0f6a2c9d7e11",
    "role": "case_worker",
    "unit": "9d1c2b3a-4e5f-4a6b-8c7d-1e2f3a4b5c6d",
    "day": "2026-11-23",
    "measure": "people",
    "count": 212,
    "own_usual": 47.8,
    "role_usual": 61.2,
}
UNUSUAL: dict[str, Any] = {"items": [FINDING]}


class TrailRow(Shape):
    """One row: who, in which duty and for what, has done what to whom. Never a value."""

    seq: int
    at: datetime
    account: UUID | None = Field(description="Null: somebody has worked around the program.")
    role: str | None
    duty: UUID | None
    unit: UUID | None
    purpose: str | None
    request: UUID | None = Field(description="As in the header `Jembatan-Request` of the answer.")
    act: Act
    entity: str
    record: UUID | None
    subject: UUID | None
    fields: list[str] = Field(
        description="Groups that were read or columns that were changed; empty: the whole."
    )


class UnusualDay(Shape):
    """A count that stands out, and up to where it would have been usual; null: too little history."""

    account: UUID | None
    role: str | None
    unit: UUID | None
    day: date
    measure: Measure
    count: int
    own_usual: float | None
    role_usual: float | None


class UnusualDays(Shape):
    """The farthest above the usual first."""

    items: list[UnusualDay]


def row_document(entry: TrailEntry) -> Document:
    """A row as a document."""
    return {name: value for name, value in plain(entry).items() if name in TrailRow.model_fields}
