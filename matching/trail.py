"""The trail: who has read and changed what of whom. Values, and the stores as protocols.

What is read is noted by the stores themselves and written by the transaction (data/gateway.py); what is changed is
noted by the database. Nothing here holds a value of a person: only ids, and names of fields.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from matching.model import CandidateId
from matching.model.oversight import Finding
from matching.vocabulary import Role


class Act(StrEnum):
    """What was done. All from `sign_in` on are noted by the database and by index building, never by a use case."""

    READ = "read"
    RANK = "rank"  # facts went into a ranking of people; who was shown is `read` besides
    LOOK_UP = "look_up"  # found by a number, a key or a name
    REVEAL = "reveal"  # a sealed number was opened
    EXPORT = "export"
    SIGN_IN = "sign_in"
    SIGN_OUT = "sign_out"  # a session has ended, by whomever
    REFUSE = "refuse"  # a sign-in; what repeats within an hour is counted (docs/trail.md)
    CREATE = "create"
    CHANGE = "change"
    REMOVE = "remove"
    INDEX = "index"  # matching facts of everybody, by the program itself: one row a run


@dataclass(frozen=True, slots=True)
class TrailEntry:
    """One row. `account` None: somebody has worked around the program. `fields` empty: the whole record."""

    seq: int
    at: datetime
    account: UUID | None
    role: str | None
    duty: UUID | None
    unit: UUID | None
    purpose: str | None
    request: UUID | None
    act: str
    entity: str
    record: UUID | None
    subject: CandidateId | None
    fields: tuple[str, ...]
    digests: Mapping[str, tuple[str | None, str | None]]


@dataclass(frozen=True, slots=True)
class TrailQuery:
    """What to search for; None asks nothing. `until` is the first moment that no longer counts; `record` is what a
    row is about where that is no person: an account, an employer, a vacancy. `purpose` is the whole text of one."""

    subject: CandidateId | None = None
    record: UUID | None = None
    account: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    act: Act | None = None
    role: Role | None = None
    purpose: str | None = None


@dataclass(frozen=True, slots=True)
class Processing:
    """One row of a person's own processing trail: of the staff it tells role and unit, not the account."""

    at: datetime
    role: str | None
    unit: UUID | None
    purpose: str | None
    act: str
    entity: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadingDay:
    """How many people an account has read on one day, by the clock of its unit: in all, outside 06.00 to 18.59 or on a
    Sunday, found by number, key or name, and people whose last name is the reader's own."""

    account: UUID | None
    role: str | None
    unit: UUID | None
    day: date
    people: int
    late: int
    looked_up: int
    namesakes: int


class TrailStore(Protocol):
    """The trail in one transaction. Rows are written with it, or right after it where it only reads."""

    def note(
        self,
        act: Act,
        subjects: Iterable[UUID | None],
        *fields: str,
        entity: str = "candidates",
        record: UUID | None = None,
    ) -> None:
        """Say what is done here that the stores do not note themselves: a reveal, an export."""
        ...

    async def search(
        self, query: TrailQuery, *, limit: int, cursor: str | None
    ) -> tuple[Sequence[TrailEntry], str | None]:
        """Newest first, and the cursor of the next page. Nothing, unless a data-protection officer asks."""
        ...

    async def unit_names(self, units: Collection[UUID]) -> Mapping[UUID, str]:
        """Names of units that rows bear; one that is no more has none."""
        ...

    async def processing_of(self, candidate: CandidateId) -> Sequence[Processing]:
        """A person's trail, oldest first: for the officer, and the case worker who has the person; else nothing."""
        ...

    async def reading_days(
        self, *, since: datetime, until: datetime, zones: Mapping[str, str]
    ) -> Sequence[ReadingDay]:
        """Counts by account and day; `zones` are time zones by province. Nothing, unless an officer asks."""
        ...


# --- the worker's side: looking at what was read ---


class ReadingWatchStore(Protocol):
    """Unusual reading, as the program itself; each call is a transaction of its own."""

    async def looked(self) -> date:
        """The last day that was looked at."""
        ...

    async def count(self, today: date, *, zones: Mapping[str, str]) -> None:
        """Count the days that are long over, once: what `reading_days` then answers of them does not change."""
        ...

    async def reading_days(
        self, *, since: datetime, until: datetime, zones: Mapping[str, str]
    ) -> Sequence[ReadingDay]:
        """As `TrailStore.reading_days`."""
        ...

    async def keep(self, findings: Sequence[Finding], *, looked: date) -> int:
        """Keep what is not kept yet, and that all days up to `looked` were looked at; how many were new."""
        ...


# --- the worker's side: sealing ---


@dataclass(frozen=True, slots=True)
class Anchor:
    """The end of the chain at a moment, to be kept where nobody who can write the database can write: at `position`
    the chain has this `link` (SHA-256, 32 bytes). `restored`, of when the backup was that a restore has put in place
    here: the chain goes on from this position, and what had been anchored beyond it is of a trail that is no more."""

    position: int
    link: bytes
    at: datetime
    restored: str = ""


class AnchorStore(Protocol):
    """Anchors, outside the database."""

    def read(self) -> Sequence[Anchor]:
        """All that were kept, in the order in which they came."""
        ...

    def append(self, anchor: Anchor) -> None: ...


class FaultKind(StrEnum):
    """What is wrong with a chain."""

    CHANGED = "changed"  # the row, its link or its place is not what was sealed
    MISSING = "missing"  # a sealed row is not there
    GAP = "gap"  # links of the chain are not there
    INSERTED = "inserted"  # a row stands among the sealed that was never sealed
    REWRITTEN = "rewritten"  # the chain holds together, but not with an anchor
    TRUNCATED = "truncated"  # an anchor or a seal lies beyond the end of the chain
    UNANCHORED = "unanchored"  # anchors that were kept are not in their file


@dataclass(frozen=True, slots=True)
class Fault:
    """The first place at which a chain is not as it was sealed. `seq` is the row's, where there is one."""

    kind: FaultKind
    position: int
    seq: int | None = None


@dataclass(frozen=True, slots=True)
class Restore:
    """A restore that the anchors tell of: `backup` is of when; `undone` anchors beyond `position` are passed over."""

    position: int
    backup: str
    at: datetime
    undone: int


def in_force(anchors: Iterable[Anchor]) -> tuple[list[Anchor], list[Restore]]:
    """Of anchors in the order in which they were kept, those that the chain must meet; and the restores among them."""
    kept: list[Anchor] = []
    restores = []
    for anchor in anchors:
        if anchor.restored:
            before = len(kept)
            kept = [one for one in kept if one.position <= anchor.position]
            restores.append(Restore(anchor.position, anchor.restored, anchor.at, before - len(kept)))
        kept.append(anchor)
    return kept, restores


@dataclass(frozen=True, slots=True)
class Verification:
    """What verifying found: links checked, anchors met, and the first fault of each kind, in the order of the chain.
    Without an anchor the chain has been held against nothing but itself."""

    links: int
    anchors: int
    faults: tuple[Fault, ...]
    restores: tuple[Restore, ...] = ()


@dataclass(frozen=True, slots=True)
class Seal:
    """The last time that rows were sealed, and the end of the chain then."""

    position: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Lag:
    """How much is not sealed yet: rows, and the age of the oldest in seconds."""

    rows: int
    seconds: float


class SealStore(Protocol):
    """Sealing and verifying the trail, under the worker role."""

    async def seal(self) -> int:
        """Seal what was committed and cannot be overtaken; how many rows. 0 too when another process is at it."""
        ...

    async def anchor(self) -> Anchor | None:
        """The end of the chain; None while nothing is sealed."""
        ...

    async def anchored(self) -> int:
        """Position of the last anchor that was kept in the program's own file."""
        ...

    async def note_anchored(self, position: int) -> None: ...
    async def lag(self) -> Lag: ...
    async def sealed(self) -> Seal | None:
        """None while nothing is sealed."""
        ...

    async def verify(
        self, anchors: Sequence[Anchor] = (), progress: Callable[[int, int], None] | None = None
    ) -> Verification:
        """Reckon the whole chain again, as of one state of the database; `progress` hears (done, total)."""
        ...
