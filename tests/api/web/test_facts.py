"""Who somebody is and what they can and want, by a form alone: written, kept, and refused with what was typed."""

import re
from collections.abc import AsyncIterator
from html import unescape
from typing import Any

import pytest_asyncio

from api.program import Program
from tests.api.entrance import asking, cookie_of
from tests.api.web.person_desk import PersonDesk
from tests.api.web.test_frame import mark
from tests.staff import COLLEAGUE

Form = dict[str, str | list[str]]


class Desk(PersonDesk):
    """A case worker's browser at the facts of somebody of theirs, and that person by the API."""

    under = "data"

    async def form(self) -> Form:
        """The form as a browser sends it back when nothing is changed."""
        page = await self.browser.get(self.at)
        sent: Form = {"csrf": mark(page)}
        text = re.sub(r"<form[^>]*action=(?!\"/orang).*?</form>", "", page.text, flags=re.DOTALL)
        main = text[text.index('name="version"') - 200 :]
        for tag in re.findall(r"<input [^>]*>", main):
            name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
            if not name or not value or ('type="checkbox"' in tag and " checked" not in tag):
                continue
            self._put(sent, name[1], unescape(value[1]))
        for name, inside in re.findall(r'<textarea .*?name="([^"]*)".*?>(.*?)</textarea>', main, re.DOTALL):
            sent[name] = unescape(inside)
        for name, inside in re.findall(r'<select .*?name="([^"]*)".*?>(.*?)</select>', main, re.DOTALL):
            chosen = re.search(r'<option value="?([^" ]*)"? selected', inside)
            sent[name] = chosen[1] if chosen else ""
        return sent

    def _put(self, sent: Form, name: str, value: str) -> None:
        if name in ("languages", "shifts", "contracts", "restrictions", "excluded_fields"):
            before = sent.get(name, [])
            sent[name] = [*(before if isinstance(before, list) else [before]), value]
        else:
            sent[name] = value

    async def known(self) -> dict[str, Any]:
        document: dict[str, Any] = (await self.client.get(f"/api/v1/candidates/{self.person}")).json()
        return document


@pytest_asyncio.fixture
async def desk(program: Program) -> AsyncIterator[Desk]:
    async with Desk.opened(program) as one:
        yield one


async def test_a_form_that_is_sent_back_as_it_came_changes_nothing(desk: Desk) -> None:
    before = await desk.known()
    sent = await desk.browser.post(desk.at, data=await desk.form())
    assert (sent.status_code, sent.headers["location"]) == (303, f"/orang/{desk.person}?kabar=saved")
    after = await desk.known()
    assert {**after, "stamp": None} == {**before, "stamp": None}


async def test_facts_are_written_and_what_the_form_does_not_ask_stays(desk: Desk) -> None:
    before = await desk.known()
    assert f'href="{desk.at}"' in (await desk.browser.get(f"/orang/{desk.person}")).text
    new: Form = {
        "custody_regency": "kota madiun",
        "phone": "0812 0000 0001", "education": "SMP", "accepted_places": "Kabupaten Madiun\nJawa Barat",
        "max_travel_m": "25", "willing_to_move": "true", "languages": ["id", "su"], "shifts": ["day"],
        "interests": "menjahit\nmencuci", "minimum_wage_idr": "2500000", "restrictions": ["height"],
        "facts/experience/1/title": "Penjahit", "facts/experience/1/months": "7",
        "facts/experience/1/inside": "true", "facts/licences/0/licence": "", "facts/licences/0/expires": "",
        "facts/licences/1/licence": "SIM_A",
    }  # fmt: skip
    form = await desk.form() | new
    for _ in range(2):  # a double click
        assert (await desk.browser.post(desk.at, data=form)).status_code == 303
    after = await desk.known()
    facts, wishes = after["facts"], after["facts"]["preferences"]
    assert after["identity"] == before["identity"] | {"phone": "+6281200000001"}
    assert (facts["education"], facts["max_travel_m"], facts["willing_to_move"]) == ("SMP", 25_000, True)
    assert (facts["accepted_places"], facts["custody_regency"]) == (["35.19", "32"], "35.77")
    assert [(one["title"], one["months"], one["inside"]) for one in facts["experience"]] == [
        ("Tukang las", 18, True),
        ("Penjahit", 7, True),
    ]
    assert facts["licences"] == [{"licence": "SIM_A", "expires": None}]
    assert (wishes["interests"], wishes["minimum_wage_idr"]) == (["menjahit", "mencuci"], 2_500_000)
    assert (facts["languages"], wishes["shifts"], facts["restrictions"]) == (
        ["id", "su"],
        ["day"],
        ["height"],
    )
    kept = ("references", "gates", "window", "certificates", "guarantor")
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
    assert [facts[name] for name in ("blocked_fields", "blockers", "home")] == [
        before["facts"][name] for name in ("blocked_fields", "blockers", "home")
    ]


async def test_what_is_wrong_stands_at_its_field_with_what_was_typed(desk: Desk) -> None:
    before = await desk.known()
    wrong: dict[str, Form] = {
        "phone": {"phone": "bukan telepon"},
        "home": {"home": ""},
        "accepted_places": {"accepted_places": "Negeri Dongeng"},
        "custody_regency": {"custody_regency": "Madiun"},
        "max_travel_m": {"max_travel_m": "jauh"},
        "minimum_wage_idr": {"minimum_wage_idr": "0"},
        "birth_date": {"birth_date": "2025-01-01"},
        "facts/experience/1/months": {"facts/experience/2/title": "Penjahit"},
        "facts/licences/0/expires": {"facts/licences/0/expires": "kelak"},
        "interests": {"interests": "x" * 201},
    }
    for field, fields in wrong.items():
        answer = await desk.browser.post(desk.at, data=await desk.form() | {"district": "Diketik"} | fields)
        assert (answer.status_code, f'id="salah-{field}"' in answer.text) == (422, True), field
        assert f'href="#{field}"' in answer.text
        assert 'value="Diketik"' in answer.text
    many = "\n".join(["Kota Madiun", "Kota Kediri", "Kota Blitar", "Kota Malang", "Kota Batu", "Kota Surabaya",
                      "Kota Bandung", "Kota Bogor", "Kota Depok"])  # fmt: skip
    english = await desk.browser.post(
        f"{desk.at}?lang=en", data=await desk.form() | {"accepted_places": many}
    )
    assert "at most 8 regencies" in english.text
    assert await desk.known() == before


async def test_a_guarantor_and_unwanted_fields_of_work_are_written_read_and_taken_away(desk: Desk) -> None:
    page = (await desk.browser.get(f"/orang/{desk.person}?lang=id")).text
    assert "Penjamin" not in page
    new: Form = {
        "guarantor/kind": "foundation", "guarantor/name": "Yayasan Contoh", "guarantor/phone": "0812 0000 0002",
        "excluded_fields": ["FW09", "FW10"],
    }  # fmt: skip
    sent = await desk.browser.post(desk.at, data=await desk.form() | new)
    assert sent.status_code == 303, sent.text
    after = await desk.known()
    assert after["guarantor"] == {"kind": "foundation", "name": "Yayasan Contoh", "phone": "+6281200000002"}
    assert after["facts"]["preferences"]["excluded_fields"] == ["FW09", "FW10"]
    page = (await desk.browser.get(f"/orang/{desk.person}")).text
    assert "Yayasan Contoh, yayasan · +6281200000002" in page
    assert "Pengelolaan keuangan, Pekerjaan di rumah pribadi" in page
    await desk.browser.post(desk.at, data=await desk.form())
    assert {**await desk.known(), "stamp": None} == {**after, "stamp": None}, "sent back as it came"
    nameless = await desk.browser.post(desk.at, data=await desk.form() | {"guarantor/name": ""})
    assert (nameless.status_code, 'id="salah-guarantor/name"' in nameless.text) == (422, True)
    assert 'id="salah-name"' not in nameless.text, "the person has a name"
    none: Form = {"guarantor/kind": "", "guarantor/name": "", "guarantor/phone": "", "excluded_fields": []}
    await desk.browser.post(desk.at, data=await desk.form() | none)
    after = await desk.known()
    assert (after["guarantor"], after["facts"]["preferences"]["excluded_fields"]) == (None, [])


async def test_a_stale_tab_changes_nothing(desk: Desk) -> None:
    stale = await desk.form()
    await desk.browser.post(desk.at, data=await desk.form() | {"district": "Mejayan"})
    late = await desk.browser.post(desk.at, data=stale | {"district": "Dari tab lain"})
    assert late.status_code == 412
    assert (await desk.known())["identity"]["district"] == "Mejayan"


async def test_a_colleague_writes_nothing_here(desk: Desk, program: Program) -> None:
    form, before = await desk.form(), await desk.known()
    async with asking(program) as other:
        other.cookies.set("jembatan", await cookie_of(program, COLLEAGUE))
        csrf = mark(await other.get("/usulan"))
        assert (await other.get(desk.at)).status_code == 404
        taken = await other.post(desk.at, data=form | {"district": "Lain", "csrf": csrf})
        assert taken.status_code == 404
    assert await desk.known() == before
