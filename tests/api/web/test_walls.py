"""Every page as every role: who may see it is said beside it, and another tenant's rows are not there."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import httpx
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts

from api.access import Only
from api.accounts.tokens import csrf_of
from api.web.routes import PageRoute
from tests.api.tenants import EVERYBODY, World, strange
from tests.api.test_matrix import OF_THIS_REQUEST, Operation, assert_nothing_foreign, stand

FOR_EVERYBODY = {"/", "/tentang", "/algoritma", "/privasi", "/aksesibilitas", "/gaya", "/masuk", "/undangan"}
OF_ONESELF = re.compile(r"/keluar|/penugasan|/akun(/.*)?")


def pages(app: Any) -> Iterator[RouteContext]:
    """Every address of a page."""
    for one in iter_route_contexts(app.routes):
        if isinstance(one.original_route, PageRoute):
            yield one


def test_every_page_says_for_whom_it_is(world: World) -> None:
    silent = {
        route.path or ""
        for route in pages(world.app)
        if not any(isinstance(one.dependency, Only) for one in route.dependencies)
    }
    assert {path for path in silent if not OF_ONESELF.fullmatch(path)} == FOR_EVERYBODY
    assert all(isinstance(route.original_route, APIRoute) for route in pages(world.app))


async def test_another_tenants_rows_are_on_no_page(world: World) -> None:
    before, compared = await stand(world), 0
    for name, actor in EVERYBODY.items():
        async with world.browser(actor) as browser:
            csrf = csrf_of(browser.cookies["jembatan"])
            for route in pages(world.app):
                for method in sorted(route.methods or ()):
                    operation = Operation(method, route.path or "", None)
                    if OF_ONESELF.fullmatch(operation.path):
                        continue  # the own account has walks of its own
                    nothing = await shown(browser, operation, {}, csrf)
                    assert_nothing_foreign(world, name, operation, nothing)
                    for tenant in world.foreign(name):
                        ids = {
                            key: one for key, one in strange(name, tenant).items() if key in operation.names
                        }
                        if ids:
                            known = await shown(browser, operation, ids, csrf)
                            assert_nothing_foreign(world, name, operation, known)
                            assert outcome(known) == outcome(nothing), (name, operation)
                            compared += 1
    assert await stand(world) == before
    print(f"\n{compared} pages compared with those for a random id")


async def shown(
    browser: httpx.AsyncClient, operation: Operation, ids: dict[str, UUID], csrf: str
) -> httpx.Response:
    path, _ = operation.asked(ids)
    form = {"csrf": csrf, "once": str(uuid4()), "version": "1"} if operation.method == "POST" else None
    return await browser.request(operation.method, path, data=form)


def outcome(page: httpx.Response) -> tuple[int, str]:
    return page.status_code, OF_THIS_REQUEST.sub("…", page.text)
