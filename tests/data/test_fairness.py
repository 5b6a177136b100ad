"""Reports of fairness in the database: groups without anybody in them, who may ask, and signing for a plan."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from data.cohorts import PostgresCohortStore
from data.errors import NotPermitted
from data.fairness import PostgresFairnessStore
from data.gateway import PostgresGateway
from data.pool import Connection, Database, Program
from matching.errors import InvalidValue, NotFound, StepRefused
from matching.fairness import Bounds
from matching.fairness_store import Treated
from matching.model import CandidateId, ProtectedAttributes
from matching.model.actor import Actor
from matching.model.cohorts import CohortPlan
from matching.model.fairness import Comparison, FairnessReport, FairnessReportId, Matter
from matching.model.records import CandidateRecord
from matching.model.tasks import TaskKind
from matching.scoring import Feature, Weights
from matching.usecases import cohort_region, fairness, tasks
from matching.usecases.fairness import FairnessOffice
from matching.vocabulary import Role
from tests.data.persons import a_record
from tests.data.test_cohorts import AT, EAST_JAVA, NATION_WIDE, REPORT, VACANCY, a_plan, a_proposal
from tests.data.test_vacancies import FIRM, vacancy
from tests.staff import (
    ADMINISTRATOR,
    CASE_WORKER,
    EVERYBODY,
    FAR_PLANNER,
    HERE,
    OFFICER,
    PLANNER,
    SECOND_PLANNER,
)

WIB = ZoneInfo("Asia/Jakarta")
DECISIONS = 40
TODAY = date(2026, 11, 27)


@pytest.fixture
def cohorts(worker: Database) -> PostgresCohortStore:
    return PostgresCohortStore(worker)


@pytest.fixture
def office(worker: Database) -> FairnessOffice:
    return FairnessOffice(PostgresFairnessStore(worker), Bounds(), WIB, lambda: datetime.now(UTC), uuid4)


def grouped(sex: str, **more: str) -> CandidateRecord:
    return replace(a_record(), protected=ProtectedAttributes(sex=sex, **more))


@pytest.fixture
async def people(gateway: PostgresGateway) -> list[CandidateId]:
    """As many women as men, women first; a vacancy of a firm."""
    half = DECISIONS // 2
    records = [grouped("female") for _ in range(half)] + [grouped("male") for _ in range(half)]
    async with gateway.transaction(CASE_WORKER) as tx:
        await tx.candidates.add(records)
        await tx.employers.add([FIRM])
        await tx.vacancies.add([vacancy()])
    return [record.id for record in records]


async def kept_plan(
    cohorts: PostgresCohortStore, people: Sequence[CandidateId], alarms: int, plan: CohortPlan | None = None
) -> CohortPlan:
    made = await cohorts.begin(plan or a_plan(EAST_JAVA))
    report = FairnessReport(FairnessReportId(uuid4()), made.id, None, {"alarms": [], "cells": []}, alarms, AT)
    await cohorts.finish(made.id, REPORT, [a_proposal(one) for one in people], [], report, at=AT)
    return made


async def answered(
    owner: Connection, people: Sequence[CandidateId], kinds: Sequence[str], at: datetime
) -> None:
    """The firm's answers, as its members give them; "interview declined" is one after the other, a day later."""
    for person, said in zip(people, kinds, strict=True):
        shortlist, item = uuid4(), uuid4()
        stamp = (HERE, CASE_WORKER.account)
        await owner.execute(
            "INSERT INTO shortlists (id, kind, candidate_id, unit_id, caseload, recorded_by) "
            "VALUES ($1, 'vacancies', $2, $3, $4, $4)",
            shortlist, person, *stamp,
        )  # fmt: skip
        await owner.execute(
            "INSERT INTO shortlist_items (id, shortlist_id, candidate_id, vacancy_id, position, origin, unit_id, "
            "caseload, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, 1, 'ranking', $5, $6, $6, $7)",
            item, shortlist, person, VACANCY, *stamp, at,
        )  # fmt: skip
        for days, kind in enumerate(said.split()):
            meets, no = kind == "interview", kind in ("declined", "withdrawn")
            await owner.execute(
                "INSERT INTO employer_answers (item_id, candidate_id, kind, meets_at, how, reason, on_behalf, unit_id, "
                "caseload, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, false, $7, $8, $8, $9)",
                item, person, kind, at if meets else None, "video" if meets else None, "other" if no else "", *stamp,
                at + timedelta(days=days),
            )  # fmt: skip


LAST_MONTH = (datetime.now(UTC).replace(day=1) - timedelta(days=3)).replace(hour=5)
UNFAIR = ["declined"] * 18 + ["offer"] * 2 + ["declined"] * 3 + ["offer"] * 17
FAIR = (["declined", "offer"] * DECISIONS)[:DECISIONS]


async def test_an_employer_that_turns_women_away_is_found(
    office: FairnessOffice, people: list[CandidateId], owner: Connection
) -> None:
    await answered(owner, people, UNFAIR, LAST_MONTH)
    report = (await office.of_month(LAST_MONTH.date())).report
    found = {(one["matter"], one["attribute"], one["group"]) for one in report["alarms"]}
    assert found == {("answered", "sex", "female"), ("invited", "sex", "female")}
    assert {one["employer"][: len(FIRM.employer.name)] for one in report["alarms"]} == {
        "",
        FIRM.employer.name,
    }


async def test_an_employer_that_invites_everybody_and_then_turns_women_away_is_found(
    office: FairnessOffice, people: list[CandidateId], owner: Connection
) -> None:
    """Each item counts by the last word, in the month of that word: an interview is not a yes for good."""
    before = LAST_MONTH - timedelta(days=32)
    half = DECISIONS // 2
    await answered(owner, people, ["interview declined"] * half + ["interview offer hired"] * half, before)
    at = "UPDATE employer_answers SET recorded_at = $1 WHERE kind = $2"
    await owner.execute("ALTER TABLE employer_answers DISABLE TRIGGER only_added_to")
    await owner.execute(at, LAST_MONTH, "declined")
    await owner.execute(at, LAST_MONTH, "offer")
    await owner.execute(at, datetime.now(UTC) + timedelta(days=40), "hired")
    first, second = [(await office.of_month(day.date())).report for day in (before, LAST_MONTH)]

    def women(report: Any) -> dict[str, tuple[int, int]]:
        return {
            cell["matter"]: (cell["people"], cell["selected"])
            for cell in report["cells"]
            if (cell["employer"], cell["group"]) == ("", "female")
            and cell["matter"] in ("invited", "answered")
        }

    assert women(first) == {"invited": (half, half)}
    assert first["alarms"] == []
    assert women(second) == {"answered": (half, 0)}
    found = {(one["matter"], one["group"], one["employer"] != "") for one in second["alarms"]}
    assert found == {("answered", "female", True), ("answered", "female", False)}
    last = "SELECT count(*) FROM fairness_of_month($1::timestamptz, $1 + interval '99 days') WHERE matter = 'answered'"
    assert await owner.fetchval(last, datetime.now(UTC) + timedelta(days=1)) == 0, (
        "hired after an offer is one yes"
    )


async def test_a_no_that_was_taken_back_is_an_invitation(
    office: FairnessOffice, people: list[CandidateId], owner: Connection
) -> None:
    """From the month on in which it was taken back; it was not known before."""
    said = ["declined interview"] * 5 + ["interview declined"] * 5 + ["declined"] * (DECISIONS - 10)
    await answered(owner, people, said, LAST_MONTH)
    told = "SELECT selected, count(*) FROM fairness_of_month($1, $2) WHERE matter = 'invited' GROUP BY 1 ORDER BY 1"
    hour = timedelta(hours=1)
    for since, until, counted in (
        (LAST_MONTH - hour, LAST_MONTH + hour, [(False, DECISIONS - 5), (True, 5)]),
        (LAST_MONTH + hour, LAST_MONTH + 48 * hour, [(True, 5)]),
        (LAST_MONTH - hour, LAST_MONTH + 48 * hour, [(False, DECISIONS - 10), (True, 10)]),
    ):
        assert [tuple(row) for row in await owner.fetch(told, since, until)] == counted


async def test_places_are_of_the_items_that_are_there_and_groups_of_who_takes_part(
    people: list[CandidateId], owner: Connection
) -> None:
    await answered(owner, people, ["declined"] * DECISIONS, LAST_MONTH)
    await owner.execute(
        "INSERT INTO shortlists (id, kind, vacancy_id, unit_id, caseload, recorded_by) "
        "VALUES ($1, 'candidates', $2, $3, $4, $4)",
        listed := uuid4(), VACANCY, HERE, CASE_WORKER.account,
    )  # fmt: skip
    for place, person in enumerate(people[:3], start=1):
        await owner.execute(
            "INSERT INTO shortlist_items (shortlist_id, candidate_id, vacancy_id, position, origin, unit_id, caseload, "
            "recorded_by, recorded_at, removed_at) VALUES ($1, $2, $3, $4, 'ranking', $5, $6, $6, $7, $8)",
            listed, person, VACANCY, place, HERE, CASE_WORKER.account, LAST_MONTH, LAST_MONTH if place == 1 else None,
        )  # fmt: skip
    await owner.execute(
        "INSERT INTO shortlist_events (shortlist_id, kind, before, after, role, version, recorded_by, recorded_at) "
        "SELECT id, 'step', 'approved', 'sent', 'case_worker', 1, caseload, $1 FROM shortlists",
        LAST_MONTH,
    )
    since, until = LAST_MONTH - timedelta(days=1), LAST_MONTH + timedelta(days=1)
    of_month = "SELECT matter, places FROM fairness_of_month($1, $2)"
    rows = await owner.fetch(of_month, since, until)
    assert sorted(row["places"] for row in rows if row["matter"] == "listed" and row["places"]) == [[1], [2]]
    before = Counter(row["matter"] for row in rows)
    await owner.execute("SELECT set_config('app.account', $1, false)", str(CASE_WORKER.account))
    for person, why in zip(people[-2:], ("restricted", "objected"), strict=True):
        await owner.execute(f"UPDATE candidates SET {why} = true WHERE id = $1", person)
    after = Counter(row["matter"] for row in await owner.fetch(of_month, since, until))
    assert before - after == Counter(dict.fromkeys(before, 2)), "no group is read of them"


async def test_where_none_is_planted_none_is_found(
    office: FairnessOffice, people: list[CandidateId], owner: Connection
) -> None:
    await answered(owner, people, FAIR, LAST_MONTH)
    report = await office.of_month(LAST_MONTH.date())
    assert report.alarms == 0
    women = next(
        cell
        for cell in report.report["cells"]
        if (cell["matter"], cell["employer"], cell["group"]) == ("answered", "", "female")
    )
    assert (women["people"], women["selected"], women["ratio"]["value"]) == (20, 10, 1.0)


async def test_a_month_is_told_once_and_for_good_and_not_before_it_is_over(
    office: FairnessOffice, people: list[CandidateId], owner: Connection
) -> None:
    first = await office.of_month(LAST_MONTH.date())
    await answered(owner, people, UNFAIR, LAST_MONTH)
    assert await office.of_month(LAST_MONTH.date().replace(day=1)) == first
    with pytest.raises(InvalidValue):
        await office.of_month(datetime.now(WIB).date())


async def test_rows_of_people_name_nobody_and_of_few_there_are_none(
    worker: Database, people: list[CandidateId], owner: Connection
) -> None:
    store = PostgresFairnessStore(worker)
    asked = [Treated(one, i % 2 == 0, 0.5, before=(False, 0.25)) for i, one in enumerate(people)]
    rows = await store.of_people(asked, TODAY)
    assert sorted(row.sex for row in rows) == ["female"] * 20 + ["male"] * 20
    assert {(row.age, row.region, row.facility, row.disability) for row in rows} == {
        ("35_44", "35", "Lapas Uji", "none_told")
    }
    assert {(row.matter, row.before) for row in rows} == {(Matter.PROPOSED, (False, 0.25))}
    assert not any(str(one) in repr(rows) for one in people)
    assert await store.of_people(asked[:4], TODAY) == []
    noted = await owner.fetch(
        "SELECT role, subject FROM trail WHERE entity = 'protected_attributes' AND act = 'read'"
    )
    assert {tuple(row) for row in noted} == {("worker", None)}


async def test_nobody_but_the_report_is_told_groups(database: Database, worker: Database) -> None:
    people = "SELECT * FROM fairness_of_people('{}', '{}', '{}', '{}', '{}', now()::date)"
    asked = (
        people,
        "SELECT * FROM fairness_of_month(now(), now())",
        "SELECT * FROM groups_of(gen_random_uuid(), now()::date)",
    )
    for actor in EVERYBODY.values():
        for sql in (
            *asked,
            "SELECT sex FROM protected_attributes",
            "INSERT INTO fairness_reports DEFAULT VALUES",
        ):
            await refused(database, actor, sql)
    await refused(worker, Program("report"), asked[2])
    await refused(worker, Program("report"), "SELECT sex FROM protected_attributes")
    await refused(worker, Program("report"), "UPDATE fairness_reports SET reason = 'x'")


async def refused(database: Database, actor: Actor | Program, sql: str) -> None:
    with pytest.raises(NotPermitted):
        async with database.transaction(actor) as connection:
            await connection.fetch(sql)


async def test_reports_are_for_planners_of_the_region_and_the_officer(
    cohorts: PostgresCohortStore, gateway: PostgresGateway, office: FairnessOffice, people: list[CandidateId]
) -> None:
    plan = await kept_plan(cohorts, people, 0)
    await office.of_month(LAST_MONTH.date())
    seen = {
        name: [one.plan for one in (await fairness.page(gateway, actor, limit=9, cursor=None)).records]
        for name, actor in EVERYBODY.items()
    }
    nothing: dict[str, list[Any]] = {name: [] for name in EVERYBODY}
    assert seen == nothing | {"planner": [plan.id, None], "far_planner": [None], "officer": [plan.id, None]}
    with pytest.raises(NotFound):
        await fairness.of_plan(gateway, FAR_PLANNER, plan.id)


async def test_a_plan_under_the_bound_waits_until_a_planner_signs(
    cohorts: PostgresCohortStore, gateway: PostgresGateway, people: list[CandidateId]
) -> None:
    plan = await kept_plan(cohorts, people, 2)
    for actor in (PLANNER, CASE_WORKER):
        assert await shown(gateway, actor, plan) == []
    with pytest.raises(StepRefused, match="awaiting_signature"):
        await cohort_region.proposals(gateway, PLANNER, plan.id, limit=9, cursor=None)
    assert await cohorts.standing(EAST_JAVA.provinces) == {}
    for actor in (FAR_PLANNER, CASE_WORKER, OFFICER, ADMINISTRATOR):
        with pytest.raises(NotFound):
            await fairness.sign_plan(gateway, actor, plan.id, "x")
    with pytest.raises(StepRefused, match="reason_needed"):
        await fairness.sign_plan(gateway, PLANNER, plan.id, " ")
    signed = await fairness.sign_plan(gateway, PLANNER, plan.id, "Sudah ditinjau.")
    assert signed.signature is not None
    assert (signed.signature.account, signed.signature.reason) == (PLANNER.account, "Sudah ditinjau.")
    assert not signed.awaits_signature
    with pytest.raises(StepRefused, match="nothing_to_sign"):
        await fairness.sign_plan(gateway, SECOND_PLANNER, plan.id, "lagi")
    assert len(await shown(gateway, PLANNER, plan)) == 9
    assert len(await cohorts.standing(EAST_JAVA.provinces)) == DECISIONS


async def wanted(gateway: PostgresGateway, kind: TaskKind) -> set[str]:
    """Who has the task of signing."""
    everybody = {**EVERYBODY, "second_planner": SECOND_PLANNER}
    return {
        name
        for name, actor in everybody.items()
        if (await tasks.open_tasks(gateway, actor, kind=kind, limit=9))[1]
    }


async def test_a_signature_is_a_task_of_every_planner_who_may_give_it_until_one_has(
    cohorts: PostgresCohortStore, gateway: PostgresGateway, people: list[CandidateId], owner: Connection
) -> None:
    await kept_plan(cohorts, people, 0)
    assert await wanted(gateway, TaskKind.PLAN_TO_SIGN) == set()
    own = await kept_plan(cohorts, people, 1, replace(a_plan(EAST_JAVA), asked_by=PLANNER.account))
    assert await wanted(gateway, TaskKind.PLAN_TO_SIGN) == {"second_planner"}
    (task,), _ = await tasks.open_tasks(gateway, SECOND_PLANNER, kind=TaskKind.PLAN_TO_SIGN, limit=9)
    await fairness.sign(gateway, SECOND_PLANNER, FairnessReportId(task.record), "Sudah ditinjau.")
    assert (await fairness.of_plan(gateway, PLANNER, own.id)).signature
    country = await kept_plan(cohorts, people, 1, a_plan(NATION_WIDE))
    assert await wanted(gateway, TaskKind.PLAN_TO_SIGN) == {"planner", "second_planner"}
    await fairness.sign_plan(gateway, PLANNER, country.id, "Sudah ditinjau.")
    assert await wanted(gateway, TaskKind.PLAN_TO_SIGN) == set()


async def test_a_month_with_an_alarm_waits_for_one_planner_wherever(
    office: FairnessOffice, gateway: PostgresGateway, people: list[CandidateId], owner: Connection
) -> None:
    await answered(owner, people, UNFAIR, LAST_MONTH)
    month = await office.of_month(LAST_MONTH.date())
    assert month.awaits_signature
    assert await wanted(gateway, TaskKind.MONTH_TO_SIGN) == {"planner", "far_planner", "second_planner"}
    for actor in (CASE_WORKER, OFFICER, ADMINISTRATOR):
        with pytest.raises(NotFound):
            await fairness.sign(gateway, actor, month.id, "x")
    with pytest.raises(StepRefused, match="reason_needed"):
        await fairness.sign(gateway, FAR_PLANNER, month.id, " ")
    signed = await fairness.sign(gateway, FAR_PLANNER, month.id, "Pemberi kerja itu dihubungi.")
    assert not signed.awaits_signature
    assert await wanted(gateway, TaskKind.MONTH_TO_SIGN) == set()
    with pytest.raises(StepRefused, match="nothing_to_sign"):
        await fairness.sign(gateway, PLANNER, month.id, "lagi")


async def test_what_is_left_out_of_a_list_counts_in_the_month_in_which_the_list_is_sent(
    office: FairnessOffice, people: list[CandidateId], owner: Connection
) -> None:
    await answered(
        owner, people, FAIR, LAST_MONTH - timedelta(days=70)
    )  # the lists were drawn up long before
    await owner.execute(
        "INSERT INTO shortlist_overrides (item_id, candidate_id, action, role, reason, unit_id, caseload, recorded_by, "
        "recorded_at) SELECT i.id, i.candidate_id, 'remove', 'case_worker', 'other', i.unit_id, i.caseload, "
        "i.caseload, i.recorded_at + interval '40 days' FROM shortlist_items i "
        "JOIN protected_attributes p USING (candidate_id) WHERE p.sex = 'female'"
    )
    await owner.execute(
        "INSERT INTO shortlist_events (shortlist_id, kind, before, after, role, version, recorded_by, recorded_at) "
        "SELECT id, 'step', 'approved', 'sent', 'case_worker', 1, caseload, $1 FROM shortlists",
        LAST_MONTH,
    )
    cells = (await office.of_month(LAST_MONTH.date())).report["cells"]
    kept = [one for one in cells if (one["matter"], one["attribute"], one["employer"]) == ("kept", "sex", "")]
    assert [(one["group"], one["people"], one["selected"], one["alarm"]) for one in kept] == [
        ("female", 20, 0, True),
        ("male", 20, 20, False),
    ]
    counted = {one["matter"]: one for one in cells if (one["attribute"], one["group"]) == ("sex", "female")}
    assert {matter: (one["people"], one["selected"], one["alarm"]) for matter, one in counted.items()
            if matter not in ("listed", "kept", "answered")} == {
        "removed": (20, 20, False), "moved_down": (20, 0, False), "moved_up": (20, 0, False), "added": (20, 0, False),
        "hidden": (20, 0, False),
    }  # fmt: skip


async def test_every_kind_of_override_is_counted_in_the_month_by_group(
    office: FairnessOffice, people: list[CandidateId], owner: Connection
) -> None:
    """Of twenty women ten are moved down, five of these left out; six are moved up, five added, and all hidden from."""
    await answered(owner, people, FAIR, LAST_MONTH)
    await owner.execute(
        "INSERT INTO shortlist_events (shortlist_id, kind, before, after, role, version, recorded_by, recorded_at) "
        "SELECT id, 'step', 'approved', 'sent', 'case_worker', 1, caseload, $1 FROM shortlists",
        LAST_MONTH,
    )
    women = (
        "(SELECT i.*, row_number() OVER (ORDER BY i.seq) AS place FROM shortlist_items i "
        "JOIN protected_attributes p USING (candidate_id) WHERE p.sex = 'female') i"
    )
    for action, since, until, which in (
        ("move", 1, 2, 10),
        ("remove", 1, None, 5),
        ("move", 2, 1, 6),
        ("add", None, 3, 5),
    ):
        await owner.execute(
            "INSERT INTO shortlist_overrides (item_id, candidate_id, action, from_position, to_position, role, reason, "
            f"unit_id, caseload, recorded_by, recorded_at) SELECT i.id, i.candidate_id, $1, $2, $3, 'case_worker', "
            f"'other', i.unit_id, i.caseload, i.caseload, $4 FROM {women} WHERE i.place <= $5",
            action, since, until, LAST_MONTH, which,
        )  # fmt: skip
    await owner.execute(
        "INSERT INTO vacancy_hidings (candidate_id, vacancy_id, hidden, reason, unit_id, caseload, recorded_by, "
        "recorded_at) SELECT i.candidate_id, i.vacancy_id, true, 'too_far', i.unit_id, i.caseload, i.caseload, $1 "
        f"FROM {women}",
        LAST_MONTH,
    )
    cells = (await office.of_month(LAST_MONTH.date())).report["cells"]
    of_women = {one["matter"]: one for one in cells if (one["attribute"], one["group"]) == ("sex", "female")}
    told = {matter: (one["people"], one["selected"], one["alarm"]) for matter, one in of_women.items()}
    assert {matter: told[matter] for matter in ("kept", "removed", "moved_down", "moved_up", "added", "hidden")} == {
        "kept": (20, 10, True), "removed": (20, 5, False), "moved_down": (20, 5, False), "moved_up": (20, 6, False),
        "added": (20, 5, False), "hidden": (20, 20, True),
    }  # fmt: skip


async def shown(gateway: PostgresGateway, actor: Actor, plan: CohortPlan) -> list[Any]:
    async with gateway.transaction(actor, read_only=True) as tx:
        proposed, _ = await tx.cohorts.proposals(plan.id, limit=9, cursor=None)
    return list(proposed)


async def test_nobody_signs_the_own_plan_or_one_that_reaches_beyond_the_region(
    cohorts: PostgresCohortStore, gateway: PostgresGateway, people: list[CandidateId], owner: Connection
) -> None:
    own = await kept_plan(cohorts, people, 1, replace(a_plan(EAST_JAVA), asked_by=PLANNER.account))
    with pytest.raises(StepRefused, match="own_proposal"):
        await fairness.sign_plan(gateway, PLANNER, own.id, "x")
    assert (await fairness.sign_plan(gateway, SECOND_PLANNER, own.id, "x")).signature
    country = await kept_plan(cohorts, people, 1, a_plan(NATION_WIDE))
    with pytest.raises(StepRefused, match="another_region"):
        await fairness.sign_plan(gateway, FAR_PLANNER, country.id, "x")
    await owner.execute("UPDATE duties SET provinces = '{32,35}' WHERE id = $1", FAR_PLANNER.duty)
    assert (await fairness.sign_plan(gateway, FAR_PLANNER, country.id, "x")).signature


async def test_a_comparison_is_kept_with_both_reports_and_the_change(
    office: FairnessOffice, people: list[CandidateId], gateway: PostgresGateway
) -> None:
    assert await office.store.compared("new") is None
    before, after = [a_proposal(one) for one in people], [a_proposal(one) for one in people[20:]]
    made = await office.compare(("old", "new"), people, (before, after), TODAY)
    assert await office.store.compared("new") == made
    assert isinstance(made, Comparison)
    assert made.report["before"]["alarms"] == []
    assert [one["group"] for one in made.report["after"]["alarms"]] == ["female"]
    women = next(cell for cell in made.report["after"]["cells"] if cell["group"] == "female")
    assert women["change"]["value"] == -1.0
    assert made.alarms == 1


async def test_a_recipe_ranks_when_it_was_compared_and_signed_for_where_a_group_fares_worse(
    office: FairnessOffice, people: list[CandidateId], gateway: PostgresGateway
) -> None:
    first = Weights()
    of = {**first.of, Feature.MEANING: first.of[Feature.WORDS], Feature.WORDS: first.of[Feature.MEANING]}
    second = replace(first, of=of)
    assert await office.admits("m@1", first)  # an installation begins with what it comes with
    assert not await office.admits("m@1", second)  # other weights are another recipe, under the same name
    assert not await office.admits("m@1+adapter", first)
    known = await office.store.newest_recipe()
    assert known is not None
    assert fairness.recipe_name("m@1", Weights.from_document(known.weights)) == known.name
    with pytest.raises(InvalidValue):
        Weights.from_document({**known.weights, "of": {}})
    names = (known.name, fairness.recipe_name("m@1", second))
    alike = [a_proposal(one) for one in people]
    await office.compare(("strange", names[1]), people, (alike, alike), TODAY)
    assert not await office.admits("m@1", second), "compared with what has never ranked"
    worse = await office.compare(names, people, (alike, alike[20:]), TODAY)
    assert not await office.admits("m@1", second)
    for actor in EVERYBODY.values():
        if actor.role is not Role.RELEASE_PLANNER:
            with pytest.raises(NotFound):
                await fairness.sign_comparison(gateway, actor, worse.id, "x")
    with pytest.raises(StepRefused, match="reason_needed"):
        await fairness.sign_comparison(gateway, PLANNER, worse.id, " ")
    await fairness.sign_comparison(gateway, PLANNER, worse.id, "perempuan dibahas satu per satu")
    assert await office.admits("m@1", second)
    with pytest.raises(StepRefused, match="nothing_to_sign"):
        await fairness.sign_comparison(gateway, PLANNER, worse.id, "lagi")
    third = fairness.recipe_name("m@1+adapter", first)
    await office.compare((known.name, third), people, (alike, alike), TODAY)
    assert not await office.admits("m@1+adapter", first), "compared with one that is in force no longer"
    for few in ([], people[:4], people[:19]):
        some = [a_proposal(one) for one in few]
        made = await office.compare((names[1], third), few, (some, some), TODAY)
        assert (made.alarms, made.people) == (0, len(few) if len(few) > 4 else 0)
        assert made.needs_signature
        assert not await office.admits("m@1+adapter", first), "compared over too few"
    await office.compare((names[1], third), people, (alike, alike), TODAY)
    assert await office.admits("m@1+adapter", first)
    small = await office.compare((third, names[0] + "x"), [], ([], []), TODAY)
    # where there are no more people, somebody answers for it
    await fairness.sign_comparison(gateway, PLANNER, small.id, "belum ada orang")
    assert await office.admits("m@1", first), "what has ranked may again"


async def test_a_recipe_that_waits_is_a_task_of_every_planner_until_one_has_signed(
    office: FairnessOffice, people: list[CandidateId], gateway: PostgresGateway
) -> None:
    assert await office.admits("m@1", Weights())
    known = await office.store.newest_recipe()
    assert known is not None
    names = (known.name, fairness.recipe_name("m@2", Weights()))
    alike = [a_proposal(one) for one in people]
    planners = {"planner", "second_planner", "far_planner"}
    await office.compare(("strange", names[1]), people, (alike, alike[20:]), TODAY)
    assert await wanted(gateway, TaskKind.RECIPE_TO_SIGN) == set(), "compared with what does not rank"
    await office.compare(names, people, (alike, alike[20:]), TODAY)
    assert await wanted(gateway, TaskKind.RECIPE_TO_SIGN) == planners
    made = await office.compare(names, people, (alike, alike[20:]), TODAY)
    (task,), _ = await tasks.open_tasks(gateway, FAR_PLANNER, kind=TaskKind.RECIPE_TO_SIGN, limit=9)
    assert task.record == made.id, "of the same two the newest"
    await fairness.sign_comparison(gateway, PLANNER, made.id, "perempuan dibahas satu per satu")
    assert await wanted(gateway, TaskKind.RECIPE_TO_SIGN) == set()
    other = fairness.recipe_name("m@3", Weights())
    await office.compare((names[0], other), people, (alike, alike[20:]), TODAY)
    assert await wanted(gateway, TaskKind.RECIPE_TO_SIGN) == planners
    await office.compare((names[0], other), people, (alike, alike), TODAY)
    assert await wanted(gateway, TaskKind.RECIPE_TO_SIGN) == set(), "the newer one has no alarm"
