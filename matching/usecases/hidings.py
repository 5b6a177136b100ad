"""Hiding a vacancy for a person, and showing it again."""

from collections.abc import Sequence

from matching.errors import NotFound
from matching.model import Actor, CandidateId, VacancyId
from matching.model.hidings import HiddenVacancy, Hiding
from matching.stores import Gateway


async def hidden_for(gateway: Gateway, actor: Actor, candidate: CandidateId) -> Sequence[HiddenVacancy]:
    """What is hidden now for a person whom the actor may see, the newest first. Raises NotFound."""
    async with gateway.transaction(actor, read_only=True) as tx:
        if candidate not in await tx.candidates.records([candidate]):
            raise NotFound("candidate")
        return await tx.hidings.of(candidate)


async def hide(
    gateway: Gateway, actor: Actor, candidate: CandidateId, hiding: Hiding
) -> Sequence[HiddenVacancy]:
    """Hide a vacancy for an own person; what is hidden then. Raises NotFound."""
    async with gateway.transaction(actor) as tx:
        await tx.hidings.hide(candidate, hiding)
        return await tx.hidings.of(candidate)


async def show_again(gateway: Gateway, actor: Actor, candidate: CandidateId, vacancy: VacancyId) -> None:
    """End a hiding; where there is none, nothing changes. Raises NotFound."""
    async with gateway.transaction(actor) as tx:
        await tx.hidings.show(candidate, vacancy)
