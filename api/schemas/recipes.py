"""A new recipe (model and weights) beside the one in force, and the signature that it may wait for."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from api.schemas.documents import Document, plain
from api.schemas.examples import Example
from api.schemas.fairness_examples import FAIRNESS_OUT
from api.schemas.parts import Shape
from matching.model.fairness import Comparison


class ComparisonSummary(Shape):
    """The same people ranked by two recipes, without the figures."""

    id: UUID
    before: str = Field(description="The recipe that was in force: model and digest of the weights.")
    after: str
    as_of: date
    made_at: datetime
    people: int
    alarms: int = Field(description="Of the second recipe.")
    needs_signature: bool = Field(description="With alarms, or of fewer than 20 people.")
    awaits_signature: bool
    signed_by: UUID | None
    signed_at: datetime | None
    reason: str


class ComparisonOut(ComparisonSummary):
    """The same with both reports (docs/fairness.md); `change` stands in the cells of `after`."""

    report: dict[str, Any]


_REPORT = {name: FAIRNESS_OUT[name] for name in ("bounds", "tests", "cells", "alarms")}
COMPARISON_SUMMARY: Example = {
    "id": "6e1c2f52-0c1e-4a0d-9f0a-0d4a6f0f6b12",
    "before": "bundled/3-aaaaaaaaaaaa",
    "after": "bundled+trades/3-aaaaaaaaaaaa",
    "as_of": "2026-11-22",
    "made_at": "2026-11-22T03:00:04+00:00",
    "people": 1200,
    "alarms": 1,
    "needs_signature": True,
    "awaits_signature": True,
    "signed_by": None,
    "signed_at": None,
    "reason": "",
}
COMPARISON_OUT: Example = {**COMPARISON_SUMMARY, "report": {"before": _REPORT, "after": _REPORT}}


def comparison_summary(told: Comparison) -> Document:
    """A comparison, in the shape of `ComparisonSummary`."""
    signed = told.signature
    return {
        "id": str(told.id),
        "before": told.before,
        "after": told.after,
        "as_of": told.as_of.isoformat(),
        "made_at": plain(told.made_at),
        "people": told.people,
        "alarms": told.alarms,
        "needs_signature": told.needs_signature,
        "awaits_signature": told.awaits_signature,
        "signed_by": str(signed.account) if signed else None,
        "signed_at": plain(signed.at) if signed else None,
        "reason": signed.reason if signed else "",
    }


def comparison_document(told: Comparison) -> Document:
    """A comparison, in the shape of `ComparisonOut`."""
    return {**comparison_summary(told), "report": told.report}
