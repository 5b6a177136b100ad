"""The list of people in one's charge, to find somebody in it."""

from matching.model import Actor
from matching.model.caseload import Caseload, CaseloadQuery
from matching.stores import Gateway


async def people(gateway: Gateway, actor: Actor, query: CaseloadQuery) -> Caseload:
    """A page of people whom the actor has in charge; nobody for who has no caseload."""
    async with gateway.transaction(actor, read_only=True) as tx:
        return await tx.caseload.find(query)
