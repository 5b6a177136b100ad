"""Ranked lists as tables for people: what stands in them, in both languages."""

import io
from dataclasses import replace

import pytest
from rich.console import Console
from rich.table import Table

from api.cli.lists import add_summary, show_candidates, show_vacancies, summary_table
from api.cli.what_if import show_openers
from matching.explain import Gap, GapKind, Match, Support
from matching.flags import Flag, Note
from matching.messages import Tongue, words
from matching.profile import FacetKind
from matching.rules import Reason
from matching.scoring import FEATURES, FitWord
from matching.usecases.answers import CandidatesFor, NearMissRow, Shown, VacanciesFor
from matching.usecases.what_if import CertificateLifts, LicenceOpens, WhatOpens
from matching.vocabulary import CertificateKind, Licence, Verification, WindowVerdict
from tests.people import TODAY, gazetteer, someone, window, work

PERSON = someone("teller", window=window(10, 30))
OFFER = work("welder", "Juru Las")
MATCH = Match(
    rank=1,
    candidate=PERSON.id,
    vacancy=OFFER.id,
    title=OFFER.title,
    score=0.73,
    fit=0.6,
    fit_word=FitWord.POSSIBLE,
    features=dict.fromkeys(FEATURES, 1.0),
    contributions={feature: 0.05 + 0.01 * place for place, feature in enumerate(FEATURES)},
    evidence=(Support(FacetKind.CERTIFICATE, "Las SMAW", Verification.CLAIMED, "Bisa las [SMAW]", ("las",)),),
    gaps=(Gap(GapKind.LICENCE, "sio_forklift", required=True, by_law=True),),
    flags=(Note(Flag.REPORTING_DUTY),),
    verdict=WindowVerdict.TIGHT,
    distance_m=13_400,
)
ANSWER = VacanciesFor(
    candidate=PERSON,
    as_of=TODAY,
    matches=(MATCH,),
    vacancies=(OFFER,),
    live=9,
    eligible=4,
    dropped={Reason.TOO_FAR: 5},
    weak=2,
    not_enough=False,
    would_open=(NearMissRow(OFFER.id, "Tukang [Las]", Reason.TOO_FAR, 0.7, 3),),
    snapshot="1@0",
    model="m",
    weights="w",
    shown=(Shown(1),),
)
PEOPLE = CandidatesFor(OFFER, TODAY, (MATCH,), (PERSON,), 7, {Reason.TOO_FAR: 1}, "1@0", "m", "w")


def console() -> tuple[Console, io.StringIO]:
    heard = io.StringIO()
    return Console(file=heard, width=200), heard


def vacancies_shown(answer: VacanciesFor, tongue: Tongue) -> str:
    out, heard = console()
    show_vacancies(answer, gazetteer(), tongue, out)
    return heard.getvalue()


@pytest.mark.parametrize("tongue", Tongue)
def test_a_row_says_score_place_reasons_gaps_flags_and_what_fell_out(tongue: Tongue) -> None:
    text = vacancies_shown(ANSWER, tongue)
    strongest = [f"feature.{feature}" for feature in list(FEATURES)[-3:]]
    for code in (*strongest, "flag.reporting_duty", "gap.licence", "reason.too_far", "verdict.tight"):
        assert words(code, tongue) in text, code
    for told in (
        "Juru Las",
        "13 km",
        {Tongue.INDONESIAN: "0,73", Tongue.ENGLISH: "0.73"}[tongue],
        "Las SMAW",
        "Bisa las [SMAW]",
        "sio forklift",
        "Tukang [Las]",
        "#3",
    ):
        assert told in text, told


@pytest.mark.parametrize("tongue", Tongue)
def test_a_row_says_how_many_stand_behind_it_and_that_it_was_moved(tongue: Tongue) -> None:
    placed = Shown(4, similar=(work("two", "Las").id, work("three", "Las").id), moved=True)
    text = " ".join(vacancies_shown(replace(ANSWER, shown=(placed,)), tongue).replace("│", " ").split())
    assert words("list.similar", tongue).format(2) in text
    assert words("list.moved", tongue).format(4).split(";")[0] in text
    assert words("list.similar", tongue).format(0) not in vacancies_shown(ANSWER, tongue)


@pytest.mark.parametrize("tongue", Tongue)
def test_a_supposed_list_says_the_rank_before(tongue: Tongue) -> None:
    for before, said in (
        ({OFFER.id: 7}, words("list.rank_before", tongue).format(7)),
        ({}, words("list.new", tongue)),
    ):
        out, heard = console()
        show_vacancies(ANSWER, gazetteer(), tongue, out, before=before)
        assert said in heard.getvalue()
        assert said not in vacancies_shown(ANSWER, tongue)


@pytest.mark.parametrize("tongue", Tongue)
def test_what_opens_more_is_said_with_numbers_or_that_nothing_does(tongue: Tongue) -> None:
    licence = LicenceOpens(Licence.SIM_B1, 41, 3, OFFER.id, OFFER.title, 0.6, 4)
    lift = CertificateLifts("Juru Las 6G", 5, 2, 7)
    found = WhatOpens(PERSON.id, TODAY, CertificateKind.TRAINING, (licence,), (lift,))
    out, heard = console()
    show_openers(found, tongue, out)
    for told in ("SIM B1", "41", "Juru Las → #4", "Juru Las 6G", words("opens.ranked", tongue)):
        assert told in heard.getvalue()
    out, heard = console()
    show_openers(replace(found, licences=(), certificates=()), tongue, out)
    assert words("opens.nothing", tongue) in heard.getvalue()


@pytest.mark.parametrize("tongue", Tongue)
def test_a_rule_of_law_is_shown_with_its_source(tongue: Tongue) -> None:
    closed = replace(
        ANSWER,
        dropped={Reason.CLOSED_BY_LAW: 1},
        would_open=(NearMissRow(OFFER.id, "Forklift", Reason.LICENCE_MISSING, 0.7, 3),),
    )
    text = vacancies_shown(closed, tongue)
    assert f"({words('law.source', tongue)}: Perpol 4/2020" in text
    assert "Permenaker 8/2020" in text
    assert words("law.source", tongue) not in vacancies_shown(ANSWER, tongue)


@pytest.mark.parametrize("tongue", Tongue)
def test_a_legal_check_says_the_words_of_its_bar_and_the_source(tongue: Tongue) -> None:
    check = Note(Flag.LEGAL_CHECK, {"bar": "LB", "words_id": "izin", "words_en": "permit", "source": "UU 1"})
    text = " ".join(
        vacancies_shown(replace(ANSWER, matches=(replace(MATCH, flags=(check,)),)), tongue).split()
    )
    assert {Tongue.INDONESIAN: "izin", Tongue.ENGLISH: "permit"}[tongue] in text
    assert "UU 1" in text


def test_the_two_languages_differ_and_each_is_whole() -> None:
    indonesian, english = (vacancies_shown(ANSWER, tongue) for tongue in Tongue)
    assert "Lowongan" in indonesian
    assert "Vacancy" not in indonesian
    assert "Vacancy" in english
    assert "Lowongan" not in english


@pytest.mark.parametrize("tongue", Tongue)
def test_too_little_evidence_is_said_instead_of_a_table(tongue: Tongue) -> None:
    nothing = replace(ANSWER, matches=(), vacancies=(), shown=(), not_enough=True)
    assert words("list.not_enough", tongue) in vacancies_shown(nothing, tongue)


def test_work_abroad_has_a_place_and_no_distance() -> None:
    abroad = replace(
        ANSWER, matches=(replace(MATCH, distance_m=None),), vacancies=(replace(OFFER, place=None),)
    )
    text = vacancies_shown(abroad, Tongue.INDONESIAN)
    assert "luar negeri" in text
    assert " km" not in text


@pytest.mark.parametrize("tongue", Tongue)
def test_people_for_a_vacancy_are_shown_by_opaque_id(tongue: Tongue) -> None:
    out, heard = console()
    show_candidates(PEOPLE, tongue, out)
    assert str(PERSON.id) in heard.getvalue()
    assert words("flag.reporting_duty", tongue) in heard.getvalue()


@pytest.mark.parametrize("tongue", Tongue)
def test_the_summary_has_a_line_for_each_person_and_says_why_one_has_nothing(tongue: Tongue) -> None:
    table = summary_table(tongue)
    add_summary(table, ANSWER, tongue)
    add_summary(table, replace(ANSWER, matches=(), vacancies=(), shown=(), not_enough=True), tongue)
    text = printed(table)
    assert table.row_count == 2
    assert "Juru Las" in text
    assert words("list.not_enough", tongue) in text


def printed(table: Table) -> str:
    out, heard = console()
    out.print(table)
    return heard.getvalue()
