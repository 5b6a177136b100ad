"""Too much of one caller is refused; nobody else feels it."""

from contextlib import suppress

import pytest

from api.errors import Refused
from api.rates import Rates


def asked(rates: Rates, times: int, account: str, token: bytes = b"") -> int:
    """How often of so many times an answer is given."""
    given = 0
    for _ in range(times):
        with suppress(Refused):
            rates.count_caller(account, token)
            given += 1
    return given


def test_one_account_cannot_take_what_is_anothers() -> None:
    rates = Rates.of(5, 100, 9)
    assert asked(rates, 20, "a") == 5
    assert asked(rates, 4, "b") == 4


def test_tokens_of_an_account_share_its_measure_and_have_their_own() -> None:
    rates = Rates.of(5, 100, 9)
    assert asked(rates, 3, "a", b"Bearer one") == 3
    assert asked(rates, 20, "a", b"Bearer two") == 2
    assert asked(rates, 20, "b", b"Bearer one") == 2


def test_an_address_is_counted_before_anybody_knows_who_asks() -> None:
    rates = Rates.of(100, 3, 9)
    for _ in range(3):
        rates.count_address("203.0.113.1")
    with pytest.raises(Refused):
        rates.count_address("203.0.113.1")
    rates.count_address("203.0.113.2")
