"""What is read from a vacancy's text: items, each with its span, its strength and how surely it was read."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from matching.language.choices import Sex
from matching.language.wages import StatedWage
from matching.vocabulary import Education, Language, Licence

T_co = TypeVar("T_co", covariant=True)


class Strength(StrEnum):
    """How much a vacancy asks for something."""

    REQUIRED = "required"  # wajib, harus, minimal, or a plain demand
    PREFERRED = "preferred"  # diutamakan, lebih disukai, nilai plus
    NOT_NEEDED = "not_needed"  # tanpa, tidak wajib, tidak harus


class Willingness(StrEnum):
    """What a vacancy asks people to be ready for (`bersedia …`, `siap …`)."""

    SHIFT = "shift"
    OVERTIME = "overtime"
    TRAVEL = "travel"  # dinas luar kota, mobile
    PLACEMENT = "placement"  # ditempatkan di a named place
    ELSEWHERE = "elsewhere"  # ditempatkan di luar kota, luar pulau, mana saja


@dataclass(frozen=True, slots=True)
class Item(Generic[T_co]):
    """One thing read: `start` and `end` are character offsets into the text; `confidence` lies in [0, 1].

    `form`: it stands in a line that a portal writes into every advertisement, not in the employer's own words.
    """

    value: T_co
    strength: Strength
    start: int
    end: int
    confidence: float
    form: bool = False

    @property
    def required(self) -> bool:
        return self.strength is Strength.REQUIRED

    def moved(self, by: int) -> "Item[T_co]":
        """The same, `by` characters further on."""
        return Item(self.value, self.strength, self.start + by, self.end + by, self.confidence, self.form)

    def overlaps(self, other: "Item[object]") -> bool:
        """Whether both were read from the same words, in part."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class LicencesAsked:
    """Licences named in one breath: all of them, or any one ("SIM A / SIM B1")."""

    licences: frozenset[Licence]
    any_of: bool = False


@dataclass(frozen=True, slots=True)
class AgeLimits:
    """Limits of age in years; stored and flagged, never ranked on."""

    lower: int | None
    upper: int | None


@dataclass(frozen=True, slots=True)
class BirthYears:
    """First and last year of birth; stored and flagged, never ranked on."""

    first: int | None
    last: int | None


@dataclass(frozen=True, slots=True)
class Requirements:
    """All that was read from one text, by kind, in the order of the text.

    `sexes`, `ages` and `births` are stored because the law asks for them (Perpres 57/2023) and never ranked on.
    """

    education: tuple[Item[Education], ...] = ()
    experience: tuple[Item[int | None], ...] = ()  # months; None: asked without a number
    licences: tuple[Item[LicencesAsked], ...] = ()
    certificates: tuple[Item[str], ...] = ()
    languages: tuple[Item[Language], ...] = ()
    ages: tuple[Item[AgeLimits], ...] = ()
    births: tuple[Item[BirthYears], ...] = ()
    sexes: tuple[Item[frozenset[Sex]], ...] = ()
    wages: tuple[Item[StatedWage], ...] = ()
    police_record_letter: tuple[Item[bool], ...] = ()
    willingness: tuple[Item[Willingness], ...] = ()
    openings: tuple[Item[int], ...] = ()
    placement: tuple[Item[str], ...] = ()
