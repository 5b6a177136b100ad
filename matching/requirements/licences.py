"""Driving and operator licences that a clause asks for."""

from collections.abc import Iterator

from matching.language.licences import find_licences
from matching.requirements.clauses import Clause, Section
from matching.requirements.items import Item, LicencesAsked
from matching.requirements.strength import strength_at


def licences(clause: Clause) -> Iterator[Item[LicencesAsked]]:
    """Licences named in one breath, as one item; a SIM without its class is none."""
    for named in find_licences(clause.words):
        yield Item(
            LicencesAsked(named.licences, named.any_of),
            strength_at(clause, named.start, named.end),
            clause.start + named.start,
            clause.start + named.end,
            0.8 if clause.tells(Section.DUTIES, Section.BENEFITS, Section.ELSEWHERE) else 0.97,
        )
