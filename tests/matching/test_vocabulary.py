"""Closed vocabularies: bit masks and what covers what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.vocabulary import (
    LICENCE_COVERS,
    SUPERVISED_MODES,
    ContractKind,
    Education,
    Language,
    Licence,
    ReleaseMode,
    Shift,
    WorkDemand,
    bits,
    from_bits,
)


@given(st.frozensets(st.sampled_from(Licence)))
def test_a_mask_gives_back_the_members_that_it_was_made_of(members: frozenset[Licence]) -> None:
    assert frozenset(from_bits(Licence, bits(members))) == members


@pytest.mark.parametrize("kind", [Licence, Language, ContractKind, Shift, WorkDemand])
def test_every_mask_fits_its_column(kind: type[Licence]) -> None:
    assert len(kind) <= 31


@pytest.mark.parametrize(
    ("kind", "first"),
    [
        (Licence, "SIM_A SIM_A_UMUM SIM_B1 SIM_B1_UMUM SIM_B2 SIM_B2_UMUM SIM_C SIM_D SIO_FORKLIFT"),
        (Language, "id en ja zh ko ar de jv su"),
        (Shift, "day evening night rotating"),
    ],
)
def test_positions_that_have_been_stored_do_not_move(kind: type[Licence], first: str) -> None:
    assert [str(member) for member in kind][: len(first.split())] == first.split()


def test_a_licence_covers_itself_and_what_its_cover_covers() -> None:
    for held, covered in LICENCE_COVERS.items():
        assert held in covered
        for other in covered:
            assert LICENCE_COVERS[other] <= covered


def test_a_motorcycle_licence_covers_no_car() -> None:
    assert LICENCE_COVERS[Licence.SIM_C] == {Licence.SIM_C}


def test_levels_of_schooling_compare() -> None:
    assert Education.SD < Education.SMP < Education.SMA < Education.D3 < Education.S1


def test_full_term_and_remission_end_without_supervision() -> None:
    assert not {ReleaseMode.FULL_TERM, ReleaseMode.REMISSION, ReleaseMode.ASSIMILATION} & SUPERVISED_MODES
