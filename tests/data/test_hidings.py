"""What is hidden for whom: who says it, who sees it, where it goes, and that nothing hidden is proposed by accident."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from data.errors import NotPermitted
from data.index_store import PostgresIndexStore
from data.pool import Connection, Database
from matching.errors import InvalidValue, NotFound
from matching.model import Actor, VacancyId
from matching.model.hidings import Hiding, HidingReason
from matching.model.shortlists import ShortlistId
from matching.usecases.hidings import hidden_for, hide, show_again
from matching.workflow import ItemChange, State
from tests.data.persons import a_record
from tests.data.test_shortlists import THE_PROGRAM, Office, a_run, office, refused, said
from tests.data.wishes import asks_for_access
from tests.staff import CASE_WORKER, COLLEAGUE, EVERYBODY, FAR_CASE_WORKER, FAR_PLANNER, OFFICER, PLANNER

__all__ = ["office"]
WHY = HidingReason.HEALTH_OR_SUPERVISION


async def hidden(office: Office, actor: Actor = CASE_WORKER) -> list[tuple[VacancyId, HidingReason, str]]:
    found = await hidden_for(office.gateway, actor, office.person.id)
    return [(one.hiding.vacancy, one.hiding.reason, one.hiding.note) for one in found]


async def hid(
    office: Office, at: int = 0, reason: HidingReason = WHY, note: str = "", by: Actor = CASE_WORKER
) -> None:
    await hide(office.gateway, by, office.person.id, Hiding(office.vacancies[at], reason, note))


async def shown(office: Office, at: int = 0) -> None:
    await show_again(office.gateway, CASE_WORKER, office.person.id, office.vacancies[at])


async def test_what_is_said_last_holds_and_what_was_said_before_stays(
    office: Office, owner: Connection
) -> None:
    await hid(office)
    await hid(office)  # sent twice
    await hid(office, 1, HidingReason.OTHER, "sudah pernah di sana")
    await hid(office, 0, HidingReason.TOO_FAR)
    assert await hidden(office) == [
        (office.vacancies[0], HidingReason.TOO_FAR, ""),
        (office.vacancies[1], HidingReason.OTHER, "sudah pernah di sana"),
    ]
    await shown(office)
    await shown(office)
    assert [one for one, _, _ in await hidden(office)] == [office.vacancies[1]]
    rows = await owner.fetch("SELECT hidden, reason FROM vacancy_hidings ORDER BY id")
    assert [tuple(row) for row in rows] == [(True, WHY), (True, "other"), (True, "too_far"), (False, "")]
    with pytest.raises(InvalidValue, match="note"):
        Hiding(office.vacancies[0], HidingReason.OTHER, " ")


async def test_the_own_case_worker_hides_a_planner_of_the_region_reads_and_nobody_else_sees(
    office: Office, database: Database, worker: Database
) -> None:
    await hid(office)
    for name, actor in EVERYBODY.items():
        if actor in (CASE_WORKER, PLANNER):
            assert len(await hidden(office, actor)) == 1, name
        else:
            assert await said(database, actor, "SELECT FROM vacancy_hidings") == [], name
    for actor in (PLANNER, COLLEAGUE, FAR_CASE_WORKER, FAR_PLANNER, OFFICER):
        with pytest.raises((NotFound, NotPermitted)):
            await hid(office, 1, by=actor)
    with pytest.raises(NotFound):
        await hide(office.gateway, CASE_WORKER, office.person.id, Hiding(VacancyId(uuid4()), WHY))
    for statement in (
        "UPDATE vacancy_hidings SET hidden = false, reason = ''",
        "DELETE FROM vacancy_hidings",
        "INSERT INTO vacancy_hidings (recorded_by) VALUES (gen_random_uuid())",
    ):
        with pytest.raises(NotPermitted):
            await said(database, CASE_WORKER, statement)
    with pytest.raises(NotPermitted):  # the program knows which, and not why
        await said(worker, THE_PROGRAM, "SELECT reason FROM vacancy_hidings")
    store = PostgresIndexStore(worker)
    assert await store.hidden([office.person.id]) == {office.person.id: {office.vacancies[0]}}
    await shown(office)
    assert await store.hidden([office.person.id]) == {}


async def test_nothing_hidden_is_filled_in_added_brought_back_proposed_or_sent(office: Office) -> None:
    for at in (0, 3):
        await hid(office, at)
    assert await refused(office.add(CASE_WORKER, office.vacancies[3])) == "hidden"
    one, *_ = await office.items()
    assert await refused(office.step(CASE_WORKER, State.PROPOSED)) == "hidden"
    await office.change(CASE_WORKER, one.id, ItemChange.REMOVE)
    assert await refused(office.change(CASE_WORKER, one.id, ItemChange.RESTORE)) == "hidden"
    await office.to(State.APPROVED)
    await hid(office, 1)
    async with office.gateway.transaction(CASE_WORKER, read_only=True) as tx:
        assert set((await tx.shortlists.unsendable(office.list)).values()) == {"hidden"}
    assert await refused(office.step(CASE_WORKER, State.SENT)) == "hidden"
    await shown(office, 1)
    await office.step(CASE_WORKER, State.SENT)

    again, run = ShortlistId(uuid4()), a_run(office.person.id, office.vacancies[:3])
    async with office.gateway.transaction(CASE_WORKER) as tx:
        await tx.runs.add(run)
        await tx.shortlists.open(again, candidate=office.person.id, vacancy=None, note="")
        await tx.shortlists.fill(again, run.id, 2)
        assert [item.vacancy for item in (await tx.shortlists.get(again)).items] == office.vacancies[1:3]


async def test_it_goes_where_its_person_goes(office: Office, owner: Connection) -> None:
    await hid(office)
    twin = a_record(office.person.identity.national_id)
    async with office.gateway.transaction(COLLEAGUE) as tx:
        await tx.candidates.add([twin])
        await tx.hidings.hide(twin.id, Hiding(office.vacancies[1], HidingReason.TOO_FAR))
    async with office.gateway.transaction(CASE_WORKER) as tx:
        await tx.transfers.hand_over(office.person.id, COLLEAGUE.account)
    with pytest.raises(NotFound):
        await hidden(office)
    assert {one for one, _, _ in await hidden(office, COLLEAGUE)} == set(office.vacancies[:2])
    await owner.execute("SELECT erase_person($1)", office.person.id)
    assert await owner.fetchval("SELECT count(*) FROM vacancy_hidings") == 0


async def test_the_persons_own_file_tells_it_and_the_trail_has_who_wrote_and_who_read(
    office: Office, owner: Connection
) -> None:
    await hid(office, note="lutut kirinya sakit")
    await shown(office)
    await asks_for_access(office.gateway, CASE_WORKER, office.person.id)
    async with office.gateway.transaction(CASE_WORKER) as tx:
        told = (await tx.subjects.of(office.person.id))["hidden_vacancies"]
    assert [(one["hidden"], one["reason"], one["note"]) for one in told] == [
        (True, WHY, "lutut kirinya sakit"),
        (False, "", ""),
    ]
    assert all(one["employer"] and one["vacancy"] for one in told)
    acts = await owner.fetch("SELECT act, subject FROM trail WHERE entity = 'vacancy_hidings'")
    assert [tuple(row) for row in acts] == [("create", office.person.id)] * 2


async def test_what_hides_a_vacancy_that_still_stands_is_kept(
    office: Office, owner: Connection, worker: Database
) -> None:
    for at in (0, 1, 2):
        await hid(office, at)
    await shown(office, 1)
    await owner.execute("UPDATE vacancies SET status = 'closed' WHERE id = $1", office.vacancies[2])
    later = datetime.now(UTC) + timedelta(days=1)
    async with worker.transaction(THE_PROGRAM) as connection:
        assert await connection.fetchval("SELECT retention('hidden_vacancies', $1, false)", later) == 3
        assert await connection.fetchval("SELECT retention('hidden_vacancies', $1, true)", later) == 3
    assert [one for one, _, _ in await hidden(office)] == [office.vacancies[0]]


async def test_it_is_counted_among_the_overrides_of_the_region(office: Office) -> None:
    await hid(office)
    await shown(office)
    now, day = datetime.now(UTC), timedelta(days=1)
    for actor, counted in (
        (PLANNER, {("hide", WHY), ("show", "")}),
        (FAR_PLANNER, set()),
        (CASE_WORKER, set()),
    ):
        async with office.gateway.transaction(actor, read_only=True) as tx:
            told = await tx.shortlists.counts(now - day, now + day)
        assert {(one.action, one.reason) for one in told} == counted
        assert {(one.account_id, one.role, one.times) for one in told} <= {
            (CASE_WORKER.account, "case_worker", 1)
        }
