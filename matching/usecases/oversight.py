"""What the data-protection officer looks after: single requests, a person's processing trail, what is kept too long,
and the journals that keep an erasure in force."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from matching.custody import RightsJournal
from matching.errors import AccessNotAsked
from matching.model import Actor
from matching.model.rights import JournalState, RequestKind, SubjectRequest
from matching.stores import Gateway
from matching.trail import Act, Processing
from matching.usecases.rights import Retained, RightsOffice
from matching.usecases.trail import require_officer


@dataclass(frozen=True, slots=True)
class Custody:
    """How the journals stand; `lacking`: how many things the rights journal should have and has not."""

    erasures: JournalState
    lacking: int


async def asked(gateway: Gateway, actor: Actor, request: UUID) -> SubjectRequest:
    """One request. Raises NotFound where it is not the actor's to see."""
    async with gateway.transaction(actor, read_only=True) as tx:
        return await tx.requests.get(request)


async def processing(gateway: Gateway, actor: Actor, request: UUID) -> Sequence[Processing]:
    """Who has read and changed the data of whoever waits for access (Art. 32), oldest first; recorded with the request.
    The rest of the person's file is for the case worker in charge to hand over (`RightsOffice.file`).

    Raises:
        NotFound: there is no such request, or the actor is no officer.
        AccessNotAsked: it asks for something else, or has been decided.
    """
    require_officer(actor)
    async with gateway.transaction(actor, read_only=True) as tx:
        wish = await tx.requests.get(request)
        if wish.kind is not RequestKind.ACCESS or not wish.waiting or wish.candidate is None:
            raise AccessNotAsked
        tx.trail.note(Act.EXPORT, [wish.candidate], "trail", entity="subject_requests", record=wish.id)
        return await tx.trail.processing_of(wish.candidate)


async def kept_too_long(actor: Actor, office: RightsOffice) -> Sequence[Retained]:
    """What the rules of retention would remove (Art. 42); nothing is. Raises NotFound for all but the officer."""
    require_officer(actor)
    return await office.retain(remove=False)


async def custody(actor: Actor, office: RightsOffice, journal: RightsJournal) -> Custody:
    """How both journals stand. Raises NotFound for all but the officer."""
    require_officer(actor)
    return Custody(await office.eraser.journal(), len(await journal.lacking()))
