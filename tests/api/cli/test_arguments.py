"""Arguments that several commands share."""

from datetime import date

import pytest

from api.cli.arguments import reckoned_from

TODAY, OTHER = date(2026, 11, 22), date(2026, 1, 5)


def test_another_day_than_today_is_said_to_be_reckoned_with_the_facts_of_now(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert reckoned_from(OTHER, TODAY) == OTHER
    said = capsys.readouterr()
    assert "2026-01-05" in said.err
    assert "facts of now (2026-11-22)" in said.err
    assert said.out == ""


@pytest.mark.parametrize("as_of", [None, TODAY])
def test_of_today_nothing_is_said(as_of: date | None, capsys: pytest.CaptureFixture[str]) -> None:
    assert reckoned_from(as_of, TODAY) == TODAY
    assert capsys.readouterr().err == ""
