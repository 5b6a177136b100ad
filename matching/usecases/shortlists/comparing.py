"""What has changed since a list was made: against the frozen facts, or before approval against the recorded run."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from matching.errors import NotFound
from matching.model import Actor
from matching.model.shortlists import Item, Shortlist, ShortlistId
from matching.usecases.records import RUNS, get
from matching.usecases.shortlists.desk import ShortlistDesk
from matching.usecases.shortlists.pairs import facts_of, pairs_now, ranks_now
from matching.vocabulary import Role


@dataclass(frozen=True, slots=True)
class ItemSince:
    """One item then and now. Gaps are (kind, asked), windows (earliest, latest) as ISO dates; `gone` are the rules that
    stand against it today and did not then. `rank_then` None: there is none that today's can be held against, as of
    what was added or came from a plan before its approval; `rank_now` None: it is not among the first of today."""

    item: Item
    rank_then: int | None
    rank_now: int | None
    score_then: float | None
    score_now: float | None
    new_gaps: tuple[tuple[str, str], ...]
    closed_gaps: tuple[tuple[str, str], ...]
    new_flags: tuple[str, ...]
    ended_flags: tuple[str, ...]
    gone: tuple[str, ...]
    window_then: tuple[str, str] | None
    window_now: tuple[str, str] | None

    @property
    def changed(self) -> bool:
        """Whether anything is to be told."""
        return bool(
            self.new_gaps
            or self.closed_gaps
            or self.new_flags
            or self.ended_flags
            or self.gone
            or (self.rank_then is not None and self.rank_then != self.rank_now)
            or (self.window_then and self.window_then != self.window_now)
        )


async def what_changed(
    desk: ShortlistDesk, actor: Actor, shortlist: ShortlistId, *, today: date
) -> tuple[Shortlist, tuple[ItemSince, ...]]:
    """Every live item against today. Raises NotFound."""
    stands = await desk.get(actor, shortlist)
    recorded = await _recorded(desk, actor, stands)
    pairs = await pairs_now(desk.matcher, actor, stands.live, today=today)
    ranks = await ranks_now(desk.matcher, actor, stands, today=today)
    # A planner ranks the people of a region, whoever made the list their own: places in these are of different things.
    alike = stands.candidate is not None or actor.role is Role.CASE_WORKER

    def other(item: Item) -> UUID:
        return item.vacancy if stands.candidate else item.candidate

    return stands, tuple(
        _since(
            item,
            item.frozen or recorded.get(other(item), {}),
            facts_of(pairs[item.id]),
            (item.ranked if alike else None, ranks.get(other(item))),
        )
        for item in stands.live
    )


async def _recorded(desk: ShortlistDesk, actor: Actor, stands: Shortlist) -> Mapping[UUID, Mapping[str, Any]]:
    """Rows of the recorded run by what stands in them; none where the run is gone or another's."""
    if stands.run is None:
        return {}
    try:
        run = await get(desk.gateway, actor, RUNS, stands.run)
    except NotFound:
        return {}
    return {UUID(row["id"]): row for row in run.result["rows"]}


def _since(
    item: Item, then: Mapping[str, Any], now: Mapping[str, Any], ranks: tuple[int | None, int | None]
) -> ItemSince:
    gaps_then, gaps_now = _gaps(then), _gaps(now)
    flags_then, flags_now = _flags(then), _flags(now)
    comparable = "score" in then and "score" in now  # of what could not be scored, nothing new can be said
    return ItemSince(
        item=item,
        rank_then=then.get("place", ranks[0]),
        rank_now=ranks[1],
        score_then=then.get("score"),
        score_now=now.get("score"),
        new_gaps=tuple(sorted(gaps_now - gaps_then)) if comparable else (),
        closed_gaps=tuple(sorted(gaps_then - gaps_now)) if comparable else (),
        new_flags=tuple(sorted(flags_now - flags_then)) if comparable else (),
        ended_flags=tuple(sorted(flags_then - flags_now)) if comparable else (),
        gone=tuple(sorted(set(now["failed"]) - set(then.get("failed", ())))),
        window_then=_window(then),
        window_now=_window(now),
    )


def _gaps(facts: Mapping[str, Any]) -> set[tuple[str, str]]:
    return {(gap["kind"], gap["asked"]) for gap in facts.get("gaps", ())}


def _flags(facts: Mapping[str, Any]) -> set[str]:
    """Codes: a run has them bare, frozen facts with their parameters."""
    listed: Iterable[Any] = facts.get("flags", ())
    return {one if isinstance(one, str) else one["flag"] for one in listed}


def _window(facts: Mapping[str, Any]) -> tuple[str, str] | None:
    window = facts.get("window")
    return (window["earliest"], window["latest"]) if window else None
