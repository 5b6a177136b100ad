"""Companies: registration, verification, suspension, appeal. Who may is decided by the database."""

from collections.abc import Sequence

from matching.errors import InvalidValue, NotFound
from matching.model import Actor, Employer, EmployerId
from matching.model.states import EmployerFile, Registration
from matching.publishing import Decision
from matching.stores import Gateway, Page
from matching.vocabulary import EmployerVerification


async def page(
    gateway: Gateway,
    actor: Actor,
    *,
    limit: int,
    cursor: str | None,
    verification: EmployerVerification | None,
) -> Page:
    """Companies in the order of their creation; with `verification`, those in that state, such as who waits."""
    async with gateway.transaction(actor, read_only=True) as tx:
        return await tx.employers.page(limit=limit, cursor=cursor, verification=verification)


async def verified_called(gateway: Gateway, actor: Actor, words: str, *, limit: int) -> Sequence[Employer]:
    """Verified companies whose name has these words in it, or whose NIB they are; none for no words."""
    if not words.strip():
        return []
    async with gateway.transaction(actor, read_only=True) as tx:
        state = EmployerVerification.VERIFIED
        page = await tx.employers.page(limit=limit, cursor=None, verification=state, called=words.strip())
    return [record.employer for record in page.records]


async def of_number(gateway: Gateway, actor: Actor, number: str) -> EmployerId:
    """The company of a NIB. Raises NotFound."""
    async with gateway.transaction(actor, read_only=True) as tx:
        found = await tx.employers.by_business_number([number])
    if number not in found:
        raise NotFound("employer")
    return found[number]


async def register(
    gateway: Gateway, actor: Actor, employer: EmployerId, registration: Registration
) -> EmployerFile:
    """Write what a company says of itself: its own member, or the staff. A verified company that calls itself otherwise
    has to be verified again.

    Raises:
        NotFound: it is not the actor's company.
        InvalidValue: another company has this NIB.
    """
    async with gateway.transaction(actor) as tx:
        await tx.states.register(employer, registration)
        return await tx.states.file(employer)


async def keep(
    gateway: Gateway, actor: Actor, employer: EmployerId, registration: Registration
) -> EmployerFile:
    """Write what a company has to say of itself so far; nobody is told, until it registers.

    Raises:
        NotFound: it is not the actor's company.
        StateRefused: it has registered, or has been looked at: every change is sent.
        InvalidValue: another company has this NIB.
    """
    async with gateway.transaction(actor) as tx:
        await tx.states.keep(employer, registration)
        return await tx.states.file(employer)


async def file(gateway: Gateway, actor: Actor, employer: EmployerId) -> EmployerFile:
    """Registration, states and appeals of a company, as the actor may see them. Raises NotFound."""
    async with gateway.transaction(actor, read_only=True) as tx:
        return await tx.states.file(employer)


async def decide(gateway: Gateway, actor: Actor, employer: EmployerId, decision: Decision) -> EmployerFile:
    """Verify, suspend, block a company or let it in again.

    Raises:
        NotFound, StateRefused: as the database decides.
        InvalidValue: it has no NIB or no contact, and no note says what was looked at instead.
    """
    async with gateway.transaction(actor) as tx:
        if decision.target == EmployerVerification.VERIFIED and not decision.note.strip():
            known = (await tx.states.file(employer)).record.employer
            if not (known.business_number and known.contact.strip()):
                raise InvalidValue(
                    "note",
                    "tanpa NIB atau kontak: tulis apa yang diperiksa / no NIB or contact: write what was looked at",
                )
        await tx.states.change_employer(employer, decision)
        return await tx.states.file(employer)


async def appeal(gateway: Gateway, actor: Actor, employer: EmployerId, words: str) -> EmployerFile:
    """Object to the suspension of one's company. Raises NotFound, StateRefused where nothing can be appealed."""
    async with gateway.transaction(actor) as tx:
        await tx.states.appeal(employer, words)
        return await tx.states.file(employer)


async def decide_appeal(
    gateway: Gateway, actor: Actor, employer: EmployerId, *, granted: bool, told: str, note: str
) -> EmployerFile:
    """Decide an appeal; granted, it ends the suspension.

    Raises:
        NotFound: no appeal waits.
        StateRefused: the actor has suspended the company, so that another planner decides.
    """
    async with gateway.transaction(actor) as tx:
        await tx.states.decide_appeal(employer, granted=granted, told=told, note=note)
        return await tx.states.file(employer)
