"""What follows a proposal: the employer's answers, the openings that they take, the ladder, checks and complaints.

Order and arithmetic are held by the database; here it is said what would be right instead.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from matching.errors import CandidacyWithdrawn, InvalidValue, NotFound, OutOfOrder, PlacedElsewhere
from matching.model import Actor, CandidateId, EmployerId, VacancyId
from matching.model.cards import Card
from matching.model.outcome_codes import (
    ANSWER_STEPS,
    LADDER_STEPS,
    AnswerKind,
    CheckState,
    ComplaintState,
    PlacementKind,
    Rung,
)
from matching.model.placements import (
    Check,
    Complaint,
    ComplaintId,
    EmployerAnswer,
    LadderEvent,
    Openings,
    OpenMatter,
    Placement,
    PlacementId,
    Proposal,
    RecordedAnswer,
)
from matching.model.shortlists import ItemId
from matching.stores import Gateway, Transaction
from matching.trail import Act
from matching.usecases.records import Once, recalled, remembered
from matching.vocabulary import Role, WorkSetting


async def proposals(
    gateway: Gateway, actor: Actor, vacancy: VacancyId, today: date
) -> Sequence[tuple[Proposal, Card]]:
    """What was sent to the actor's company for its vacancy, as far as the people may be shown. Raises NotFound."""
    async with gateway.transaction(actor, read_only=True) as tx:
        if vacancy not in await tx.vacancies.many([vacancy]):
            raise NotFound("vacancy")
        sent = await tx.placements.proposals(vacancy)
        cards = await tx.cards.of(vacancy, [one.candidate for one in sent], today=today)
        for person, card in cards.items():
            tx.trail.note(Act.READ, [person], "card", *card.disclosed.parts)
    return [(one, cards[one.candidate]) for one in sent if one.candidate in cards]


async def answer(
    gateway: Gateway, actor: Actor, item: ItemId, given: EmployerAnswer
) -> Sequence[RecordedAnswer]:
    """Record what the employer answers, by itself or through the staff; all answers to this item.

    Raises:
        NotFound: the item is not the actor's to speak of.
        OutOfOrder: this answer cannot follow the last one, or the list has not been sent.
        NoOpeningLeft: it would take an opening, and none is free.
        GateClosed: the person takes part in nothing now (told to the staff).
        CandidacyWithdrawn: the person does not want it, or those who answer for the list have ended it. To a company
            every candidacy that is over for any reason is this, so that it learns no reason.
        PlacedElsewhere: the person works, or will, at that time (told to the staff).
        InvalidValue: an interview lies ahead, and not too far.
    """
    async with gateway.transaction(actor) as tx:
        recorded = await tx.placements.answers(item)
        last = recorded[-1].answer.kind if recorded else None
        if (last, given.kind) not in ANSWER_STEPS:
            _say_what_may_follow(last, (after for before, after in ANSWER_STEPS if before is last))
        try:
            await tx.placements.answer(item, given)
        except PlacedElsewhere:
            if actor.role is Role.EMPLOYER:
                raise CandidacyWithdrawn from None
            raise
        return await tx.placements.answers(item)


async def answers(gateway: Gateway, actor: Actor, item: ItemId) -> Sequence[RecordedAnswer]:
    """What the employer has answered to an item, the oldest first. Raises NotFound, CandidacyWithdrawn."""
    async with gateway.transaction(actor, read_only=True) as tx:
        return await tx.placements.answers(item)


async def came_of(
    gateway: Gateway, actor: Actor, items: Sequence[ItemId]
) -> tuple[Mapping[ItemId, AnswerKind], Mapping[ItemId, Placement]]:
    """What the employer has answered last to each of these items, and the work that came of it; nothing of people who
    are not the actor's."""
    async with gateway.transaction(actor, read_only=True) as tx:
        work = await tx.placements.from_items(items)
        answered = await tx.placements.answers_to(items)
        last = {item: answers[-1].answer.kind for item, answers in answered.items()}
        return last, {one.item: one for one in work if one.item}


@dataclass(frozen=True, slots=True)
class Told:
    """What an employer has answered to one item, the oldest first. `province`: of the work, for the clock; empty
    abroad."""

    answers: Sequence[RecordedAnswer] = ()
    province: str = ""


async def told(
    gateway: Gateway, actor: Actor, items: Mapping[ItemId, VacancyId | None]
) -> Mapping[ItemId, Told]:
    """What employers have answered to these items, each with its vacancy; nothing of those without an answer, nor of
    people who are not the actor's."""
    async with gateway.transaction(actor, read_only=True) as tx:
        answered = await tx.placements.answers_to(list(items))
        vacancies = await tx.vacancies.many([of for item in answered if (of := items[item])])
        places = {of: vacancy.place or "" for of, vacancy in vacancies.items()}
        return {
            item: Told(answers, places.get(of, "")[:2] if (of := items[item]) else "")
            for item, answers in answered.items()
        }


async def openings(gateway: Gateway, actor: Actor, vacancy: VacancyId) -> Openings:
    """How the openings of a vacancy stand. Raises NotFound."""
    async with gateway.transaction(actor, read_only=True) as tx:
        return await tx.placements.openings(vacancy)


async def hold(gateway: Gateway, actor: Actor, item: ItemId, *, days: int) -> None:
    """Hold an opening for the person of an item for so many days; held already, from today.

    Raises:
        NotFound: the item is not the actor's to speak of.
        OutOfOrder: the list has not been proposed, or is closed; the vacancy is not open; the opening is promised.
        NoOpeningLeft, GateClosed, CandidacyWithdrawn: as `answer`.
    """
    async with gateway.transaction(actor) as tx:
        await tx.placements.hold(item, days=days)


async def release(gateway: Gateway, actor: Actor, item: ItemId) -> None:
    """Give a held opening back. Raises NotFound, OutOfOrder."""
    async with gateway.transaction(actor) as tx:
        await tx.placements.release(item)


async def found_work(
    gateway: Gateway,
    actor: Actor,
    candidate: CandidateId,
    kind: PlacementKind,
    event: LadderEvent,
    *,
    vacancy: VacancyId | None,
    employer: EmployerId | None,
    new_id: Callable[[], UUID],
    before_release: bool = False,
    once: Once | None = None,
) -> Placement:
    """Write down work that was found without a list, with its first event. Raises as `record` does, and
    IdempotencyConflict."""
    placement = PlacementId(new_id())
    async with gateway.transaction(actor) as tx:
        if (known := await recalled(tx, once)) is not None:
            return await tx.placements.get(PlacementId(known))
        await tx.placements.open(placement, candidate, kind, vacancy, employer)
        await _ask_of_early_start(tx, candidate, vacancy, event, said=before_release)
        await tx.placements.record(placement, event)
        await remembered(tx, once, placement)
        return await tx.placements.get(placement)


async def record(
    gateway: Gateway,
    actor: Actor,
    placement: PlacementId,
    event: LadderEvent,
    *,
    before_release: bool = False,
) -> Placement:
    """Add an event to the ladder of a placement, or correct one. `before_release`: whoever records it has said that a
    start before the earliest release is right, and the note says why.

    Raises:
        NotFound: it is not of a person in the actor's charge.
        OutOfOrder: the rung cannot follow what stands.
        InvalidValue: the date cannot be, or what is corrected does not stand; a start before the earliest release of
            which nobody has said that it is right.
        NoOpeningLeft: it would take an opening, and none is free.
        CandidacyWithdrawn: the person does not want it.
        PlacedElsewhere: the person works, or will, at that time.
    """
    async with gateway.transaction(actor) as tx:
        work = await tx.placements.get(placement)
        stands = [one.event.kind for one in work.events if one.stands]
        rungs = list(Rung)
        last = max(stands, key=rungs.index, default=None)
        beyond = last is None or rungs.index(event.kind) > rungs.index(last)
        if event.corrects is None and beyond and (last, event.kind) not in LADDER_STEPS:
            _say_what_may_follow(last, (after for before, after in LADDER_STEPS if before is last))
        await _ask_of_early_start(tx, work.candidate, work.vacancy, event, said=before_release)
        await tx.placements.record(placement, event)
        return await tx.placements.get(placement)


async def placements(gateway: Gateway, actor: Actor, candidate: CandidateId) -> Sequence[Placement]:
    """All placements of a person, the oldest first. Raises NotFound."""
    async with gateway.transaction(actor, read_only=True) as tx:
        if candidate not in await tx.candidates.records([candidate]):
            raise NotFound("candidate")
        return await tx.placements.of(candidate)


async def checks(
    gateway: Gateway, actor: Actor, *, today: date, days_ahead: int, limit: int
) -> Sequence[Check]:
    """Open checks that fall due within so many days: a case worker's own; of a planner, those that are escalated."""
    planner = actor.role is Role.RELEASE_PLANNER
    async with gateway.transaction(actor, read_only=True) as tx:
        found = await tx.placements.open_checks(
            today if planner else today + timedelta(days=days_ahead), limit=limit
        )
    return [one for one in found if not planner or one.state(today) is CheckState.ESCALATED]


async def open_matters(gateway: Gateway, actor: Actor, candidate: CandidateId) -> Sequence[OpenMatter]:
    """What is not done about a person; the same list goes with a transfer. Raises NotFound."""
    async with gateway.transaction(actor, read_only=True) as tx:
        if candidate not in await tx.candidates.records([candidate]):
            raise NotFound("candidate")
        return await tx.placements.open_matters(candidate)


async def complain(
    gateway: Gateway, actor: Actor, complaint: Complaint, once: Once | None = None
) -> ComplaintId:
    """Write a complaint about an employer down; the id under which it stands. Raises NotFound for an employer or a
    person that is not there, IdempotencyConflict."""
    async with gateway.transaction(actor) as tx:
        if (known := await recalled(tx, once)) is not None:
            return ComplaintId(known)
        await tx.placements.complain(complaint)
        await remembered(tx, once, complaint.id)
    return complaint.id


async def complaints(
    gateway: Gateway, actor: Actor, employer: EmployerId, *, limit: int
) -> Sequence[Complaint]:
    """Complaints about an employer that the actor may see, the newest first. Raises NotFound."""
    async with gateway.transaction(actor, read_only=True) as tx:
        await tx.employers.get(employer)
        return await tx.placements.complaints(employer, limit=limit)


async def decide_complaint(
    gateway: Gateway, actor: Actor, complaint: ComplaintId, state: ComplaintState
) -> None:
    """Uphold or dismiss an open complaint. Raises NotFound; StateRefused for who has written it down."""
    async with gateway.transaction(actor) as tx:
        await tx.placements.decide(complaint, state)


async def _ask_of_early_start(
    tx: Transaction, candidate: CandidateId, vacancy: VacancyId | None, event: LadderEvent, *, said: bool
) -> None:
    """Raises InvalidValue where work begins before its person can be out, and is not inside a facility: a slip of the
    date, or what the window does not know, such as asimilasi. Once that is `said`, the note says why."""
    if event.kind is not Rung.STARTED or (said and event.note.strip()):
        return
    person = (await tx.candidates.matching_facts([candidate])).get(candidate)
    if person is None or person.window is None or person.window.earliest <= event.on:
        return
    offered = (await tx.vacancies.many([vacancy])).get(vacancy) if vacancy else None
    if offered and offered.setting is WorkSetting.INSIDE_FACILITY:
        return
    if said:
        raise InvalidValue(
            "note", "tulis sebabnya bila mulai sebelum bebas / say why where it begins before the release"
        )
    raise InvalidValue(
        "before_release",
        "tanggal mulai ini sebelum perkiraan bebas paling cepat: periksa tanggalnya, atau nyatakan bahwa itu benar dan"
        " tulis sebabnya dalam catatan, misalnya bekerja di dalam atau asimilasi / this start lies before the earliest"
        " release: check the date, or say that it is right and why in the note, such as work inside or asimilasi",
    )


def _say_what_may_follow(last: object, allowed: Iterable[object]) -> None:
    named = ", ".join(sorted(map(str, allowed))) or "–"
    after = f"{last or '–'}: {named}"
    raise OutOfOrder("kind", f"yang dapat menyusul {after} / what may follow {after}")
