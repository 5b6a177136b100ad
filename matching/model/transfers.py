"""People on their way from one caseload or unit to another (mutasi)."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from matching.errors import InvalidValue
from matching.model.ids import AccountId, CandidateId, UnitId
from matching.model.placements import OpenMatter
from matching.vocabulary import RevealPurpose

TransferId = NewType("TransferId", UUID)


class TransferKind(StrEnum):
    """Who began it: the receiving side, the holding side, or a hand-over inside a unit."""

    CLAIM = "claim"
    OFFER = "offer"
    HAND_OVER = "hand_over"


class TransferOutcome(StrEnum):
    """How it ended."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Number(StrEnum):
    """A number of a person that is sealed, and shown whole only by a recorded act."""

    NATIONAL_ID = "national_id"
    REGISTER_NUMBER = "register_number"


LETTER_NUMBER = r"^[0-9]{1,5}$"
"""What may stand beside a purpose: the running number of a letter in the unit's own register, of the year of the row.
Too short for a NIK, a telephone number or a birth date, and no letters, so no name."""


@dataclass(frozen=True, slots=True)
class Errand:
    """For what a whole number is shown, as the trail keeps it for good."""

    purpose: RevealPurpose
    letter: str | None = None

    def __post_init__(self) -> None:
        if self.letter is not None and not re.fullmatch(LETTER_NUMBER, self.letter):
            raise InvalidValue(
                "letter",
                "1 sampai 5 angka, nomor urut surat itu / 1 to 5 digits, the running number of the letter",
            )

    def __str__(self) -> str:
        return f"{self.purpose} {self.letter}" if self.letter else str(self.purpose)


@dataclass(frozen=True, slots=True)
class Colleague:
    """Another case worker of one's unit."""

    id: AccountId
    name: str


@dataclass(frozen=True, slots=True)
class Transfer:
    """One transfer, asked for or done. Who claims sees none of it: it would tell that somebody has the person."""

    id: TransferId
    candidate: CandidateId
    kind: TransferKind
    from_unit: UnitId
    from_name: str
    to_unit: UnitId
    to_name: str
    asked_at: datetime
    note: str = field(default="", repr=False)
    outcome: TransferOutcome | None = None
    decided_at: datetime | None = None
    open_matters: tuple[OpenMatter, ...] | None = None  # what was open when it was accepted
