"""What the pages about a shortlist share: whose it is, and what may be refused."""

from typing import Any
from uuid import UUID

from api.program import Program
from api.web.forms import WRONG
from matching.errors import NotFound, StepRefused
from matching.model.shortlists import Shortlist
from matching.usecases import records
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


REFUSED = (*WRONG, StepRefused)
"""What a handler catches to show the form again."""
