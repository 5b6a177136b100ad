"""Rows of shortlists as values."""

from collections.abc import Iterable
from typing import Any

from matching.model import CandidateId, RunId, UnitId, VacancyId
from matching.model.ids import AccountId
from matching.model.shortlists import (
    Answer,
    Event,
    FlagId,
    Item,
    ItemId,
    ListFlag,
    Override,
    Shortlist,
    ShortlistId,
)
from matching.workflow import ItemChange, State


def shortlist_of(
    row: Any,
    items: tuple[Item, ...] = (),
    events: tuple[Event, ...] = (),
    overrides: tuple[Override, ...] = (),
) -> Shortlist:
    """A list with what was read of it."""
    return Shortlist(
        id=ShortlistId(row["id"]),
        kind=row["kind"],
        candidate=CandidateId(row["candidate_id"]) if row["candidate_id"] else None,
        vacancy=VacancyId(row["vacancy_id"]) if row["vacancy_id"] else None,
        state=State(row["status"]),
        run=RunId(row["run_id"]) if row["run_id"] else None,
        approvals_needed=2 if row["approval_reasons"] else 1,  # as in approve_shortlist
        approval_reasons=tuple(row["approval_reasons"]),
        note=row["note"],
        unit=UnitId(row["unit_id"]),
        recorded_by=AccountId(row["recorded_by"]),
        recorded_at=row["recorded_at"],
        version=row["version"],
        items=items,
        events=events,
        overrides=overrides,
    )


def item_of(row: Any, answers: Iterable[Answer], flags: Iterable[ListFlag]) -> Item:
    """An item with what was said and what has come of it."""
    return Item(
        id=ItemId(row["id"]),
        candidate=CandidateId(row["candidate_id"]),
        vacancy=VacancyId(row["vacancy_id"]),
        title=row["title"],
        employer=row["employer_id"],
        employer_name=row["employer_name"],
        position=row["position"],
        origin=row["origin"],
        ranked=row["ranked"],
        score=row["score"],
        fit=row["fit"],
        removed_at=row["removed_at"],
        frozen=row["frozen"],
        plan=row["plan_id"],
        answers=tuple(answers),
        flags=tuple(flags),
    )


def answer_of(row: Any) -> Answer:
    """What a person said."""
    return Answer(
        row["interested"], row["reason"], row["note"], AccountId(row["recorded_by"]), row["recorded_at"]
    )


def flag_of(row: Any) -> ListFlag:
    """A consequence."""
    return ListFlag(
        FlagId(row["id"]),
        row["kind"],
        row["code"],
        row["parameters"],
        row["recorded_at"],
        row["resolved_at"],
    )


def event_of(row: Any) -> Event:
    """A step or an approval."""
    return Event(
        kind=row["kind"],
        before=row["before"],
        after=row["after"],
        role=row["role"],
        reason=row["reason"],
        note=row["note"],
        version=row["version"],
        by=AccountId(row["recorded_by"]),
        at=row["recorded_at"],
    )


def override_of(row: Any) -> Override:
    """What somebody did to an item."""
    return Override(
        item=ItemId(row["item_id"]),
        action=ItemChange(row["action"]),
        from_position=row["from_position"],
        to_position=row["to_position"],
        reason=row["reason"],
        note=row["note"],
        role=row["role"],
        by=AccountId(row["recorded_by"]),
        at=row["recorded_at"],
    )
