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
        page = await browser.post("/orang", data={"csrf": csrf, "nama": said}, follow_redirects=True)
    _, soon, past = page.text.split('<th scope="row">')
    assert f"Segera {said}" in soon
    assert 'class="window"' in soon
    assert "sudah lewat" not in soon
    assert f"Lama {said}" in past
    assert 'class="window"' not in past
    assert "</strong> · sudah lewat" in past
    assert " – <strong>" not in past


async def test_what_was_searched_for_is_kept_on_every_page_of_it_and_stands_in_no_address(
    program: Program,
) -> None:
    said = uuid4().hex[:8]
    kept = f'value="{said}"'
    async with asking(program, await bearer(program, CASE_WORKER)) as client:
        for number in range(26):
            identity = {"name": f"Kelana {said} {number}", "national_id": a_nik(), "birth_date": "1994-05-17"}
            await recorded(client, identity=identity)
    async with asking(program) as browser:
        browser.cookies.set("jembatan", await cookie_of(program, CASE_WORKER))
        form = {"csrf": mark(await browser.get("/orang")), "nama": said, "dalam": "", "gerbang": ""}
        answer = await browser.post("/orang", data=form)
        assert (answer.status_code, answer.headers["location"]) == (303, "/orang")
        assert said not in str(answer.headers)
        first = await browser.get("/orang")
        assert first.text.count('<th scope="row">') == 25
        assert "26 orang" in first.text
        second = await browser.get("/orang?halaman=2")
        assert second.text.count('<th scope="row">') == 1
        assert 'rel="prev"' in second.text
        assert (await browser.get("/orang?halaman=99")).headers["location"] == "/orang"
        assert kept in (await browser.get("/orang")).text  # the way back from a person
        browser.cookies.set("jembatan", await cookie_of(program, CASE_WORKER))
        assert kept not in (await browser.get("/orang")).text  # another session of the same account
    async with asking(program) as browser:
        browser.cookies.set("jembatan", await cookie_of(program, CASE_WORKER))
        form["csrf"] = mark(await browser.get("/orang"))
        await browser.post("/orang", data=form)
        shown = [kept in (await browser.get(path)).text for path in ("/orang", "/orang?semua=1", "/orang")]
        assert shown == [True, False, False]
