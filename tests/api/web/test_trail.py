"""Whoever is shown a person on a page has left a row in the trail that says so: no page may forget it."""

import re
from collections.abc import Mapping
from uuid import UUID

import pytest

from api.accounts.gate import PURPOSES
from tests.api.tenants import COMPANIES, EVERYBODY, SEEN_BY, World
from tests.api.web.walk import FORMS, OF_ONESELF, SAFE, Page, pages

SHOWING = ("read", "reveal", "export")
"""Acts by which somebody was shown to somebody; a look into a ranking of which nobody came out is not one."""
WHOLE = "unresolved_rows"
"""Read as a whole: a row of a file, sealed, of which the trail names no part."""

DONE_WITHOUT_A_WORD = {path for path, form in FORMS.items() if not {*form} - {"why"}}
"""Forms that do what they are for when they are sent empty: what they answer is another page."""


async def signs_of(world: World) -> Mapping[UUID, list[str]]:
    """By person, what of them may stand on a page: id, name, number, and the codes of their cards."""
    companies = [world.tenants[name].ids["employer_id"] for name in COMPANIES]
    found = {}
    for tenant in world.tenants.values():
        if tenant.nik:
            person = tenant.ids["candidate_id"]
            codes = [await world.owner.fetchval("SELECT card_code($1, $2)", person, one) for one in companies]
            found[person] = [str(person), f"{tenant.marker} Contoh", tenant.nik, *codes]
    return found


@pytest.mark.parametrize("name", list(EVERYBODY))
async def test_every_page_that_shows_a_person_leaves_a_row_in_the_trail(world: World, name: str) -> None:
    actor, signs, shown = EVERYBODY[name], await signs_of(world), []
    seen = [world.tenants[one] for one in (name, *SEEN_BY.get(name, ())) if one in world.tenants]
    async with world.browser(actor) as browser:
        for page in pages(world.app):
            if OF_ONESELF.fullmatch(page.path):
                continue
            if page.method not in SAFE:
                if page.path in DONE_WITHOUT_A_WORD:
                    continue
                # sent empty, a form comes back with what stood around it
                page = Page(page.method, page.path, {"version": ""})
            for tenant in seen if page.in_path else seen[:1]:
                answer = await page.asked(browser, tenant.ids)
                for person, marks in signs.items():
                    if not any(mark in whole(answer.text, page, tenant.ids) for mark in marks):
                        continue
                    shown.append(page.path)
                    rows = await world.owner.fetch(
                        "SELECT account, role, duty, purpose, entity, fields FROM trail WHERE subject = $1 "
                        "AND request = $2 AND act = ANY ($3)",
                        person, UUID(answer.headers["jembatan-request"]), SHOWING,
                    )  # fmt: skip
                    assert rows, (name, page.method, page.path)
                    for row in rows:
                        assert (row["account"], row["role"], row["duty"]) == (
                            actor.account,
                            actor.role,
                            actor.duty,
                        )
                        assert row["purpose"] == PURPOSES[actor.role]
                        assert row["fields"] or row["entity"] == WHOLE, (name, page.path, "which fields")
    print(f"\n{name}: {len(shown)} looks at people, on {len(set(shown))} pages: {sorted(set(shown))}")
    assert bool(shown) == bool(seen)


def whole(text: str, page: Page, ids: Mapping[str, UUID]) -> str:
    """A page but for its own address, which whoever asked for it had already."""
    asked = re.sub(r"\{(\w+)\}", lambda found: str(ids.get(found[1], "…")), page.path)
    return text.replace(asked, "…") if page.in_path else text
