"""The list of people in one's charge, as it says when they can be out."""

from datetime import date, timedelta
from uuid import uuid4

from api.program import Program
from api.schemas import examples
from tests.api.entrance import asking, bearer, cookie_of
from tests.api.office import a_nik, recorded
from tests.api.web.test_frame import mark
from tests.staff import CASE_WORKER


async def test_a_window_that_is_past_says_so_and_a_certain_day_stands_once(program: Program) -> None:
    today, said = program.today(), uuid4().hex[:8]

    def window(*days: int) -> dict[str, object]:
        ends: list[date] = [today + timedelta(day) for day in days]
        return examples.WINDOW | {
            name: day.isoformat() for name, day in zip(("earliest", "expected", "latest"), ends, strict=True)
        }

    async with asking(program, await bearer(program, CASE_WORKER)) as client:
        for name, days in (("Lama", (-40, -40, -40)), ("Segera", (5, 9, 20))):
            identity = {"name": f"{name} {said}", "national_id": a_nik(), "birth_date": "1994-05-17"}
            await recorded(client, identity=identity, window=window(*days))
    async with asking(program) as browser:
        browser.cookies.set("jembatan", await cookie_of(program, CASE_WORKER))
        csrf = mark(await browser.get("/orang"))
        page = await browser.post("/orang", data={"csrf": csrf, "nama": said})
    _, soon, past = page.text.split('<th scope="row">')
    assert f"Segera {said}" in soon
    assert 'class="window"' in soon
    assert "sudah lewat" not in soon
    assert f"Lama {said}" in past
    assert 'class="window"' not in past
    assert "</strong> · sudah lewat" in past
    assert " – <strong>" not in past
