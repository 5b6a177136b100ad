"""People between caseloads and units: access moves with them, and whoever asks learns nothing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from data.erasure import PostgresEraser
from data.gateway import PostgresGateway
from data.pool import Connection, Database
from matching.errors import InvalidValue, NotFound, UndoRefused
from matching.model import Actor, CandidateId, Gates, ImportId, RunId
from matching.model.ids import AccountId, UnitId
from matching.model.records import (
    CandidateRecord,
    ImportRecord,
    QueueDecision,
    QueuedRow,
    QueueOutcome,
    RunRecord,
)
from matching.model.transfers import Errand, Number, Transfer, TransferId, TransferKind, TransferOutcome
from matching.stores import ImportChange
from matching.trail import TrailQuery
from matching.usecases import transfers
from matching.vocabulary import RevealPurpose
from tests.data.persons import a_record
from tests.staff import (
    ADMINISTRATOR,
    CASE_WORKER,
    COLLEAGUE,
    ELSEWHERE,
    FAR_CASE_WORKER,
    FAR_PLANNER,
    HERE,
    OFFICER,
    PLANNER,
    REGIONAL,
)

NIK = "3519011705941234"


async def add(gateway: PostgresGateway, actor: Actor, *records: CandidateRecord) -> None:
    async with gateway.transaction(actor) as tx:
        await tx.candidates.add(records)


async def claim(gateway: PostgresGateway, actor: Actor, nik: str = NIK) -> None:
    async with gateway.transaction(actor) as tx:
        await tx.transfers.claim([nik])


async def seen(gateway: PostgresGateway, actor: Actor) -> Sequence[Transfer]:
    async with gateway.transaction(actor, read_only=True) as tx:
        return (await tx.transfers.page(limit=50, cursor=None)).records


async def decide(gateway: PostgresGateway, actor: Actor, transfer: TransferId, *, accept: bool) -> None:
    async with gateway.transaction(actor) as tx:
        await tx.transfers.decide(transfer, accept=accept)


async def people(gateway: PostgresGateway, actor: Actor) -> dict[CandidateId, CandidateRecord]:
    async with gateway.transaction(actor, read_only=True) as tx:
        page = await tx.candidates.page(limit=50, cursor=None)
    return {record.id: record for record in page.records}


async def test_a_claim_is_seen_by_the_holder_and_by_nobody_else(gateway: PostgresGateway) -> None:
    await add(gateway, CASE_WORKER, record := a_record(NIK))
    await claim(gateway, FAR_CASE_WORKER)
    await claim(gateway, FAR_CASE_WORKER)
    (asked,) = await seen(gateway, CASE_WORKER)
    assert (asked.candidate, asked.kind, asked.to_unit) == (record.id, TransferKind.CLAIM, ELSEWHERE)
    for actor in (FAR_CASE_WORKER, COLLEAGUE, PLANNER, FAR_PLANNER, ADMINISTRATOR, OFFICER):
        assert await seen(gateway, actor) == ()


async def test_nobody_but_the_holder_decides_a_claim(gateway: PostgresGateway) -> None:
    await add(gateway, CASE_WORKER, a_record(NIK))
    await claim(gateway, FAR_CASE_WORKER)
    (asked,) = await seen(gateway, CASE_WORKER)
    for actor in (FAR_CASE_WORKER, COLLEAGUE, PLANNER, ADMINISTRATOR, OFFICER):
        with pytest.raises(NotFound):
            await decide(gateway, actor, asked.id, accept=True)
    with pytest.raises(NotFound):
        await decide(gateway, CASE_WORKER, TransferId(uuid4()), accept=True)


async def test_an_accepted_claim_moves_everything_and_the_old_side_sees_nothing(
    gateway: PostgresGateway, owner: Connection
) -> None:
    await add(gateway, CASE_WORKER, record := a_record(NIK))
    await claim(gateway, FAR_CASE_WORKER)
    (asked,) = await seen(gateway, CASE_WORKER)
    await decide(gateway, CASE_WORKER, asked.id, accept=True)
    assert await people(gateway, CASE_WORKER) == {}
    assert await people(gateway, PLANNER) == {}
    assert await seen(gateway, CASE_WORKER) == ()
    moved = (await people(gateway, FAR_CASE_WORKER))[record.id]
    assert moved.stamp is not None
    assert (moved.stamp.unit, moved.stamp.caseload) == (ELSEWHERE, FAR_CASE_WORKER.account)
    assert moved.candidate.certificates == record.candidate.certificates
    assert moved.candidate.window == record.candidate.window
    (done,) = await seen(gateway, FAR_CASE_WORKER)
    assert done.outcome is TransferOutcome.ACCEPTED
    for table in (
        "candidate_identities",
        "candidate_references",
        "certificates",
        "release_windows",
        "consent_events",
    ):
        places = await owner.fetch(f"SELECT DISTINCT unit_id FROM {table}")
        assert [row["unit_id"] for row in places] == [ELSEWHERE], table


async def test_a_refused_claim_leaves_everything(gateway: PostgresGateway) -> None:
    await add(gateway, CASE_WORKER, record := a_record(NIK))
    await claim(gateway, FAR_CASE_WORKER)
    (asked,) = await seen(gateway, CASE_WORKER)
    await decide(gateway, CASE_WORKER, asked.id, accept=False)
    assert set(await people(gateway, CASE_WORKER)) == {record.id}
    assert [one.outcome for one in await seen(gateway, CASE_WORKER)] == [TransferOutcome.REFUSED]
    assert await seen(gateway, FAR_CASE_WORKER) == ()


async def test_a_claim_of_somebody_who_works_there_no_more_is_not_accepted(
    gateway: PostgresGateway, owner: Connection
) -> None:
    await add(gateway, CASE_WORKER, a_record(NIK))
    await claim(gateway, FAR_CASE_WORKER)
    await owner.execute("UPDATE accounts SET status = 'disabled' WHERE id = $1", FAR_CASE_WORKER.account)
    (asked,) = await seen(gateway, CASE_WORKER)
    with pytest.raises(NotFound):
        await decide(gateway, CASE_WORKER, asked.id, accept=True)


async def test_the_same_nik_in_two_units_is_one_person_after_the_transfer(
    gateway: PostgresGateway, owner: Connection
) -> None:
    """Domain guide 8.4, case 13. The receiving unit has imported the person, which claims whoever has them."""
    old = a_record(NIK, title="Juru Las SMAW 3G")
    new = a_record(NIK, title="Barista", district="Caruban")
    new = replace(
        new, facility="Bapas Contoh", candidate=replace(new.candidate, education=old.candidate.education)
    )
    await add(gateway, CASE_WORKER, old)
    await add(gateway, FAR_CASE_WORKER, new)
    (asked,) = await seen(gateway, CASE_WORKER)
    await decide(gateway, CASE_WORKER, asked.id, accept=True)
    (one,) = (await people(gateway, FAR_CASE_WORKER)).values()
    assert one.id == old.id
    assert {c.title for c in one.candidate.certificates} == {"Juru Las SMAW 3G", "Barista"}
    assert {job.title for job in one.candidate.experience} == {
        old.candidate.experience[0].title, new.candidate.experience[0].title
    }  # fmt: skip
    assert (one.identity.name, one.identity.district, one.facility) == (
        new.identity.name,
        "Caruban",
        "Bapas Contoh",
    )
    assert set(one.references) == {*old.references, *new.references}
    assert (one.national_id_last4, one.register_last4) == (NIK[-4:], "")
    async with gateway.transaction(replace(FAR_CASE_WORKER, purpose="same_person")) as tx:
        assert await tx.candidates.by_national_id([NIK]) == {NIK: old.id}
        assert await tx.transfers.reveal(old.id, Number.NATIONAL_ID) == NIK
        assert len(await tx.candidates.windows(old.id)) == 2
    assert await owner.fetchval("SELECT count(*) FROM candidates") == 1


async def two_that_become_one(gateway: PostgresGateway, owner: Connection) -> tuple[CandidateId, CandidateId]:
    """The ids that stays and that goes. Of the one that goes: a reading, an import's row, sex, a refused offer and one
    that waits. Accepted."""
    old, new = a_record(NIK), a_record(NIK, title="Barista")
    await add(gateway, CASE_WORKER, old)
    await add(gateway, FAR_CASE_WORKER, new)
    (asked,) = await seen(gateway, CASE_WORKER)
    async with gateway.transaction(replace(FAR_CASE_WORKER, purpose="berkenalan"), read_only=True) as tx:
        await tx.candidates.get(new.id)
    async with gateway.transaction(FAR_CASE_WORKER) as tx:
        await tx.imports.add(
            ImportRecord(ImportId(UUID(int=601)), "candidates", "d", 0, 1, 0, 1, 0, datetime.now(UTC))
        )
        await tx.imports.queue(ImportId(UUID(int=601)), [QueuedRow(2, {"nama": "Orang Contoh"}, (new.id,))])
        (row,) = (await tx.imports.queued(limit=9, cursor=None)).records
        for decision in (
            QueueDecision(QueueOutcome.DISMISSED, reason="ganda"),
            QueueDecision(QueueOutcome.JOINED, new.id, ImportId(UUID(int=601))),
        ):
            await tx.imports.decide(row.id, decision)
        await tx.transfers.decide(await tx.transfers.offer(new.id, HERE, ""), accept=False)
        await tx.transfers.offer(new.id, HERE, "")
    await owner.execute(
        "INSERT INTO protected_attributes (candidate_id, sex, unit_id, caseload, recorded_by) "
        "SELECT id, 'female', unit_id, caseload, caseload FROM candidates WHERE id = $1",
        new.id,
    )
    await decide(gateway, CASE_WORKER, asked.id, accept=True)
    return old.id, new.id


async def test_what_comes_to_a_person_from_a_record_that_goes_is_noted(
    gateway: PostgresGateway, owner: Connection
) -> None:
    kept, gone = await two_that_become_one(gateway, owner)
    moved = await owner.fetch(
        "SELECT DISTINCT entity FROM trail WHERE subject = $1 AND act = 'change' AND 'candidate_id' = ANY (fields)",
        kept,
    )
    assert {row["entity"] for row in moved} == {
        "certificates", "consents", "release_windows", "supervisions", "candidate_references", "transfers",
        "queue_decisions",
    }  # fmt: skip
    attributes = await owner.fetch(
        "SELECT act, subject FROM trail WHERE entity = 'protected_attributes' AND account IS NOT NULL ORDER BY seq"
    )
    assert [tuple(row) for row in attributes] == [("create", kept), ("remove", gone)]
    assert (
        await owner.fetchval("SELECT sex FROM protected_attributes WHERE candidate_id = $1", kept) == "female"
    )
    decisions = await owner.fetch(
        "SELECT subject FROM trail WHERE act = 'create' AND entity = 'queue_decisions' ORDER BY seq"
    )
    assert [row["subject"] for row in decisions] == [None, gone]


async def test_who_read_a_record_that_went_has_read_the_person(
    gateway: PostgresGateway, owner: Connection
) -> None:
    kept, gone = await two_that_become_one(gateway, owner)
    for actor in (FAR_CASE_WORKER, OFFICER):
        async with gateway.transaction(actor, read_only=True) as tx:
            assert "berkenalan" in {row.purpose for row in await tx.trail.processing_of(kept)}
    async with gateway.transaction(OFFICER, read_only=True) as tx:
        since, until = datetime(2020, 1, 1, tzinfo=UTC), datetime(2199, 1, 1, tzinfo=UTC)
        (one,) = await tx.subjects.seen_by(FAR_CASE_WORKER.account, since, until)
        found, _ = await tx.trail.search(TrailQuery(subject=kept, purpose="berkenalan"), limit=9, cursor=None)
    assert (one.candidate, one.unit, one.still_kept) == (kept, "Bapas Uji", True)
    assert "identity" in one.fields
    assert [row.subject for row in found] == [gone]
    outcomes = await owner.fetch(
        "SELECT kind, outcome FROM transfers WHERE candidate_id = $1 ORDER BY seq", kept
    )
    assert [tuple(row) for row in outcomes] == [
        ("claim", "accepted"), ("offer", "withdrawn"), ("offer", "withdrawn"),
    ]  # fmt: skip


async def test_an_erasure_reaches_both_ids_of_records_that_became_one(
    gateway: PostgresGateway, worker: Database, owner: Connection, tmp_path: Path
) -> None:
    """A backup of before holds both; the journal must name both, or one of them comes back with it."""
    old, new = a_record(NIK), a_record(NIK)
    await add(gateway, CASE_WORKER, old)
    await add(gateway, FAR_CASE_WORKER, new)
    asking = await request_for(owner, new.id)
    (asked,) = await seen(gateway, CASE_WORKER)
    await decide(gateway, CASE_WORKER, asked.id, accept=True)
    assert await owner.fetchval("SELECT subject FROM subject_requests WHERE id = $1", asking) == old.id
    await PostgresEraser(worker, tmp_path / "journal", tmp_path / "home").erase(old.id, at=datetime.now(UTC))
    assert await owner.fetchval("SELECT count(*) FROM candidates") == 0
    journal = "".join(path.read_text() for path in (tmp_path / "journal").iterdir())
    assert str(old.id) in journal
    assert str(new.id) in journal


async def request_for(owner: Connection, person: CandidateId) -> UUID:
    request: UUID = await owner.fetchval(
        "INSERT INTO subject_requests (id, kind, subject, candidate_id, received_at, due_at, unit_id, caseload, "
        "recorded_by) SELECT gen_random_uuid(), 'erasure', id, id, now(), now() + interval '3 days', "
        "unit_id, caseload, caseload FROM candidates WHERE id = $1 RETURNING id",
        person,
    )
    return request


async def test_who_is_restricted_once_is_restricted_after_the_join_and_on_no_card(
    gateway: PostgresGateway, owner: Connection
) -> None:
    old, new = (
        replace(one, candidate=replace(one.candidate, gates=Gates(consented=True)))
        for one in (a_record(NIK), a_record(NIK))
    )
    await add(gateway, CASE_WORKER, old)
    await add(gateway, FAR_CASE_WORKER, new)
    async with gateway.transaction(FAR_CASE_WORKER) as tx:
        await tx.consents.suspend(new.id, restricted=True)
    (asked,) = await seen(gateway, CASE_WORKER)
    await decide(gateway, CASE_WORKER, asked.id, accept=True)
    assert await owner.fetchrow("SELECT restricted, gate_open(c) FROM candidates c") == (True, False)


@pytest.mark.parametrize(
    ("old", "new", "kept"),
    [
        (Gates(consented=True), Gates(consented=False), Gates(consented=False)),
        (Gates(consented=False), Gates(consented=True), Gates(consented=False)),
        (Gates(consented=True, objected=True), Gates(consented=True), Gates(consented=True, objected=True)),
        (Gates(consented=True), Gates(consented=True), Gates(consented=True)),
    ],
)
async def test_of_two_records_the_closed_gate_stands(
    gateway: PostgresGateway, old: Gates, new: Gates, kept: Gates
) -> None:
    for actor, gates in ((CASE_WORKER, old), (FAR_CASE_WORKER, new)):
        record = a_record(NIK)
        await add(gateway, actor, replace(record, candidate=replace(record.candidate, gates=gates)))
    (asked,) = await seen(gateway, CASE_WORKER)
    await decide(gateway, CASE_WORKER, asked.id, accept=True)
    (one,) = (await people(gateway, FAR_CASE_WORKER)).values()
    assert one.candidate.gates == kept


async def test_an_offer_is_decided_by_the_other_unit(gateway: PostgresGateway) -> None:
    await add(gateway, CASE_WORKER, record := a_record(NIK))
    async with gateway.transaction(CASE_WORKER) as tx:
        offered = await tx.transfers.offer(record.id, ELSEWHERE, "Surat 1")
        assert await tx.transfers.offer(record.id, ELSEWHERE, "Surat 2") == offered
    assert [one.note for one in await seen(gateway, FAR_CASE_WORKER)] == ["Surat 2"]
    assert await people(gateway, FAR_CASE_WORKER) == {}
    with pytest.raises(NotFound):
        await decide(gateway, CASE_WORKER, offered, accept=True)
    await decide(gateway, FAR_CASE_WORKER, offered, accept=True)
    assert set(await people(gateway, FAR_CASE_WORKER)) == {record.id}
    assert await people(gateway, CASE_WORKER) == {}


async def test_an_offer_is_refused_or_withdrawn(gateway: PostgresGateway) -> None:
    await add(gateway, CASE_WORKER, record := a_record(NIK))
    outcomes = []
    for actor in (FAR_CASE_WORKER, CASE_WORKER):
        async with gateway.transaction(CASE_WORKER) as tx:
            offered = await tx.transfers.offer(record.id, ELSEWHERE, "")
        await decide(gateway, actor, offered, accept=False)
        outcomes.append((await seen(gateway, CASE_WORKER))[-1].outcome)
        assert await seen(gateway, FAR_CASE_WORKER) == ()
    assert outcomes == [TransferOutcome.REFUSED, TransferOutcome.WITHDRAWN]


@pytest.mark.parametrize("unit", [HERE, REGIONAL, UnitId(uuid4())])
async def test_a_person_is_offered_to_another_unit_that_takes_people(
    gateway: PostgresGateway, unit: UnitId
) -> None:
    await add(gateway, CASE_WORKER, record := a_record(NIK))
    with pytest.raises(NotFound):
        async with gateway.transaction(CASE_WORKER) as tx:
            await tx.transfers.offer(record.id, unit, "")


async def test_a_person_is_handed_over_inside_the_unit_at_once(gateway: PostgresGateway) -> None:
    await add(gateway, CASE_WORKER, record := a_record(NIK))
    async with gateway.transaction(CASE_WORKER) as tx:
        assert [one.id for one in await tx.transfers.colleagues()] == [COLLEAGUE.account]
        await tx.transfers.hand_over(record.id, COLLEAGUE.account)
    assert await people(gateway, CASE_WORKER) == {}
    assert set(await people(gateway, COLLEAGUE)) == {record.id}
    assert [one.kind for one in await seen(gateway, COLLEAGUE)] == [TransferKind.HAND_OVER]


@pytest.mark.parametrize("account", [FAR_CASE_WORKER.account, ADMINISTRATOR.account, AccountId(uuid4())])
async def test_nobody_outside_the_unit_is_handed_a_person(
    gateway: PostgresGateway, account: AccountId
) -> None:
    await add(gateway, CASE_WORKER, record := a_record(NIK))
    with pytest.raises(NotFound):
        async with gateway.transaction(CASE_WORKER) as tx:
            await tx.transfers.hand_over(record.id, account)


async def test_an_import_whose_people_have_gone_is_not_undone(gateway: PostgresGateway) -> None:
    records = [a_record(NIK), a_record()]
    one = ImportId(uuid4())
    async with gateway.transaction(CASE_WORKER) as tx:
        await tx.candidates.add(records)
        at = datetime(2026, 11, 22, tzinfo=UTC)
        await tx.imports.add(ImportRecord(one, "candidates", "x", 2, 0, 0, 0, 0, at))
        await tx.imports.log_changes(
            one, [ImportChange("candidate", record.id, created=True) for record in records]
        )
    async with gateway.transaction(CASE_WORKER) as tx:
        await tx.transfers.hand_over(records[0].id, COLLEAGUE.account)
    with pytest.raises(UndoRefused):
        async with gateway.transaction(CASE_WORKER) as tx:
            await tx.imports.undo(one, at=at)
    assert set(await people(gateway, CASE_WORKER)) == {records[1].id}


async def test_lists_forget_whoever_has_gone(gateway: PostgresGateway) -> None:
    records = [a_record(NIK), a_record()]
    await add(gateway, CASE_WORKER, *records)
    rows = [{"id": str(record.id), "rank": rank} for rank, record in enumerate(records, 1)]
    run = RunRecord(
        RunId(uuid4()), "candidates", None, None, "s", "m", {}, "r", {}, [{}, {}], {"rows": rows, "dropped": {}},
        datetime(2026, 11, 22, tzinfo=UTC),
    )  # fmt: skip
    async with gateway.transaction(CASE_WORKER) as tx:
        await tx.runs.add(run)
        await tx.transfers.hand_over(records[0].id, COLLEAGUE.account)
    async with gateway.transaction(CASE_WORKER, read_only=True) as tx:
        kept = (await tx.runs.get(run.id)).result["rows"]
    assert [row["id"] for row in kept] == ["00000000-0000-0000-0000-000000000000", str(records[1].id)]


async def test_a_list_is_hidden_while_it_names_somebody_out_of_sight(
    gateway: PostgresGateway, owner: Connection
) -> None:
    await add(gateway, CASE_WORKER, record := a_record(NIK))
    run = RunRecord(
        RunId(uuid4()), "candidates", None, None, "s", "m", {}, "r", {}, [{}],
        {"rows": [{"id": str(record.id)}], "dropped": {}}, datetime(2026, 11, 22, tzinfo=UTC),
    )  # fmt: skip
    async with gateway.transaction(CASE_WORKER) as tx:
        await tx.runs.add(run)
    await owner.execute("UPDATE candidates SET caseload = $1", COLLEAGUE.account)
    with pytest.raises(NotFound):
        async with gateway.transaction(CASE_WORKER, read_only=True) as tx:
            await tx.runs.get(run.id)


@pytest.mark.parametrize("number", Number)
async def test_a_whole_number_is_shown_to_who_has_the_person_in_charge(
    gateway: PostgresGateway, number: Number
) -> None:
    await add(gateway, CASE_WORKER, record := a_record(NIK))
    errand = Errand(RevealPurpose.CORRECTION)
    assert await transfers.reveal(gateway, CASE_WORKER, record.id, number, errand) == getattr(
        record.identity, number
    )
    for actor in (COLLEAGUE, FAR_CASE_WORKER, PLANNER, ADMINISTRATOR, OFFICER):
        with pytest.raises(NotFound):
            await transfers.reveal(gateway, actor, record.id, number, errand)


@pytest.mark.parametrize(
    "errand", [*map(Errand, RevealPurpose), Errand(RevealPurpose.OFFICIAL_REQUEST, "99999")]
)
async def test_every_listed_purpose_is_kept_in_the_trail_as_a_code(
    gateway: PostgresGateway, owner: Connection, errand: Errand
) -> None:
    await add(gateway, CASE_WORKER, record := a_record(NIK))
    await transfers.reveal(gateway, CASE_WORKER, record.id, Number.NATIONAL_ID, errand)
    assert await owner.fetchval("SELECT purpose FROM trail WHERE act = 'reveal'") == str(errand)


@pytest.mark.parametrize(
    "purpose", ["untuk Siti Aminah", "siti", "correction 3519011705940001", "correction 1 2"]
)
async def test_the_trail_takes_no_reveal_for_a_purpose_in_words(
    gateway: PostgresGateway, owner: Connection, purpose: str
) -> None:
    """Also by a program that has gone wrong: the wall is in the database."""
    await add(gateway, CASE_WORKER, record := a_record(NIK))
    with pytest.raises(NotFound):
        async with gateway.transaction(replace(CASE_WORKER, purpose=purpose)) as tx:
            await tx.transfers.reveal(record.id, Number.NATIONAL_ID)
    assert await owner.fetchval("SELECT count(*) FROM trail WHERE act = 'reveal'") == 0


@pytest.mark.parametrize(
    "letter", ["", "3519011705940001", "081200000001", "170594", "Siti", "12a", "1 2", "12\n", "١٢"]
)
def test_a_letter_has_a_number_that_is_nobodys(letter: str) -> None:
    with pytest.raises(InvalidValue):
        Errand(RevealPurpose.OFFICIAL_REQUEST, letter)
