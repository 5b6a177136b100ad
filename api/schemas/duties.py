"""Duties, covers and units: what is written of them and what is shown."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from api.schemas.parts import MAX_LIST, Shape, Title
from matching.errors import InvalidValue
from matching.model import EmployerId, UnitId
from matching.model.accounts import Cover, Duty, Unit
from matching.model.ids import AccountId, CoverId, DutyId
from matching.vocabulary import Role

Province = Annotated[str, StringConstraints(pattern=r"^[0-9]{2}$")]
UnitType = Literal["lapas", "rutan", "lpka", "bapas", "kanwil", "ditjenpas", "platform"]
OfficeRole = Literal[
    Role.CASE_WORKER,
    Role.RELEASE_PLANNER,
    Role.EMPLOYER,
    Role.ADMINISTRATOR,
    Role.DATA_PROTECTION_OFFICER,
]


class DutyIn(Shape):
    """A duty to be given."""

    role: OfficeRole
    unit: UUID | None = Field(None, description="Needed but for members of employers.")
    provinces: Annotated[tuple[Province, ...], Field(max_length=MAX_LIST)] = ()
    employer: UUID | None = None
    until: datetime | None = None

    def value(self, account: UUID, new_id: Callable[[], UUID]) -> Duty:
        """The duty. Raises InvalidValue where its unit is missing."""
        if self.unit is None and self.role is not Role.EMPLOYER:
            raise InvalidValue("unit", "wajib diisi / is needed")
        return Duty(
            id=DutyId(new_id()),
            account=AccountId(account),
            role=self.role,
            unit=UnitId(self.unit or new_id()),
            provinces=self.provinces,
            employer=EmployerId(self.employer) if self.employer else None,
            until=self.until,
        )


class DutyOut(Shape):
    """A duty."""

    id: UUID
    account: UUID
    role: Role
    unit: UUID
    unit_name: str
    employer_name: str
    provinces: list[str]
    employer: UUID | None
    since: datetime
    until: datetime | None
    pending: bool


class CoverIn(Shape):
    """During an absence."""

    unit: UUID
    absent: UUID
    covering: UUID
    since: datetime | None = None
    until: datetime

    def value(self, new_id: Callable[[], UUID], now: datetime) -> Cover:
        """The cover."""
        people = AccountId(self.absent), AccountId(self.covering)
        return Cover(CoverId(new_id()), UnitId(self.unit), *people, self.since or now, self.until)


class CoverOut(Shape):
    """A cover that has not ended."""

    id: UUID
    unit: UUID
    absent: UUID
    covering: UUID
    since: datetime
    until: datetime
    pending: bool


class Covers(Shape):
    """Covers."""

    items: list[CoverOut]


class UnitIn(Shape):
    """A unit."""

    type: UnitType
    name: Title
    province: Province | Literal[""] = ""

    def value(self, new_id: Callable[[], UUID]) -> Unit:
        """The unit."""
        return Unit(UnitId(new_id()), self.type, self.name, self.province)


class UnitOut(UnitIn):
    """A unit as stored."""

    id: UUID


class Units(Shape):
    """Units."""

    items: list[UnitOut]


def duty_document(duty: Duty) -> dict[str, Any]:
    """A duty as JSON."""
    return DutyOut.model_validate(duty).model_dump(mode="json")


def cover_document(cover: Cover) -> dict[str, Any]:
    """A cover as JSON."""
    return CoverOut.model_validate(cover).model_dump(mode="json")
