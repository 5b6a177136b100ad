"""From an error of ours to an exit code and one line. Any other error is a defect and keeps its traceback."""

from api.cli import exit_codes
from api.errors import Refused
from api.settings import SettingsError
from data.errors import DataError, EmbeddedServerError, TryAgain, Unavailable
from embeddings.errors import EmbeddingError
from matching.errors import (
    AccessNotAsked,
    AlreadyDecided,
    AlreadyUndone,
    ConsentNeeded,
    GateClosed,
    IdempotencyConflict,
    MatchingError,
    NotFound,
    PlanUnderWay,
    UndoRefused,
    VersionConflict,
)

_CODES: tuple[tuple[type[Exception], int], ...] = (
    (Refused, exit_codes.CONFLICT),
    (SettingsError, exit_codes.USAGE),
    (NotFound, exit_codes.NOT_FOUND),
    (GateClosed, exit_codes.CONFLICT),
    (ConsentNeeded, exit_codes.CONFLICT),
    (AccessNotAsked, exit_codes.CONFLICT),
    (VersionConflict, exit_codes.CONFLICT),
    (UndoRefused, exit_codes.CONFLICT),
    (AlreadyUndone, exit_codes.CONFLICT),
    (AlreadyDecided, exit_codes.CONFLICT),
    (IdempotencyConflict, exit_codes.CONFLICT),
    (PlanUnderWay, exit_codes.CONFLICT),
    (Unavailable, exit_codes.UNAVAILABLE),
    (TryAgain, exit_codes.UNAVAILABLE),
    (EmbeddedServerError, exit_codes.UNAVAILABLE),
    (EmbeddingError, exit_codes.UNAVAILABLE),
    (DataError, exit_codes.PROBLEMS),
    (MatchingError, exit_codes.PROBLEMS),
)


def explained_exit(problem: Exception) -> tuple[int, str]:
    """Exit code and line of an error of ours: Indonesian, where it has words in it, and English."""
    code = next(code for kind, code in _CODES if isinstance(problem, kind))
    if isinstance(problem, Refused):
        return code, f"{problem.kind.title_id} / {problem.kind.title_en}"
    english = str(problem) or (type(problem).__doc__ or "")
    indonesian = getattr(problem, "indonesian", "")
    return code, f"{indonesian} / {english}" if indonesian else english
