"""What the text says fills what the structured fields leave silent, and what of it contradicts them.

Structured fields win. What was filled is named in `Vacancy.from_text`, so that it is never taken for the employer's
own field: it is emptied and read anew whenever a vacancy is read again. A must that could close a vacancy (schooling,
licences) is filled only from a reading as sure as `BARRING`; what is less sure becomes a wish, which is shown as a
gap and bars nobody (ADR 0008). Certificates are not filled: their words are in the text and would count twice.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache, reduce
from typing import Any

from matching.language.wages import format_idr, monthly_idr
from matching.model.vacancy import Asks, Vacancy, Wage
from matching.requirements.items import Item, LicencesAsked, Requirements, Strength, Willingness
from matching.requirements.reading import (
    experience_asked,
    forget_clauses,
    least_education,
    read_requirements,
    wage_offered,
)
from matching.vocabulary import LICENCE_COVERS, Education, Licence

BARRING = 0.95
SHOWN = 0.75
TEXTS_REMEMBERED = 2_000
_PARTS = ("education", "experience_months", "licences", "languages")
_SILENT = Asks()


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A structured field and the text that says otherwise; `field` as in `Vacancy`, offsets into `text_of`."""

    field: str
    stated: str
    read: str
    start: int
    end: int


def text_of(vacancy: Vacancy) -> str:
    """The text that is read: the title, then the description."""
    return f"{vacancy.title}\n{vacancy.description}"


def requirements_of(vacancy: Vacancy) -> Requirements:
    """What the vacancy's text asks for; remembered, since a vacancy is read, shown and explained."""
    return _read(text_of(vacancy))


@lru_cache(TEXTS_REMEMBERED)
def _read(text: str) -> Requirements:
    return read_requirements(text)


def forget_requirements() -> None:
    """Remember nothing of texts any more; only vacancies' are read here, and they may name somebody to ask for."""
    _read.cache_clear()
    forget_clauses()


def silenced(vacancy: Vacancy) -> Vacancy:
    """The vacancy with its structured fields alone."""
    if not vacancy.from_text:
        return vacancy
    plain: dict[str, Any] = {"from_text": frozenset[str]()}
    for name in vacancy.from_text:
        side, _, part = name.partition(".")
        if part:
            plain[side] = replace(plain.get(side, getattr(vacancy, side)), **{part: getattr(_SILENT, part)})
        else:
            plain[side] = None if side == "wage" else False
    return replace(vacancy, **plain)


def filled(vacancy: Vacancy) -> Vacancy:
    """The vacancy with what its text says where its structured fields are silent."""
    vacancy, read = silenced(vacancy), requirements_of(vacancy)
    names: set[str] = set()
    changes: dict[str, Any] = {}
    for side, said in (("required", _required(read)), ("preferred", _preferred(read))):
        asks: Asks = getattr(vacancy, side)
        new = {part: said[part] for part in _PARTS if part in said and not _speaks(vacancy, side, part)}
        if new:
            changes[side] = replace(asks, **new)
        names |= {f"{side}.{part}" for part in new}
    for name, value in _conditions(read).items():
        if value and not getattr(vacancy, name):
            changes[name] = value
            names.add(name)
    return replace(vacancy, **changes, from_text=frozenset(names)) if names else vacancy


def _speaks(vacancy: Vacancy, side: str, part: str) -> bool:
    """Whether the employer's own fields say something of a part: a must of theirs speaks for the wish too."""
    own = getattr(getattr(vacancy, side), part) or (side == "preferred" and getattr(vacancy.required, part))
    return bool(own or (part == "licences" and vacancy.preferred.licences))


def _required(read: Requirements) -> dict[str, Any]:
    """Parts of `Asks` that are musts, silent ones left out."""
    education, experience = least_education(read), experience_asked(read)
    parts = {
        "education": education.value if education and education.confidence >= BARRING else Education.NONE,
        "experience_months": (experience.value or 0) if experience and experience.required else 0,
        "licences": _licences(read, lambda item: item.required and item.confidence >= BARRING),
        "languages": frozenset(item.value for item in read.languages if item.required),
    }
    return {name: value for name, value in parts.items() if value}


def _preferred(read: Requirements) -> dict[str, Any]:
    """Parts of `Asks` that are wishes: as the text has it, or musts that were not read surely enough to bar."""
    education, experience = least_education(read), experience_asked(read)
    unsure = education is not None and SHOWN <= education.confidence < BARRING
    wish = experience is not None and experience.strength is Strength.PREFERRED
    must = _licences(read, lambda item: item.required and item.confidence >= BARRING)
    parts = {
        "education": education.value if education and unsure else Education.NONE,
        "experience_months": (experience.value or 0) if experience and wish else 0,
        "licences": _licences(read, lambda item: item.strength is not Strength.NOT_NEEDED) - must,
        "languages": frozenset(item.value for item in read.languages if item.strength is Strength.PREFERRED),
    }
    return {name: value for name, value in parts.items() if value}


def _licences(read: Requirements, wanted: Callable[[Item[LicencesAsked]], bool]) -> frozenset[Licence]:
    """Licences asked; of several of which any will do, the one that all cover ("SIM B1/B2": B1), if there is one."""
    return frozenset[Licence]().union(*(_needed(item.value) for item in read.licences if wanted(item)))


def _needed(asked: LicencesAsked) -> frozenset[Licence]:
    if not asked.any_of:
        return asked.licences
    shared = reduce(frozenset.intersection, (LICENCE_COVERS[licence] for licence in asked.licences))
    return frozenset({max(shared, key=lambda licence: len(LICENCE_COVERS[licence]))} if shared else ())


def _conditions(read: Requirements) -> dict[str, Any]:
    return {
        "wage": _wage(read),
        "police_record_letter": any(item.value for item in read.police_record_letter),
        "placement_elsewhere": any(
            item.value is Willingness.ELSEWHERE and item.required for item in read.willingness
        ),
    }


def _wage(read: Requirements) -> Wage | None:
    """The wage that the text promises; "up to" promises nothing."""
    offered = wage_offered(read)
    if offered is None or offered.value.lower is None or offered.confidence < BARRING:
        return None
    lower, unit = offered.value.lower, offered.value.unit
    upper = max(lower, offered.value.upper or lower)
    return Wage(lower, upper, unit, monthly_idr(lower, unit), monthly_idr(upper, unit))


def contradictions(vacancy: Vacancy) -> tuple[Contradiction, ...]:
    """Where the text says otherwise than a structured field, for the employer to see; derived, never stored."""
    own, read = silenced(vacancy), requirements_of(vacancy)
    return (
        *_of_education(own, read),
        *_of_experience(own, read),
        *_of_licences(own, read),
        *_of_wage(own, read),
    )


def _of_education(own: Vacancy, read: Requirements) -> Iterator[Contradiction]:
    item, stated = least_education(read), own.required.education
    if item and stated and item.confidence >= SHOWN and item.value is not stated:
        yield Contradiction("required.education", stated.name, item.value.name, item.start, item.end)


def _of_experience(own: Vacancy, read: Requirements) -> Iterator[Contradiction]:
    item, stated = experience_asked(read), own.required.experience_months
    if item and stated and item.value is not None and (item.value != stated or not item.required):
        months = item.value if item.required else 0
        yield Contradiction("required.experience_months", str(stated), str(months), item.start, item.end)


def _of_licences(own: Vacancy, read: Requirements) -> Iterator[Contradiction]:
    known = own.required.licences | own.preferred.licences
    for item in read.licences:
        if known and item.required and not item.value.licences & _covered(known):
            yield Contradiction(
                "required.licences", _listed(known), _listed(item.value.licences), item.start, item.end
            )


def _covered(licences: Iterable[Licence]) -> frozenset[Licence]:
    return frozenset[Licence]().union(*(LICENCE_COVERS[licence] for licence in licences))


def _listed(licences: Iterable[Licence]) -> str:
    return ", ".join(sorted(licence.value for licence in licences))


def _of_wage(own: Vacancy, read: Requirements) -> Iterator[Contradiction]:
    offered, wage = wage_offered(read), own.wage
    if offered is None or wage is None or offered.value.unit is not wage.unit:
        return
    lower, upper = offered.value.lower, offered.value.upper
    if (lower and lower > wage.upper_idr) or (upper and upper < wage.lower_idr):
        said = " – ".join(format_idr(edge) for edge in dict.fromkeys((lower, upper)) if edge)
        stated = " – ".join(format_idr(edge) for edge in dict.fromkeys((wage.lower_idr, wage.upper_idr)))
        yield Contradiction("wage", stated, said, offered.start, offered.end)


def line_at(text: str, start: int, end: int) -> str:
    """The line of a text around a span, cut to what can be shown."""
    first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    line = text[first : last if last >= 0 else len(text)]
    if len(line) > LONGEST_LINE:
        line = text[max(first, start - 60) : min(last if last >= 0 else len(text), end + 60)]
    return line.strip(" -–•*\t\r\n")


LONGEST_LINE = 200


def line_asking(vacancy: Vacancy, name: str, asked: str) -> str:
    """The line that a filled field was read from; empty where the field is the employer's own."""
    if name not in vacancy.from_text:
        return ""
    read, part = requirements_of(vacancy), name.partition(".")[2]
    item = next((item for item in _items(read, part) if _speaks_for(item, asked)), None)
    return line_at(text_of(vacancy), item.start, item.end) if item else ""


def _items(read: Requirements, part: str) -> tuple[Item[Any], ...]:
    if part == "experience_months":
        item = experience_asked(read)
        return (item,) if item else ()
    return {"education": read.education, "licences": read.licences, "languages": read.languages}[part]


def _speaks_for(item: Item[Any], asked: str) -> bool:
    if isinstance(item.value, LicencesAsked):
        return any(asked in LICENCE_COVERS[licence] for licence in item.value.licences)
    return asked in (getattr(item.value, "name", ""), str(item.value))
