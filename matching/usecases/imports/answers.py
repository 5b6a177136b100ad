"""Whose a row is: what the keys answer, or what somebody has said."""

from dataclasses import dataclass

from matching.model import CandidateId


@dataclass(frozen=True, slots=True)
class Joined:
    """The row is about this person."""

    candidate: CandidateId


@dataclass(frozen=True, slots=True)
class New:
    """Nobody is known by these keys."""


@dataclass(frozen=True, slots=True)
class Unclear:
    """The row may be about one of these, or about somebody else: a person has to say."""

    possible: tuple[CandidateId, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """The row's keys belong to different people, or to others than somebody has said."""

    column: str
    words: str


Said = Joined | New
Answer = Said | Unclear | Contradiction
