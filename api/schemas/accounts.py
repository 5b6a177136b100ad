"""Accounts, sessions, tokens: what is written of them and what is shown. No secret is shown twice."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from api.schemas.duties import DutyOut
from api.schemas.parts import Shape, Title
from matching.model.accounts import Account, ApiToken, Scope, Session

Password = Annotated[str, StringConstraints(min_length=1, max_length=256)]
Login = Annotated[str, StringConstraints(min_length=1, max_length=254)]
SecondFactorCode = Annotated[str, StringConstraints(max_length=40)]
Language = Literal["id", "en"]


class SignInIn(Shape):
    """What is shown at the door."""

    login: Login
    password: Password
    code: SecondFactorCode = Field(
        "", description="Of the second factor, where there is one; or a recovery code."
    )
    duty: UUID | None = Field(None, description="In which duty to act, where there are several.")


class DutyChoice(Shape):
    """In which duty to act from here on."""

    duty: UUID


class PasswordChange(Shape):
    """Another password."""

    current: Password
    new: Password = Field(description="At least 12 characters, not easily guessed.")
    code: SecondFactorCode = Field("", description="Needed where a second factor was not shown lately.")


class PasswordShown(Shape):
    """The password again, before something is changed that lets people in."""

    password: Password


class CodeShown(Shape):
    """A code of the second factor."""

    code: SecondFactorCode


class ShownAgain(PasswordShown):
    """Password, and a code where there is a second factor."""

    code: SecondFactorCode = ""


class LinkUse(Shape):
    """A password, by the secret of an invitation or reset."""

    link: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    password: Password


class TokenIn(Shape):
    """A token for a program, in the duty of this session."""

    name: Title
    scopes: Annotated[frozenset[Scope], Field(min_length=1)] = frozenset({Scope.READ})
    days: Annotated[int, Field(ge=1, le=366)] | None = None


class AccountIn(Shape):
    """Somebody new."""

    login: Login
    name: Title
    language: Language = "id"


class LinkWanted(Shape):
    """A reset may also remove a second factor that was lost."""

    clears_second_factor: bool = False


class SignOutIn(Shape):
    """Sessions end in any case; `tokens`: tokens for programs and links that nobody has used do, too."""

    tokens: bool = False


class AccountOut(Shape):
    """Somebody who works here."""

    id: UUID
    login: str
    name: str
    language: str
    active: bool
    has_password: bool
    has_second_factor: bool


class AccountWithDuties(AccountOut):
    """Somebody who works here, with all duties that there ever were."""

    duties: list[DutyOut]


class Me(Shape):
    """Who asks, in which duty, and in which others that could be."""

    account: AccountOut
    duty: UUID | None
    duties: list[DutyOut]
    second_factor_shown: bool
    next: Literal["choose_duty", "set_up_second_factor"] | None = Field(
        description="What has to be done before anything can be."
    )
    scopes: list[Scope] | None = Field(description="Of a token; null in a session.")
    csrf: str | None = Field(description="To be sent as `X-CSRF-Token` with each change in a session.")


class SessionOut(Shape):
    """A session that has not been ended."""

    id: UUID
    duty: UUID | None
    agent: str
    created_at: datetime
    seen_at: datetime
    until: datetime
    this: bool = Field(description="Whether it is the one that asks.")


class TokenOut(Shape):
    """A token, without its secret."""

    id: UUID
    duty: UUID
    name: str
    scopes: list[Scope]
    created_at: datetime
    until: datetime
    used_at: datetime | None
    revoked_at: datetime | None


class TokenShown(TokenOut):
    """A new token with its secret, shown this once."""

    secret: str


class FactorShown(Shape):
    """A new second factor, shown this once."""

    secret: str
    uri: str = Field(description="What an authenticator reads from a QR code.")


class RecoveryCodes(Shape):
    """Codes for the day on which the authenticator is lost; each works once. Shown this once."""

    recovery_codes: list[str]
    csrf: str


class LinkShown(Shape):
    """The secret of an invitation or reset, shown this once, to be handed to whom it is for."""

    id: UUID
    account: UUID
    link: str
    pending: bool


class Items(Shape):
    """Short lists come whole."""


class Sessions(Items):
    """Sessions."""

    items: list[SessionOut]


class Tokens(Items):
    """Tokens."""

    items: list[TokenOut]


def account_document(account: Account) -> dict[str, Any]:
    """An account as JSON."""
    return AccountOut.model_validate(account).model_dump(mode="json")


def session_document(session: Session, this: UUID | None) -> dict[str, Any]:
    """A session as JSON."""
    names = ("id", "duty", "agent", "created_at", "seen_at", "until")
    shown = {name: getattr(session, name) for name in names} | {"this": session.id == this}
    return SessionOut.model_validate(shown).model_dump(mode="json")


def token_document(token: ApiToken) -> dict[str, Any]:
    """A token as JSON."""
    return TokenOut.model_validate(token).model_dump(mode="json") | {"scopes": sorted(token.scopes)}
