"""What the data-protection officer looks after: the chain, processing trails, worksheets, retention, journals."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from api.schemas.documents import Document, plain
from api.schemas.parts import Shape
from matching.trail import Anchor, FaultKind, Verification
from matching.usecases.inspecting import ChainState
from matching.usecases.oversight import Custody
from matching.usecases.rights import Retained

_AT = "2026-11-23T09:14:05.120000+07:00"
CHAIN: dict[str, Any] = {
    "sealed": {"position": 1204, "at": _AT},
    "unsealed": 3,
    "unsealed_s": 2.1,
    "anchors": 41,
    "anchor": {"position": 1180, "link": "9f" * 32, "at": _AT},
    "running": None,
    "found": {"links": 1204, "anchors": 41, "faults": [{"kind": "changed", "position": 17, "seq": 17}], "restores": []},
    "verified": {"at": _AT, "account": "5b0f4c1e-6a51-4a8e-9a43-0f6a2c9d7e11", "outcome": ["changed"]},
}  # fmt: skip
PROCESSING: dict[str, Any] = {
    "items": [
        {
            "at": _AT,
            "role": "case_worker",
            "unit": "9d1c2b3a-4e5f-4a6b-8c7d-1e2f3a4b5c6d",
            "purpose": "case work",
            "act": "read",
            "entity": "candidates",
            "fields": ["facts", "identity"],
        }
    ]
}
WORKSHEET: dict[str, Any] = {
    "items": [
        {
            "candidate": "7f3e4a58-2b0f-4f0e-8b77-0c4a3f6f1a10",
            "unit": "Lapas Contoh",
            "caseload": "Petugas Contoh",
            "first_at": _AT,
            "last_at": _AT,
            "looks": 3,
            "fields": ["identity"],
            "purposes": ["case work"],
            "still_kept": True,
        }
    ]
}
RETENTION: dict[str, Any] = {
    "items": [{"kind": "imports", "days": 90, "basis": "UU 27/2022 Art. 42", "found": 2}]
}
JOURNALS: dict[str, Any] = {
    "erasures": {"there": True, "people": 4, "last": _AT, "damaged": 0, "waiting": 0},
    "lacking": 0,
}


class SealOut(Shape):
    """The last time that rows were sealed."""

    position: int
    at: datetime


class AnchorOut(Shape):
    """An end of the chain that is kept outside the database: SHA-256, in hexadecimal."""

    position: int
    link: str
    at: datetime


class ProgressOut(Shape):
    """A verification that is going on in this process."""

    done: int
    total: int = Field(description="0: not known yet.")
    since: datetime


class FaultOut(Shape):
    """The first place of one kind."""

    kind: FaultKind
    position: int
    seq: int | None


class RestoreOut(Shape):
    """A restore that the anchors tell of."""

    position: int
    backup: str
    at: datetime
    undone: int


class VerificationOut(Shape):
    """What verifying found."""

    links: int
    anchors: int
    faults: list[FaultOut]
    restores: list[RestoreOut]


class VerifiedOut(Shape):
    """The last verification that the trail tells of."""

    at: datetime
    account: UUID | None
    outcome: list[str] = Field(description="`sound`, `failed`, or kinds of faults; `no_anchors` beside them.")


class ChainOut(Shape):
    """How the chain stands."""

    sealed: SealOut | None
    unsealed: int
    unsealed_s: float = Field(description="Age of the oldest row that is not sealed, in seconds.")
    anchors: int
    anchor: AnchorOut | None
    running: ProgressOut | None
    found: VerificationOut | None = Field(description="By this process, in full.")
    verified: VerifiedOut | None


class ProcessingRow(Shape):
    """One row of a person's own processing trail."""

    at: datetime
    role: str | None
    unit: UUID | None
    purpose: str | None
    act: str
    entity: str
    fields: list[str]


class ProcessingOut(Shape):
    """The oldest first."""

    items: list[ProcessingRow]


class SeenOut(Shape):
    """Somebody whose data an account has seen, without a name."""

    candidate: UUID
    unit: str | None
    caseload: str | None
    first_at: datetime
    last_at: datetime
    looks: int
    fields: list[str]
    purposes: list[str]
    still_kept: bool


class WorksheetOut(Shape):
    """The first seen first."""

    items: list[SeenOut]


class RetainedOut(Shape):
    """What a rule of retention would remove."""

    kind: str
    days: int
    basis: str
    found: int


class RetentionOut(Shape):
    """Every rule."""

    items: list[RetainedOut]


class ErasuresOut(Shape):
    """The erasure journal: people in it, of when the last entry is, lines that cannot be read, erasures that are
    approved and not carried out yet."""

    there: bool
    people: int
    last: datetime | None
    damaged: int
    waiting: int


class JournalsOut(Shape):
    """Both journals; `lacking`: how much the rights journal should have and has not."""

    erasures: ErasuresOut
    lacking: int


def chain_document(state: ChainState) -> Document:
    """JSON of how the chain stands."""
    verified = state.verified
    return {
        "sealed": plain(state.sealed),
        "unsealed": state.lag.rows,
        "unsealed_s": round(state.lag.seconds, 1),
        "anchors": state.anchors,
        "anchor": _anchor(state.anchor),
        "running": plain(state.running),
        "found": _found(state.found),
        "verified": verified
        and {
            "at": verified.at.isoformat(),
            "account": plain(verified.account),
            "outcome": list(verified.fields),
        },
    }


def retained_document(one: Retained) -> Document:
    """JSON of what a rule found."""
    return {"kind": one.rule.kind, "days": one.rule.days, "basis": one.rule.basis_en, "found": one.found}


def journals_document(custody: Custody) -> Document:
    """JSON of how the journals stand."""
    document: Document = plain(custody)
    return document


def _anchor(anchor: Anchor | None) -> Document | None:
    if anchor is None:
        return None
    return {"position": anchor.position, "link": anchor.link.hex(), "at": anchor.at.isoformat()}


def _found(found: Verification | None) -> Document | None:
    return plain(found) if found else None
