"""Limits of age and sex without the reason that the law asks for, in the fields or in the text."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from matching.lint.catalogue import Code, Finding
from matching.model.records import VacancyRecord
from matching.requirements.items import AgeLimits, Item, Requirements
from matching.requirements.reading import SURE_ENOUGH, only_sex

OF_AGE: Final = 18
"""Nobody younger may do most work (UU 13/2003 Art. 1(26), 68): "minimal 18 tahun" needs no other reason."""

SHORTEST_REASON: Final = 8
"""Letters and blanks of the shortest words that can be a reason ("di kapal")."""
_OWN_WISH = r"(?:kebijakan|ketentuan|aturan|peraturan|standar|permintaan|keinginan|policy|rules?)"
_NO_REASON = re.compile(
    rf"(?:tidak ada|tanpa|belum ada|no|none)(?: alasan| reason| apa apa)?|(?:sesuai |karena |atas )?{_OWN_WISH}"
    rf"(?: (?:dari|internal|perusahaan|kantor|toko|pabrik|klien|pimpinan|pemilik|kami|company|our))*"
    rf"|company {_OWN_WISH}"
)
"""That a company wants it so is no reason of the work (SE Menaker M/6/HK.04/V/2025)."""


def limited(record: VacancyRecord, read: Requirements, today: date) -> Iterator[Finding]:
    """At most one finding of each kind; a reason in the field covers the text, but not that children work."""
    said = [item for item in (*read.ages, *ages_of_births(read, today)) if item.confidence >= SURE_ENOUGH]
    yield from _children(record, said)
    if is_reason(record.limits.reason):
        return
    yield from _age(record, said)
    yield from _sex(record, read)


def is_reason(words: str) -> bool:
    """Whether words can be a reason that lies in the work: not a dash, and not only that the company wants it so."""
    said = re.sub(r"[\W\d_]+", " ", words.lower()).strip()
    return len(said) >= SHORTEST_REASON and not _NO_REASON.fullmatch(said)


def ages_of_births(read: Requirements, today: date) -> Iterator[Item[AgeLimits]]:
    """Years of birth as the ages that people of these years reach in the year of `today`."""
    for item in read.births:
        lower = today.year - item.value.last if item.value.last else None
        upper = today.year - item.value.first if item.value.first else None
        yield Item(AgeLimits(lower, upper), item.strength, item.start, item.end, item.confidence, item.form)


def _children(record: VacancyRecord, said: Sequence[Item[AgeLimits]]) -> Iterator[Finding]:
    """Somebody under 18 would be taken: a lower limit under 18, or an upper one."""
    stated = AgeLimits(record.limits.age_min, record.limits.age_max)
    if _young(stated):
        yield Finding(Code.CHILD_WORK, details=_details(stated))
        return
    for item in said:
        if _young(item.value):
            yield Finding(Code.CHILD_WORK, item.start, item.end, _details(item.value))
            return


def _young(limits: AgeLimits) -> bool:
    return min(edge for edge in (limits.lower, limits.upper, OF_AGE) if edge is not None) < OF_AGE


def _age(record: VacancyRecord, said: Sequence[Item[AgeLimits]]) -> Iterator[Finding]:
    stated = AgeLimits(record.limits.age_min, record.limits.age_max)
    if _narrows(stated):
        yield Finding(Code.AGE_WITHOUT_REASON, details=_details(stated))
        return
    for item in said:
        if _narrows(item.value):
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
