"""What every form of the pages holds to: nothing is decided by itself, nothing typed is thrown away by a slip."""

import re
from pathlib import Path

import pytest

import api.web
from tests.api.tenants import World
from tests.api.web.test_planner import pages_of
from tests.staff import OTHER_COMPANY, PLANNER

TEMPLATES = Path(api.web.__file__).with_name("templates")
SOURCES = {one.relative_to(TEMPLATES).as_posix(): one.read_text() for one in TEMPLATES.rglob("*.html")}
USUAL = {
    ("administrator/accounts.html", "language"),
    ("case_worker/blockers.html", "status"),  # what one writes down stands open, or it would not be written
    ("case_worker/consent.html", "language"),
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
