"""Driving and operator licences that a clause asks for."""

from collections.abc import Iterator

from matching.language.licences import find_licences
from matching.requirements.clauses import Clause, Section
from matching.requirements.hints import only_where
from matching.requirements.items import Item, LicencesAsked
from matching.requirements.strength import item_at


@only_where("sim|sio|licen[cs]e|lisensi|sertifikat|k3|operator")
def licences(clause: Clause) -> Iterator[Item[LicencesAsked]]:
    """Licences named in one breath, as one item; a SIM without its class is none."""
    for named in find_licences(clause.words):
        asked = LicencesAsked(named.licences, named.any_of)
        sure = 0.8 if clause.tells(Section.DUTIES, Section.BENEFITS, Section.ELSEWHERE) else 0.97
        yield item_at(clause, asked, named.start, named.end, sure)
