"""Accounts, the duties in which they act, and what lets them in. No hash, no secret and no token is ever in here."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from matching.model.ids import AccountId, CoverId, DutyId, EmployerId, LinkId, SessionId, TokenId, UnitId
from matching.vocabulary import Role


class Refusal(StrEnum):
    """Why a sign-in was refused."""

    PASSWORD = "password"  # noqa: S105 - a word; or there is no such login
    CODE = "code"
    TOO_MANY = "too_many"


class Scope(StrEnum):
    """What a token may be used for."""

    READ = "read"
    WRITE = "write"
    ACCOUNTS = "accounts"  # change accounts, duties and covers, where the duty allows it


@dataclass(frozen=True, slots=True)
class ActingDuty:
    """As much of a duty as the database must be told."""

    id: DutyId
    role: Role
    unit: UnitId


@dataclass(frozen=True, slots=True)
class Admitted:
    """Whom a session or a token lets in; `duty` is None where a session has not chosen one, or it has ended.

    `scopes` are those of a token; None for a session, which may do whatever its duty may. `shown_at` is when password
    and second factor were last shown in the session.
    """

    account: AccountId
    duty: ActingDuty | None
    session: SessionId | None = None
    second_factor: bool = False
    scopes: frozenset[Scope] | None = None
    shown_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who works here."""

    id: AccountId
    login: str
    name: str
    language: str = "id"
    active: bool = True
    has_password: bool = False
    has_second_factor: bool = False


@dataclass(frozen=True, slots=True)
class Duty:
    """One role of one account (penugasan), with what it reaches: a unit, provinces, or a company."""

    id: DutyId
    account: AccountId
    role: Role
    unit: UnitId
    provinces: tuple[str, ...] = ()
    employer: EmployerId | None = None
    since: datetime | None = None
    until: datetime | None = None
    unit_name: str = ""
    employer_name: str = ""
    pending: bool = False  # given by one administrator, and not confirmed by a second: it opens nothing
    granted_by: AccountId | None = None

    @property
    def where(self) -> str:
        """Name of the company, or of the unit: all companies' members are in one, whose name tells nothing."""
        return self.employer_name if self.employer else self.unit_name


@dataclass(frozen=True, slots=True)
class PendingLink:
    """A link of an account that has a duty, as long as no second administrator has confirmed it. Never its secret."""

    id: LinkId
    account: AccountId
    clears_second_factor: bool
    given_by: AccountId
    given_at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Cover:
    """While `absent` is away, `covering` sees the caseload too; `until` ends it by itself."""

    id: CoverId
    unit: UnitId
    absent: AccountId
    covering: AccountId
    since: datetime
    until: datetime
    pending: bool = False  # given by one administrator, and not confirmed by a second: it opens nothing
    granted_by: AccountId | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit (UPT), regional office or the directorate."""

    id: UnitId
    type: str
    name: str
    province: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """A session that has not been ended."""

    id: SessionId
    account: AccountId
    duty: DutyId | None
    second_factor: bool
    agent: str
    until: datetime
    created_at: datetime | None = None
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ApiToken:
    """A token that a program asks with, bound to one duty."""

    id: TokenId
    account: AccountId
    duty: DutyId
    name: str
    scopes: frozenset[Scope]
    until: datetime
    created_at: datetime | None = None
    used_at: datetime | None = None
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Credentials:
    """What a sign-in is held against; `secret` is sealed. Never printed."""

    account: AccountId
    active: bool
    hash: str | None
    secret: str | None


@dataclass(frozen=True, slots=True)
class ExternalIdentity:
    """Somebody whom an identity provider knows; `subject` is its own name for them, which never goes to another."""

    issuer: str
    subject: str
    linked_at: datetime | None = None
    signed_in_at: datetime | None = None
    pending: bool = False  # tied by one administrator, and not confirmed by a second: it lets nobody in
    account: AccountId | None = None
    linked_by: AccountId | None = None


@dataclass(frozen=True, slots=True)
class Pending:
    """What waits for a second administrator."""

    duties: tuple[Duty, ...]
    links: tuple[PendingLink, ...]
    identities: tuple[ExternalIdentity, ...]
    covers: tuple[Cover, ...]


@dataclass(frozen=True, slots=True)
class ProvidedDuty:
    """A duty that claims of an identity provider ask for."""

    role: Role
    unit: UnitId
    provinces: tuple[str, ...] = ()
    employer: EmployerId | None = None
