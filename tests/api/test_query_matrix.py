"""Every named query as every role against every other tenant's rows: the answer is that for a random id."""

import json
import re
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest_asyncio

from data.pool import Connection, Database
from data.queries import Query, load, load_all
from data.translation import translation
from tests.api.tenants import BY_DESIGN, COMPANIES, EVERYBODY, ISSUER, Tenant, World, strange

SKIPPED = {
    "act_as": "tells who asks, so that it would change what is tried here",
    "lock_migrations": "a lock of the server, without any row",
    "export_snapshot": "names this transaction, without any row, and not where it is tried here",
    "unlock_migrations": "a lock of the server, without any row",
    "hold_entry_rules": "a lock of the server, without any row",
    "alone_under_entry_rules": "a lock of the server, without any row",
}
AT_THE_DOOR = {
    "credentials_of": "what a sign-in is held against: by a login, before anybody is anybody",
    "enter_by_provider": "the account of whom a provider vouches for, before anybody is anybody",
}
OF_THE_OFFICER = {
    "search_trail": "the trail, by ids alone (docs/trail.md)",
    "processing_of": "the trail of a person, by ids alone (docs/trail.md)",
    "reading_days": "counts of what accounts have read (docs/trail.md)",
    "breach_worksheet": "whose data an account has seen, by ids alone (docs/data-protection.md)",
    "waiting_requests": "requests of everybody, to be decided (docs/data-protection.md)",
    "get_request": "a request, to be decided (docs/data-protection.md)",
    "requests_of": "requests of a person, to be decided (docs/data-protection.md)",
    "decide_request": "decides (docs/data-protection.md)",
    "end_correction": "decides (docs/data-protection.md); the program lets nobody but the case worker do it",
    "page_fairness_reports": "ratios of groups, small ones hidden (docs/fairness.md)",
    "get_fairness_report": "ratios of groups, small ones hidden (docs/fairness.md)",
    "fairness_of_plan": "ratios of groups, small ones hidden (docs/fairness.md)",
    "unusual_readings": "which accounts have read much (docs/trail.md)",
    "unusual_reading": "which account has read much (docs/trail.md)",
    "review_reading": "says what was found (docs/trail.md)",
    "page_breaches": "breaches, in words that name nobody (docs/data-protection.md)",
    "get_breach": "a breach, in words that name nobody (docs/data-protection.md)",
    "acts_of_breaches": "what was done about one (docs/data-protection.md)",
    "add_breach_act": "says what was done (docs/data-protection.md)",
    "request_by_letter": "whether somebody has a number, for who has the letter; recorded (docs/data-protection.md)",
    "account_of": "the account of a login, for the worksheet of a breach (docs/data-protection.md)",
}
OF_A_COMPANY = {
    "cards_for": "what a company is meant to see of people; tests/api/test_cards.py looks at it closely",
    "note_reads": "that a card was shown is noted of whoever takes part in matching, as cards_for shows them",
}
OF_THE_ADMINISTRATOR = {
    "tokens_of": "tokens of an account, without their secret (docs/walls.md)",
    "revoke_token_of": "ends one (docs/walls.md)",
    "sign_out_everywhere": "ends what is open of an account (docs/accounts.md)",
}
SHOWN = {
    name: AT_THE_DOOR
    | (OF_THE_ADMINISTRATOR if name == "administrator" else {})
    | (OF_A_COMPANY if name in COMPANIES else {})
    | (OF_THE_OFFICER if name == "officer" else {})
    for name in EVERYBODY
}
"""What answers about others by design, by role: no name of a person and no number may be in it all the same."""
ID_OF = {
    "account_by_id": "account_id", "set_account_status": "account_id", "end_duty": "duty_id", "end_cover": "cover_id",
    "renew_session": "session_id", "end_session": "session_id", "end_other_sessions": "session_id",
    "revoke_token": "token_id", "confirm_duty": "duty_id", "confirm_link": "link_id", "confirm_cover": "cover_id",
}  # fmt: skip
"""Whose id `:id` is, where it is not that of a new record."""
NOW = datetime(2026, 11, 27, tzinfo=UTC)
OF_QUERIES: dict[str, dict[str, Any]] = {
    "open_tasks": {"kind": None}, "agenda": {"kind": None}, "page_jobs": {"state": None},
    "note_task": {"due_on": date(2026, 11, 27)},
    "caseload": {"gate": None, "skipped": 0, "words": [], "until": None},
    "page_shortlists": {"status": None}, "open_shortlist": {"side": "vacancies", "vacancy": None},
    "shortlists_at_hand": {"status": None}, "say_hidden": {"hidden": True, "reason": "too_far"},
    "begin_progress": {"dry_run": True, "count": 1}, "tell_progress": {"stage": "read", "count": 1},
    "end_progress": {"outcome": "done"}, "refuse_contact": {"reason": "other"}, "ask_contact": {"most": 20},
    "log_changes": {"kinds": ["window"], "created": [True], "before": [None], "after": ["s"]},
    "look_at_horizon": {"until": date(2027, 5, 26)}, "put_near_release": {"viable": [3]},
    "put_renewal": {"day": date(2026, 11, 27)}, "entrants": {"until": date(2027, 5, 26)},
    "add_flags": {"rows": []}, "put_verdicts": {"rows": []},
    "add_consent": {"purpose": "matching", "until": None}, "reading_days": {"provinces": ["35"]},
    "grant_duty": {"provinces": [], "employer": None}, "add_link": {"digest": b"1"}, "waiting_requests": {},
    "record_answer": {"kind": "interview", "how": "video", "place": "", "reason": ""}, "hold_opening": {"keep": True},
    "open_placement": {"kind": "self_employment", "vacancy": None, "employer": None},
    "record_event": {"kind": "kept_30", "place": None, "reason": ""}, "decide_complaint": {"state": "upheld"},
    "open_checks": {"until": date(2026, 11, 27)}, "check_lines": {"since": None, "until": date(2026, 11, 27)},
    "page_transfers": {"waiting": False},
    "put_lists": {"keys": ["k"], "ids": [b""], "scores": [b""]}, "add_proposals": {"scores": [0.5], "standing": [True]},
    "add_plan": {"count": 1}, "unembedded_vacancies": {"after": None}, "unembedded_candidates": {"after": None},
    "accept_plan": {"chosen": None, "provinces": [], "units": []}, "cohort_board": {"until": date(2031, 11, 27)},
    "add_undecided": {"options": [1]},
    "add_comparison": {"before": "a", "after": "b", "people": 20}, "comparison_of": {"after": "b"},
    "fairness_of_people": {"people": [UUID(int=9)], "weights": [0.5]},
    "set_account_status": {"status": "active"}, "end_correction": {"state": "done"},
    "decide_request": {"state": "done"}, "decide": {"outcome": "dismissed"},
    "retention": {"before": NOW}, "people_past_retention": {"before": date(2026, 11, 27)}, "add_seal": {"position": 1},
    "follow_states": {"before": ["d"], "now": ["d"]},
    "search_trail": {"before": None, "since": None, "until": None, "role": None, "purpose": None},
    "note_reads": {"fields": ["identity"], "records": []}, "note_indexing": {"fields": ["identity"], "records": []},
    "unsealed_rows": {"since": 0}, "lag": {"since": 0},
    "first_unsealed_among_sealed": {"since": 0}, "page_queue": {"decided": True},
    "add_recovery_codes": {"digests": [b"1"]}, "stale_identities": {}, "enter_by_provider": {"asked": []},
    "page_vacancies": {"status": None}, "page_employers": {"verification": None, "called": ""},
    "change_employer_state": {"target": "suspended"},
    "change_vacancy_state": {"target": "closed"},
    "add_breach": {"due_at": NOW + timedelta(hours=72), "account": None, "since": None, "until": None},
    "add_breach_act": {"kind": "agency_told"},
    "count_reading": {"today": date(2026, 11, 1), "provinces": ["35"]},
    "keep_unusual_readings": {"roles": ["case_worker"], "days": [date(2026, 11, 1)]},
    "record_load": {"version": "1", "rows": 1}, "add_links": {"seqs": [1], "links": [b"l"]},
}  # fmt: skip
"""Values for one query, where the name of a parameter means something else elsewhere."""
DIGESTS = {  # of secrets that nobody has
    "session_asking", "token_asking", "use_recovery_code", "open_session", "renew_session", "add_token", "link_account",
    "use_link", "begin_external_sign_in", "take_external_sign_in",
}  # fmt: skip
NEW_IDS = ("add_candidates", "add_employers", "add_vacancies")
"""Ids of new records are made by the program, so that nobody can try out whether one is taken."""
ROWS_OF = re.compile(r"jsonb_populate_recordset\(NULL::(\w+), \$1")
PLAIN: dict[str, Any] = {
    "after": 0, "limit": 50, "skipped": 0,
    "consented": True, "objected": False, "today": date(2026, 11, 27), "key": "kunci",
    "request_digest": "d", "digest": "d", "created": 1, "updated": 1, "unchanged": 1, "queued": 1, "refused": 1,
    "at": datetime(2026, 11, 27, tzinfo=UTC), "whole": True, "xmin": "1", "model": "m", "text_versions": [1],
    "vectors": [b"v"], "terms": ["t"], "positions": [0], "digests": ["d"], "name": "n",
    "keep": timedelta(days=1), "version": 1, "checksum": "c", "login": "l", "wanted": ["r"], "roles": ["r"],
    "dataset": "d", "source": "s", "completeness": "c", "snapshot": "s", "weights": {}, "rules": "r",
    "parameters": {}, "features": [], "result": {}, "note": "n", "accept": True, "number": "national_id",
    "kind": "vacancies", "systems": ["SDP"], "type": "lapas", "province": "35",
    "recipient": "unit", "fields": [], "wording": "matching/1", "language": "id", "sha256": "0", "how": "written",
    "given_at": NOW, "until": NOW + timedelta(days=30), "guardian_name": "", "guardian_relation": "", "evidence": "m",
    "reason": "r", "restricted": True, "idle": timedelta(days=1), "free": 3, "password_hash": "$argon2id$",
    "what": "runs", "remove": True, "browser": b"2", "return_to": "/", "issuer": ISSUER, "sealing": "1", "hashing": "1",
    "identity": {}, "cells_sealed": "v1:1", "row": 1, "secret": "v1:1", "hash": "$argon2id$", "step": 1,
    "second_factor": True, "agent": "a", "scopes": ["read"], "bound": 1, "beyond": 1, "position": 1, "link": b"l",
    "incarnation": "i", "role": "case_worker", "clears_second_factor": True, "since": NOW - timedelta(days=365),
    "received_at": NOW, "due_at": NOW, "overdue_at": None, "answer": "a", "acts": ["read"], "entities": ["candidate"],
    "four_eyes": True, "shortlist_interest": True, "second_approval": [], "shown": False, "why": "password",
    "side": "vacancies", "size": 5, "change": "remove", "place": 1, "target": "proposed",
    "facts": {}, "known": {}, "interested": False, "watermark": "i:1", "ending": ["gate_closed"], "holding": [],
    "meets_at": NOW, "happened_on": date(2026, 11, 27), "contract": None, "wage": None,
    "corrects": None, "by_whom": "staff", "code": "other",
    "snoozed": True, "snoozed_until": date(2026, 12, 1), "done": True, "unread": True, "before": None, "mail": "off",
    "looking": True,
    "address": "", "every": timedelta(0), "lease": timedelta(minutes=1), "hour": 9, "digest_hour": 7, "attempt": 1,
    "problem": "slow", "again_in": None,
    "act": None, "zones": ["Asia/Jakarta"], "kinds": ["objected"], "moments": [NOW],
    "business_number": "9900000000003", "sector": "", "contact": "c",
    "plan": UUID(int=8), "provinces": ["35"], "horizon_days": 90, "as_of": date(2026, 11, 27), "turn": 0,
    "options": [1], "report": {}, "month": None, "alarms": 1, "chosen": [True], "chosen_before": [None],
    "weights_before": [None], "on_day": date(2026, 11, 27),
    "motivation": "m", "told": "t", "words": "w", "granted": False, "findings": [], "judged": [],
    "days": 14, "comparison": UUID(int=8),
    "waiting": False, "outcome": "in_order", "number_kind": "nik", "asked": "access", "found_by": "f", "found_at": NOW,
    "looked": date(2026, 11, 26), "accounts": [UUID(int=8)], "units": [None], "measures": ["people"], "counts": [40],
    "own_usual": [None], "role_usual": [None], "tokens": True,
    "ids": [bytes(16)], "scores": [0.5], "standing": [False],
}  # fmt: skip


@pytest_asyncio.fixture(scope="module")
async def app(world: World) -> AsyncIterator[Database]:
    async with Database.open(world.fresh.url("jembatan_app")) as opened:
        yield opened


async def test_another_tenants_rows_are_not_there(world: World, app: Database) -> None:
    queries = [query for query in load_all().values() if query.name not in SKIPPED]
    given_by = {
        name: [await arguments(world, query, tenant) for query in queries]
        for name, tenant in world.tenants.items()
    }
    compared, shown = 0, 0
    tried: dict[str, set[str]] = {}
    for name, actor in EVERYBODY.items():
        for tenant in world.foreign(name):
            personal = await personal_of(world, tenant)
            secrets = secrets_of(name, tenant) | personal
            async with app.transaction(actor) as connection:
                for query, given in zip(queries, given_by[tenant.name], strict=True):
                    known = await outcome(connection, query, given)
                    tried.setdefault(query.name, set()).add(
                        known[0] if isinstance(known[0], str) else "answer"
                    )
                    if query.name in SHOWN[name]:
                        assert not [one for one in personal if one in repr(known)], (
                            name,
                            tenant.name,
                            query.name,
                        )
                        shown += 1
                        continue
                    unknown = await outcome(connection, query, mapped(given, secrets))
                    assert mapped(known, secrets) == mapped(unknown, secrets), (name, tenant.name, query.name)
                    told = repr(known).replace(
                        str(tenant.actor.account), "…"
                    )  # in the stamps of what all see
                    assert not told_of(secrets, told), (name, tenant.name, query.name)
                    compared += 1
    print(
        f"\n{compared} answers of {len(queries)} queries compared with those for random ids, {shown} shown by design"
    )
    assert compared > 10_000  # docs/walls.md tells these figures
    assert len(queries) > 440
    refused = [query for query, kinds in tried.items() if kinds == {"NotPermitted"}]
    print(f"{len(refused)} queries are another role's: the application may not ask them at all")
    assert [query for query, kinds in tried.items() if "StatementFailed" in kinds] == [], (
        "not tried in earnest"
    )


def told_of(secrets: Mapping[str, str], told: str) -> list[str]:
    """Which of these are told; `case_worker` is not part of `far_case_worker`."""
    return [one for one in secrets if re.search(rf"(?<!\w){re.escape(one)}", told)]


def secrets_of(name: str, tenant: Tenant) -> dict[str, str]:
    """Ids that another tenant alone has, and what nobody has in their stead. Among the staff, vacancies are no secret;
    to an administrator accounts are none."""
    hidden = {} if tenant.name in COMPANIES and name not in COMPANIES else strange(name, tenant)
    secrets = {str(one): str(uuid4()) for one in hidden.values()}
    return secrets if name in BY_DESIGN else secrets | {tenant.login: f"{uuid4().hex}@uji.example"}


async def personal_of(world: World, tenant: Tenant) -> dict[str, str]:
    """What another tenant's person alone has, and what nobody has in its stead."""
    if not tenant.marker:
        return {}
    identity = await world.owner.fetchrow(
        "SELECT nik_hash, register_hash FROM candidate_identities WHERE candidate_id = $1",
        tenant.ids["candidate_id"],
    )
    return {
        tenant.marker: "Nihil",
        identity["nik_hash"]: "h1:1:0",
        identity["register_hash"]: "h1:1:1",
    }


async def arguments(world: World, query: Query, tenant: Tenant) -> dict[str, Any]:
    ids = tenant.ids
    people = [ids["candidate_id"]] if "candidate_id" in ids else [uuid4()]
    vacancy = ids.get("vacancy_id") or world.tenants["recruiter"].ids["vacancy_id"]
    employer = ids.get("employer_id") or world.tenants["recruiter"].ids["employer_id"]
    every = list(ids.values())
    own: dict[str, Any] = {
        "candidates": people, "candidate": people[0], "certificates": every, "records": every,
        "employers": [employer], "vacancies": [vacancy], "vacancy": vacancy, "record": every[0],
        "import_id": ids.get("import_id") or uuid4(), "run": ids.get("run_id") or uuid4(),
        "shortlist": ids.get("shortlist_id") or uuid4(), "item": ids.get("item_id") or uuid4(),
        "placement": ids.get("placement_id") or uuid4(), "complaint": ids.get("complaint_id") or uuid4(),
        "placements": [ids.get("placement_id") or uuid4()],
        "task": ids.get("task_id") or uuid4(), "notice": ids.get("notice_id") or uuid4(),
        "job": ids.get("job_id") or uuid4(),
        "flag": ids.get("flag_id") or uuid4(), "new_item": uuid4(), "other": vacancy,
        "items": [ids.get("item_id") or uuid4()],
        "shortlists": [ids.get("shortlist_id") or uuid4()],
        "transfer": ids.get("transfer_id") or uuid4(), "unit": tenant.actor.unit,
        "id": ids[ID_OF[query.name]] if query.name in ID_OF else uuid4(), "employer": employer, "login": tenant.login,
        "consent": ids.get("consent_id") or uuid4(), "request": ids.get("request_id") or uuid4(),
        "row_id": ids.get("row_id") or uuid4(), "duty": tenant.actor.duty, "people": people, "subjects": people,
        "subject": tenant.name if "issuer" in query.parameters else people[0], "record_id": people[0],
        "account_id": tenant.actor.account, "by": tenant.actor.account, "absent": tenant.actor.account,
        "covering": tenant.actor.account,
        "colleague": tenant.actor.account, "keys": [f"{tenant.marker}-1"], "dates": [date(1984, 5, 1)],
        "numbers": ["9900000000001", "9900000000002"], "account": tenant.actor.account,
        "hashes": await hashes(world, people[0]), "ids": every, "plan": ids.get("plan_id") or uuid4(),
        "token": ids.get("token_id") or uuid4(), "finding": ids.get("finding_id") or uuid4(),
        "breach": ids.get("breach_id") or uuid4(), "breaches": [ids.get("breach_id") or uuid4()],
        "fairness_report": ids.get("report_id") or uuid4(),
    }  # fmt: skip
    if "rows" in query.parameters:
        own["rows"] = await rows(world, query, tenant)
    if query.name == "log_changes":
        own["records"] = people
    if query.name == "add_run":
        own["vacancy"] = None
    own |= {"digest": query.name.encode()} if query.name in DIGESTS else {}
    own |= OF_QUERIES.get(query.name, {})
    return {name: own[name] if name in own else PLAIN[name] for name in query.parameters}


async def hashes(world: World, candidate: UUID) -> list[str]:
    found = await world.owner.fetchrow(
        "SELECT nik_hash, register_hash FROM candidate_identities WHERE candidate_id = $1", candidate
    )
    return [found["nik_hash"], found["register_hash"]] if found else ["h1:1:2"]


async def rows(world: World, query: Query, tenant: Tenant) -> list[dict[str, Any]]:
    """The tenant's own rows of the table that the query writes to."""
    if query.name == "write_protected":
        return [{"candidate_id": str(tenant.ids.get("candidate_id") or uuid4()), "sex": "female"}]
    table = ROWS_OF.search(query.sql)
    if table is None or (tenant.name in COMPANIES and table[1] not in ("employers", "vacancies")):
        return []
    found = await world.owner.fetch(
        f"SELECT to_jsonb(t)::text AS row FROM {table[1]} t WHERE to_jsonb(t)::text ~ $1",
        "|".join(map(str, tenant.ids.values())),
    )
    read = [json.loads(one["row"]) for one in found]
    return [one | {"id": str(uuid4())} for one in read] if query.name in NEW_IDS else read


def mapped(value: Any, secrets: Mapping[str, str]) -> Any:
    """The same with what the tenant alone has replaced by what nobody has."""
    if isinstance(value, dict):
        return {key: mapped(item, secrets) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(mapped(item, secrets) for item in value)
    if isinstance(value, UUID):
        return UUID(mapped(str(value), secrets))
    if isinstance(value, str):
        for hidden, other in secrets.items():
            value = value.replace(hidden, other)
    return value


async def outcome(connection: Connection, query: Query, given: Mapping[str, Any]) -> tuple[Any, ...]:
    """Rows and the command tag, or the error as the program tells it; nothing of it is stored."""
    tried = connection.transaction()
    await tried.start()
    try:
        statement = await connection.prepare(query.sql)
        found = await statement.fetch(*query.arguments(given))
        await connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        return [tuple(row.values()) for row in found], statement.get_statusmsg()
    except asyncpg.PostgresError as problem:
        told = translation(problem)
        return type(told).__name__, str(told)
    finally:
        await tried.rollback()


async def test_whether_somebody_is_disclosed_is_told_to_the_parties_alone(
    world: World, app: Database
) -> None:
    person, company = (
        world.tenants["case_worker"].ids["candidate_id"],
        world.tenants["recruiter"].ids["employer_id"],
    )
    consent = await world.owner.fetchval(
        "INSERT INTO consents (candidate_id, purpose, recipient, employer_id, fields, wording, language, "
        "wording_sha256, how, given_at, until, unit_id, caseload, recorded_by) "
        "SELECT id, 'disclosure', 'employer', $2, '{name}', 'disclosure/1', 'id', '0', 'witnessed', "
        "now() - interval '1 day', now() + interval '1 day', unit_id, caseload, caseload "
        "FROM candidates WHERE id = $1 RETURNING id",
        person, company,
    )  # fmt: skip
    told = set()
    for name, actor in EVERYBODY.items():
        async with app.transaction(actor) as connection:
            if await load("consents")["disclosed_to"].fetchval(
                connection, candidate=person, employer=company
            ):
                told.add(name)
    await world.owner.execute("DELETE FROM consents WHERE id = $1", consent)
    assert told == {"case_worker", "recruiter"}


def test_every_skipped_query_is_still_there() -> None:
    assert {*SKIPPED, *AT_THE_DOOR, *OF_THE_OFFICER, *OF_A_COMPANY, *ID_OF, *OF_QUERIES, *DIGESTS} <= set(
        load_all()
    )
    assert "page_candidates" in load("candidates")
