"""Erasure followed through every table and file, its repetition after a restore, and retention."""

import logging
import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from data.erasure import EXPORTS, PostgresEraser
from data.erasure_journal import ErasureJournal
from data.gateway import PostgresGateway
from data.held_files import HELD, HeldFiles
from data.pool import Connection, Database
from data.retention import BadRetentionRules, retention_rules
from data.wordings import WordingFiles
from matching.errors import AccessNotAsked, NotFound
from matching.model import Actor, CandidateId, ImportId, RunId
from matching.model.records import CandidateRecord, ImportRecord, QueuedRow, RunRecord
from matching.model.rights import (
    CLOCKS,
    ErasureGround,
    JournalState,
    RequestKind,
    RequestState,
    RetentionRule,
)
from matching.model.shortlists import ShortlistId
from matching.release import Supervision
from matching.stores import ImportChange
from matching.usecases.rights import RightsOffice
from tests.data.test_candidates import WINDOW, add, certificate, person
from tests.staff import COLLEAGUE, OFFICER

WHO, OTHER = CandidateId(UUID(int=1)), CandidateId(UUID(int=2))
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
NAMED = ("Orang Contoh 1", "B.I 1/2025")


class Ids:
    """Ids in their order."""

    def __init__(self) -> None:
        self.last = 10_000

    def __call__(self) -> UUID:
        self.last += 1
        return UUID(int=self.last)


@pytest.fixture
def eraser(worker: Database, tmp_path: Path) -> PostgresEraser:
    (tmp_path / "home").mkdir()
    return PostgresEraser(worker, tmp_path / "journal", tmp_path / "home")


@pytest.fixture
def office(gateway: PostgresGateway, eraser: PostgresEraser) -> RightsOffice:
    return RightsOffice(gateway, eraser, WordingFiles(), retention_rules(), 180, lambda: NOW, Ids())


def rich(number: int) -> CandidateRecord:
    record = person(number, certificate(number))
    return replace(record, candidate=replace(record.candidate, window=WINDOW, supervision=Supervision(None)))


async def live(gateway: PostgresGateway, actor: Actor, owner: Connection, home: Path) -> None:
    """Somebody of whom there is something everywhere, and somebody else."""
    await add(gateway, actor, rich(1), rich(2))
    async with gateway.transaction(actor) as tx:
        record = await tx.candidates.get(WHO)
        await tx.candidates.replace(replace(record, facility="Lapas Uji"), version=None)
        await tx.imports.add(ImportRecord(ImportId(UUID(int=601)), "candidates", "d", 0, 1, 0, 1, 0, NOW))
        await tx.imports.log_changes(ImportId(UUID(int=601)), [ImportChange("candidate", WHO, created=False)])
        await tx.imports.queue(ImportId(UUID(int=601)), [
            QueuedRow(2, {"nama": NAMED[0]}, (WHO,)), QueuedRow(3, {"nama": "Orang Lain"}, (OTHER,)),
        ])  # fmt: skip
        await tx.idempotency.remember("a", "digest", WHO)
        await tx.idempotency.remember("b", "digest", UUID(int=1_001))  # the person's certificate
        own: dict[str, Any] = {"rows": [], "dropped": {}}
        run = RunRecord(
            RunId(UUID(int=701)), "vacancies", WHO, None, "s", "m", {}, "r", {}, [{"f": 1}], own, NOW
        )
        await tx.runs.add(run)
        await tx.runs.add(replace(
            run, id=RunId(UUID(int=702)), kind="candidates", candidate=None,
            result={"rows": [{"id": str(WHO)}, {"id": str(OTHER)}], "dropped": {}},
        ))  # fmt: skip
    for one in (WHO, OTHER):
        await owner.execute("INSERT INTO embedded_candidates VALUES ($1, 'm', 1)", one)
        await owner.execute("INSERT INTO facet_vectors VALUES ($1, 'm', 0, 'd', '\\x00', '{las}')", one)
        folder = home / EXPORTS / str(one)
        folder.mkdir(parents=True)
        (folder / "salinan-data.json").write_text(NAMED[0])


async def everything(owner: Connection, *, but: Sequence[str] = ()) -> dict[str, str]:
    """All rows of all tables as text."""
    tables = await owner.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    rows = {}
    for (table,) in tables:
        if table not in but:
            rows[table] = str(await owner.fetchval(f"SELECT jsonb_agg(to_jsonb(t)) FROM {table} t"))
    return rows


async def test_an_erased_person_is_in_no_table_and_no_file(
    gateway: PostgresGateway, case_worker: Actor, owner: Connection, office: RightsOffice, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    await live(gateway, case_worker, owner, home)
    left_behind = home / ".import-abc"
    left_behind.write_text(NAMED[0])
    os.utime(left_behind, (0, 0))
    held = HeldFiles(home / HELD, lambda: datetime.now(UTC), 9)
    ticket = held.keep(NAMED[0].encode(), "saya", "a")
    await office.request(case_worker, WHO, RequestKind.CORRECTION, note=f"{NAMED[0]}: nama salah")
    async with gateway.transaction(case_worker) as tx:
        await tx.shortlists.open(ShortlistId(UUID(int=801)), candidate=WHO, vacancy=None, note="")
    async with gateway.transaction(
        case_worker
    ) as tx:  # under whatever record of the person a request has created
        hanging = [
            row["id"]
            for table in ("consents", "subject_requests", "shortlists", "runs")
            for row in await owner.fetch(f"SELECT id FROM {table} WHERE candidate_id = $1", WHO)
        ]
        for number, record in enumerate(hanging):
            await tx.idempotency.remember(f"c{number}", "digest", record)
        await tx.idempotency.remember("other", "digest", OTHER)
    before = await everything(owner)
    mentioned = {table for table, rows in before.items() if str(WHO) in rows}
    assert mentioned >= {
        "candidates", "candidate_identities", "candidate_references", "certificates", "release_windows",
        "supervisions", "consents", "consent_events", "subject_requests", "import_changes", "unresolved_rows",
        "idempotency_keys", "runs", "embedded_candidates", "facet_vectors", "outbox",
    }  # fmt: skip

    await office.erase(case_worker, WHO, ErasureGround.REQUEST)
    with pytest.raises(NotFound):
        held.open(ticket, "saya")

    # What is left is the id that nobody has any more: in the register of requests, in the outbox until it is pruned,
    # and in the trail where there is one.
    kept = ("subject_requests", "outbox", "trail", "trail_links", "trail_seals")
    after = await everything(owner, but=kept)
    assert [table for table, rows in after.items() if str(WHO) in rows] == []
    everywhere = str(await everything(owner))
    assert not [word for word in NAMED if word in everywhere]
    assert str(UUID(int=1_001)) not in str(
        after
    )  # a certificate's id, which the trail keeps as it keeps the person's
    assert not [word for word in NAMED if word in everywhere]
    assert not (home / EXPORTS / str(WHO)).exists()
    assert not left_behind.exists()
    # Nobody else has lost anything.
    assert [row["key"] for row in await owner.fetch("SELECT key FROM idempotency_keys")] == ["other"]
    assert str(OTHER) in after["candidates"]
    assert (home / EXPORTS / str(OTHER)).exists()
    assert await owner.fetchval("SELECT count(*) FROM unresolved_rows") == 1
    assert str(OTHER) in after["runs"]
    requests = await owner.fetch("SELECT kind, state, note FROM subject_requests ORDER BY seq")
    assert [tuple(row) for row in requests] == [("correction", "done", ""), ("erasure", "done", "request")]
    with pytest.raises(NotFound):
        await office.standing(case_worker, WHO)


async def test_what_hung_on_a_record_that_became_this_persons_goes_too(
    gateway: PostgresGateway, case_worker: Actor, owner: Connection, office: RightsOffice, tmp_path: Path
) -> None:
    """By no foreign key: the copy that was exported and the key of the request that made the record."""
    former = UUID(int=900)
    await add(gateway, case_worker, rich(1))
    await owner.execute("INSERT INTO former_ids VALUES ($1, $2)", former, WHO)
    async with gateway.transaction(case_worker) as tx:
        await tx.idempotency.remember("a", "digest", former)
    copy = tmp_path / "home" / EXPORTS / str(former) / "salinan-data.json"
    copy.parent.mkdir(parents=True)
    copy.write_text(NAMED[0])
    await office.erase(case_worker, WHO, ErasureGround.REQUEST)
    assert not copy.exists()
    assert await owner.fetchval("SELECT count(*) FROM idempotency_keys") == 0
    assert await owner.fetchval("SELECT count(*) FROM candidates") == 0


async def test_after_a_restore_the_person_is_erased_again_with_a_word_in_the_log(
    gateway: PostgresGateway,
    case_worker: Actor,
    owner: Connection,
    office: RightsOffice,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await add(gateway, case_worker, rich(1), rich(2))
    await office.erase(case_worker, WHO, ErasureGround.REQUEST)
    assert await office.eraser.repeat(at=NOW) == 0
    await add(gateway, case_worker, rich(1))  # as a backup from before brings back
    with caplog.at_level(logging.WARNING):
        assert await office.eraser.repeat(at=NOW) == 1
    assert "erased again" in caplog.text
    assert [row["id"] for row in await owner.fetch("SELECT id FROM candidates")] == [OTHER]


async def test_a_crash_between_journal_and_database_is_made_good(
    gateway: PostgresGateway, case_worker: Actor, owner: Connection, office: RightsOffice, tmp_path: Path
) -> None:
    await add(gateway, case_worker, rich(1))
    installation = await owner.fetchval("SELECT installation FROM meta")
    ErasureJournal(tmp_path / "journal", installation).append(WHO, NOW)
    assert await office.eraser.repeat(at=NOW) == 1
    assert await owner.fetchval("SELECT count(*) FROM candidates") == 0


async def test_an_erasure_that_was_approved_and_not_carried_out_is_carried_out_later(
    gateway: PostgresGateway, case_worker: Actor, owner: Connection, office: RightsOffice
) -> None:
    await add(gateway, case_worker, rich(1))
    asked = await office.request(case_worker, WHO, RequestKind.ERASURE)
    async with gateway.transaction(OFFICER) as tx:
        await tx.requests.decide(asked.id, RequestState.APPROVED, by=OFFICER.account, at=NOW, answer="")
    assert await office.eraser.journal() == JournalState(
        there=False, people=0, last=None, damaged=0, waiting=1
    )
    assert await office.eraser.repeat(at=NOW) == 1
    assert await owner.fetchval("SELECT state FROM subject_requests") == "done"
    assert await office.eraser.journal() == JournalState(there=True, people=1, last=NOW, damaged=0, waiting=0)


async def test_the_officer_decides_an_erasure_and_sees_no_case_data(
    gateway: PostgresGateway, case_worker: Actor, office: RightsOffice
) -> None:
    await add(gateway, case_worker, rich(1))
    asked = await office.request(case_worker, WHO, RequestKind.ERASURE, note="hapus")
    assert [one.id for one in await office.waiting(OFFICER)] == [asked.id]
    assert await office.waiting(COLLEAGUE) == []
    for reading in (office.standing(OFFICER, WHO), office.file(OFFICER, WHO), office.file(COLLEAGUE, WHO)):
        with pytest.raises(NotFound):
            await reading
    with pytest.raises(NotFound):
        await office.decide(COLLEAGUE, asked.id, granted=True)
    done = await office.decide(OFFICER, asked.id, granted=True)
    assert (done.state, done.candidate, done.subject, done.note) == (RequestState.DONE, None, WHO, "")


@pytest.mark.parametrize("kind", RequestKind)
async def test_every_request_has_its_clock(
    gateway: PostgresGateway, case_worker: Actor, office: RightsOffice, kind: RequestKind
) -> None:
    await add(gateway, case_worker, rich(1))
    asked = await office.request(case_worker, WHO, kind, note="")
    assert asked.due_at == NOW + timedelta(hours=CLOCKS[kind].hours)
    assert asked.due_in_hours(NOW + timedelta(hours=71)) == 1.0
    late = replace(office, clock=lambda: NOW + timedelta(hours=72, minutes=1))
    waits = kind in (RequestKind.ACCESS, RequestKind.CORRECTION, RequestKind.ERASURE)
    assert len(await late.waiting(case_worker, overdue=True)) == waits
    assert await office.waiting(case_worker, overdue=True) == []
    gates = (await office.standing(case_worker, WHO)).record.candidate.gates
    assert gates.open == waits


async def test_a_persons_file_holds_everything_with_the_numbers_in_full(
    gateway: PostgresGateway, case_worker: Actor, owner: Connection, office: RightsOffice, tmp_path: Path
) -> None:
    await live(gateway, case_worker, owner, tmp_path / "home")
    with pytest.raises(AccessNotAsked):
        await office.file(case_worker, WHO)
    asked = await office.request(case_worker, WHO, RequestKind.ACCESS)
    file = await office.file(case_worker, WHO)
    assert file["identity"]["name"] == NAMED[0]
    assert (file["identity"]["nik"], file["identity"]["register_number"]) == ("3519014107900001", NAMED[1])
    assert {
        "person", "identity", "unit", "references", "certificates", "windows", "supervisions", "consents", "gates",
        "requests", "proposed", "named_in_lists", "searchable_words", "imports",
    } <= set(file)  # fmt: skip
    exports = "SELECT entity, record_id FROM trail WHERE act = 'export' AND subject = $1"
    assert ("subject_requests", asked.id) in [tuple(row) for row in await owner.fetch(exports, WHO)]
    await office.decide(case_worker, asked.id, granted=True)
    with pytest.raises(AccessNotAsked):  # a decided request opens nothing
        await office.file(case_worker, WHO)
    with pytest.raises(NotFound):  # nor does the database by itself
        async with gateway.transaction(case_worker, read_only=True) as tx:
            await tx.subjects.of(WHO)
    assert "sealed" not in str(file)
    assert str(OTHER) not in str(file)


def rule(kind: str, days: int = 30) -> RetentionRule:
    return RetentionRule(kind, days, "hukum", "a law", "", "")


async def test_a_dry_run_of_retention_changes_nothing_and_a_run_removes_what_it_counted(
    gateway: PostgresGateway, case_worker: Actor, owner: Connection, office: RightsOffice, tmp_path: Path
) -> None:
    await live(gateway, case_worker, owner, tmp_path / "home")
    await owner.execute("UPDATE supervisions SET until = '2027-02-01' WHERE candidate_id = $1", WHO)
    await owner.execute("UPDATE candidates SET recorded_at = '2026-11-01'")
    later = datetime(2028, 1, 1, tzinfo=UTC)
    kinds = (
        "people",
        "imports",
        "unresolved_rows",
        "runs",
        "idempotency_keys",
        "exports",
        "subject_requests",
    )
    office = replace(office, rules=[rule(kind) for kind in kinds], clock=lambda: later)
    for path in (tmp_path / "home" / EXPORTS).iterdir():
        os.utime(path, (0, 0))
    before = await everything(owner)
    dry = await office.retain(remove=False)
    assert await everything(owner) == before
    assert [one.found for one in dry] == [1, 1, 2, 2, 2, 2, 0]
    done = {one.rule.kind: one.found for one in await office.retain(remove=True)}
    assert (done["people"], done["imports"], done["runs"]) == (1, 1, 2)
    assert [row["id"] for row in await owner.fetch("SELECT id FROM candidates")] == [OTHER], (
        "the end is not known yet"
    )
    assert [one.found for one in await office.retain(remove=False)] == [0] * 7


async def test_who_is_erased_by_retention_stays_erased(
    gateway: PostgresGateway, case_worker: Actor, owner: Connection, office: RightsOffice
) -> None:
    await add(gateway, case_worker, replace(rich(1), candidate=replace(rich(1).candidate, supervision=None)))
    await owner.execute("UPDATE candidates SET recorded_at = '2026-11-01'")
    later = datetime(2028, 1, 1, tzinfo=UTC)
    assert await office.eraser.retain(rule("people"), now=later, remove=True) == 1
    await add(gateway, case_worker, rich(1))
    assert await office.eraser.repeat(at=later) == 1


def test_rules_of_retention_say_why_and_are_refused_otherwise(tmp_path: Path) -> None:
    assert all(one.basis_id != one.basis_en and one.days > 0 for one in retention_rules())
    columns, right, file = (
        "kind,days,basis_id,basis_en,what_id,what_en\n",
        "runs,9,a,b,c,d\n",
        tmp_path / "rules.csv",
    )
    file.write_text(columns + right)
    assert retention_rules(file) == (RetentionRule("runs", 9, "a", "b", "c", "d"),)
    for text, told in [
        (columns + right + "jobs,0,a,b,c,d\n", "line 3, days"), (columns + "runs,9,a,,c,d\n", "line 2: basis_id"),
        (columns + "wishes,9,a,b,c,d\n", "line 2, kind"), (columns + "runs,9\n", "line 2: basis_id"),
        (columns + right + right, "two for one kind"), ("kind\nruns\n", "columns are kind,days"), ("", "columns are"),
    ]:  # fmt: skip
        file.write_text(text)
        with pytest.raises(BadRetentionRules, match=f"rules.csv.*{told}"):
            retention_rules(file)


async def test_the_worksheet_of_a_breach_is_the_officers_and_names_nobody(
    gateway: PostgresGateway, case_worker: Actor, owner: Connection, office: RightsOffice
) -> None:
    await add(gateway, case_worker, rich(1))
    # What the trail says, whatever its table is like.
    await owner.execute(
        """CREATE OR REPLACE FUNCTION trail_by(suspect uuid, since timestamptz, until timestamptz) RETURNS TABLE (
               at timestamptz, candidate_id uuid, purpose text, fields text[]) LANGUAGE sql STABLE AS $$
               SELECT t.at, c.id, 'matching', t.fields FROM candidates c, (VALUES
                   ('2026-11-20 10:00+07'::timestamptz, '{identity}'::text[]),
                   ('2026-11-21 10:00+07', '{identity,certificates}')) t (at, fields)
               WHERE suspect = '11111111-1111-4111-8111-111111111111' AND t.at BETWEEN since AND until $$"""
    )
    since, until = datetime(2026, 11, 20, tzinfo=UTC), datetime(2026, 11, 22, tzinfo=UTC)
    login = "case_worker@uji.example"
    (seen,) = await office.breach(OFFICER, login, since=since, until=until)
    assert (seen.candidate, seen.looks, seen.fields, seen.still_kept) == (
        WHO,
        2,
        ("certificates", "identity"),
        True,
    )
    assert (seen.unit, seen.caseload) == ("Lapas Uji", "case_worker")
    assert NAMED[0] not in str(seen)
    assert await office.breach(OFFICER, login, since=until, until=until + timedelta(days=1)) == []
    for login_or_actor in ((OFFICER, "nobody@uji.example"), (case_worker, login)):
        with pytest.raises(NotFound):
            await office.breach(*login_or_actor, since=since, until=until)


async def test_the_erasing_functions_are_the_workers_alone(database: Database, case_worker: Actor) -> None:
    for call in (
        "erase_person($1)",
        "retention('runs', now(), true)",
        "still_there(ARRAY[$1])",
        "close_expired_gates()",
    ):
        async with database.transaction(case_worker) as connection:
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(f"SELECT {call.replace('$1', repr(str(WHO)) + '::uuid')}")
