"""Shortlists as JSON documents, with words in the language that is asked for."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from api.schemas.documents import Document, plain
from matching.messages import Tongue, words
from matching.model.shortlists import Item, ItemId, ListFlag, Override, Shortlist, ShortlistId
from matching.rules import Reason
from matching.usecases.shortlists.comparing import ItemSince
from matching.vocabulary import Role
from matching.workflow import Refusal, steps_from

HIDDEN = frozenset({Reason.FIELD_BLOCKED, Reason.WORK_RESTRICTION})
"""Rules that tell of what only a case worker knows (docs/walls.md)."""
_NAMES = ("failed", "gone", "rules")


def shortlist_summary(stands: Shortlist, tongue: Tongue) -> Document:
    """A list without its items, in the shape of `ShortlistSummary`."""
    document = {name: plain(getattr(stands, name)) for name in _SUMMARY}
    return {
        **document,
        "state_words": words(f"state.{stands.state}", tongue),
        "recorded_at": stands.recorded_at.isoformat(),
    }


_SUMMARY = (
    "id", "kind", "candidate", "vacancy", "state", "run", "approvals_needed", "approval_reasons", "note", "unit",
    "recorded_by", "version",
)  # fmt: skip


def shortlist_document(
    stands: Shortlist, role: Role, tongue: Tongue, unsendable: Mapping[ItemId, Refusal] | None = None
) -> Document:
    """A list, in the shape of `ShortlistOut`, as this role sees it."""
    document = {
        **shortlist_summary(stands, tongue),
        "next": [
            {"to": str(step.after), "reasoned": step.reasoned} for step in steps_from(stands.state, role)
        ],
        "items": [_item(item, tongue, (unsendable or {}).get(item.id)) for item in stands.items],
        "moved_on": [str(item) for item, why in (unsendable or {}).items() if why is Refusal.MOVED_ON],
        "events": plain(stands.events),
        "overrides": [_override(one, tongue) for one in stands.overrides],
    }
    return seen(document, role)


def _item(item: Item, tongue: Tongue, unsendable: Refusal | None) -> Document:
    document: Document = plain(item)
    document["flags"] = [_flag(flag, tongue) for flag in item.flags]
    document["unsendable"] = plain(unsendable)
    return document


def _flag(flag: ListFlag, tongue: Tongue) -> Document:
    return {**plain(flag), "words": words(f"consequence.{flag.code}", tongue)}


def _override(override: Override, tongue: Tongue) -> Document:
    return {**plain(override), "reason_words": words(f"override.{override.reason}", tongue)}


def changes_document(
    shortlist: ShortlistId, since: Sequence[ItemSince], as_of: date, role: Role, tongue: Tongue
) -> Document:
    """What has changed, in the shape of `ChangesOut`, as this role sees it."""
    items = [_since(one, role, tongue) for one in since]
    return {"shortlist": str(shortlist), "as_of": as_of.isoformat(), "items": items}


def _since(one: ItemSince, role: Role, tongue: Tongue) -> Document:
    gone = [reason for reason in one.gone if role is Role.CASE_WORKER or reason not in HIDDEN]
    return {
        "item": str(one.item.id),
        "title": one.item.title,
        "candidate": str(one.item.candidate),
        "vacancy": str(one.item.vacancy),
        "changed": one.changed,
        **{name: getattr(one, name) for name in ("rank_then", "rank_now", "score_then", "score_now")},
        "new_gaps": [{"kind": kind, "asked": asked} for kind, asked in one.new_gaps],
        "closed_gaps": [{"kind": kind, "asked": asked} for kind, asked in one.closed_gaps],
        "new_flags": list(one.new_flags),
        "ended_flags": list(one.ended_flags),
        "gone": gone,
        "window_then": plain(one.window_then),
        "window_now": plain(one.window_now),
        "words": [words(f"reason.{reason}", tongue) for reason in gone]
        + [words(f"flag.{flag}", tongue) for flag in one.new_flags],
    }


def seen(document: Document, role: Role) -> Document:
    """A document without the rules that tell of what only a case worker knows."""
    shown: Document = document if role is Role.CASE_WORKER else _without(document)
    return shown


def _without(value: Any, name: str = "") -> Any:
    if isinstance(value, Mapping):
        return {key: _without(item, key) for key, item in value.items()}
    if isinstance(value, list):
        return [_without(item) for item in value if not (name in _NAMES and item in HIDDEN)]
    return value
