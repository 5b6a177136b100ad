"""Driving and operator licences that a clause asks for."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from matching.language.licences import OPERATORS, OTHER_TRADES, NamedLicences, find_licences, one_by_one
from matching.requirements.clauses import Clause, Section
from matching.requirements.hints import only_where
from matching.requirements.items import Item, LicencesAsked, Strength
from matching.requirements.strength import is_mixed, item_at
from matching.vocabulary import Licence

_OPERATOR = re.compile(rf"\b(?:sio|surat i[jz]in operator)\b(?!\W*(?:operator )?{OTHER_TRADES}\b)")
_OR_EXPERIENCE = re.compile(
    r"\W*(?:aktif\W+|yang masih berlaku\W+)?(?:/|\batau\b|\bor\b)\W*(?:ber)?(?:pengalaman|experience)"
)
_ONE_OF = r"(?:salah satu(?:nya)?|(?:any |either )?one of|either|any of|pilih satu|minimal satu)"
_ONE_BEFORE = re.compile(
    rf"\b{_ONE_OF}\b(?:\W*\b(?:dari|sim|sio|lisensi|licen[cs]es?|berikut|ini|yaitu|the|these)\b)*\W*$"
)
_ONE_AFTER = re.compile(rf"\W*(?:(?:aktif|boleh|cukup|wajib|pilih|yang masih berlaku)\W+){{0,3}}{_ONE_OF}\b")
_LISTED = re.compile(
    r"(?:[\s,/&+()-]|\b(?:dan|atau|maupun|ataupun|and|or|serta|aktif|valid|yang|masih|berlaku|memiliki|punya"
    r"|juga)\b)*"
)
_OR = re.compile(r"/|\b(?:atau|ataupun|or)\b")


@only_where("sim|sio|licen[cs]e|lisensi|sertifika|k3|operator")
def licences(clause: Clause, machine: Licence | None = None) -> Iterator[Item[LicencesAsked]]:
    """Licences named in one breath, as one item; a SIM without its class is none.

    An operator's licence without its machine is for `machine`, the one of the job. One that experience, or something
    else that is no licence, may stand in for is a wish.
    """
    words = clause.words
    sure = 0.8 if clause.tells(Section.DUTIES, Section.BENEFITS, Section.ELSEWHERE) else 0.97
    for run in _runs(words, _named(words, machine)):
        one = _ONE_BEFORE.search(words, 0, run[0].start) or _ONE_AFTER.match(words, run[-1].end)
        either = one or any(_OR.search(words, left.end, right.start) for left, right in pairwise(run))
        for named in [_any_of(run)] if either else run:
            several = len(named.licences) > 1
            asked = LicencesAsked(named.licences, several and named.any_of)
            item = item_at(clause, asked, named.start, named.end, sure)
            replaced = _OR_EXPERIENCE.match(words, named.end) or (one and not several)
            yield replace(item, strength=Strength.PREFERRED) if item.required and replaced else item


def _any_of(run: list[NamedLicences]) -> NamedLicences:
    """A list of which any will do."""
    every = frozenset[Licence]().union(*(named.licences for named in run))
    return NamedLicences(every, run[0].start, run[-1].end, any_of=True)


def _named(words: str, machine: Licence | None) -> list[NamedLicences]:
    """Licences in the order of the words; of a list that begins with a must and ends in a wish, each for itself."""
    found: list[NamedLicences] = []
    for named in find_licences(words):
        listed = len(named.licences) > 1 and not named.any_of
        apart = listed and is_mixed(words, named.start, named.end)
        found.extend(one_by_one(named, words) if apart else [named])
    bare = _OPERATOR.search(words) if machine else None
    if machine and bare and not any(named.licences & OPERATORS for named in found):
        found.append(NamedLicences(frozenset({machine}), *bare.span()))
    return sorted(found, key=lambda named: named.start)


def _runs(words: str, named: list[NamedLicences]) -> Iterator[list[NamedLicences]]:
    """Licences that stand in one list, with nothing between them but what joins them."""
    run: list[NamedLicences] = []
    for one in named:
        if run and not _LISTED.fullmatch(words, run[-1].end, max(one.start, run[-1].end)):
            yield run
            run = []
        run.append(one)
    if run:
        yield run
