"""Who asks, in which role, for which unit, and for what purpose."""

from dataclasses import dataclass

from matching.errors import InvalidValue
from matching.model.ids import AccountId, DutyId, RequestId, UnitId
from matching.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Actor:
    """Every use case receives one; the transaction wrapper sets it in the database session.

    The database opens nothing without a current `duty` of the account in this role and unit. `request` ties what the
    trail records to one request.
    """

    account: AccountId
    role: Role
    unit: UnitId
    purpose: str
    duty: DutyId | None = None
    request: RequestId | None = None

    def __post_init__(self) -> None:
        if not self.purpose.strip():
            raise InvalidValue("actor.purpose", "tujuan harus diisi / a purpose is required")
