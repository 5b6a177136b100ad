"""Whether work is kept: what waits to be asked, one piece of work, and a word from planner to case worker."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from matching.model import Actor, CandidateId, Employer, Vacancy
from matching.model.outcome_codes import CHECK_DAYS, LADDER_STEPS, CheckState, PlacementKind, Rung
from matching.model.placements import ESCALATED_AFTER, Check, CheckLine, Placement, PlacementId
from matching.stores import Gateway
from matching.vocabulary import Role

RUNGS = list(Rung)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ChecksAtHand:
    """A page of checks without an answer, the oldest first, of `total`; `names`: of whom one may see them."""

    lines: Sequence[CheckLine]
    total: int
    names: Mapping[CandidateId, str]


async def at_hand(
    gateway: Gateway,
    actor: Actor,
    state: CheckState | None,
    *,
    today: date,
    days_ahead: int,
    limit: int,
    skipped: int,
) -> ChecksAtHand:
    """Checks in one state, or in all of them as far as `days_ahead`: a case worker's own; a planner's, those that are
    escalated."""
    wanted = CheckState.ESCALATED if actor.role is Role.RELEASE_PLANNER else state
    since, until = _between(wanted, today, days_ahead)
    async with gateway.transaction(actor, read_only=True) as tx:
        lines, total = await tx.placements.check_lines(since, until, limit=limit, skipped=skipped)
        people = {one.check.candidate for one in lines}
        return ChecksAtHand(lines, total, await tx.caseload.names(people) if people else {})


def _between(state: CheckState | None, today: date, days_ahead: int) -> tuple[date | None, date]:
    """The days between which a check in a state is due; None: without a beginning."""
    return {
        CheckState.AHEAD: (today, today + timedelta(days=days_ahead)),
        CheckState.LATE: (today - ESCALATED_AFTER, today - DAY),
        CheckState.ESCALATED: (None, today - ESCALATED_AFTER - DAY),
    }.get(state or CheckState.ANSWERED, (None, today + timedelta(days=days_ahead)))


@dataclass(frozen=True, slots=True)
class Work:
    """One piece of work as it stands: `name` of whose it is, where one may see it; what is missing on the ladder and
    what may be recorded today."""

    placement: Placement
    name: str
    vacancy: Vacancy | None
    employer: Employer | None
    missing: Sequence[Check]
    following: Sequence[Rung]


async def work(gateway: Gateway, actor: Actor, placement: PlacementId, *, today: date) -> Work:
    """One piece of work of a person in the actor's charge or region. Raises NotFound."""
    async with gateway.transaction(actor, read_only=True) as tx:
        found = await tx.placements.get(placement)
        names = await tx.caseload.names([found.candidate])
        vacancies = await tx.vacancies.many([found.vacancy] if found.vacancy else [])
        vacancy = vacancies.get(found.vacancy) if found.vacancy else None
        whose = found.employer or (vacancy.employer if vacancy else None)
        employers = await tx.employers.many([whose] if whose else [])
    return Work(
        found,
        names.get(found.candidate, ""),
        vacancy,
        employers.get(whose) if whose else None,
        unanswered(found),
        following(found, today),
    )


def unanswered(placement: Placement) -> list[Check]:
    """Checks of a piece of work that nothing has answered, also those ahead; none before the start or after the end."""
    standing = _standing(placement)
    if Rung.STARTED not in standing or Rung.ENDED in standing:
        return []
    reached = max(map(RUNGS.index, standing))
    return [
        Check(
            placement.id, placement.candidate, rung, standing[Rung.STARTED] + timedelta(days=days), None, None
        )
        for rung, days in CHECK_DAYS.items()
        if RUNGS.index(rung) > reached
    ]


def following(placement: Placement, today: date) -> list[Rung]:
    """What may be recorded next, in the order of the ladder; a check, once its day has come."""
    standing = _standing(placement)
    last = max(standing, key=RUNGS.index, default=None)
    ahead = {one.kind for one in unanswered(placement) if one.due > today}
    if placement.kind is PlacementKind.SELF_EMPLOYMENT:
        ahead.add(Rung.ACCEPTED)  # nobody offers it
    return [rung for rung in RUNGS if (last, rung) in LADDER_STEPS and rung not in ahead]


def _standing(placement: Placement) -> dict[Rung, date]:
    return {one.event.kind: one.event.on for one in placement.events if one.stands}


async def remind(
    gateway: Gateway,
    actor: Actor,
    placement: PlacementId,
    note: str,
    due: date,
    *,
    new_id: Callable[[], UUID],
) -> None:
    """Leave whoever has the person in charge a task about this piece of work. Raises NotFound."""
    async with gateway.transaction(actor) as tx:
        about = await tx.placements.get(placement)
        await tx.tasks.add(new_id(), note, due, about.candidate)
