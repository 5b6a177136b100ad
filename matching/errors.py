"""Errors of the domain. The docstring of each class is the sentence that its readers see."""

from uuid import UUID


class MatchingError(Exception):
    """Something in the matching domain was refused."""


class InvalidValue(MatchingError, ValueError):
    """A value is not one that this field can hold."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field = field
        self.problem = problem


class NotFound(MatchingError, LookupError):
    """There is no such record, or it is not yours to see."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"no such {kind}")
        self.kind = kind


class AlreadyRecorded(MatchingError):
    """Somebody in your charge has this NIK already; look at that record."""

    def __init__(self, candidate: UUID) -> None:
        super().__init__(str(candidate))
        self.candidate = candidate


class GateClosed(MatchingError):
    """This person has not opened, or has closed, the gate to matching."""


class ConsentNeeded(MatchingError):
    """This is opened by a consent in the ledger, given under a wording; it can only be closed here."""


class AccessNotAsked(MatchingError):
    """No request of this person for access is open; write it down first."""


class VersionConflict(MatchingError):
    """Somebody has changed this record since you read it; read it again."""


class UndoRefused(MatchingError):
    """A record of this import has been changed since; the import cannot be undone."""


class AlreadyUndone(MatchingError):
    """This import has been undone before."""


class AlreadyDecided(MatchingError):
    """This row of the queue has been taken in already; undo that import, and it waits again."""


class UnknownReference(MatchingError):
    """A code is not in the reference data."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(f"{field}: {code!r} is not in the reference data")
        self.field = field
        self.code = code


class StateRefused(MatchingError):
    """This state does not follow from the one that stands, or somebody else has to decide on it."""


class IdempotencyConflict(MatchingError):
    """This idempotency key has been used for another request."""


class StepRefused(MatchingError):
    """This cannot be done with the shortlist now."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code  # a `matching.workflow.Refusal`


class TooOften(MatchingError):
    """This has been asked for often enough today; ask again tomorrow."""


class NoOpeningLeft(MatchingError):
    """No opening is free: wait until one is given back, or let the employer raise the number of openings."""


class CandidacyWithdrawn(MatchingError):
    """This candidacy has been withdrawn."""


class PlacedElsewhere(MatchingError):
    """This person is not available for this work at this time."""


class OutOfOrder(MatchingError):
    """This cannot follow what has been recorded."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field = field
        self.problem = problem  # what could


class PlanUnderWay(MatchingError):
    """A plan for these people is being made already; wait until it is done."""


class NotDelivered(MatchingError):
    """The mail server has not taken the letter, or another job could not be done."""

    def __init__(self, code: str, *, for_good: bool = False) -> None:
        super().__init__(code)
        self.code, self.for_good = code, for_good  # a code of ours; whether trying again would be in vain
