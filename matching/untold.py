"""Cells of a fairness report that are not told: small ones, and what would give them away by subtraction."""

from collections.abc import Mapping
from dataclasses import dataclass

from matching.model.fairness import Attribute, Matter
from matching.small_numbers import hidden

ALL = ""
COUNTED = frozenset({Matter.REMOVED, Matter.MOVED_DOWN})
"""Parts that add up to what KEPT tests: tested by themselves, the same items would be tested twice."""
Key = tuple[Matter, str, Attribute, str]  # employer: ALL, a name, or OTHERS


@dataclass(frozen=True, slots=True)
class Count:
    """How many of a cell are met by what the matter is about, how many are not, and the region of a facility."""

    hit: int
    missed: int
    region: str

    @property
    def people(self) -> int:
        """All of the cell."""
        return self.hit + self.missed


def untold(cells: Mapping[Key, Count], least: int) -> set[Key]:
    """Cells with few people, few who are hit or few who are not, and what would give them away: the groups of one
    attribute add up to all, facilities to their region, employers to all employers, parts to their whole."""
    wholes = {key: one for key, one in cells.items() if key[0] not in COUNTED}
    secret = _of(wholes, wholes, least)
    parts = {key: one for key, one in cells.items() if key[0] in COUNTED}
    return secret | _of(parts, _alike(parts, secret), least)


def _of(cells: Mapping[Key, Count], counts: Mapping[Key, Count], least: int) -> set[Key]:
    lines: dict[tuple[str, ...], list[Key]] = {}
    for key, one in cells.items():
        matter, employer, attribute, group = key
        lines.setdefault(("groups", matter, employer, attribute), []).append(key)
        lines.setdefault(("employers", matter, attribute, group), []).append(key)
        if attribute in {Attribute.REGION, Attribute.FACILITY} and employer == ALL:
            within = one.region if attribute is Attribute.FACILITY else group
            lines.setdefault(("facilities", matter, within), []).append(key)
    # A line of one adds nothing up: a matter without employers.
    added_up = [line for what, line in lines.items() if what[0] == "groups" or len(line) > 1]
    secret: set[Key] = set()
    for few in (
        {key: one.people for key, one in counts.items()},
        {key: one.hit for key, one in counts.items()},
        {key: one.missed for key, one in counts.items()},
    ):
        secret |= hidden(few, added_up, least=least)
    return secret


def _alike(parts: Mapping[Key, Count], secret: set[Key]) -> dict[Key, Count]:
    """Parts of one whole, each as small as the smallest, so that they are hidden together: one that is told beside the
    whole gives the other. Where the whole is hidden, so are they."""
    smallest: dict[tuple[str, str], Count] = {}
    for (_, _, attribute, group), one in parts.items():
        low = smallest.get((attribute, group), one)
        hit = 1 if (Matter.KEPT, ALL, attribute, group) in secret else _smaller(low.hit, one.hit)
        smallest[attribute, group] = Count(hit, _smaller(low.missed, one.missed), one.region)
    return {key: smallest[key[2], key[3]] for key in parts}


def _smaller(one: int, other: int) -> int:
    """The smaller of two counts that is not 0."""
    return min(one, other) or max(one, other)
