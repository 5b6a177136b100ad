"""Driving and operator licences that a clause asks for."""

import re
from collections.abc import Iterator
from dataclasses import replace

from matching.language.licences import OPERATORS, find_licences
from matching.requirements.clauses import Clause, Section
from matching.requirements.hints import only_where
from matching.requirements.items import Item, LicencesAsked, Strength
from matching.requirements.strength import item_at
from matching.vocabulary import Licence

_OPERATOR = re.compile(r"\b(?:sio|surat i[jz]in operator)\b")
_OR_EXPERIENCE = re.compile(
    r"\W*(?:aktif\W+|yang masih berlaku\W+)?(?:/|\batau\b|\bor\b)\W*(?:ber)?(?:pengalaman|experience)"
)


@only_where("sim|sio|licen[cs]e|lisensi|sertifika|k3|operator")
def licences(clause: Clause, machine: Licence | None = None) -> Iterator[Item[LicencesAsked]]:
    """Licences named in one breath, as one item; a SIM without its class is none.

    An operator's licence without its machine is for `machine`, the one of the job. One that experience may stand in for
    is a wish.
    """
    named = [(LicencesAsked(n.licences, n.any_of), n.start, n.end) for n in find_licences(clause.words)]
    bare = _OPERATOR.search(clause.words) if machine else None
    if machine and bare and not any(asked.licences & OPERATORS for asked, _, _ in named):
        named.append((LicencesAsked(frozenset({machine})), *bare.span()))
    for asked, start, end in named:
        sure = 0.8 if clause.tells(Section.DUTIES, Section.BENEFITS, Section.ELSEWHERE) else 0.97
        item = item_at(clause, asked, start, end, sure)
        either = item.required and _OR_EXPERIENCE.match(clause.words, end)
        yield replace(item, strength=Strength.PREFERRED) if either else item
