"""From errors to answers: one table from the type of an error to its status, and RFC 9457 problems as bodies.

Errors of adapters are named, not imported: only the wiring may import adapters. A test holds the table against every
error class that there is. No answer repeats what was sent: not the value, not an unknown key, not the address.
"""

import logging
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from uuid import UUID

from api.field_problems import field_problem
from matching.errors import AlreadyRecorded, InvalidValue, NotFound, OutOfOrder, StepRefused, UnknownReference
from matching.messages import Tongue, words

if TYPE_CHECKING:  # commands know these errors too, and start without the framework
    from fastapi import FastAPI, Request
    from fastapi.responses import JSONResponse

log = logging.getLogger(__name__)
PROBLEM_JSON = "application/problem+json"
TYPE_PREFIX = "urn:jembatan:problem:"
RETRY_AFTER_SECONDS = 2


@dataclass(frozen=True, slots=True)
class ProblemType:
    """A kind of problem: its slug in the `type`, its status, and its titles."""

    slug: str
    status: int
    title_id: str
    title_en: str
    retry: bool = False  # whether asking again soon may help

    def title(self, language: str) -> str:
        """The title in a language, `id` or `en`."""
        return self.title_en if language == "en" else self.title_id


BAD_REQUEST = ProblemType("bad-request", 400, "Permintaan tidak terbaca", "The request cannot be read")
SIGN_IN = ProblemType("sign-in-required", 401, "Silakan masuk dahulu", "Sign in first")
NOT_THEM = ProblemType(
    "sign-in-refused", 401, "Nama masuk atau kata sandi salah", "Login or password is wrong"
)
CODE = ProblemType(
    "code-required", 401, "Diperlukan kode faktor kedua", "A code of the second factor is needed"
)
PROVIDER = ProblemType(
    "provider-refused",
    401,
    "Masuk lewat penyedia identitas gagal",
    "Signing in by the identity provider failed",
)
NO_DUTY = ProblemType("no-duty", 403, "Belum ada penugasan di sini", "There is no duty here yet")
FORBIDDEN = ProblemType("forbidden", 403, "Tidak diizinkan", "That is not allowed")
CSRF = ProblemType("csrf", 403, "Tanda X-CSRF-Token tidak ada atau salah", "X-CSRF-Token is missing or wrong")
SCOPE = ProblemType("scope", 403, "Token ini bukan untuk itu", "This token is not for that")
SHOW_AGAIN = ProblemType(
    "show-again", 403, "Tunjukkan kata sandi (dan kode) dahulu", "Show the password (and a code) first"
)
SECOND_FACTOR = ProblemType(
    "second-factor-required", 403, "Siapkan faktor kedua dahulu", "Set up a second factor first"
)
DUTY = ProblemType("duty-required", 403, "Pilih penugasan dahulu", "Choose a duty first")
CROSS_SITE = ProblemType(
    "cross-site", 403, "Permintaan dari situs lain ditolak", "Requests from other sites are refused"
)
NOT_FOUND = ProblemType("not-found", 404, "Tidak ditemukan", "Not found")
METHOD = ProblemType("method-not-allowed", 405, "Tidak dibuka dengan cara itu", "Not opened in that way")
GATE = ProblemType(
    "gate-closed", 409, "Persetujuan untuk pencocokan belum terbuka", "The gate to matching is closed"
)
CONSENT = ProblemType(
    "consent-needed", 409, "Dibuka lewat buku persetujuan", "A consent in the ledger opens this"
)
ACCESS = ProblemType(
    "access-not-requested", 409, "Belum ada permintaan akses yang terbuka", "No request for access is open"
)
CONFLICT = ProblemType(
    "conflict", 409, "Bertentangan dengan data yang ada", "In conflict with what is stored"
)
RECORDED = ProblemType("already-recorded", 409, "Orang ini sudah tercatat", "On record already")
REFUSED_STEP = ProblemType(
    "step-refused", 409, "Langkah ini belum dapat dilakukan", "This cannot be done with the shortlist now"
)
ORDER = ProblemType("out-of-order", 409, "Belum dapat dicatat sekarang", "That cannot be recorded now")
NO_OPENING = ProblemType("no-opening-left", 409, "Kuota lowongan sudah penuh", "No opening is left")
WITHDRAWN = ProblemType("candidacy-withdrawn", 409, "Pencalonan telah ditarik", "The candidacy is withdrawn")
ELSEWHERE = ProblemType(
    "not-available", 409, "Orang ini tidak tersedia untuk waktu itu", "This person is not available then"
)
UNDO = ProblemType("undo-refused", 409, "Impor tidak dapat dibatalkan", "The import cannot be undone")
KEY_REUSED = ProblemType(
    "idempotency-key-reused", 409, "Kunci ini dipakai permintaan lain", "The key was used for another request"
)
LINK_USED = ProblemType("link-used", 410, "Tautan ini tidak berlaku lagi", "This link is not good any more")
STALE = ProblemType(
    "version-conflict", 412, "Data sudah diubah orang lain", "Somebody has changed the record"
)
TOO_LARGE = ProblemType("too-large", 413, "Isi permintaan terlalu besar", "The body is too large")
MEDIA_TYPE = ProblemType("media-type", 415, "Jenis isi tidak dikenal", "The type of the body is not known")
MISDIRECTED = ProblemType("wrong-host", 421, "Bukan nama server ini", "This is not a name of this server")
INVALID = ProblemType("invalid", 422, "Ada isian yang tidak benar", "Some values are not right")
UNREADABLE = ProblemType("unreadable-file", 422, "Berkas tidak terbaca", "The file cannot be read")
PRECONDITION = ProblemType("precondition-required", 428, "Diperlukan If-Match", "A precondition is required")
TOO_MANY = ProblemType("too-many-attempts", 429, "Terlalu banyak percobaan", "Too many attempts", retry=True)
TOO_MANY_REQUESTS = ProblemType(
    "too-many-requests", 429, "Terlalu banyak permintaan; coba sebentar lagi", "Too many requests", retry=True
)
TOO_OFTEN = ProblemType("too-often", 429, "Terlalu sering untuk hari ini", "Too often for today")
UNEXPECTED = ProblemType("unexpected", 500, "Terjadi kesalahan", "Something went wrong")
UNAVAILABLE = ProblemType("unavailable", 503, "Sementara tidak tersedia", "Not available for now", retry=True)
NOT_READY = ProblemType("not-ready", 503, "Indeks belum siap", "The indexes are not ready", retry=True)

WRONG_BODY = "fastapi.exceptions.RequestValidationError"
WRONG_SHAPE = "pydantic_core._pydantic_core.ValidationError"
BY_ERROR: Mapping[str, ProblemType] = MappingProxyType(
    {
        "matching.errors.MatchingError": UNEXPECTED,
        "matching.errors.InvalidValue": INVALID,
        "matching.errors.UnknownReference": INVALID,
        "matching.errors.NotFound": NOT_FOUND,
        "matching.errors.AlreadyRecorded": RECORDED,
        "matching.errors.GateClosed": GATE,
        "matching.errors.ConsentNeeded": CONSENT,
        "matching.errors.AccessNotAsked": ACCESS,
        "matching.errors.VersionConflict": STALE,
        "matching.errors.UndoRefused": UNDO,
        "matching.errors.OutOfOrder": ORDER,
        "matching.errors.NoOpeningLeft": NO_OPENING,
        "matching.errors.CandidacyWithdrawn": WITHDRAWN,
        "matching.errors.PlacedElsewhere": ELSEWHERE,
        "matching.errors.AlreadyUndone": UNDO,
        "matching.errors.AlreadyDecided": CONFLICT,
        "matching.errors.StateRefused": CONFLICT,
        "matching.errors.IdempotencyConflict": KEY_REUSED,
        "matching.errors.StepRefused": REFUSED_STEP,
        "matching.errors.TooOften": TOO_OFTEN,
        "matching.errors.PlanUnderWay": CONFLICT,
        "matching.errors.NotDelivered": UNAVAILABLE,
        "data.errors.DataError": UNEXPECTED,
        "data.errors.EmbeddedServerError": UNAVAILABLE,
        "data.errors.Unavailable": UNAVAILABLE,
        "data.errors.TryAgain": UNAVAILABLE,
        "data.errors.NotPermitted": FORBIDDEN,
        "data.errors.ConstraintBroken": CONFLICT,
        "data.errors.StatementFailed": UNEXPECTED,
        "data.errors.MigrationError": UNEXPECTED,
        "data.errors.EditedMigration": UNEXPECTED,
        "data.errors.QueryError": UNEXPECTED,
        "data.errors.VaultError": UNEXPECTED,
        "data.checked_lines.JournalUnwritable": UNAVAILABLE,
        "data.unreadable.UnreadableFile": UNREADABLE,
        "data.anchors.UnreadableAnchors": UNREADABLE,
        "data.trec.MalformedCollection": UNREADABLE,
        "data.trec.MissingFile": UNREADABLE,
        "embeddings.errors.EmbeddingError": UNEXPECTED,
        "embeddings.errors.WeightsMissing": UNAVAILABLE,
        "embeddings.errors.WeightsDamaged": UNAVAILABLE,
        "embeddings.errors.ModelUnavailable": UNAVAILABLE,
        "embeddings.errors.DamagedIndex": NOT_READY,
        "embeddings.errors.ForeignIndex": NOT_READY,
        "api.errors.Refused": BAD_REQUEST,
        WRONG_BODY: INVALID,
        WRONG_SHAPE: INVALID,
        "api.settings.SettingsError": UNEXPECTED,
    }
)
BY_STATUS: Mapping[int, ProblemType] = MappingProxyType(
    {kind.status: kind for kind in (BAD_REQUEST, FORBIDDEN, NOT_FOUND, METHOD, TOO_LARGE, MEDIA_TYPE)}
)


class Refused(Exception):
    """The request was refused at the edge, before any use case saw it."""

    def __init__(self, kind: ProblemType, detail: str = "", *, retry_after_s: int | None = None) -> None:
        super().__init__(detail)
        self.kind, self.detail, self.retry_after_s = kind, detail, retry_after_s


def problem_of(error: Exception) -> ProblemType:
    """The problem of an error, by its class or the nearest class above that the table names."""
    if isinstance(error, Refused):
        return error.kind
    if (status := _status(error)) is not None:
        return BY_STATUS.get(status, UNEXPECTED if status >= 500 else BAD_REQUEST)
    return next((BY_ERROR[name] for name in _names(error) if name in BY_ERROR), UNEXPECTED)


def problem_response(
    kind: ProblemType,
    *,
    detail: str = "",
    errors: Sequence[Mapping[str, str]] = (),
    instance: UUID | None = None,
    language: str = "id",
    retry_after_s: int | None = None,
) -> "JSONResponse":
    """A problem as RFC 9457 has it; `instance` is also in the log line of an unexpected one."""
    from fastapi.responses import JSONResponse

    body: dict[str, Any] = {
        "type": TYPE_PREFIX + kind.slug,
        "title": kind.title(language),
        "status": kind.status,
    }
    body |= {"detail": detail} if detail else {}
    body |= {"instance": instance.urn} if instance else {}
    body |= {"errors": list(errors)} if errors else {}
    headers = {"Retry-After": str(retry_after_s or RETRY_AFTER_SECONDS)} if kind.retry else {}
    headers |= {"WWW-Authenticate": "Bearer"} if kind.status == 401 else {}
    return JSONResponse(body, kind.status, headers, media_type=PROBLEM_JSON)


def answer_to(error: Exception, instance: UUID, language: str) -> "JSONResponse":
    """The answer to whatever a handler raised. What is our fault is logged: types and places, never values."""
    kind = logged(error, instance)
    return problem_response(
        kind,
        detail=detail_of(error, kind),
        errors=fields_of(error),
        instance=instance,
        language=language,
        retry_after_s=error.retry_after_s if isinstance(error, Refused) else None,
    )


def logged(error: Exception, instance: UUID) -> ProblemType:
    """The problem of an error, which is in the log now where it is our fault."""
    kind = problem_of(error)
    if kind.status >= 500:
        places = "".join(traceback.format_tb(error.__traceback__)).rstrip()
        log.error(
            "%s %s %s.%s\n%s", instance.urn, kind.slug, type(error).__module__, type(error).__name__, places
        )
    return kind


def install(app: "FastAPI", language_of: "Callable[[Request], str]") -> None:
    """Answer every error with a problem. What the framework does not handle, `api.perimeter` does."""
    from fastapi.exceptions import RequestValidationError
    from starlette.exceptions import HTTPException

    async def answer(request: "Request", error: Exception) -> "JSONResponse":
        return answer_to(error, request.state.request_id, language_of(request))

    for kind in (RequestValidationError, HTTPException, Refused):
        app.add_exception_handler(kind, answer)


def detail_of(error: Exception, kind: ProblemType) -> str:
    """A sentence more than the title; empty where there is none that may be told."""
    if isinstance(error, Refused):
        return error.detail
    if (
        isinstance(error, InvalidValue | UnknownReference)
        or {WRONG_BODY, WRONG_SHAPE} & {*_names(error)}
        or kind.status >= 500
    ):
        return ""
    if _status(error) is not None:
        return ""
    if isinstance(error, NotFound):
        return f"{NotFound.indonesian} / {error}, or not yours to see"
    if isinstance(error, StepRefused):
        return " / ".join(words(f"refusal.{error.code}", tongue) for tongue in Tongue)
    english = (type(error).__doc__ or "").partition("\n")[0]
    return " / ".join(filter(None, (getattr(error, "indonesian", ""), english)))


def fields_of(error: Exception) -> list[dict[str, str]]:
    """Each field that was wrong: where (`pointer` into a body, or `field`), and the `problem`; never a value."""
    if {WRONG_BODY, WRONG_SHAPE} & {*_names(error)}:
        return [field_problem(problem) for problem in error.errors()]  # type: ignore[attr-defined]
    if isinstance(error, UnknownReference):
        return [{"field": error.field, "problem": "tidak ada dalam data rujukan / not in the reference data"}]
    if isinstance(error, InvalidValue | OutOfOrder):
        return [{"field": error.field, "problem": error.problem}]
    if isinstance(error, AlreadyRecorded):  # whom the caller has in charge
        words_of = f"milik catatan {error.candidate} / belongs to the record {error.candidate}"
        return [{"pointer": "/identity/national_id", "problem": words_of}]
    return []


def _names(error: Exception) -> list[str]:
    return [f"{kind.__module__}.{kind.__qualname__}" for kind in type(error).__mro__]


def _status(error: Exception) -> int | None:
    """The status of an error of the framework itself, such as an address that there is not."""
    if "starlette.exceptions.HTTPException" not in _names(error):
        return None
    status: int = error.status_code  # type: ignore[attr-defined]
    return status
