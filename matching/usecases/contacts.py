"""Contact with the person behind a card: a company asks, the person's case worker proposes or says no.

The code of a card is looked up among the cards of today; who it is stays inside, and why not is told to no company.
"""

from collections.abc import Sequence
from datetime import date

from matching.errors import NotFound
from matching.model import Actor, CandidateId, VacancyId
from matching.model.contacts import MOST_A_DAY, AskedContact, ContactReason, ContactRequest
from matching.stores import Gateway
from matching.usecases.cards import ranked_for
from matching.usecases.match import Matcher


async def asked_contacts(gateway: Gateway, actor: Actor, vacancy: VacancyId) -> Sequence[AskedContact]:
    """What the actor's company has asked for of this vacancy. Raises NotFound where it is not the company's."""
    async with gateway.transaction(actor, read_only=True) as tx:
        if vacancy not in await tx.vacancies.many([vacancy]):
            raise NotFound("vacancy")
        return await tx.cards.contacts_asked(vacancy)


async def withdrawn(gateway: Gateway, actor: Actor, vacancy: VacancyId) -> Sequence[str]:
    """Codes of cards of those who were proposed to the actor's company and are no longer; nothing tells why."""
    async with gateway.transaction(actor, read_only=True) as tx:
        return await tx.cards.withdrawn(vacancy)


async def ask_contact(
    matcher: Matcher, actor: Actor, vacancy: VacancyId, code: str, *, today: date
) -> AskedContact:
    """Ask for contact with the person behind a card, by its code; asked again, it is the request that stands.

    Raises:
        NotFound: the vacancy is not the company's, not open or not indexed, or this code is on no card for it now.
        TooOften: `MOST_A_DAY` have been asked for today for this vacancy.
    """
    known = _coded(await asked_contacts(matcher.gateway, actor, vacancy), code)
    if known is not None:
        return known
    row = matcher.catalogue.row_of(vacancy)
    if row is None:
        raise NotFound("vacancy")
    ids = [profile.candidate.id for profile, _ in await ranked_for(matcher, row, today)]
    async with matcher.gateway.transaction(actor) as tx:
        cards = await tx.cards.of(vacancy, ids, today=today, looking=True)
        person = next((one for one, card in cards.items() if card.code == code), None)
        if person is None:
            raise NotFound("card")
        await tx.cards.ask_contact(vacancy, person, most=MOST_A_DAY)
        made = _coded(await tx.cards.contacts_asked(vacancy), code)
    if made is None:
        raise NotFound("card")
    return made


async def contacts_with(gateway: Gateway, actor: Actor, candidate: CandidateId) -> Sequence[ContactRequest]:
    """Companies that have asked for contact with a person whom the actor may see, the newest first. Raises NotFound."""
    async with gateway.transaction(actor, read_only=True) as tx:
        if candidate not in await tx.candidates.records([candidate]):
            raise NotFound("candidate")
        return await tx.cards.contacts_with(candidate)


async def refuse_contact(
    gateway: Gateway, actor: Actor, candidate: CandidateId, vacancy: VacancyId, reason: ContactReason
) -> None:
    """Say that contact is not possible; said again, the reason is another. Raises NotFound."""
    async with gateway.transaction(actor) as tx:
        await tx.cards.refuse_contact(candidate, vacancy, reason)


def _coded(found: Sequence[AskedContact], code: str) -> AskedContact | None:
    return next((one for one in found if one.code == code), None)
