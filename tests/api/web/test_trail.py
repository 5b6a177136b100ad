"""Whoever is shown a person on a page has left a row in the trail that says so: no page may forget it."""

import re
from collections.abc import Iterator, Mapping
from uuid import UUID

import pytest

from api.accounts.gate import PURPOSES
from tests.api.tenants import COMPANIES, EVERYBODY, SEEN_BY, World
from tests.api.web.walk import FORMS, OF_ONESELF, SAFE, Page, pages

SHOWING = ("read", "reveal", "export")
"""Acts by which somebody was shown to somebody; a look into a ranking of which nobody came out is not one."""
DONE_WITHOUT_A_WORD = {path for path, form in FORMS.items() if not {*form} - {"why"}}
"""Forms that do what they are for when they are sent empty: what they answer is another page."""


TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)


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


def asked(world: World, name: str) -> Iterator[tuple[Page, Mapping[str, UUID]]]:
    """Every page, with the ids of each tenant whom this role sees; forms are sent empty, so that they come back with
    what stood around them."""
    seen = [world.tenants[one] for one in (name, *SEEN_BY.get(name, ())) if one in world.tenants]
    for page in pages(world.app):
        if OF_ONESELF.fullmatch(page.path) or page.path in DONE_WITHOUT_A_WORD:
            continue
        empty = page if page.method in SAFE else Page(page.method, page.path, {"version": ""})
        for tenant in seen if page.in_path else seen[:1]:
            yield empty, tenant.ids


@pytest.mark.usefixtures("nobody_works")  # else no company sees a card
@pytest.mark.parametrize("name", list(EVERYBODY))
async def test_every_page_that_shows_a_person_leaves_a_row_in_the_trail(world: World, name: str) -> None:
    actor, signs, shown = EVERYBODY[name], await signs_of(world), []
    async with world.browser(actor) as browser:
        for page, ids in asked(world, name):
            answer = await page.asked(browser, ids)
            text = without_address(answer.text, page, ids)
            for person in [one for one, marks in signs.items() if any(mark in text for mark in marks)]:
                shown.append(page.path)
                assert answer.headers["cache-control"] == "no-store", page.path
                # The browser keeps the title in its history, and prints into a file of that name.
                (title,) = TITLE.findall(answer.text) or [""]
                assert not any(mark in title for mark in signs[person][:3]), page.path
                rows = await world.owner.fetch(
                    NOTED, person, UUID(answer.headers["jembatan-request"]), SHOWING
                )
                assert rows, (name, page.method, page.path)
                assert {row["who"] for row in rows} == {
                    (actor.account, str(actor.role), actor.duty, PURPOSES[actor.role])
                }
                assert all(row["said"] for row in rows), (name, page.path, "which fields")
    print(f"\n{name}: {len(shown)} looks at people, on {len(set(shown))} pages: {sorted(set(shown))}")
    assert bool(shown) == (name in world.tenants or name in SEEN_BY)


NOTED = (
    "SELECT (account, role, duty, purpose) AS who, "
    "fields <> '{}' OR entity = 'unresolved_rows' OR act = 'export' AS said "
    "FROM trail WHERE subject = $1 AND request = $2 AND act = ANY ($3)"
)
"""Rows of one request about one person. A row of a file, sealed, is read as a whole, and a copy is given
as a whole: no part is named."""


def without_address(text: str, page: Page, ids: Mapping[str, UUID]) -> str:
    """A page but for its own address, which whoever asked for it had already."""
    own = re.sub(r"\{(\w+)\}", lambda found: str(ids.get(found[1], "…")), page.path)
    return text.replace(own, "…") if page.in_path else text
