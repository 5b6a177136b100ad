"""One person's way, from a file of the facility to the check after ninety days, through the API alone.

Everybody who has a part in it is here: the case worker of the facility, two planners of the region, the employer, the
case worker of the Bapas that goes on after the gate. Only time is helped: what was recorded is moved back by a hundred
days, as if they had passed.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import pytest_asyncio

from api import wiring
from api.program import Program
from api.schemas import examples
from api.settings import Settings
from data.embedded import Server
from data.pool import Connection, Database
from data.reference_load import load_reference_at
from embeddings.hashing import HashingEncoder
from matching.lint.catalogue import Code
from matching.model import Actor, CandidateId
from tests.api.entrance import asking, bearer
from tests.api.office import take_in
from tests.postgres import fresh_database
from tests.staff import (
    CASE_WORKER,
    COMPANY,
    ELSEWHERE,
    FAR_CASE_WORKER,
    OTHER_RECRUITER,
    PLANNER,
    RECRUITER,
    SECOND_PLANNER,
    enrol_companies,
)

V1 = "/api/v1"
DAYS_THAT_PASS = 100
CSV = {"content-type": "text/csv"}


@dataclass
class Town:
    """The running program and whoever asks it."""

    program: Program
    owner: Connection
    callers: Mapping[str, httpx.AsyncClient]
    today: date

    async def get(self, who: str, path: str) -> Any:
        answer = await self.callers[who].get(V1 + path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def post(self, who: str, path: str, status: int = 201, **body: Any) -> Any:
        answer = await self.callers[who].post(V1 + path, json=body)
        assert answer.status_code == status, answer.text
        return answer.json() if answer.content else None

    async def file(self, kind: str, **cells: str) -> None:
        """A file of one row, as the facility sends it."""
        content = ";".join(cells) + "\n" + ";".join(cells.values()) + "\n"
        answer = await self.callers["case worker"].post(
            f"{V1}/imports/{kind}", content=content.replace("_", " "), headers=CSV
        )
        assert answer.status_code == 200, answer.text
        assert answer.json()["problems"] == [], answer.text

    async def let_days_pass(self, days: int) -> None:
        async with self.owner.transaction():
            for table, column, change in (
                ("placement_events", "happened_on", "happened_on - $1::integer"),
                ("shortlist_events", "recorded_at", "recorded_at - $1::integer * interval '1 day'"),
                ("release_windows", "expected", "expected - $1::integer"),
            ):
                await self.owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
                if table == "release_windows":
                    await self.owner.execute(
                        "UPDATE release_windows SET earliest = earliest - $1::integer", days
                    )
                await self.owner.execute(f"UPDATE {table} SET {column} = {change}", days)
                await self.owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


ROLES: Mapping[str, Actor] = {
    "case worker": CASE_WORKER,
    "planner": PLANNER,
    "second planner": SECOND_PLANNER,
    "employer": RECRUITER,
    "another employer": OTHER_RECRUITER,
    "Bapas": FAR_CASE_WORKER,
}


@pytest_asyncio.fixture
async def town(server: Server, tmp_path: Path) -> AsyncIterator[Town]:
    async with AsyncExitStack() as stack:
        fresh = await stack.enter_async_context(fresh_database(server))
        await load_reference_at(fresh.url("jembatan_owner"))
        owner = await asyncpg.connect(fresh.url("jembatan_owner"))
        stack.push_async_callback(owner.close)
        await enrol_companies(owner)
        app = await stack.enter_async_context(Database.open(fresh.url("jembatan_app")))
        worker = await stack.enter_async_context(
            Database.open(fresh.url("jembatan_worker"), role="jembatan_worker")
        )
        settings = Settings(home=tmp_path, erasure_journal=tmp_path.parent / "journal")
        program = wiring.assemble(settings, app, worker, HashingEncoder(), wiring.local_actor("tests"))
        await program.catalogue.load()
        callers = {
            name: await stack.enter_async_context(asking(program, await bearer(program, actor)))
            for name, actor in ROLES.items()
        }
        yield Town(program, owner, callers, program.today())


async def test_from_the_gate_to_the_check_after_ninety_days(town: Town) -> None:  # noqa: PLR0915 - one way, one story
    soon, later = town.today + timedelta(days=20), town.today + timedelta(days=60)

    # The facility's files make a person who may be matched, with a certificate and a release window.
    key = {"sistem_sumber": "SDP", "kunci_sumber": "C-0001"}
    await town.file(
        "candidates", **key, NIK="3519015708950001", nama="Contoh Satu", tanggal_lahir="17/08/1995",
        tempat_kembali="Kab. Madiun", pendidikan="SMA/SMK sederajat", kendala="KTP: selesai", persetujuan="ya",
    )  # fmt: skip
    await town.file(
        "certificates", **key, jenis_sertifikat="sertifikat kompetensi", judul_sertifikat="Juru Las SMAW 3G",
        penerbit="LSP Las Contoh", status_verifikasi="asli dilihat",
    )  # fmt: skip
    await town.file(
        "windows", **key, jenis_pembebasan="bebas murni", paling_awal=f"{soon:%d/%m/%Y}",
        perkiraan_bebas=f"{soon:%d/%m/%Y}", paling_lambat=f"{later:%d/%m/%Y}", dasar_tanggal="sidang TPP",
        per_tanggal=f"{town.today:%d/%m/%Y}",
    )  # fmt: skip
    (person,) = [one["id"] for one in (await town.get("case worker", "/candidates"))["items"]]

    # An employer offers one place for a welder.
    vacancy = (
        await town.post(
            "employer", "/vacancies",
            **examples.VACANCY
            | {"employer": str(COMPANY), "openings": 1, "starts": str(later), "closes": str(later), "required": {}},
        )
    )["id"]  # fmt: skip
    # It is a draft, until a planner has seen what the lint finds and takes it upon themselves.
    await town.post(
        "planner", f"/vacancies/{vacancy}/publish", 200,
        acknowledged=list(Code), override="other", note="Upah dan syarat disepakati lewat telepon",
    )  # fmt: skip
    await take_in(town.program)

    # The case worker asks for a list, proposes what the ranking says, and asks the person.
    listed = await town.post("case worker", "/shortlists", candidate_id=person)
    of = f"/shortlists/{listed['id']}"
    proposed = await town.post("case worker", f"{of}/propose", 200)
    assert [item["vacancy"] for item in proposed["items"]] == [vacancy]
    item = proposed["items"][0]["id"]
    await town.post("case worker", f"{of}/items/{item}/answers", 200, interested=True)
    reviewed = await town.post("case worker", f"{of}/steps", 200, to="under_review")

    # Two planners approve, for nothing has ever been sent to this employer; before that it sees nothing.
    assert (await town.get("employer", f"/vacancies/{vacancy}/proposals"))["items"] == []
    for planner in ("planner", "second planner"):
        await town.post(planner, f"{of}/approvals", 200, version=reviewed["version"])
    await town.post("case worker", f"{of}/steps", 200, to="sent")

    # The employer sees a card without a name, and invites to an interview in the facility.
    (shown,) = (await town.get("employer", f"/vacancies/{vacancy}/proposals"))["items"]
    assert (shown["item"], shown["card"]["disclosed"]) == (item, None)
    assert "Contoh Satu" not in str(shown)
    answers = f"/shortlist-items/{item}/employer-answers"
    told = await town.callers["another employer"].get(V1 + answers)
    assert told.status_code == 404
    meeting: dict[str, Any] = {
        "meets_at": f"{town.today}T00:00:00+07:00",
        "how": "in_facility",
        "place": "Ruang bimbingan kerja",
    }
    invited = await town.post("employer", answers, kind="interview", **meeting)
    assert "offer" in invited["next"]

    # It makes an offer; the place is taken. The person says yes, the case worker writes it down.
    await town.post("employer", answers, kind="offer")
    stand = await town.get("employer", f"/vacancies/{vacancy}/openings")
    assert (stand["openings"], stand["offered"], stand["free"]) == (1, 1, 0)
    (placement,) = (await town.get("case worker", f"/candidates/{person}/placements"))["items"]
    events = f"/placements/{placement['id']}/events"
    await town.post("case worker", events, kind="accepted", on=str(town.today))
    assert (await town.get("employer", f"/vacancies/{vacancy}/openings"))["filled"] == 1

    # At the gate the person goes over to the Bapas, and what is open goes along.
    matters = (await town.get("case worker", f"/candidates/{person}/open-matters"))["items"]
    assert [one["kind"] for one in matters] == ["start"]
    offered = await town.post(
        "case worker", f"/candidates/{person}/offer", unit=str(ELSEWHERE), note="Surat 1"
    )
    await town.post("Bapas", f"/transfers/{offered['id']}/accept", 204)
    assert (await town.callers["case worker"].get(f"{V1}/candidates/{person}/placements")).status_code == 404
    (received,) = (await town.get("Bapas", "/transfers"))["items"]
    assert [one["kind"] for one in received["open_matters"]] == ["start"]

    # The first day of work. A hundred days later the check after thirty was never answered, and has been passed on.
    # It begins before the release, so the Bapas is asked, and says why.
    started: dict[str, Any] = {
        "before_release": True,
        "note": "asimilasi sejak hari ini",
        "kind": "started",
        "on": str(town.today),
        "contract": "fixed_term",
        "wage_monthly_idr": 2_600_000,
    }
    await town.post("Bapas", events, **started, place="35.19")
    await town.let_days_pass(DAYS_THAT_PASS)
    due = {one["kind"]: one["state"] for one in (await town.get("Bapas", "/checks"))["items"]}
    assert due == {"kept_30": "escalated", "kept_90": "late"}

    # The Bapas asks the person and the employer: still at work. Both checks are answered.
    kept = await town.post(
        "Bapas", events, kind="kept_90", on=str(town.today - timedelta(days=DAYS_THAT_PASS - 92))
    )
    assert [one["kind"] for one in kept["events"]] == [
        "proposed", "interviewed", "offered", "accepted", "started", "kept_90"
    ]  # fmt: skip
    assert (await town.get("Bapas", "/checks?days_ahead=0"))["items"] == []
    (ahead,) = (await town.get("Bapas", "/checks?days_ahead=90"))["items"]
    assert (ahead["kind"], ahead["state"]) == ("kept_180", "ahead")

    # The person asks for the own file, which tells the whole way; a report of one person tells nothing.
    await town.post("Bapas", f"/candidates/{person}/requests", kind="access")
    async with town.program.gateway.transaction(FAR_CASE_WORKER, read_only=True) as tx:
        file = await tx.subjects.of(CandidateId(UUID(person)))
    assert [one["kind"] for one in file["employer_answers"]] == ["interview", "offer"]
    assert len(file["placements"][0]["events"]) == 6
    report = await town.get("Bapas", "/outcomes")
    assert all(row["count"] in (None, 0) for row in report["rows"])
