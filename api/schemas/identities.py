"""As whom an identity provider knows an account, and signing out of both."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, Field, StringConstraints

from api.schemas.parts import Shape
from matching.model.accounts import ExternalIdentity

Subject = Annotated[str, StringConstraints(pattern=r"^[\x20-\x7e]{1,255}$")]  # ASCII, by Core 1.0, 2


class Answer(BaseModel):
    """What a provider may send a browser back with; `error` and whatever else it says counts as no code."""

    state: str = Field("", max_length=200)
    code: str = Field("", max_length=4_000)
    iss: str | None = Field(None, max_length=2_000)


class IdentityIn(Shape):
    """Whom to let in."""

    subject: Subject = Field(
        description="`sub`: the provider's own name for somebody, which never goes to another."
    )


class IdentityOut(Shape):
    """As whom a provider knows an account."""

    issuer: str
    subject: str
    linked_at: datetime
    signed_in_at: datetime | None
    pending: bool = Field(description="It lets nobody in before a second administrator has confirmed it.")


class Identities(Shape):
    """All of them."""

    items: list[IdentityOut]


class SignedOut(Shape):
    """The session is over here."""

    location: str | None = Field(description="Where the browser ends the provider's session, too.")


def identity_document(identity: ExternalIdentity) -> dict[str, Any]:
    """An identity as JSON."""
    return IdentityOut.model_validate(identity).model_dump(mode="json")
