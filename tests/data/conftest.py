"""People who ask, in the tests of the adapter."""

import pytest

from matching.model.actor import Actor
from matching.model.ids import AccountId, UnitId
from matching.vocabulary import Role


@pytest.fixture
def case_worker() -> Actor:
    return Actor(
        AccountId("11111111-1111-4111-8111-111111111111"),
        Role.CASE_WORKER,
        UnitId("22222222-2222-4222-8222-222222222222"),
        "matching",
    )
