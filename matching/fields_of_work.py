"""Which fields of work a vacancy lies in, so that rules which close a field can find it.

Judged by title and KBJI code. A description only counts by phrases that can mean nothing else: that a vacancy
mentions "koordinasi dengan satpam" or a security system says nothing about the work. A phrase may hold the words
`{foreign country}`, which stand for any country of the list given beside the catalogue.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from matching.phrases import code_starts, found, jobs_named, plain, without
from matching.reference import FieldOfWork

_ANY_COUNTRY = plain("{foreign country}").strip()
_COUNT = re.compile(r" (?:\d+|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh)(?= orang )")


def fields_of_title(
    title: str, kbji_code: str, catalogue: Iterable[FieldOfWork], countries: Iterable[str] = ()
) -> frozenset[str]:
    """Codes of the fields that the title and the code, which may be empty, give.

    A title that offers several jobs ("Satpam & Teknisi CCTV") lies in the fields of each.
    """
    abroad = tuple(countries)
    jobs = [_places_named(job, abroad) for job in jobs_named(title)]
    whole = _places_named(plain(title), abroad)
    return frozenset(
        field.code
        for field in catalogue
        if code_starts(kbji_code, field.kbji_prefixes)
        or any(_strongly_named(job, field) for job in jobs)
        or _weakly_named(whole, field)
    )


def fields_of_description(
    description: str, catalogue: Iterable[FieldOfWork], countries: Iterable[str] = ()
) -> frozenset[str]:
    """Codes of the fields that the description gives by phrases that can mean nothing else.

    How many people are wanted is passed over: "dibutuhkan 5 orang satpam" is read as "dibutuhkan orang satpam".
    """
    words = _COUNT.sub("", _places_named(plain(description), tuple(countries)))
    return frozenset(
        field.code
        for field in catalogue
        if found(words, field.description_phrases)
        and found(without(words, field.other_things), field.description_phrases)
    )


def _strongly_named(job: str, field: FieldOfWork) -> bool:
    if not found(job, field.title_phrases) or found(job, field.never_with):
        return False
    return bool(found(without(job, field.other_things), field.title_phrases))


def _weakly_named(title: str, field: FieldOfWork) -> bool:
    if not found(title, field.weak_phrases) or found(title, field.never_with + field.not_with):
        return False
    return bool(found(without(title, field.other_things), field.weak_phrases))


def _places_named(plain_text: str, countries: tuple[str, ...]) -> str:
    """Most texts name no country, and a look at their words is quicker than a search."""
    if _first_words(countries).isdisjoint(plain_text.split()):
        return plain_text
    return _any_of(countries).sub(_ANY_COUNTRY, plain_text)


@lru_cache(maxsize=4)
def _first_words(countries: tuple[str, ...]) -> frozenset[str]:
    return frozenset(plain(name).split()[0] for name in countries)


@lru_cache(maxsize=4)
def _any_of(countries: tuple[str, ...]) -> re.Pattern[str]:
    """Longest first, so that "korea selatan" is not read as "korea"."""
    names = sorted({plain(name).strip() for name in countries}, key=lambda name: (-len(name), name))
    return re.compile(rf"(?<= )(?:{'|'.join(map(re.escape, names))})(?= )")
