"""What a candidate's record amounts to: schooling, licences, supervision."""

import pytest

from matching.model import HeldLicence
from matching.release import NEVER, Supervision
from matching.standing import effective_education, held_licences, licence_expiries, supervised_until
from matching.vocabulary import CertificateKind, Education, Licence, ReleaseMode, Verification
from tests.people import TODAY, certificate, in_days, someone, window


@pytest.mark.parametrize(
    ("title", "schooling", "expected"),
    [
        ("Paket A", Education.NONE, Education.SD),
        ("Kejar Paket B", Education.SD, Education.SMP),
        ("Ijazah Paket C", Education.SD, Education.SMA),
        ("PAKET-C (setara SMA)", Education.SD, Education.SMA),
        ("Paket A", Education.SMA, Education.SMA),
        ("Literasi dasar", Education.SD, Education.SD),
    ],
)
def test_an_equivalency_certificate_raises_schooling_and_never_lowers_it(
    title: str, schooling: Education, expected: Education
) -> None:
    equivalency = certificate(title, kind=CertificateKind.EQUIVALENCY)
    assert effective_education(someone("one", education=schooling, certificates=(equivalency,))) is expected


def test_a_rejected_equivalency_certificate_raises_nothing() -> None:
    refused = certificate("Paket C", kind=CertificateKind.EQUIVALENCY, verification=Verification.REJECTED)
    assert (
        effective_education(someone("one", education=Education.SD, certificates=(refused,))) is Education.SD
    )


def test_a_training_whose_title_ends_in_c_is_no_schooling() -> None:
    training = certificate("Las level C", kind=CertificateKind.TRAINING)
    assert (
        effective_education(someone("one", education=Education.SD, certificates=(training,))) is Education.SD
    )


def test_a_licence_is_in_force_on_its_last_day_and_covers_the_lesser_ones() -> None:
    candidate = someone("one", licences=(HeldLicence(Licence.SIM_B1, in_days(0)),))
    assert held_licences(candidate, TODAY) == {Licence.SIM_B1, Licence.SIM_A}
    assert held_licences(candidate, in_days(1)) == frozenset()


def test_expiries_stand_in_the_order_of_licences() -> None:
    held = (HeldLicence(Licence.SIM_A), HeldLicence(Licence.SIM_C, TODAY))
    days = dict(zip(Licence, licence_expiries(someone("one", licences=held)), strict=True))
    assert days[Licence.SIM_A] == NEVER
    assert days[Licence.SIM_C] == TODAY.toordinal()
    assert days[Licence.SIM_B1] == 0


def test_supervision_lasts_until_its_day_or_while_none_is_known() -> None:
    assert supervised_until(someone("one", supervision=Supervision(TODAY))) == TODAY.toordinal()
    assert supervised_until(someone("one", supervision=Supervision(None))) == NEVER
    conditional = window(10, 40, ReleaseMode.CONDITIONAL_RELEASE)
    assert supervised_until(someone("one", window=conditional)) == NEVER
    assert supervised_until(someone("one")) == 0
