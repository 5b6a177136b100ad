"""Marked values in every sensitive column of a person, and where they may not come out."""

import io
import logging
import re
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
import pytest_asyncio

from api import logs
from api.accounts.tokens import csrf_of
from api.breaches import worksheet_rows
from api.cli.errors import explained_exit
from api.cli.import_report import write_report
from api.errors import PROBLEM_JSON, Refused, answer_to
from api.schemas import examples
from api.settings import SettingsError
from api.wiring.reference import reading
from api.wiring.telling import mailer
from data.embedded import Server
from data.errors import DataError, VaultError
from data.identities import NIK
from data.vault import vault_from_file
from embeddings.errors import EmbeddingError
from embeddings.hashing import HashingEncoder
from matching.errors import MatchingError
from matching.intake.columns import ImportKind
from matching.intake.rows import SheetRow
from matching.usecases.imports import Desk, Mode, Sheet, import_rows
from tests.api.office import take_in
from tests.api.tenants import COMPANIES, EVERYBODY, V1, World, a_world, end_work, strange
from tests.api.test_matrix import OF_THIS_REQUEST, SAFE, Operation, operations, said
from tests.api.web.test_imports import waited
from tests.api.web.walk import OF_ONESELF, Page, pages
from tests.data.test_walls import NOT_PERSONAL
from tests.smtp import mail_server
from tests.staff import CASE_WORKER, COMPANY, OFFICER

OF_STAFF_AND_COMPANIES = {
    "accounts", "duties", "covers", "employers", "vacancies", "vacancy_history", "field_rules", "card_key",
    "employer_lists", "idempotency_keys", "state_changes", "appeals",
    "fairness_reports", "fairness_comparisons",  # counts of groups, small ones hidden
    "recipes",  # models and weights
    "unusual_readings", "unusual_reviews", "unusual_round", "counted_days", "reading_counts",
    "breaches", "breach_acts",  # of staff
}  # fmt: skip
"""Tables behind walls that hold nothing of the people who are matched."""
NOT_SENSITIVE = {
    "seq": "an order", "position": "an order", "version": "a count", "text_version": "a count", "row": "a count",
    "recorded_at": "a time of work", "superseded_at": "a time of work", "asked_at": "a time of work",
    "decided_at": "a time of work", "granted_at": "a time of work", "at": "a time of work",
    "undone_at": "a time of work",
    "begun_at": "a time of work", "heard_at": "a time of work", "import_progress.stage": "a code of few",
    "import_progress.dry_run": "yes or no", "import_progress.rows": "a count", "import_progress.done": "a count",
    "released_at": "a time of work", "expires_at": "a time of work",
    "recorded_by": "an account", "asked_by": "an account", "decided_by": "an account", "caseload": "an account",
    "from_caseload": "an account", "to_caseload": "an account",
    "unit_id": "a random id", "from_unit": "a random id", "to_unit": "a random id", "id": "a random id",
    "former": "a random id", "journal_notes.subject": "a random id",
    "candidate_id": "a random id", "vacancy_id": "a random id", "import_id": "a random id", "record_id": "a random id",
    "mentions": "random ids", "possible": "random ids",
    "consented": "yes or no", "objected": "yes or no", "willing_to_move": "yes or no", "sea_crossing": "yes or no",
    "needs_lodging": "yes or no", "erased": "yes or no", "created": "yes or no, or a count",
    "updated": "a count", "unchanged": "a count", "queued": "a count", "refused": "a count", "openings": "a count",
    "kind": "a code of few", "system": "the name of a source", "outcome": "a code of few",
    "verification": "a code of few, on the card", "education": "schooling: a gap may name what is asked",
    "model": "a model's name", "snapshot": "a version", "weights": "a version", "rules": "a version",
    "digest": "a digest", "after": "a digest", "vector": "a vector", "terms": "looked at below",
    "certificates.title": "on the card, masked", "certificates.scheme": "on the card, masked",
    "certificates.units": "on the card", "certificates.kkni_level": "on the card",
    "candidates.shifts": "codes of few", "candidates.contracts": "codes of few", "candidates.languages": "codes of few",
    "candidates.max_travel_m": "a number among many", "candidates.minimum_wage_idr": "a number among many",
    "account_id": "a random id", "duty_id": "a random id", "consent_id": "a random id", "row_id": "a random id",
    "employer_id": "a random id", "created_by": "an account", "linked_by": "an account",
    "withdrawn_at": "a time of work", "received_at": "a time of work", "due_at": "a time of work",
    "set_at": "a time of work", "confirmed_at": "a time of work", "created_at": "a time of work",
    "seen_at": "a time of work", "shown_at": "a time of work",
    "used_at": "a time of work", "revoked_at": "a time of work",
    "linked_at": "a time of work",
    "signed_in_at": "a time of work", "last_at": "a time of work", "wait_until": "a time of work",
    "clears_second_factor": "yes or no", "second_factor": "yes or no", "restricted": "yes or no",
    "consents.purpose": "a code of few", "consents.recipient": "a code of few", "consents.fields": "codes of few",
    "consents.how": "a code of few", "consents.wording": "a public text", "consents.language": "a public text",
    "consents.wording_sha256": "a public text", "subject_requests.subject": "a random id",
    "subject_requests.state": "a code of few",
    "employer_answers.how": "a code of few", "employer_answers.reason": "a code of few", "on_behalf": "yes or no",
    "placement_id": "a random id", "placement_events.contract": "a code of few",
    "placement_events.reason": "a code of few", "placement_events.corrects": "an order",
    "complaints.by_whom": "a code of few", "complaints.code": "a code of few", "complaints.state": "a code of few",
    "holds.state": "a code of few", "holds.renewals": "a count",
    "second_factors.last_step": "a time of work", "api_tokens.scopes": "codes of few",
    "sessions.until": "a time of work", "api_tokens.until": "a time of work", "account_links.until": "a time of work",
    "sign_in_attempts.key": "a keyed hash", "sign_in_attempts.attempts": "a count",
    "sign_in_refusals.why": "a code of few", "sign_in_refusals.times": "a count",
    "sign_in_refusals.since": "a time of work", "confirmed_by": "an account", "account_links.pending": "a flag of work",
    "external_identities.pending": "a flag of work",
    "external_identities.issuer": "the address of the provider, from the settings",
    "external_sign_ins.browser": "a digest", "external_sign_ins.return_to": "a path of this site",
    "external_sign_ins.until": "a time of work",
    "shortlists.status": "a code of few", "shortlists.approvals_needed": "a count",
    "shortlists.approval_reasons": "codes of few", "run_id": "a random id", "shortlist_id": "a random id",
    "item_id": "a random id", "shortlist_items.origin": "a code of few", "shortlist_items.ranked": "a number of few",
    "shortlist_items.score": "a number among many", "shortlist_items.fit": "a code of few",
    "removed_at": "a time of work", "shortlist_overrides.action": "a code of few",
    "from_position": "a number of few", "to_position": "a number of few", "shortlist_overrides.role": "a code of few",
    "shortlist_overrides.reason": "a code of few", "candidate_answers.interested": "yes or no",
    "candidate_answers.reason": "a code of few", "vacancy_hidings.hidden": "yes or no",
    "vacancy_hidings.reason": "a code of few", "contact_requests.reason": "a code of few",
    "answered_by": "an account", "contact_requests.answered_at": "a time of work",
    "shortlist_events.before": "a code of few",
    "shortlist_events.role": "a code of few", "shortlist_events.reason": "a code of few",
    "shortlist_flags.code": "a code of few", "resolved_at": "a time of work", "resolved_by": "an account",
    "shortlist_renewal.only_row": "yes", "shortlist_renewal.watermark": "an order",
    "shortlist_renewal.day": "a time of work",
    "noted_tasks.due_on": "a time of work", "done_at": "a time of work", "done_by": "an account",
    "task_id": "a digest of ids", "snoozed_until": "a time of work", "noted_at": "a time of work",
    "notices.due_on": "a time of work", "read_at": "a time of work", "job_id": "a random id",
    "jobs.day": "a time of work", "jobs.state": "a code of few", "jobs.attempts": "a count",
    "jobs.run_at": "a time of work", "jobs.problem": "a code of few", "jobs.ended_at": "a time of work",
    "notice_choices.mail": "a code of few", "notice_choices.address": "of an account, told to itself alone",
    "notice_round.only_row": "yes", "horizon_round.only_row": "yes",
    "horizon_entries.entered_on": "a time of work", "horizon_entries.news": "yes or no",
    "horizon_entries.viable": "a count", "horizon_entries.snapshot": "a version", "ranked_at": "a time of work",
    "trail.xid": "an order", "trail.account": "an account", "trail.role": "a code of few", "trail.duty": "a random id",
    "trail.unit": "a random id", "trail.purpose": "a code of few", "trail.request": "a random id",
    "trail.act": "a code of few", "trail.entity": "a table's name", "trail.subject": "a random id",
    "trail.fields": "names of columns", "trail.digests": "digests under a key that goes with the person",
    "trail_keys.subject": "a random id", "trail_keys.inner_block": "a key: triggers alone read it",
    "trail_keys.outer_block": "a key: triggers alone read it", "trail_links.link": "a digest",
    "trail_seals.link": "a digest", "trail_seals.incarnation": "a random id", "trail_seals.bound": "an order",
    "cohort_plans.horizon_days": "what was asked", "cohort_plans.provinces": "what was asked",
    "cohort_plans.as_of": "what was asked", "cohort_plans.key": "a digest", "cohort_plans.parameters": "settings",
    "cohort_plans.begun_at": "a time of work", "cohort_plans.done_at": "a time of work",
    "cohort_plans.asked_by": "an account", "cohort_plans.report": "counts, small ones left out",
    "cohort_plans.people": "a count",
    "plan_id": "a random id", "cohort_lists.turn": "a count", "cohort_lists.key": "a digest",
    "cohort_lists.vacancies": "ids of vacancies: the worker alone reads them",
    "cohort_lists.scores": "scores: the worker alone reads them", "cohort_proposals.standing": "yes or no",
    "release_windows.expected": "its month is on the card", "release_windows.basis": "a code of few, as below",
}  # fmt: skip
"""Columns, or `table.column`, that are not planted, each with a reason. A new column is in neither list."""


@dataclass(frozen=True)
class Mark:
    """What is planted (an SQL expression) and in which forms it would be seen; `embedded`: it is a skill's name."""

    sql: str
    forms: tuple[str, ...]
    embedded: bool = False


def text(mark: str, *, embedded: bool = False) -> Mark:
    return Mark(f"'{mark}'", (mark,), embedded)


def day(iso: str) -> Mark:
    return Mark(f"'{iso}'", (iso, "/".join(reversed(iso.split("-")))))


PLANTED: Mapping[str, Mark] = {
    "candidates.home": Mark("'35.21'", ("35.21", "Ngawi")),
    "candidates.custody_regency": Mark("'35.02'", ("35.02", "Ponorogo")),
    "candidates.accepted_places": Mark("'{35.19,35.20}'", ("35.20", "Magetan")),
    "candidates.licences": Mark("""'[["SIM_B2", "2031-07-09"]]'""", ("2031-07-09", "SIM_B2")),
    "candidates.experience": Mark(
        """'[{"title": "Qxkerja", "months": 7, "inside": true, "reviewed": false, "would_take_back": null}]'""",
        ("Qxkerja", "qxkerja"),
        embedded=True,
    ),
    "candidates.interests": Mark("'{Qxminat}'", ("Qxminat", "qxminat"), embedded=True),
    "candidates.excluded_fields": Mark("'{FW09}'", ("FW09",)),
    "candidates.restrictions": Mark("'{fine_vision}'", ("fine_vision",)),
    "candidates.blocked_fields": Mark("'{FW07}'", ("FW07",)),
    "candidates.blockers": Mark("""'[["housing", "open", 713]]'""", ("housing", "Tempat tinggal")),
    "candidate_identities.name": text("Qxnama"),
    "candidate_identities.birth_date": day("1931-07-08"),
    "candidate_identities.phone": text("+620009991"),
    "candidate_identities.district": text("Qxkecamatan"),
    "candidate_identities.facility": text("Qxfasilitas"),
    "candidate_identities.guarantor": Mark(
        """'{"kind": "family", "name": "Qxpenjamin", "phone": "+620009992"}'""", ("Qxpenjamin", "+620009992")
    ),
    "candidate_identities.nik_sealed": Mark("nik_sealed", ("3519011705940001",)),
    "candidate_identities.nik_hash": Mark("nik_hash", ("h1:",)),
    "candidate_identities.nik_last4": text("Qxn4"),
    "candidate_identities.register_sealed": Mark("register_sealed", ("B.I 1/2024", "v1:")),
    "candidate_identities.register_hash": Mark("register_hash", ("h1:",)),
    "candidate_identities.register_last4": text("Qxr4"),
    "protected_attributes.sex": Mark("'female'", ("female", "perempuan")),
    "protected_attributes.disability": text("Qxdisabilitas"),
    "protected_attributes.religion": text("Qxagama"),
    "protected_attributes.minority_language": text("Qxbahasa"),
    "candidate_references.key": text("Qxkunci"),
    "certificates.issuer": text("Lapas Qxpenerbit"),
    "certificates.number": text("Qxnomor"),
    "certificates.issued": day("1997-03-02"),
    "certificates.expires": day("2067-03-04"),
    "certificates.training_hours": Mark("719333", ("719333",)),
    "certificates.verified_by": text("Qxpemeriksa"),
    "certificates.verified_on": day("1997-03-06"),
    "certificates.evidence_reference": text("Qxbukti"),
    "release_windows.mode": Mark("'conditional_leave'", ("conditional_leave", "cuti bersyarat")),
    "release_windows.earliest": day("2027-01-03"),
    "release_windows.latest": day("2027-02-27"),
    "release_windows.as_of": day("2026-03-07"),
    "release_windows.source": text("Qxsumber"),
    "supervisions.until": day("2068-05-06"),
    "supervisions.area": Mark("'{35.19,35.22}'", ("35.22", "Bojonegoro")),
    "supervisions.report_every_days": Mark("29", ('report_every_days":',)),
    "import_changes.before": Mark("""'{"facts": "Qxgambar"}'""", ("Qxgambar",)),
    "unresolved_rows.cells_sealed": Mark("cells_sealed", ("v1:",)),
    "runs.parameters": Mark("""parameters || '{"qx": "Qxparameter"}'""", ("Qxparameter",)),
    "runs.features": Mark("features", ('"qualifications":',)),
    "runs.result": Mark("""result || '{"qx": "Qxhasil"}'""", ("Qxhasil",)),
    "transfers.note": text("Qxsurat"),
    "transfers.open_matters": Mark(
        """'[{"kind": "answer", "record": "00000000-0000-4000-8000-000000000007", "due_on": null, """
        """"about": "Qxperkara"}]'""",
        ("Qxperkara",),
    ),
    "employer_answers.meets_at": Mark("'1996-05-06T00:00:00Z'", ("1996-05-06",)),
    "employer_answers.place": text("Qxruang"),
    "employer_answers.note": text("Qxbalasan"),
    "placement_events.happened_on": day("1998-04-05"),
    "placement_events.wage_monthly_idr": Mark("719444", ("719444",)),
    "placement_events.place": Mark("'35.23'", ("35.23", "Tuban")),
    "placement_events.note": text("Qxcatatan"),
    "complaints.note": text("Qxkeluhan"),
    "cohort_proposals.score": Mark("0.7139371", ("0.7139371",)),
    "cohort_proposals.options": Mark("719334", ("719334",)),
    "consents.given_at": day("1996-03-04"),
    "consents.until": day("2069-05-04"),
    "consents.guardian_name": text("Qxwali"),
    "consents.guardian_relation": text("Qxhubungan"),
    "consents.evidence": text("Qxberkas"),
    "consent_withdrawals.reason": text("Qxalasan"),
    "subject_requests.note": text("Qxpermintaan"),
    "subject_requests.answer": text("Qxjawaban"),
    "queue_decisions.reason": text("Qxbaris"),
    "shortlists.note": text("Qxusulan"),
    "shortlist_items.frozen": Mark("""'{"qx": "Qxbeku", "failed": []}'""", ("Qxbeku",)),
    "shortlist_overrides.note": text("Qxurutan"),
    "candidate_answers.note": text("Qxsuara"),
    "vacancy_hidings.note": text("Qxsembunyi"),
    "shortlist_events.note": text("Qxlangkah"),
    "shortlist_flags.parameters": Mark("""'{"qx": "Qxakibat"}'""", ("Qxakibat",)),
    "noted_tasks.note": text("Qxtugas"),
    "shortlist_verdicts.stands": Mark("""stands || '{"qx": "Qxkedudukan"}'""", ("Qxkedudukan",)),
    "passwords.hash": Mark("'$argon2id$Qxsandi'", ("Qxsandi", "argon2id")),
    "second_factors.secret": text("Qxrahasia"),
    "sessions.agent": text("Qxperamban"),
    "api_tokens.name": text("Qxtoken"),
    "external_identities.subject": text("Qxsubjek"),
}
ANSWERED = {"employer_answers.meets_at", "employer_answers.place"}
TOLD_BY_DESIGN = {
    ("administrator", f"{V1}/accounts/{{account_id}}/identities"): {"external_identities.subject"},
    ("officer", f"{V1}/subject-requests"): {"subject_requests.note", "subject_requests.answer"},
    ("officer", f"{V1}/subject-requests/{{request_id}}"): {
        "subject_requests.note",
        "subject_requests.answer",
    },
    ("officer", "/permintaan/{request_id}"): {"subject_requests.note", "subject_requests.answer"},
    ("administrator", f"{V1}/accounts/{{account_id}}/tokens"): {"api_tokens.name"},
    ("administrator", "/pengguna/{account_id}"): {"api_tokens.name"},
    ("recruiter", f"{V1}/shortlist-items/{{item_id}}/employer-answers"): ANSWERED,
    ("recruiter", "/lowongan-kami/{vacancy_id}/usulan/{item_id}"): ANSWERED,
}
"""What is told to who works on it: as whom a provider knows a colleague, what a colleague calls a token; in which words
a request was made, to the officer who decides it (docs/data-protection.md); where and when it meets somebody who was
sent, to the company."""
ASIDE = re.compile(OF_THIS_REQUEST.pattern.replace(r"|\d{4}", r"|(?!19|206)\d{4}"))
"""Ids and times, but for the years of marks."""
CSV = {"content-type": "text/csv"}
HAVE_THEM = ("case_worker", "planner")
"""Whose pages show the marked person, also when a form comes back."""
LIKE_NO_OTHER = ("case_worker", "colleague", "planner", "recruiter", "nobody")
"""Of each way in which pages answer, one: their lines in the log are looked through."""
SHOWN_TO_ITS_EMPLOYER = {
    f"{V1}/vacancies/{{vacancy_id}}/candidates", f"{V1}/vacancies/{{vacancy_id}}/proposals",
    "/lowongan-kami/{vacancy_id}/kandidat", "/lowongan-kami/{vacancy_id}/usulan",
    "/lowongan-kami/{vacancy_id}/usulan/{item_id}", "/lowongan-kami/{vacancy_id}/usulan/{item_id}/wawancara.ics",
}  # fmt: skip
"""Where the marked person's card stands."""
NOBODY_KNOWS = ("administrator", "officer")
SURFACES = [
    "answers to employers (all operations, bodies and headers)",
    "answers to tokens without case duty: administrator, data protection officer",
    "answers to whoever has not come in",
    "pages to employers (every address, every form filled, bodies and headers)",
    "pages to administrator and data protection officer",
    "pages to whoever has not come in",
    "problems (RFC 9457) of every role, and pages that refuse",
    "log lines of every logger, at debug",
    "rendered log lines (JSON and terminal), with every error there was",
    "lines that a command says of an error",
    "report on an import and worksheet of a breach, as files",
    "outbox (job payloads)",
    "texts that are embedded",
    "words of vectors in the database",
    "files of the indexes",
    "letters (e-mail), as a mail server gets them",
]


@dataclass
class Listening(HashingEncoder):
    """An encoder that remembers what it was given."""

    heard: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def encode_passages(self, texts: Sequence[str], **how: Any) -> Any:
        self.heard += texts
        return super().encode_passages(texts, **how)


@dataclass
class Tainted:
    """A world in which one person is marked all over."""

    world: World
    home: Path
    encoder: Listening
    person: UUID
    code: str


@pytest_asyncio.fixture(scope="module")
async def tainted(server: Server, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Tainted]:
    home, encoder = tmp_path_factory.mktemp("taint"), Listening()
    with pytest.MonkeyPatch.context() as patch:  # everybody who fits is shown: the marked person among them
        patch.setattr("matching.usecases.cards.as_many_as_told", min)
        async with a_world(server, home, encoder) as world:
            yield await _tainted(world, home, encoder)


async def _tainted(world: World, home: Path, encoder: Listening) -> Tainted:
    person = world.tenants["case_worker"].ids["candidate_id"]
    await plant(world, person)
    encoder.heard.clear()
    await take_in(world.program)
    await world.owner.execute("UPDATE shortlists SET status = 'sent' WHERE candidate_id = $1", person)
    await end_work(world)
    code = await world.owner.fetchval("SELECT card_code($1, $2)", person, COMPANY)
    return Tainted(world, home, encoder, person, code)


_ACCOUNT = "account_id = (SELECT c.caseload FROM candidates c WHERE c.id = $1)"
OWNED = {
    **dict.fromkeys(
        ("passwords", "second_factors", "sessions", "api_tokens", "external_identities"), _ACCOUNT
    ),
    "queue_decisions": "row_id IN (SELECT u.id FROM unresolved_rows u WHERE u.possible @> ARRAY[$1::uuid])",
    "shortlist_events": "shortlist_id IN (SELECT s.id FROM shortlists s WHERE s.candidate_id = $1)",
    "candidates": "id = $1",
    "unresolved_rows": "possible @> ARRAY[$1::uuid]",
    "import_changes": "import_id IN (SELECT u.import_id FROM unresolved_rows u WHERE u.possible @> ARRAY[$1::uuid])",
}


ROWS = (
    "INSERT INTO passwords (account_id, hash) SELECT caseload, '$argon2id$' FROM candidates WHERE id = $1",
    "INSERT INTO second_factors (account_id, secret) SELECT caseload, '' FROM candidates WHERE id = $1",
    "INSERT INTO consents (candidate_id, purpose, recipient, fields, wording, language, wording_sha256, how, given_at, "
    "unit_id, caseload) SELECT id, 'contact', 'unit', '{}', 'contact/1', 'id', '0', 'witnessed', now(), unit_id, "
    "caseload FROM candidates WHERE id = $1",
    "INSERT INTO consent_withdrawals (consent_id, candidate_id, unit_id, caseload) SELECT id, candidate_id, unit_id, "
    "caseload FROM consents WHERE candidate_id = $1 AND purpose = 'contact'",
    "INSERT INTO queue_decisions (row_id, outcome, reason) SELECT id, 'dismissed', 'x' FROM unresolved_rows "
    "WHERE possible @> ARRAY[$1::uuid]",
)
"""What the marked person, and the case worker who has them, lack: a row to be marked in each table."""


ONLY_ADDED_TO = ("employer_answers", "placement_events")


async def plant(world: World, person: UUID) -> None:
    async with world.owner.transaction():
        await world.owner.execute("SELECT set_config('app.account', $1, true)", str(CASE_WORKER.account))
        await world.owner.execute("SELECT set_config('app.unit', $1, true)", str(CASE_WORKER.unit))
        for statement in ROWS:
            assert await world.owner.execute(statement, person) == "INSERT 0 1", statement
        for table in ONLY_ADDED_TO:
            await world.owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER only_added_to")
        for table in dict.fromkeys(name.partition(".")[0] for name in PLANTED):
            columns = [name.partition(".")[2] for name in PLANTED if name.startswith(f"{table}.")]
            changes = ", ".join(f"{column} = {PLANTED[f'{table}.{column}'].sql}" for column in columns)
            owned = OWNED.get(table, "candidate_id = $1")
            tag = await world.owner.execute(f"UPDATE {table} SET {changes} WHERE {owned}", person)
            assert tag != "UPDATE 0", table
        for table in ONLY_ADDED_TO:
            await world.owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER only_added_to")


async def test_every_column_of_a_person_is_planted_or_has_a_reason(tainted: Tainted) -> None:
    rows = await tainted.world.owner.fetch(
        "SELECT c.relname || '.' || a.attname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid "
        "WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped"
    )
    personal = {
        row["name"]
        for row in rows
        if row["name"].partition(".")[0] not in {*NOT_PERSONAL, *OF_STAFF_AND_COMPANIES}
    }
    silent = {name for name in personal if name in NOT_SENSITIVE or name.partition(".")[2] in NOT_SENSITIVE}
    assert personal - silent - set(PLANTED) == set()
    assert set(PLANTED) <= personal


def found(shown: str, *, embedded: bool = True) -> list[str]:
    """Columns whose marks are in a text; without `embedded`, skills apart."""
    return [
        name
        for name, mark in PLANTED.items()
        if (embedded or not mark.embedded) and any(form in shown for form in mark.forms)
    ]


CHOICES = re.compile(
    r"<option(?![^>]*\sselected)[^>]*>[^<]*|<input type=\"(?:checkbox|radio)\"(?![^>]*\schecked)[^>]*>"
)
"""What a form offers and nobody has chosen: names and codes that are the same for everybody."""


def whole(answer: httpx.Response) -> str:
    return ASIDE.sub("…", CHOICES.sub("…", f"{answer.text}\n{dict(answer.headers)}"))


async def everything_said(
    tainted: Tainted, name: str
) -> AsyncIterator[tuple[Operation | Page, httpx.Response]]:
    """What every page and every operation answers to this role about the marked person, and about what is its own;
    looks come first."""
    async for page, answer in on_pages(tainted, name, looks=True):
        yield page, answer
    async for operation, answer in by_programs(tainted, name):
        yield operation, answer
    async for page, answer in on_pages(tainted, name, looks=False):
        yield page, answer


async def on_pages(tainted: Tainted, name: str, *, looks: bool) -> AsyncIterator[tuple[Page, httpx.Response]]:
    world = tainted.world
    marked = world.tenants["case_worker"]
    own = world.tenants[name].ids if name in world.tenants else {}
    kept = marked.ids if looks else strange(name, marked)
    async with world.browser(EVERYBODY.get(name)) as browser:
        for page in pages(world.app):
            if (page.method in SAFE) == looks and (looks or not OF_ONESELF.fullmatch(page.path)):
                chosen = [kept, own | kept, kept | own] if page.names else [kept]
                for ids in {tuple(ids.get(one) for one in page.names): ids for ids in chosen}.values():
                    yield page, await page.asked(browser, ids)


async def by_programs(tainted: Tainted, name: str) -> AsyncIterator[tuple[Operation, httpx.Response]]:
    world = tainted.world
    marked = world.tenants["case_worker"].ids
    own = world.tenants[name].ids if name in world.tenants else {}
    async with world.caller(EVERYBODY.get(name)) as client:
        for operation in sorted(
            operations(world.app), key=lambda one: one.method not in SAFE
        ):  # looks come first
            if not operation.path.startswith(f"{V1}/reference/"):  # the same for everybody
                kept = marked if operation.method in SAFE else strange(name, world.tenants["case_worker"])
                for ids in (kept, own | kept, kept | own):
                    answer = await said(client, operation, ids)
                    assert answer.status_code != 429 or operation.path == f"{V1}/session", (
                        "sign-in alone is slowed"
                    )
                    yield operation, answer


@pytest.mark.parametrize("name", [*COMPANIES, *NOBODY_KNOWS, "nobody"])
async def test_no_answer_to_whoever_has_no_case_duty_holds_a_mark(tainted: Tainted, name: str) -> None:
    looked = {Operation: 0, Page: 0}
    cards = set()
    by_design = set()
    async for operation, answer in everything_said(tainted, name):
        told = set(found(whole(answer)))
        by_design |= told
        assert told <= TOLD_BY_DESIGN.get((name, operation.path), set()), (
            operation.method,
            operation.path,
            told,
        )
        looked[type(operation)] += 1
        cards |= {operation.path} if tainted.code in answer.text else set()
    assert looked[Operation] > 250
    assert looked[Page] > 60
    assert by_design == set().union(*(marks for (role, _), marks in TOLD_BY_DESIGN.items() if role == name))
    print(f"\n{[*looked.values()]} answers to {name} looked through, told by design: {sorted(by_design)}")
    shown = SHOWN_TO_ITS_EMPLOYER if name == "recruiter" else set()
    assert cards == shown, "the marked person's own card must have been among the answers"


async def test_no_log_line_and_no_problem_holds_a_mark(
    tainted: Tainted, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    problems = 0
    for name in (*EVERYBODY, "nobody"):
        walked = everything_said if name in LIKE_NO_OTHER else by_programs
        async for operation, answer in walked(tainted, name):
            if answer.status_code >= 400 and not (isinstance(operation, Page) and name in HAVE_THEM):
                problems += 1
                assert found(whole(answer)) == [], (name, operation, answer.text)
    await typed_on_pages(tainted)
    for answer in await provoked(tainted):
        assert answer.status_code >= 400
        if (
            answer.headers["content-type"] == PROBLEM_JSON
        ):  # the report on a file quotes the file, to who has sent it
            assert found(whole(answer)) == [], answer.text
    await take_in(tainted.world.program)
    lines = [
        one.getMessage() for one in caplog.records if one.name not in ("httpx", "httpcore")
    ]  # the caller's
    assert found(ASIDE.sub("…", "\n".join(lines))) == []
    assert problems > 500
    print("\n" + "\n".join(SURFACES))


async def test_no_rendered_line_and_no_error_of_a_command_holds_a_mark(
    tainted: Tainted, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the log's processors make of every error there was, as JSON and for a terminal; and what a command says."""
    errors: list[Exception] = []

    def answering(error: Exception, *rest: Any) -> Any:
        errors.append(error)
        return answer_to(error, *rest)

    for module in ("api.errors", "api.perimeter"):
        monkeypatch.setattr(f"{module}.answer_to", answering)
    written: list[io.StringIO] = []
    with rendering(written):
        await provoked(tainted)
        await typed_on_pages(tainted)
        for name in ("case_worker", "recruiter", "nobody"):
            async for _ in by_programs(tainted, name):
                pass
        errors.append(await opened_wrongly(tainted))
        for error in errors:
            logging.getLogger("api").error("failed: %s", type(error).__name__, exc_info=error)
            logging.getLogger("asyncpg").error("failed: %s", error, exc_info=error)
    for stream in written:
        lines = stream.getvalue()
        assert lines.count("failed") >= 2 * len(errors)
        assert found(ASIDE.sub("…", lines)) == []
    said = [explained_exit(error) for error in errors if isinstance(error, OURS)]
    assert found(ASIDE.sub("…", "\n".join(line for _, line in said))) == []
    kinds = {type(error).__name__ for error in errors}
    assert {"NotFound", "InvalidValue", "Refused", "VaultError"} <= kinds
    print(f"\n{len(errors)} errors of {len(kinds)} kinds, {len(said)} of them as a command says them")


OURS = (Refused, SettingsError, DataError, EmbeddingError, MatchingError)
"""Errors of which a command says one line (api/cli/__init__.py)."""


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@contextmanager
def rendering(written: list[io.StringIO]) -> Iterator[None]:
    """Every logger's lines as `serve` writes them, as JSON and for a terminal, at debug."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    made: list[logging.Handler] = []
    for stream in (io.StringIO(), Terminal()):
        logs.configure("debug", stream=stream)
        made += root.handlers
        written.append(stream)
    root.handlers[:] = made
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)


async def opened_wrongly(tainted: Tainted) -> Exception:
    """The error of the vault for a sealed number of the marked person that is opened as another's."""
    sealed = await tainted.world.owner.fetchval(
        "SELECT nik_sealed FROM candidate_identities WHERE candidate_id = $1", tainted.person
    )
    with pytest.raises(VaultError) as raised:
        vault_from_file(tainted.world.program.settings.keys_path).open(
            sealed, column=NIK, record=str(tainted.world.tenants["colleague"].ids["candidate_id"])
        )
    return raised.value


async def test_no_file_that_is_written_for_others_holds_a_mark(tainted: Tainted, tmp_path: Path) -> None:
    """The report on an import, which goes back to who made the file, and the worksheet of a breach. The person's own
    file is the person's."""
    program = tainted.world.program
    known = reading(program.today(), program.settings.max_text_chars)
    desk = Desk(
        program.gateway, CASE_WORKER, known, program.trade, program.linter, program.clock, program.new_id
    )
    row = {
        "Nama": "Qxnama", "NIK": "351901170594000Q", "Tanggal Lahir": "1931-07-08x", "Telepon": "+620009991",
        "Nomor Register": "B.I 1/2024", "Kecamatan": "Qxkecamatan", "Agama": "Qxagama", "Bidang Tertutup": "FW07x",
        "Batasan Kerja": "fine_vision?", "Penjamin": "Qxpenjamin", "Telepon Penjamin": "+620009992",
        "Kunci Sumber": "Qxkunci", "Tempat Kembali": "Kab. Madiun", "Pendidikan Terakhir": "SMA/SMK",
    }  # fmt: skip
    sheet = Sheet(ImportKind.CANDIDATES, list(row), [SheetRow(2, row)], "d" * 64)
    report = await import_rows(sheet, desk, Mode(), lambda *_: None)
    assert len(report.problems) >= 4
    write_report(path := tmp_path / "report.csv", report)
    office, login = program.rights, tainted.world.tenants["case_worker"].login
    begin = program.clock() - timedelta(days=1)
    people = await office.breach(OFFICER, login, since=begin, until=program.clock() + timedelta(days=1))
    assert tainted.person in {one.candidate for one in people}
    for content in (path.read_text("utf-8-sig"), repr(worksheet_rows(people))):
        assert found(ASIDE.sub("…", content)) == []


async def provoked(tainted: Tainted) -> list[httpx.Response]:
    """Requests that hold marks themselves and fail in different places."""
    person = f"{V1}/candidates/{tainted.person}"
    again = examples.CANDIDATE | {"references": [{"system": "SDP", "key": "Qxkunci"}]}
    any_state = {"if-match": "*"}
    async with tainted.world.caller(CASE_WORKER) as client:
        return [
            await client.post(f"{V1}/candidates", json=again),
            await client.get(f"{V1}/candidates/Qxnama"),
            await client.get(f"{V1}/candidates?cursor=Qxkunci"),
            await client.patch(person, json={"Qxnama": 1, "identity": {"Qxkecamatan": 2}}, headers=any_state),
            await client.patch(person, json={"identity": {"phone": "+620009991", "name": ""}}, headers=any_state),
            await client.post(f"{V1}/candidates/lookup", json={"national_id": "Qxnama"}),
            await client.post(f"{V1}/imports/candidates", content=b"Qxnama\nQxkunci\n", headers=CSV),
            await client.post(f"{V1}/candidates", content=b"{Qxnama", headers={"content-type": "application/json"}),
        ]  # fmt: skip


async def typed_on_pages(tainted: Tainted) -> None:
    """Marks in every field of every form, in addresses, at the door and in a file that is shown before it is taken in,
    by who has the person in charge: what comes back is theirs, and nobody else may hear of it."""
    world, ids = tainted.world, tainted.world.tenants["case_worker"].ids
    words = ["Qxnama", "+620009991", "B.I 1/2024"]
    async with world.browser(CASE_WORKER) as browser:
        for page in pages(world.app):
            if page.form and page.path not in ("/masuk", "/keluar"):
                for word in words:
                    await Page(page.method, page.path, dict.fromkeys(page.form, word)).asked(browser, ids)
        for address in (
            "/orang/Qxnama",
            "/orang?dalam=Qxnama&gerbang=Qxkunci",
            "/antrean?setelah=Qxkunci",
            "/Qxnama",
        ):
            await browser.get(address)
        rows = "Nama;NIK;Tanggal Lahir\nQxnama;351901170594000Q;1931-07-08x\n"
        data = {"csrf": csrf_of(browser.cookies["jembatan"]), "kind": "candidates", "source": "Qxkunci"}
        shown = await browser.post(
            "/impor", data=data, files={"file": ("Qxnama.csv", rows.encode(), "text/csv")}
        )
        shown = await waited(browser, shown)
        assert "Qxnama.csv" in shown.text
    async with world.browser(None) as browser:
        await browser.post("/masuk", data={"login": "Qxnama", "password": "Qxsandi"})
        await browser.post(
            "/undangan", data={"link": "Qxkunci", "password": "Qxsandi", "password_again": "Qxsandi"}
        )


async def test_nothing_that_is_embedded_and_no_job_holds_a_mark(tainted: Tainted) -> None:
    owner = tainted.world.owner
    assert tainted.encoder.heard
    assert found("\n".join(tainted.encoder.heard), embedded=False) == []
    for table in ("facet_vectors", "vacancy_vectors", "outbox"):
        rows = await owner.fetch(f"SELECT (to_jsonb(t) - 'vector')::text AS row FROM {table} t")
        assert rows
        content = ASIDE.sub("…", "\n".join(row["row"] for row in rows))
        assert found(content, embedded=False) == []
    outbox = await owner.fetch("SELECT topic, record_id FROM outbox")
    assert found(repr(outbox)) == []


async def test_no_letter_holds_a_mark_or_an_id(tainted: Tainted, tmp_path: Path) -> None:
    """Everybody who has something to be told is written to, by a real mail server: nothing of it is in the letters."""
    world = tainted.world
    with mail_server(tmp_path) as server:
        given = {
            "smtp_host": "127.0.0.1",
            "smtp_port": server.port,
            "smtp_security": "none",
            "smtp_from": "j@uji.example",
        }
        settings = world.program.settings.model_copy(update=given)
        sending = replace(world.program.teller, mailer=mailer(settings, world.program.clock), digest_hour=0)
        await sending.tell(world.program.clock(), every=timedelta())
        letters = server.raw()
    marked = await world.owner.fetchval(
        "SELECT count(*) FROM notices WHERE job_id IS NOT NULL AND candidate_id = $1", tainted.person
    )
    assert marked, "the marked person was among what was told"
    assert len(letters) >= len(world.tenants)
    said = "\n".join(letter["content"] for letter in letters)
    plain = "\n".join(str(one.get_content()) for one in server.letters())
    jobs = await world.owner.fetch("SELECT id::text FROM jobs")
    for job in jobs:
        said = said.replace(job["id"], "…")  # of the letter itself
    assert found(said + plain) == []
    ids = {str(one) for tenant in world.tenants.values() for one in tenant.ids.values()}
    assert not [one for one in ids if one in said]
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}", said)


async def test_no_file_of_the_indexes_holds_a_mark(tainted: Tainted) -> None:
    await tainted.world.program.catalogue.rebuild()
    files = [path for path in (tainted.home / "indexes").rglob("*") if path.is_file()]
    assert files
    for path in files:
        content = path.read_bytes()
        assert str(tainted.person).encode() not in content
        assert tainted.person.bytes not in content
        for name, mark in PLANTED.items():
            if not mark.sql.startswith("'{") and len(mark.forms[0]) > 5:
                assert not any(form.encode() in content for form in mark.forms), (path, name)
