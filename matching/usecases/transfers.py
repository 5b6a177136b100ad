"""People between caseloads and units, claims, and whole numbers. Who may is decided by the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from matching.model import Actor, CandidateId, UnitId
from matching.model.accounts import Unit
from matching.model.ids import AccountId
from matching.model.transfers import Colleague, Errand, Number, TransferId
from matching.stores import Gateway, Page
from matching.usecases.records import Once, recalled, remembered


async def claim(gateway: Gateway, actor: Actor, national_id: str) -> None:
    """Ask for the person with this NIK, whoever has them in charge; nothing says whether there is such a person."""
    async with gateway.transaction(actor) as tx:
        await tx.transfers.claim([national_id])


async def offer(
    gateway: Gateway, actor: Actor, candidate: CandidateId, unit: UnitId, note: str
) -> TransferId:
    """Offer a person in one's charge to another unit. Raises NotFound."""
    async with gateway.transaction(actor) as tx:
        return await tx.transfers.offer(candidate, unit, note)


async def hand_over(
    gateway: Gateway, actor: Actor, candidate: CandidateId, colleague: AccountId, once: Once | None = None
) -> None:
    """Give a person in one's charge to a colleague of the unit, at once. Raises NotFound, IdempotencyConflict."""
    async with gateway.transaction(actor) as tx:
        if await recalled(tx, once) is None:
            await tx.transfers.hand_over(candidate, colleague)
            await remembered(tx, once, candidate)


async def decide(gateway: Gateway, actor: Actor, transfer: TransferId, *, accept: bool) -> None:
    """Accept a transfer, and the person moves; or refuse it. Raises NotFound where it is not one's to decide."""
    async with gateway.transaction(actor) as tx:
        await tx.transfers.decide(transfer, accept=accept)


async def page(gateway: Gateway, actor: Actor, *, limit: int, cursor: str | None) -> Page:
    """Transfers of people in one's charge, done or asked for, and what is offered to one's unit."""
    async with gateway.transaction(actor, read_only=True) as tx:
        return await tx.transfers.page(limit=limit, cursor=cursor)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A page of transfers that wait; `names`: of the people whom one has in charge. Who is offered has none yet."""

    page: Page
    names: Mapping[CandidateId, str]


async def waiting(gateway: Gateway, actor: Actor, *, limit: int, cursor: str | None) -> Waiting:
    """What is asked about people in one's charge and offered to one's unit, and nobody has decided."""
    async with gateway.transaction(actor, read_only=True) as tx:
        page = await tx.transfers.page(limit=limit, cursor=cursor, waiting=True)
        people = {one.candidate for one in page.records}
        return Waiting(page, await tx.caseload.names(people) if people else {})


async def receivers(gateway: Gateway, actor: Actor) -> tuple[Sequence[Unit], Sequence[Colleague]]:
    """Units that take people, and the colleagues of one's own."""
    async with gateway.transaction(actor, read_only=True) as tx:
        return await tx.transfers.units(), await tx.transfers.colleagues()


async def reveal(
    gateway: Gateway, actor: Actor, candidate: CandidateId, number: Number, errand: Errand
) -> str:
    """The whole number of a person in one's charge. The act and what it was for are recorded.

    Raises NotFound: there is no such person in one's charge, or no such number of them.
    """
    async with gateway.transaction(replace(actor, purpose=str(errand))) as tx:
        return await tx.transfers.reveal(candidate, number)
