"""People who ask, in the tests of the adapter."""

from uuid import UUID

import pytest

from matching.model.actor import Actor
from matching.model.ids import AccountId, UnitId
from matching.vocabulary import Role


@pytest.fixture
def case_worker() -> Actor:
    return Actor(
        AccountId(UUID(int=1)),
        Role.CASE_WORKER,
        UnitId(UUID(int=2)),
        "matching",
    )
