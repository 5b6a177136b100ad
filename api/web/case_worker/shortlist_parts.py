"""What the pages about a shortlist share: whose it is, and what may be refused."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any
from uuid import UUID

from api.program import Program
from api.web.forms import WRONG
from matching.errors import CandidacyWithdrawn, NotFound, StepRefused
from matching.model import CandidateId
from matching.model.outcome_codes import AnswerKind
from matching.model.placements import Placement
from matching.model.shortlists import Item, ItemId, Shortlist
from matching.usecases import placements, records
from matching.usecases.records import CANDIDATES, VACANCIES

NAMES = 50
"""How many people of a vacancy's list are named on its page."""


async def head_of(program: Program, stands: Shortlist) -> dict[str, Any]:
    """`record`: the person whose list it is, else None; `vacancy`: what people are listed for, else None; `people`:
    names by id, as far as they are one's own."""
    if stands.candidate:
        record = await records.get(program.gateway, program.actor, CANDIDATES, stands.candidate)
        return {"record": record, "vacancy": None, "people": {}}
    vacancy = await records.get(program.gateway, program.actor, VACANCIES, stands.vacancy or UUID(int=0))
    people = {}
    for one in dict.fromkeys(item.candidate for item in stands.items[:NAMES]):
        try:
            people[one] = (await records.get(program.gateway, program.actor, CANDIDATES, one)).identity.name
        except NotFound:
            continue  # somebody else's: their code alone
    return {"record": None, "vacancy": vacancy, "people": people}


async def came_of(program: Program, candidate: CandidateId) -> Mapping[ItemId | None, Placement]:
    """Work of one's own person by the item that led to it; none of who is not one's own."""
    try:
        found = await placements.placements(program.gateway, program.actor, candidate)
    except NotFound:
        return {}
    return {one.item: one for one in found}


async def last_words(program: Program, items: Iterable[Item]) -> Mapping[ItemId, AnswerKind]:
    """What the employer has answered last, by item; nothing of who is not one's own."""
    found = {}
    for item in items:
        with suppress(NotFound, CandidacyWithdrawn):
            if said := await placements.answers(program.gateway, program.actor, item.id):
                found[item.id] = said[-1].answer.kind
    return found


REFUSED = (*WRONG, StepRefused)
"""What a handler catches to show the form again."""
