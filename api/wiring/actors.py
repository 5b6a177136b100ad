"""As whom the command line acts on this machine: accounts and duties that the migrations have made."""

from uuid import UUID

from matching.model import Actor, UnitId
from matching.model.ids import AccountId, DutyId
from matching.vocabulary import Role

LOCAL_UNIT = UnitId(UUID("00000000-0000-4000-8000-0000000000a1"))
LOCAL_ACCOUNT = AccountId(UUID("00000000-0000-4000-8000-000000000001"))
LOCAL_DUTY = DutyId(UUID("00000000-0000-4000-8000-0000000000d1"))
LOCAL_ADMINISTRATOR = AccountId(UUID("00000000-0000-4000-8000-000000000002"))
LOCAL_ADMINISTRATION = DutyId(UUID("00000000-0000-4000-8000-0000000000d2"))
LOCAL_OFFICER = AccountId(UUID("00000000-0000-4000-8000-000000000003"))
LOCAL_OFFICER_DUTY = DutyId(UUID("00000000-0000-4000-8000-0000000000d5"))
LOCAL_PLANNER = AccountId(UUID("00000000-0000-4000-8000-000000000004"))
LOCAL_PLANNING = DutyId(UUID("00000000-0000-4000-8000-0000000000d4"))


def local_actor(purpose: str) -> Actor:
    """The local case worker (made by the migrations), as whom the command line acts on this machine."""
    return Actor(LOCAL_ACCOUNT, Role.CASE_WORKER, LOCAL_UNIT, purpose, LOCAL_DUTY)


def local_planner(purpose: str) -> Actor:
    """The local release planner, who approves what the local case worker has proposed."""
    return Actor(LOCAL_PLANNER, Role.RELEASE_PLANNER, LOCAL_UNIT, purpose, LOCAL_PLANNING)


def local_officer(purpose: str) -> Actor:
    """The local data protection officer, for the trail and for requests; it sees no case data."""
    return Actor(LOCAL_OFFICER, Role.DATA_PROTECTION_OFFICER, LOCAL_UNIT, purpose, LOCAL_OFFICER_DUTY)


def local_administrator(purpose: str) -> Actor:
    """The local administrator, as whom the command line keeps accounts; it has no case data."""
    return Actor(LOCAL_ADMINISTRATOR, Role.ADMINISTRATOR, LOCAL_UNIT, purpose, LOCAL_ADMINISTRATION)
