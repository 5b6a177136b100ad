"""Files between two steps: sealed, one's own, and gone after an hour."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from data.held_files import LIFE, HeldFiles
from matching.errors import InvalidValue, NotFound

CONTENT = b"nama;nik\nContoh Uji;3519011705940001\n"


class Held:
    """A folder with a clock that a test moves."""

    def __init__(self, folder: Path) -> None:
        self.now = datetime(2026, 11, 27, 9, tzinfo=UTC)
        self.files = HeldFiles(folder / "held", lambda: self.now, 3)


@pytest.fixture
def held(tmp_path: Path) -> Held:
    return Held(tmp_path)


def test_what_was_kept_is_had_again_by_its_ticket(held: Held) -> None:
    ticket = held.files.keep(CONTENT, "saya", "a")
    assert held.files.open(ticket, "saya") == CONTENT
    assert held.files.keep(CONTENT, "saya", "a") != ticket


def test_the_disk_shows_neither_the_file_nor_its_key(held: Held) -> None:
    name, key = held.files.keep(CONTENT, "saya", "a").split(".")
    (file,) = held.files.folder.iterdir()
    assert (file.name, file.stat().st_mode & 0o777) == (name, 0o600)
    sealed = file.read_bytes()
    assert b"Contoh" not in sealed
    assert bytes.fromhex(key) not in sealed


def test_nobody_elses_and_no_made_up_ticket_opens(held: Held) -> None:
    ticket = held.files.keep(CONTENT, "saya", "a")
    other = held.files.keep(b"lain", "saya", "a")
    wrong_key = f"{ticket.partition('.')[0]}.{other.partition('.')[2]}"
    for given, bound in ((ticket, "orang lain"), (wrong_key, "saya"), ("../vault.0", "saya"), ("", "saya")):
        with pytest.raises(NotFound):
            held.files.open(given, bound)


def test_after_an_hour_nothing_is_left(held: Held) -> None:
    old = held.files.keep(CONTENT, "saya", "a")
    held.now += LIFE - timedelta(minutes=1)
    new = held.files.keep(CONTENT, "saya", "a")
    held.now += timedelta(minutes=2)
    with pytest.raises(NotFound):
        held.files.open(old, "saya")
    assert [file.name for file in held.files.folder.iterdir()] == [new.partition(".")[0]]


def test_what_is_forgotten_is_gone_and_may_be_forgotten_again(held: Held) -> None:
    ticket = held.files.keep(CONTENT, "saya", "a")
    for _ in range(2):
        held.files.forget(ticket)
    with pytest.raises(NotFound):
        held.files.open(ticket, "saya")


def test_an_account_has_so_many_and_not_more_until_one_is_taken_in_or_an_hour_is_over(held: Held) -> None:
    tickets = [held.files.keep(CONTENT, "saya", "a") for _ in range(3)]
    with pytest.raises(InvalidValue) as refused:
        held.files.keep(CONTENT, "saya", "a")
    assert refused.value.field == "file"
    held.files.keep(CONTENT, "saya", "b")
    held.files.forget(tickets[0])
    tickets.append(held.files.keep(CONTENT, "saya", "a"))
    assert held.files.open(tickets[-1], "saya") == CONTENT
    held.now += LIFE + timedelta(seconds=1)
    held.files.sweep()
    assert list(held.files.folder.iterdir()) == []


def test_where_nothing_was_ever_held_nothing_is_swept(held: Held) -> None:
    held.files.sweep()
    assert not held.files.folder.exists()


def test_what_came_of_a_file_is_had_by_its_ticket_and_outlives_it(held: Held) -> None:
    ticket = held.files.keep(CONTENT, "saya", "a")
    with pytest.raises(NotFound):
        held.files.outcome(ticket, "saya")
    held.files.put_outcome(ticket, b"baik", "saya dan ini")
    held.files.forget(ticket)
    assert held.files.outcome(ticket, "saya dan ini") == b"baik"
    for given, bound in ((ticket, "saya"), ("", "saya dan ini"), ("../vault.0", "saya dan ini")):
        with pytest.raises(NotFound):
            held.files.outcome(given, bound)
    assert b"baik" not in b"".join(file.read_bytes() for file in held.files.folder.iterdir())
    held.now += LIFE + timedelta(seconds=1)
    with pytest.raises(NotFound):
        held.files.outcome(ticket, "saya dan ini")


def test_what_came_of_a_file_counts_as_no_file_that_waits(held: Held) -> None:
    for _ in range(5):
        ticket = held.files.keep(CONTENT, "saya", "a")
        held.files.put_outcome(ticket, b"baik", "saya")
        held.files.forget(ticket)
    assert len(list(held.files.folder.iterdir())) == 5
