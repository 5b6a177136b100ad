"""What lands as a draft, what goes back to be checked, and what may be published."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from matching.errors import InvalidValue, StateRefused
from matching.lint.catalogue import Code, Finding
from matching.model import EmployerId, ExternalReference, Vacancy, VacancyId
from matching.model.records import PersonLimits, Unchecked, VacancyRecord
from matching.model.states import EMPLOYER_TRANSITIONS, VACANCY_TRANSITIONS, Override, require
from matching.publishing import as_changed, as_posted, check_publication, copied
from matching.vocabulary import EmployerVerification, Role, VacancyStatus

DRAFT, OPEN, CLOSED = VacancyStatus.DRAFT, VacancyStatus.OPEN, VacancyStatus.CLOSED
PUBLISHED = VacancyRecord(
    Vacancy(
        VacancyId(UUID(int=1)),
        EmployerId(UUID(int=2)),
        "Tukang Las",
        "35.19",
        description="Mengelas.",
        openings=3,
        closes=date(2027, 1, 15),
    ),
    reference=ExternalReference("UJI", "1"),
)


def changed(
    by: Role = Role.EMPLOYER,
    before: VacancyRecord = PUBLISHED,
    *,
    staff_checked: bool = False,
    limits: PersonLimits | None = None,
    **facts: object,
) -> VacancyRecord:
    after = replace(before, vacancy=replace(before.vacancy, **facts))  # type: ignore[arg-type]
    return as_changed(before, replace(after, limits=limits or after.limits), by, staff_checked=staff_checked)


def stands(record: VacancyRecord) -> tuple[VacancyStatus, Unchecked | None]:
    return record.vacancy.status, record.unchecked


def test_what_a_company_posts_is_a_draft_whatever_it_says_and_what_the_staff_records_as_before() -> None:
    assert stands(as_posted(PUBLISHED, Role.EMPLOYER, staff_checked=False)) == (DRAFT, Unchecked.COMPANY)
    for role in (Role.CASE_WORKER, Role.RELEASE_PLANNER):
        assert as_posted(PUBLISHED, role, staff_checked=False) is PUBLISHED
        assert stands(as_posted(PUBLISHED, role, staff_checked=True)) == (DRAFT, Unchecked.STAFF)


@pytest.mark.parametrize(
    "facts",
    [
        {"title": "Juru Las"},
        {"description": "Mengelas pipa."},
        {"openings": 4},
        {"closes": date(2027, 2, 1)},
        {"closes": None},
        {"lodging": True},
        {"place": "35.77"},
        {"limits": PersonLimits(age_max=30)},
    ],
)
def test_a_companys_new_words_and_requirements_send_what_is_published_back(facts: dict[str, object]) -> None:
    assert stands(changed(**facts)) == (DRAFT, Unchecked.COMPANY)  # type: ignore[arg-type]
    assert stands(changed(Role.CASE_WORKER, **facts)) == (OPEN, None)  # type: ignore[arg-type]


@pytest.mark.parametrize("facts", [{}, {"openings": 1}, {"closes": date(2026, 12, 1)}])
def test_what_only_takes_back_stays_published(facts: dict[str, object]) -> None:
    assert stands(changed(**facts)) == (OPEN, None)  # type: ignore[arg-type]
    assert stands(changed(status=CLOSED)) == (CLOSED, None)


def test_a_company_keeps_a_draft_until_it_sends_it_and_never_again() -> None:
    kept = as_posted(replace(PUBLISHED, unchecked=Unchecked.KEPT), Role.EMPLOYER, staff_checked=False)
    assert stands(kept) == (DRAFT, Unchecked.KEPT)
    assert stands(changed(before=kept, title="Juru Las")) == (DRAFT, Unchecked.KEPT)
    sent = as_changed(kept, replace(kept, unchecked=None), Role.EMPLOYER, staff_checked=False)
    assert stands(sent) == (DRAFT, Unchecked.COMPANY)
    for before in (sent, PUBLISHED):
        with pytest.raises(InvalidValue):
            as_changed(before, replace(before, unchecked=Unchecked.KEPT), Role.EMPLOYER, staff_checked=False)
    for role in (Role.CASE_WORKER, Role.RELEASE_PLANNER):
        with pytest.raises(InvalidValue):
            as_posted(replace(PUBLISHED, unchecked=Unchecked.KEPT), role, staff_checked=False)


def test_only_a_planner_can_let_a_companys_words_out_and_only_by_publishing() -> None:
    draft = as_posted(PUBLISHED, Role.EMPLOYER, staff_checked=False)
    for role in Role:
        with pytest.raises(StateRefused):
            changed(role, draft, status=OPEN)


def test_with_the_setting_the_staffs_words_wait_too() -> None:
    assert stands(changed(Role.CASE_WORKER, staff_checked=True)) == (OPEN, None)
    assert stands(changed(Role.CASE_WORKER, staff_checked=True, title="Juru Las")) == (DRAFT, Unchecked.STAFF)
    closed = replace(PUBLISHED, vacancy=replace(PUBLISHED.vacancy, status=CLOSED))
    with pytest.raises(StateRefused):
        changed(Role.CASE_WORKER, closed, staff_checked=True, status=OPEN)


@pytest.mark.parametrize("status", VacancyStatus)
@pytest.mark.parametrize("by", Role)
@pytest.mark.parametrize("staff_checked", [True, False])
def test_what_is_recorded_again_as_it_stands_stays_as_it_stands(
    status: VacancyStatus, by: Role, *, staff_checked: bool
) -> None:
    """So that a list which is taken in twice changes nothing the second time."""
    posted = as_posted(
        replace(PUBLISHED, vacancy=replace(PUBLISHED.vacancy, status=status)), by, staff_checked=staff_checked
    )
    assert as_changed(posted, posted, by, staff_checked=staff_checked) == posted


def test_weighty_findings_are_acknowledged_and_blocking_ones_overridden_with_a_note() -> None:
    hint, warning, blocking = (Finding(code) for code in (Code.SKCK_DEMANDED, Code.LOOKS, Code.FEE_DEMANDED))
    assert check_publication([hint], (), None, "") == ("skck_demanded",)
    with pytest.raises(InvalidValue, match="looks"):
        check_publication([hint, warning], (), None, "")
    assert check_publication([warning], {"looks"}, None, "") == ("looks",)
    for override, note in ((None, "catatan"), (Override.NOT_SO, " ")):
        with pytest.raises(InvalidValue, match=r"override.*fee_demanded"):
            check_publication([blocking], {"fee_demanded"}, override, note)
    assert check_publication([blocking], {"fee_demanded"}, Override.NOT_SO, "gaji, bukan biaya")


def test_a_copy_is_a_draft_of_no_source_with_nothing_held() -> None:
    held = replace(PUBLISHED, vacancy=replace(PUBLISHED.vacancy, held=2))
    copy = copied(held, VacancyId(UUID(int=9)), Role.CASE_WORKER)
    own = copied(replace(held, unchecked=Unchecked.COMPANY), VacancyId(UUID(int=9)), Role.EMPLOYER)
    assert (copy.id.int, copy.vacancy.held, copy.reference, copy.vacancy.status) == (9, 0, None, DRAFT)
    assert copy.vacancy.title == held.vacancy.title
    assert (copy.unchecked, own.unchecked) == (None, Unchecked.KEPT)


def test_the_tables_let_nobody_but_a_planner_take_a_company_out_and_no_company_in() -> None:
    ends = {EmployerVerification.SUSPENDED, EmployerVerification.BLOCKED}
    for (before, after), roles in EMPLOYER_TRANSITIONS.items():
        assert before != after
        if ends & {before, after}:
            assert roles == {Role.RELEASE_PLANNER}
        assert after is not EmployerVerification.VERIFIED or Role.EMPLOYER not in roles
    for (_, after), roles in VACANCY_TRANSITIONS.items():
        assert after not in (OPEN, VacancyStatus.SUSPENDED) or Role.EMPLOYER not in roles
    with pytest.raises(StateRefused):
        require(VACANCY_TRANSITIONS, DRAFT, OPEN, Role.EMPLOYER)
    require(VACANCY_TRANSITIONS, OPEN, OPEN, Role.EMPLOYER)
