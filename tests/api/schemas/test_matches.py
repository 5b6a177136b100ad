"""Ranked lists as JSON: the law behind a reason stands beside its words."""

import re
from dataclasses import replace
from pathlib import Path

from api.schemas.matches import (
    DisplayRow,
    EvidenceRow,
    FlagRow,
    GapRow,
    NamedRow,
    PlaceRow,
    VacancyList,
    VacancyRow,
    WindowRow,
    vacancies_document,
)
from api.schemas.openings import WouldOpen
from matching.flags import Flag, Note
from matching.messages import Tongue, source
from matching.rules import Reason
from matching.usecases.answers import NearMissRow
from tests.api.cli.test_lists import ANSWER, MATCH, OFFER
from tests.people import gazetteer


def test_rules_of_law_have_their_source_beside_the_words_and_others_have_none() -> None:
    near = (
        NearMissRow(OFFER.id, "Forklift", Reason.LICENCE_MISSING, 0.7, 3),
        NearMissRow(OFFER.id, "Las", Reason.TOO_FAR, 0.6, 4),
    )
    answer = replace(ANSWER, dropped={Reason.CLOSED_BY_LAW: 2, Reason.TOO_FAR: 5}, would_open=near)
    document = vacancies_document(answer, gazetteer(), {}, Tongue.ENGLISH)
    shape = VacancyList.model_validate(document)
    assert shape.sources == {Reason.CLOSED_BY_LAW: source("reason.closed_by_law")}
    assert [row.source for row in shape.would_open] == [source("reason.licence_missing"), None]


def test_the_keys_of_a_list_are_those_of_the_manual() -> None:
    manual = Path("docs/cli.md").read_text(encoding="utf-8")
    section = manual.partition("## JSON of a ranked list")[2].partition("\n## ")[0]
    named = set(re.findall(r"`(\w+)`", section))
    shapes = (
        VacancyList,
        VacancyRow,
        EvidenceRow,
        GapRow,
        FlagRow,
        WindowRow,
        DisplayRow,
        WouldOpen,
        PlaceRow,
        NamedRow,
    )
    assert {key for shape in shapes for key in shape.model_fields} - named == set()


def test_a_legal_check_names_its_bar_and_source() -> None:
    check = Note(Flag.LEGAL_CHECK, {"bar": "LB07", "words_id": "a", "words_en": "b", "source": "UU 1"})
    answer = replace(ANSWER, matches=(replace(MATCH, flags=(check,)),))
    document = vacancies_document(answer, gazetteer(), {}, Tongue.ENGLISH)
    (flag,) = VacancyList.model_validate(document).matches[0].model_dump()["flags"]
    assert (flag["flag"], flag["bar"], flag["source"]) == (Flag.LEGAL_CHECK, "LB07", "UU 1")
    assert flag["words"].endswith("b (UU 1)")
