"""Files between two steps: sealed, one's own, and gone after an hour."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from data.held_files import LIFE, HeldFiles
from matching.errors import NotFound

CONTENT = b"nama;nik\nContoh Uji;3519011705940001\n"


class Held:
    """A folder with a clock that a test moves."""

    def __init__(self, folder: Path) -> None:
        self.now = datetime(2026, 11, 27, 9, tzinfo=UTC)
        self.files = HeldFiles(folder / "held", lambda: self.now)


@pytest.fixture
def held(tmp_path: Path) -> Held:
    return Held(tmp_path)


def test_what_was_kept_is_had_again_by_its_ticket(held: Held) -> None:
    ticket = held.files.keep(CONTENT, "saya")
    assert held.files.open(ticket, "saya") == CONTENT
    assert held.files.keep(CONTENT, "saya") != ticket


def test_the_disk_shows_neither_the_file_nor_its_key(held: Held) -> None:
    name, key = held.files.keep(CONTENT, "saya").split(".")
    (file,) = held.files.folder.iterdir()
    assert (file.name, file.stat().st_mode & 0o777) == (name, 0o600)
    sealed = file.read_bytes()
    assert b"Contoh" not in sealed
    assert bytes.fromhex(key) not in sealed


def test_nobody_elses_and_no_made_up_ticket_opens(held: Held) -> None:
    ticket = held.files.keep(CONTENT, "saya")
    other = held.files.keep(b"lain", "saya")
    wrong_key = f"{ticket.partition('.')[0]}.{other.partition('.')[2]}"
    for given, bound in ((ticket, "orang lain"), (wrong_key, "saya"), ("../vault.0", "saya"), ("", "saya")):
        with pytest.raises(NotFound):
            held.files.open(given, bound)


def test_after_an_hour_nothing_is_left(held: Held) -> None:
    old = held.files.keep(CONTENT, "saya")
    held.now += LIFE - timedelta(minutes=1)
    new = held.files.keep(CONTENT, "saya")
    held.now += timedelta(minutes=2)
    with pytest.raises(NotFound):
        held.files.open(old, "saya")
    assert [file.name for file in held.files.folder.iterdir()] == [new.partition(".")[0]]


def test_what_is_forgotten_is_gone_and_may_be_forgotten_again(held: Held) -> None:
    ticket = held.files.keep(CONTENT, "saya")
    for _ in range(2):
        held.files.forget(ticket)
    with pytest.raises(NotFound):
        held.files.open(ticket, "saya")
