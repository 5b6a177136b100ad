from datetime import date
from typing import Any
from uuid import UUID

import pytest

from api.schemas import examples
from api.schemas.candidates import CandidateIn, CandidateNew
from api.schemas.documents import candidate_document, candidate_writable, merged, plain, vacancy_writable
from api.schemas.vacancies import VacancyIn
from matching.model import VacancyId
from matching.vocabulary import Education, Language

NEW = CandidateNew.model_validate(examples.CANDIDATE)
PERSON = NEW.record(NEW.candidate(lambda: UUID(int=1)))


@pytest.mark.parametrize(
    ("standing", "patch", "after"),
    [  # RFC 7396, appendix A, as far as both are objects
        ({"a": "b"}, {"a": "c"}, {"a": "c"}),
        ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
        ({"a": "b"}, {"a": None}, {}),
        ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
        ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
        ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
        ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
        ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
        ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
        ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
    ],
)
def test_a_merge_patch_does_what_the_standard_says(
    standing: dict[str, Any], patch: dict[str, Any], after: dict[str, Any]
) -> None:
    before = dict(standing)
    assert merged(standing, patch) == after
    assert standing == before


def test_values_become_json_in_one_order() -> None:
    assert plain(frozenset(Language)) == sorted(language.value for language in Language)
    assert plain({"a": (date(2026, 11, 22), UUID(int=1), Education.SMA, True)}) == {
        "a": ["2026-11-22", str(UUID(int=1)), "SMA", True]
    }


def test_what_has_no_form_in_json_is_refused() -> None:
    with pytest.raises(TypeError):
        plain(object())


def test_a_person_written_anew_is_the_same_person() -> None:
    again = CandidateIn.model_validate(candidate_writable(PERSON))
    assert again.facts.changed(PERSON.candidate) == PERSON.candidate
    assert again.references == NEW.references


def test_a_vacancy_written_anew_is_the_same_vacancy() -> None:
    new = VacancyIn.model_validate(examples.VACANCY)
    vacancy = new.vacancy(VacancyId(UUID(int=1)))
    again = VacancyIn.model_validate(vacancy_writable(new.record(vacancy)))
    assert again.vacancy(vacancy.id) == vacancy


def test_a_record_that_was_never_stored_is_not_shown() -> None:
    with pytest.raises(ValueError, match="not been stored"):
        candidate_document(PERSON)


def test_nothing_that_is_shown_of_a_person_has_a_number_in_full() -> None:
    assert "national_id" not in candidate_writable(PERSON)["identity"]
    assert "protected" not in candidate_writable(PERSON)
