"""Reference data that turn records into columns, and that rules and features look things up in."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from matching.geo import Gazetteer
from matching.job_functions import JobFunctions
from matching.model import Candidate
from matching.vocabulary import Licence


class FieldCodes:
    """Bit positions of field-of-work codes, in the order of the reference data (which only grows)."""

    def __init__(self, codes: Sequence[str]) -> None:
        self.codes = tuple(codes)
        self._position = {code: i for i, code in enumerate(codes)}

    def mask(self, codes: Iterable[str]) -> int:
        """Bit mask of codes; a code that is not in the reference data raises KeyError."""
        mask = 0
        for code in codes:
            mask |= 1 << self._position[code]
        return mask


@dataclass(frozen=True)
class World:
    """Reference data that turn records into columns."""

    gazetteer: Gazetteer
    fields: FieldCodes
    functions: JobFunctions
    minimum_wages: Mapping[
        int, npt.NDArray[np.float64]
    ]  # year → (regencies,) rupiah a month, NaN where unknown
    licences_of_trade: Callable[[str], frozenset[Licence]] = lambda _title: frozenset()
    """Licences that the law asks of a trade, by a title in it (`matching.licensing`)."""

    def minimum_wage_idr(self, day: int) -> npt.NDArray[np.float64]:
        """Monthly minimum wages in force on a day (ordinal), shape (regencies,); NaN where the year's is unknown."""
        unknown = np.full(len(self.gazetteer), np.nan)
        return self.minimum_wages.get(date.fromordinal(day).year, unknown)

    def trained_for(self, candidate: Candidate) -> frozenset[Licence]:
        """Licences in whose trade the candidate holds a usable certificate."""
        usable = (certificate for certificate in candidate.certificates if certificate.usable)
        return frozenset().union(*(self.licences_of_trade(certificate.title) for certificate in usable))
