"""Whoever is given out is noted, every change is noted, and nobody reads or rewrites the notes who should not."""

import hashlib
import hmac
import inspect
import json
from base64 import b64encode
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from data.errors import NotPermitted, StatementFailed
from data.gateway import PostgresGateway, PostgresTransaction
from data.index_store import PostgresIndexStore
from data.pool import Connection, Database
from matching import stores
from matching.errors import NotFound
from matching.model import Actor, ExternalReference, Gates, ImportId
from matching.model.caseload import CaseloadQuery
from matching.model.hidings import Hiding, HidingReason
from matching.model.ids import EmployerId, RequestId
from matching.model.outcome_codes import Complainant, ComplaintCode, PlacementKind, Rung
from matching.model.placements import Complaint, ComplaintId, LadderEvent, PlacementId
from matching.model.records import CandidateRecord, ImportRecord, QueuedRow
from matching.model.rights import RequestKind, SubjectRequest
from matching.model.shortlists import ShortlistId
from matching.model.transfers import Number
from matching.publishing import StateStore
from matching.stores import ImportChange
from matching.trail import Act, TrailQuery
from matching.vocabulary import ContractKind, Role
from tests.data.test_candidates import NIK, WINDOW, certificate, person
from tests.data.test_runs import FOR_A_PERSON, FOR_A_VACANCY, ONE, TWO, record_both
from tests.data.test_vacancies import FIRM, vacancy
from tests.postgres import Fresh
from tests.staff import COLLEAGUE, EVERYBODY, OFFICER

REQUEST = RequestId(UUID(int=77))
IMPORT = ImportId(UUID(int=91))
WORK = PlacementId(UUID(int=92))
LIST = ShortlistId(UUID(int=93))
NOBODY = UUID(int=0)
BORN = date(1990, 1, 1)


async def noted(owner: Connection, *acts: str) -> list[tuple[Any, ...]]:
    """(act, entity, subject, fields) of the rows with these acts, in their order."""
    rows = await owner.fetch(
        "SELECT act, entity, subject, fields FROM trail WHERE act = ANY ($1) ORDER BY seq", acts
    )
    return [tuple(row) for row in rows]


async def changes(owner: Connection) -> list[asyncpg.Record]:
    return list(
        await owner.fetch(
            "SELECT * FROM trail WHERE act IN ('create', 'change', 'remove') AND entity NOT IN "
            "('units', 'accounts', 'duties') ORDER BY seq"
        )
    )


async def add(gateway: PostgresGateway, actor: Actor, *records: CandidateRecord) -> None:
    async with gateway.transaction(actor) as tx:
        await tx.candidates.add(records)


# ---- reading

Reading = Callable[[PostgresTransaction], Awaitable[object]]
LOOK_UP, READ = "look_up", "read"
# Every method of the ports that gives something out, and what it leaves in the trail. None: nothing of a person.
EMPLOYER = EmployerId(UUID(int=77))
GIVES_OUT: dict[str, tuple[Reading, set[str]] | None] = {
    "CandidateStore.get": (lambda tx: tx.candidates.get(ONE.id), {READ}),
    "CandidateStore.records": (lambda tx: tx.candidates.records([ONE.id]), {READ}),
    "CandidateStore.persons": (lambda tx: tx.candidates.persons([ONE.id]), {READ}),
    "CandidateStore.matching_facts": (lambda tx: tx.candidates.matching_facts([ONE.id]), {READ}),
    "CandidateStore.page": (lambda tx: tx.candidates.page(limit=9, cursor=None), {READ}),
    "CandidateStore.by_reference": (lambda tx: tx.candidates.by_reference(ONE.references), {LOOK_UP}),
    "CandidateStore.by_national_id": (lambda tx: tx.candidates.by_national_id([NIK]), {LOOK_UP}),
    "CandidateStore.by_register_number": (
        lambda tx: tx.candidates.by_register_number([ONE.identity.register_number or ""]),
        {LOOK_UP},
    ),
    "CandidateStore.by_name_and_birth": (
        lambda tx: tx.candidates.by_name_and_birth([(ONE.identity.name, BORN)]),
        {LOOK_UP},
    ),
    "CandidateStore.windows": (lambda tx: tx.candidates.windows(ONE.id), {READ}),
    "CandidateStore.certificates": (lambda tx: tx.candidates.certificates(ONE.id), {READ}),
    "CandidateStore.replace": None,
    "CandidateStore.replace_many": None,
    "CandidateStore.set_window": None,
    "CandidateStore.set_windows": None,
    "ImportStore.get": None,
    "ImportStore.page": None,
    "ImportStore.begin": None,
    "ImportStore.progress": None,  # how many rows of a file, and no person
    "ImportStore.latest_progress": None,
    "ImportStore.changes": (lambda tx: tx.imports.changes(IMPORT), {READ}),
    "ImportStore.queued": (lambda tx: tx.imports.queued(limit=9, cursor=None), {READ}),
    "RunStore.get": (lambda tx: tx.runs.get(FOR_A_PERSON.id), {READ}),
    "RunStore.page": (lambda tx: tx.runs.page(limit=9, cursor=None), {READ}),
    "CandidateStore.open_to_matching": None,  # ids of one's own people; their ranking is noted
    "IdempotencyStore.recall": None,
    "ConsentStore.of": (lambda tx: tx.consents.of(ONE.id), {READ}),
    "ConsentStore.withdraw": None,
    "ConsentStore.spoken": None,  # compared, and stays inside
    "ConsentStore.disclosed_to": (lambda tx: tx.consents.disclosed_to(ONE.id, EMPLOYER), {READ}),
    "RequestStore.get": None,  # one of them; `of` gives all, in the same way
    "RequestStore.of": (lambda tx: tx.requests.of(ONE.id), {READ}),
    "RequestStore.waiting": None,
    "SubjectFiles.of": (lambda tx: tx.subjects.of(ONE.id), {"export"}),
    "SubjectFiles.account": None,
    "SubjectFiles.seen_by": None,  # answers an officer alone, as a search by account does: a test of their own
    "OversightStore.readings": None,  # counts of the staff, which name nobody who was read
    "OversightStore.reading": None,
    "OversightStore.review": None,
    "OversightStore.breaches": None,  # what happened, in words that name nobody
    "OversightStore.breach": None,
    "OversightStore.add_act": None,
    "OversightStore.write_down": None,  # notes its look-up in the database: tests/data/test_oversight.py
    "FairnessReportStore.comparison": None,  # counts of groups, and no person
    "FairnessReportStore.comparisons": None,
    "CardStore.count_list": None,
    "CardStore.of": None,  # answers a company alone: tests/api/test_cards.py
    "CardStore.contacts_asked": None,  # codes of cards that were shown
    "CardStore.withdrawn": None,  # codes of cards that were shown
    "CardStore.contacts_with": (lambda tx: tx.cards.contacts_with(ONE.id), {READ}),
    "HidingStore.of": (lambda tx: tx.hidings.of(ONE.id), {READ}),
    "HidingStore.from_vacancy": None,  # ids of one's own people, counted and left out
    "TransferStore.offer": None,
    "TransferStore.page": None,
    "TransferStore.units": None,
    "TransferStore.colleagues": None,
    "TransferStore.reveal": (lambda tx: tx.transfers.reveal(ONE.id, Number.NATIONAL_ID), {"reveal"}),
    "ImportStore.lock_queued": None,  # the row that `queued` has given out
    "TrailStore.processing_of": (lambda tx: tx.trail.processing_of(ONE.id), {READ}),
    "TrailStore.search": (
        lambda tx: tx.trail.search(TrailQuery(subject=ONE.id), limit=9, cursor=None),
        {READ},
    ),
    "TrailStore.reading_days": None,  # counts
    "TrailStore.unit_names": None,  # of units
    "PlacementStore.work_of": None,  # of people whose ranking is noted
    "PlacementStore.of": (lambda tx: tx.placements.of(ONE.id), {READ}),
    "PlacementStore.get": (lambda tx: tx.placements.get(WORK), {READ}),
    "PlacementStore.open_checks": (lambda tx: tx.placements.open_checks(date(2030, 1, 1), limit=9), {READ}),
    "PlacementStore.check_lines": (
        lambda tx: tx.placements.check_lines(None, date(2030, 1, 1), limit=9, skipped=0),
        {READ},
    ),
    "PlacementStore.open_matters": (lambda tx: tx.placements.open_matters(ONE.id), {READ}),
    "PlacementStore.complaints": (lambda tx: tx.placements.complaints(FIRM.employer.id, limit=9), {READ}),
    "PlacementStore.answer": None,  # the number of what was recorded
    "PlacementStore.record": None,
    "PlacementStore.answers": None,  # of an item that was sent: tests/data/test_placements.py
    "PlacementStore.answers_to": None,  # the same
    "PlacementStore.from_items": None,  # the same
    "PlacementStore.proposals": None,  # ids; the cards are noted
    "PlacementStore.openings": None,  # counts
    "OutcomeStore.facts": None,  # rows without an id of anybody
    "OutcomeStore.employer": None,  # counts
    "ShortlistStore.get": (lambda tx: tx.shortlists.get(LIST), {READ}),
    "ShortlistStore.page": (lambda tx: tx.shortlists.page(state=None, limit=9, cursor=None), {READ}),
    "ShortlistStore.entrants": (
        lambda tx: tx.shortlists.entrants(
            datetime(2020, 1, 1, tzinfo=UTC), today=date(2026, 1, 1), until=date(2199, 1, 1)
        ),
        {READ},
    ),
    "ShortlistStore.listed": None,  # ids of vacancies and lists, beside the person who is read
    "ShortlistStore.of_item": None,  # the list's id
    "ShortlistStore.unsendable": None,  # codes of a list that was given out
    "ShortlistStore.contact": None,  # the unit's
    "ShortlistStore.counts": None,  # counts
    "ShortlistStore.at_hand": (
        lambda tx: tx.shortlists.at_hand(candidate=None, state=None, limit=9),
        {READ},
    ),
    "TaskStore.open": (lambda tx: tx.tasks.open(kind=None, snoozed=False, limit=99), {READ}),
    "TaskStore.agenda": (lambda tx: tx.tasks.agenda(kind=None, snoozed=False, limit=99, skipped=0), {READ}),
    "TaskStore.get": None,  # one of those that `open` has given out
    "NoticeStore.page": (lambda tx: tx.notices.page(unread=False, limit=99, cursor=None), {READ}),
    "NoticeStore.note_new": None,  # counts
    "NoticeStore.unread": None,
    "NoticeStore.read": None,
    "NoticeStore.choice": None,  # one's own
    "JobStore.page": None,  # letters to the staff, which name nobody
    "ImportStore.latest": None,  # counts of rows
    "FairnessReportStore.of_plan": None,  # ratios of groups, of which small ones are hidden
    "FairnessReportStore.page": None,
    "FairnessReportStore.waits": None,
    "FairnessReportStore.get": None,
    "CaseloadStore.find": (lambda tx: tx.caseload.find(CaseloadQuery(date(2026, 11, 22))), {READ}),
    "CaseloadStore.names": (lambda tx: tx.caseload.names([ONE.id]), {READ}),
    "CohortPlanStore.provinces": None,
    "CohortPlanStore.get": None,  # counts
    "CohortPlanStore.page": None,
    "CohortPlanStore.accept": None,  # of a plan: tests/data/test_cohort_acceptance.py
    "CohortPlanStore.by_unit": None,  # counts
    "CohortPlanStore.newest": None,  # counts
    "CohortPlanStore.board": None,  # counts
    "CohortPlanStore.under_way": None,  # counts
    "CohortPlanStore.proposals": None,  # of a plan that there is: tests/data/test_cohorts.py
}


def methods_that_answer() -> set[str]:
    """`Store.method` of every port of a transaction that has to do with people and returns something."""
    ports = [
        getter.fget.__annotations__["return"]
        for getter in vars(stores.Transaction).values()
        if isinstance(getter, property) and getter.fget
    ]
    return {
        f"{port.__name__}.{name}"
        for port in ports
        if port
        not in (
            stores.EmployerStore,
            stores.VacancyStore,
            StateStore,
        )  # firms and offers, nobody in custody
        for name, method in inspect.getmembers(port, inspect.isfunction)
        if not name.startswith("_")
        if inspect.signature(method).return_annotation not in (None, "None")
    }


def test_every_method_that_answers_is_looked_at() -> None:
    assert methods_that_answer() == set(GIVES_OUT)


async def test_no_method_gives_out_a_person_without_a_note(
    gateway: PostgresGateway, case_worker: Actor, owner: Connection
) -> None:
    await record_both(gateway, case_worker)
    await owner.execute("UPDATE candidate_identities SET birth_date = $1", BORN)
    async with gateway.transaction(case_worker) as tx:
        await tx.imports.add(
            ImportRecord(
                id=IMPORT,
                kind="candidates",
                digest="d",
                created=1,
                updated=0,
                unchanged=0,
                queued=1,
                refused=0,
                at=datetime(2026, 11, 22, tzinfo=UTC),
            )
        )
        await tx.candidates.set_window(ONE.id, WINDOW, None)
        await tx.imports.log_changes(IMPORT, [ImportChange("window", ONE.id, created=False)])
        await tx.imports.queue(IMPORT, [QueuedRow(1, {"nama": "Budi"}, (ONE.id,))])
        asked = SubjectRequest.received(REQUEST, RequestKind.ACCESS, ONE.id, at=datetime.now(UTC), note="")
        await tx.requests.add(asked)  # without one the person's file is given to nobody
        await tx.placements.open(WORK, ONE.id, PlacementKind.SELF_EMPLOYMENT, None, None)
        await tx.tasks.add(uuid4(), "menelepon", date(2026, 1, 2), ONE.id)
        await tx.notices.note_new()
        await tx.shortlists.open(LIST, candidate=ONE.id, vacancy=None, note="")
        await tx.hidings.hide(ONE.id, Hiding(vacancy().id, HidingReason.TOO_FAR))
        start = LadderEvent(Rung.STARTED, date(2026, 1, 2), ContractKind.SELF_EMPLOYMENT)
        await tx.placements.record(WORK, start)
        about = (ComplaintId(uuid4()), FIRM.employer.id, ONE.id)
        await tx.placements.complain(Complaint(*about, Complainant.CANDIDATE, ComplaintCode.OTHER))
    await owner.execute(
        "INSERT INTO contact_requests (candidate_id, vacancy_id, unit_id, caseload, recorded_by) "
        "SELECT c.id, $2, c.unit_id, c.caseload, c.caseload FROM candidates c WHERE c.id = $1",
        ONE.id, vacancy().id,
    )  # fmt: skip
    for name, reading in GIVES_OUT.items():
        if reading is None:
            continue
        call, acts = reading
        last = await owner.fetchval("SELECT max(seq) FROM trail")
        asking = replace(
            case_worker, purpose="correction"
        )  # the trail takes a reveal for a listed purpose alone
        async with gateway.transaction(asking, read_only=True) as tx:
            await call(tx)
        rows = await owner.fetch("SELECT * FROM trail WHERE seq > $1", last)
        assert {row["act"] for row in rows if row["subject"] in (ONE.id, TWO.id)} == acts, name


async def test_who_is_only_compared_inside_is_not_noted_as_read(
    gateway: PostgresGateway, case_worker: Actor, owner: Connection
) -> None:
    await add(gateway, case_worker, ONE)
    async with gateway.transaction(case_worker) as tx:
        await tx.candidates.replace(replace(ONE, facility="Lapas Lain"), version=None)
        await tx.candidates.set_window(ONE.id, WINDOW, None)
        await tx.candidates.set_gates(ONE.id, Gates(consented=True))
    assert await noted(owner, READ, LOOK_UP) == []


async def test_a_note_says_who_in_which_duty_for_what_and_in_which_request(
    gateway: PostgresGateway, case_worker: Actor, owner: Connection
) -> None:
    await add(gateway, case_worker, ONE)
    asking = replace(case_worker, purpose="penempatan", request=REQUEST)
    async with gateway.transaction(asking, read_only=True) as tx:
        await tx.candidates.get(ONE.id)
        await tx.candidates.matching_facts([ONE.id])
    (row,) = await owner.fetch("SELECT * FROM trail WHERE act = 'read'")
    said = {name: row[name] for name in ("account", "role", "duty", "unit", "purpose", "request")}
    assert said == {
        "account": asking.account, "role": "case_worker", "duty": asking.duty, "unit": asking.unit,
        "purpose": "penempatan", "request": REQUEST,
    }  # fmt: skip
    assert row["fields"] == ["certificates", "facts", "identity", "references", "window"]
    assert (row["entity"], row["record_id"], row["subject"]) == ("candidates", ONE.id, ONE.id)


async def test_what_cannot_be_seen_is_not_noted(
    gateway: PostgresGateway, case_worker: Actor, owner: Connection
) -> None:
    await add(gateway, case_worker, ONE)
    async with gateway.transaction(COLLEAGUE, read_only=True) as tx:
        assert not await tx.candidates.records([ONE.id])
        with pytest.raises(NotFound):
            await tx.candidates.windows(ONE.id)
    assert await noted(owner, READ) == []


async def test_by_role_and_purpose_every_row_is_found_once_and_pages_are_full(
    gateway: PostgresGateway, case_worker: Actor, owner: Connection
) -> None:
    await add(gateway, case_worker, ONE)
    for number in range(12):
        purpose = "jarang" if number % 5 == 0 else "sering"
        async with gateway.transaction(replace(case_worker, purpose=purpose), read_only=True) as tx:
            tx.trail.note(Act.READ, [ONE.id])
    query, cursor, found, pages = TrailQuery(role=Role.CASE_WORKER, purpose="jarang"), None, [], 0
    while pages == 0 or cursor:
        async with gateway.transaction(OFFICER, read_only=True) as tx:
            rows, cursor = await tx.trail.search(query, limit=1, cursor=cursor)
        assert len(rows) == 1
        found += [row.seq for row in rows]
        pages += 1
    wanted = await owner.fetch("SELECT seq FROM trail WHERE purpose = 'jarang' ORDER BY seq DESC")
    assert found == [row["seq"] for row in wanted]
    assert (len(found), pages) == (3, 3)
    async with gateway.transaction(case_worker, read_only=True) as tx:
        assert await tx.trail.search(query, limit=9, cursor=None) == ([], None)


async def test_no_trail_no_data(gateway: PostgresGateway, case_worker: Actor, owner: Connection) -> None:
    await add(gateway, case_worker, ONE)
    await owner.execute("REVOKE EXECUTE ON FUNCTION note_reads FROM jembatan_app")

    async def read() -> CandidateRecord:
        async with gateway.transaction(case_worker, read_only=True) as tx:
            return await tx.candidates.get(ONE.id)

    with pytest.raises(NotPermitted):
        await read()


async def test_a_reading_is_noted_although_what_came_after_failed(
    gateway: PostgresGateway, case_worker: Actor, owner: Connection
) -> None:
    await add(gateway, case_worker, ONE)

    async def read_and_fail(*, read_only: bool) -> None:
        async with gateway.transaction(case_worker, read_only=read_only) as tx:
            await tx.candidates.get(ONE.id)
            raise NotFound("something else")

    for read_only in (True, False):
        with pytest.raises(NotFound, match="something else"):
            await read_and_fail(read_only=read_only)
    assert [row[:3] for row in await noted(owner, READ)] == [("read", "candidates", ONE.id)] * 2


async def test_a_list_of_people_is_ranked_and_shown(
    gateway: PostgresGateway, case_worker: Actor, owner: Connection
) -> None:
    await record_both(gateway, case_worker)
    async with gateway.transaction(case_worker, read_only=True) as tx:
        await tx.candidates.matching_facts([ONE.id, TWO.id], act=Act.RANK)
        await tx.runs.get(FOR_A_VACANCY.id)
    assert {row[:3] for row in await noted(owner, READ, "rank")} == {
        ("rank", "candidates", ONE.id), ("rank", "candidates", TWO.id),
        ("read", "runs", ONE.id), ("read", "runs", TWO.id),
    }  # fmt: skip


async def test_index_building_leaves_one_entry_a_run(
    gateway: PostgresGateway, index_store: PostgresIndexStore, case_worker: Actor, owner: Connection
) -> None:
    consenting = [
        replace(one, candidate=replace(one.candidate, gates=Gates(consented=True)))
        for one in (person(1, certificate(1)), person(2))
    ]
    await add(gateway, case_worker, *consenting)
    assert len(await index_store.unembedded_candidates(model="m", limit=9)) == 2
    assert await noted(owner, "index") == [("index", "candidates", None, ["certificates", "facts"])]


# ---- changes


async def test_creating_changing_and_removing_are_noted_by_the_names_of_fields(
    gateway: PostgresGateway, case_worker: Actor, owner: Connection
) -> None:
    await add(gateway, case_worker, person(1, certificate(1)))
    created = [(row["act"], row["entity"], row["subject"]) for row in await changes(owner)]
    assert ("create", "candidates", person().id) in created
    assert ("create", "candidate_identities", person().id) in created
    assert ("create", "certificates", person().id) in created
    async with gateway.transaction(case_worker) as tx:
        renamed = replace(person().identity, name="Nama Lain", phone="+628111111111")
        await tx.candidates.replace(replace(person(1, certificate(1)), identity=renamed), version=None)
    last = (await changes(owner))[-1]
    assert (last["act"], last["entity"], last["fields"]) == (
        "change", "candidate_identities", ["name", "phone"],
    )  # fmt: skip
    assert json.loads(last["digests"]).keys() == {"name", "phone"}
    async with gateway.transaction(case_worker) as tx:
        await tx.candidates.remove(person().id)
    removed = {row["entity"] for row in await changes(owner) if row["act"] == "remove"}
    assert removed >= {"candidates", "candidate_identities", "certificates", "candidate_references"}
    assert {row["account"] for row in await changes(owner)} == {case_worker.account}


async def test_a_large_change_after_a_small_one_takes_no_time_with_its_square(
    gateway: PostgresGateway, case_worker: Actor, owner: Connection
) -> None:
    people = [person(number, national_id=None) for number in range(1, 1_001)]
    await add(gateway, case_worker, *people)
    # The plan of the trigger is made for the first change of a session, and kept.
    await owner.execute("UPDATE candidates SET willing_to_move = true WHERE false")
    await owner.execute("SET statement_timeout = '8s'")  # by pairs of states it takes half a minute
    await owner.execute("UPDATE candidates SET sea_crossing = NOT sea_crossing")
    await owner.execute("RESET statement_timeout")
    changed = [row for row in await changes(owner) if row["act"] == "change"]
    assert {row["subject"] for row in changed} == {one.id for one in people}
    assert len(changed) == len(people)
    assert all(row["fields"] == ["sea_crossing"] for row in changed)


async def test_rows_that_share_a_key_are_noted_once_each(
    gateway: PostgresGateway, case_worker: Actor, owner: Connection
) -> None:
    twice = (ExternalReference("SDP", "1"), ExternalReference("BLK", "1"))
    await add(gateway, case_worker, replace(person(), references=twice))
    await owner.execute("UPDATE candidate_references SET position = position + 2")
    noted_changes = [row["fields"] for row in await changes(owner) if row["act"] == "change"]
    assert noted_changes == [["position"], ["position"]]


async def test_no_value_stands_in_the_trail(
    gateway: PostgresGateway, case_worker: Actor, owner: Connection
) -> None:
    record = person(1, certificate(1))
    await add(gateway, case_worker, record)
    async with gateway.transaction(case_worker) as tx:
        moved = replace(record, facility="Rutan Rahasia", identity=replace(record.identity, name="Rahasia"))
        await tx.candidates.replace(moved, version=None)
        await tx.candidates.remove(record.id)
    everything = "\n".join(row[0] for row in await owner.fetch("SELECT to_jsonb(t)::text FROM trail t"))
    for value in (
        record.identity.name,
        "Rahasia",
        record.references[0].system,
        certificate(1).title,
        NIK,
    ):
        assert value
        assert value not in everything


async def key_of(owner: Connection, subject: UUID) -> bytes | None:
    row = await owner.fetchrow("SELECT inner_block FROM trail_keys WHERE subject = $1", subject)
    return bytes(byte ^ 0x36 for byte in row["inner_block"]) if row else None


async def test_a_digest_is_the_keyed_hash_of_one_value_and_cannot_be_tried_out_after_erasure(
    gateway: PostgresGateway, case_worker: Actor, owner: Connection
) -> None:
    await add(gateway, case_worker, ONE)
    async with gateway.transaction(case_worker) as tx:
        await tx.candidates.replace(replace(ONE, facility="Lapas Lain"), version=None)
    (change,) = [row for row in await changes(owner) if row["act"] == "change"]
    before, after = json.loads(change["digests"])["facility"]
    key = await key_of(owner, ONE.id)
    assert key is not None

    def digest(key: bytes, value: str) -> str:
        message = f"candidate_identities.facility={json.dumps(value)}".encode()
        return b64encode(hmac.digest(key, message, hashlib.sha256)).decode()

    assert (before, after) == (digest(key, ONE.facility), digest(key, "Lapas Lain"))
    await add(gateway, case_worker, TWO)
    assert await key_of(owner, TWO.id) not in (None, key)
    async with gateway.transaction(case_worker) as tx:
        await tx.candidates.remove(ONE.id)
    assert await key_of(owner, ONE.id) is None
    left = [await key_of(owner, one) for one in (TWO.id, NOBODY)]
    assert before not in [digest(other, ONE.facility) for other in left if other]


async def test_changes_of_firms_accounts_and_duties_are_noted(
    gateway: PostgresGateway, case_worker: Actor, owner: Connection
) -> None:
    async with gateway.transaction(case_worker) as tx:
        await tx.employers.add([FIRM])
    await owner.execute("UPDATE accounts SET name = 'Lain' WHERE id = $1", case_worker.account)
    await owner.execute("UPDATE duties SET until = now() + interval '1 hour' WHERE id = $1", case_worker.duty)
    rows = await owner.fetch("SELECT * FROM trail ORDER BY seq DESC LIMIT 3")
    assert [(row["act"], row["entity"], row["fields"]) for row in rows] == [
        ("change", "duties", ["until"]), ("change", "accounts", ["name"]), ("create", "employers", []),
    ]  # fmt: skip
    assert rows[0]["account"] is None, "whoever works around the program shows as nobody"


# ---- walls


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT count(*) FROM trail",
        "SELECT count(*) FROM trail_keys",
        "SELECT count(*) FROM trail_links",
        "UPDATE trail SET purpose = 'lain'",
        "DELETE FROM trail",
        "TRUNCATE trail",
        "INSERT INTO trail (act, entity, account) VALUES ('read', 'candidates', gen_random_uuid())",
        "INSERT INTO trail (act, entity, at) VALUES ('read', 'candidates', now() - interval '1 day')",
        "INSERT INTO trail (act, entity) VALUES ('read', 'candidates')",
        "SELECT note_reads('{change}', '{candidates}', '{null}', '{null}', '{name}')",
        "SELECT note_reads('{reveal}', '{candidates}', '{null}', '{null}', '{nik}')",
        "INSERT INTO trail_links VALUES (1, 1, sha256(''))",
        "SELECT add_trail_keys(ARRAY[gen_random_uuid()])",
        "SELECT note_changes_of('candidates', 'id', 'id', 'id')",
    ],
)
async def test_the_application_only_adds(database: Database, case_worker: Actor, statement: str) -> None:
    with pytest.raises((NotPermitted, NotFound)):
        async with database.transaction(case_worker) as connection:
            await connection.execute(statement)


async def test_nobody_says_to_have_read_somebody_whom_their_duty_may_not_see(
    database: Database, gateway: PostgresGateway, case_worker: Actor, owner: Connection
) -> None:
    """A forged row would accuse its account, or bury a real one: whoever may not see the person cannot add it."""
    await add(gateway, case_worker, ONE)
    note = "SELECT note_reads('{read}', ARRAY[$2], ARRAY[$1::uuid], ARRAY[$1::uuid], '{facts}')"
    may: dict[str, set[str]] = {}
    for name, actor in EVERYBODY.items():
        for entity in ("candidates", "trail"):
            try:
                async with database.transaction(actor) as connection:
                    await connection.execute(note, ONE.id, entity)
                may.setdefault(name, set()).add(entity)
            except NotFound:
                pass
    both = {"candidates", "trail"}
    assert may == {"case_worker": both, "planner": both, "officer": {"trail"}}
    forged = replace(case_worker, duty=EVERYBODY["colleague"].duty)
    for actor, who in ((forged, ONE.id), (replace(case_worker, duty=None), ONE.id), (case_worker, uuid4())):
        with pytest.raises(NotFound):
            async with database.transaction(actor) as connection:
                await connection.execute(note, who, "candidates")
    rows = await owner.fetch(
        "SELECT account, role, duty FROM trail WHERE act = 'read' AND subject = $1", ONE.id
    )
    assert {(row["account"], row["duty"]) for row in rows} == {
        (EVERYBODY[name].account, EVERYBODY[name].duty) for name in may
    }, "and the row is in the name of the session"


async def test_whoever_hands_somebody_over_has_read_them_all_the_same(
    gateway: PostgresGateway, case_worker: Actor, owner: Connection
) -> None:
    await add(gateway, case_worker, ONE)
    async with gateway.transaction(case_worker) as tx:
        await tx.candidates.get(ONE.id)
        await tx.transfers.hand_over(ONE.id, EVERYBODY["colleague"].account)
    assert READ in {act for act, *_ in await noted(owner, READ)}


@pytest.mark.parametrize("role", ["jembatan_owner", "postgres"])
@pytest.mark.parametrize(
    "statement",
    ["UPDATE trail SET purpose = 'lain'", "DELETE FROM trail", "TRUNCATE trail", "DELETE FROM trail_links",
     "UPDATE trail_seals SET bound = '0'"],
)  # fmt: skip
async def test_nobody_rewrites_while_the_trigger_stands(fresh: Fresh, role: str, statement: str) -> None:
    connection = await asyncpg.connect(fresh.url(role))
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="only added to"):
        await connection.execute(statement)
    await connection.close()


@pytest.mark.parametrize("role", ["jembatan_worker", "jembatan_auditor"])
async def test_worker_and_auditor_read_and_do_not_rewrite(fresh: Fresh, role: str) -> None:
    connection = await asyncpg.connect(fresh.url(role))
    assert await connection.fetchval("SELECT count(*) FROM trail") > 0
    for statement in (
        "SELECT count(*) FROM trail_keys",
        "DELETE FROM trail",
        "UPDATE trail_links SET seq = 1",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(statement)
    await connection.close()


async def test_only_the_officer_searches_and_the_search_is_noted(
    gateway: PostgresGateway, case_worker: Actor, owner: Connection
) -> None:
    await add(gateway, case_worker, ONE, TWO)
    async with gateway.transaction(case_worker, read_only=True) as tx:
        await tx.candidates.get(ONE.id)
    for actor in EVERYBODY.values():
        async with gateway.transaction(actor, read_only=True) as tx:
            found, _ = await tx.trail.search(TrailQuery(), limit=100, cursor=None)
            days = await tx.trail.reading_days(
                since=datetime.now(UTC) - timedelta(days=1),
                until=datetime.now(UTC) + timedelta(days=1),
                zones={},
            )
        assert (bool(found), bool(days)) == (actor is OFFICER, actor is OFFICER)
    async with gateway.transaction(OFFICER, read_only=True) as tx:
        query = TrailQuery(subject=ONE.id, account=case_worker.account, act=Act.READ)
        (entry,), more = await tx.trail.search(query, limit=1, cursor=None)
        assert (entry.subject, entry.act, more) == (ONE.id, "read", None)
        first, more = await tx.trail.search(TrailQuery(subject=ONE.id), limit=2, cursor=None)
        second, _ = await tx.trail.search(TrailQuery(subject=ONE.id), limit=2, cursor=more)
        assert [one.seq for one in (*first, *second)] == sorted({one.seq for one in (*first, *second)})[::-1]
        nothing, _ = await tx.trail.search(
            TrailQuery(until=datetime.now(UTC) - timedelta(days=1)), limit=9, cursor=None
        )
        assert nothing == []
    assert ("read", "trail", ONE.id, []) in await noted(owner, READ)


async def test_the_officer_has_looked_at_everybody_whom_an_answer_names(
    gateway: PostgresGateway, case_worker: Actor, owner: Connection
) -> None:
    await add(gateway, case_worker, ONE, TWO)
    async with gateway.transaction(case_worker, read_only=True) as tx:
        await tx.candidates.records([ONE.id, TWO.id])
    since, until = datetime(2020, 1, 1, tzinfo=UTC), datetime(2199, 1, 1, tzinfo=UTC)
    about = case_worker.account
    askings: dict[str, Reading] = {
        "worksheet": lambda tx: tx.subjects.seen_by(about, since, until),
        "": lambda tx: tx.trail.search(TrailQuery(account=about, act=Act.READ), limit=9, cursor=None),
    }
    for field, asking in askings.items():
        last = await owner.fetchval("SELECT max(seq) FROM trail")
        async with gateway.transaction(OFFICER, read_only=True) as tx:
            await asking(tx)
        rows = await owner.fetch("SELECT * FROM trail WHERE account = $1 AND seq > $2", OFFICER.account, last)
        looked = {row["subject"]: (row["record_id"], ",".join(row["fields"])) for row in rows}
        assert looked == dict.fromkeys((None, ONE.id, TWO.id), (about, field))


async def test_a_person_s_own_trail_is_for_the_officer_and_the_case_worker_who_has_the_person(
    gateway: PostgresGateway, case_worker: Actor
) -> None:
    await add(gateway, case_worker, ONE)
    async with gateway.transaction(case_worker, read_only=True) as tx:
        await tx.candidates.get(ONE.id)
    told = {}
    for name, actor in EVERYBODY.items():
        async with gateway.transaction(actor, read_only=True) as tx:
            told[name] = [row.act for row in await tx.trail.processing_of(ONE.id) if row.act == "read"]
    assert {name for name, acts in told.items() if acts} == {"case_worker", "officer"}


async def test_a_reading_day_counts_people_once_by_the_clock_of_the_unit(
    gateway: PostgresGateway, case_worker: Actor, owner: Connection
) -> None:
    namesake = replace(TWO, identity=replace(TWO.identity, name="Siti Simanjuntak"))
    await add(gateway, case_worker, ONE, namesake)
    await owner.execute("UPDATE accounts SET name = 'Rina SIMANJUNTAK' WHERE id = $1", case_worker.account)
    for _ in range(2):
        async with gateway.transaction(case_worker, read_only=True) as tx:
            await tx.candidates.records([ONE.id, TWO.id])
            await tx.candidates.by_reference(ONE.references)
    now = datetime.now(UTC)
    for zone, hours in (("Asia/Jakarta", 7), ("Asia/Jayapura", 9)):
        async with gateway.transaction(OFFICER, read_only=True) as tx:
            (day,) = await tx.trail.reading_days(
                since=now - timedelta(hours=1), until=now + timedelta(hours=1), zones={"35": zone}
            )
        local = now + timedelta(hours=hours)
        late = local.isoweekday() == 7 or not 6 <= local.hour <= 18
        assert (day.account, day.day) == (case_worker.account, local.date())
        assert (day.people, day.looked_up, day.namesakes, day.late) == (2, 1, 1, 2 if late else 0)


async def test_a_reading_in_a_reading_transaction_is_no_way_to_write(
    database: Database, case_worker: Actor
) -> None:
    with pytest.raises(StatementFailed, match="25006"):
        async with database.transaction(case_worker, read_only=True) as connection:
            await connection.execute(
                "SELECT note_reads('{read}', '{candidates}', '{null}', '{null}', '{name}')"
            )
