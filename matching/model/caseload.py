"""People as a case worker's list shows them: found by name or number of days, one line each."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from matching.errors import NEGATIVE, InvalidValue
from matching.model.ids import CandidateId
from matching.release import ReleaseWindow
from matching.vocabulary import BlockerKind

MAX_WORDS = 80


class GateState(StrEnum):
    """How somebody stands to matching."""

    OPEN = "open"
    WITHOUT_CONSENT = "without_consent"
    OBJECTED = "objected"
    RESTRICTED = "restricted"


@dataclass(frozen=True, slots=True)
class CaseloadQuery:
    """Who is wanted. `words`: parts of a name, in any order; `within_days`: can be out by then and is not yet past the
    latest date; `gate`: None means whichever. `page` counts from 1."""

    today: date
    words: str = field(default="", repr=False)
    within_days: int | None = None
    gate: GateState | None = None
    page: int = 1
    rows: int = 25

    def __post_init__(self) -> None:
        if len(self.words) > MAX_WORDS:
            raise InvalidValue(
                "words", f"paling banyak {MAX_WORDS} karakter / at most {MAX_WORDS} characters"
            )
        if self.within_days is not None and self.within_days < 0:
            raise InvalidValue("within_days", NEGATIVE)
        if self.page < 1:
            raise InvalidValue("page", "halaman dihitung dari 1 / pages count from 1")


@dataclass(frozen=True, slots=True)
class CaseloadRow:
    """One line: who, how far the profile is filled (of five parts), when they can be out, what stands in the way."""

    candidate: CandidateId
    name: str = field(repr=False)
    gate: GateState
    window: ReleaseWindow | None
    certificates: int
    home: str
    filled: int
    blockers: tuple[BlockerKind, ...]


@dataclass(frozen=True, slots=True)
class Caseload:
    """A page of lines, soonest expected release first, then whose window is past (last to leave first), then who has
    none; and of how many they are a part."""

    rows: tuple[CaseloadRow, ...]
    total: int
