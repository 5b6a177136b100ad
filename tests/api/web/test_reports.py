"""Fairness and outcomes as pages: what is drawn stands in the table beside it, what is hidden is drawn nowhere."""

import csv
import io
import json
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from api.program import Program
from api.web.charts import WIDTH, Point, Scale, Steps, Whisker, linear, steps, whisker
from api.web.outcomes.dashboard import KEPT, _compared, _curve
from data.pool import Connection
from matching.fairness import as_document, fairness
from matching.model.fairness import FairnessRow, Matter
from matching.outcome_report import report
from matching.outcomes import Facts, Grouping
from matching.vocabulary import Role
from tests.api.entrance import Somebody, somebody
from tests.api.tenants import World
from tests.api.web.test_frame import comes_in, mark
from tests.api.web.test_planner import pages_of
from tests.matching.test_outcomes import after, placement
from tests.staff import CASE_WORKER, OFFICER, PLANNER, RECRUITER

FIRM = "PT Uji (12345678)"


def decided(sex: str, *, yes: bool, disability: str = "none_told") -> FairnessRow:
    return FairnessRow(
        Matter.ANSWERED, sex, "25_34", "35", "Lapas Uji", disability, "none_told", yes, employer=FIRM
    )


UNFAIR = [
    *(decided("female", yes=i < 6) for i in range(40)),
    *(decided("male", yes=i < 34, disability="yes" if i < 3 else "none_told") for i in range(40)),
]


@pytest_asyncio.fixture
async def month(behind: Connection) -> AsyncIterator[UUID]:
    """A month in which a firm has turned women away."""
    found, number = fairness(UNFAIR), uuid4()
    await behind.execute(
        "INSERT INTO fairness_reports (id, month, report, alarms, made_at) VALUES ($1, '2019-03-01', $2, $3, now())",
        number, json.dumps(as_document(found)), len(found.alarms),
    )  # fmt: skip
    yield number
    await behind.execute("DELETE FROM fairness_reports WHERE id = $1", number)


@pytest_asyncio.fixture
async def comparison(behind: Connection) -> AsyncIterator[UUID]:
    """A new recipe under which women are chosen less often."""
    rows = [replace(one, matter=Matter.PROPOSED, employer="") for one in UNFAIR]
    found, number = as_document(fairness(rows)), uuid4()
    await behind.execute(
        "INSERT INTO fairness_comparisons (id, before, after, as_of, report, alarms, people, made_at) "
        "VALUES ($1, 'model/3-lama', 'model/3-baru', '2026-11-22', $2, $3, 80, now())",
        number, json.dumps({"before": found, "after": found}), len(found["alarms"]),
    )  # fmt: skip
    yield number
    await behind.execute("DELETE FROM fairness_comparisons WHERE id = $1", number)


async def test_a_new_recipe_is_looked_at_and_signed_by_a_planner_alone(
    program: Program, behind: Connection, comparison: UUID
) -> None:
    planner = (await come(program, behind, Role.RELEASE_PLANNER)).browser
    at, over_http = f"/resep/{comparison}", f"/api/v1/fairness-comparisons/{comparison}"
    assert "/resep" in (await planner.get("/keadilan")).text
    assert "model/3-baru" in (await planner.get("/resep")).text
    page = await planner.get(at)
    assert "Kelompok yang kurang dari batas" in page.text
    assert "0,18" in page.text, "the ratio stands in the table"
    empty = await planner.post(f"{at}/tanda-tangan", data={"csrf": mark(page), "reason": "  "})
    assert empty.status_code == 422
    officer = (await come(program, behind, Role.DATA_PROTECTION_OFFICER)).browser
    read = await officer.get(at)
    assert "menunggu tanda tangan" in read.text
    assert "<textarea" not in read.text
    by_form = await officer.post(f"{at}/tanda-tangan", data={"csrf": mark(read), "reason": "x"})
    marked = {"X-CSRF-Token": mark(read)}
    by_api = await officer.post(f"{over_http}/signature", json={"reason": "x"}, headers=marked)
    assert (by_form.status_code, by_api.status_code) == (403, 403)
    assert (await officer.get(over_http)).json()["awaits_signature"]
    signed = await planner.post(
        f"{at}/tanda-tangan", data={"csrf": mark(page), "reason": "Dibahas satu per satu."}
    )
    assert signed.headers["location"] == f"{at}?kabar=signed"
    assert "Dibahas satu per satu." in (await planner.get(at)).text
    again = await planner.post(
        f"{over_http}/signature", json={"reason": "lagi"}, headers={"X-CSRF-Token": mark(page)}
    )
    assert again.status_code == 409
    (told,) = (await planner.get("/api/v1/fairness-comparisons")).json()["items"]
    assert (told["awaits_signature"], told["reason"], told["people"]) == (False, "Dibahas satu per satu.", 80)


async def come(program: Program, behind: Connection, role: Role) -> Somebody:
    one = await somebody(program, behind, role)
    await comes_in(one)
    return one


async def test_a_month_is_a_task_is_looked_at_and_signed(
    program: Program, behind: Connection, month: UUID
) -> None:
    planner = (await come(program, behind, Role.RELEASE_PLANNER)).browser
    at = f"/keadilan/{month}"
    task = (await planner.get("/beranda?jenis=month_to_sign")).text
    assert f'href="{at}"' in task
    assert "Maret 2019" in task
    assert "menunggu tanda tangan" in (await planner.get("/keadilan")).text
    page = (await planner.get(f"{at}?hal=answered&menurut=sex")).text
    assert page.count('<svg class="chart whiskers"') == 2, "all together, and by employer"
    assert page.count("<circle") == 4
    assert FIRM in page
    assert re.search(r"perempuan</th>\s*<td class=\"number\">40</td><td class=\"number\">6</td>", page)
    hidden = (await planner.get(f"{at}?hal=answered&menurut=disability")).text
    assert "disembunyikan: kurang dari lima orang" in hidden
    assert "<circle" not in hidden
    bare = await planner.post(f"{at}/tanda-tangan", data={"csrf": mark(await planner.get(at)), "reason": " "})
    assert bare.status_code == 422
    done = {"csrf": mark(await planner.get(at)), "reason": "Pemberi kerja itu sudah dihubungi."}
    assert (await planner.post(f"{at}/tanda-tangan", data=done)).headers["location"] == f"{at}?kabar=signed"
    assert "Pemberi kerja itu sudah dihubungi." in (await planner.get(at)).text
    assert f'href="{at}"' not in (await planner.get("/beranda?jenis=month_to_sign")).text


async def test_the_officer_reads_a_report_and_does_not_sign_it(
    program: Program, behind: Connection, month: UUID
) -> None:
    officer = (await come(program, behind, Role.DATA_PROTECTION_OFFICER)).browser
    page = await officer.get(f"/keadilan/{month}")
    assert "menunggu tanda tangan perencana" in page.text
    assert "/tanda-tangan" not in page.text
    csrf = mark(await officer.get("/akun"))
    signed = await officer.post(f"/keadilan/{month}/tanda-tangan", data={"csrf": csrf, "reason": "x"})
    assert signed.status_code == 403


async def test_a_report_is_taken_away_as_a_file_with_hidden_cells_said(
    program: Program, behind: Connection, month: UUID
) -> None:
    planner = (await come(program, behind, Role.RELEASE_PLANNER)).browser
    answer = await planner.get(f"/keadilan/{month}/berkas?bentuk=csv")
    assert answer.headers["content-disposition"] == 'attachment; filename="keadilan-2019-03-01.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    (few,) = [
        row
        for row in rows
        if (row["ciri"], row["kelompok"], row["pemberi kerja"]) == ("Disabilitas", "ya", "")
    ]
    assert (few["orang"], few["rasio"], few["disembunyikan"]) == ("", "", "k<5")
    assert (await planner.get(f"/keadilan/{month}/berkas?bentuk=xlsx")).content[:2] == b"PK"
    assert (await planner.get(f"/keadilan/{month}/berkas?bentuk=json")).json()["month"] == "2019-03-01"


async def test_outcomes_are_for_the_staff_and_say_what_is_hidden(world: World) -> None:
    for actor in (CASE_WORKER, PLANNER):
        async with pages_of(world, actor) as staff:
            page = await staff.opens("/hasil")
            assert "disembunyikan: kurang dari lima orang" in page
            assert "Rahasia" not in page
            odd = await staff.opens("/hasil?menurut=x&tahun=9999999&kelompok=y&ukuran=z")
            assert "Bertahan 90 hari" in odd
            (files, *_) = re.findall(r'href="(/hasil/berkas[^"]+bentuk=csv)"', page)
            table = await staff.browser.get(files.replace("&amp;", "&"))
            assert (table.status_code, "k<5" in table.text) == (200, True)
    for actor in (RECRUITER, OFFICER):
        async with pages_of(world, actor) as other:
            await other.opens("/hasil", 403)


def test_groups_are_drawn_beside_the_scale_that_they_are_read_against() -> None:
    lasting = [placement(known_until=after(400)) for _ in range(20)]
    rows, marks = _compared(report(Facts(placements=lasting), Grouping.UNIT, after(400)), "kept_90")
    most = max(row.estimate.high or 0 for row, _ in rows)
    assert marks == [(WIDTH / 2, most / 2), (WIDTH, most)]
    assert all(
        drawn.at == pytest.approx(WIDTH * (row.estimate.value or 0) / most, abs=0.1) for row, drawn in rows
    )


def test_a_curve_goes_through_what_the_report_tells_and_through_nothing_else() -> None:
    lasting = [placement(known_until=after(400)) for _ in range(20)]
    early = [placement(ended_on=after(10), reason="left") for _ in range(6)]
    late = [placement(ended_on=after(100), reason="left") for _ in range(2)]
    for rows, days in (([*lasting, *early], 4), ([*lasting, *late], 2), (lasting[:4], 0)):
        told = {
            row.measure: row
            for row in report(Facts(placements=rows), Grouping.UNIT, after(400)).rows
            if not row.group
        }
        curve = _curve(told, KEPT, begins_at=1.0)
        drawn = [row for _, row in curve.rows if not row.hidden]
        assert len(drawn) == days
        assert curve.drawn.line.count("H") == (days + 1 if days else 0)


def test_whiskers_stand_within_the_drawing_and_in_order() -> None:
    scale = Scale(0.125, 4.0, ratio=True)
    assert whisker(scale, None, 0.1, 0.2) == Whisker()
    assert whisker(scale, 0.0, None, None) == Whisker(0.0)
    assert scale.at(2.0) - scale.at(1.0) == pytest.approx(scale.at(1.0) - scale.at(0.5), abs=0.2)
    for low, value, high in ((0.01, 0.5, 90.0), (0.3, 0.5, 0.8)):
        one = whisker(scale, value, low, high)
        assert one.low is not None
        assert one.at is not None
        assert one.high is not None
        assert 0 <= one.low <= one.at <= one.high <= scale.width
    assert linear([None, 0.2]).high == 0.2
    assert linear([None]).high == 1.0


def test_steps_hold_until_the_next_day() -> None:
    drawn = steps([(0, 1.0, None, None), (50, 0.5, 0.25, 0.75)], Scale(0, 100))
    assert drawn.line == "M0 0H200L200 80H200"
    assert drawn.band == "M0 0H200L200 40H200L200 120H200L200 0H0Z"


def test_a_curve_is_broken_where_a_day_is_not_told() -> None:
    hidden: Point = (30, None, None, None)
    drawn = steps([(0, 1.0, None, None), hidden, (60, 0.5, 0.25, 0.75)], Scale(0, 100), 25)
    assert drawn.line == "M0 0H120M240 80H340"
    assert drawn.band == "M0 0H120L120 0H0ZM240 40H340L340 120H240Z"
    assert steps([(0, 1.0, None, None), hidden], Scale(0, 100)) == Steps()


def test_a_day_of_the_checks_that_is_hidden_breaks_the_curve() -> None:
    lasting = [placement(known_until=after(400)) for _ in range(20)]
    early = [placement(ended_on=after(10), reason="left") for _ in range(2)]
    late = [placement(ended_on=after(60), reason="left") for _ in range(8)]
    rows = {
        row.measure: row
        for row in report(Facts(placements=[*lasting, *early, *late]), Grouping.UNIT, after(400)).rows
        if not row.group
    }
    assert rows[f"{KEPT}30"].hidden
    assert not rows[f"{KEPT}90"].hidden
    assert _curve(rows, KEPT, begins_at=1.0).drawn.line.count("M") == 2
