"""Values of the reference data that the core works on; `data` reads them from files, the core never does."""

from dataclasses import dataclass
from enum import StrEnum

from matching.vocabulary import Licence


class Strength(StrEnum):
    """What a bar does."""

    HARD = "hard"  # closes the vacancy
    FLAG = "flag"  # shown to the case worker, closes nothing


class AppliesTo(StrEnum):
    """Whom a bar concerns."""

    EVERYONE = "everyone"
    UNDER_SUPERVISION = "under_supervision"
    FLAGGED_AT_SOURCE = "flagged_at_source"  # only people whose unit sent the field as blocked


@dataclass(frozen=True, slots=True)
class Occupation:
    """A trade and the words by which people and advertisements call it."""

    key: str
    name_id: str
    name_en: str
    kbji: tuple[str, ...]  # four-digit codes of KBJI 2014 (= ISCO-08)
    aliases: tuple[str, ...]
    contexts: tuple[str, ...]  # words beside an ambiguous alias that speak for this trade
    not_with: tuple[str, ...]  # phrases in a title that rule this trade out
    source: str
    hints: tuple[str, ...] = ()  # words by which the trade is understood but never searched for ("kopi")


@dataclass(frozen=True, slots=True)
class SchemeAlias:
    """What a scheme, programme, job title or standard trains for, and the words that its own process adds."""

    title: str
    occupation: str
    aliases: tuple[str, ...]
    source: str
    fit: float = 1.0  # in [0.3, 1]: 1 the work itself, less a neighbouring trade that its holder can take too


@dataclass(frozen=True, slots=True)
class JobFunction:
    """What somebody does in a trade; `words` of titles name it, occupations under `kbji_prefixes` are of it."""

    code: str
    words: tuple[str, ...]
    kbji_prefixes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FunctionAgreement:
    """How far, in [0, 1], work in one function is open to whoever is trained for the other."""

    one: str
    other: str
    agreement: float


@dataclass(frozen=True, slots=True)
class UnitGroup:
    """What units of competency whose code starts alike are about, as a title that the catalogue knows."""

    prefix: str
    title: str
    source: str


@dataclass(frozen=True, slots=True)
class FieldOfWork:
    """A field that blocking rules name by its code only."""

    code: str
    name_id: str
    name_en: str
    kbji_prefixes: tuple[str, ...]
    title_phrases: tuple[str, ...]
    weak_phrases: tuple[str, ...]  # words of several trades: count unless `not_with` stands in the title
    description_phrases: tuple[str, ...]  # strong enough to classify from a description alone
    not_with: tuple[str, ...]  # beside a weak phrase, they say that it means something else
    never_with: tuple[str, ...]  # roles beside the work ("kernet"): they rule out strong phrases too
    other_things: tuple[str, ...]  # struck out before phrases are looked for ("keamanan pangan")
    source: str


@dataclass(frozen=True, slots=True)
class LegalBar:
    """A rule of law, or of common practice, that closes or flags fields of work."""

    code: str
    fields: frozenset[str]
    strength: Strength
    applies_to: AppliesTo
    words_id: str
    words_en: str
    source: str


@dataclass(frozen=True, slots=True)
class LicenceRule:
    """A licence that the law asks for whoever does this work."""

    licence: Licence
    kbji_prefixes: tuple[str, ...]
    objects: tuple[str, ...]
    roles: tuple[str, ...]  # empty: the object is a role by itself ("sopir")
    not_with: tuple[str, ...]
    source: str
