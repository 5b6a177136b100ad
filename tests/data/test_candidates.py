from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.errors import ConstraintBroken, NotPermitted
from data.gateway import PostgresGateway
from data.pool import Connection, Database
from matching.errors import InvalidValue, NotFound, VersionConflict
from matching.model import (
    Actor,
    Candidate,
    CandidateId,
    Certificate,
    CertificateId,
    Experience,
    ExternalReference,
    Gates,
    Identity,
    Preferences,
    ProtectedAttributes,
)
from matching.model.caseload import CaseloadQuery
from matching.model.records import CandidateRecord
from matching.release import ReleaseWindow, Supervision
from matching.vocabulary import CertificateKind, DateBasis, Education, ReleaseMode
from tests.data.strategies import candidate_records

NIK = "3519014107900001"
WINDOW = ReleaseWindow(
    ReleaseMode.CONDITIONAL_RELEASE, date(2027, 1, 1), date(2027, 2, 1), date(2027, 3, 1), DateBasis.BOARD,
    date(2026, 11, 1), "SDP",
)  # fmt: skip
LATER = replace(WINDOW, expected=date(2027, 2, 15), as_of=date(2026, 11, 20))
STORING = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)  # fmt: skip


def certificate(number: int, title: str = "Menjahit Pakaian") -> Certificate:
    return Certificate(CertificateId(UUID(int=number + 1_000)), CertificateKind.TRAINING, title)


def person(number: int = 1, *certificates: Certificate, national_id: str | None = NIK) -> CandidateRecord:
    return CandidateRecord(
        Candidate(
            CandidateId(UUID(int=number)), "35.19", Education.SMA, Gates(consented=True), certificates=certificates
        ),
        Identity(f"Orang Contoh {number}", national_id=national_id, register_number=f"B.I {number}/2025"),
        references=(ExternalReference("SDP", str(number)),),
    )  # fmt: skip


def as_read(record: CandidateRecord) -> CandidateRecord:
    """What comes back: no numbers but their ends, nothing protected, no stamp to compare."""
    nik, register = record.identity.national_id or "", record.identity.register_number or ""
    return replace(
        record,
        identity=replace(record.identity, national_id=None, register_number=None),
        national_id_last4=nik[-4:],
        register_last4=register[-4:],
        protected=None,
        stamp=None,
    )


async def add(gateway: PostgresGateway, actor: Actor, *records: CandidateRecord) -> None:
    async with gateway.transaction(actor) as tx:
        await tx.candidates.add(records)


async def get(gateway: PostgresGateway, actor: Actor, number: int = 1) -> CandidateRecord:
    async with gateway.transaction(actor, read_only=True) as tx:
        return await tx.candidates.get(CandidateId(UUID(int=number)))


async def text_version(owner: Connection, number: int = 1) -> int:
    return int(await owner.fetchval("SELECT text_version FROM candidates WHERE id = $1", UUID(int=number)))


@STORING
@given(records=st.lists(candidate_records, min_size=1, max_size=4, unique_by=lambda record: record.id))
async def test_a_stored_record_equals_what_was_written(
    gateway: PostgresGateway, case_worker: Actor, records: list[CandidateRecord]
) -> None:
    async with gateway.transaction(case_worker) as tx:
        await tx.candidates.add(records)
        read = [await tx.candidates.get(record.id) for record in records]
        facts = await tx.candidates.matching_facts([record.id for record in records])
        assert [replace(record, stamp=None) for record in read] == [as_read(record) for record in records]
        assert facts == {record.id: record.candidate for record in records}
        for record in records:
            await tx.candidates.remove(record.id)


@STORING
@given(first=candidate_records, second=candidate_records)
async def test_a_replaced_record_equals_what_was_written(
    gateway: PostgresGateway, case_worker: Actor, first: CandidateRecord, second: CandidateRecord
) -> None:
    second = replace(second, candidate=replace(second.candidate, id=first.id))
    async with gateway.transaction(case_worker) as tx:
        await tx.candidates.add([first])
        await tx.candidates.replace(second, version=1)
        read = await tx.candidates.get(first.id)
        await tx.candidates.remove(first.id)
    kept = as_read(first)
    expected = as_read(second)
    gates = second.candidate.gates  # an objection is ended by a consent alone
    objected = gates.objected or first.candidate.gates.objected
    expected = replace(
        expected, candidate=replace(expected.candidate, gates=replace(gates, objected=objected))
    )
    if second.identity.national_id is None:
        expected = replace(expected, national_id_last4=kept.national_id_last4)
    if second.identity.register_number is None:
        expected = replace(expected, register_last4=kept.register_last4)
    assert replace(read, stamp=None) == expected


async def test_a_record_belongs_to_who_wrote_it(gateway: PostgresGateway, case_worker: Actor) -> None:
    await add(gateway, case_worker, person())
    stamp = (await get(gateway, case_worker)).stamp
    assert stamp is not None
    assert (stamp.unit, stamp.caseload, stamp.recorded_by, stamp.version) == (
        case_worker.unit,
        case_worker.account,
        case_worker.account,
        1,
    )


async def test_the_same_again_is_no_new_version_and_no_news(
    gateway: PostgresGateway, case_worker: Actor, owner: Connection
) -> None:
    record = person(1, certificate(1), certificate(2))
    await add(gateway, case_worker, replace(record, candidate=replace(record.candidate, window=WINDOW)))
    before = await owner.fetchval("SELECT count(*) FROM outbox")
    async with gateway.transaction(case_worker) as tx:
        stored = await tx.candidates.get(record.id)
        assert stored.stamp is not None
        assert await tx.candidates.replace(stored, version=stored.stamp.version) == stored.stamp.version
        again = replace(stored, identity=replace(stored.identity, national_id=NIK))
        assert await tx.candidates.replace_many([again]) == frozenset()
        assert not await tx.candidates.set_window(record.id, WINDOW, None)
    assert await owner.fetchval("SELECT count(*) FROM outbox") == before


async def test_who_writes_against_an_older_version_is_told(
    gateway: PostgresGateway, case_worker: Actor
) -> None:
    await add(gateway, case_worker, person())
    async with gateway.transaction(case_worker) as tx:
        record = await tx.candidates.get(CandidateId(UUID(int=1)))
        assert await tx.candidates.replace(replace(record, facility="Lapas A"), version=1) == 2
        with pytest.raises(VersionConflict):
            await tx.candidates.replace(replace(record, facility="Lapas B"), version=1)
        assert await tx.candidates.replace(replace(record, facility="Lapas C"), version=None) == 3


async def test_every_part_counts_as_a_change_of_the_record(
    gateway: PostgresGateway, case_worker: Actor
) -> None:
    await add(gateway, case_worker, person())
    one = CandidateId(UUID(int=1))
    versions = []
    async with gateway.transaction(case_worker) as tx:
        await tx.candidates.put_certificates([(one, certificate(1))])
        versions.append((await tx.candidates.get(one)).stamp)
        await tx.candidates.set_window(one, WINDOW, Supervision(date(2028, 1, 1)))
        versions.append((await tx.candidates.get(one)).stamp)
        await tx.candidates.set_gates(one, Gates(consented=True, objected=True))
        versions.append((await tx.candidates.get(one)).stamp)
    assert [stamp.version for stamp in versions if stamp] == [2, 3, 4]


async def test_who_leaves_soon_is_listed_before_who_left_long_ago(
    gateway: PostgresGateway, case_worker: Actor
) -> None:
    today = date(2027, 2, 10)  # whoever was expected and is not yet past the latest date may still come
    days = {"late": -5, "soon": 20, "later": 90, "long ago": -400, "lately": -30}
    numbers = {
        name: number for number, name in enumerate(["long ago", "none", "later", "late", "lately", "soon"], 1)
    }
    await add(gateway, case_worker, *(person(one, national_id=None) for one in numbers.values()))
    async with gateway.transaction(case_worker) as tx:
        for name, ahead in days.items():
            expected = today + timedelta(ahead)
            moved = replace(
                WINDOW, earliest=expected - timedelta(9), expected=expected, latest=expected + timedelta(9)
            )
            await tx.candidates.set_window(CandidateId(UUID(int=numbers[name])), moved, None)
        found = await tx.caseload.find(CaseloadQuery(today=today))
    named = {CandidateId(UUID(int=number)): name for name, number in numbers.items()}
    listed = [named[row.candidate] for row in found.rows]
    assert listed == ["late", "soon", "later", "lately", "long ago", "none"]


async def test_who_is_not_there_is_not_found(gateway: PostgresGateway, case_worker: Actor) -> None:
    nobody = CandidateId(UUID(int=404))
    async with gateway.transaction(case_worker) as tx:
        for asked in (
            tx.candidates.get(nobody),
            tx.candidates.replace(person(404), version=None),
            tx.candidates.set_window(nobody, WINDOW, None),
            tx.candidates.windows(nobody),
            tx.candidates.set_gates(nobody, Gates(consented=True)),
            tx.candidates.certificates(nobody),
            tx.candidates.put_certificates([(nobody, certificate(1))]),
            tx.candidates.remove(nobody),
        ):
            with pytest.raises(NotFound, match="candidate"):
                await asked
        assert await tx.candidates.matching_facts([nobody]) == {}


async def test_people_are_found_by_reference_and_number(gateway: PostgresGateway, case_worker: Actor) -> None:
    await add(gateway, case_worker, person(1), person(2, national_id="3519014107900002"))
    known, unknown = ExternalReference("SDP", "2"), ExternalReference("SDP", "3")
    async with gateway.transaction(case_worker) as tx:
        assert await tx.candidates.by_reference([known, unknown]) == {known: UUID(int=2)}
        assert await tx.candidates.by_national_id([NIK, "1111222233334444"]) == {NIK: UUID(int=1)}
        assert await tx.candidates.by_register_number(["B.I 2/2025"]) == {"B.I 2/2025": UUID(int=2)}


async def test_one_reference_is_one_person(gateway: PostgresGateway, case_worker: Actor) -> None:
    await add(gateway, case_worker, person(1))
    with pytest.raises(InvalidValue, match="reference"):
        await add(gateway, case_worker, replace(person(2), references=person(1).references))


async def test_numbers_are_sealed_at_rest(
    gateway: PostgresGateway, case_worker: Actor, owner: Connection
) -> None:
    await add(gateway, case_worker, person())
    row = await owner.fetchrow("SELECT * FROM candidate_identities")
    assert row["nik_sealed"].startswith("v1:")
    assert NIK not in str(dict(row))
    assert "B.I 1/2025" not in str(dict(row))


async def test_a_window_supersedes_and_what_was_before_stays(
    gateway: PostgresGateway, case_worker: Actor, owner: Connection
) -> None:
    await add(gateway, case_worker, person())
    one = CandidateId(UUID(int=1))
    async with gateway.transaction(case_worker) as tx:
        assert await tx.candidates.set_window(one, WINDOW, Supervision(date(2028, 1, 1)))
        assert await tx.candidates.set_window(one, LATER, None)
        assert await tx.candidates.windows(one) == [LATER, WINDOW]
        facts = (await tx.candidates.matching_facts([one]))[one]
    assert (facts.window, facts.supervision) == (LATER, None)
    with pytest.raises(Exception, match="one_current_window_per_candidate"):
        await owner.execute("UPDATE release_windows SET superseded_at = NULL")


async def test_certificates_keep_their_place_and_their_holder(
    gateway: PostgresGateway, case_worker: Actor
) -> None:
    first, second, third = certificate(1), certificate(2), certificate(3)
    await add(gateway, case_worker, person(1, second, first), person(2))
    one, two = CandidateId(UUID(int=1)), CandidateId(UUID(int=2))
    changed = replace(second, title="Las SMAW 3G")
    async with gateway.transaction(case_worker) as tx:
        await tx.candidates.put_certificates([(one, third), (one, changed)])
        assert await tx.candidates.certificates(one) == [changed, first, third]
        with pytest.raises(NotFound, match="certificate"):
            await tx.candidates.put_certificates([(two, first)])


async def test_pages_follow_the_order_of_creation(gateway: PostgresGateway, case_worker: Actor) -> None:
    await add(gateway, case_worker, *(person(number) for number in (5, 3, 9, 1)))
    seen, cursor = [], None
    async with gateway.transaction(case_worker, read_only=True) as tx:
        while True:
            page = await tx.candidates.page(limit=2, cursor=cursor)
            seen.append([record.id.int for record in page.records])
            if (cursor := page.next) is None:
                break
        with pytest.raises(InvalidValue, match="cursor"):
            await tx.candidates.page(limit=2, cursor="who?")
    assert seen == [[5, 3], [9, 1]]


@pytest.mark.parametrize(
    ("change", "grows"),
    [
        (lambda c: replace(c, max_travel_m=5), False),
        (lambda c: replace(c, window=WINDOW), False),
        (lambda c: replace(c, experience=(replace(c.experience[0], months=99),)), False),
        (lambda c: replace(c, certificates=(replace(c.certificates[0], expires=date(2030, 1, 1)),)), False),
        (lambda c: replace(c, experience=(replace(c.experience[0], title="Juru las"),)), True),
        (lambda c: replace(c, preferences=Preferences(interests=("Tata boga",))), True),
        (lambda c: replace(c, certificates=(replace(c.certificates[0], title="Las"),)), True),
        (lambda c: replace(c, certificates=()), True),
    ],
)
async def test_the_text_version_grows_with_the_text_only(
    gateway: PostgresGateway, case_worker: Actor, owner: Connection, change: object, grows: bool
) -> None:
    record = person(1, certificate(1))
    experienced = replace(record.candidate, experience=(Experience("Penjahit", 12),))
    await add(gateway, case_worker, replace(record, candidate=experienced))
    before = await text_version(owner)
    async with gateway.transaction(case_worker) as tx:
        assert callable(change)
        await tx.candidates.replace(replace(record, candidate=change(experienced)), version=None)
    assert (await text_version(owner) > before) == grows


async def test_every_turn_of_the_gates_is_kept(
    gateway: PostgresGateway, case_worker: Actor, owner: Connection
) -> None:
    await add(gateway, case_worker, person())
    async with gateway.transaction(case_worker) as tx:
        for gates in (
            Gates(consented=True, objected=True),
            Gates(consented=True, objected=True),
            Gates(consented=False, objected=True),
        ):
            await tx.candidates.set_gates(CandidateId(UUID(int=1)), gates)
    events = await owner.fetch("SELECT consented, objected FROM consent_events ORDER BY id")
    assert [tuple(event) for event in events] == [(True, False), (True, True), (False, True)]
    with pytest.raises(NotPermitted):
        async with gateway._database.transaction(case_worker) as connection:
            await connection.execute("DELETE FROM consent_events")


async def test_protected_attributes_are_written_and_not_read_by_the_application(
    gateway: PostgresGateway, database: Database, case_worker: Actor, owner: Connection
) -> None:
    await add(gateway, case_worker, replace(person(), protected=ProtectedAttributes(sex="female")))
    async with gateway.transaction(case_worker) as tx:
        record = await tx.candidates.get(CandidateId(UUID(int=1)))
        await tx.candidates.replace(replace(record, facility="Lapas A"), version=None)
    assert await owner.fetchval("SELECT sex FROM protected_attributes") == "female"
    for statement in ("SELECT sex FROM protected_attributes", "DELETE FROM protected_attributes"):
        with pytest.raises(NotPermitted):
            async with database.transaction(case_worker) as connection:
                await connection.execute(statement)


async def test_a_protected_attribute_that_is_not_given_is_kept(
    gateway: PostgresGateway, case_worker: Actor, owner: Connection
) -> None:
    whole = ProtectedAttributes(sex="female", religion="Hindu")
    await add(gateway, case_worker, replace(person(), protected=whole))
    one, asked = (
        CandidateId(UUID(int=1)),
        "SELECT sex, disability, religion, version FROM protected_attributes",
    )
    for stated, stands in [
        (ProtectedAttributes(disability="tuli"), ("female", "tuli", "Hindu", 2)),
        (ProtectedAttributes(religion="Buddha"), ("female", "tuli", "Buddha", 3)),
        (ProtectedAttributes(sex="female"), ("female", "tuli", "Buddha", 3)),
    ]:
        async with gateway.transaction(case_worker) as tx:
            before = await tx.candidates.get(one)
            await tx.candidates.keep_protected({one: stated})
            assert await tx.candidates.get(one) == before
        assert tuple(await owner.fetchrow(asked)) == stands


async def test_many_records_come_at_once_in_the_order_of_creation(
    gateway: PostgresGateway, case_worker: Actor
) -> None:
    await add(gateway, case_worker, person(2, certificate(1)), person(1), person(3))
    one, two, nobody = (CandidateId(UUID(int=number)) for number in (1, 2, 9))
    async with gateway.transaction(case_worker, read_only=True) as tx:
        found = await tx.candidates.records([one, nobody, two])
        assert list(found) == [two, one]
        assert found[two] == await tx.candidates.get(two)
        assert await tx.candidates.records([nobody]) == {}


async def test_many_are_replaced_at_once_and_only_what_differs_is_a_change(
    gateway: PostgresGateway, case_worker: Actor
) -> None:
    await add(gateway, case_worker, person(1), person(2))
    async with gateway.transaction(case_worker) as tx:
        same, other = (await tx.candidates.records([person(n).id for n in (1, 2)])).values()
        assert await tx.candidates.replace_many([same, replace(other, facility="Lapas A")]) == {other.id}
        with pytest.raises(NotFound):
            await tx.candidates.replace_many([same, person(9)])
        now = await tx.candidates.records([same.id, other.id])
    assert (now[same.id], now[other.id].facility) == (same, "Lapas A")


async def test_namesakes_are_found_by_name_as_names_are_compared_and_birth_date(
    gateway: PostgresGateway, case_worker: Actor
) -> None:
    born, other = date(1990, 7, 1), date(1991, 7, 1)

    def called(number: int, name: str, birth: date | None) -> CandidateRecord:
        record = person(number)
        return replace(record, identity=replace(record.identity, name=name, birth_date=birth))

    await add(gateway, case_worker, called(1, "Siti  Aminah", born),
              called(2, "SITI AMINAH", born), called(3, "Siti Aminah", other), called(4, "Siti Amanah", born),
              called(5, "Siti Aminah", None))  # fmt: skip
    async with gateway.transaction(case_worker, read_only=True) as tx:
        found = await tx.candidates.by_name_and_birth(
            [("siti aminah", born), ("Siti Aminah", other), ("x", born)]
        )
    ids = {number: CandidateId(UUID(int=number)) for number in (1, 2, 3)}
    assert found == {("siti aminah", born): (ids[1], ids[2]), ("Siti Aminah", other): (ids[3],)}


@pytest.mark.parametrize(
    "table",
    [
        "candidate_identities",
        "candidate_references",
        "protected_attributes",
        "unresolved_rows",
        "queue",
        "queue_decisions",
        "import_changes",
        "consent_events",
    ],
)
async def test_the_worker_reads_no_identity(worker: Database, case_worker: Actor, table: str) -> None:
    with pytest.raises(NotPermitted):
        async with worker.transaction(case_worker) as connection:
            await connection.execute(f"SELECT 1 FROM {table}")


async def test_only_a_case_worker_reads_the_rule_behind_a_field(
    database: Database, owner: Connection, case_worker: Actor
) -> None:
    await owner.execute("INSERT INTO field_rules VALUES ('FW01', 'Perpol 4/2020')")
    counts = []
    for role in ("case_worker", "employer"):
        async with database.transaction(replace(case_worker, role=role)) as connection:  # type: ignore[arg-type]
            counts.append(await connection.fetchval("SELECT count(*) FROM field_rules"))
    assert counts == [1, 0]


async def test_whoever_is_removed_leaves_no_row(
    gateway: PostgresGateway, case_worker: Actor, owner: Connection
) -> None:
    record = replace(person(1, certificate(1)), protected=ProtectedAttributes(religion="x"))
    await add(
        gateway, case_worker, replace(record, candidate=replace(record.candidate, window=WINDOW)), person(2)
    )
    async with gateway.transaction(case_worker) as tx:
        await tx.candidates.remove(record.id)
        with pytest.raises(NotFound):
            await tx.candidates.get(record.id)
    tables = await owner.fetch(
        """SELECT table_name FROM information_schema.columns
           WHERE table_schema = 'public' AND column_name = 'candidate_id' AND table_name <> 'candidate_facts'"""
    )
    for row in tables:
        assert await owner.fetchval(f"SELECT count(*) FROM {row[0]} WHERE candidate_id = $1", record.id) == 0


async def test_moving_a_person_to_another_unit_takes_every_part_along(
    gateway: PostgresGateway, case_worker: Actor, owner: Connection
) -> None:
    record = person(1, certificate(1))
    await add(gateway, case_worker, replace(record, candidate=replace(record.candidate, window=WINDOW)))
    await owner.execute("UPDATE candidates SET unit_id = $1, caseload = $1", UUID(int=7))
    for table in ("candidate_identities", "candidate_references", "certificates", "release_windows"):
        assert await owner.fetchval(f"SELECT unit_id FROM {table}") == UUID(int=7)


async def test_the_database_refuses_what_the_core_would(
    gateway: PostgresGateway, case_worker: Actor, owner: Connection
) -> None:
    with pytest.raises(ConstraintBroken, match="candidates_home"):
        await add(
            gateway, case_worker, replace(person(), candidate=replace(person().candidate, home="Madiun"))
        )
    await add(gateway, case_worker, replace(person(), candidate=replace(person().candidate, window=WINDOW)))
    with pytest.raises(Exception, match="release_windows_in_order"):
        await owner.execute("UPDATE release_windows SET latest = '2020-01-01'")
