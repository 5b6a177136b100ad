"""What every form of the pages holds to: nothing is decided by itself, nothing typed is thrown away by a slip."""

import re
from pathlib import Path

import pytest

import api.web
from api.accounts.tokens import csrf_of
from api.program import Program
from api.web.forms import Problems
from api.web.screens import environment
from matching.messages import Tongue
from tests.api.entrance import asking
from tests.api.tenants import World
from tests.api.web.test_planner import pages_of
from tests.staff import CASE_WORKER, OTHER_COMPANY, PLANNER

TEMPLATES = Path(api.web.__file__).with_name("templates")
SOURCES = {one.relative_to(TEMPLATES).as_posix(): one.read_text() for one in TEMPLATES.rglob("*.html")}
USUAL = {
    ("administrator/accounts.html", "language"),
    ("case_worker/blockers.html", "status"),  # what one writes down stands open, or it would not be written
    (
        "case_worker/certificates.html",
        "verification",
    ),  # nobody has checked what one writes down, until they say so
    ("case_worker/consent.html", "language"),
    ("case_worker/facts.html", "education"),  # as it stands
    ("outcomes/dashboard.html", "menurut"),
    ("outcomes/dashboard.html", "ukuran"),
    ("public/style.html", "pilihan"),
}
"""Lists that begin with what is usual, because nothing is decided by it."""


def test_no_list_of_a_form_has_chosen_before_somebody_does() -> None:
    found = {
        (name, field)
        for name, source in SOURCES.items()
        for field, more in re.findall(r'forms\.select\("(\w+)",(.*?)\) \}\}', source)
        if "empty=" not in more and "required=false" not in more
    }
    assert found == USUAL


@pytest.mark.parametrize("field", ["to", "reason"])
async def test_a_company_is_not_verified_by_one_stray_key(world: World, field: str) -> None:
    decision = {"to": "verified", "reason": "checked", "told": "", "note": "uji"}
    async with pages_of(world, PLANNER) as planner:
        page = await planner.opens(f"/pemberi-kerja/{OTHER_COMPANY}")
        bare = await planner.sends(f"/pemberi-kerja/{OTHER_COMPANY}/keadaan", **decision | {field: ""})
    first = re.search(rf'<select id="{field}"[^>]* required>\s*<option value="([^"]*)"( selected)?', page)
    assert first
    assert first[1] == ""
    assert bare.status_code == 422


async def test_a_company_that_is_not_told_why_is_told_of_at_the_field_where_it_is_written(
    world: World,
) -> None:
    decision = {"to": "suspended", "reason": "complaint", "told": "", "note": "uji"}
    async with pages_of(world, PLANNER) as planner:
        page = await planner.sends(f"/pemberi-kerja/{OTHER_COMPANY}/keadaan", **decision)
    assert page.status_code == 422
    assert 'id="salah-told"' in page.text
    assert 'href="#told"' in page.text
    assert "told:" not in page.text


def test_what_is_wrong_and_has_no_field_on_a_page_is_told_once() -> None:
    summary = '{% import "parts/forms.html" as forms with context %}{{ forms.summary(problems, {"note": "Catatan"}) }}'
    wrong = {"item": "tempatnya sudah terisi", "row/note": "harus diisi", "note": "harus diisi", "gone": ""}
    shown = environment(Tongue.INDONESIAN).from_string(summary).render(problems=Problems(by_field=wrong))
    found = re.findall(r"<li>(.*?)</li>", shown)
    assert found == ['<a href="#note">Catatan: harus diisi</a>', "tempatnya sudah terisi"]


def test_every_form_with_an_area_to_write_in_asks_before_it_is_left() -> None:
    unguarded = [
        (name, form)
        for name, source in SOURCES.items()
        for form, inside in re.findall(r"(<form method=\"post\"[^\n]*?>)(.*?)</form>", source, re.DOTALL)
        if ("forms.area(" in inside or "<textarea" in inside) and "data-guard" not in form
    ]
    assert unguarded == []


def test_enter_presses_the_button_of_a_vacancys_form_that_stores_nothing() -> None:
    """Browsers press the first one of a form."""
    (first, *_) = re.findall(r"<button[^>]*>", SOURCES["employer/posting.html"])
    assert "data-looks" in first


async def test_what_is_wrong_with_a_group_of_choices_leads_to_the_group(world: World) -> None:
    async with world.browser(CASE_WORKER) as browser:
        csrf = csrf_of(browser.cookies["jembatan"])
        refused = await browser.post(
            "/impor", data={"csrf": csrf}, files={"file": ("uji.csv", b"a;b\n1;2\n")}
        )
    assert '<a href="#kind">' in refused.text
    assert '<fieldset id="kind" tabindex="-1"' in refused.text


def test_what_another_field_makes_necessary_is_not_said_to_be_optional() -> None:
    """By (template, field): what is needed for some answers says for which."""
    needed = {
        ("parts/answer.html", "meets_at"),
        ("parts/answer.html", "how"),
        ("parts/answer.html", "reason"),
        ("case_worker/work.html", "contract"),
        ("case_worker/work.html", "reason"),
        ("case_worker/found_work.html", "employer"),
        ("case_worker/found_work.html", "contract"),
        ("case_worker/consent.html", "evidence"),
        ("case_worker/consent.html", "employer_id"),
        ("case_worker/consent.html", "guardian_name"),
        ("case_worker/facts.html", "guarantor/name"),
    }
    said = {
        (name, field)
        for name, source in SOURCES.items()
        for field in re.findall(r'\("([\w/]+)", _\("[^"]+"\)[^\n]*?required=_\("perlu ', source)
    }
    assert needed <= said


def test_the_style_page_shows_every_component() -> None:
    """Macros of the shared parts, but those that others are made of, or that have nothing to be seen."""
    made_of = {"attributes", "around", "marks"}
    shared = ("forms", "pieces", "charts", "maps", "time", "places")
    macros = {
        (part, macro)
        for part in shared
        for macro in re.findall(r"{% macro (\w+)\(", SOURCES[f"parts/{part}.html"])
    }
    shown = set(re.findall(r"\b(\w+)\.(\w+)\(", SOURCES["public/style.html"]))
    assert {one for one in macros if one[1] not in made_of} - shown == set()


async def test_the_style_page_has_words_and_drawings_in_both_languages(program: Program) -> None:
    async with asking(program) as browser:
        pages = {tongue: (await browser.get(f"/gaya?lang={tongue}")).text for tongue in ("id", "en")}
    assert '<span class="tag strong">cocok kuat</span>' in pages["id"]
    assert '<span class="tag strong">strong fit</span>' in pages["en"]
    for page in pages.values():
        assert page.count("<svg") >= 13
        assert page.count('class="field wrong"') == 6
