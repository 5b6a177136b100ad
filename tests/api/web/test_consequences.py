"""What ends with a withdrawal, an objection, a restriction or an erasure is shown before it is done."""

import re
from uuid import UUID

import pytest

from api.program import Program
from data.pool import Connection
from tests.api.entrance import asking, cookie_of
from tests.api.routers.test_placements import a_place
from tests.api.tenants import World
from tests.api.web.test_officer import a_request
from tests.api.web.test_planner import Pages, pages_of
from tests.staff import CASE_WORKER, OFFICER

GATES = "SELECT consented AND NOT objected AND NOT restricted FROM candidates WHERE id = $1"


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("withdrawal", "Persetujuan yang ditarik: Pencocokan"),
        ("objection", "Persetujuannya tetap tercatat"),
        ("restriction", "sampai pembatasannya diakhiri"),
    ],
)
async def test_what_falls_with_a_request_is_shown_before_anything_is_stored(
    program: Program, behind: Connection, kind: str, says: str
) -> None:
    place = await a_place(program, behind, people=1, openings=1)
    person = place.people[0]
    at = f"/orang/{person}/persetujuan"
    await behind.execute(
        "INSERT INTO contact_requests (candidate_id, vacancy_id, unit_id, caseload, recorded_by) "
        "SELECT c.id, v.id, c.unit_id, c.caseload, c.recorded_by FROM candidates c, vacancies v "
        "WHERE c.id = $1 AND v.status = 'open' AND v.id <> $2 LIMIT 1",
        UUID(person), UUID(place.vacancy),
    )  # fmt: skip
    asked_for = await behind.fetchval(
        "SELECT title FROM contact_requests r JOIN vacancies v ON v.id = r.vacancy_id WHERE candidate_id = $1",
        UUID(person),
    )
    async with asking(program) as browser:
        browser.cookies.set("jembatan", await cookie_of(program, CASE_WORKER))
        worker = Pages(browser)
        shown = await worker.sends(f"{at}/permintaan", kind=kind, note="tulis <b>")
        assert (shown.status_code, says in shown.text) == (200, True)
        assert re.search(rf'<li><a href="/usulan/{place.shortlist}">', shown.text)
        assert ("permintaan kontak yang belum dijawab" in shown.text) == bool(asked_for)
        assert 'name="note" value="tulis &lt;b&gt;"' in shown.text
        assert await behind.fetchval(GATES, UUID(person)) is True
        assert (
            await behind.fetchval(
                "SELECT count(*) FROM subject_requests WHERE candidate_id = $1", UUID(person)
            )
            == 0
        )
        done = await worker.sends(f"{at}/permintaan", kind=kind, note="uji", sure="true")
        assert done.headers["location"] == f"{at}?kabar=saved"
        assert await behind.fetchval(GATES, UUID(person)) is False
        again = await worker.sends(f"{at}/permintaan", kind=kind)
        assert "sekarang sudah tidak dicocokkan" in again.text


async def test_an_erasure_says_what_goes_and_asks_once_more(world: World) -> None:
    request = await a_request(world, "erasure")
    at = f"/permintaan/{request}"
    async with pages_of(world, OFFICER) as officer:
        shown = await officer.sends(at, granted="true", answer="Sudah <b>")
        assert (shown.status_code, "Belum ada yang dihapus" in shown.text) == (200, True)
        assert 'name="answer" value="Sudah &lt;b&gt;"' in shown.text
        assert 'name="granted"' in await officer.opens(at)  # still to be decided
        refused = await officer.sends(at, granted="false", answer="Masih ditangani")
        assert refused.headers["location"] == f"{at}?kabar=done"
