"""Errands about a shortlist. Whether one may is decided by the database; here stands what belongs to each errand."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from matching.errors import InvalidValue, NotFound, StepRefused
from matching.model import Actor, CandidateId, RunId, VacancyId
from matching.model.shortlists import (
    FlagId,
    Item,
    ItemId,
    ListsAtHand,
    OverrideCount,
    Shortlist,
    ShortlistId,
)
from matching.stores import Gateway, Transaction
from matching.usecases.match import Matcher
from matching.usecases.records import Once, recalled, remembered
from matching.usecases.run_once import RunAsked, run_once
from matching.usecases.shortlists.pairs import facts_of, pairs_now, provenance, ranks_now, stands_now
from matching.workflow import (
    AnswerReason,
    ItemChange,
    OverrideReason,
    Refusal,
    State,
    StepReason,
)


@dataclass(frozen=True, slots=True)
class ListPolicy:
    """Settings of shortlists: rows of a new one. What a sending and an approval need, the database has been told."""

    size: int = 10


@dataclass(frozen=True)
class ShortlistDesk:
    """Where shortlists are kept. Errands raise NotFound for what is not the actor's, and StepRefused with its code."""

    gateway: Gateway
    matcher: Matcher
    policy: ListPolicy
    clock: Callable[[], datetime]
    new_id: Callable[[], UUID]

    async def request(
        self,
        actor: Actor,
        *,
        candidate: CandidateId | None = None,
        vacancy: VacancyId | None = None,
        today: date,
        note: str = "",
        once: Once | None = None,
    ) -> Shortlist:
        """A new list, empty, for a person (of vacancies) or for a vacancy (of people) that is not closed by today."""
        if (candidate is None) == (vacancy is None):
            raise InvalidValue(
                "shortlist", "untuk satu orang atau satu lowongan / is for one candidate or for one vacancy"
            )
        async with self.gateway.transaction(actor) as tx:
            known = await recalled(tx, once)
            made = ShortlistId(known or self.new_id())
            if known is None:
                if vacancy is not None:
                    await _not_closed(tx, vacancy, today)
                await tx.shortlists.open(made, candidate=candidate, vacancy=vacancy, note=note)
                await remembered(tx, once, made)
            return await tx.shortlists.get(made)

    async def propose(
        self,
        actor: Actor,
        shortlist: ShortlistId,
        *,
        today: date,
        size: int | None = None,
        run: RunId | None = None,
        note: str = "",
    ) -> Shortlist:
        """Fill a requested list from a recorded run, of now unless one is given, and propose it. A list that somebody
        has filled by hand is proposed as it stands."""
        stands = await self.get(actor, shortlist)
        if stands.state is State.REQUESTED and run is None and not stands.items:
            asked = RunAsked(stands.candidate, stands.vacancy, size or self.policy.size, today)
            recorded = await run_once(self.matcher, actor, asked, None, new_id=self.new_id, at=self.clock())
            run = recorded.id
        async with self.gateway.transaction(actor) as tx:
            if run is not None:
                await tx.shortlists.fill(shortlist, run, size or self.policy.size)
            await tx.shortlists.step(shortlist, State.PROPOSED, reason="", note=note)
            return await tx.shortlists.get(shortlist)

    async def get(self, actor: Actor, shortlist: ShortlistId) -> Shortlist:
        """A list with all that the actor may see of it."""
        async with self.gateway.transaction(actor, read_only=True) as tx:
            return await tx.shortlists.get(shortlist)

    async def page(
        self, actor: Actor, *, state: State | None, limit: int, cursor: str | None
    ) -> tuple[Sequence[Shortlist], str | None]:
        """Lists without their items."""
        async with self.gateway.transaction(actor, read_only=True) as tx:
            return await tx.shortlists.page(state=state, limit=limit, cursor=cursor)

    async def at_hand(
        self,
        actor: Actor,
        *,
        candidate: CandidateId | None,
        state: State | None,
        limit: int,
        skipped: int = 0,
    ) -> ListsAtHand:
        """Lists as lines, the newest first: of one person, or all that one sees; after those `skipped`."""
        async with self.gateway.transaction(actor, read_only=True) as tx:
            return await tx.shortlists.at_hand(candidate=candidate, state=state, limit=limit, skipped=skipped)

    async def listed(self, actor: Actor, candidate: CandidateId) -> Mapping[VacancyId, ShortlistId]:
        """For which vacancies somebody stands in a list that goes on, and in which: nobody is proposed twice."""
        async with self.gateway.transaction(actor, read_only=True) as tx:
            return await tx.shortlists.listed(candidate)

    async def change(
        self,
        actor: Actor,
        shortlist: ShortlistId,
        item: ItemId,
        change: ItemChange,
        *,
        reason: OverrideReason,
        place: int | None = None,
        note: str = "",
    ) -> Shortlist:
        """Move, leave out or bring back an item."""
        async with self.gateway.transaction(actor) as tx:
            await _in_list(tx, shortlist, item)
            await tx.shortlists.change(item, change, place=place, reason=reasoned(reason, note), note=note)
            return await tx.shortlists.get(shortlist)

    async def add(
        self,
        actor: Actor,
        shortlist: ShortlistId,
        other: UUID,
        *,
        today: date,
        reason: OverrideReason,
        note: str = "",
    ) -> Shortlist:
        """Add a vacancy to a person's list, or a person to a vacancy's, whatever the ranking says of it. How the pair
        stands today is kept: what moves from now on is flagged."""
        async with self.gateway.transaction(actor) as tx:
            item, why = ItemId(self.new_id()), reasoned(reason, note)
            stands = await tx.shortlists.get(shortlist)
            known = await stands_now(
                tx,
                self.matcher.recipe,
                CandidateId(stands.candidate or other),
                VacancyId(stands.vacancy or other),
                today,
            )
            await tx.shortlists.add(item, shortlist, other, reason=why, note=note, known=known)
            return await tx.shortlists.get(shortlist)

    async def step(
        self,
        actor: Actor,
        shortlist: ShortlistId,
        target: State,
        *,
        reason: StepReason | None = None,
        note: str = "",
    ) -> Shortlist:
        """Take a step that is no approval."""
        async with self.gateway.transaction(actor) as tx:
            await tx.shortlists.step(shortlist, target, reason=reason or "", note=note)
            return await tx.shortlists.get(shortlist)

    async def approve(
        self, actor: Actor, shortlist: ShortlistId, *, version: int, today: date, note: str = ""
    ) -> Shortlist:
        """Approve the version that has been seen. With the last approval that is needed, what is known of each pair
        today is frozen."""
        stands = await self.get(actor, shortlist)
        if stands.version != version:
            raise StepRefused(Refusal.CHANGED)
        pairs = await pairs_now(self.matcher, actor, stands.live, today=today)
        known = provenance(self.matcher, today) | {"run": str(stands.run) if stands.run else None}
        plans = {item.id: {"plan": str(item.plan)} if item.plan else {} for item in stands.live}
        places = await self._places(actor, stands, today)
        facts = {
            str(item): {**known, **plans[item], **places[item], **facts_of(pair)}
            for item, pair in pairs.items()
        }
        async with self.gateway.transaction(actor) as tx:
            await tx.shortlists.approve(shortlist, version=version, facts=facts, note=note)
            return await tx.shortlists.get(shortlist)

    async def _places(
        self, actor: Actor, stands: Shortlist, today: date
    ) -> Mapping[ItemId, Mapping[str, int | None]]:
        """Today's places of the items of a person's list, which is the same list for everybody. One of people is each
        user's own, so that an item keeps its place in the run."""
        if stands.candidate is None:
            return {item.id: {} for item in stands.live}
        ranks = await ranks_now(self.matcher, actor, stands, today=today)
        return {item.id: {"place": ranks.get(item.vacancy)} for item in stands.live}

    async def unsendable(self, actor: Actor, shortlist: ShortlistId) -> Mapping[ItemId, Refusal]:
        """Live items that could not be sent now, and why."""
        async with self.gateway.transaction(actor, read_only=True) as tx:
            return await tx.shortlists.unsendable(shortlist)

    async def ask(
        self,
        actor: Actor,
        shortlist: ShortlistId,
        item: ItemId,
        *,
        interested: bool,
        reason: AnswerReason | None = None,
        note: str = "",
    ) -> Shortlist:
        """Write down what the person said; what was said before stays. A no has a reason, a yes has none. Refused where
        they take part no longer."""
        if interested and reason is not None:
            raise InvalidValue(
                "reason", "hanya untuk jawaban tidak; tulis di catatan / for a no alone; use the note"
            )
        if not interested and reason is None:
            raise InvalidValue(
                "reason",
                "mengapa tidak; boleh tidak ingin mengatakan / why not; rather_not_say is an answer",
            )
        async with self.gateway.transaction(actor) as tx:
            stands = await tx.shortlists.get(shortlist)
            await take_part(tx, [item_of(stands, item).candidate])
            await tx.shortlists.answer(item, interested=interested, reason=reason or "", note=note)
            return await tx.shortlists.get(shortlist)

    async def resolve(self, actor: Actor, flag: FlagId) -> None:
        """Say that a consequence has been dealt with."""
        async with self.gateway.transaction(actor) as tx:
            await tx.shortlists.resolve(flag)

    async def entrants(
        self, actor: Actor, since: datetime, *, today: date, until: date
    ) -> Sequence[CandidateId]:
        """Who has come near release since, soonest first: those to be ranked again."""
        async with self.gateway.transaction(actor, read_only=True) as tx:
            return await tx.shortlists.entrants(since, today=today, until=until)

    async def counts(self, actor: Actor, since: datetime, until: datetime) -> Sequence[OverrideCount]:
        """How often orders were changed in the planner's region: by whom, for whose vacancies, why."""
        async with self.gateway.transaction(actor, read_only=True) as tx:
            return await tx.shortlists.counts(since, until)


async def _not_closed(tx: Transaction, vacancy: VacancyId, today: date) -> None:
    """Raises StepRefused: no ranking would put anybody into the list of a vacancy that is closed."""
    found = (await tx.vacancies.many([vacancy])).get(vacancy)
    if found and found.over(today):
        raise StepRefused(Refusal.VACANCY_CLOSED)


async def take_part(tx: Transaction, people: Sequence[CandidateId]) -> None:
    """Raises StepRefused where one of one's own people takes part in matching no longer: nothing is asked of
    them, printed for them or written down about proposals."""
    facts = await tx.candidates.matching_facts(people)
    if not all(person.gates.open for person in facts.values()):
        raise StepRefused(Refusal.GATE_CLOSED)


async def _in_list(tx: Transaction, shortlist: ShortlistId, item: ItemId) -> None:
    if await tx.shortlists.of_item(item) != shortlist:
        raise NotFound("item")


def reasoned(reason: OverrideReason, note: str) -> str:
    """The code of a reason; raises InvalidValue where it needs a note and has none."""
    if reason is OverrideReason.OTHER and not note.strip():
        raise InvalidValue("note", "wajib bila alasannya lain / is needed where the reason is another")
    return reason


def item_of(shortlist: Shortlist, item: ItemId) -> Item:
    """One item of a list. Raises NotFound."""
    found = next((one for one in shortlist.items if one.id == item), None)
    if found is None:
        raise NotFound("item")
    return found
