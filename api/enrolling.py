"""People as they come in one by one, from programs and from pages: checked, and recorded once."""

from api.program import Program
from api.schemas.candidates import CandidateNew
from matching.model.records import CandidateRecord
from matching.plausible import check_person
from matching.usecases import records
from matching.usecases.records import CANDIDATES, Once, checked_candidate


async def enrol(program: Program, new: CandidateNew, once: Once | None) -> CandidateRecord:
    """A new person. Raises InvalidValue, UnknownReference, AlreadyRecorded, IdempotencyConflict."""
    person = checked_candidate(new.candidate(program.new_id), program.matcher.recipe.world)
    check_person(new.identity.birth_date, person.education, program.today())
    return await records.create(program.gateway, program.actor, CANDIDATES, new.record(person), once)
