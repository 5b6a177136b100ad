"""Limits of age and sex without the reason that the law asks for, in the fields or in the text."""

from collections.abc import Iterator
from typing import Final

from matching.lint.catalogue import Code, Finding
from matching.model.records import VacancyRecord
from matching.requirements.items import AgeLimits, Requirements
from matching.requirements.reading import SURE_ENOUGH, only_sex

OF_AGE: Final = 18
"""Nobody younger may do most work (UU 13/2003 Art. 1(26), 68): "minimal 18 tahun" needs no other reason."""


def limited(record: VacancyRecord, read: Requirements) -> Iterator[Finding]:
    """At most one finding of each kind; a reason in the field covers the text."""
    if record.limits.reason.strip():
        return
    yield from _age(record, read)
    yield from _sex(record, read)


def _age(record: VacancyRecord, read: Requirements) -> Iterator[Finding]:
    stated = AgeLimits(record.limits.age_min, record.limits.age_max)
    if _narrows(stated):
        yield Finding(Code.AGE_WITHOUT_REASON, details=_details(stated))
        return
    for item in read.ages:
        if item.confidence >= SURE_ENOUGH and _narrows(item.value):
            yield Finding(Code.AGE_WITHOUT_REASON, item.start, item.end, _details(item.value))
            return


def _narrows(limits: AgeLimits) -> bool:
    return limits.upper is not None or (limits.lower is not None and limits.lower > OF_AGE)


def _details(limits: AgeLimits) -> dict[str, str | int]:
    edges = {"age_min": limits.lower, "age_max": limits.upper}
    return {name: edge for name, edge in edges.items() if edge is not None}


def _sex(record: VacancyRecord, read: Requirements) -> Iterator[Finding]:
    if record.limits.sex:
        yield Finding(Code.SEX_WITHOUT_REASON, details={"sex": record.limits.sex})
    elif (sex := only_sex(read)) is not None:
        item = read.sexes[0]
        yield Finding(Code.SEX_WITHOUT_REASON, item.start, item.end, {"sex": str(sex)})
