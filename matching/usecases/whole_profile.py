"""How far a profile is filled: what a ranking needs of a person, part by part."""

from dataclasses import dataclass

from matching.model import Candidate
from matching.vocabulary import Education


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a profile, by name, and whether it is there."""

    name: str
    there: bool


def parts_of(person: Candidate) -> tuple[Part, ...]:
    """The five parts, as `data/sql/caseload.sql` counts them."""
    return (
        Part("certificates", bool(person.certificates)),
        Part("experience", bool(person.experience)),
        Part("interests", bool(person.preferences.interests)),
        Part("education", person.education > Education.NONE),
        Part("window", person.window is not None),
    )
