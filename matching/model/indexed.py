"""What an index holds of a vacancy or a person: the matching facts with the vectors and terms of one model."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matching.model.candidate import Candidate
from matching.model.ids import CandidateId, VacancyId
from matching.model.vacancy import Vacancy
from matching.release import ReleaseWindow, Supervision


@dataclass(frozen=True, slots=True)
class IndexedVacancy:
    """A vacancy with what the index holds of it; `vector` (d,) and terms belong to the given model."""

    vacancy: Vacancy
    text_version: int
    vector: npt.NDArray[np.float16]
    terms: tuple[str, ...]

    @property
    def id(self) -> VacancyId:
        """The vacancy's id."""
        return self.vacancy.id


@dataclass(frozen=True, slots=True)
class IndexedFacet:
    """A facet of a candidate as the index holds it, in the candidate's order of facets."""

    position: int
    digest: str
    vector: npt.NDArray[np.float16]
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IndexedCandidate:
    """A candidate with the gate open and all facets embedded."""

    candidate: Candidate
    text_version: int
    facets: tuple[IndexedFacet, ...]

    @property
    def id(self) -> CandidateId:
        """The candidate's id."""
        return self.candidate.id


@dataclass(frozen=True, slots=True)
class MovedWindow:
    """A person with the gate open of whom nothing but the release window or the supervision is new."""

    id: CandidateId
    window: ReleaseWindow | None
    supervision: Supervision | None


@dataclass(frozen=True, slots=True)
class Changes:
    """What has changed since a watermark, or a block of it: records to (re)load, records that are gone, windows that
    alone have moved, and the next watermark, which holds once all blocks have been taken in."""

    watermark: str
    vacancies: tuple[IndexedVacancy, ...]
    vacancies_gone: tuple[VacancyId, ...]
    candidates: tuple[IndexedCandidate, ...]
    candidates_gone: tuple[CandidateId, ...]
    windows: tuple[MovedWindow, ...] = ()
