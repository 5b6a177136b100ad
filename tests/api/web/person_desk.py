"""A case worker's browser at a page about somebody of theirs, and that person by the API."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import httpx

from api.program import Program
from tests.api.entrance import asking, bearer, cookie_of
from tests.api.office import recorded
from tests.staff import CASE_WORKER


@dataclass
class PersonDesk:
    """`under`: the page's address under the person's."""

    under: ClassVar[str]
    browser: httpx.AsyncClient
    client: httpx.AsyncClient
    person: str

    @classmethod
    @asynccontextmanager
    async def opened(cls, program: Program, **changes: Any) -> AsyncIterator[Self]:
        """At somebody who has just been recorded, with these changes to the example."""
        async with asking(program, await bearer(program, CASE_WORKER)) as client, asking(program) as browser:
            person = (await recorded(client, **changes)).json()["id"]
            browser.cookies.set("jembatan", await cookie_of(program, CASE_WORKER))
            yield cls(browser, client, person)

    @property
    def at(self) -> str:
        return f"/orang/{self.person}/{self.under}"
