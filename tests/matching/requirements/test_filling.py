"""What the text fills, what it never overrides, and what is kept as a contradiction."""

from dataclasses import replace

import pytest

from matching.explain import Gap, GapKind, gaps
from matching.model import Asks, Vacancy, Wage
from matching.requirements.filling import contradictions, filled, silenced, text_of
from matching.vocabulary import Education, Language, Licence, WageUnit
from tests.people import TODAY, person, ranked, reader, someone, trade, work

TEXT = (
    "Kualifikasi :\n- Pendidikan minimal SMA/SMK\n- Pengalaman minimal 2 tahun\n- Wajib memiliki SIM B1\n"
    "- SIM C nilai plus\n- Bisa bahasa Inggris\n- Memiliki SKCK\n- Bersedia ditempatkan di luar kota\n"
    "- Pria, usia maksimal 35 tahun\nGaji Rp3.000.000 - Rp4.000.000"
)


def offer(**own: object) -> Vacancy:
    """A vacancy as its employer wrote it, nothing filled."""
    return replace(silenced(work("w", "Sopir truk", description=TEXT)), **own)  # type: ignore[arg-type]


def test_silent_fields_are_filled_and_named() -> None:
    read = filled(offer())
    assert read.required == Asks(
        Education.SMA, 24, licences=frozenset({Licence.SIM_B1}), languages=frozenset({Language.ENGLISH})
    )
    assert read.preferred.licences == {Licence.SIM_C}
    assert read.wage == Wage(3_000_000, 4_000_000, WageUnit.MONTH, 3_000_000, 4_000_000)
    assert read.police_record_letter
    assert read.placement_elsewhere
    assert read.from_text == {
        *(f"required.{part}" for part in ("education", "experience_months", "licences", "languages")),
        *("preferred.licences", "wage", "police_record_letter", "placement_elsewhere"),
    }


def test_structured_fields_win_and_the_contradiction_is_kept() -> None:
    own = Asks(Education.SD, 6, licences=frozenset({Licence.SIM_A}))
    wage = Wage(2_000_000, 2_500_000, WageUnit.MONTH, 2_000_000, 2_500_000)
    stated = replace(offer(required=own), wage=wage)
    read = filled(stated)
    assert read.required == replace(own, languages=frozenset({Language.ENGLISH}))
    assert read.wage == wage
    found = {
        one.field: (one.stated, one.read, text_of(read)[one.start : one.end]) for one in contradictions(read)
    }
    assert found["required.education"] == ("SD", "SMA", "SMA")
    assert found["required.experience_months"] == ("6", "24", "Pengalaman minimal 2 tahun")
    assert found["required.licences"] == ("SIM_A", "SIM_B1", "SIM B1")
    assert found["wage"][:2] == ("Rp2.000.000 – Rp2.500.000", "Rp3.000.000 – Rp4.000.000")


def test_what_is_filled_contradicts_nothing_and_is_read_anew_when_the_text_changes() -> None:
    read = filled(offer())
    assert contradictions(read) == ()
    assert filled(read) == read
    assert silenced(read) == offer()
    assert filled(replace(read, description="Kerja ringan")) == replace(offer(), description="Kerja ringan")


@pytest.mark.parametrize(
    ("text", "required", "preferred"),
    [
        ("Pendidikan minimal SMK", Education.SMA, Education.NONE),
        ("SMK Teknik", Education.NONE, Education.SMA),
    ],
)
def test_only_a_sure_reading_of_schooling_bars(text: str, required: Education, preferred: Education) -> None:
    read = filled(work("w", "Perakit", description=text))
    assert (read.required.education, read.preferred.education) == (required, preferred)
    junior = replace(someone("junior"), education=Education.SMP)
    ranking, _ = ranked(junior, [read])
    assert (ranking.eligible == 0) is (required is Education.SMA)


def test_a_driving_licence_named_in_the_text_is_asked_by_law_of_drivers_alone() -> None:
    assert Licence.SIM_B1 in trade().read(offer()).licences_by_law
    clerk = replace(offer(), title="Staf gudang")
    assert trade().read(clerk).licences_by_law == frozenset()
    assert trade().read(clerk).required.licences == {Licence.SIM_B1}


def test_of_licences_of_which_any_will_do_only_the_one_that_all_cover_is_asked() -> None:
    assert filled(work("w", "Staf", description="Memiliki SIM B1/B2")).required.licences == {Licence.SIM_B1}
    assert filled(work("w", "Staf", description="Memiliki SIM A/C")).required.licences == frozenset()


def test_a_gap_shows_the_line_that_asks_for_it_unless_a_field_does() -> None:
    read = trade().read(replace(offer(), title="Staf gudang"))
    found = gaps(person("rahman"), read, TODAY, reader())
    assert Gap(GapKind.LICENCE, Licence.SIM_B1, required=True, line="Wajib memiliki SIM B1") in found
    stated = filled(offer(required=Asks(licences=frozenset({Licence.SIM_A}))))
    assert all(
        not gap.line for gap in gaps(person("rahman"), stated, TODAY, reader()) if gap.asked == Licence.SIM_A
    )
