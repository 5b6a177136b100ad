"""What the data-protection officer looks after: single requests, a person's processing trail, what is kept too long,
and the journals that keep an erasure in force."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from matching.custody import RightsJournal
from matching.errors import AccessNotAsked, InvalidValue
from matching.model import Actor
from matching.model.oversight import Letter
from matching.model.rights import JournalState, RequestKind, SubjectRequest
from matching.stores import Gateway
from matching.trail import Act, Processing
from matching.usecases.records import Once, recalled, remembered
from matching.usecases.rights import CLOCKS_AGREE, Retained, RightsOffice
from matching.usecases.trail import require_officer

OLDEST_LETTER = timedelta(days=90)
LETTER = "subject request"
"""The purpose of a look-up by letter, before the kind of request."""


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


async def write_down(
    gateway: Gateway, actor: Actor, letter: Letter, *, now: datetime, once: Once | None = None
) -> Sequence[SubjectRequest]:
    """Write down what a person asks for whom the officer does not see: found by a number, one request for each record
    of the person; whoever has them in charge has it as a task. The look-up is recorded with what it was for, whether or
    not it finds anybody.

    Raises:
        NotFound: the actor is no officer.
        InvalidValue: nobody has the number, it is a register number of several people, or the day of receipt is wrong.
        TooOften: there were fifty look-ups within a day.
    """
    require_officer(actor)
    if not now - OLDEST_LETTER <= letter.received_at <= now + CLOCKS_AGREE:
        raise InvalidValue("received_at", "dalam 90 hari terakhir / within the last 90 days")
    async with gateway.transaction(replace(actor, purpose=f"{LETTER} {letter.kind}")) as tx:
        if (known := await recalled(tx, once)) is not None:
            return [await tx.requests.get(known)]
        people, made = await tx.oversight.write_down(letter)
        requests = [await tx.requests.get(one) for one in made]
        for request in requests[:1]:
            await remembered(tx, once, request.id)
    # told after the look-up has been recorded
    if not people:
        raise InvalidValue("number", "tidak ada orang dengan nomor ini / nobody has this number")
    if not requests:
        raise InvalidValue(
            "number",
            "nomor ini milik lebih dari satu orang; pakai NIK / is that of several people; take the NIK",
        )
    return requests


async def kept_too_long(actor: Actor, office: RightsOffice) -> Sequence[Retained]:
    """What the rules of retention would remove (Art. 42); nothing is. Raises NotFound for all but the officer."""
    require_officer(actor)
    return await office.retain(remove=False)


async def custody(actor: Actor, office: RightsOffice, journal: RightsJournal) -> Custody:
    """How both journals stand. Raises NotFound for all but the officer."""
    require_officer(actor)
    return Custody(await office.eraser.journal(), len(await journal.lacking()))
