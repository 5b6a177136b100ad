"""The erasure journal: what it holds, what a crash leaves of it, and that it never loses what was acknowledged."""

import logging
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from data.checked_lines import JournalUnwritable
from data.erasure_journal import ErasureJournal

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
INSTALLATION = UUID(int=7)
PEOPLE = tuple(UUID(int=number) for number in range(1, 6))
APPENDING = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID
from data.erasure_journal import ErasureJournal
journal = ErasureJournal(Path(sys.argv[1]), UUID(int=7))
for number in range(1, 1_000_000):
    journal.append(UUID(int=number), datetime(2026, 11, 22, tzinfo=UTC))
    print(number, flush=True)
"""


@pytest.fixture
def journal(tmp_path: Path) -> ErasureJournal:
    return ErasureJournal(tmp_path / "state", INSTALLATION)


def filled(journal: ErasureJournal) -> bytes:
    for person in PEOPLE:
        journal.append(person, AT)
    return journal.path.read_bytes()


def test_what_was_appended_is_read_in_its_order_and_once(journal: ErasureJournal) -> None:
    assert journal.read().people == ()
    filled(journal)
    journal.append(PEOPLE[0], AT)
    assert (journal.read().people, journal.read().damaged) == (PEOPLE, ())


def test_it_holds_ids_and_times_and_nobody_else_may_read_it(journal: ErasureJournal) -> None:
    line = filled(journal).split(b"\n")[0].decode()
    assert line.split(" ")[:3] == ["e1", "2026-11-22T09:00:00+00:00", str(PEOPLE[0])]
    assert journal.path.stat().st_mode & 0o777 == 0o600
    assert journal.path.parent.stat().st_mode & 0o777 == 0o700


def test_another_installation_has_a_journal_of_its_own(journal: ErasureJournal) -> None:
    filled(journal)
    assert ErasureJournal(journal.path.parent, UUID(int=8)).read().people == ()


@pytest.mark.parametrize("cut", [1, 17, 40, 80])
def test_a_torn_last_line_is_told_and_swallows_neither_those_before_nor_the_next(
    journal: ErasureJournal, cut: int, caplog: pytest.LogCaptureFixture
) -> None:
    whole = filled(journal)
    journal.path.write_bytes(whole[:-cut])
    with caplog.at_level(logging.WARNING):
        torn = journal.read()
    if cut > 1:  # with its end of line alone missing, an entry is whole
        assert (torn.people, torn.damaged) == (PEOPLE[:-1], (5,))
        assert "damaged" in caplog.text
    journal.append(UUID(int=99), AT)
    assert journal.read().people[-1] == UUID(int=99)
    assert journal.read().people[:4] == PEOPLE[:4]


def test_a_changed_line_is_told(journal: ErasureJournal) -> None:
    content = filled(journal)
    journal.path.write_bytes(content.replace(str(PEOPLE[2]).encode(), str(UUID(int=77)).encode()))
    assert (journal.read().damaged, len(journal.read().people)) == ((3,), 4)


def test_where_it_cannot_be_written_nobody_is_erased(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(JournalUnwritable):
        ErasureJournal(tmp_path / "file", INSTALLATION).append(PEOPLE[0], AT)


def test_what_was_acknowledged_outlives_a_kill(journal: ErasureJournal, tmp_path: Path) -> None:
    command = [sys.executable, "-c", APPENDING, str(tmp_path / "state")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]) as process:
        assert process.stdout is not None
        for _ in range(50):
            process.stdout.readline()
        time.sleep(0.01)
        os.kill(process.pid, signal.SIGKILL)
        acknowledged = 50 + len(process.stdout.read().splitlines())
    people = journal.read().people
    assert people[:acknowledged] == tuple(UUID(int=number) for number in range(1, acknowledged + 1))
    journal.append(UUID(int=5_000_000), AT)
    assert journal.read().people[-1] == UUID(int=5_000_000)
