"""A person's own file as a page: everything in words, in both languages, and nothing that only a program reads."""

import re
from collections.abc import Mapping
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from api.accounts.gate import PURPOSES, STRANGER
from api.schemas.rights_examples import SUBJECT_FILE
from api.subject_page import subject_page
from api.subject_words import CODES, FileWords, is_technical
from api.vocabularies import worded
from api.wiring import now
from data import reference_files
from data.pool import Connection
from matching.messages import Tongue, _catalogue
from matching.model.rights import RequestKind
from matching.usecases.oversight import LETTER
from matching.vocabulary import RevealPurpose
from tests.api.tenants import V1, World
from tests.staff import CASE_WORKER, RECRUITER
from tests.test_house import ROOT

TABLES = (
    "candidates", "candidate_identities", "protected_attributes", "certificates", "release_windows", "supervisions",
    "consent_states", "employer_answers", "holds", "placements", "placement_events", "complaints",
)  # fmt: skip
"""Of which the file has whole rows."""
NEVER_THERE = frozenset({
    "seq", "text_version", "nik_hash", "register_hash", "position", "nik_sealed", "register_sealed", "nik_last4",
    "register_last4",
})  # fmt: skip
LEAVES = frozenset({"contributions", "parameters", "weights"})
"""Whose own names are codes, or the program's."""
SPELT = re.compile(
    r"\b[a-z0-9]+_[a-z0-9_]+\b|\b[0-9a-f]{8}-[0-9a-f]{4}-|\b\d{4}-\d\d-\d\d|\bFW\d\d\b|\bSIM_|\b35\.\d\d\b"
)
"""Codes, ids, days as a program writes them, places by number."""
OF_EMPLOYERS = ("employer_answers", "openings", "complaints")
FROZEN = {
    "failed": ["too_far"], "window": {"earliest": "2027-01-10", "basis": "board"}, "score": 0.5, "fit": "possible",
    "verdict": "tight", "distance_m": 8_000, "contributions": {"trade": 0.25},
    "evidence": [{"label": "SIM", "line": "Wajib SIM", "terms": ["sim"]}],
    "gaps": [{"kind": "licence", "asked": "SIM_B2", "required": True, "by_law": True}],
    "flags": [{"flag": "needs_move", "parameters": {"lead_days": 5}}],
    "certificates": [{"id": "x", "title": "Las", "scheme": None, "verification": "claimed", "expires": "2028-01-01"}],
    "model": "m@1", "weights": {"version": "1", "of": {"trade": 1.0}}, "rules": "1",
}  # fmt: skip


def say(tongue: Tongue) -> FileWords:
    return FileWords(tongue, reference_files.gazetteer(), reference_files.fields_of_work())


async def file_of(world: World) -> dict[str, Any]:
    """The file of somebody of whom there is something nearly everywhere."""
    person = world.tenants["case_worker"].ids["candidate_id"]
    vacancy = world.tenants["recruiter"].ids["vacancy_id"]
    async with world.caller(RECRUITER) as client:
        await client.get(f"{V1}/vacancies/{vacancy}/candidates?size=50")
    async with world.caller(CASE_WORKER) as client:
        file: dict[str, Any] = (await client.get(f"{V1}/candidates/{person}/file")).json()
    return file


@pytest.mark.parametrize("tongue", list(Tongue))
async def test_nothing_on_the_page_is_spelt_for_a_program(world: World, tongue: Tongue) -> None:
    file = await file_of(world)
    file["shortlists"][0] |= {"frozen": FROZEN, "score": 0.5}
    file["person"]["experience"][0]["would_take_back"] = str(world.tenants["recruiter"].ids["employer_id"])
    page = subject_page(file, now(), say(tongue))
    read = unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", page)).replace("RahasiaCase_Worker", "")
    assert SPELT.findall(read) == []
    assert "40 km" in read
    assert "Kabupaten Madiun" in read
    assert {Tongue.INDONESIAN: "Pembebasan bersyarat", Tongue.ENGLISH: "onditional release"}[tongue] in read
    assert {Tongue.INDONESIAN: "Rp2.400.000", Tongue.ENGLISH: "Rp2,400,000"}[tongue] in read
    assert {Tongue.INDONESIAN: "case work", Tongue.ENGLISH: "penanganan"}[tongue] not in read
    assert 'name="viewport"' in page


async def test_a_file_names_the_employer_of_every_answer_opening_and_complaint(world: World) -> None:
    file = await file_of(world)
    about = {name: [one["employer"] for one in file[name] or []] for name in OF_EMPLOYERS}
    assert all(about["employer_answers"] + about["complaints"]), about
    assert len(about["employer_answers"]) > 0
    assert len(about["complaints"]) > 0
    page = subject_page(file, now(), say(Tongue.INDONESIAN))
    for part in OF_EMPLOYERS:
        _, _, after = page.partition(f"<h2>{say(Tongue.INDONESIAN).heading(part)}</h2>")
        assert all(name in after.partition("<h2>")[0] for name in about[part]), part


async def test_every_part_and_field_of_a_file_has_a_name_in_both_languages(
    world: World, behind: Connection
) -> None:
    file = await file_of(world)
    columns = {
        row["column_name"]
        for row in await behind.fetch(
            "SELECT column_name::text FROM information_schema.columns WHERE table_name = ANY ($1)", [*TABLES]
        )
    }
    told = _names(file) | _names({"shortlists": [{"frozen": FROZEN}]}) | columns - NEVER_THERE
    parts, fields, noted = (
        {row["code"] for row in worded()[name]} for name in ("file_parts", "file_fields", "trail_fields")
    )
    assert {*file, *SUBJECT_FILE} <= parts
    put_together = await _put_together(behind)
    assert {"hidden_vacancies", "vacancy", "interested"} <= put_together
    shown = {name for name in told | put_together - parts if not is_technical(name)}
    assert shown - NEVER_THERE - fields - noted == set()


def test_each_kind_of_code_has_its_words() -> None:
    prefixes = {key.partition(".")[0] + "." for key in _catalogue()}
    assert {*CODES.values()} - prefixes - {*worded()} == set()


def test_every_purpose_of_a_reading_is_said() -> None:
    purposes = {row["code"] for row in worded()["trail_purposes"]}
    assert set(PURPOSES.values()) <= purposes
    assert {row["code"] for row in worded()["reveal_purposes"]} == {*RevealPurpose}
    named = re.compile(
        r"""^(?:\w*PURPOSE = |_\w+ = Program\(purpose=|    purpose: \w+ = )"([^"]+)"\)?$""", re.MULTILINE
    )
    sources = "\n".join(
        path.read_text("utf-8")
        for part in ("api", "data", "matching")
        for path in Path(ROOT / part).rglob("*.py")
    )
    assert len(named.findall(sources)) > 20
    assert {*named.findall(sources), *(f"{LETTER} {kind}" for kind in RequestKind)} <= purposes
    assert STRANGER.purpose in purposes


def _names(value: Any, *, inner: bool = False) -> set[str]:
    """Names of fields, all of them but the names of the parts."""
    if isinstance(value, Mapping):
        own = set(value) if inner else set()
        return own | {
            one for name, part in value.items() if name not in LEAVES for one in _names(part, inner=True)
        }
    if isinstance(value, list):
        return {one for part in value for one in _names(part, inner=True)}
    return set()


async def _put_together(behind: Connection) -> set[str]:
    """What the functions of the database call the fields that they put together."""
    sources = await behind.fetch("SELECT prosrc FROM pg_proc WHERE proname LIKE 'subject\\_%'")
    return {
        name
        for row in sources
        for name in re.findall(r"'([a-z_]+)',\s*(?:\(\s*SELECT|\w+\.\w|x\.row)", row["prosrc"])
    }
