"""The rights journal: what was wished or ended after a backup holds when the backup has been brought back."""

import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest
import pytest_asyncio

from data.backup import Place, back_up, new_identity, restore_into
from data.checked_lines import JournalUnwritable
from data.embedded import Server
from data.erasure import PostgresEraser
from data.gateway import PostgresGateway
from data.pool import Connection, Database
from data.retention import retention_rules
from data.rights_journal import RightsJournal
from data.vault import Vault
from data.wordings import WordingFiles
from matching.model import CandidateId
from matching.model.rights import RequestKind
from matching.usecases.rights import RightsOffice
from tests.data.test_candidates import add, person
from tests.data.test_erasure import Ids
from tests.data.wishes import consents
from tests.postgres import Fresh, fresh_database
from tests.staff import CASE_WORKER, COLLEAGUE, FAR_CASE_WORKER, PLANNER

NOW = datetime(2026, 11, 27, 9, tzinfo=UTC)
WITHDRAWS, OBJECTS, RESTRICTS, CHANGES_MIND, STAYS = (CandidateId(UUID(int=n)) for n in range(1, 6))
PASSWORD = "INSERT INTO passwords (account_id, hash) VALUES ($1, '$argon2id$1')"
GATES = "SELECT id, consented AND NOT objected AND NOT restricted FROM candidates ORDER BY id"


@dataclass(frozen=True)
class Lived:
    """A database in use, and its journal."""

    gateway: PostgresGateway
    office: RightsOffice
    journal: RightsJournal
    folder: Path

    @property
    def file(self) -> Path:
        (found,) = self.folder.glob("rights-*.log")
        return found

    def kinds(self) -> list[str]:
        return [line.split(" ")[3] for line in self.file.read_text().splitlines()]


@pytest_asyncio.fixture
async def lived(fresh: Fresh, worker: Database, vault: Vault, tmp_path: Path) -> AsyncIterator[Lived]:
    folder = tmp_path / "journals"
    journal = RightsJournal(worker, folder)
    await journal.begin()
    async with Database.open(fresh.url("jembatan_app"), noted=journal.keep) as app:
        gateway = PostgresGateway(app, vault)
        eraser = PostgresEraser(worker, folder, tmp_path)
        office = RightsOffice(gateway, eraser, WordingFiles(), retention_rules(), 180, lambda: NOW, Ids())
        await add(gateway, CASE_WORKER, *map(person, range(1, 6)))
        yield Lived(gateway, office, journal, folder)


@pytest_asyncio.fixture
async def backup(fresh: Fresh, lived: Lived, owner: Connection, tmp_path: Path) -> tuple[Path, Path]:
    """(file, key) of before anything was wished."""
    for account in (COLLEAGUE.account, PLANNER.account):
        await owner.execute(PASSWORD, account)
    for number, state in enumerate(4 * ["verified"] + 2 * ["suspended"]):
        await owner.execute(
            "INSERT INTO employers (id, name, business_number, sector, contact, verification, "
            "unit_id, caseload, recorded_by) VALUES ($1, $2, '', '', '', $3, $4, $5, $5)",
            UUID(int=7_000 + number), f"PT {number}", state, CASE_WORKER.unit, CASE_WORKER.account,
        )  # fmt: skip
    await lived.journal.keep()
    public = new_identity(tmp_path / "key")
    place = Place(fresh.url("jembatan_backup"), fresh.server.programs)
    await back_up(place, tmp_path / "backup", [public], program="1", now=NOW)
    return tmp_path / "backup", tmp_path / "key"


@pytest_asyncio.fixture
async def restored(backup: tuple[Path, Path], server: Server) -> AsyncIterator[Fresh]:
    async with fresh_database(server, "template0") as empty:
        await restore_into(Place(empty.url("postgres"), server.programs), *backup)
        yield empty


async def lifts(gateway: PostgresGateway, who: CandidateId) -> None:
    await consents(gateway, CASE_WORKER, who)


async def companies(lived: Lived, owner: Connection) -> dict[UUID, str]:
    """Six companies after the backup, and how each must stand when it has been brought back."""
    turns = {
        "verified": (("suspended", "suspended"), ("blocked", "blocked"), ("suspended verified", "verified"),
                     ("unverified", "unverified")),
        "suspended": (("verified", "suspended"), ("blocked", "blocked")),
    }  # fmt: skip
    wanted = {}
    for number, (stood, (steps, stands)) in enumerate((was, turn) for was in turns for turn in turns[was]):
        company = UUID(int=7_000 + number)
        wanted[company] = stands
        for state in steps.split():
            await owner.execute("UPDATE employers SET verification = $2 WHERE id = $1", company, state)
        assert stood in turns
    await lived.journal.keep()
    return wanted


async def wishes(lived: Lived, owner: Connection) -> None:
    """What happens after the backup."""
    await lived.office.request(CASE_WORKER, WITHDRAWS, RequestKind.WITHDRAWAL)
    for one in (OBJECTS, CHANGES_MIND):
        await lived.office.request(CASE_WORKER, one, RequestKind.OBJECTION)
    await lived.office.request(CASE_WORKER, RESTRICTS, RequestKind.RESTRICTION)
    await lifts(lived.gateway, CHANGES_MIND)
    await owner.execute("UPDATE accounts SET status = 'disabled' WHERE id = $1", FAR_CASE_WORKER.account)
    await owner.execute("UPDATE passwords SET hash = '$argon2id$2' WHERE account_id = $1", PLANNER.account)
    await owner.execute("UPDATE duties SET until = now() WHERE id = $1", COLLEAGUE.duty)
    await lived.journal.keep()


async def test_what_was_wished_and_ended_since_the_backup_holds_after_it(
    lived: Lived, restored: Fresh, owner: Connection
) -> None:
    await wishes(lived, owner)
    as_it_was = await owner.fetch(GATES)
    assert [row[1] for row in as_it_was] == [False, False, False, True, True]
    before = lived.file.read_bytes()
    async with Database.open(restored.url("jembatan_worker"), role="jembatan_worker") as worker:
        journal = RightsJournal(worker, lived.folder)
        assert await journal.lacking() == []
        assert await journal.repeat() == 6
        assert await journal.repeat() == 0, "each entry is done again once"
        assert await journal.keep() == 0
    assert lived.file.read_bytes() == before
    connection = await asyncpg.connect(restored.url("jembatan_owner"))
    assert await connection.fetch(GATES) == as_it_was
    withdrawn = "SELECT consent_id, withdrawn_at FROM consent_withdrawals"
    assert await connection.fetch(withdrawn) == await owner.fetch(withdrawn)
    disabled = "SELECT id FROM accounts WHERE status = 'disabled'"
    assert await connection.fetch(disabled) == await owner.fetch(disabled)
    assert await connection.fetchval("SELECT until < now() FROM duties WHERE id = $1", COLLEAGUE.duty)
    left = [row[0] for row in await connection.fetch("SELECT account_id FROM passwords")]
    assert left == [COLLEAGUE.account], "whose password has changed needs a new link"
    await connection.close()


async def test_a_company_that_was_suspended_or_blocked_since_the_backup_is_so_after_it(
    lived: Lived, restored: Fresh, owner: Connection
) -> None:
    wanted = await companies(lived, owner)
    async with Database.open(restored.url("jembatan_worker"), role="jembatan_worker") as worker:
        journal = RightsJournal(worker, lived.folder)
        assert await journal.repeat() == 4, "what only became better is as of the backup"
        assert (await journal.repeat(), await journal.keep()) == (0, 0)
    connection = await asyncpg.connect(restored.url("jembatan_owner"))
    stands = await connection.fetch(
        "SELECT id, verification FROM employers WHERE id = ANY ($1)", list(wanted)
    )
    assert {row["id"]: row["verification"] for row in stands} == wanted
    told = await connection.fetch("SELECT to_state FROM state_changes ORDER BY seq")
    assert sorted(row[0] for row in told) == ["blocked", "blocked", "suspended", "unverified"]
    await connection.close()


async def test_what_is_lifted_after_a_restore_stays_lifted(
    lived: Lived, restored: Fresh, owner: Connection, vault: Vault
) -> None:
    await wishes(lived, owner)
    async with Database.open(restored.url("jembatan_worker"), role="jembatan_worker") as worker:
        await RightsJournal(worker, lived.folder).repeat()
        async with Database.open(restored.url("jembatan_app")) as app:
            await lifts(PostgresGateway(app, vault), OBJECTS)
        connection = await asyncpg.connect(restored.url("jembatan_owner"))
        await RightsJournal(worker, lived.folder).begin()
        assert not await connection.fetchval("SELECT objected FROM candidates WHERE id = $1", OBJECTS)
        await connection.close()


async def test_a_wish_is_in_the_journal_before_it_is_answered_and_names_nobody(
    lived: Lived, owner: Connection
) -> None:
    await lived.office.request(CASE_WORKER, OBJECTS, RequestKind.OBJECTION)
    await lived.office.request(
        CASE_WORKER, WITHDRAWS, RequestKind.WITHDRAWAL, note="Orang Contoh 1 tidak mau"
    )
    assert lived.kinds() == ["begun", "objected", "withdrawn"]
    assert "Contoh" not in lived.file.read_text()
    assert lived.file.stat().st_mode & 0o777 == 0o600
    assert await owner.fetchval("SELECT count(*) FROM journal_notes WHERE subject IS NOT NULL") == 0


async def test_what_was_rolled_back_is_not_noted(lived: Lived) -> None:
    async def interrupted() -> None:
        async with lived.gateway.transaction(CASE_WORKER) as tx:
            await tx.consents.suspend(RESTRICTS, restricted=True)
            raise TimeoutError

    with pytest.raises(TimeoutError):
        await interrupted()
    assert await lived.journal.keep() == 0
    assert lived.kinds() == ["begun"]


async def test_where_it_cannot_be_written_the_wish_holds_waits_and_is_not_acknowledged(
    lived: Lived, owner: Connection
) -> None:
    aside = lived.file.rename(lived.folder / "aside")
    target = lived.folder / f"rights-{await owner.fetchval('SELECT installation FROM meta')}.log"
    target.mkdir()
    with pytest.raises(JournalUnwritable):
        await lived.office.request(CASE_WORKER, OBJECTS, RequestKind.OBJECTION)
    assert await owner.fetchval("SELECT objected FROM candidates WHERE id = $1", OBJECTS)
    target.rmdir()
    aside.rename(target)
    assert await lived.journal.keep() == 1
    assert lived.kinds() == ["begun", "objected"]


async def test_records_that_became_one_are_closed_in_a_backup_that_holds_both(
    lived: Lived, owner: Connection
) -> None:
    former = UUID(int=900)
    await owner.execute("INSERT INTO former_ids VALUES ($1, $2)", former, OBJECTS)
    await lived.office.request(CASE_WORKER, OBJECTS, RequestKind.OBJECTION)
    assert {line.split(" ")[4] for line in lived.file.read_text().splitlines()[1:]} == {
        str(OBJECTS),
        str(former),
    }


async def test_a_journal_that_is_lost_begun_anew_or_shortened_is_told(
    lived: Lived, restored: Fresh, owner: Connection, caplog: pytest.LogCaptureFixture
) -> None:
    file, whole = lived.file, lived.file.read_bytes()
    async with Database.open(restored.url("jembatan_worker"), role="jembatan_worker") as worker:
        journal = RightsJournal(worker, lived.folder)
        file.unlink()
        assert "is not there" in (await journal.lacking())[0]
        with caplog.at_level(logging.WARNING):
            await lived.journal.begin()  # the database in use begins another
        assert "missing" in caplog.text
        assert "entries that the backup knows" in (await journal.lacking())[0]
        file.write_bytes(whole.split(b"\n")[0] + b"\n")
        assert "entries that the backup knows" in (await journal.lacking())[0]
        file.write_bytes(whole)
        assert await journal.lacking() == []
        (erasures,) = lived.folder.glob("erasures-*.log")
        erasures.unlink()
        assert [erasures.name in one for one in await journal.lacking()] == [True]


async def test_nobody_but_the_worker_reads_or_writes_notes(
    lived: Lived, database: Database, fresh: Fresh
) -> None:
    for role in ("jembatan_app", "jembatan_auditor"):
        connection = await asyncpg.connect(fresh.url(role))
        for asked in ("TABLE journal_notes", "SELECT waiting_notes()", "SELECT repeat_notes('{}', '{}', '{}', '{}')",
                      "SELECT note_for_journal('objected', '{}', now())"):  # fmt: skip
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(asked)
        await connection.close()
