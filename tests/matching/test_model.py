"""Values are valid by construction, and identity shows itself to nobody."""

from collections.abc import Callable
from uuid import UUID

import pytest

from matching.errors import InvalidValue
from matching.model import (
    Actor,
    Asks,
    Blocker,
    Employer,
    Experience,
    ExternalReference,
    Gates,
    Identity,
    Preferences,
    ProtectedAttributes,
    UnitId,
    Wage,
)
from matching.model.candidate import MAX_ACCEPTED_REGENCIES, MAX_AREA_REGENCIES
from matching.model.ids import AccountId
from matching.model.records import PersonLimits
from matching.release import Supervision
from matching.vocabulary import BlockerKind, BlockerStatus, Role, Verification, WageUnit, WorkSetting
from tests.people import TODAY, certificate, employer, in_days, someone, work

MANY_PLACES = tuple(f"35.{number:02}" for number in range(1, 20))


@pytest.mark.parametrize(
    "make",
    [
        lambda: certificate(" "),
        lambda: certificate("Las", kkni_level=10),
        lambda: certificate("Las", kkni_level=0),
        lambda: certificate("Las", issued=TODAY, expires=in_days(-1)),
        lambda: certificate("Las", training_hours=0),
        lambda: Experience("", 1),
        lambda: Experience("Las", -1),
        lambda: Preferences(minimum_wage_idr=0),
        lambda: Blocker(BlockerKind.HOUSING, BlockerStatus.OPEN, -1),
        lambda: someone("one", max_travel_m=-1),
        lambda: someone("one", accepted_places=MANY_PLACES[: MAX_ACCEPTED_REGENCIES + 1]),
        lambda: someone("one", supervision=Supervision(None, MANY_PLACES[: MAX_AREA_REGENCIES + 1])),
        lambda: someone("one", blockers=(Blocker(BlockerKind.HOUSING, BlockerStatus.OPEN, 1),) * 2),
        lambda: work("w", " "),
        lambda: work("w", "Las", openings=0),
        lambda: work("w", "Las", openings=1, held=2),
        lambda: work("w", "Las", held=-1),
        lambda: work("w", "Las", place=None, setting=WorkSetting.INSIDE_FACILITY),
        lambda: Wage(0, 1, WageUnit.MONTH),
        lambda: Wage(2, 1, WageUnit.MONTH),
        lambda: Asks(experience_months=-1),
        lambda: Employer(employer("x"), " "),
        lambda: ExternalReference("", "1"),
        lambda: ExternalReference("SDP", " "),
        lambda: Identity(" "),
        lambda: PersonLimits(age_min=30, age_max=20),
        lambda: Actor(AccountId(UUID(int=1)), Role.CASE_WORKER, UnitId(UUID(int=2)), " "),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(make: Callable[[], object]) -> None:
    with pytest.raises(InvalidValue) as refused:
        make()
    assert refused.value.field
    assert refused.value.problem


def test_identity_and_protected_attributes_show_nothing_of_themselves() -> None:
    identity = Identity("Nama Contoh", TODAY, "0800", "3519000000000001", "BI 1/2020", "Kecamatan Contoh")
    assert repr(identity) == "Identity()"
    assert repr(ProtectedAttributes("female", "none", "any", "any")) == "ProtectedAttributes()"


@pytest.mark.parametrize(
    ("gates", "expected"),
    [
        (Gates(consented=True), True),
        (Gates(consented=False), False),
        (Gates(consented=True, objected=True), False),
        (Gates(consented=False, objected=True), False),
    ],
)
def test_the_gate_is_open_by_consent_without_objection(gates: Gates, expected: bool) -> None:
    assert gates.open is expected


def test_a_certificate_is_in_force_on_its_last_day() -> None:
    assert not certificate("Las", expires=TODAY).expired(TODAY)
    assert certificate("Las", expires=TODAY).expired(in_days(1))
    assert not certificate("Las").expired(in_days(10_000))


@pytest.mark.parametrize("state", Verification)
def test_only_a_rejected_certificate_is_of_no_use(state: Verification) -> None:
    assert certificate("Las", verification=state).usable is (state is not Verification.REJECTED)
