"""Rules of retention of what is no person's alone, each counted before it goes; every table has a rule or a reason."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from data.erasure import PostgresEraser
from data.gateway import PostgresGateway
from data.pool import Connection, Database
from data.retention import KINDS, retention_rules
from data.wordings import WordingFiles
from matching.model import Actor
from matching.model.rights import RetentionRule
from matching.usecases.rights import RightsOffice
from tests.data.test_candidates import add, person
from tests.data.test_walls import NOT_PERSONAL
from tests.staff import COLLEAGUE, COMPANY, FAR_CASE_WORKER, enrol_companies

NOW = datetime(2033, 1, 1, tzinfo=UTC)
OLD, NEW = NOW - timedelta(days=100), NOW - timedelta(days=1)
WITH = {
    **dict.fromkeys((
        "candidates", "candidate_identities", "protected_attributes", "candidate_references", "certificates",
        "release_windows", "supervisions", "consent_events", "consents", "consent_withdrawals", "holds", "former_ids",
        "facet_vectors", "embedded_candidates", "placements", "placement_events", "trail_keys", "horizon_entries",
    ), "people"),
    **dict.fromkeys(("imports", "import_changes"), "imports"),
    **dict.fromkeys(("unresolved_rows", "queue_decisions"), "unresolved_rows"),
    "runs": "runs",
    **dict.fromkeys(("cohort_plans", "cohort_lists", "cohort_proposals"), "cohort_plans"),
    **dict.fromkeys((
        "shortlists", "shortlist_items", "shortlist_overrides", "candidate_answers", "shortlist_events",
        "shortlist_flags", "shortlist_verdicts", "employer_answers",
    ), "shortlists"),
    "vacancy_hidings": "hidden_vacancies",
    "contact_requests": "contact_requests",
    "noted_tasks": "noted_tasks",
    **dict.fromkeys(("notices", "task_marks"), "notices"),
    "jobs": "jobs",
    "idempotency_keys": "idempotency_keys",
    "subject_requests": "subject_requests",
    "transfers": "transfers",
    "complaints": "complaints",
    **dict.fromkeys(("state_changes", "appeals"), "state_changes"),
    "fairness_comparisons": "fairness_comparisons",
    "employer_lists": "employer_lists",
    "sign_in_refusals": "sign_in_refusals",
    **dict.fromkeys(("unusual_readings", "unusual_reviews"), "unusual_readings"),
    **dict.fromkeys(("breaches", "breach_acts"), "breaches"),
    **dict.fromkeys((
        "accounts", "passwords", "second_factors", "recovery_codes", "account_links", "external_identities",
        "notice_choices",
    ), "accounts"),
    **dict.fromkeys(("trail", "trail_links", "trail_seals"), "trail"),
}  # fmt: skip
"""By table, the rule with which its rows go."""
KEPT = {
    "employers": "public facts of companies; a removed one would be registered anew without its past",
    "vacancies": "advertisements, public; lists and placements say by them what was offered",
    "vacancy_history": "as vacancies",
    "duties": "by the ids of accounts: who acted in which role, which the trail needs",
    "covers": "likewise; it ends by itself",
    "fairness_reports": "no person is in it; one of a plan goes with the plan, and a month's that was made anew would "
    "tell by the difference who has gone",
    "field_rules": "what the source says of a code, of no person",
    "card_key": "one key of the installation",
    "sessions": "end within a day and are cleared away at the next sign-in",
    "api_tokens": "end by their day; a digest that opens nothing, with its account",
    "sign_in_attempts": "gone after a day, by the next attempt",
    "external_sign_ins": "gone after minutes, by the next one",
    "import_progress": "counts of a file, gone after a day, by the next import",
    "journal_notes": "ids that are on their way into the journal",
    "shortlist_renewal": "one row about the program",
    "notice_round": "one row about the program",
    "unusual_round": "one row about the program",
    "counted_days": "days, of nobody; gone after 400 days",
    "reading_counts": "counts of staff, gone with their day",
    "horizon_round": "one row about the program",
    "recipes": "which models and weights have ranked; no person is in it",
}
"""Tables that no rule is about, each with the reason."""


async def test_every_table_has_a_rule_or_a_reason(owner: Connection) -> None:
    tables = {
        row["relname"]
        for row in await owner.fetch(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
        )
    }
    assert tables - {*NOT_PERSONAL} - {*WITH, *KEPT} == set()
    assert {*WITH, *KEPT} <= tables
    assert not {*WITH} & {*KEPT}
    assert {*WITH.values()} | {"exports"} == {*KINDS} == {rule.kind for rule in retention_rules()}


STATEMENTS = (
    "INSERT INTO transfers (candidate_id, kind, from_unit, from_caseload, to_unit, to_caseload, asked_by, asked_at, "
    "outcome, decided_by, decided_at) SELECT id, 'claim', unit_id, caseload, unit_id, caseload, caseload, $1, "
    "'refused', caseload, $1 FROM candidates",
    "INSERT INTO complaints (id, employer_id, by_whom, code, state, decided_by, decided_at, unit_id, caseload, "
    "recorded_by) SELECT gen_random_uuid(), id, 'authority', 'other', 'upheld', caseload, $1, unit_id, caseload, "
    "caseload FROM employers LIMIT 1",
    "INSERT INTO fairness_comparisons (id, before, after, as_of, report, made_at) "
    "VALUES (gen_random_uuid(), 'a', 'b', '2026-11-01', '{}', $1)",
    "INSERT INTO employer_lists (employer_id, day, lists) SELECT id, $1::timestamptz::date, 3 FROM employers LIMIT 1",
    "INSERT INTO sign_in_refusals (account_id, why, since) VALUES (gen_random_uuid(), 'password', $1)",
    "WITH one AS (INSERT INTO unusual_readings (account, day, measure, count) "
    "VALUES (gen_random_uuid(), '2026-11-01', 'people', 40) RETURNING id) "
    "INSERT INTO unusual_reviews (finding_id, outcome, note, recorded_by, recorded_at) "
    "SELECT id, 'in_order', 'x', gen_random_uuid(), $1 FROM one",
    "WITH one AS (INSERT INTO breaches (id, found_at, due_at, found_by, what, recorded_by, recorded_at) "
    "SELECT gen_random_uuid(), $1::timestamptz, $1::timestamptz + interval '72 hours', 'x', 'x', gen_random_uuid(), $1 "
    "RETURNING id) "
    "INSERT INTO breach_acts (breach_id, kind, at, note, recorded_by, recorded_at) "
    "SELECT id, 'found_none', $1, 'x', gen_random_uuid(), $1 FROM one",
)
OPEN = (
    "INSERT INTO transfers (candidate_id, kind, from_unit, from_caseload, to_unit, to_caseload, asked_by, asked_at) "
    "SELECT id, 'claim', unit_id, caseload, unit_id, caseload, caseload, $1 FROM candidates",
    "INSERT INTO complaints (id, employer_id, by_whom, code, unit_id, caseload, recorded_by, recorded_at) "
    "SELECT gen_random_uuid(), id, 'authority', 'other', unit_id, caseload, caseload, $1 FROM employers LIMIT 1",
    "INSERT INTO unusual_readings (account, day, measure, count, found_at) "
    "VALUES (gen_random_uuid(), '2026-11-01', 'people', 40, $1)",
    "INSERT INTO breaches (id, found_at, due_at, found_by, what, recorded_by, recorded_at) "
    "SELECT gen_random_uuid(), $1::timestamptz, $1::timestamptz + interval '72 hours', 'x', 'x', gen_random_uuid(), $1",
)
"""What waits for somebody, however old."""


@pytest.fixture
def office(gateway: PostgresGateway, worker: Database, tmp_path: Path) -> RightsOffice:
    rules = [RetentionRule(kind, 30, "hukum", "a law", "", "") for kind in KINDS[-10:]]
    return RightsOffice(
        gateway, PostgresEraser(worker, tmp_path, None), WordingFiles(), rules, 180, lambda: NOW, uuid4
    )


async def counts(office: RightsOffice, *, remove: bool) -> dict[str, int]:
    return {one.rule.kind: one.found for one in await office.retain(remove=remove) if one.found}


async def test_what_is_over_goes_and_what_waits_or_is_young_stays(
    gateway: PostgresGateway, case_worker: Actor, owner: Connection, office: RightsOffice
) -> None:
    await enrol_companies(owner)
    await add(gateway, case_worker, person(1))
    for statement in STATEMENTS:
        for at in (OLD, NEW):
            await owner.execute(statement, at)
    for statement in OPEN:
        await owner.execute(statement, OLD)
    found = dict.fromkeys((
        "transfers", "complaints", "fairness_comparisons", "employer_lists", "sign_in_refusals", "unusual_readings",
        "breaches",
    ), 1)  # fmt: skip
    trail = await owner.fetchval("SELECT count(*) FROM trail")
    assert await counts(office, remove=False) == found | {"trail": trail}
    done = {one.rule.kind: one for one in await office.retain(remove=True)}
    assert {kind: done[kind].found for kind in found} == found
    assert (done["transfers"].removed, done["trail"].removed) == (True, False)
    left = await counts(office, remove=False)
    assert set(left) == {"trail"}, "what was counted has gone, and the trail is never cut"
    assert left["trail"] >= trail
    for table, rows in {
        "transfers": 2, "complaints": 2, "employer_lists": 1, "sign_in_refusals": 1, "unusual_readings": 2,
        "breaches": 2,
    }.items():  # fmt: skip
        assert await owner.fetchval(f"SELECT count(*) FROM {table}") == rows, table


async def test_of_the_states_of_a_company_the_last_stays_and_nobody_else_may_remove_one(
    owner: Connection, office: RightsOffice, database: Database, case_worker: Actor
) -> None:
    await enrol_companies(owner)
    ids = []
    for before, after in (("unverified", "verified"), ("verified", "suspended"), ("suspended", "verified")):
        ids.append(await owner.fetchval(
            "INSERT INTO state_changes (employer_id, from_state, to_state, reason, told, at) "
            "VALUES ($1, $2, $3, 'other', 'uji', $4) RETURNING id", COMPANY, before, after, OLD,
        ))  # fmt: skip
    await owner.execute(
        "INSERT INTO appeals (employer_id, against, words, asked_by) VALUES ($1, $2, 'keberatan', $3)",
        COMPANY, ids[1], COLLEAGUE.account,
    )  # fmt: skip
    assert (await counts(office, remove=True))["state_changes"] == 1, "what an open appeal is against stays"
    await owner.execute(
        "UPDATE appeals SET granted = true, decided_by = $1, decided_at = $2", COLLEAGUE.account, OLD
    )
    assert (await counts(office, remove=True))["state_changes"] == 1
    assert [
        row["id"] for row in await owner.fetch("SELECT id FROM state_changes WHERE employer_id = $1", COMPANY)
    ] == [ids[2]]
    assert await owner.fetchval("SELECT count(*) FROM appeals") == 0
    with pytest.raises(Exception, match="only added to"):
        await owner.execute("DELETE FROM state_changes")
    async with database.transaction(case_worker) as connection:
        await connection.execute("SELECT set_config('app.retention', 'state_changes', true)")
        with pytest.raises(Exception, match="permission denied"):
            await connection.execute("DELETE FROM state_changes")


async def test_a_disabled_account_keeps_its_id_alone(
    gateway: PostgresGateway, case_worker: Actor, owner: Connection, office: RightsOffice
) -> None:
    """Whoever still has somebody in charge is left as they are, until the people are in other hands."""
    await add(gateway, case_worker, person(1))
    gone, holding, back = FAR_CASE_WORKER.account, case_worker.account, COLLEAGUE.account
    await owner.execute("INSERT INTO passwords (account_id, hash) VALUES ($1, '$argon2id$')", gone)
    everyone = [gone, holding, back]
    await owner.execute("UPDATE accounts SET status = 'disabled' WHERE id = ANY ($1)", everyone)
    await owner.execute("UPDATE accounts SET status = 'active' WHERE id = $1", back)
    assert await owner.fetchval("SELECT disabled_at FROM accounts WHERE id = $1", back) is None
    await owner.execute("UPDATE accounts SET disabled_at = $1 WHERE status = 'disabled'", OLD)
    assert (await counts(office, remove=False))["accounts"] == 1
    assert (await counts(office, remove=True))["accounts"] == 1
    row = await owner.fetchrow("SELECT login, name, status FROM accounts WHERE id = $1", gone)
    assert tuple(row) == (f"akun-{gone}", "–", "disabled")
    assert await owner.fetchval("SELECT count(*) FROM passwords WHERE account_id = $1", gone) == 0
    assert await owner.fetchval("SELECT count(*) FROM duties WHERE account_id = $1", gone) == 1
    assert "accounts" not in await counts(office, remove=False), "not twice"
    assert (
        await owner.fetchval("SELECT login FROM accounts WHERE id = $1", holding) == "case_worker@uji.example"
    )


async def test_the_parts_of_retention_are_nobodys_to_call(
    database: Database, worker: Database, case_worker: Actor
) -> None:
    for call in (
        "forget_accounts(ARRAY[gen_random_uuid()])",
        "accounts_past_retention(now())",
        "states_past_retention(now())",
    ):
        for base in (database, worker):
            async with base.transaction(case_worker) as connection:
                with pytest.raises(Exception, match="permission denied"):
                    await connection.execute(f"SELECT {call}")
