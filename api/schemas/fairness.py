"""Fairness reports: what is told of groups, and the signature that a plan under the bound waits for."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from api.schemas.documents import Document, plain
from api.schemas.parts import Shape
from api.spreadsheet import Cell
from matching.model.fairness import Attribute, FairnessReport, Matter


class GroupRef(Shape):
    """A group in one matter; `employer` "": with every employer, "*": with those that have few answers."""

    matter: Matter
    employer: str
    attribute: Attribute
    group: str


class FairnessSummary(Shape):
    """A report without its figures: of a plan, or of a month (its first day)."""

    id: UUID
    plan: UUID | None
    month: date | None
    made_at: datetime
    alarms: list[GroupRef]
    awaits_signature: bool
    signed_by: UUID | None
    signed_at: datetime | None
    reason: str


class FairnessOut(FairnessSummary):
    """A report with its figures (docs/fairness.md). Of hidden cells nothing is told but the alarm."""

    bounds: dict[str, float]
    tests: int
    cells: list[dict[str, Any]]


class SignatureIn(Shape):
    """Why a plan may be used although a group fares worse in it, or what follows from a month in which one has."""

    reason: Annotated[str, Field(min_length=1, max_length=500)]


def fairness_summary(report: FairnessReport) -> Document:
    """A report, in the shape of `FairnessSummary`."""
    signed = report.signature
    return {
        "id": str(report.id),
        "plan": str(report.plan) if report.plan else None,
        "month": report.month.isoformat() if report.month else None,
        "made_at": plain(report.made_at),
        "alarms": report.report["alarms"],
        "awaits_signature": report.awaits_signature,
        "signed_by": str(signed.account) if signed else None,
        "signed_at": plain(signed.at) if signed else None,
        "reason": signed.reason if signed else "",
    }


def fairness_document(report: FairnessReport) -> Document:
    """A report, in the shape of `FairnessOut`."""
    return {**fairness_summary(report), **report.report}


CELLS_HEAD = (
    "matter", "employer", "attribute", "group", "people", "selected", "ratio", "ratio_low", "ratio_high", "exposure",
    "exposure_ratio", "exposure_low", "exposure_high", "alarm", "hidden",
)  # fmt: skip


def fairness_cells(report: FairnessReport) -> list[Sequence[Cell]]:
    """The cells of a report as rows under `CELLS_HEAD`; of hidden ones nothing is told but the alarm."""
    return [
        (
            cell["matter"], cell["employer"], cell["attribute"], cell["group"], cell.get("people"),
            cell.get("selected"), *_parts(cell.get("ratio")), cell.get("exposure"),
            *_parts(cell.get("exposure_ratio")),
            "alarm" if cell["alarm"] else "", "k<5" if cell["hidden"] else "",
        )
        for cell in report.report.get("cells", ())
    ]  # fmt: skip


def _parts(estimate: Mapping[str, float | None] | None) -> tuple[float | None, ...]:
    found = estimate or {}
    return found.get("value"), found.get("low"), found.get("high")
