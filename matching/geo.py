"""Places and distances: the one distance formula of the program, and the regencies it is used on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from matching.errors import InvalidValue, UnknownReference

EARTH_RADIUS_M = 6_371_008.8  # mean radius, IUGG
NOWHERE = -1
"""Index of no regency: a place of work abroad, an unused slot of a list of places."""
Floats = npt.NDArray[np.float32]


def distance_m(lat: Floats, lon: Floats, other_lat: Floats, other_lon: Floats) -> Floats:
    """Great-circle distance in metres, broadcast over its inputs in degrees.

    Haversine formula; R. W. Sinnott, "Virtues of the Haversine", Sky and Telescope 68 (1984).
    """
    phi, other_phi = np.radians(lat), np.radians(other_lat)
    half_dphi = (other_phi - phi) / 2
    half_dlambda = np.radians(other_lon - lon) / 2
    a = np.sin(half_dphi) ** 2 + np.cos(phi) * np.cos(other_phi) * np.sin(half_dlambda) ** 2
    metres: Floats = (2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.clip(a, 0, 1)))).astype(np.float32)
    return metres


@dataclass(frozen=True, slots=True)
class Regency:
    """A kabupaten or kota. `code` is Kemendagri's (`35.19`); BPS codes clash with it and are only carried along."""

    code: str
    name: str  # "Kabupaten Madiun", "Kota Madiun"
    province_code: str
    province: str
    lat: float
    lon: float
    island: str  # island group: no sea crossing within one ("JAWA", "MADURA" counts as JAWA: bridge)
    bps_code: str = ""

    def __post_init__(self) -> None:
        if not (-90 <= self.lat <= 90 and -180 <= self.lon <= 180):
            raise InvalidValue(
                "regency.lat/lon", f"{self.lat}, {self.lon} bukan tempat di bumi / is no place on earth"
            )


class Gazetteer:
    """The regencies, addressed by a small integer that columns of tables hold. Immutable."""

    def __init__(self, regencies: Sequence[Regency]) -> None:
        self.regencies = tuple(regencies)
        self.provinces: Mapping[str, str] = {one.province_code: one.province for one in self.regencies}
        """Names of provinces by code."""
        self._index = {regency.code: i for i, regency in enumerate(self.regencies)}
        self.island_names = tuple(sorted({regency.island for regency in self.regencies}))
        position = {name: i for i, name in enumerate(self.island_names)}
        self.island: npt.NDArray[np.int16] = np.array(
            [position[regency.island] for regency in self.regencies], np.int16
        )
        self._provinces = sorted({regency.province_code for regency in self.regencies})
        self.province: npt.NDArray[np.int16] = np.array(
            [self._provinces.index(regency.province_code) for regency in self.regencies], np.int16
        )

    def __len__(self) -> int:
        return len(self.regencies)

    def index(self, code: str) -> int:
        """Row of a regency.

        Raises:
            UnknownReference: no regency has this code.
        """
        try:
            return self._index[code]
        except KeyError:
            raise UnknownReference("regency", code) from None

    def get(self, code: str) -> Regency:
        """The regency of a code; raises UnknownReference."""
        return self.regencies[self.index(code)]

    def province_mask(self, codes: Iterable[str]) -> int:
        """Bit mask of provinces, by position; raises UnknownReference."""
        mask = 0
        for code in codes:
            if code not in self._provinces:
                raise UnknownReference("province", code)
            mask |= 1 << self._provinces.index(code)
        return mask

    def __contains__(self, code: object) -> bool:
        return code in self._index

    @cached_property
    def travel_m(self) -> Floats:
        """As `distance_m`, shape (n + 1, n + 1): the last row and column, where NOWHERE points to, are infinite."""
        return np.pad(self.distance_m, (0, 1), constant_values=np.inf)

    @cached_property
    def same_island(self) -> npt.NDArray[np.bool_]:
        """Whether no sea lies between two regencies, shape (n + 1, n + 1), false to and from NOWHERE."""
        return np.pad(self.island[:, None] == self.island[None, :], (0, 1), constant_values=False)

    @cached_property
    def province_bit(self) -> npt.NDArray[np.uint64]:
        """Each regency's bit in a `province_mask`, shape (n + 1,), none for NOWHERE."""
        return np.append(np.uint64(1) << self.province.astype(np.uint64), np.uint64(0))

    @cached_property
    def distance_m(self) -> Floats:
        """Distances between seats of regencies, metres, shape (n, n); zero on the diagonal."""
        lat = np.array([regency.lat for regency in self.regencies], np.float64)
        lon = np.array([regency.lon for regency in self.regencies], np.float64)
        metres = distance_m(lat[:, None], lon[:, None], lat[None, :], lon[None, :])  # type: ignore[arg-type]
        np.fill_diagonal(metres, 0)
        return metres
