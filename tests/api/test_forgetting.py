"""What a process remembers of texts goes when a person or a vacancy leaves: theirs may be among them."""

import gc
from dataclasses import replace
from datetime import date
from functools import _lru_cache_wrapper
from inspect import signature
from typing import Any

from api.wiring import _forget
from api.wiring.reference import linter_of, trade
from data.sample.world import build_world
from matching.model.records import VacancyRecord

TODAY = date(2026, 11, 28)
EVERYBODYS = {"stem_word", "_word"}
"""Of single words."""


def caches_of_texts() -> "list[_lru_cache_wrapper[Any]]":
    """What remembers answers about texts, in the whole process."""
    caches = [one for one in gc.get_objects() if type(one) is _lru_cache_wrapper]
    return [
        one
        for one in caches
        if one.__module__.startswith("matching.")
        and signature(one).parameters
        and one.__name__ not in EVERYBODYS
    ]


def test_of_a_text_that_was_read_and_linted_nothing_is_kept() -> None:
    knowledge = trade()
    linter = linter_of(knowledge)
    usual, other = build_world(people=10, vacancies=2).vacancies[:2]
    text = f"{other.vacancy.description}\nHubungi Bu Wening Kinasih.\nWajib membayar uang jaminan."
    leaving = replace(other, vacancy=replace(other.vacancy, title="Juru las Bu Wening", description=text))

    def work_on(record: VacancyRecord) -> None:
        linter.lint(replace(record, vacancy=knowledge.read(record.vacancy)), TODAY)

    work_on(usual)
    caches = caches_of_texts()
    _forget(knowledge)
    before = [one.cache_info().currsize for one in caches]
    work_on(leaving)
    assert sum(one.cache_info().currsize for one in caches) > sum(before)
    _forget(knowledge)
    kept = [one for one, size in zip(caches, before, strict=True) if one.cache_info().currsize > size]
    assert [f"{one.__module__}.{one.__qualname__}" for one in kept] == []
