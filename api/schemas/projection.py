"""What a role sees of a document (domain guide, section 4). The database decides which records; this, which fields.

A release planner plans by skills, places and dates. Numbers, birth date, family, facility, health and what was blocked
are the case worker's.
"""

from collections.abc import Mapping
from typing import Any

from api.schemas.documents import Document
from matching.rules import Reason
from matching.small_numbers import suppressed
from matching.vocabulary import Role

CASE_WORKERS_FACTS = ("blocked_fields", "restrictions", "custody_regency")
CASE_WORKERS_REASONS = (Reason.FIELD_BLOCKED, Reason.WORK_RESTRICTION)
CASE_WORKERS_FIELDS = ("references", "facility", "guarantor")
PLANNERS_IDENTITY = ("name", "phone")
_COUNTED_BY_REASON = ("dropped", "words", "sources")


def seen_person(document: Document, role: Role) -> Document:
    """A person's record as this role sees it."""
    if role is Role.CASE_WORKER:
        return document
    seen = {name: value for name, value in document.items() if name not in CASE_WORKERS_FIELDS}
    identity, facts = document["identity"], document["facts"]
    seen["identity"] = {name: identity[name] for name in PLANNERS_IDENTITY}
    seen["facts"] = {name: value for name, value in facts.items() if name not in CASE_WORKERS_FACTS}
    return seen


def seen_list(document: Document, role: Role) -> Document:
    """A ranked list, or anything that holds one, without the reasons that tell of what only a case worker knows."""
    return document if role is Role.CASE_WORKER else _without_reasons(document)


def seen_people(document: Document, role: Role) -> Document:
    """A list of people of several units: counts of few people are not told."""
    seen = seen_list(document, role)
    return seen if role is Role.CASE_WORKER else seen | {"dropped": suppressed(seen["dropped"])}


def _without_reasons(value: Any, name: str = "") -> Any:
    if isinstance(value, Mapping):
        hidden = CASE_WORKERS_REASONS if name in _COUNTED_BY_REASON else ()
        return {key: _without_reasons(item, key) for key, item in value.items() if key not in hidden}
    if isinstance(value, list):
        return [_without_reasons(item) for item in value]
    return value
