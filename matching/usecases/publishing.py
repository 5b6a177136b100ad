"""Vacancies from draft to publication and close; findings beside them. Rules: `matching.publishing`."""

import asyncio
from collections.abc import Callable, Collection, Sequence
from datetime import date
from uuid import UUID

from matching.lint.catalogue import Finding
from matching.lint.reading import Linter
from matching.model import Actor, VacancyId
from matching.model.records import VacancyRecord
from matching.model.states import Override, StateChange
from matching.publishing import Decision, check_publication, copied, judged_lines
from matching.requirements.filling import text_of
from matching.stores import Gateway, Page
from matching.usecases.records import Once, recalled, remembered
from matching.vocabulary import VacancyStatus


async def page(
    gateway: Gateway, actor: Actor, *, limit: int, cursor: str | None, status: VacancyStatus | None
) -> Page:
    """Vacancies in the order of their creation; with `status`, those in it, such as drafts that wait for a check."""
    async with gateway.transaction(actor, read_only=True) as tx:
        return await tx.vacancies.page(limit=limit, cursor=cursor, status=status)


async def publish(
    gateway: Gateway,
    actor: Actor,
    linter: Linter,
    vacancy: VacancyId,
    *,
    today: date,
    acknowledged: Collection[str],
    override: Override | None,
    note: str,
    seen: Callable[[VacancyRecord, Sequence[Finding]], None] = lambda _record, _findings: None,
) -> VacancyRecord:
    """Publish after a look at the findings, which are found anew. What stood and why is kept. `seen` may refuse what is
    not what the planner has looked at.

    Raises:
        NotFound: there is no such vacancy for the actor.
        StateRefused: it is published already, or the actor is nobody who publishes.
        InvalidValue: findings are not acknowledged, or one that blocks is not overridden.
    """
    async with gateway.transaction(actor) as tx:
        record = await tx.vacancies.locked(vacancy)
        findings = await asyncio.to_thread(linter.lint, record, today)
        seen(record, findings)
        codes = check_publication(findings, acknowledged, override, note)
        judged = judged_lines(text_of(record.vacancy), findings)
        decision = Decision(VacancyStatus.OPEN, override or "", note=note, findings=codes, judged=judged)
        await tx.states.change_vacancy(vacancy, decision)
        return await tx.vacancies.get(vacancy)


async def decide(gateway: Gateway, actor: Actor, vacancy: VacancyId, decision: Decision) -> VacancyRecord:
    """Close, suspend or return a vacancy, with the reason. Raises NotFound, StateRefused."""
    async with gateway.transaction(actor) as tx:
        await tx.states.change_vacancy(vacancy, decision)
        return await tx.vacancies.get(vacancy)


async def duplicate(
    gateway: Gateway, actor: Actor, vacancy: VacancyId, new: UUID, once: Once | None
) -> VacancyRecord:
    """A draft like this vacancy, which a company keeps for itself until it sends it. Raises NotFound."""
    async with gateway.transaction(actor) as tx:
        known = await recalled(tx, once)
        if known is None:
            record = await tx.vacancies.get(vacancy)
            known = new
            await tx.vacancies.add([copied(record, VacancyId(new), actor.role)])
            await remembered(tx, once, known)
        return await tx.vacancies.get(VacancyId(known))


async def history(gateway: Gateway, actor: Actor, vacancy: VacancyId) -> Sequence[StateChange]:
    """How the vacancy came to its state, as the actor may see it. Raises NotFound."""
    async with gateway.transaction(actor, read_only=True) as tx:
        await tx.vacancies.get(vacancy)
        return await tx.states.of_vacancy(vacancy)


async def posting(
    gateway: Gateway, actor: Actor, vacancy: VacancyId
) -> tuple[VacancyRecord, str, Sequence[StateChange]]:
    """What a JobPosting is made of: the vacancy, its employer's name, its states. Raises NotFound."""
    async with gateway.transaction(actor, read_only=True) as tx:
        record = await tx.vacancies.get(vacancy)
        employers = await tx.employers.many([record.vacancy.employer])
        return record, employers[record.vacancy.employer].name, await tx.states.of_vacancy(vacancy)
