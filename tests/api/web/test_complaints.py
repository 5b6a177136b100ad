"""A complaint about an employer, from the page where a case worker would look for it to the planner who decides it."""

import re
from uuid import UUID, uuid4

from api.schemas import placement_examples
from tests.api.office import a_person
from tests.api.tenants import V1, World
from tests.api.web.test_planner import pages_of
from tests.staff import CASE_WORKER, COLLEAGUE, OTHER_COMPANY, PLANNER, RECRUITER


async def test_a_complaint_is_written_down_once_and_the_planner_decides_it(world: World) -> None:
    ids = world.tenants["case_worker"].ids
    person, vacancy, note = (
        ids["candidate_id"],
        world.tenants["other_recruiter"].ids["vacancy_id"],
        uuid4().hex,
    )
    place = f"/orang/{person}/keluhan/{OTHER_COMPANY}"
    async with pages_of(world, CASE_WORKER) as worker:
        assert f'href="{place}"' in await worker.opens(f"/orang/{person}/lowongan/{vacancy}")
        page = await worker.opens(place)
        assert "Upah tidak dibayar" in page
        wrong = await worker.sends(place, code="", by_whom="candidate", note=note)
        assert (wrong.status_code, 'id="salah-code"' in wrong.text, note in wrong.text) == (422, True, True)
        given = {"code": "wage_not_paid", "by_whom": "family", "note": note, "once": str(uuid4())}
        for _ in range(2):
            sent = await worker.sends(place, **given)
            assert sent.headers["location"] == f"{place}?kabar=complained"
        after = await worker.opens(place)
        assert after.count(note) == 1
        assert "dari Keluarga" in re.sub(r"\s+", " ", after)
    async with pages_of(world, PLANNER) as planner:
        shown = await planner.opens(f"/pemberi-kerja/{OTHER_COMPANY}")
        assert note in shown
        assert str(person)[:8] in shown
    await world.owner.execute("DELETE FROM complaints WHERE note = $1", note)


async def test_nobody_complains_in_the_name_of_whom_they_do_not_have_in_charge(world: World) -> None:
    person = world.tenants["case_worker"].ids["candidate_id"]
    given = {"code": "other", "by_whom": "staff", "note": ""}
    for actor, status in ((COLLEAGUE, 404), (PLANNER, 403), (RECRUITER, 403)):
        async with pages_of(world, actor) as other:
            assert (
                await other.sends(f"/orang/{person}/keluhan/{OTHER_COMPANY}", **given)
            ).status_code == status
    async with pages_of(world, CASE_WORKER) as worker:
        assert (await worker.sends(f"/orang/{person}/keluhan/{uuid4()}", **given)).status_code == 404


async def test_work_at_an_employer_leads_to_the_complaint(world: World) -> None:
    event = placement_examples.EVENT | {"note": "asimilasi", "before_release": True}
    work = {"kind": "former_employer", "employer": str(OTHER_COMPANY), "event": event}
    async with world.caller(CASE_WORKER) as client:
        person = (await client.post(f"{V1}/candidates", json=a_person())).json()["id"]
        made = await client.post(f"{V1}/candidates/{person}/placements", json=work)
        assert made.status_code == 201, made.text
    async with pages_of(world, CASE_WORKER) as worker:
        page = await worker.opens(f"/penempatan/{made.json()['id']}")
    assert f'href="/orang/{person}/keluhan/{OTHER_COMPANY}"' in page
    await world.owner.execute("DELETE FROM candidates WHERE id = $1", UUID(person))
