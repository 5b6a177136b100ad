"""`read_requirements`: a text → all that it asks, and the few figures that stand for it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final

from matching.language.choices import Sex
from matching.language.licences import machine_named
from matching.language.text import aligned
from matching.language.wages import StatedWage
from matching.requirements.births import births
from matching.requirements.certificates import certificates
from matching.requirements.clauses import Clause, Section, clauses, forget_lines
from matching.requirements.conditions import openings, placements, police_record_letters, willingness
from matching.requirements.education import education
from matching.requirements.experience import experience
from matching.requirements.items import AgeLimits, Item, Requirements, Strength
from matching.requirements.languages import languages
from matching.requirements.licences import licences
from matching.requirements.negation import forget_denials
from matching.requirements.persons import ages, sexes
from matching.requirements.wages import wages
from matching.vocabulary import Education

READERS: Final[Mapping[str, Callable[[Clause], Iterator[Item[Any]]]]] = {  # by field of `Requirements`
    "education": education,
    "experience": experience,
    "licences": licences,
    "certificates": certificates,
    "languages": languages,
    "ages": ages,
    "births": births,
    "sexes": sexes,
    "wages": wages,
    "police_record_letter": police_record_letters,
    "willingness": willingness,
    "openings": openings,
    "placement": placements,
}
CLAUSES_REMEMBERED = 20_000
PLAIN = 0.9  # at most this sure is what stands without a word that asks for it
SURE_ENOUGH = 0.75


def read_requirements(text: str) -> Requirements:
    """What a vacancy's text asks for; its first line is taken for the title. Any text can be read, none raises."""
    found: defaultdict[str, list[Item[Any]]] = defaultdict(list)
    of_job: list[Item[Any]] = []  # licences of the title's machine, which remembered clauses do not know
    machine = machine_named(aligned(text.lstrip().partition("\n")[0]))
    for clause in clauses(text):
        for kind, items in _said(clause.words, clause.section, clause.label, clause.form, clause.judged):
            found[kind].extend(item.moved(clause.start) for item in items)
        if machine:
            of_job.extend(licences(clause, machine))
    if machine:
        found["licences"] = of_job
    asked = found["licences"]
    found["certificates"] = [item for item in found["certificates"] if not any(map(item.overlaps, asked))]
    return Requirements(**{kind: tuple(items) for kind, items in found.items()})


@lru_cache(CLAUSES_REMEMBERED)
def _said(
    words: str, section: Section, label: str, form: bool, judged: int
) -> tuple[tuple[str, tuple[Item[Any], ...]], ...]:
    """(field of `Requirements`, what of it a clause asks for), where it asks for something: most ask for nothing, and
    many stand in vacancy after vacancy.
    """
    clause = Clause(words, 0, section, label, form, judged)
    read = ((kind, tuple(reader(clause))) for kind, reader in READERS.items())
    return tuple((kind, items) for kind, items in read if items)


def forget_clauses() -> None:
    """Remember no clause any more."""
    _said.cache_clear()
    forget_lines()
    forget_denials()


def least_education(read: Requirements) -> Item[Education] | None:
    """The lowest level that is accepted; "no limit" of a form counts only where the text itself names no level."""
    asked = [item for item in read.education if item.required]
    named = [item for item in asked if item.confidence > PLAIN]
    return min(named or asked, key=lambda item: item.value, default=None)


def experience_asked(read: Requirements) -> Item[int | None] | None:
    """What counts of all that is said: no need, then a must (with the most months), a wish, a must in one bare word.

    A portal's line yields to the employer's own words; where they tell no length, one that agrees with them does.
    """
    own = [item for item in read.experience if not item.form and item.confidence >= SURE_ENOUGH]
    asked = _weightiest(own or read.experience)
    if own and asked and asked.value is None:
        form = _weightiest([item for item in read.experience if item.form and item.value is not None])
        return form if form and form.required == asked.required else asked
    return asked


def _weightiest(said: Sequence[Item[int | None]]) -> Item[int | None] | None:
    order = {Strength.NOT_NEEDED: 3, Strength.REQUIRED: 2, Strength.PREFERRED: 1}

    def weight(item: Item[int | None]) -> tuple[int, int]:
        bare = item.required and item.confidence < SURE_ENOUGH
        return 0 if bare else order[item.strength], item.value or -1

    return max(said, key=weight, default=None)


def age_limits(read: Requirements) -> AgeLimits | None:
    """The widest limits that the text states; a portal's line counts for an end of which the employer says nothing."""
    own = [item.value for item in read.ages if not item.form]
    stated = [item.value for item in read.ages]
    lower, upper = _lowest(own) or _lowest(stated), _highest(own) or _highest(stated)
    return AgeLimits(lower, upper) if stated else None


def _lowest(stated: Iterable[AgeLimits]) -> int | None:
    return min((age.lower for age in stated if age.lower is not None), default=None)


def _highest(stated: Iterable[AgeLimits]) -> int | None:
    return max((age.upper for age in stated if age.upper is not None), default=None)


def only_sex(read: Requirements) -> Sex | None:
    """The one sex that the text names; None where it names both or is silent."""
    whom = frozenset[Sex]().union(*(item.value for item in read.sexes))
    return next(iter(whom)) if len(whom) == 1 else None


def wage_offered(read: Requirements) -> Item[StatedWage] | None:
    """From the least to the most stated in the unit named first; what one could reach only where that is all."""
    stated = [item for item in read.wages if item.value.lower or item.value.upper]
    best = [item for item in stated if item.confidence >= SURE_ENOUGH] or stated
    same = [item for item in best if item.value.unit is best[0].value.unit]
    if not same:
        return None
    lower = [item.value.lower for item in same if item.value.lower]
    upper = [item.value.upper for item in same if item.value.upper]
    wage = replace(same[0].value, lower=min(lower, default=None), upper=max(upper, default=None))
    return replace(same[0], value=wage)
