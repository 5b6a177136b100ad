"""Shortlists. Implements `matching.shortlist_store.ShortlistStore`.

Nothing is written to the tables from here, but what a person said: everything else is done by named functions of the
database, which answer with null or with the code of a refusal.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from data.queries import load
from data.rows import next_cursor
from data.shortlist_rows import answer_of, event_of, flag_of, item_of, override_of, shortlist_of
from data.trail import Notes
from data.vault import Cursors
from matching.errors import NotFound, StepRefused
from matching.model import CandidateId, RunId, VacancyId
from matching.model.shortlists import (
    FOR_PERSON,
    FOR_VACANCY,
    AtHand,
    FlagId,
    ItemId,
    ListsAtHand,
    OverrideCount,
    Shortlist,
    ShortlistId,
)
from matching.trail import Act
from matching.workflow import ItemChange, Refusal, State

SHORTLISTS = "shortlists"


class ShortlistStore:
    """The lists of one transaction; whom it gives out is noted."""

    def __init__(self, connection: Any, cursors: Cursors, notes: Notes) -> None:
        self._connection, self._cursors, self._notes = connection, cursors, notes
        self._queries = load("shortlists")

    async def get(self, shortlist: ShortlistId) -> Shortlist:
        """Raises NotFound."""
        row = await self._queries["get_shortlist"].fetchrow(self._connection, shortlist=shortlist)
        if row is None:
            raise NotFound("shortlist")
        answers = await self._by_item("shortlist_answers", shortlist)
        flags = await self._by_item("shortlist_flags", shortlist)
        items = tuple(
            item_of(one, map(answer_of, answers[one["id"]]), map(flag_of, flags[one["id"]]))
            for one in await self._queries["shortlist_items"].fetch(self._connection, shortlist=shortlist)
        )
        events = await self._queries["shortlist_events"].fetch(self._connection, shortlist=shortlist)
        overrides = await self._queries["shortlist_overrides"].fetch(self._connection, shortlist=shortlist)
        self._note(shortlist, [row["candidate_id"], *(item.candidate for item in items)])
        return shortlist_of(row, items, tuple(map(event_of, events)), tuple(map(override_of, overrides)))

    async def page(
        self, *, state: State | None, limit: int, cursor: str | None
    ) -> tuple[Sequence[Shortlist], str | None]:
        """Lists without their items."""
        rows = await self._queries["page_shortlists"].fetch(
            self._connection, status=state, after=self._cursors.position(cursor), limit=limit + 1
        )
        for row in rows[:limit]:
            self._note(row["id"], [row["candidate_id"]])
        return [shortlist_of(row) for row in rows[:limit]], next_cursor(rows, limit, self._cursors)

    async def at_hand(
        self, *, candidate: CandidateId | None, state: State | None, limit: int, skipped: int = 0
    ) -> ListsAtHand:
        """The newest first."""
        given = {"status": state, "candidate": candidate, "limit": limit, "skipped": skipped}
        rows = await self._queries["shortlists_at_hand"].fetch(self._connection, **given)
        people = {row["candidate_id"] for row in rows if row["candidate_id"]}
        if rows and candidate:  # who stands in a list for a vacancy, too
            people.add(candidate)
        self._notes.note(Act.READ, sorted(people), "identity", "shortlist")
        lines = [AtHand(shortlist_of(row), row["about"], row["items"], row["flags"]) for row in rows]
        return ListsAtHand(tuple(lines), rows[0]["total"] if rows else 0)

    async def of_item(self, item: ItemId) -> ShortlistId:
        """Raises NotFound."""
        found = await self._queries["shortlist_of_item"].fetchval(self._connection, item=item)
        if found is None:
            raise NotFound("item")
        return ShortlistId(found)

    async def listed(self, candidate: CandidateId) -> Mapping[VacancyId, ShortlistId]:
        """For which vacancies somebody stands in a list that goes on, and in which."""
        rows = await self._queries["listed_of_person"].fetch(self._connection, candidate=candidate)
        return {VacancyId(row["vacancy_id"]): ShortlistId(row["shortlist_id"]) for row in rows}

    async def open(
        self, shortlist: ShortlistId, *, candidate: CandidateId | None, vacancy: VacancyId | None, note: str
    ) -> None:
        """A new list, still empty."""
        side = FOR_PERSON if candidate else FOR_VACANCY
        await self._done(
            "open_shortlist",
            "candidate" if candidate else "vacancy",
            shortlist=shortlist,
            side=side,
            candidate=candidate,
            vacancy=vacancy,
            note=note,
        )

    async def fill(self, shortlist: ShortlistId, run: RunId, size: int) -> None:
        """The first rows of a recorded run, exactly as it has them."""
        await self._done("fill_shortlist", "run", shortlist=shortlist, run=run, size=size)

    async def change(
        self, item: ItemId, change: ItemChange, *, place: int | None, reason: str, note: str
    ) -> None:
        """Move, leave out or bring back an item."""
        await self._done(
            "change_item", "item", item=item, change=change, place=place, reason=reason, note=note
        )

    async def add(
        self,
        item: ItemId,
        shortlist: ShortlistId,
        other: UUID,
        *,
        reason: str,
        note: str,
        known: Mapping[str, Any] | None = None,
    ) -> None:
        """Add a vacancy to a person's list, or a person to a vacancy's, from outside the ranking."""
        await self._done(
            "add_item",
            "record",
            new_item=item,
            shortlist=shortlist,
            other=other,
            reason=reason,
            note=note,
            known=known,
        )

    async def step(self, shortlist: ShortlistId, target: State, *, reason: str, note: str) -> None:
        """Take a step that is no approval."""
        await self._done(
            "step_shortlist", "shortlist", shortlist=shortlist, target=target, reason=reason, note=note
        )

    async def approve(
        self, shortlist: ShortlistId, *, version: int, facts: Mapping[str, Any], note: str
    ) -> None:
        """Approve what stands in this version; with the last approval that is needed, freeze the facts. How many are
        needed, and why, the database finds."""
        await self._done(
            "approve_shortlist", "shortlist", shortlist=shortlist, version=version, facts=facts, note=note
        )

    async def unsendable(self, shortlist: ShortlistId) -> Mapping[ItemId, Refusal]:
        """What stands in the way of sending, by item."""
        rows = await self._queries["unsendable"].fetch(self._connection, shortlist=shortlist)
        return {ItemId(row["item_id"]): Refusal(row["code"]) for row in rows}

    async def answer(self, item: ItemId, *, interested: bool, reason: str, note: str) -> None:
        """Raises NotFound."""
        asked = await self._queries["add_answer"].fetchval(
            self._connection, item=item, interested=interested, reason=reason, note=note
        )
        if asked is None:
            raise NotFound("item")

    async def resolve(self, flag: FlagId) -> None:
        """Raises NotFound."""
        if await self._queries["resolve_flag"].fetchval(self._connection, flag=flag) is None:
            raise NotFound("flag")

    async def contact(self) -> tuple[str, str]:
        """Of the actor."""
        row = await self._queries["sheet_contact"].fetchrow(self._connection)
        return (row["unit"], row["officer"]) if row else ("", "")

    async def entrants(self, since: datetime, *, today: date, until: date) -> Sequence[CandidateId]:
        """Who has come into the horizon by a window that has moved, or is new."""
        rows = await self._queries["entrants"].fetch(self._connection, since=since, today=today, until=until)
        people = [CandidateId(row["candidate_id"]) for row in rows]
        self._notes.note(Act.READ, people, "window")
        return people

    async def counts(self, since: datetime, until: datetime) -> Sequence[OverrideCount]:
        """Overrides, counted; of no person."""
        rows = await self._queries["override_counts"].fetch(self._connection, since=since, until=until)
        return [OverrideCount(**row) for row in rows]

    async def _by_item(self, query: str, shortlist: ShortlistId) -> Mapping[UUID, list[Any]]:
        found: dict[UUID, list[Any]] = defaultdict(list)
        for row in await self._queries[query].fetch(self._connection, shortlist=shortlist):
            found[row["item_id"]].append(row)
        return found

    async def _done(self, query: str, kind: str, **given: object) -> None:
        """Raises NotFound, or StepRefused with the code of the refusal."""
        refused = await self._queries[query].fetchval(self._connection, **given)
        if refused == "not_found":
            raise NotFound(kind)
        if refused is not None:
            raise StepRefused(refused)

    def _note(self, shortlist: UUID, people: Sequence[UUID | None]) -> None:
        self._notes.note(
            Act.READ,
            [one for one in people if one is not None],
            "shortlist",
            entity=SHORTLISTS,
            record=shortlist,
        )
