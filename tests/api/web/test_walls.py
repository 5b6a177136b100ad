"""Every page as every role: who may see it is said beside it, and another tenant's rows are not there, whether their
ids stand in the address or in the form."""

import re
from collections.abc import Iterator
from uuid import UUID, uuid4

import httpx
import pytest
from fastapi.routing import APIRoute

from api.access import Only
from api.accounts.tokens import csrf_of
from matching.vocabulary import Role
from tests.api.entrance import somebody
from tests.api.tenants import EVERYBODY, OF_ACCOUNTS, World, strange
from tests.api.test_matrix import (
    OF_A_CASE_WORKER,
    OF_A_COMPANY,
    OF_THIS_REQUEST,
    Operation,
    assert_nothing_foreign,
    stand,
)
from tests.api.web.test_imports import waited
from tests.api.web.walk import FOR_EVERYBODY, FORMS, OF_ONESELF, SAFE, Page, pages, routes
from tests.staff import CASE_WORKER, COLLEAGUE

NOTHING_DONE = (404, 409, 412, 422)
"""What is answered for ids of one's own beside one that is nobody's, or another's: never that it is done."""


def test_every_page_says_for_whom_it_is(world: World) -> None:
    silent = {
        route.path or ""
        for route in routes(world.app)
        if not any(isinstance(one.dependency, Only) for one in route.dependencies)
    }
    assert {path for path in silent if not OF_ONESELF.fullmatch(path)} == FOR_EVERYBODY
    assert all(isinstance(route.original_route, APIRoute) for route in routes(world.app))


def test_every_form_is_described_and_every_id_in_it_is_known(world: World) -> None:
    assert {one.path for one in pages(world.app) if one.method not in SAFE} == set(FORMS)
    known = {*OF_A_CASE_WORKER, *OF_A_COMPANY, *OF_ACCOUNTS, "guide", "slug", "comparison_id", "kind"}
    # the latter four of no tenant
    assert set().union(*(one.names for one in pages(world.app))) <= known


async def test_another_tenants_rows_are_on_no_page(world: World) -> None:
    before, compared, met = await stand(world), 0, set()
    for name, actor in {**EVERYBODY, "nobody": None}.items():
        async with world.browser(actor) as browser:
            for page in pages(world.app):
                if OF_ONESELF.fullmatch(page.path) or (page.method not in SAFE and not page.names):
                    continue  # the own account is walked below; where no id can stand, none is another's
                nothing: dict[frozenset[UUID], httpx.Response] = {}
                for own, ids in attempts(world, name, page):
                    alone = frozenset(own.values())
                    if alone not in nothing:
                        nothing[alone] = await page.asked(browser, own)
                        nobody_elses(world, name, page, nothing[alone])
                        if page.method not in SAFE:  # not even what is wrong with a form is told before
                            assert nothing[alone].status_code in (401, 403, *NOTHING_DONE), page
                    if ids:
                        known = await page.asked(browser, own | ids)
                        nobody_elses(world, name, page, known)
                        assert outcome(known) == outcome(nothing[alone]), (name, page, own, ids)
                        compared += 1
                        met.add((page.method, page.path, known.status_code))
    assert await stand(world) == before
    reached = {path for method, path, status in met if method == "POST" and status == 404}  # rightly filled
    assert reached >= {path for path in FORMS if Page("POST", path, FORMS[path]).in_path} - OF_ALL_STAFF
    assert compared > 1_900  # docs/walls.md tells these figures
    assert len(reached) > 30
    print(f"\n{compared} pages compared with those for a random id, {len(reached)} forms up to the database")


OF_ALL_STAFF = {
    path
    for path in FORMS
    if path.startswith(
        (
            "/periksa-lowongan/",
            "/pemberi-kerja/",
            "/pengguna/{",
            "/permintaan/",
            "/resep/",
            "/kebocoran/",
            "/jejak/",
        )
    )
}
"""Forms about vacancies, companies and recipes, which are every planner's, accounts, which are every administrator's,
and requests, breaches and findings, which are every officer's (docs/walls.md): only roles are held off."""


def attempts(world: World, name: str, page: Page) -> Iterator[tuple[dict[str, UUID], dict[str, UUID]]]:
    """(ids of one's own, ids of another tenant): all of them the other's, and each alone among one's own."""
    mine = world.tenants[name].ids if name in world.tenants else {}
    yield {}, {}
    for tenant in world.foreign(name):
        given = {key: one for key, one in strange(name, tenant).items() if key in page.names}
        if given:
            yield {}, given
        for key, one in given.items():
            if own := {other: mine[other] for other in page.names - {key} if other in mine}:
                yield own, {key: one}


def nobody_elses(world: World, name: str, page: Page, answer: httpx.Response) -> None:
    answer = httpx.Response(answer.status_code, headers={}, text=without_echo(answer.text))
    if name in EVERYBODY:
        assert_nothing_foreign(world, name, Operation(page.method, page.path, None), answer)
    else:
        told = [tenant.name for tenant in world.tenants.values() if (tenant.marker or "…") in answer.text]
        assert not told, (page, told)


@pytest.mark.parametrize("roles", [(), (Role.CASE_WORKER,)], ids=["in no duty", "in a duty"])
async def test_on_the_pages_of_the_own_account_nobody_ends_or_takes_what_is_anothers(
    world: World, roles: tuple[Role, ...]
) -> None:
    before, compared = await stand(world), 0
    someone = await somebody(world.program, world.owner, *roles)
    await someone.signs_in()
    for page in pages(world.app):
        if OF_ONESELF.fullmatch(page.path) and page.names:
            unknown = await page.asked(someone.browser, {})
            for tenant in world.tenants.values():
                known = await page.asked(someone.browser, tenant.ids)
                assert known.status_code == 404
                assert outcome(known) == outcome(unknown)
                compared += 1
    assert compared == 3 * len(world.tenants)
    assert await stand(world) == before


async def test_a_file_that_another_account_was_shown_is_a_file_that_nobody_holds(world: World) -> None:
    """The ticket of a preview, which only its page holds, opens nothing to a colleague who has come by it."""
    content = "Nama;Tempat Kembali;Pendidikan Terakhir\nContoh Pratinjau;Kab. Madiun;SMA/SMK\n"
    async with world.browser(CASE_WORKER) as browser:
        form = {"csrf": csrf_of(browser.cookies["jembatan"]), "kind": "candidates"}
        shown = await browser.post(
            "/impor", data=form, files={"file": ("a.csv", content.encode(), "text/csv")}
        )
        shown = await waited(browser, shown)
        assert shown.status_code == 200, shown.text
    ticket = shown.text.partition('name="ticket" value="')[2].partition('"')[0]
    people = await world.owner.fetchval("SELECT count(*) FROM candidates")
    async with world.browser(COLLEAGUE) as browser:
        csrf = csrf_of(browser.cookies["jembatan"])
        answers = [
            await browser.post("/impor/masukkan", data={"csrf": csrf, "kind": "candidates", "ticket": one})
            for one in (ticket, f"{'0' * 48}.{'0' * 64}", str(uuid4()))
        ]
    assert answers[0].status_code == 422
    assert outcome(answers[0]) == outcome(answers[1]) == outcome(answers[2])
    assert await world.owner.fetchval("SELECT count(*) FROM candidates") == people


def outcome(page: httpx.Response) -> tuple[int, str, str]:
    """What a page says, without the names of this one request."""
    where = page.headers.get("location", "")
    said = OF_THIS_REQUEST.sub("…", without_echo(page.text))
    return page.status_code, said, OF_THIS_REQUEST.sub("…", where)


def without_echo(text: str) -> str:
    """A page but for the switch of languages, which holds what whoever asks has sent, and no more."""
    return re.sub(r'<form [^>]*class="tongue">.*?</form>', "", text, flags=re.DOTALL)
