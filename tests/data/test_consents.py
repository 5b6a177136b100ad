"""The ledger of consents on the real database: the gate follows it, disclosure asks it, and nobody rewrites it."""

import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from data.errors import NotPermitted
from data.gateway import PostgresGateway
from data.pool import Connection, Database
from data.wordings import WordingFiles
from matching.errors import InvalidValue, NotFound
from matching.model import Actor, CandidateId, EmployerId, Gates
from matching.model.records import CandidateRecord
from matching.model.rights import (
    Consent,
    ConsentState,
    Disclosed,
    Guardian,
    How,
    LedgerEntry,
    Purpose,
    Recipient,
)
from tests.data.test_candidates import add, get, person
from tests.staff import ADMINISTRATOR, CASE_WORKER, COLLEAGUE, FAR_CASE_WORKER, OFFICER, PLANNER

WHO = CandidateId(UUID(int=1))
NOW = datetime.now(UTC)
EMPLOYER, OTHER = EmployerId(UUID(int=501)), EmployerId(UUID(int=502))
TO_MATCH = Consent(
    UUID(int=901), WHO, Purpose.MATCHING, Recipient.UNIT, How.WRITTEN, NOW - timedelta(minutes=1),
    wording=WordingFiles().newest(Purpose.MATCHING, "id"), evidence="Map 1",
)  # fmt: skip
TO_DISCLOSE = replace(
    TO_MATCH,
    id=UUID(int=902),
    purpose=Purpose.DISCLOSURE,
    recipient=Recipient.EMPLOYER,
    employer=EMPLOYER,
    fields=frozenset({Disclosed.NAME, Disclosed.PHONE}),
    until=NOW + timedelta(days=30),
    wording=WordingFiles().newest(Purpose.DISCLOSURE, "id"),
)
Give = Callable[..., Awaitable[None]]


def closed(number: int = 1) -> CandidateRecord:
    record = person(number)
    return replace(record, candidate=replace(record.candidate, gates=Gates(consented=False)))


@pytest.fixture
async def people(gateway: PostgresGateway, case_worker: Actor, owner: Connection) -> None:
    """A person whose gate is closed, and two employers."""
    await add(gateway, case_worker, closed())
    for employer in (EMPLOYER, OTHER):
        await owner.execute(
            """INSERT INTO employers (id, name, business_number, sector, contact, verification, unit_id, caseload,
                                      recorded_by)
               VALUES ($1, 'PT Contoh', $2, '', '', 'verified', $3, $4, $4)""",
            employer, str(employer.int), case_worker.unit, case_worker.account,
        )  # fmt: skip


@pytest.fixture
def give(gateway: PostgresGateway, case_worker: Actor, people: None) -> Give:
    async def giving(*consents: Consent) -> None:
        async with gateway.transaction(case_worker) as tx:
            for consent in consents:
                await tx.consents.give(consent)

    return giving


async def ledger(gateway: PostgresGateway, actor: Actor) -> list[LedgerEntry]:
    async with gateway.transaction(actor, read_only=True) as tx:
        return list(await tx.consents.of(WHO))


async def withdraw(gateway: PostgresGateway, actor: Actor, consent: UUID | None = None) -> int:
    async with gateway.transaction(actor) as tx:
        return await tx.consents.withdraw(WHO, consent, at=datetime.now(UTC), reason="")


async def disclosed(gateway: PostgresGateway, actor: Actor, employer: EmployerId = EMPLOYER) -> bool:
    async with gateway.transaction(actor, read_only=True) as tx:
        return await tx.consents.disclosed_to(WHO, employer)


async def corrected(gateway: PostgresGateway, born: date | None) -> None:
    """Another birth date, by the case worker."""
    async with gateway.transaction(CASE_WORKER) as tx:
        record = await tx.candidates.get(WHO)
        identity = replace(record.identity, birth_date=born)
        await tx.candidates.replace(replace(record, identity=identity), version=None)


async def test_a_consent_is_read_as_it_was_given(
    gateway: PostgresGateway, case_worker: Actor, give: Give
) -> None:
    given = replace(TO_DISCLOSE, guardian=Guardian("Wali Contoh", "ibu"))
    await give(given)
    (entry,) = await ledger(gateway, case_worker)
    assert given.wording is not None
    assert entry.consent == replace(given, wording=replace(given.wording, text=""))
    assert entry.state is ConsentState.CURRENT
    assert entry.recorded_by == case_worker.account


async def test_the_gate_follows_the_ledger(gateway: PostgresGateway, case_worker: Actor, give: Give) -> None:
    await give(TO_DISCLOSE)
    assert not (await get(gateway, case_worker)).candidate.gates.open
    await give(TO_MATCH)
    assert (await get(gateway, case_worker)).candidate.gates.open
    assert await withdraw(gateway, case_worker, TO_MATCH.id) == 1
    assert not (await get(gateway, case_worker)).candidate.gates.open
    assert await disclosed(gateway, case_worker), "another purpose has its own consent"


async def test_two_consents_to_matching_keep_the_gate_until_both_are_withdrawn(
    gateway: PostgresGateway, case_worker: Actor, give: Give
) -> None:
    await give(TO_MATCH, replace(TO_MATCH, id=UUID(int=903)))
    await withdraw(gateway, case_worker, TO_MATCH.id)
    assert (await get(gateway, case_worker)).candidate.gates.open
    await withdraw(gateway, case_worker, UUID(int=903))
    assert not (await get(gateway, case_worker)).candidate.gates.open


async def test_a_withdrawal_of_all_closes_everything_at_once(
    gateway: PostgresGateway, case_worker: Actor, give: Give, owner: Connection
) -> None:
    await give(TO_MATCH, TO_DISCLOSE)
    await owner.execute("INSERT INTO embedded_candidates VALUES ($1, 'm', 1)", WHO)
    assert await withdraw(gateway, case_worker) == 2
    assert not (await get(gateway, case_worker)).candidate.gates.open
    assert not await disclosed(gateway, case_worker)
    assert await owner.fetchval("SELECT count(*) FROM embedded_candidates") == 0
    assert {entry.state for entry in await ledger(gateway, case_worker)} == {ConsentState.WITHDRAWN}
    assert await withdraw(gateway, case_worker) == 0


async def test_disclosure_is_to_one_employer_and_ends_with_its_day(
    gateway: PostgresGateway, case_worker: Actor, give: Give, owner: Connection
) -> None:
    assert not await disclosed(gateway, case_worker)
    await give(replace(TO_DISCLOSE, given_at=NOW - timedelta(days=2), until=NOW - timedelta(days=1)))
    assert not await disclosed(gateway, case_worker), "it has expired"
    await give(replace(TO_DISCLOSE, id=UUID(int=904)))
    assert await disclosed(gateway, case_worker)
    assert not await disclosed(gateway, case_worker, OTHER)
    assert await owner.fetchval("SELECT disclosed_fields($1, $2)", WHO, EMPLOYER) == ["name", "phone"]
    states = {entry.consent.id: entry.state for entry in await ledger(gateway, case_worker)}
    assert states == {TO_DISCLOSE.id: ConsentState.EXPIRED, UUID(int=904): ConsentState.CURRENT}


async def test_a_consent_of_tomorrow_discloses_nothing_today(
    gateway: PostgresGateway, case_worker: Actor, give: Give
) -> None:
    await give(replace(TO_DISCLOSE, given_at=NOW + timedelta(days=1)))
    assert not await disclosed(gateway, case_worker)


async def test_while_processing_is_suspended_nobody_sees_anything_and_afterwards_it_is_as_before(
    gateway: PostgresGateway, case_worker: Actor, give: Give, owner: Connection
) -> None:
    await give(TO_MATCH, TO_DISCLOSE)
    await owner.execute("INSERT INTO embedded_candidates VALUES ($1, 'm', 1)", WHO)
    async with gateway.transaction(case_worker) as tx:
        await tx.consents.suspend(WHO, restricted=True)
    gates = (await get(gateway, case_worker)).candidate.gates
    assert (gates.consented, gates.restricted, gates.open) == (True, True, False)
    assert not await disclosed(gateway, case_worker)
    assert await owner.fetchval("SELECT count(*) FROM embedded_candidates") == 0
    async with gateway.transaction(case_worker) as tx:
        await tx.consents.suspend(WHO, restricted=False)
    assert (await get(gateway, case_worker)).candidate.gates.open
    assert await disclosed(gateway, case_worker)


async def turn(gateway: PostgresGateway, **gates: bool) -> Gates:
    """Set the gates as an import does, past the ledger; how they stand then."""
    async with gateway.transaction(CASE_WORKER) as tx:
        await tx.candidates.set_gates(WHO, Gates(**gates))
    return (await get(gateway, CASE_WORKER)).candidate.gates


async def test_a_source_s_word_is_in_the_ledger_and_opens_once(
    gateway: PostgresGateway, case_worker: Actor
) -> None:
    """Who has said no, to a source or to us, says yes under a wording: a file that is older does not."""
    await add(gateway, case_worker, person())
    (first,) = await ledger(gateway, case_worker)
    assert (first.consent.how, first.consent.wording, first.state) == (How.SOURCE, None, ConsentState.CURRENT)
    for consented in (False, True):
        assert not (await turn(gateway, consented=consented)).consented
    (first,) = await ledger(gateway, case_worker)
    assert first.state is ConsentState.WITHDRAWN


async def test_a_source_s_word_opens_the_gate_of_whom_the_ledger_knows_nothing(
    gateway: PostgresGateway, give: Give
) -> None:
    await give(TO_DISCLOSE)
    assert (await turn(gateway, consented=True)).open


async def test_what_was_withdrawn_or_has_run_out_is_opened_by_no_source(
    gateway: PostgresGateway, case_worker: Actor, give: Give
) -> None:
    await give(TO_MATCH)
    await withdraw(gateway, case_worker)
    assert not (await turn(gateway, consented=True)).open
    await give(replace(TO_MATCH, id=uuid4()))
    assert (await get(gateway, case_worker)).candidate.gates.open


async def test_an_objection_is_ended_by_a_consent_that_was_given_after_it(
    gateway: PostgresGateway, give: Give
) -> None:
    await give(TO_MATCH)
    assert not (await turn(gateway, consented=True, objected=True)).open
    assert (await turn(gateway, consented=True, objected=False)).objected
    await give(replace(TO_MATCH, id=uuid4()))  # given a minute ago: before the objection
    assert (await get(gateway, CASE_WORKER)).candidate.gates.objected
    await give(replace(TO_MATCH, id=uuid4(), given_at=datetime.now(UTC)))
    assert (await get(gateway, CASE_WORKER)).candidate.gates.open


async def test_for_a_child_a_source_s_word_opens_nothing(
    gateway: PostgresGateway, case_worker: Actor
) -> None:
    child = person()
    born = date(NOW.year - 16, NOW.month, 1)
    await add(gateway, case_worker, replace(child, identity=replace(child.identity, birth_date=born)))
    assert not (await get(gateway, case_worker)).candidate.gates.open
    assert not (await turn(gateway, consented=True)).open


async def test_who_turns_out_to_be_a_child_waits_for_a_guardian(gateway: PostgresGateway, give: Give) -> None:
    await give(TO_MATCH)
    await corrected(gateway, date(NOW.year - 16, NOW.month, 1))
    assert not (await get(gateway, CASE_WORKER)).candidate.gates.open
    await give(replace(TO_MATCH, id=uuid4(), guardian=Guardian("Wali Contoh", "ibu")))
    assert (await get(gateway, CASE_WORKER)).candidate.gates.open


async def test_what_a_child_said_discloses_nothing_without_a_guardian(
    gateway: PostgresGateway, give: Give, owner: Connection
) -> None:
    """UU 27/2022 Art. 25; a guardian's consent to matching is none to disclosure."""
    await give(TO_MATCH, TO_DISCLOSE)
    await corrected(gateway, date(NOW.year - 16, NOW.month, 1))
    guardian = Guardian("Wali Contoh", "ibu")
    await give(replace(TO_MATCH, id=uuid4(), guardian=guardian))
    assert (await get(gateway, CASE_WORKER)).candidate.gates.open
    assert not await disclosed(gateway, CASE_WORKER)
    await give(replace(TO_DISCLOSE, id=uuid4(), guardian=guardian, fields=frozenset({Disclosed.PHONE})))
    assert await owner.fetchval("SELECT disclosed_fields($1, $2)", WHO, EMPLOYER) == ["phone"]
    # Who has grown up since has not agreed anew.
    await owner.execute(
        "UPDATE candidate_identities SET birth_date = birth_date - 900;"
        "UPDATE consents SET given_at = given_at - interval '900 days'"
    )
    assert await owner.fetchval("SELECT disclosed_fields($1, $2)", WHO, EMPLOYER) == ["phone"]
    # The birth date was wrong all the time: nothing was lacking.
    await owner.execute("UPDATE candidate_identities SET birth_date = '1990-01-01'")
    assert await owner.fetchval("SELECT disclosed_fields($1, $2)", WHO, EMPLOYER) == ["name", "phone"]


async def test_a_gate_closes_when_its_consent_has_run_out(
    gateway: PostgresGateway, case_worker: Actor, give: Give, worker: Database, owner: Connection
) -> None:
    await give(replace(TO_MATCH, until=NOW + timedelta(days=1)))
    async with worker.transaction(case_worker) as connection:
        assert await connection.fetchval("SELECT close_expired_gates()") == 0
    await owner.execute(
        "UPDATE consents SET given_at = now() - interval '2 day', until = now() - interval '1 day'"
    )
    async with worker.transaction(case_worker) as connection:
        assert await connection.fetchval("SELECT close_expired_gates()") == 1
        assert await connection.fetchval("SELECT close_expired_gates()") == 0
    assert not (await get(gateway, case_worker)).candidate.gates.open


@pytest.mark.parametrize(("born", "guardian", "taken"), [
    (date(NOW.year - 17, NOW.month, 1), None, False),
    (date(NOW.year - 17, NOW.month, 1), Guardian("Wali Contoh", "ayah"), True),
    (date(NOW.year - 18, 1, 1) - timedelta(days=1), None, True),
    (None, None, True),
])  # fmt: skip
async def test_for_a_child_a_guardian_consents(
    gateway: PostgresGateway, give: Give, born: date | None, guardian: Guardian | None, taken: bool
) -> None:
    await corrected(gateway, born)
    if not taken:
        with pytest.raises(InvalidValue, match="guardian"):
            await give(replace(TO_MATCH, guardian=guardian))
    else:
        await give(replace(TO_MATCH, guardian=guardian))
    assert (await get(gateway, CASE_WORKER)).candidate.gates.open == taken


@pytest.mark.parametrize("change", [
    "UPDATE consents SET until = NULL", "DELETE FROM consents", "TRUNCATE consents CASCADE",
    "UPDATE consent_withdrawals SET reason = ''", "DELETE FROM consent_withdrawals",
    "DELETE FROM subject_requests", "UPDATE subject_requests SET due_at = now()",
])  # fmt: skip
async def test_the_ledger_is_only_added_to(
    database: Database, case_worker: Actor, gateway: PostgresGateway, give: Give, change: str
) -> None:
    await give(TO_MATCH)
    await withdraw(gateway, case_worker)
    with pytest.raises(NotPermitted):
        async with database.transaction(case_worker) as connection:
            await connection.execute(change)


@pytest.mark.parametrize(
    "actor", [COLLEAGUE, FAR_CASE_WORKER, ADMINISTRATOR, OFFICER, PLANNER], ids=lambda a: a.role
)
async def test_nobody_else_gives_or_withdraws_for_a_person(
    gateway: PostgresGateway, case_worker: Actor, give: Give, actor: Actor
) -> None:
    await give(TO_MATCH)
    with pytest.raises(NotFound):
        async with gateway.transaction(actor) as tx:
            await tx.consents.give(replace(TO_MATCH, id=uuid4()))
    with suppress(NotFound):  # a planner, who sees the person, is told so
        assert await withdraw(gateway, actor) == 0
    assert (await get(gateway, case_worker)).candidate.gates.open


async def test_nobody_reads_the_ledger_besides(gateway: PostgresGateway, give: Give) -> None:
    await give(TO_MATCH)
    for actor in (COLLEAGUE, FAR_CASE_WORKER, ADMINISTRATOR, OFFICER, PLANNER):
        assert not await ledger(gateway, actor)


async def test_a_transfer_takes_the_ledger_along(
    give: Give, gateway: PostgresGateway, owner: Connection, case_worker: Actor
) -> None:
    await give(TO_MATCH)
    await owner.execute(
        "UPDATE candidates SET unit_id = $1, caseload = $2", FAR_CASE_WORKER.unit, FAR_CASE_WORKER.account
    )
    assert not await ledger(gateway, case_worker)
    assert [entry.consent.id for entry in await ledger(gateway, FAR_CASE_WORKER)] == [TO_MATCH.id]


def test_a_text_of_consent_never_changes_and_says_what_it_must() -> None:
    for wording in WordingFiles().all():
        text = wording.text
        assert {"remisi", "(PB)"} <= set(re.split(r"[ ,]|(?<=remisi)\)|\((?=remisi)", text)), wording.key
        if wording.key.startswith("disclosure/"):
            assert (
                "sedang atau pernah menjalani pidana" if wording.language == "id" else "have been in custody"
            ) in text
