"""What a fairness report is made of: facts about groups without anybody in them, and reports that are kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NewType
from uuid import UUID

from matching.model.cohorts import CohortPlanId
from matching.model.ids import AccountId

FairnessReportId = NewType("FairnessReportId", UUID)
ComparisonId = NewType("ComparisonId", UUID)
UNKNOWN = ""
LEAST_COMPARED = 20
"""Of fewer people most groups are under five and hidden, so that no alarm says nothing."""


class Attribute(StrEnum):
    """By what people are grouped."""

    SEX = "sex"
    AGE = "age"
    REGION = "region"
    FACILITY = "facility"
    DISABILITY = "disability"
    MINORITY_LANGUAGE = "minority_language"


class Matter(StrEnum):
    """What may fall unequally on groups (docs/fairness.md)."""

    PROPOSED = "proposed"  # of a plan's people: who gets a proposal
    LISTED = "listed"  # of all with an open gate: who stands in a shortlist of the month
    KEPT = "kept"  # of the items that a ranking gave: which were not removed or moved down by somebody
    REMOVED = "removed"  # of the same items: which were left out
    MOVED_DOWN = "moved_down"  # … moved down, and not left out: with those REMOVED, all that were not KEPT
    MOVED_UP = "moved_up"  # … moved up
    ADDED = "added"  # of all with an open gate: for whom somebody added something from outside a ranking
    HIDDEN = "hidden"  # of the same: for whom somebody hid a vacancy
    INVITED = "invited"  # of the items that an employer answered: which did not get a no at once
    ANSWERED = "answered"  # of the items that an employer decided: which got an offer or work


@dataclass(frozen=True, slots=True)
class FairnessRow:
    """One person, or one item, by its groups and without an id; UNKNOWN where it is not known. `before`: the same by
    what it is compared with."""

    matter: Matter
    sex: str
    age: str
    region: str
    facility: str
    disability: str
    minority_language: str
    selected: bool
    exposure: float = 0.0
    employer: str = ""
    before: tuple[bool, float] | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """Who has answered for a report under the bound, when, and why a plan may be used or what follows from a month."""

    account: AccountId
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class FairnessReport:
    """A report as it is kept, small numbers hidden: of a plan, or of a `month` (its first day)."""

    id: FairnessReportId
    plan: CohortPlanId | None
    month: date | None
    report: Mapping[str, Any]
    alarms: int
    made_at: datetime
    signature: Signature | None = None

    @property
    def awaits_signature(self) -> bool:
        """Whether nobody has answered for its alarms yet; until then a plan may not be used."""
        return self.alarms > 0 and self.signature is None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What becomes of the same `people` (how many) by two recipes, `before` and `after` (model and weights). With
    alarms, or of too few people, a planner signs before the second may rank."""

    id: ComparisonId
    before: str
    after: str
    as_of: date
    report: Mapping[str, Any]
    alarms: int
    people: int
    made_at: datetime
    signature: Signature | None = None

    @property
    def needs_signature(self) -> bool:
        """As `comparison_needs_signature` in the database, which is the wall, has it."""
        return self.alarms > 0 or self.people < LEAST_COMPARED

    @property
    def awaits_signature(self) -> bool:
        """Whether nobody has answered for it yet; until then the second recipe ranks nobody."""
        return self.needs_signature and self.signature is None


@dataclass(frozen=True, slots=True)
class KnownRecipe:
    """A recipe that has been let in to rank; `weights` as `matching.scoring.Weights.as_document` writes them."""

    name: str
    model: str
    weights: Mapping[str, Any]
