from datetime import date, timedelta
from uuid import UUID

from matching.model.oversight import Measure
from matching.trail import ReadingDay
from matching.unusual import unusual, usual

TODAY = date(2026, 11, 23)
RINA, BUDI = UUID(int=1), UUID(int=2)


def day(account: UUID, back: int, people: int = 0, **counts: int) -> ReadingDay:
    given = {"late": 0, "looked_up": 0, "namesakes": 0} | counts
    return ReadingDay(account, "case_worker", None, TODAY - timedelta(days=back), people, **given)


def quiet(account: UUID, people: int = 20) -> list[ReadingDay]:
    return [day(account, back, people + back % 3) for back in range(1, 29)]


def found(days: list[ReadingDay]) -> list[tuple[UUID | None, Measure, int]]:
    return [(one.account, one.measure, one.count) for one in unusual(days, since=TODAY, until=TODAY)]


def test_a_day_like_others_is_not_reported() -> None:
    assert found([*quiet(RINA), *quiet(BUDI), day(RINA, 0, 40)]) == []


def test_reading_many_more_people_than_ever_is_reported() -> None:
    days = [*quiet(RINA), *quiet(BUDI), day(RINA, 0, 200)]
    assert found(days) == [(RINA, Measure.PEOPLE, 200)]
    (finding,) = unusual(days, since=TODAY, until=TODAY)
    assert finding.own_usual is not None
    assert 40 < finding.own_usual < 60


def test_what_is_usual_in_the_role_is_not_reported_of_somebody_new() -> None:
    assert found([*quiet(BUDI, 180), day(RINA, 0, 200)]) == []
    assert found([*quiet(BUDI, 20), day(RINA, 0, 200)]) == [(RINA, Measure.PEOPLE, 200)]


def test_one_wild_day_in_the_history_hides_nothing() -> None:
    days = [*quiet(RINA), day(RINA, 29, 5_000), day(RINA, 10, 5_000), day(RINA, 0, 200)]
    assert found(days) == [(RINA, Measure.PEOPLE, 200)]


def test_nights_look_ups_and_namesakes_are_measured_for_themselves() -> None:
    days = [*quiet(RINA), day(RINA, 0, 22, late=22, looked_up=21, namesakes=8)]
    assert {(measure, count) for _, measure, count in found(days)} == {
        (Measure.LATE, 22), (Measure.LOOKED_UP, 21), (Measure.NAMESAKES, 8),
    }  # fmt: skip


def test_little_is_never_worth_a_question() -> None:
    assert found([day(RINA, back) for back in range(1, 29)] + [day(RINA, 0, 30, late=5, namesakes=1)]) == []


def test_a_short_history_says_nothing() -> None:
    assert usual([3, 3, 3, 3]) is None
    assert usual([4] * 5) == 4 + 6 * 2


def test_only_the_days_that_are_asked_for_are_reported() -> None:
    assert found([*quiet(RINA), day(RINA, -1, 900), day(RINA, 0, 25)]) == []
