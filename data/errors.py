"""Errors of the adapter, and the way from the driver's errors to ours. A docstring is the sentence that readers see.

The driver's messages and details quote values ("Key (nik)=(…) already exists"), and values are personal data: only
the SQLSTATE and the names of constraint, table and column are passed on.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType

import asyncpg

from matching.errors import (
    CandidacyWithdrawn,
    GateClosed,
    InvalidValue,
    NoOpeningLeft,
    NotFound,
    OutOfOrder,
    PlacedElsewhere,
    StateRefused,
    TooOften,
    UndoRefused,
)


class DataError(Exception):
    """The database or a file could not do what was asked."""

    def __init__(self, detail: str = "") -> None:
        sentence = (type(self).__doc__ or "").partition("\n")[0]
        super().__init__(f"{sentence} ({detail})" if detail else sentence)


class EmbeddedServerError(DataError):
    """The embedded PostgreSQL could not be started or stopped."""


class Unavailable(DataError):
    """The database cannot be reached."""


class TryAgain(DataError):
    """Somebody else was changing the same records; the transaction can be repeated."""


class NotPermitted(DataError):
    """The database does not allow this role to do that."""


class ConstraintBroken(DataError):
    """The change would break a rule of the database."""

    def __init__(self, constraint: str, table: str = "") -> None:
        super().__init__(f"{table}.{constraint}" if table else constraint)
        self.constraint = constraint
        self.table = table


class StatementFailed(DataError):
    """The database refused a statement."""


class MigrationError(DataError):
    """The database cannot be brought to this version of the program."""


class EditedMigration(MigrationError):
    """A migration that was applied has been edited since; write a new one instead."""


class QueryError(DataError):
    """A named query is not as it must be."""


class BackupError(DataError):
    """A backup cannot be made or brought back."""


class VaultError(DataError):
    """A sealed value cannot be opened."""


ErrorFactory = Callable[[], Exception]

# Name of the constraint → the domain's error. One line per constraint whose breach has a meaning for the reader.
BY_CONSTRAINT: Mapping[str, ErrorFactory] = MappingProxyType(
    {
        "one_candidate_per_reference": lambda: InvalidValue(
            "references", "kunci ini milik catatan lain / another record has this key"
        ),
        "one_employer_per_reference": lambda: InvalidValue(
            "reference", "kunci ini milik catatan lain / another record has this key"
        ),
        "one_employer_per_business_number": lambda: InvalidValue(
            "employer.business_number", "NIB ini milik pemberi kerja lain / another employer has this NIB"
        ),
        "one_vacancy_per_reference": lambda: InvalidValue(
            "reference", "kunci ini milik catatan lain / another record has this key"
        ),
        "holds_within_openings": lambda: InvalidValue(
            "vacancy.openings", "kurang dari yang sedang dipegang / fewer than are held"
        ),
        "vacancies_employer": lambda: NotFound("employer"),
        "consents_guardian_of_minor": lambda: InvalidValue(
            "guardian",
            "anak: orang tua atau wali yang menyetujui"
            " / a child's parent or guardian consents (UU 27/2022 Art. 25)",
        ),
        "consents_employer": lambda: NotFound("employer"),
        "references_are_the_staffs": lambda: InvalidValue(
            "reference", "diisi oleh petugas / is set by the staff"
        ),
        "state_transition": StateRefused,
        "vacancies_published_is_checked": StateRefused,
        "nothing_to_appeal": StateRefused,
        "one_open_appeal": StateRefused,
        "appeal_by_another": StateRefused,
        "appeals_words": lambda: InvalidValue("words", "harus diisi / must be filled"),
        "runs_candidate": lambda: NotFound("candidate"),
        "shortlists_vacancy": UndoRefused,  # a vacancy is removed only where its import is undone
        "shortlist_items_vacancy": UndoRefused,
        "runs_vacancy": lambda: NotFound("vacancy"),
        "no_opening_left": NoOpeningLeft,
        "answer_order": lambda: OutOfOrder("kind", "is not what may follow the last answer"),
        "declined_stands": lambda: OutOfOrder(
            "kind", "what was declined is taken back once, within 14 days, while the vacancy is open"
        ),
        "answer_to_a_sent_list": lambda: OutOfOrder("item", "the list must have been sent, and be open"),
        "not_all_answered": lambda: OutOfOrder("step", "somebody has no answer yet; close it with a reason"),
        "answer_gate_closed": GateClosed,
        "candidacy_withdrawn": CandidacyWithdrawn,
        "placed_elsewhere": PlacedElsewhere,
        "interview_ahead": lambda: InvalidValue(
            "meets_at", "antara hari ini dan 180 hari lagi / lies between today and 180 days from now"
        ),
        "interview_has_been": lambda: OutOfOrder("kind", "the time of the interview has not come yet"),
        "hold_in_a_live_list": lambda: OutOfOrder("item", "the list must have been proposed, and be open"),
        "hold_of_an_open_vacancy": lambda: OutOfOrder("item", "the vacancy must be open"),
        "placements_job_has_employer": lambda: InvalidValue(
            "kind",
            "pekerjaan ada pada lowongan atau pemberi kerja di sini; selain itu pada pemberi kerja di luar"
            " / a job is of a vacancy or an employer here; elsewhere it is of an outside employer",
        ),
        "complaint_by_another": StateRefused,
        "opening_is_promised": lambda: OutOfOrder("item", "the opening is offered or filled already"),
        "hold_renewed_twice": lambda: OutOfOrder("item", "an opening is held once and made longer twice"),
        "ladder_order": lambda: OutOfOrder("kind", "is not what may follow the rung before"),
        "ladder_dates": lambda: InvalidValue(
            "on",
            "antara anak tangga sebelumnya dan hari ini; pemeriksaan paling cepat sekian hari setelah mulai"
            " / lies between the rung before and today; a check so many days after the start at least",
        ),
        "corrects_what_stands": lambda: InvalidValue(
            "corrects",
            "harus kejadian pekerjaan ini yang masih berlaku dan sejenis"
            " / must be an event of this placement that stands, of the same kind",
        ),
        "no_such_vacancy": lambda: NotFound("vacancy"),
        "no_such_employer": lambda: NotFound("employer"),
        "placements_vacancy": UndoRefused,  # somebody works there, as above
        "placements_employer": UndoRefused,
        "complaints_employer": UndoRefused,
        "placements_own_business": lambda: InvalidValue(
            "kind",
            "usaha sendiri atau pemberi kerja dari luar tidak punya lowongan dan pemberi kerja di sini"
            " / an own business, or an employer from outside, has no vacancy and no employer here",
        ),
        "complaints_of_candidate": lambda: InvalidValue(
            "candidate",
            "instansi mengeluhkan pemberi kerja saja / an authority complains of an employer alone",
        ),
        "one_account_per_login": lambda: InvalidValue(
            "login", "nama masuk ini sudah dipakai / another account has this login"
        ),
        "accounts_login": lambda: InvalidValue(
            "login", "huruf kecil, tanpa spasi / must be in lower case, without spaces"
        ),
        "duties_account": lambda: NotFound("account"),
        "duties_unit": lambda: InvalidValue("unit", "unit ini tidak ada / there is no such unit"),
        "duties_employer": lambda: InvalidValue(
            "employer", "pemberi kerja ini tidak ada / there is no such employer"
        ),
        "duties_planner_has_region": lambda: InvalidValue(
            "provinces",
            "wajib bagi perencana pembebasan, dan hanya baginya / is needed for a release planner, and for nobody else",
        ),
        "duties_employer_has_company": lambda: InvalidValue(
            "employer", "hanya bagi anggota pemberi kerja / of a member of one, and of nobody else"
        ),
        "duties_end_after_start": lambda: InvalidValue("until", "harus setelah hari ini / must lie ahead"),
        "confirmed_by_another": lambda: InvalidValue(
            "confirmation", "harus administrator lain / another administrator must give it"
        ),
        "sessions_not_of_the_machine": lambda: NotFound("duty"),
        "api_tokens_not_of_the_machine": lambda: NotFound("duty"),
        "covers_unit": lambda: InvalidValue("unit", "unit ini tidak ada / there is no such unit"),
        "covers_two_people": lambda: InvalidValue("covering", "harus orang lain / must be somebody else"),
        "covers_end_after_start": lambda: InvalidValue(
            "until", "harus setelah mulainya / must be after the beginning"
        ),
        "covers_end_within_a_quarter": lambda: InvalidValue(
            "until", "paling lama 100 hari setelah mulainya / at most 100 days after the beginning"
        ),
        "sessions_duty": lambda: NotFound("duty"),
        "api_tokens_duty": lambda: NotFound("duty"),
        "account_links_account": lambda: NotFound("account"),
        "external_identities_account": lambda: NotFound("account"),
        "external_identities_subject": lambda: InvalidValue(
            "subject", "1 sampai 255 karakter / 1 to 255 characters"
        ),
        "one_account_per_identity": lambda: InvalidValue(
            "subject", "identitas ini milik akun lain / another account has this identity"
        ),
        "one_identity_per_provider": lambda: InvalidValue(
            "account",
            "sudah punya identitas lain di sana; akhiri dahulu / has another identity there; end it first",
        ),
        "units_type": lambda: InvalidValue(
            "type", "jenis unit ini tidak ada / there is no such type of unit"
        ),
        "units_name": lambda: InvalidValue(
            "name", "nama ini sudah dipakai unit lain / another unit has this name"
        ),
        "letters_in_a_day": TooOften,
        "one_request_per_key": lambda: TryAgain(
            "idempotency key"
        ),  # by then the first request has its answer
    }
)

_WALL = re.compile(r'row-level security policy.* for table "(\w+)"')
_BEHIND_WALLS = MappingProxyType(
    {"runs": "candidate", "trail": "candidate", "vacancies": "vacancy", "employers": "employer"}
)

_AGAIN = (asyncpg.SerializationError, asyncpg.DeadlockDetectedError, asyncpg.LockNotAvailableError)
_AWAY = (
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.TooManyConnectionsError,
    asyncpg.InvalidPasswordError,
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,
)


@contextmanager
def translated(by_constraint: Mapping[str, ErrorFactory] = BY_CONSTRAINT) -> Iterator[None]:
    """Turn what the driver raises inside into ours, or into the domain error of the broken constraint."""
    try:
        yield
    except asyncpg.PostgresError as problem:
        raise translation(problem, by_constraint) from None
    except asyncpg.InterfaceError as problem:
        if isinstance(problem, ValueError):  # asyncpg.DataError: its words quote the argument
            raise StatementFailed("an argument is not of the type that its parameter has") from None
        raise Unavailable(str(problem)) from None
    except (
        ConnectionError,
        asyncpg.InternalClientError,
    ) as problem:  # the latter when it breaks off in mid-sentence
        raise Unavailable(type(problem).__name__) from None


@contextmanager
def reaching_the_server() -> Iterator[None]:
    """While a connection is made, whatever the operating system says means that the server is away."""
    try:
        with translated():
            yield
    except OSError as problem:  # TimeoutError is one
        raise Unavailable(type(problem).__name__) from None


def translation(
    problem: asyncpg.PostgresError, by_constraint: Mapping[str, ErrorFactory] = BY_CONSTRAINT
) -> Exception:
    """Our error for a driver error; without any value that the driver's words quote."""
    if isinstance(problem, asyncpg.IntegrityConstraintViolationError):
        constraint = str(problem.constraint_name or problem.column_name or problem.sqlstate)
        factory = by_constraint.get(constraint)
        return factory() if factory else ConstraintBroken(constraint, str(problem.table_name or ""))
    if isinstance(problem, _AGAIN):
        return TryAgain(str(problem.sqlstate))
    if isinstance(problem, _AWAY):
        return Unavailable(f"{problem.sqlstate} {type(problem).__name__}")
    if isinstance(problem, asyncpg.InsufficientPrivilegeError):
        if wall := _WALL.search(
            str(problem)
        ):  # said as if it were not there, so that nobody learns that it is
            return NotFound(_BEHIND_WALLS.get(wall[1], "record"))
        return NotPermitted(str(problem.table_name or problem.sqlstate))
    named = [str(name) for name in (problem.table_name, problem.column_name) if name]
    return StatementFailed(" ".join([str(problem.sqlstate), type(problem).__name__, *named]))
