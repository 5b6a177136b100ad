"""Matching facts of a person: skills, wishes and limits."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from pydantic import Field

from api.schemas.parts import (
    MAX_LIST,
    NO_ID,
    Code,
    Count,
    Day,
    EducationName,
    PlaceCode,
    Readable,
    RegencyCode,
    Rupiah,
    Shape,
    Title,
)
from matching.model import (
    Blocker,
    Candidate,
    CandidateId,
    Certificate,
    EmployerId,
    Experience,
    Gates,
    HeldLicence,
    Preferences,
)
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


class LicenceShape(Shape):
    """A licence held, and its last day; without one it has no end."""

    licence: Licence = Field(examples=[Licence.SIM_B1])
    expires: Day | None = Field(None, examples=["2028-06-30"])


class ExperienceShape(Readable):
    """Work done, before custody or in a prison workshop."""

    title: Title = Field(examples=["Tukang las"])
    months: Annotated[int, Field(ge=0, le=720)] = Field(examples=[18])
    inside: bool = False
    reviewed: bool = False
    would_take_back: UUID | None = None

    def value(self) -> Experience:
        """The experience."""
        back = EmployerId(self.would_take_back) if self.would_take_back else None
        return Experience(self.title, self.months, self.inside, self.reviewed, back)


class PreferencesShape(Readable):
    """What the person wants; an empty list means no preference."""

    interests: Annotated[tuple[Title, ...], Field(max_length=20)] = ()
    excluded_fields: Annotated[frozenset[Code], Field(max_length=MAX_LIST)] = frozenset()
    shifts: frozenset[Shift] = frozenset()
    contracts: frozenset[ContractKind] = frozenset()
    minimum_wage_idr: Rupiah | None = Field(None, examples=[2_500_000])
    needs_lodging: bool = False

    def value(self) -> Preferences:
        """The preferences."""
        return Preferences(**dict(self))


class BlockerShape(Readable):
    """Something that must be in place before work can start, with the days that it usually takes."""

    kind: BlockerKind
    status: BlockerStatus
    lead_days: Annotated[int, Field(ge=0, le=730)]

    def value(self) -> Blocker:
        """The blocker."""
        return Blocker(self.kind, self.status, self.lead_days)


class FactsShape(Readable):
    """What matching knows of a person beside certificates, window and gates."""

    home: RegencyCode = Field(description="Regency of the place of return.", examples=["35.19"])
    education: EducationName = Field(examples=["SMA"])
    custody_regency: RegencyCode | None = Field(None, examples=["35.77"])
    accepted_places: Annotated[tuple[PlaceCode, ...], Field(max_length=40)] = ()
    willing_to_move: bool = False
    sea_crossing: bool = False
    max_travel_m: Count = 30_000
    licences: Annotated[tuple[LicenceShape, ...], Field(max_length=40)] = ()
    languages: frozenset[Language] = frozenset({Language.INDONESIAN})
    experience: Annotated[tuple[ExperienceShape, ...], Field(max_length=MAX_LIST)] = ()
    preferences: PreferencesShape = Field(default=PreferencesShape())
    restrictions: frozenset[WorkDemand] = frozenset()
    blocked_fields: Annotated[frozenset[Code], Field(max_length=MAX_LIST)] = Field(
        default=frozenset(), description="Opaque codes; the reason behind one is not stored here."
    )
    blockers: Annotated[tuple[BlockerShape, ...], Field(max_length=20)] = ()

    def value(self) -> Candidate:
        """A candidate with these facts and nothing else; raises InvalidValue."""
        return self.candidate(CandidateId(NO_ID), gates=Gates(consented=False))

    def candidate(
        self,
        candidate: CandidateId,
        *,
        gates: Gates,
        window: ReleaseWindow | None = None,
        supervision: Supervision | None = None,
        certificates: Sequence[Certificate] = (),
    ) -> Candidate:
        """The candidate with these facts; raises InvalidValue."""
        return Candidate(
            id=candidate,
            gates=gates,
            window=window,
            supervision=supervision,
            certificates=tuple(certificates),
            home=self.home,
            education=Education[self.education],
            custody_regency=self.custody_regency,
            accepted_places=self.accepted_places,
            willing_to_move=self.willing_to_move,
            sea_crossing=self.sea_crossing,
            max_travel_m=self.max_travel_m,
            licences=tuple(HeldLicence(held.licence, held.expires) for held in self.licences),
            languages=self.languages,
            experience=tuple(job.value() for job in self.experience),
            preferences=self.preferences.value(),
            restrictions=self.restrictions,
            blocked_fields=self.blocked_fields,
            blockers=tuple(blocker.value() for blocker in self.blockers),
        )

    def changed(self, standing: Candidate) -> Candidate:
        """The standing candidate with these facts instead of its own."""
        return self.candidate(
            standing.id,
            gates=standing.gates,
            window=standing.window,
            supervision=standing.supervision,
            certificates=standing.certificates,
        )


class FactsPlanned(Shape):
    """Facts of a person without what is blocked, what health forbids, and where they are now."""

    home: RegencyCode
    education: EducationName
    accepted_places: list[PlaceCode]
    willing_to_move: bool
    sea_crossing: bool
    max_travel_m: int
    licences: list[LicenceShape]
    languages: list[Language]
    experience: list[ExperienceShape]
    preferences: PreferencesShape
    blockers: list[BlockerShape]
