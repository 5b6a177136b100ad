"""What waits for a second administrator. No secret and no name at a provider is in it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from api.schemas.duties import CoverOut, DutyOut
from api.schemas.parts import Shape
from matching.model.accounts import Pending


class PendingDutyOut(DutyOut):
    """A duty that opens nothing yet."""

    granted_by: UUID


class PendingLinkOut(Shape):
    """A link that is no good yet, since its account has a duty."""

    id: UUID
    account: UUID
    clears_second_factor: bool
    given_by: UUID
    given_at: datetime
    until: datetime


class PendingIdentityOut(Shape):
    """An identity that lets nobody in yet, since its account has had a duty."""

    account: UUID
    issuer: str
    linked_by: UUID
    linked_at: datetime


class PendingCoverOut(CoverOut):
    """A cover that opens no caseload yet."""

    granted_by: UUID


class PendingOut(Shape):
    """All of it, the oldest first."""

    duties: list[PendingDutyOut]
    links: list[PendingLinkOut]
    identities: list[PendingIdentityOut]
    covers: list[PendingCoverOut]


def pending_document(pending: Pending) -> dict[str, Any]:
    """What waits, as JSON."""
    return PendingOut.model_validate(pending).model_dump(mode="json")
