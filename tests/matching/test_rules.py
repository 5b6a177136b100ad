"""Hard rules: laws of the book, and for every reason a pair that fails it alone beside one that passes."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matching.kinds import kinds_of
from matching.model import Asks, Candidate, Certificate, Gates, HeldLicence, Preferences, Vacancy
from matching.release import Supervision
from matching.rules import OPENABLE, RULES, Reason, failures, failures_by_kind
from matching.vocabulary import (
    CertificateKind,
    Education,
    Licence,
    ReleaseMode,
    Shift,
    VacancyStatus,
    Verification,
    WorkDemand,
    WorkSetting,
)
from tests.people import (
    BANGKALAN,
    DENPASAR,
    KAB_MADIUN,
    KOTA_MADIUN,
    NGAWI,
    SURABAYA,
    certificate,
    in_days,
    pairing,
    recipe,
    someone,
    trade,
    window,
    work,
)
from tests.strategies import boards, candidates, certificates, crowds, licences, vacancies

Pair = tuple[Candidate, Vacancy]
quick = settings(max_examples=18, deadline=None, suppress_health_check=[HealthCheck.too_slow])
ANNA, WELDING = someone("anna"), work("welding", "Tukang las")


def person(**changes: object) -> Candidate:
    return replace(ANNA, **changes)  # type: ignore[arg-type]


def offer(**changes: object) -> Vacancy:
    return replace(WELDING, **changes)  # type: ignore[arg-type]


def reasons(candidate: Candidate, vacancy: Vacancy) -> tuple[Reason, ...]:
    return failures(pairing(candidate, vacancy)).at(0)


BY_DAY_AND_NIGHT = person(
    window=window(60, 90, ReleaseMode.ASSIMILATION), custody_regency=KAB_MADIUN, home=NGAWI
)
MOVES, CROSSES = {"willing_to_move": True}, {"willing_to_move": True, "sea_crossing": True}
FORKLIFT = offer(licences_by_law=frozenset({Licence.SIO_FORKLIFT}))
SCHOOLED = offer(required=Asks(education=Education.SMA))
PAKET_C = certificate("Kejar Paket C", kind=CertificateKind.EQUIVALENCY)
INSIDE = offer(setting=WorkSetting.INSIDE_FACILITY, months_left_asked=6)
LIFTING = frozenset({WorkDemand.HEAVY_LIFTING})
PRIVATE_HOMES = frozenset({"FW10"})

FAILS_AND_PASSES: Mapping[Reason, tuple[Pair, Pair]] = {
    Reason.GATE_CLOSED: ((person(gates=Gates(consented=False)), WELDING), (ANNA, WELDING)),
    Reason.VACANCY_CLOSED: ((ANNA, offer(closes=in_days(-1))), (ANNA, offer(closes=in_days(0)))),
    Reason.NO_OPENINGS_LEFT: ((ANNA, offer(openings=2, held=2)), (ANNA, offer(openings=2, held=1))),
    Reason.EMPLOYER_NOT_VERIFIED: ((ANNA, offer(employer_verified=False)), (ANNA, WELDING)),
    Reason.RELEASE_DATE_UNKNOWN: ((person(window=None), WELDING), (ANNA, WELDING)),
    Reason.STARTS_BEFORE_RELEASE: ((ANNA, offer(starts=in_days(9))), (ANNA, offer(starts=in_days(10)))),
    Reason.STARTS_TOO_LATE: ((ANNA, offer(starts=in_days(161))), (ANNA, offer(starts=in_days(160)))),
    Reason.TOO_FAR: ((ANNA, offer(place=SURABAYA)), (person(**MOVES), offer(place=SURABAYA))),
    Reason.SEA_CROSSING: (
        (person(**MOVES), offer(place=DENPASAR)),
        (person(**CROSSES), offer(place=DENPASAR)),
    ),
    Reason.ABROAD_UNDER_SUPERVISION: (
        (person(**CROSSES, supervision=Supervision(None)), offer(place=None)),
        (person(**CROSSES), offer(place=None)),
    ),
    Reason.ABROAD_NOT_WANTED: ((person(**MOVES), offer(place=None)), (person(**CROSSES), offer(place=None))),
    Reason.LICENCE_MISSING: (
        (ANNA, FORKLIFT),
        (person(licences=(HeldLicence(Licence.SIO_FORKLIFT_1),)), FORKLIFT),
    ),
    Reason.EDUCATION_BELOW: (
        (person(education=Education.SMP), SCHOOLED),
        (person(education=Education.SMP, certificates=(PAKET_C,)), SCHOOLED),
    ),
    Reason.CLOSED_BY_LAW: (
        (ANNA, offer(fields=frozenset({"FW01"}))),
        (ANNA, offer(fields=frozenset({"FW07"}))),
    ),
    Reason.FIELD_BLOCKED: (
        (person(blocked_fields=PRIVATE_HOMES), offer(fields=PRIVATE_HOMES)),
        (ANNA, offer(fields=PRIVATE_HOMES)),
    ),
    Reason.WORK_RESTRICTION: (
        (person(restrictions=LIFTING), offer(demands=LIFTING)),
        (person(restrictions=frozenset({WorkDemand.HEIGHT})), offer(demands=LIFTING)),
    ),
    Reason.EXCLUDED_BY_CANDIDATE: (
        (person(preferences=Preferences(excluded_fields=PRIVATE_HOMES)), offer(fields=PRIVATE_HOMES)),
        (ANNA, offer(fields=PRIVATE_HOMES)),
    ),
    Reason.INSIDE_FACILITY: (
        (person(window=window(179, 200)), INSIDE),
        (person(window=window(180, 200)), INSIDE),
    ),
    Reason.ASSIMILATION_LIMITS: (
        (BY_DAY_AND_NIGHT, offer(shifts=frozenset({Shift.NIGHT}))),
        (BY_DAY_AND_NIGHT, offer(shifts=frozenset({Shift.NIGHT, Shift.DAY}))),
    ),
}


def test_every_reason_has_a_pair_that_shows_it() -> None:
    assert (
        set(FAILS_AND_PASSES) == set(RULES) == set(Reason) - {Reason.HIDDEN, Reason.HAS_WORK}
    )  # said of one vacancy, of one person


@pytest.mark.parametrize("reason", RULES)
def test_every_reason_can_be_the_only_one_and_one_change_lifts_it(reason: Reason) -> None:
    fails, passes = FAILS_AND_PASSES[reason]
    assert reasons(*fails) == (reason,)
    assert reasons(*passes) == ()


@quick
@given(candidates, boards)
def test_reasons_agree_with_the_mask(candidate: Candidate, board: list[Vacancy]) -> None:
    failed = failures(pairing(candidate, board))
    for row in range(len(board)):
        assert failed.none[row] == (not failed.at(row))
        assert failed.only(OPENABLE)[row] == (len(failed.at(row)) == 1 and failed.at(row)[0] in OPENABLE)
    for reason in Reason:
        assert failed.count.get(reason, 0) == sum(reason in failed.at(row) for row in range(len(board)))


@quick
@given(candidates, boards)
def test_eligibility_is_the_conjunction_of_the_book(candidate: Candidate, board: list[Vacancy]) -> None:
    question = pairing(candidate, board)
    eligible = failures(question).none
    conjunction = np.ones(len(board), bool)
    for rule in RULES.values():
        conjunction &= rule.passes(question)
    assert eligible.tolist() == conjunction.tolist()


@quick
@given(crowds, boards)
def test_rules_say_the_same_in_both_directions(crowd: list[Candidate], board: list[Vacancy]) -> None:
    by_person = np.array([failures(pairing(candidate, board)).bits for candidate in crowd])
    by_vacancy = np.array([failures(pairing(crowd, vacancy)).bits for vacancy in board])
    assert by_person.tolist() == by_vacancy.T.tolist()


@quick
@given(candidates, boards, st.data())
def test_asking_once_for_each_kind_says_what_asking_of_every_vacancy_says(
    candidate: Candidate, board: list[Vacancy], data: st.DataObject
) -> None:
    question = pairing(candidate, [*board, *board])
    alive = np.array(data.draw(st.lists(st.booleans(), min_size=len(question), max_size=len(question))))
    by_kind = failures_by_kind(question, kinds_of(question.vacancies, alive))
    one_by_one = failures(question, alive)
    assert by_kind.bits.tolist() == one_by_one.bits.tolist()
    assert by_kind.count == one_by_one.count


@quick
@given(candidates, candidates, boards)
def test_what_another_person_was_answered_before_changes_no_answer(
    before: Candidate, now: Candidate, board: list[Vacancy]
) -> None:
    kinds = kinds_of(pairing(now, board).vacancies, np.ones(len(board), bool))
    fresh = failures_by_kind(pairing(now, board), kinds)
    known = failures_by_kind(pairing(before, board), kinds)
    told = known.bits.tolist()
    after = failures_by_kind(pairing(now, board), kinds, known)
    assert (after.bits.tolist(), after.count) == (fresh.bits.tolist(), fresh.count)
    assert known.bits.tolist() == told


@quick
@given(candidates, boards, st.integers(0, 2**32 - 1))
def test_a_rule_reads_of_a_vacancy_what_it_says_that_it_reads(
    candidate: Candidate, board: list[Vacancy], seed: int
) -> None:
    """Columns are shuffled apart, so that rows agree in what a rule reads and in nothing else."""
    table, random = pairing(candidate, board * 4).vacancies, np.random.default_rng(seed)
    columns = {name.name: random.permutation(getattr(table, name.name)) for name in fields(table)}
    question = replace(pairing(candidate, board * 4), vacancies=type(table)(**columns))
    for reason, rule in RULES.items():
        passed = np.broadcast_to(rule.passes(question), len(table))
        answers: dict[tuple[object, ...], set[bool]] = {}
        for row in range(len(table)):
            read = tuple(getattr(question.vacancies, name)[row].item() for name in rule.reads)
            answers.setdefault(read, set()).add(bool(passed[row]))
        assert all(len(said) == 1 for said in answers.values()), reason


def pool(candidate: Candidate, board: list[Vacancy]) -> set[object]:
    failed = failures(pairing(candidate, board))
    return {vacancy.id for row, vacancy in enumerate(board) if not failed.at(row)}


@quick
@given(candidates, boards, certificates())
def test_adding_a_certificate_never_loses_a_vacancy(
    candidate: Candidate, board: list[Vacancy], more: Certificate
) -> None:
    richer = replace(candidate, certificates=(*candidate.certificates, more))
    assert pool(candidate, board) <= pool(richer, board)


@quick
@given(candidates, boards, st.integers(0, 500_000))
def test_more_travel_never_shrinks_the_pool(candidate: Candidate, board: list[Vacancy], metres: int) -> None:
    farther = replace(candidate, max_travel_m=candidate.max_travel_m + metres)
    assert pool(candidate, board) <= pool(farther, board)


@quick
@given(candidates, boards, st.sampled_from(["willing_to_move", "sea_crossing"]))
def test_more_willingness_never_shrinks_the_pool(
    candidate: Candidate, board: list[Vacancy], wish: str
) -> None:
    assert pool(candidate, board) <= pool(replace(candidate, **{wish: True}), board)  # type: ignore[arg-type]


@quick
@given(candidates, boards, licences)
def test_another_licence_never_shrinks_the_pool(
    candidate: Candidate, board: list[Vacancy], licence: Licence
) -> None:
    others = tuple(held for held in candidate.licences if held.licence is not licence)
    licensed = replace(candidate, licences=(*others, HeldLicence(licence)))
    assert pool(replace(candidate, licences=others), board) <= pool(licensed, board)


@quick
@given(candidates, boards)
def test_a_closed_gate_closes_everything(candidate: Candidate, board: list[Vacancy]) -> None:
    assert pool(replace(candidate, gates=Gates(consented=True, objected=True)), board) == set()


@quick
@given(candidates, vacancies())
def test_asking_for_a_police_record_letter_bars_nobody(candidate: Candidate, vacancy: Vacancy) -> None:
    asked, not_asked = (replace(vacancy, police_record_letter=letter) for letter in (True, False))
    assert reasons(candidate, asked) == reasons(candidate, not_asked)


@pytest.mark.parametrize("status", [status for status in VacancyStatus if status is not VacancyStatus.OPEN])
def test_only_published_work_is_open(status: VacancyStatus) -> None:
    assert reasons(ANNA, offer(status=status)) == (Reason.VACANCY_CLOSED,)


def test_a_named_place_or_province_is_within_reach_and_needs_no_other_word_for_the_sea() -> None:
    for named in (DENPASAR, "51"):
        assert reasons(person(accepted_places=(named,)), offer(place=DENPASAR)) == ()
    assert reasons(person(accepted_places=("35",)), offer(place=DENPASAR)) == (
        Reason.TOO_FAR,
        Reason.SEA_CROSSING,
    )


def test_a_bridge_is_no_sea() -> None:
    assert reasons(person(willing_to_move=True), offer(place=BANGKALAN)) == ()


def test_the_city_and_the_regency_of_one_name_are_two_places() -> None:
    on_foot = person(max_travel_m=5_000)
    assert reasons(on_foot, offer(place=KAB_MADIUN)) == ()
    assert reasons(on_foot, offer(place=KOTA_MADIUN)) == (Reason.TOO_FAR,)


@pytest.mark.parametrize(
    ("until", "starts", "closed"),
    [(50, 50, True), (50, 51, False), (None, 51, True), (89, None, False), (90, None, True)],
)
def test_work_abroad_opens_on_the_day_after_supervision(
    until: int | None, starts: int | None, closed: bool
) -> None:
    last: date | None = None if until is None else in_days(until)
    candidate = person(**CROSSES, supervision=Supervision(last))
    vacancy = offer(place=None, starts=None if starts is None else in_days(starts))
    assert reasons(candidate, vacancy) == ((Reason.ABROAD_UNDER_SUPERVISION,) if closed else ())


@pytest.mark.parametrize(
    "mode", [ReleaseMode.CONDITIONAL_RELEASE, ReleaseMode.CONDITIONAL_LEAVE, ReleaseMode.PRE_RELEASE_LEAVE]
)
def test_a_mode_with_supervision_closes_work_abroad_while_its_end_is_not_known(mode: ReleaseMode) -> None:
    candidate = person(**CROSSES, window=window(10, 40, mode))
    assert reasons(candidate, offer(place=None)) == (Reason.ABROAD_UNDER_SUPERVISION,)


def test_fields_closed_under_supervision_are_open_to_others() -> None:
    vacancy = offer(fields=frozenset({"FW11"}))
    assert reasons(person(supervision=Supervision(None)), vacancy) == (Reason.CLOSED_BY_LAW,)
    assert reasons(ANNA, vacancy) == ()


@pytest.mark.parametrize(
    "vacancy",
    [work("las", "Welder di Jepang"), work("jahit", "Operator jahit", description="Penempatan: Malaysia")],
)
def test_work_abroad_is_closed_under_supervision_though_its_place_names_a_regency(vacancy: Vacancy) -> None:
    assert reasons(person(supervision=Supervision(None)), vacancy) == (Reason.CLOSED_BY_LAW,)
    assert reasons(ANNA, vacancy) == ()


def test_a_licence_counts_until_its_last_day_and_training_for_it_instead() -> None:
    assert reasons(person(licences=(HeldLicence(Licence.SIO_FORKLIFT, in_days(0)),)), FORKLIFT) == ()
    expired = person(licences=(HeldLicence(Licence.SIO_FORKLIFT, in_days(-1)),))
    assert reasons(expired, FORKLIFT) == (Reason.LICENCE_MISSING,)
    trained = certificate("Pengoperasian Forklift", kind=CertificateKind.TRAINING)
    assert reasons(person(certificates=(trained,)), FORKLIFT) == ()
    refused = replace(trained, verification=Verification.REJECTED)
    assert reasons(person(certificates=(refused,)), FORKLIFT) == (Reason.LICENCE_MISSING,)


@pytest.mark.parametrize(
    ("mode", "custody", "place", "expected"),
    [
        (ReleaseMode.ASSIMILATION, KAB_MADIUN, KAB_MADIUN, ()),
        (ReleaseMode.ASSIMILATION, KAB_MADIUN, KOTA_MADIUN, ()),
        (ReleaseMode.ASSIMILATION, KAB_MADIUN, NGAWI, (Reason.TOO_FAR, Reason.ASSIMILATION_LIMITS)),
        (
            ReleaseMode.ASSIMILATION,
            None,
            KAB_MADIUN,
            (Reason.TOO_FAR, Reason.SEA_CROSSING, Reason.ASSIMILATION_LIMITS),
        ),
        (ReleaseMode.FULL_TERM, None, KAB_MADIUN, (Reason.TOO_FAR,)),
        (ReleaseMode.FULL_TERM, None, SURABAYA, ()),
    ],
)
def test_daytime_work_before_release_is_near_the_facility_and_work_after_it_near_home(
    mode: ReleaseMode, custody: str | None, place: str, expected: tuple[Reason, ...]
) -> None:
    candidate = person(home=SURABAYA, custody_regency=custody, window=window(60, 90, mode))
    assert reasons(candidate, offer(place=place)) == expected


def test_work_inside_is_for_people_of_that_place_who_are_still_there() -> None:
    assert reasons(person(window=window(200, 220)), INSIDE) == ()
    assert reasons(person(window=window(200, 220), custody_regency=NGAWI), INSIDE) == (
        Reason.INSIDE_FACILITY,
    )
    assert reasons(person(window=window(200, 220), custody_regency=None), INSIDE) == (Reason.INSIDE_FACILITY,)
    out = person(window=window(-5, 5))
    assert reasons(out, replace(INSIDE, months_left_asked=0)) == (Reason.INSIDE_FACILITY,)


def test_work_inside_does_not_wait_for_release() -> None:
    assert reasons(person(window=window(500, 600)), replace(INSIDE, starts=in_days(1))) == ()


def test_gates_and_laws_are_nothing_that_one_change_opens() -> None:
    closed = {Reason.GATE_CLOSED, Reason.CLOSED_BY_LAW, Reason.FIELD_BLOCKED, Reason.ABROAD_UNDER_SUPERVISION}
    assert not closed & set(OPENABLE)


def test_a_guard_s_post_is_closed_to_everyone_by_the_reference_data() -> None:
    assert reasons(ANNA, work("guard", "Security")) == (Reason.CLOSED_BY_LAW,)
    assert "FW01" in trade().read(work("gate", "Satpam")).fields
    assert recipe().bars.everyone
