"""What one change would open, as JSON."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from pydantic import Field

from api.schemas.documents import Document, plain
from api.schemas.parts import Shape
from matching.messages import Tongue, source, words
from matching.rules import Reason
from matching.usecases.answers import NearMissRow


class WouldOpen(Shape):
    """A vacancy that one change would open, and the rank that it would take."""

    vacancy_id: UUID
    title: str
    reason: Reason
    words: str
    source: str | None = Field(description="The rule of law behind the reason, where there is one.")
    score: float = Field(description="Its score once the change has been made.")
    would_rank: int = Field(
        description="Its rank in this list once the change has been made; behind a better row like it, that row's."
    )
    to: dict[str, Any] = Field(description="The change: what would differ on record, and its new value.")


def would_open(misses: Iterable[NearMissRow], tongue: Tongue) -> list[Document]:
    """Near misses, in the shape of `WouldOpen`."""
    return [
        {
            "vacancy_id": str(miss.vacancy),
            "title": miss.title,
            "reason": str(miss.reason),
            "words": words(f"reason.{miss.reason}", tongue),
            "source": source(f"reason.{miss.reason}"),
            "score": miss.score,
            "would_rank": miss.would_rank,
            "to": plain(miss.to),
        }
        for miss in misses
    ]
