"""How a title is understood, as a JSON document (docs/cli.md)."""

from collections.abc import Callable

from api.schemas.documents import Document
from matching.aliases import Understanding
from matching.reference import AppliesTo, FieldOfWork
from matching.trade import Trade

Named = Callable[[str], str]
"""The title of a KBJI unit group by its code."""


def title_document(title: str, knowledge: Trade, unit_group: Named) -> Document:
    """What the knowledge of the trade makes of a title; lists are empty where it says nothing."""
    answers = knowledge.catalogue.understand(title)
    named = knowledge.fields_named(title)
    closed = knowledge.closed_fields(AppliesTo.EVERYONE)
    return {
        "title": title,
        "understood": bool(answers),
        "occupations": [_occupation(answer, unit_group) for answer in answers],
        "searched": list(knowledge.aliases(title)),
        "licences_by_law": sorted(licence.name for licence in knowledge.licences_of_trade(title)),
        "fields": [_field(field, closed) for field in knowledge.fields if field.code in named],
    }


def _occupation(answer: Understanding, unit_group: Named) -> Document:
    occupation = answer.occupation
    return {
        "key": occupation.key,
        "name_id": occupation.name_id,
        "name_en": occupation.name_en,
        "kbji": [{"code": code, "title": unit_group(code)} for code in occupation.kbji],
        "confidence": answer.confidence,
        "matched_by": answer.matched_by,
    }


def _field(field: FieldOfWork, closed: frozenset[str]) -> Document:
    return {
        "code": field.code,
        "name_id": field.name_id,
        "name_en": field.name_en,
        "closed": field.code in closed,
    }
