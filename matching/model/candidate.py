"""A candidate as matching knows one: skills, wishes and limits, never identity, protected attributes or offence.

What scoring must not know is not in the type: a test holds the list of fields.
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from matching.errors import NEGATIVE, NOT_POSITIVE, InvalidValue
from matching.model.certificate import Certificate
from matching.model.ids import CandidateId, EmployerId
from matching.release import ReleaseWindow, Supervision
from matching.vocabulary import (
    BlockerKind,
    BlockerStatus,
    ContractKind,
    Education,
    Language,
    Licence,
    Shift,
    WorkDemand,
)

MAX_ACCEPTED_REGENCIES = 8
MAX_AREA_REGENCIES = 16


@dataclass(frozen=True, slots=True)
class HeldLicence:
    """A licence and the last day on which it is in force; None: without end."""

    licence: Licence
    expires: date | None = None


@dataclass(frozen=True, slots=True)
class Experience:
    """Work done, before custody or in a prison workshop."""

    title: str
    months: int
    inside: bool = False
    reviewed: bool = False  # a supervisor or instructor has confirmed it
    would_take_back: EmployerId | None = None  # former employer who would employ the person again

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise InvalidValue("experience.title", "judul harus diisi / a title is required")
        if self.months < 0:
            raise InvalidValue("experience.months", NEGATIVE)


@dataclass(frozen=True, slots=True)
class Preferences:
    """What the person wants. Empty sets mean "no preference"; wages are rupiah a month."""

    interests: tuple[str, ...] = ()
    excluded_fields: frozenset[str] = frozenset()  # fields of work that the person does not want
    shifts: frozenset[Shift] = frozenset()
    contracts: frozenset[ContractKind] = frozenset()
    minimum_wage_idr: int | None = None
    needs_lodging: bool = False

    def __post_init__(self) -> None:
        if self.minimum_wage_idr is not None and self.minimum_wage_idr <= 0:
            raise InvalidValue("preferences.minimum_wage_idr", NOT_POSITIVE)


@dataclass(frozen=True, slots=True)
class Blocker:
    """Something that must be in place before work can start, with the days it usually takes."""

    kind: BlockerKind
    status: BlockerStatus
    lead_days: int

    def __post_init__(self) -> None:
        if self.lead_days < 0:
            raise InvalidValue("blocker.lead_days", NEGATIVE)

    @property
    def stands(self) -> bool:
        """Whether there is anything left to be done about it."""
        return self.status is not BlockerStatus.DONE

    def begin_by(self, needed: date) -> date:
        """The last day on which it can be begun, to be in place when it is needed."""
        return needed - timedelta(days=self.lead_days)


@dataclass(frozen=True, slots=True)
class Gates:
    """Consent and objection (UU 27/2022 Art. 10 and 20). Matching needs the first and not the second, nor processing
    to be suspended (Art. 41)."""

    consented: bool
    objected: bool = False
    restricted: bool = False

    @property
    def open(self) -> bool:
        return self.consented and not self.objected and not self.restricted

    def opens(self, before: "Gates") -> bool:
        """Whether consent is said here that was not there before, or an objection is not that was."""
        return self.consented > before.consented or self.objected < before.objected


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person nearing release, or a klien, with certificates, wishes and limits."""

    id: CandidateId
    home: str  # regency code of the place of return
    education: Education
    gates: Gates
    window: ReleaseWindow | None = None
    supervision: Supervision | None = None
    custody_regency: str | None = None  # where daytime work before release is possible
    accepted_places: tuple[str, ...] = ()  # regency or province codes
    willing_to_move: bool = False
    sea_crossing: bool = False
    max_travel_m: int = 30_000
    licences: tuple[HeldLicence, ...] = ()
    languages: frozenset[Language] = frozenset({Language.INDONESIAN})
    certificates: tuple[Certificate, ...] = ()
    experience: tuple[Experience, ...] = ()
    preferences: Preferences = field(default_factory=Preferences)
    restrictions: frozenset[WorkDemand] = frozenset()
    blocked_fields: frozenset[str] = frozenset()  # opaque codes; the reason behind them is not here
    blockers: tuple[Blocker, ...] = ()

    def __post_init__(self) -> None:
        if self.max_travel_m < 0:
            raise InvalidValue("max_travel_m", NEGATIVE)
        regencies = [place for place in self.accepted_places if "." in place]
        if len(regencies) > MAX_ACCEPTED_REGENCIES:
            raise InvalidValue(
                "accepted_places",
                f"paling banyak {MAX_ACCEPTED_REGENCIES} kabupaten/kota; untuk lebih banyak, sebut provinsinya"
                f" / at most {MAX_ACCEPTED_REGENCIES} regencies; name a province for more",
            )
        if self.supervision and len(self.supervision.area) > MAX_AREA_REGENCIES:
            raise InvalidValue(
                "supervision.area",
                f"paling banyak {MAX_AREA_REGENCIES} kabupaten/kota / at most {MAX_AREA_REGENCIES} regencies",
            )
        kinds = [blocker.kind for blocker in self.blockers]
        if len(kinds) != len(set(kinds)):
            raise InvalidValue(
                "blockers", "setiap jenis hambatan hanya boleh sekali / each kind of blocker may stand once"
            )

    def with_blocker(self, one: Blocker) -> "Candidate":
        """With this blocker, in the place of the one of its kind where there is one."""
        if one.kind not in {other.kind for other in self.blockers}:
            return replace(self, blockers=(*self.blockers, one))
        return replace(
            self, blockers=tuple(one if other.kind is one.kind else other for other in self.blockers)
        )

    def without_blocker(self, kind: BlockerKind) -> "Candidate":
        """Without the blocker of a kind, if there is one."""
        return replace(self, blockers=tuple(one for one in self.blockers if one.kind is not kind))
