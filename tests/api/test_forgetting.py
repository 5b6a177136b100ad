"""What a process remembers of texts goes when a person or a vacancy leaves: theirs may be among them."""

import gc
from dataclasses import replace
from datetime import date
from functools import _lru_cache_wrapper
from inspect import signature

from api.wiring import _forget
from api.wiring.reference import linter_of, trade
from data.sample.world import build_world
from matching.model.records import VacancyRecord

TODAY = date(2026, 11, 28)
EVERYBODYS = {"stem_word", "_word"}
"""Of single words."""


def remembered() -> dict[str, int]:
    """How many answers about texts each cache of the domain holds."""
    caches = [one for one in gc.get_objects() if isinstance(one, _lru_cache_wrapper)]
    of_texts = [one for one in caches if one.__module__.startswith("matching.") and signature(one).parameters]
    return {
        f"{one.__qualname__} of {one.__module__}": one.cache_info().currsize
        for one in of_texts
        if one.__name__ not in EVERYBODYS
    }


def test_of_a_text_that_was_read_and_linted_nothing_is_kept() -> None:
    knowledge = trade()
    linter = linter_of(knowledge)
    usual, other = build_world(people=10, vacancies=2).vacancies[:2]
    text = f"{other.vacancy.description}\nHubungi Bu Wening Kinasih.\nWajib membayar uang jaminan."
    leaving = replace(other, vacancy=replace(other.vacancy, title="Juru las Bu Wening", description=text))

    def left_of(record: VacancyRecord) -> dict[str, int]:
        """What is remembered after the record was read and forgotten."""
        linter.lint(replace(record, vacancy=knowledge.read(record.vacancy)), TODAY)
        at_work = remembered()
        _forget(knowledge)
        assert sum(remembered().values()) < sum(at_work.values())
        return remembered()

    before = left_of(usual)
    assert {name: size for name, size in left_of(leaving).items() if size > before.get(name, 0)} == {}
