"""A world of several tenants behind one running program: what each case worker has, and what each company has."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx

from api import wiring
from api.program import Program
from api.schemas import cohort_examples, examples, placement_examples, rights_examples
from api.settings import Settings
from api.wiring.server import application
from data.embedded import Server
from data.pool import Connection, Database
from data.reference_load import load_reference_at
from embeddings.hashing import HashingEncoder
from matching.lint.catalogue import Code
from matching.model import Actor, CandidateId, VacancyId
from matching.model.cohorts import CohortAsked, CohortPlan, CohortPlanId, Proposal
from matching.model.fairness import FairnessReport, FairnessReportId
from matching.ports import Encoder
from matching.vocabulary import Role
from tests import staff
from tests.api.entrance import bearer, cookie_of
from tests.api.office import take_in
from tests.postgres import Fresh, fresh_database
from tests.staff import enrol_companies

V1 = "/api/v1"
ISSUER = "https://masuk.uji.example"
LOCAL_UNIT = "00000000-0000-4000-8000-0000000000a1"
CASE_WORKERS = {
    "case_worker": staff.CASE_WORKER,
    "colleague": staff.COLLEAGUE,
    "far_case_worker": staff.FAR_CASE_WORKER,
}
COMPANIES = {"recruiter": staff.RECRUITER, "other_recruiter": staff.OTHER_RECRUITER}
EVERYBODY = {**staff.EVERYBODY, **COMPANIES}
SEEN_BY = {  # whose people each role sees, besides case workers, who see their own
    "planner": ("case_worker", "colleague"),
    "far_planner": ("far_case_worker",),
}


OF_ACCOUNTS = ("account_id", "duty_id", "cover_id", "session_id", "token_id", "link_id", "job_id")
BY_DESIGN = {
    "administrator": frozenset({"account_id", "duty_id", "cover_id", "link_id", "job_id"}),
    "officer": frozenset({"request_id", "report_id", "finding_id", "breach_id"}),
}
"""Ids of whatever is a role's to work on, whosever it is: accounts are the administrator's (docs/walls.md), requests
of people the officer's to decide (docs/data-protection.md)."""


@dataclass
class Tenant:
    """What one case worker or one company has: ids by the name of the parameter that they stand for, and markers that
    nobody else may be shown."""

    name: str
    actor: Actor
    nik: str = ""
    marker: str = ""
    login: str = ""
    ids: dict[str, UUID] = field(default_factory=dict)


@dataclass
class World:
    """The program, its database, and everybody in it."""

    program: Program
    fresh: Fresh
    app: Any
    tenants: dict[str, Tenant]
    owner: Connection

    @asynccontextmanager
    async def caller(self, actor: Actor | None) -> AsyncIterator[httpx.AsyncClient]:
        """A caller on this machine who has come in as this actor."""
        headers = await bearer(self.program, actor) if actor else {}
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://127.0.0.1:8000", headers=headers
        ) as asking:
            yield asking

    @asynccontextmanager
    async def browser(self, actor: Actor | None) -> AsyncIterator[httpx.AsyncClient]:
        """A browser on this machine in which this actor has signed in."""
        cookies = {"jembatan": await cookie_of(self.program, actor)} if actor else {}
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://127.0.0.1:8000", cookies=cookies
        ) as looking:
            yield looking

    def foreign(self, name: str) -> list[Tenant]:
        """Tenants of whose people (or, among companies, vacancies) this role may see nothing."""
        own = (name, *SEEN_BY.get(name, ()))
        kinds = CASE_WORKERS if name not in COMPANIES else EVERYBODY
        return [tenant for tenant in self.tenants.values() if tenant.name in kinds and tenant.name not in own]


@asynccontextmanager
async def a_world(server: Server, home: Path, encoder: Encoder | None = None) -> AsyncIterator[World]:
    """A program on a database of its own, in which every tenant has something of every kind."""
    async with fresh_database(server) as fresh:
        await load_reference_at(fresh.url("jembatan_owner"))
        owner = await asyncpg.connect(fresh.url("jembatan_owner"))
        await enrol_companies(owner)
        async with (
            Database.open(fresh.url("jembatan_app")) as app,
            Database.open(fresh.url("jembatan_worker"), role="jembatan_worker") as worker,
        ):
            settings = Settings(
                home=home,
                staff_vacancies_need_check=False,
                employer_lists_a_day=10_000,
                requests_per_minute=1_000_000,  # a walk that is refused for its pace would find nothing
                address_requests_per_minute=1_000_000,
            )
            actor = wiring.local_actor("tests")
            program = wiring.assemble(settings, app, worker, encoder or HashingEncoder(), actor)
            await program.catalogue.load()
            world = World(program, fresh, application(program), {}, owner)
            await _furnish(world)
            yield world
        await owner.close()


async def _furnish(world: World) -> None:
    for number, (name, actor) in enumerate(COMPANIES.items(), start=1):
        async with world.caller(actor) as client:
            await _company(world, Tenant(name, actor), client, number)
    for number, (name, actor) in enumerate(CASE_WORKERS.items(), start=1):
        tenant = Tenant(name, actor, nik=f"351901170594{number:04}", marker=f"Rahasia{name.title()}")
        async with world.caller(actor) as client:
            await _person(world, tenant, client, number)
    await take_in(world.program)
    for name, actor in CASE_WORKERS.items():
        async with world.caller(actor) as client:
            await _lists(world, world.tenants[name], client)
        await _plan(world, world.tenants[name])
    await world.program.teller.go_round()
    for tenant in world.tenants.values():
        await _told(world.owner, tenant)
    await world.owner.execute("UPDATE meta SET oidc_issuer = $1", ISSUER)
    for tenant in world.tenants.values():
        await _account(world.owner, tenant)


async def _account(owner: Connection, tenant: Tenant) -> None:
    """A session, a token, a link that waits, a cover that is still to come, and a name with an identity provider."""
    actor = tenant.actor
    assert actor.duty is not None
    made = {name: uuid4() for name in ("session_id", "token_id", "cover_id", "link_id")}
    tenant.ids |= made | {"account_id": actor.account, "duty_id": actor.duty}
    tenant.login = await owner.fetchval("SELECT login FROM accounts WHERE id = $1", actor.account)
    later = datetime.now(UTC) + timedelta(days=200)
    await owner.execute(
        "INSERT INTO sessions (id, account_id, duty_id, digest, second_factor, until) "
        "VALUES ($1, $2, $3, $4, false, $5)",
        made["session_id"], actor.account, actor.duty, made["session_id"].bytes, later,
    )  # fmt: skip
    await owner.execute(
        "INSERT INTO api_tokens (id, account_id, duty_id, name, scopes, digest, until) "
        "VALUES ($1, $2, $3, $4, '{read}', $5, $6)",
        made["token_id"], actor.account, actor.duty, "tests", made["token_id"].bytes, later,
    )  # fmt: skip
    await owner.execute(
        "INSERT INTO account_links (id, account_id, digest, clears_second_factor, created_by, until, pending) "
        "VALUES ($1, $2, $3, false, $4, $5, true)",
        made["link_id"], actor.account, made["link_id"].bytes, staff.FAR_PLANNER.account, later,
    )  # fmt: skip
    await owner.execute(
        "INSERT INTO covers (id, unit_id, absent, covering, since, until, granted_by) "
        "VALUES ($1, $2, $3, $4, $5, $6, $4)",
        made["cover_id"], actor.unit, actor.account, staff.ADMINISTRATOR.account, later, later + timedelta(days=9),
    )  # fmt: skip
    await owner.execute(
        "INSERT INTO external_identities (issuer, subject, account_id, linked_by) VALUES ($1, $2, $3, $3)",
        ISSUER, tenant.name, actor.account,
    )  # fmt: skip


async def _company(world: World, tenant: Tenant, client: httpx.AsyncClient, number: int) -> None:
    company = staff.RECRUITERS[tenant.actor]
    title = f"Tukang Las Listrik SMAW {number}"
    body = examples.VACANCY | {"employer": str(company), "title": title, "openings": 30}
    tenant.ids = {"employer_id": company, "vacancy_id": await _new(client, "/vacancies", body)}
    await _new(client, "/tasks", {"note": f"Catatan {tenant.name}", "due": "2026-11-01"})
    await publish(world, tenant.ids["vacancy_id"])
    world.tenants[tenant.name] = tenant


async def publish(world: World, vacancy: UUID) -> None:
    """As a planner does who has looked at the findings."""
    async with world.caller(staff.PLANNER) as planner:
        body = {"acknowledged": list(Code), "override": "other", "note": "uji"}
        answer = await planner.post(f"{V1}/vacancies/{vacancy}/publish", json=body)
    assert answer.status_code == 200, answer.text


async def _person(world: World, tenant: Tenant, client: httpx.AsyncClient, number: int) -> None:
    identity = {
        "name": f"{tenant.marker} Contoh",
        "birth_date": f"1984-05-{number:02}",
        "national_id": tenant.nik,
        "phone": f"+62800000009{number}",
        "district": f"{tenant.marker}Kecamatan",
        "register_number": f"B.I {number}/2024",
    }
    body = examples.CANDIDATE | {
        "identity": identity,
        "references": [{"system": "SDP", "key": f"{tenant.marker}-1"}],
        "supervision": examples.SUPERVISION,
        "guarantor": {"kind": "family", "name": f"{tenant.marker}Penjamin", "phone": None},
        "protected": {"sex": "male", "religion": f"{tenant.marker}Agama"},
    }
    person = await _new(client, "/candidates", body)
    held = (await client.get(f"{V1}/candidates/{person}/certificates")).json()["items"]
    offer = await client.post(
        f"{V1}/candidates/{person}/offer", json={"unit": LOCAL_UNIT, "note": tenant.marker}
    )
    assert offer.status_code == 201, offer.text
    tenant.ids = {
        "candidate_id": person,
        "certificate_id": UUID(held[0]["id"]),
        "transfer_id": UUID(offer.json()["id"]),
        "import_id": await _import(client, tenant, number),
    }
    await _rights(client, tenant)
    await _watched(world, tenant)
    world.tenants[tenant.name] = tenant
    vacancy = world.tenants["recruiter"].ids["vacancy_id"]
    tenant.ids["hold_id"] = uuid4()
    await world.owner.execute(
        "INSERT INTO holds (id, vacancy_id, candidate_id, unit_id, caseload, recorded_by) "
        "VALUES ($1, $2, $3, $4, $5, $5)",
        tenant.ids["hold_id"], vacancy, person, tenant.actor.unit, tenant.actor.account,
    )  # fmt: skip


async def _rights(client: httpx.AsyncClient, tenant: Tenant) -> None:
    """A consent and a request of the person, and the row that waits."""
    of_person = f"/candidates/{tenant.ids['candidate_id']}"
    consent = rights_examples.CONSENT | {"evidence": f"{tenant.marker} Map"}
    tenant.ids["consent_id"] = await _new(client, f"{of_person}/consents", consent)
    tenant.ids["request_id"] = await _new(client, f"{of_person}/requests", rights_examples.REQUEST)
    (waiting,) = (await client.get(f"{V1}/imports/queue")).json()["items"]
    tenant.ids["row_id"] = UUID(waiting["id"])


async def _watched(world: World, tenant: Tenant) -> None:
    """Unusual reading of the account, and a breach by it: both the officer's to see to."""
    account = tenant.actor.account
    tenant.ids["finding_id"] = await world.owner.fetchval(
        "INSERT INTO unusual_readings (account, role, day, measure, count) "
        "VALUES ($1, 'case_worker', '2026-11-01', 'people', 40) RETURNING id",
        account,
    )
    tenant.ids["breach_id"] = await world.owner.fetchval(
        "INSERT INTO breaches (id, found_at, due_at, found_by, what, account, since, until, recorded_by) SELECT "
        "gen_random_uuid(), now(), now() + interval '72 hours', 'unit', 'uji', $1, '2026-11-01', '2026-11-01', $2 "
        "RETURNING id",
        account, staff.OFFICER.account,
    )  # fmt: skip


async def _import(client: httpx.AsyncClient, tenant: Tenant, number: int) -> UUID:
    """A file with a new person and, without a key, a row that may be the known one."""
    rows = (
        "Nama;NIK;Tanggal Lahir;Tempat Kembali;Pendidikan Terakhir",
        f"{tenant.marker} Impor;351901170594{100 + number:04};01/02/1990;Kab. Madiun;SMA/SMK",
        f"{tenant.marker} Contoh;;{number:02}/05/1984;Kab. Madiun;SMA/SMK",
    )
    answer = await client.post(
        f"{V1}/imports/candidates", content="\n".join(rows).encode(), headers={"content-type": "text/csv"}
    )
    assert answer.status_code == 200, answer.text
    assert (answer.json()["created"], answer.json()["queued"]) == (1, 1), answer.text
    return UUID(answer.json()["import_id"])


async def _lists(world: World, tenant: Tenant, client: httpx.AsyncClient) -> None:
    person, vacancy = tenant.ids["candidate_id"], world.tenants["recruiter"].ids["vacancy_id"]
    tenant.ids["run_id"] = await _new(client, "/runs", {"candidate_id": str(person)})
    tenant.ids["list_run_id"] = await _new(client, "/runs", {"vacancy_id": str(vacancy)})
    await _shortlist(world, tenant, client, str(person), str(vacancy))


async def _shortlist(
    world: World, tenant: Tenant, client: httpx.AsyncClient, person: str, vacancy: str
) -> None:
    """A list with one item, what was said of it, and a consequence."""
    made = await _new(client, "/shortlists", {"candidate_id": person, "note": tenant.marker})
    added = {"vacancy_id": vacancy, "reason": "other", "note": tenant.marker}
    answer = await client.post(f"{V1}/shortlists/{made}/items", json=added)
    assert answer.status_code == 200, answer.text
    item = answer.json()["items"][0]["id"]
    said = {"interested": True, "reason": None, "note": tenant.marker}
    answer = await client.post(f"{V1}/shortlists/{made}/items/{item}/answers", json=said)
    assert answer.status_code == 200, answer.text
    tenant.ids |= {"shortlist_id": made, "item_id": UUID(item)}
    tenant.ids["flag_id"] = await world.owner.fetchval(
        "INSERT INTO shortlist_flags (item_id, candidate_id, kind, code, unit_id, caseload, recorded_by) "
        "SELECT id, candidate_id, 'window', 'window_moved', unit_id, caseload, caseload FROM shortlist_items "
        "WHERE id = $1 RETURNING id",
        tenant.ids["item_id"],
    )
    # Hidden and shown again: what was said stays, and nothing else changes.
    hidden = {"vacancy_id": vacancy, "reason": "other", "note": tenant.marker}
    answer = await client.post(f"{V1}/candidates/{person}/hidden-vacancies", json=hidden)
    assert answer.status_code == 200, answer.text
    answer = await client.post(f"{V1}/candidates/{person}/hidden-vacancies/{vacancy}/end", json={})
    assert answer.status_code == 204, answer.text
    await _outcomes(world, tenant, client)
    await _new(client, "/tasks", {"note": tenant.marker, "due": "2026-11-01", "candidate_id": person})
    await world.program.verdicts.renew(today=world.program.today())


async def _outcomes(world: World, tenant: Tenant, client: httpx.AsyncClient) -> None:
    """An answer to the item, work that was found otherwise, and a complaint."""
    company = world.tenants["recruiter"].ids["employer_id"]
    own = {
        "kind": "self_employment",
        "event": placement_examples.EVENT
        | {"contract": "self_employment", "note": tenant.marker, "before_release": True},
    }
    person = tenant.ids["candidate_id"]
    complaint = placement_examples.COMPLAINT | {"candidate_id": str(person), "note": tenant.marker}
    tenant.ids |= {
        "placement_id": await _new(client, f"/candidates/{person}/placements", own),
        "complaint_id": await _new(client, f"/employers/{company}/complaints", complaint),
    }
    await world.owner.execute(
        "INSERT INTO employer_answers (item_id, candidate_id, kind, meets_at, how, place, note, on_behalf, unit_id, "
        "caseload, recorded_by) SELECT id, candidate_id, 'interview', now(), 'video', $2, $2, true, unit_id, "
        "caseload, caseload FROM shortlist_items WHERE id = $1",
        tenant.ids["item_id"], tenant.marker,
    )  # fmt: skip


async def _told(owner: Connection, tenant: Tenant) -> None:
    """The notice of something due, and a job that was set aside."""
    notice = await owner.fetchrow(
        "SELECT id, task_id FROM notices WHERE account_id = $1 ORDER BY candidate_id, seq LIMIT 1",
        tenant.actor.account,
    )
    tenant.ids |= {"notice_id": notice["id"], "task_id": notice["task_id"]}
    tenant.ids["job_id"] = await owner.fetchval(
        "INSERT INTO jobs (kind, account_id, day, state, ended_at) "
        "VALUES ('mail', $1, '2026-11-01', 'set_aside', now()) RETURNING id",
        tenant.actor.account,
    )


async def _plan(world: World, tenant: Tenant) -> None:
    """A plan for the tenant's province that proposes something to the tenant's person."""
    cohorts = world.program.cohorts.store
    province = await world.owner.fetchval("SELECT province_code FROM units WHERE id = $1", tenant.actor.unit)
    asked = CohortAsked(90, (province,), date(2026, 11, 22))
    at = datetime.now(UTC)
    plan = await cohorts.begin(CohortPlan(CohortPlanId(uuid4()), asked, tenant.name, {}, at))
    vacancy = VacancyId(world.tenants["recruiter"].ids["vacancy_id"])
    proposal = Proposal(CandidateId(tenant.ids["candidate_id"]), vacancy, 0.5, 1, standing=False)
    fair = FairnessReport(FairnessReportId(uuid4()), plan.id, None, {"alarms": []}, 0, at)
    await cohorts.finish(plan.id, cohort_examples.COHORT_PLAN_OUT, [proposal], [], fair, at=at)
    tenant.ids |= {"plan_id": plan.id, "report_id": fair.id}


async def _new(client: httpx.AsyncClient, path: str, body: Mapping[str, Any]) -> UUID:
    answer = await client.post(f"{V1}{path}", json=body)
    assert answer.status_code == 201, answer.text
    return UUID(answer.json()["id"])


async def end_work(world: World) -> list[int]:
    """Let the tenants' people have lost the work that they have found; ids of the events that say so."""
    ended = await world.owner.fetch(
        "INSERT INTO placement_events (placement_id, candidate_id, kind, happened_on, reason, unit_id, caseload, "
        "recorded_by) SELECT id, candidate_id, 'ended', today_here(), 'other', unit_id, caseload, recorded_by "
        "FROM placements RETURNING id"
    )
    return [row["id"] for row in ended]


def strange(name: str, tenant: Tenant) -> dict[str, UUID]:
    """Ids of a tenant that mean nothing to this role."""
    return {key: one for key, one in tenant.ids.items() if key not in BY_DESIGN.get(name, ())}


def is_planner(actor: Actor) -> bool:
    return actor.role is Role.RELEASE_PLANNER
