"""Flags: what the case worker should know, and when."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from matching.flags import Flag, flags
from matching.model import Blocker, Candidate, Experience, HeldLicence, Preferences, Vacancy, Wage
from matching.release import ReleaseWindow, Supervision
from matching.vocabulary import (
    BlockerKind,
    BlockerStatus,
    DateBasis,
    Licence,
    ReleaseMode,
    Verification,
    WageUnit,
    WorkSetting,
)
from tests.people import (
    BANDUNG,
    KAB_MADIUN,
    KOTA_MADIUN,
    MAKASSAR,
    SURABAYA,
    TODAY,
    certificate,
    composer,
    employer,
    in_days,
    pairing,
    someone,
    window,
    work,
)

WELDING = certificate("Tukang las")
CLEAR = someone("clear", certificates=(WELDING,))
PLAIN = work("plain", "Tukang las")
SUPERVISED = {"supervision": Supervision(in_days(300))}


def noted(candidate: Candidate, vacancy: Vacancy) -> dict[Flag, Mapping[str, object]]:
    facet = composer().facets(candidate, TODAY)[0]
    notes = flags(candidate, vacancy, pairing(candidate, vacancy), 0, facet)
    return {note.flag: note.parameters for note in notes}


def person(**changes: object) -> Candidate:
    return replace(CLEAR, **changes)  # type: ignore[arg-type]


def offer(**changes: object) -> Vacancy:
    return replace(PLAIN, **changes)  # type: ignore[arg-type]


def paid(idr: int) -> dict[str, Wage]:
    return {"wage": Wage(idr, idr, WageUnit.MONTH, idr, idr)}


ESTIMATED = ReleaseWindow(
    ReleaseMode.FULL_TERM, in_days(10), in_days(10), in_days(40), DateBasis.OWN_ESTIMATE, TODAY
)
SHOWN: Mapping[Flag, tuple[Candidate, Vacancy]] = {
    Flag.TIGHT_WINDOW: (CLEAR, offer(starts=in_days(20))),
    Flag.NEEDS_MOVE: (CLEAR, offer(place=SURABAYA)),
    Flag.NEEDS_TRANSFER: (person(**SUPERVISED), offer(place=BANDUNG)),
    Flag.REPORTING_DUTY: (person(**SUPERVISED), PLAIN),
    Flag.PLACEMENT_ELSEWHERE: (CLEAR, offer(placement_elsewhere=True)),
    Flag.POLICE_RECORD_LETTER: (CLEAR, offer(police_record_letter=True)),
    Flag.CERTIFICATE_EXPIRED: (person(certificates=(replace(WELDING, expires=in_days(-1)),)), PLAIN),
    Flag.CERTIFICATE_EXPIRES_BEFORE_START: (
        person(certificates=(replace(WELDING, expires=in_days(89)),)),
        PLAIN,
    ),
    Flag.CERTIFICATE_UNVERIFIED: (
        person(certificates=(replace(WELDING, verification=Verification.CLAIMED),)),
        PLAIN,
    ),
    Flag.LICENCE_BEFORE_START: (CLEAR, offer(licences_by_law=frozenset({Licence.SIM_A}))),
    Flag.WAGE_BELOW_WISH: (
        person(preferences=Preferences(minimum_wage_idr=3_000_000)),
        offer(**paid(2_900_000)),
    ),
    Flag.WAGE_BELOW_MINIMUM: (CLEAR, offer(**paid(2_399_999))),
    Flag.FORMER_EMPLOYER: (
        person(experience=(Experience("Las", 9, would_take_back=employer("plain")),)),
        PLAIN,
    ),
    Flag.CHECK_FACILITY: (CLEAR, offer(setting=WorkSetting.INSIDE_FACILITY)),
    Flag.OWN_ESTIMATE: (person(window=ESTIMATED), PLAIN),
    Flag.BLOCKER: (person(blockers=(Blocker(BlockerKind.IDENTITY_CARD, BlockerStatus.OPEN, 30),)), PLAIN),
    Flag.LEGAL_CHECK: (CLEAR, offer(fields=frozenset({"FW05"}))),
}


def test_every_flag_has_a_pair_that_shows_it() -> None:
    assert set(SHOWN) == set(Flag)
    assert noted(CLEAR, PLAIN) == {}


@pytest.mark.parametrize("flag", Flag)
def test_every_flag_can_occur(flag: Flag) -> None:
    assert flag in noted(*SHOWN[flag])


@pytest.mark.parametrize(
    ("candidate", "vacancy"),
    [
        (CLEAR, offer(starts=in_days(40))),  # the window fits
        (CLEAR, offer(place=KOTA_MADIUN)),  # thirteen kilometres
        (person(certificates=(replace(WELDING, expires=in_days(90)),)), PLAIN),  # in force on the first day
        (CLEAR, offer(**paid(2_400_000))),  # the minimum itself
        (CLEAR, offer(place=KAB_MADIUN, wage=None)),
        (person(preferences=Preferences(minimum_wage_idr=3_000_000)), offer(**paid(3_000_000))),
        (person(blockers=(Blocker(BlockerKind.IDENTITY_CARD, BlockerStatus.DONE, 30),)), PLAIN),
        (person(licences=(HeldLicence(Licence.SIM_A),)), offer(licences_by_law=frozenset({Licence.SIM_A}))),
        (person(supervision=Supervision(in_days(89))), PLAIN),  # over on the first day
    ],
)
def test_what_needs_no_word_gets_none(candidate: Candidate, vacancy: Vacancy) -> None:
    assert noted(candidate, vacancy) == {}


@pytest.mark.parametrize(("start", "in_time"), [(13, False), (14, True), (None, True)])
def test_a_transfer_takes_its_time_before_the_start(start: int | None, in_time: bool) -> None:
    vacancy = offer(place=BANDUNG, starts=None if start is None else in_days(start))
    assert noted(person(**SUPERVISED), vacancy)[Flag.NEEDS_TRANSFER] == {"lead_days": 14, "in_time": in_time}


def test_the_area_of_supervision_is_the_list_of_the_source_or_else_the_province_of_return() -> None:
    within = person(supervision=Supervision(None, area=(KAB_MADIUN, MAKASSAR)))
    assert Flag.NEEDS_TRANSFER not in noted(within, offer(place=MAKASSAR))
    assert Flag.NEEDS_TRANSFER in noted(within, offer(place=SURABAYA))
    assert Flag.NEEDS_TRANSFER not in noted(person(**SUPERVISED), offer(place=SURABAYA))
    assert Flag.NEEDS_TRANSFER not in noted(person(**SUPERVISED), offer(place=None))


@pytest.mark.parametrize(("days", "in_time"), [(20, True), (21, False)])
def test_a_blocker_is_in_time_when_it_is_done_by_the_start(days: int, in_time: bool) -> None:
    candidate = person(blockers=(Blocker(BlockerKind.HOUSING, BlockerStatus.IN_PROGRESS, days),))
    parameters = noted(candidate, offer(starts=in_days(20)))[Flag.BLOCKER]
    assert parameters == {"kind": BlockerKind.HOUSING, "lead_days": days, "in_time": in_time}


@pytest.mark.parametrize(("expires", "renewal"), [(19, True), (-1, False)])
def test_a_licence_that_will_have_expired_on_the_first_day_is_to_be_renewed(
    expires: int, renewal: bool
) -> None:
    candidate = person(licences=(HeldLicence(Licence.SIM_A, in_days(expires)),))
    vacancy = offer(licences_by_law=frozenset({Licence.SIM_A}), starts=in_days(20))
    assert noted(candidate, vacancy) == {
        Flag.TIGHT_WINDOW: {},
        Flag.LICENCE_BEFORE_START: {"licence": Licence.SIM_A, "renewal": renewal},
    }


def test_work_inside_brings_neither_move_nor_transfer_nor_reporting() -> None:
    candidate = person(**SUPERVISED, window=window(10, 40, ReleaseMode.CONDITIONAL_RELEASE))
    assert set(noted(candidate, offer(place=MAKASSAR, setting=WorkSetting.INSIDE_FACILITY))) == {
        Flag.CHECK_FACILITY
    }


def test_a_placement_elsewhere_needs_a_transfer_although_the_office_is_near() -> None:
    assert Flag.NEEDS_TRANSFER in noted(person(**SUPERVISED), offer(placement_elsewhere=True))


@pytest.mark.parametrize(
    ("field", "bar"),
    [("FW02", "LB06"), ("FW05", "LB07"), ("FW06", "LB08"), ("FW07", "LB09"), ("FW15", "LB13")],
)
def test_a_field_that_the_law_asks_something_of_names_its_bar_and_source(field: str, bar: str) -> None:
    told = noted(CLEAR, offer(fields=frozenset({field, "FW12"})))[Flag.LEGAL_CHECK]
    assert told["bar"] == bar
    assert told["source"]


def test_a_field_that_is_closed_or_free_needs_no_check() -> None:
    assert Flag.LEGAL_CHECK not in noted(CLEAR, offer(fields=frozenset({"FW01", "FW11", "FW12"})))
