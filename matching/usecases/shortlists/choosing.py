"""A person's list of what somebody has chosen from the ranking: what stands above the last of them and was not chosen
is left out with a reason, so that it can be seen what the machine said and what a human made of it."""

from collections.abc import Sequence
from datetime import date

from matching.errors import InvalidValue
from matching.model import Actor, CandidateId, VacancyId
from matching.model.shortlists import ItemId, Shortlist, ShortlistId
from matching.usecases.records import Once, earlier, remembered
from matching.usecases.run_once import RunAsked, run_once
from matching.usecases.shortlists.desk import ShortlistDesk, reasoned
from matching.workflow import ItemChange, OverrideReason, State

MOVED_ON = "daftar sudah berubah; pilih lagi / the ranking has moved on; choose again"


async def propose_chosen(
    desk: ShortlistDesk,
    actor: Actor,
    candidate: CandidateId,
    chosen: Sequence[VacancyId],
    *,
    today: date,
    size: int,
    reason: OverrideReason | None,
    note: str = "",
    once: Once | None = None,
) -> Shortlist:
    """A new list of the chosen rows among the first `size` of a run that is recorded for it; proposed.

    Raises:
        NotFound: there is no such person.
        GateClosed: the person's gate to matching is closed.
        InvalidValue: nothing is chosen, a row is not in the ranking any more, or a reason or its note is missing.
    """
    if not chosen:
        raise InvalidValue("v", "pilih setidaknya satu lowongan / choose one vacancy at least")
    if (known := await earlier(desk.gateway, actor, once)) is not None:
        return await desk.get(actor, ShortlistId(known))
    asked = RunAsked(candidate, None, size, today)
    run = await run_once(desk.matcher, actor, asked, None, new_id=desk.new_id, at=desk.clock())
    ranked = [str(row["id"]) for row in run.result["rows"]]
    wanted = {str(one) for one in chosen}
    if wanted - set(ranked):
        raise InvalidValue("v", MOVED_ON)
    last = max(ranked.index(one) for one in wanted) + 1
    if last > len(wanted):
        _require(reason, note)
    made = ShortlistId(desk.new_id())
    async with desk.gateway.transaction(actor) as tx:
        await tx.shortlists.open(made, candidate=candidate, vacancy=None, note=note)
        await remembered(tx, once, made)
        await tx.shortlists.fill(made, run.id, last)
        for item in (await tx.shortlists.get(made)).items:
            if str(item.vacancy) not in wanted:
                await tx.shortlists.change(
                    ItemId(item.id), ItemChange.REMOVE, place=None, reason=str(reason), note=note
                )
        await tx.shortlists.step(made, State.PROPOSED, reason="", note=note)
        return await tx.shortlists.get(made)


def _require(reason: OverrideReason | None, note: str) -> None:
    if reason is None:
        raise InvalidValue("reason", "mengapa yang di atasnya dilewati / why those above are left out")
    reasoned(reason, note)
