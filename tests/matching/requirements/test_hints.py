"""Readers pass over clauses without their hints: that must change nothing that is read."""

import inspect
import re
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.sample.world import build_world
from matching.language import durations, education, licences
from matching.requirements import births, certificates, conditions, experience, persons, wages
from matching.requirements import education as schooling
from matching.requirements import languages as speaking
from matching.requirements import licences as operating
from matching.requirements.clauses import Clause, Section, clauses
from matching.requirements.filling import text_of
from matching.requirements.reading import READERS, read_requirements
from matching.vocabulary import Licence

PATTERNS = (  # what begins a reading of each kind, and so is what a hint could miss
    ("education", education._LEVEL),
    ("education", education._BARE_DIPLOMA),
    ("education", schooling._NO_LEVEL),
    ("education", schooling._PROFESSION),
    ("experience", experience._MENTION),
    ("experience", experience._NOT_NEEDED),
    ("experience", durations._STATED),
    ("licences", licences._NAMED_SIM),
    ("licences", licences._NAMED_SIO),
    ("licences", licences._BY_MINISTRY),
    ("licences", operating._OPERATOR),
    ("certificates", certificates._KNOWN),
    ("certificates", certificates._TEST),
    ("certificates", certificates._NAMED),
    ("certificates", certificates._TRAINED),
    ("languages", speaking._SPOKEN),
    ("ages", persons._LIMITS),
    ("births", births._BORN),
    ("sexes", persons._EITHER),
    ("wages", wages._STATED),
    ("wages", wages._BARE),
    ("wages", wages._LATER),
    ("police_record_letter", conditions._LETTER),
    ("willingness", conditions._READY),
    ("openings", conditions._OPENINGS),
    ("placement", conditions._PLACEMENT),
)
IDS = [f"{kind}-{number}" for number, (kind, _) in enumerate(PATTERNS)]
BEFORE = (
    "",
    "pengalaman ",
    "lulusan ",
    "usia maksimal ",
    "inggris ",
    "gaji rp ",
    "wajib ",
    "min.",
    "surat ",
    "2 ",
)
AFTER = (
    "",
    " tahun",
    " bulan",
    " pengalaman",
    " 3.500.000",
    " orang",
    " lisan",
    " luar kota",
    " forklift",
    " 1",
    " dokter",
    " crane kemnaker",
)


def assert_hints_change_nothing(kind: str, clause: Clause) -> None:
    told = {"machine": Licence.SIO_CRANE} if kind == "licences" else {}
    assert list(READERS[kind](clause, **told)) == list(inspect.unwrap(READERS[kind])(clause, **told))


@pytest.mark.parametrize(("kind", "pattern"), PATTERNS, ids=IDS)
def test_a_hint_stands_wherever_a_reader_finds_something_in_a_word_of_its_patterns(
    kind: str, pattern: re.Pattern[str]
) -> None:
    for word in sorted(set(re.findall("[a-z][a-z0-9 ]+", re.sub(r"\\[bdwsWS]", " ", pattern.pattern)))):
        for before, after in product(BEFORE, AFTER):
            assert_hints_change_nothing(kind, Clause(before + word + after, 0, Section.NEUTRAL))


@pytest.mark.parametrize(("kind", "pattern"), PATTERNS, ids=IDS)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_a_hint_stands_wherever_a_reader_finds_something(
    kind: str, pattern: re.Pattern[str], data: st.DataObject
) -> None:
    matched = data.draw(st.from_regex(pattern, fullmatch=True)).lower()
    words = data.draw(st.sampled_from(BEFORE)) + matched + data.draw(st.sampled_from(AFTER))
    label = data.draw(st.sampled_from(("", "gaji", "usia")))
    assert_hints_change_nothing(kind, Clause(words, 0, data.draw(st.sampled_from(Section)), label))


def test_every_reader_has_a_hint_and_every_kind_its_patterns() -> None:
    assert all(inspect.unwrap(reader) is not reader for reader in READERS.values())
    assert {kind for kind, _ in PATTERNS} == set(READERS)


def test_hints_change_nothing_in_the_sample_texts() -> None:
    for record in build_world(people=10, vacancies=300).vacancies:
        for clause in clauses(text_of(record.vacancy)):
            for kind in READERS:
                assert_hints_change_nothing(kind, clause)


def test_a_clause_that_was_read_before_is_read_where_it_stands_now() -> None:
    line = "Pengalaman minimal 2 tahun"
    near, far = (read_requirements(f"{title}\n{line}") for title in ("Las", "Tukang las listrik"))
    assert [(i.value, i.strength, i.start + 15, i.end + 15) for i in near.experience] == [
        (i.value, i.strength, i.start, i.end) for i in far.experience
    ]


def test_a_clause_that_was_read_before_is_read_for_the_machine_of_this_title_and_as_this_portal_has_it() -> (
    None
):
    line = "Wajib memiliki SIO"
    assert [
        [item.value.licences for item in read_requirements(f"{title}\n{line}").licences]
        for title in ("Staf gudang", "Operator forklift", "Operator crane", "Staf gudang")
    ] == [[], [{Licence.SIO_FORKLIFT}], [{Licence.SIO_CRANE}], []]
    asked = Clause("pengalaman minimal 2 tahun", 0, Section.NEUTRAL)
    as_portal = replace(asked, form=True)
    assert [item.form for clause in (asked, as_portal) for item in experience.experience(clause)] == [
        False,
        True,
    ]


def test_lengths_in_words_are_read_from_any_number() -> None:
    assert [i.value for i in read_requirements("Las\nPernah bekerja minimal empat tahun").experience] == [48]
