"""Shortlists behind their walls: steps, changes and approvals by the functions of the database alone."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio

from data.errors import NotPermitted
from data.gateway import PostgresGateway
from data.pool import Connection, Database, Program
from data.translation import translated
from matching.errors import NotFound, OutOfOrder, StepRefused, UndoRefused
from matching.model import Actor, CandidateId, Gates, ImportId, RunId, VacancyId
from matching.model.records import CandidateRecord, ImportRecord, RunRecord
from matching.model.shortlists import Item, ItemId, Shortlist, ShortlistId
from matching.stores import ImportChange
from matching.vocabulary import Role
from matching.workflow import TRANSITIONS, ItemChange, OverrideReason, State, transition
from tests.data.persons import a_record
from tests.data.test_vacancies import FIRM, vacancy
from tests.data.wishes import asks_for_access, consents
from tests.staff import (
    CASE_WORKER,
    COLLEAGUE,
    EVERYBODY,
    FAR_CASE_WORKER,
    FAR_PLANNER,
    OFFICER,
    PLANNER,
    SECOND_PLANNER,
)

THE_PROGRAM = Program(purpose="tests")
WHY = OverrideReason.CANDIDATE_WISH


@dataclass
class Office:
    """A person with a run of three vacancies, and a list of it."""

    gateway: PostgresGateway
    person: CandidateRecord
    vacancies: list[VacancyId]
    list: ShortlistId

    async def get(self, actor: Actor = CASE_WORKER) -> Shortlist:
        async with self.gateway.transaction(actor, read_only=True) as tx:
            return await tx.shortlists.get(self.list)

    async def items(self, actor: Actor = CASE_WORKER) -> tuple[Item, ...]:
        return (await self.get(actor)).live

    async def step(self, actor: Actor, target: State, reason: str = "") -> None:
        async with self.gateway.transaction(actor) as tx:
            await tx.shortlists.step(self.list, target, reason=reason, note="")

    async def change(
        self, actor: Actor, item: ItemId, change: ItemChange, place: int | None = None, reason: str = WHY
    ) -> None:
        async with self.gateway.transaction(actor) as tx:
            await tx.shortlists.change(item, change, place=place, reason=reason, note="")

    async def add(self, actor: Actor, vacancy: VacancyId) -> ItemId:
        item = ItemId(uuid4())
        async with self.gateway.transaction(actor) as tx:
            await tx.shortlists.add(item, self.list, vacancy, reason=WHY, note="kenal dari pelatihan")
        return item

    async def approve(self, actor: Actor, *, version: int | None = None) -> None:
        stands = await self.get(actor)
        facts = {str(item.id): {"known": item.title} for item in stands.live}
        async with self.gateway.transaction(actor) as tx:
            await tx.shortlists.approve(self.list, version=version or stands.version, facts=facts, note="")

    async def ask(self, item: ItemId, *, interested: bool) -> None:
        async with self.gateway.transaction(CASE_WORKER) as tx:
            await tx.shortlists.answer(
                item, interested=interested, reason="" if interested else "wage", note=""
            )

    async def to(self, state: State) -> None:
        """By the usual way; approved by the planner."""
        for target in list(State)[1 : list(State).index(state) + 1]:
            if target is State.APPROVED:
                await self.approve(PLANNER)
            else:
                await self.step(CASE_WORKER, target)


def a_run(person: CandidateId, vacancies: list[VacancyId]) -> RunRecord:
    rows = [
        {"id": str(one), "rank": rank, "score": 1 / rank, "fit": "strong"}
        for rank, one in enumerate(vacancies, start=1)
    ]
    return RunRecord(
        id=RunId(uuid4()), kind="vacancies", candidate=person, vacancy=None, snapshot="s", model="m",
        weights={"version": "w", "of": {}}, rules="r", parameters={}, features=[{} for _ in rows],
        result={"rows": rows, "dropped": {}}, at=datetime(2026, 11, 27, tzinfo=UTC),
    )  # fmt: skip


async def asked_of_lists(owner: Connection, *reasons: str, interest: bool = False) -> None:
    """What the owner says a sending and an approval need."""
    await owner.execute("UPDATE meta SET shortlist_interest = $1, second_approval = $2", interest, reasons)


@pytest_asyncio.fixture
async def office(gateway: PostgresGateway, owner: Connection) -> Office:
    await asked_of_lists(owner)
    person, offered = a_record(), [vacancy(number) for number in range(901, 906)]
    run = a_run(person.id, [one.id for one in offered[:3]])
    made = Office(gateway, person, [one.id for one in offered], ShortlistId(uuid4()))
    async with gateway.transaction(CASE_WORKER) as tx:
        await tx.candidates.add([person])
        await tx.employers.add([FIRM])
        await tx.vacancies.add(offered)
        await tx.runs.add(run)
        await tx.shortlists.open(made.list, candidate=person.id, vacancy=None, note="")
        await tx.shortlists.fill(made.list, run.id, 3)
    return made


async def said(database: Database, actor: Any, statement: str, *arguments: object) -> Any:
    async with database.transaction(actor) as connection:
        with translated():
            return await connection.fetch(statement, *arguments)


async def refused(doing: Any) -> str:
    with pytest.raises(StepRefused) as told:
        await doing
    return told.value.code


async def test_the_database_has_the_table_of_the_core(owner: Connection) -> None:
    rows = await owner.fetch("SELECT before, after, role, reasoned FROM shortlist_transitions")
    assert {tuple(row) for row in rows} == {
        (str(one.before), str(one.after), str(one.role), one.reasoned) for one in TRANSITIONS
    }


async def test_items_are_the_runs_rows(office: Office) -> None:
    stands = await office.get()
    assert [(i.vacancy, i.ranked, i.score, i.fit, i.origin) for i in stands.items] == [
        (one, rank, 1 / rank, "strong", "ranking") for rank, one in enumerate(office.vacancies[:3], start=1)
    ]
    assert (stands.state, stands.events[0].after, stands.events[0].by) == (
        State.REQUESTED,
        "requested",
        CASE_WORKER.account,
    )


async def test_every_step_of_every_role_from_every_state(office: Office, owner: Connection) -> None:
    """The whole table, state × state × role: what is not in it is refused and changes nothing."""
    actors = {Role.CASE_WORKER: CASE_WORKER, Role.RELEASE_PLANNER: PLANNER}
    for before, after, role in product(State, State, actors):
        await owner.execute("UPDATE shortlists SET status = $1 WHERE id = $2", before, office.list)
        step = transition(before, after, role)
        if (before, after) == (State.SENT, State.ANSWERED):
            with pytest.raises(OutOfOrder):  # nobody has answered
                await office.step(actors[role], after)
            continue
        if after is State.APPROVED or step is None:
            assert await refused(office.step(actors[role], after, "mistake")) == "no_such_step"
        else:
            if step.reasoned:
                assert await refused(office.step(actors[role], after)) == "reason_needed"
            await office.step(actors[role], after, "mistake")
        stands = (await office.get()).state
        assert stands is (before if step is None or after is State.APPROVED else after)


@pytest.mark.parametrize(
    "actor",
    [one for name, one in EVERYBODY.items() if name not in ("case_worker", "planner")],
)
async def test_a_list_is_not_there_for_whoever_does_not_handle_it(office: Office, actor: Actor) -> None:
    (item, *_) = await office.items()
    for doing in (
        office.get(actor),
        office.step(actor, State.PROPOSED),
        office.change(actor, item.id, ItemChange.REMOVE),
        office.add(actor, office.vacancies[4]),
        office.step(actor, State.CLOSED, "mistake"),
    ):
        with pytest.raises(NotFound):
            await doing


async def test_nobody_writes_a_state_an_order_or_a_step_itself(office: Office, database: Database) -> None:
    for statement in (
        "UPDATE shortlists SET status = 'sent'",
        "UPDATE shortlists SET approvals_needed = 1",
        "UPDATE shortlist_items SET position = 1",
        "UPDATE shortlist_items SET frozen = '{}'",
        "DELETE FROM shortlist_events",
        "UPDATE candidate_answers SET interested = true",
        "DELETE FROM shortlist_overrides",
        "INSERT INTO shortlist_events (shortlist_id, kind, before, after, role, version) "
        "SELECT id, 'step', 'approved', 'sent', 'case_worker', 1 FROM shortlists",
        "SELECT * FROM shortlist_verdicts",
    ):
        for actor in (CASE_WORKER, PLANNER):
            with pytest.raises(NotPermitted):
                await said(database, actor, statement)


async def test_the_program_itself_takes_no_step(office: Office, worker: Database) -> None:
    with pytest.raises(NotPermitted):
        await said(worker, THE_PROGRAM, "SELECT take_step($1, 'proposed', '', '')", office.list)


async def test_the_order_is_free_and_every_change_says_why(office: Office) -> None:
    one, two, three = await office.items()
    await office.change(CASE_WORKER, three.id, ItemChange.MOVE, 1)
    await office.change(CASE_WORKER, one.id, ItemChange.REMOVE)
    four = await office.add(CASE_WORKER, office.vacancies[3])
    assert [item.id for item in await office.items()] == [three.id, two.id, four]
    await office.change(CASE_WORKER, one.id, ItemChange.RESTORE, 2)
    assert [item.id for item in await office.items()] == [three.id, one.id, two.id, four]
    assert await refused(office.change(CASE_WORKER, one.id, ItemChange.MOVE, 1, reason="")) == "reason_needed"
    assert await refused(office.change(CASE_WORKER, one.id, ItemChange.RESTORE)) == "no_such_change"
    assert await refused(office.add(CASE_WORKER, office.vacancies[3])) == "already_listed"
    stands = await office.get()
    assert [(o.action, o.from_position, o.to_position) for o in stands.overrides] == [
        ("move", 3, 1), ("remove", 2, None), ("add", None, 4), ("restore", 2, 2),
    ]  # fmt: skip
    assert {(o.reason, o.by, o.role) for o in stands.overrides} == {(WHY, CASE_WORKER.account, "case_worker")}


async def test_overrides_are_counted_for_the_regions_planner_alone(office: Office) -> None:
    one, *_ = await office.items()
    for place in (2, 3):
        await office.change(CASE_WORKER, one.id, ItemChange.MOVE, place)
    now = datetime.now(UTC)
    told = {}
    for name, actor in EVERYBODY.items():
        async with office.gateway.transaction(actor, read_only=True) as tx:
            told[name] = await tx.shortlists.counts(now - timedelta(days=1), now + timedelta(days=1))
    (count,) = told["planner"]
    assert (count.account_id, count.employer_id, count.reason, count.times) == (
        CASE_WORKER.account,
        FIRM.employer.id,
        WHY,
        2,
    )
    assert {name for name, counts in told.items() if counts} == {"planner"}


async def test_who_proposes_does_not_approve_and_what_was_known_is_frozen(office: Office) -> None:
    await office.step(PLANNER, State.PROPOSED)
    await office.step(CASE_WORKER, State.UNDER_REVIEW)
    assert await refused(office.approve(PLANNER)) == "own_proposal"
    assert await refused(office.approve(CASE_WORKER)) == "no_such_step"
    await office.approve(SECOND_PLANNER)
    stands = await office.get()
    assert stands.state is State.APPROVED
    assert [item.frozen for item in stands.items] == [{"known": item.title} for item in stands.items]
    for item, change in ((stands.items[0], ItemChange.MOVE), (stands.items[1], ItemChange.RESTORE)):
        assert await refused(office.change(CASE_WORKER, item.id, change, 1)) == "frozen"
    assert await refused(office.add(CASE_WORKER, office.vacancies[4])) == "frozen"
    await office.change(CASE_WORKER, stands.items[0].id, ItemChange.REMOVE)


async def test_a_planner_who_has_added_somebody_does_not_approve(office: Office) -> None:
    await office.to(State.UNDER_REVIEW)
    await office.add(PLANNER, office.vacancies[4])
    assert await refused(office.approve(PLANNER)) == "own_proposal"
    await office.approve(SECOND_PLANNER)


async def test_a_second_person_approves_where_a_reason_asks_for_it(office: Office, owner: Connection) -> None:
    await office.to(State.UNDER_REVIEW)
    await asked_of_lists(owner, "first_contact")
    await office.approve(PLANNER)
    assert (await office.get()).state is State.UNDER_REVIEW
    assert await refused(office.approve(PLANNER)) == "same_person"
    await office.approve(SECOND_PLANNER)
    stands = await office.get()
    assert (stands.state, stands.approval_reasons, stands.approvals_needed) == (
        State.APPROVED,
        ("first_contact",),
        2,
    )
    assert [e.by for e in stands.events if e.kind == "approval"] == [PLANNER.account, SECOND_PLANNER.account]


async def test_how_many_approve_is_told_before_the_first_has(office: Office, owner: Connection) -> None:
    """As what stands in the list asks now: a first contact that is none by then asks for one approval, not two."""
    await asked_of_lists(owner, "first_contact")
    for target in (State.PROPOSED, State.UNDER_REVIEW):
        await office.step(CASE_WORKER, target)
    for actor in (CASE_WORKER, PLANNER):
        stands = await office.get(actor)
        assert (stands.approvals_needed, stands.approval_reasons) == (2, ("first_contact",))
        async with office.gateway.transaction(actor, read_only=True) as tx:
            (listed,), _ = await tx.shortlists.page(state=State.UNDER_REVIEW, limit=9, cursor=None)
            at_hand = await tx.shortlists.at_hand(candidate=None, state=None, limit=9, skipped=0)
        assert {one.approvals_needed for one in (listed, *(line.list for line in at_hand.lines))} == {2}
    await asked_of_lists(owner)
    assert (await office.get()).approvals_needed == 1
    await office.approve(PLANNER)
    await asked_of_lists(owner, "first_contact")
    assert (await office.get()).approval_reasons == ()  # approved as it was asked then


async def test_an_approval_is_of_what_was_seen(office: Office, owner: Connection) -> None:
    await office.to(State.UNDER_REVIEW)
    await asked_of_lists(owner, "first_contact")
    await office.approve(PLANNER)
    seen = (await office.get()).version
    one, *_ = await office.items()
    await office.change(CASE_WORKER, one.id, ItemChange.MOVE, 3)
    assert await refused(office.approve(SECOND_PLANNER, version=seen)) == "changed"
    await office.approve(SECOND_PLANNER)
    assert (await office.get()).state is State.UNDER_REVIEW  # the first approval was of another order


async def test_nothing_is_sent_of_whoever_is_not_asked_closed_or_unwilling(
    office: Office, owner: Connection
) -> None:
    await office.to(State.APPROVED)
    await asked_of_lists(owner, interest=True)
    one, two, three = await office.items()
    assert await refused(office.step(CASE_WORKER, State.SENT)) == "not_asked"
    for item, interested in ((one, True), (two, True), (three, False)):
        await office.ask(item.id, interested=interested)
    assert await refused(office.step(CASE_WORKER, State.SENT)) == "not_interested"
    await office.ask(three.id, interested=True)  # asked again: the last word counts, and the history is kept
    assert [answer.interested for answer in (await office.items())[2].answers] == [False, True]
    await owner.execute("UPDATE vacancies SET status = 'closed' WHERE id = $1", one.vacancy)
    async with office.gateway.transaction(CASE_WORKER, read_only=True) as tx:
        assert await tx.shortlists.unsendable(office.list) == {one.id: "vacancy_closed"}
    assert await refused(office.step(CASE_WORKER, State.SENT)) == "vacancy_closed"
    await office.change(CASE_WORKER, one.id, ItemChange.REMOVE)
    async with office.gateway.transaction(CASE_WORKER) as tx:
        await tx.candidates.set_gates(office.person.id, Gates(consented=False))
    assert await refused(office.step(CASE_WORKER, State.SENT)) == "gate_closed"
    await consents(office.gateway, CASE_WORKER, office.person.id)
    await office.step(CASE_WORKER, State.SENT)
    assert (await office.get()).state is State.SENT


async def test_what_asks_for_a_second_approval_is_found_by_the_database(
    office: Office, owner: Connection, database: Database
) -> None:
    """Nobody who runs SQL as the application says how many approvals are enough, or that nobody needs to be asked."""
    await owner.execute("INSERT INTO legal_bars SELECT 'X1', '{FW02}', 'flag', 'everyone', 'k', 'w', 's'")
    await owner.execute("UPDATE vacancies SET fields = '{FW02}' WHERE id = $1", office.vacancies[1])
    for reasons in ((), ("first_contact",), ("case_by_case_field",), ("case_by_case_field", "first_contact")):
        await asked_of_lists(owner, *reasons)
        found = await owner.fetchval("SELECT second_reasons($1)", office.list)
        # the owner acts in no duty, so that no list is its own: only the fields are seen
        assert found == [one for one in reasons if one != "first_contact"]
    await asked_of_lists(owner, "case_by_case_field", "first_contact")
    await office.to(State.UNDER_REVIEW)
    await office.approve(PLANNER)
    stands = await office.get()
    assert (stands.state, stands.approvals_needed) == (State.UNDER_REVIEW, 2)
    assert stands.approval_reasons == ("case_by_case_field", "first_contact")
    for statement in (
        "UPDATE meta SET second_approval = '{}'",
        "UPDATE meta SET shortlist_interest = false",
        "UPDATE shortlists SET approvals_needed = 1",
        "SELECT second_reasons(gen_random_uuid())",
    ):
        with pytest.raises(NotPermitted):
            await said(database, PLANNER, statement)


async def test_contact_is_the_first_until_something_has_been_sent(office: Office, owner: Connection) -> None:
    await office.to(State.SENT)
    await asked_of_lists(owner, "first_contact")
    again = Office(office.gateway, office.person, office.vacancies, ShortlistId(uuid4()))
    async with office.gateway.transaction(CASE_WORKER) as tx:
        await tx.shortlists.open(again.list, candidate=office.person.id, vacancy=None, note="")
    await again.add(CASE_WORKER, office.vacancies[4])
    await again.to(State.APPROVED)
    assert (await again.get()).approval_reasons == ()


async def test_a_person_is_asked_by_their_own_case_worker(office: Office) -> None:
    one, *_ = await office.items()
    for actor in (PLANNER, COLLEAGUE, FAR_CASE_WORKER, FAR_PLANNER, OFFICER):
        with pytest.raises(NotFound):
            async with office.gateway.transaction(actor) as tx:
                await tx.shortlists.answer(one.id, interested=True, reason="", note="")


async def a_vacancys_list(office: Office) -> tuple[ShortlistId, ItemId]:
    """Made by the planner, with the person of the case worker and one of a colleague."""
    other, made, item = a_record(), ShortlistId(uuid4()), ItemId(uuid4())
    async with office.gateway.transaction(COLLEAGUE) as tx:
        await tx.candidates.add([other])
    async with office.gateway.transaction(PLANNER) as tx:
        await tx.shortlists.open(made, candidate=None, vacancy=office.vacancies[0], note="")
        await tx.shortlists.add(ItemId(uuid4()), made, other.id, reason=WHY, note="")
        await tx.shortlists.add(item, made, office.person.id, reason=WHY, note="")
    return made, item


async def test_in_a_vacancys_list_a_case_worker_sees_own_people_and_may_leave_them_out(
    office: Office,
) -> None:
    made, own = await a_vacancys_list(office)
    async with office.gateway.transaction(CASE_WORKER) as tx:
        assert [item.id for item in (await tx.shortlists.get(made)).items] == [own]
        with pytest.raises(NotFound):
            await tx.shortlists.step(made, State.CLOSED, reason="mistake", note="")
        await tx.shortlists.change(own, ItemChange.REMOVE, place=None, reason=WHY, note="")
    async with office.gateway.transaction(PLANNER, read_only=True) as tx:
        assert len((await tx.shortlists.get(made)).live) == 1


async def test_a_list_goes_with_its_person_and_an_item_with_its_own(office: Office) -> None:
    made, own = await a_vacancys_list(office)
    (one, *_) = await office.items()
    await office.ask(one.id, interested=True)
    await office.change(CASE_WORKER, one.id, ItemChange.MOVE, 2)
    async with office.gateway.transaction(CASE_WORKER) as tx:
        await tx.transfers.hand_over(office.person.id, COLLEAGUE.account)
    with pytest.raises(NotFound):
        await office.get(CASE_WORKER)
    stands = await office.get(COLLEAGUE)
    assert (len(stands.items), len(stands.overrides)) == (3, 1)
    assert [answer.interested for item in stands.items for answer in item.answers] == [True]
    async with office.gateway.transaction(COLLEAGUE, read_only=True) as tx:
        assert own in [item.id for item in (await tx.shortlists.get(made)).items]


async def test_an_erasure_leaves_nothing_of_the_person(office: Office, owner: Connection) -> None:
    made, _ = await a_vacancys_list(office)
    (one, *_) = await office.items()
    await office.ask(one.id, interested=False)
    await owner.execute("SELECT erase_person($1)", office.person.id)
    for table in ("shortlists", "shortlist_items", "shortlist_overrides", "candidate_answers"):
        assert str(office.person.id) not in str(await owner.fetch(f"SELECT to_jsonb(t)::text FROM {table} t"))
    async with office.gateway.transaction(PLANNER, read_only=True) as tx:
        assert len((await tx.shortlists.get(made)).items) == 1


async def test_two_records_of_one_person_in_one_list_become_one_item(office: Office) -> None:
    made, own = await a_vacancys_list(office)
    twin = a_record(office.person.identity.national_id)
    async with office.gateway.transaction(COLLEAGUE) as tx:
        await tx.candidates.add([twin])
    async with office.gateway.transaction(PLANNER) as tx:
        await tx.shortlists.add(ItemId(uuid4()), made, twin.id, reason=WHY, note="")
    async with office.gateway.transaction(CASE_WORKER) as tx:
        await tx.transfers.hand_over(office.person.id, COLLEAGUE.account)
    async with office.gateway.transaction(PLANNER, read_only=True) as tx:
        items = (await tx.shortlists.get(made)).items
    assert [item.id for item in items if item.candidate == office.person.id] == [own]
    assert len(items) == 2


async def test_a_persons_file_tells_of_the_lists(office: Office) -> None:
    one, *_ = await office.items()
    await office.change(CASE_WORKER, one.id, ItemChange.MOVE, 2)
    await office.ask(one.id, interested=True)
    await asks_for_access(office.gateway, CASE_WORKER, office.person.id)
    async with office.gateway.transaction(CASE_WORKER) as tx:
        file = await tx.subjects.of(office.person.id)
    assert len(file["shortlists"]) == 3
    told = next(entry for entry in file["shortlists"] if entry["changes"])
    assert (told["changes"][0]["action"], told["answers"][0]["interested"]) == ("move", True)


async def test_closed_lists_go_after_their_time(office: Office, owner: Connection, worker: Database) -> None:
    await office.step(CASE_WORKER, State.CLOSED, "mistake")
    later = datetime.now(UTC) + timedelta(days=1)
    async with worker.transaction(THE_PROGRAM) as connection:
        assert await connection.fetchval("SELECT retention('shortlists', $1, true)", later) == 1
        assert await connection.fetchval("SELECT retention('runs', $1, false)", later) >= 1
    assert await owner.fetchval("SELECT count(*) FROM shortlist_items") == 0


async def test_an_import_on_whose_people_or_vacancies_a_list_hangs_is_not_undone(office: Office) -> None:
    now, person, offered = datetime.now(UTC), a_record(), vacancy(910)
    for kind, record in (("candidate", person.id), ("vacancy", offered.id)):
        number = ImportId(uuid4())
        async with office.gateway.transaction(CASE_WORKER) as tx:
            if kind == "candidate":
                await tx.candidates.add([person])
            else:
                await tx.vacancies.add([offered])
            await tx.imports.add(ImportRecord(number, kind, "d", 1, 0, 0, 0, 0, now))
            await tx.imports.log_changes(number, [ImportChange(kind, record, created=True)])
        if kind == "candidate":
            other = ShortlistId(uuid4())
            async with office.gateway.transaction(CASE_WORKER) as tx:
                await tx.shortlists.open(other, candidate=person.id, vacancy=None, note="")
                await tx.shortlists.add(ItemId(uuid4()), other, office.vacancies[0], reason=WHY, note="")
        else:
            await office.add(CASE_WORKER, offered.id)
        with pytest.raises(UndoRefused):
            await undone(office.gateway, number, now)


async def undone(gateway: PostgresGateway, number: ImportId, at: datetime) -> None:
    async with gateway.transaction(CASE_WORKER) as tx:
        await tx.imports.undo(number, at=at)
