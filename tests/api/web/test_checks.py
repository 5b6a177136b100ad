"""Whether work is kept, on pages: a case worker's checks and the way of one piece of work, the planner's late ones, and
people on their way between units."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest_asyncio

from tests.api.tenants import V1, World
from tests.api.web.test_planner import pages_of
from tests.staff import CASE_WORKER, COLLEAGUE, FAR_CASE_WORKER, FAR_PLANNER, PLANNER


@pytest_asyncio.fixture
async def late(world: World) -> AsyncIterator[UUID]:
    """The colleague's person's own business, begun on 20 August 2026 and never asked about; so again afterwards."""
    placement = world.tenants["colleague"].ids["placement_id"]
    yield placement
    await world.owner.execute(
        "DELETE FROM placement_events WHERE placement_id = $1 AND kind = 'kept_30'", placement
    )
    await world.owner.execute("DELETE FROM noted_tasks WHERE note = 'Tanyakan minggu ini'")


async def test_a_check_is_found_late_and_answered_where_its_task_leads(world: World, late: UUID) -> None:
    place, marker = f"/penempatan/{late}", world.tenants["colleague"].marker
    today = world.program.today()
    async with pages_of(world, COLLEAGUE) as worker:
        assert f'href="{place}"' in await worker.opens("/beranda?jenis=check_due")
        page = await worker.opens("/pemantauan?keadaan=escalated")
        assert all(
            shown in page for shown in (marker, f'href="{place}?keadaan=escalated"', "Bertahan 30 hari")
        )
        assert place not in await worker.opens("/pemantauan?keadaan=ahead&halaman=9")
        assert place in await worker.opens("/pemantauan")
        work = await worker.opens(f"{place}?keadaan=escalated")
        assert 'value="kept_30"' in work
        answer: dict[str, Any] = {"keadaan": "escalated", "kind": "kept_30", "note": "lewat telepon"}
        early = await worker.sends(place, **answer, on="2026-09-01")
        assert (early.status_code, "lewat telepon" in early.text) == (422, True)
        ended = await worker.sends(place, keadaan="", kind="ended", on=today.isoformat(), reason="")
        assert (ended.status_code, 'id="salah-reason"' in ended.text) == (422, True)
        for field, value, wanted in (
            ("reason", "other", "“Berakhir”"),
            ("contract", "permanent", "“Mulai bekerja”"),
        ):
            vain = await worker.sends(place, **answer, on=today.isoformat(), **{field: value})
            assert (vain.status_code, f"hanya untuk {wanted}" in vain.text) == (422, True), field
            assert "lewat telepon" in vain.text
        kept = await worker.sends(place, **answer, on=today.isoformat())
        assert kept.headers["location"] == "/pemantauan?keadaan=escalated&kabar=recorded"
        again = await worker.sends(place, **answer, on=today.isoformat())
        assert again.status_code == 422
        asked = re.sub(r"\s+", " ", await worker.opens(place))
        assert asked.count("Bertahan 30 hari") < work.count("Bertahan 30 hari")
        assert "Bertahan 90 hari" in asked
    async with pages_of(world, FAR_CASE_WORKER) as other:
        await other.opens(place, status=404)


async def test_a_planner_sees_late_checks_of_the_region_and_leaves_a_task(world: World, late: UUID) -> None:
    place, marker = f"/pemantauan-terlambat/{late}", world.tenants["colleague"].marker
    async with pages_of(world, PLANNER) as planner:
        assert f'href="{place}"' in await planner.opens("/beranda?jenis=check_escalated")
        page = await planner.opens("/pemantauan-terlambat")
        assert all(shown in page for shown in (place, "Bertahan 30 hari", "diteruskan ke perencana sejak"))
        assert marker not in page, "codes, no names"
        assert "Yang belum dijawab" in await planner.opens(place)
        wrong = await planner.sends(place, note="Tanyakan minggu ini", due="besok")
        assert (wrong.status_code, 'value="Tanyakan minggu ini"' in wrong.text) == (422, True)
        due = (world.program.today() + timedelta(days=3)).isoformat()
        left = await planner.sends(place, note="Tanyakan minggu ini", due=due)
        assert left.headers["location"] == "/pemantauan-terlambat?kabar=reminded"
        await planner.opens(f"/penempatan/{late}", status=403)
    async with pages_of(world, COLLEAGUE) as worker:
        assert "Tanyakan minggu ini" in await worker.opens("/beranda?jenis=noted")
    async with pages_of(world, FAR_PLANNER) as far:
        assert place not in await far.opens("/pemantauan-terlambat")
        await far.opens(place, status=404)


async def test_who_is_offered_is_taken_in_or_not_and_an_own_offer_is_withdrawn(world: World) -> None:
    person = world.tenants["colleague"].ids["candidate_id"]
    marker = world.tenants["colleague"].marker

    async def offered() -> str:
        async with world.caller(COLLEAGUE) as client:
            body = {"unit": str(FAR_CASE_WORKER.unit), "note": "Pindah domisili"}
            made = await client.post(f"{V1}/candidates/{person}/offer", json=body)
        assert made.status_code == 201, made.text
        return f"/perpindahan/{made.json()['id']}"

    first = await offered()
    async with pages_of(world, FAR_CASE_WORKER) as receiver:
        page = await receiver.opens("/perpindahan")
        assert all(shown in page for shown in (first, str(person)[:8], "Pindah domisili"))
        assert marker not in page, "not there yet"
        assert 'href="/perpindahan"' in await receiver.opens("/beranda?jenis=transfer_offered")
        refused = await receiver.sends(first, apa="tolak")
        assert refused.headers["location"] == "/perpindahan?kabar=not_transferred"
        assert first not in await receiver.opens("/perpindahan")
    second = await offered()
    async with pages_of(world, CASE_WORKER) as stranger:
        assert (await stranger.sends(second, apa="terima")).status_code == 404
    async with pages_of(world, COLLEAGUE) as giver:
        page = await giver.opens("/perpindahan")
        assert marker in page
        assert "Tarik kembali" in page
        assert (await giver.sends(second, apa="tolak")).status_code == 303
        assert second not in await giver.opens("/perpindahan")
