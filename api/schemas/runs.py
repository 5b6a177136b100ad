"""Recorded runs: what is asked to be recorded, what was, and its replay."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from api.schemas.documents import Document, plain
from api.schemas.parts import Day, Shape
from matching.model.records import RunRecord
from matching.usecases.runs import ReplayedRow


class RunIn(Shape):
    """A list to be made and recorded: of a person, or of a vacancy."""

    candidate_id: UUID | None = Field(None, examples=["7f3e4a58-2b0f-4f0e-8b77-0c4a3f6f1a10"])
    vacancy_id: UUID | None = None
    size: Annotated[int, Field(ge=1, le=200)] = 20
    as_of: Day | None = Field(None, description="Without it: today.", examples=[date(2026, 11, 22)])
    plain: bool = Field(default=False, description="In the order of scores alone.")

    @model_validator(mode="after")
    def _one_side(self) -> Self:
        if (self.candidate_id is None) == (self.vacancy_id is None):
            raise ValueError("isi candidate_id atau vacancy_id / either candidate_id or vacancy_id is needed")
        return self


class RunSummary(Shape):
    """A recorded run without its rows."""

    id: UUID
    kind: Literal["vacancies", "candidates"]
    candidate: UUID | None = Field(
        description="Null when the run was for a vacancy, or the person is erased."
    )
    vacancy: UUID | None
    snapshot: str
    model: str
    rules: str
    parameters: dict[str, Any]
    at: datetime
    erased: bool


class RunOut(RunSummary):
    """A recorded run: weights, frozen features and result are what a replay works on."""

    weights: dict[str, Any]
    features: list[dict[str, float]]
    result: dict[str, Any]


class ReplayRow(Shape):
    """A row of a replay beside the recorded one."""

    record: UUID
    rank: int
    score: float
    recorded_rank: int
    recorded_score: float


class Replay(Shape):
    """A run scored again from its frozen features; `same` says that the list is the recorded one."""

    run: UUID
    same: bool
    rows: list[ReplayRow]


def run_document(record: RunRecord) -> Document:
    """A run, in the shape of `RunOut`."""
    document: Document = plain(record)
    return document


def run_summary(record: RunRecord) -> Document:
    """A run, in the shape of `RunSummary`."""
    return {name: plain(getattr(record, name)) for name in RunSummary.model_fields}


def replay_document(record: RunRecord, rows: tuple[ReplayedRow, ...]) -> Document:
    """A replay, in the shape of `Replay`."""
    same = all(row.rank == row.recorded_rank and row.score == row.recorded_score for row in rows)
    return {"run": str(record.id), "same": same, "rows": plain(rows)}
