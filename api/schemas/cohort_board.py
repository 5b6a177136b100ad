"""The cohort by month and province, as it leaves the house: without small numbers."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from api.schemas.documents import Document
from api.schemas.examples import Example
from api.schemas.parts import Shape
from api.spreadsheet import Cell
from matching.model.cohorts import CohortPlan, ToldRow
from matching.usecases.cohort_region import FIGURES

BOARD_HEAD = ("month", "province_code", "province", *FIGURES)


class BoardLine(Shape):
    """People of a month and province of units. Null: 1 to 4, what would give such a number away, or, of options and
    proposals, a month after the plan's last day."""

    month: Annotated[str, Field(pattern=r"^\d{4}-\d\d$")] = Field(
        description="Of the expected release.", examples=["2027-01"]
    )
    province_code: str
    province: str = Field(description="Its name; empty where the unit lies in none.")
    leaving: int | None
    viable: int | None = Field(description="With a vacancy in the plan's list.")
    proposed: int | None = Field(description="With a proposal in the plan.")
    working: int | None = Field(description="Have accepted or begun work.")


class BoardOut(Shape):
    """The board of one's region."""

    plan: UUID | None = Field(description="By which options and proposals are counted; null: there is none.")
    as_of: date
    horizon_days: int
    rows: list[BoardLine]


BOARD: Example = {
    "plan": "5d2f0f0e-3f53-4a7c-9a54-6a3f6f1c2b41",
    "as_of": "2026-11-22",
    "horizon_days": 365,
    "rows": [
        {
            "month": "2027-01",
            "province_code": "35",
            "province": "Jawa Timur",
            "leaving": 41,
            "viable": 36,
            "proposed": 30,
            "working": None,
        }
    ],
}


def board_cells(rows: Sequence[ToldRow], provinces: Mapping[str, str]) -> list[list[Cell]]:
    """The rows under `BOARD_HEAD`; `provinces`: names by code."""
    return [
        [
            f"{row.month:%Y-%m}",
            row.province,
            provinces.get(row.province, ""),
            *(getattr(row, name) for name in FIGURES),
        ]
        for row in rows
    ]


def board_document(
    plan: CohortPlan | None, cells: Sequence[Sequence[Cell]], *, as_of: date, horizon_days: int
) -> Document:
    """A board's cells, in the shape of `BoardOut`."""
    return {
        "plan": str(plan.id) if plan else None,
        "as_of": as_of.isoformat(),
        "horizon_days": horizon_days,
        "rows": [dict(zip(BOARD_HEAD, row, strict=True)) for row in cells],
    }
