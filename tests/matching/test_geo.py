"""Distances and the gazetteer."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.errors import InvalidValue, UnknownReference
from matching.geo import EARTH_RADIUS_M, Regency, distance_m
from tests.people import DENPASAR, KAB_MADIUN, KOTA_MADIUN, REGENCIES, SURABAYA, gazetteer

latitude, longitude = st.floats(-90, 90), st.floats(-180, 180)


def metres(a: tuple[float, float], b: tuple[float, float]) -> float:
    arrays = [np.array([value], np.float64) for value in (*a, *b)]
    return float(distance_m(*arrays)[0])  # type: ignore[arg-type]


@given(st.tuples(latitude, longitude), st.tuples(latitude, longitude))
def test_distance_is_the_same_there_and_back_and_never_more_than_half_the_globe(
    here: tuple[float, float], there: tuple[float, float]
) -> None:
    assert metres(here, there) == pytest.approx(metres(there, here), abs=1)
    assert 0 <= metres(here, there) <= np.pi * EARTH_RADIUS_M + 1


def test_a_degree_of_the_equator_is_111_kilometres() -> None:
    assert metres((0, 0), (0, 1)) == pytest.approx(111_195, abs=1)


def test_distances_in_the_gazetteer_are_symmetric_with_zeros_on_the_diagonal() -> None:
    table = gazetteer().distance_m
    assert table.shape == (len(REGENCIES), len(REGENCIES))
    assert np.allclose(table, table.T, atol=1)
    assert not table.diagonal().any()
    assert (table + np.eye(len(table)) > 0).all()


def test_the_regency_of_madiun_is_not_the_city_of_madiun() -> None:
    apart = gazetteer().distance_m[gazetteer().index(KAB_MADIUN), gazetteer().index(KOTA_MADIUN)]
    assert 5_000 < apart < 25_000
    assert gazetteer().get(KAB_MADIUN).name == "Kabupaten Madiun"


def test_places_that_are_not_known_are_refused_by_their_code() -> None:
    with pytest.raises(UnknownReference, match=r"99\.99"):
        gazetteer().index("99.99")
    with pytest.raises(UnknownReference, match="99"):
        gazetteer().province_mask(["99"])
    assert "99.99" not in gazetteer()


def test_a_mask_of_provinces_has_one_bit_for_each() -> None:
    both = gazetteer().province_mask(["35", "51"])
    assert both.bit_count() == 2
    rows = [gazetteer().index(code) for code in (SURABAYA, DENPASAR)]
    assert all(both >> int(gazetteer().province[row]) & 1 for row in rows)


@pytest.mark.parametrize(("lat", "lon"), [(91, 0), (-91, 0), (0, 181)])
def test_a_place_off_the_globe_is_refused(lat: float, lon: float) -> None:
    with pytest.raises(InvalidValue):
        Regency("00.00", "Nowhere", "00", "Nowhere", lat, lon, "NONE")
