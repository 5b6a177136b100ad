"""Every operation as every role against every other tenant's rows: nothing comes back, and whether there is such a row
cannot be told from one that does not exist."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts

from api.access import Only
from api.web.routes import PageRoute
from matching.vocabulary import Role
from tests.api.entrance import somebody
from tests.api.tenants import COMPANIES, EVERYBODY, OF_ACCOUNTS, V1, Tenant, World, strange

OPEN_TO_ALL = {
    "/static/{version}/{name}": "our own stylesheet and script",
    "/health/live": "whether the server lives",
    "/health/ready": "whether the server lives",
    "/metrics": "counts of the process, for a caller on the machine or with a token of its own",
    "/.well-known/security.txt": "where a weakness is told",
    "/session": "coming in, and going out of one's own session",
    "/session/oidc": "coming in",
    "/session/oidc/callback": "coming in",
    "/links/use": "coming in",
}
"""Operations for anybody. Reference data (any address below it) are for anybody, too."""
OF_ONESELF = {
    "/session/duty", "/session/oidc/end", "/me", "/password", "/second-factor", "/second-factor/confirm",
    "/second-factor/remove", "/session/show-again",
    "/sessions", "/sessions/{session_id}", "/tokens", "/tokens/{token_id}",
}  # fmt: skip
"""For whoever is signed in, in whatever duty or none: one's own account, and nobody else's."""
SAFE = ("GET", "HEAD")
OF_A_CASE_WORKER = (
    "candidate_id",
    "certificate_id",
    "transfer_id",
    "import_id",
    "run_id",
    "consent_id",
    "request_id",
    "row_id",
    "shortlist_id",
    "item_id",
    "flag_id",
    "placement_id",
    "complaint_id",
    "task_id",
    "notice_id",
    "plan_id",
    "report_id",
    "finding_id",
    "breach_id",
)
OF_A_COMPANY = ("vacancy_id", "employer_id")
IN_BODIES = {
    "candidate_id": "candidate_id",
    "vacancy_id": "vacancy_id",
    "employer": "employer_id",
    "would_take_back": "employer_id",
    "candidate": "candidate_id",
    "run_id": "run_id",
    "duty": "duty_id",
    "absent": "account_id",
    "covering": "account_id",
}
SHOWN_BY_DESIGN = {
    ("officer", f"{V1}/trail"): "who has read and changed whose data, by ids alone (docs/trail.md)",
    ("officer", f"{V1}/trail/unusual"): "which accounts have read much, by ids alone (docs/trail.md)",
    ("officer", f"{V1}/fairness-reports"): "ratios of groups, by the ids of plans (docs/fairness.md)",
    (
        "officer",
        f"{V1}/fairness-reports/{{report_id}}",
    ): "ratios of groups, by the ids of plans (docs/fairness.md)",
    ("officer", f"{V1}/subject-requests"): "requests of everybody, to be decided (docs/data-protection.md)",
    ("officer", f"{V1}/trail/findings"): "which accounts have read much (docs/trail.md)",
    ("officer", f"{V1}/breaches"): "breaches, in words that name nobody (docs/data-protection.md)",
    ("officer", "/permintaan"): "the page of these",
    ("officer", "/jejak/tidak-lazim"): "the page of the findings",
    ("officer", "/kebocoran"): "the page of the breaches",
    ("officer", "/beranda"): "the officer's tasks",
    ("officer", "/jejak"): "the page of the trail",
}
"""Where a role is shown ids of others, never a name of a person or a number. The id of an account is no secret: it is
in the stamp of what the account has written, such as vacancies, which all the staff see."""
OF_THIS_REQUEST = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\d{4}-\d\d-\d\dT[\d:.]+(\+[\d:]+)?"
)
OF_TENANTS = {
    "queue_decisions": ("row_id", "row_id"), "accounts": ("id", "account_id"), "duties": ("account_id", "account_id"),
    "covers": ("id", "cover_id"), "account_links": ("id", "link_id"),
    "sessions": ("id", "session_id"), "api_tokens": ("id", "token_id"),
    "external_identities": ("account_id", "account_id"),
}  # fmt: skip
fresh_niks = count(1)


@dataclass(frozen=True)
class Operation:
    """One method of one address, with the example of its body."""

    method: str
    path: str
    body: Any

    def asked(self, ids: Mapping[str, UUID]) -> tuple[str, Any]:
        """The address and the body with these ids in the place of parameters; others are left to chance."""
        path = re.sub(r"\{(\w+)\}", lambda found: self._value(found[1], ids), self.path)
        return path, self._filled(self.body, ids)

    @property
    def names(self) -> set[str]:
        """Parameters of the address and of the body that name a record."""
        return set(re.findall(r"\{(\w+)\}", self.path)) | set(_named(self.body))

    def _value(self, name: str, ids: Mapping[str, UUID]) -> str:
        return {"kind": "candidates", "name": "licences"}.get(name) or str(ids.get(name) or uuid4())

    def _filled(self, value: Any, ids: Mapping[str, UUID]) -> Any:
        if isinstance(value, dict):
            return {
                key: str(ids.get(IN_BODIES[key]) or uuid4())
                if key in IN_BODIES and item
                else self._filled(item, ids)
                for key, item in value.items()
            }
        return [self._filled(item, ids) for item in value] if isinstance(value, list) else value


def _named(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            if key in IN_BODIES and item:
                yield IN_BODIES[key]
            yield from _named(item)
    elif isinstance(value, list):
        for item in value:
            yield from _named(item)


def routes(app: Any) -> list[RouteContext]:
    """What the application answers programs, but for its own description; pages are walked in `tests/api/web`."""
    found = [one for one in iter_route_contexts(app.routes) if isinstance(one.original_route, APIRoute)]
    return [one for one in found if not isinstance(one.original_route, PageRoute)]


def operations(app: Any) -> list[Operation]:
    """All that the application answers to, from its routes: a new one is walked without being named here."""
    document = app.openapi()
    found = []
    for route in routes(app):
        path = route.path or ""
        described = document["paths"].get(path, {})
        for method in sorted(route.methods or ()):
            content = described.get(method.lower(), {}).get("requestBody", {}).get("content", {})
            shown = content.get("application/json", {}).get("examples", {})
            body = next(iter(shown.values()))["value"] if shown else None
            found.append(Operation(method, path, body))
    return found


def test_every_operation_says_for_whom_it_is(world: World) -> None:
    silent = {
        (route.path or "").removeprefix(V1)
        for route in routes(world.app)
        if not any(isinstance(one.dependency, Only) for one in route.dependencies)
    }
    assert {path for path in silent if not path.startswith("/reference/")} == {*OPEN_TO_ALL, *OF_ONESELF}
    assert len(operations(world.app)) > 90


def test_no_parameter_has_been_forgotten(world: World) -> None:
    known = {*OF_A_CASE_WORKER, *OF_A_COMPANY, *OF_ACCOUNTS, "kind", "name", "version", "comparison_id"}
    assert set().union(*(operation.names for operation in operations(world.app))) <= known


async def test_another_tenants_rows_are_not_there(world: World) -> None:
    before, compared, told = await stand(world), 0, 0
    met: set[tuple[str, str, int]] = set()
    for name, actor in EVERYBODY.items():
        async with world.caller(actor) as client:
            for operation in operations(world.app):
                for own, ids in attempts(world, name, operation):
                    nothing = await said(client, operation, own)
                    told += assert_nothing_foreign(world, name, operation, nothing)
                    if not ids:
                        continue
                    answer = await said(client, operation, own | ids)
                    told += assert_nothing_foreign(world, name, operation, answer)
                    assert outcome(answer) == outcome(nothing), (name, operation, answer.text, nothing.text)
                    compared += 1
                    met.add((operation.method, operation.path, answer.status_code))
    assert await stand(world) == before
    print(f"\n{compared} answers compared with those for a random id, {told} looked through for foreign rows")
    assert {status for *_, status in met} == {403, 404}
    assert compared > 2_400  # docs/walls.md tells these figures
    assert told > 6_800


def attempts(
    world: World, name: str, operation: Operation
) -> Iterator[tuple[dict[str, UUID], dict[str, UUID]]]:
    """(ids of one's own, ids of another tenant) for parameters of this operation: every tenant's, for each parameter
    alone and for all; and none at all, for what takes no parameter."""
    mine = world.tenants[name].ids if name in world.tenants else {}
    yield {}, {}
    for tenant in world.foreign(name):
        given = {key: one for key, one in strange(name, tenant).items() if key in operation.names}
        if not given:
            continue
        yield {}, given
        if "run_id" in given:
            yield {}, {"run_id": tenant.ids["list_run_id"]}
        if len(operation.names) > 1:
            for key, one in given.items():
                yield {other: mine[other] for other in operation.names - {key} if other in mine}, {key: one}


async def said(client: httpx.AsyncClient, operation: Operation, ids: Mapping[str, UUID]) -> httpx.Response:
    path, body = operation.asked(ids)
    headers = {} if operation.method in SAFE else {"if-match": '"x"'}
    if operation.path.startswith(f"{V1}/imports/{{kind}}"):
        return await client.request(operation.method, path, headers=headers | {"content-type": "text/csv"})
    if operation.method == "POST" and operation.path == f"{V1}/candidates":
        body = body | {"identity": {"name": "Contoh Baru"}, "references": []}
    if (
        operation.method == "POST" and operation.path == f"{V1}/subject-requests"
    ):  # an officer's letters are of anybody; this one is of nobody
        body = body | {"national_id": "3519011705940099"}
    return await client.request(operation.method, path, json=body, headers=headers)


def outcome(answer: httpx.Response) -> tuple[int, str, tuple[str, ...]]:
    """What an answer says, without the names of this one request."""
    return answer.status_code, OF_THIS_REQUEST.sub("…", answer.text), tuple(sorted(answer.headers))


def assert_nothing_foreign(world: World, name: str, operation: Operation, answer: httpx.Response) -> int:
    for tenant in world.foreign(name):
        hidden = [tenant.marker, tenant.nik] if tenant.marker else []
        if (name, operation.path) not in SHOWN_BY_DESIGN and (
            tenant.name not in COMPANIES or name in COMPANIES
        ):
            hidden += [str(one) for key, one in strange(name, tenant).items() if key != "account_id"]
        assert not [one for one in hidden if one and one in answer.text], (name, operation, answer.text)
    return 1


async def stand(world: World) -> dict[str, str]:
    """How the tenants' rows stand, by table."""
    people = [t.ids["candidate_id"] for t in world.tenants.values() if "candidate_id" in t.ids]
    tables = (
        "candidate_identities", "protected_attributes", "candidate_references", "certificates",
        "release_windows", "supervisions", "consent_events", "consents", "consent_withdrawals", "subject_requests",
        "holds", "import_changes", "runs", "shortlists", "shortlist_items", "shortlist_overrides", "candidate_answers",
        "vacancy_hidings", "contact_requests",
        "shortlist_flags", "shortlist_verdicts", "employer_answers", "placements", "placement_events", "complaints",
    )  # fmt: skip
    found = {
        table: await world.owner.fetchval(
            f"SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table} t WHERE candidate_id = ANY ($1)",
            people,
        )
        for table in tables
    }
    found["candidates"] = await world.owner.fetchval(
        "SELECT md5(string_agg(c::text, '|' ORDER BY c::text)) FROM candidates c WHERE id = ANY ($1)", people
    )
    for table, whose in (
        ("noted_tasks", "recorded_by"),
        ("task_marks", "account_id"),
        ("notices", "account_id"),
    ):
        found[table] = await world.owner.fetchval(
            f"SELECT md5(string_agg(r, '|' ORDER BY r)) FROM (SELECT (to_jsonb(t) - 'read_at')::text AS r "
            f"FROM {table} t WHERE {whose} = ANY ($1) AND candidate_id IS NOT NULL) rows",
            [t.actor.account for t in world.tenants.values()],
        )
    found["jobs"] = await world.owner.fetchval(
        "SELECT md5(string_agg(j::text, '|' ORDER BY j::text)) FROM jobs j"
    )
    found[
        "transfers"
    ] = await world.owner.fetchval(  # anybody may claim; that nothing moves by it is what counts
        "SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM transfers t WHERE kind <> 'claim'"
    )
    found["imports"] = await world.owner.fetchval(
        "SELECT md5(string_agg(i::text, '|' ORDER BY i::text)) FROM imports i WHERE id = ANY ($1)",
        [t.ids["import_id"] for t in world.tenants.values() if "import_id" in t.ids],
    )
    plans = [t.ids["plan_id"] for t in world.tenants.values() if "plan_id" in t.ids]
    for table, column in (("cohort_plans", "id"), ("cohort_proposals", "plan_id")):
        found[table] = await world.owner.fetchval(
            f"SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table} t WHERE {column} = ANY ($1)",
            plans,
        )
    for table, key in OF_TENANTS.items():
        found[table] = await world.owner.fetchval(
            f"SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table} t WHERE {key[0]} = ANY ($1)",
            [t.ids[key[1]] for t in world.tenants.values() if key[1] in t.ids],
        )
    return found


@pytest.mark.parametrize("role", [Role.CASE_WORKER, Role.ADMINISTRATOR])
async def test_in_a_session_too_nobody_ends_or_takes_what_is_another_accounts(
    world: World, role: Role
) -> None:
    """Tokens may not touch one's own account, so the walk above has asked in vain there."""
    before, compared = await stand(world), 0
    someone = await somebody(world.program, world.owner, role)
    await someone.signs_in()
    for operation in operations(world.app):
        if operation.path.removeprefix(V1) in OF_ONESELF and operation.names:
            for tenant in world.tenants.values():
                known, unknown = [
                    await someone.asks(operation.method, path.removeprefix(V1), body)
                    for path, body in (operation.asked(tenant.ids), operation.asked({}))
                ]
                assert outcome(known) == outcome(unknown)
                assert known.status_code == 404
                compared += 1
    for path in ("/me", "/sessions", "/tokens"):
        told = (await someone.asks("GET", path)).text
        assert not [
            one for tenant in world.tenants.values() for one in tenant.ids.values() if str(one) in told
        ]
    assert compared == 3 * len(world.tenants)
    assert await stand(world) == before


@pytest.mark.parametrize("path", ["/candidates/lookup", "/candidates/claim", "/candidates"])
async def test_a_number_that_another_tenant_has_is_a_number_that_nobody_has(world: World, path: str) -> None:
    for name, actor in EVERYBODY.items():
        async with world.caller(actor) as client:
            for tenant in world.foreign(name):
                if tenant.nik:
                    known = await numbered(client, path, tenant.nik, f"{tenant.marker}-1")
                    unknown = await numbered(client, path, f"351901170594{9000 + next(fresh_niks):04}", "X")
                    assert shape(known, tenant.nik) == shape(unknown, ""), (name, path)
    await world.owner.execute(
        "DELETE FROM candidates WHERE id IN (SELECT candidate_id FROM candidate_identities WHERE name = 'Uji Angka')"
    )


async def numbered(client: httpx.AsyncClient, path: str, nik: str, key: str) -> httpx.Response:
    body: dict[str, Any] = {"national_id": nik}
    if path == "/candidates":
        facts = {"home": "35.19", "education": "SMA"}
        reference = {"system": "SDP", "key": f"{key}-{uuid4().hex[:6]}" if key == "X" else key}
        body = {
            "identity": {"name": "Uji Angka", "national_id": nik},
            "facts": facts,
            "references": [reference],
        }
    return await client.post(f"{V1}{path}", json=body)


def shape(answer: httpx.Response, nik: str) -> tuple[int, str]:
    """Status and body without what a new record has of its own."""
    body = answer.json()
    if answer.status_code == 201:
        body["identity"]["national_id_last4"] = body["stamp"]["recorded_at"] = body["references"] = "…"
    return answer.status_code, OF_THIS_REQUEST.sub("…", json.dumps(body))


async def test_a_file_with_a_number_that_another_tenant_has_is_imported_like_any_other(world: World) -> None:
    imported = "3519011705940103"  # the far case worker's file had this one
    reports = []
    async with world.caller(EVERYBODY["case_worker"]) as client:
        for nik in (imported, "3519011705948888"):
            rows = f"Nama;NIK;Tempat Kembali;Pendidikan Terakhir\nUji Berkas;{nik};Kab. Madiun;SMA/SMK\n"
            answer = await client.post(
                f"{V1}/imports/candidates?dry_run=true", content=rows, headers={"content-type": "text/csv"}
            )
            reports.append((answer.status_code, {**answer.json(), "digest": ""}))
    assert reports[0] == reports[1]
    assert reports[0][1]["created"] == 1


async def test_ones_own_rows_are_there(world: World) -> None:
    """Without this, a walk that finds nothing would say nothing."""
    found = []
    for name, tenant in world.tenants.items():
        async with world.caller(EVERYBODY[name]) as client:
            for operation in operations(world.app):
                if operation.method == "GET" and operation.names and operation.names <= set(tenant.ids):
                    answer = await said(client, operation, tenant.ids)
                    found.append(answer.status_code)
                    assert answer.status_code in (200, 403), (name, operation, answer.text)
    assert found.count(200) > 30


def test_the_world_has_something_of_everything(world: World) -> None:
    def has(tenant: Tenant) -> set[str]:
        return set(tenant.ids)

    assert all(
        {*OF_A_CASE_WORKER, *OF_ACCOUNTS, "list_run_id", "hold_id"} <= has(tenant)
        for tenant in world.tenants.values()
        if tenant.nik
    )
