"""`read_requirements`: a text → all that it asks, and the few figures that stand for it."""

from collections.abc import Callable, Iterable
from itertools import chain
from typing import TypeVar

from matching.language.choices import Sex
from matching.requirements.clauses import clauses
from matching.requirements.conditions import openings, placements, police_record_letters, willingness
from matching.requirements.education import education
from matching.requirements.experience import experience
from matching.requirements.items import AgeLimits, Item, Requirements, Strength
from matching.requirements.licences import licences
from matching.requirements.persons import ages, sexes
from matching.requirements.qualifications import certificates, languages
from matching.requirements.wages import wages
from matching.vocabulary import Education

_T = TypeVar("_T")


def read_requirements(text: str) -> Requirements:
    """What a vacancy's text asks for; its first line is taken for the title. Any text can be read, none raises."""
    found = list(clauses(text))

    def by(reader: Callable[..., Iterable[Item[_T]]]) -> tuple[Item[_T], ...]:
        return tuple(chain.from_iterable(map(reader, found)))

    return Requirements(
        education=by(education),
        experience=by(experience),
        licences=by(licences),
        certificates=by(certificates),
        languages=by(languages),
        ages=by(ages),
        sexes=by(sexes),
        wages=by(wages),
        police_record_letter=by(police_record_letters),
        willingness=by(willingness),
        openings=by(openings),
        placement=by(placements),
    )


def least_education(read: Requirements) -> Item[Education] | None:
    """The lowest level that is accepted."""
    return min((item for item in read.education if item.required), key=lambda item: item.value, default=None)


def experience_asked(read: Requirements) -> Item[int | None] | None:
    """What counts of all that is said: no need before a must (with the most months), a must before a wish."""
    order = {Strength.NOT_NEEDED: 2, Strength.REQUIRED: 1, Strength.PREFERRED: 0}
    return max(read.experience, key=lambda item: (order[item.strength], item.value or -1), default=None)


def age_limits(read: Requirements) -> AgeLimits | None:
    """The widest limits that the text states."""
    stated = [item.value for item in read.ages]
    if not stated:
        return None
    lower = [age.lower for age in stated if age.lower is not None]
    upper = [age.upper for age in stated if age.upper is not None]
    return AgeLimits(min(lower, default=None), max(upper, default=None))


def only_sex(read: Requirements) -> Sex | None:
    """The one sex that the text names; None where it names both or is silent."""
    whom = frozenset[Sex]().union(*(item.value for item in read.sexes))
    return next(iter(whom)) if len(whom) == 1 else None
