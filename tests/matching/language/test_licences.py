import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.errors import InvalidValue
from matching.language.licences import parse_licences
from matching.vocabulary import Licence

DRIVING = [licence for licence in Licence if licence.name.startswith("SIM")]


@pytest.mark.parametrize(
    ("text", "licences"),
    [
        ("SIM A", {Licence.SIM_A}),
        ("SIM B1 Umum", {Licence.SIM_B1_UMUM}),
        ("SIM BI umum", {Licence.SIM_B1_UMUM}),
        ("SIM B II", {Licence.SIM_B2}),
        ("BII UMUM", {Licence.SIM_B2_UMUM}),
        ("SIM A/C", {Licence.SIM_A, Licence.SIM_C}),
        ("SIM A dan B1", {Licence.SIM_A, Licence.SIM_B1}),
        ("SIM A, SIM B1 Umum & SIO crane", {Licence.SIM_A, Licence.SIM_B1_UMUM, Licence.SIO_CRANE}),
        ("SIO forklift", {Licence.SIO_FORKLIFT}),
        ("SIO Forklift kelas 1", {Licence.SIO_FORKLIFT_1}),
        ("SIO Forklift Kelas II", {Licence.SIO_FORKLIFT}),
        ("memiliki SIM C", {Licence.SIM_C}),
        ("K3 listrik", {Licence.K3_ELECTRICIAN}),
        ("-", set()),
        ("tidak ada", set()),
    ],
)
def test_reads_licences(text: str, licences: set[Licence]) -> None:
    assert parse_licences(text) == licences


@pytest.mark.parametrize(
    "text", ["SIM", "SIM B", "SIM B1/B2 Umum", "SIM C Umum", "SIO alat berat", "SIM X", "terbang"]
)
def test_refuses_what_does_not_say_which_licence(text: str) -> None:
    with pytest.raises(InvalidValue):
        parse_licences(text)


@given(st.sets(st.sampled_from(DRIVING)), st.sampled_from([", ", "; ", " / ", " & ", " dan "]))
def test_lists_read_back_whatever_separates_them(licences: set[Licence], separator: str) -> None:
    assert (
        parse_licences(separator.join(licence.replace("_", " ") for licence in sorted(licences))) == licences
    )
