"""A world whose answers are known by hand, for each measure; and the laws of what a report tells."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.model.outcome_codes import CHECK_DAYS, EndReason, PlacementKind
from matching.outcome_report import ALL, Report, report
from matching.outcomes import (
    NO_GROUP,
    Facts,
    Grouping,
    Measure,
    PersonRow,
    PlacementRow,
    ProposalRow,
    Stay,
    measures,
)
from matching.reliability import EmployerFacts, reliability
from matching.small_numbers import LEAST, hidden
from matching.uncertainty import Span, share
from matching.vocabulary import ContractKind

TODAY = date(2026, 11, 27)
GATE = date(2026, 1, 1)


def after(days: int) -> date:
    return GATE + timedelta(days=days)


def person(**facts: object) -> PersonRow:
    known: dict[str, object] = {
        "unit": "Lapas A", "region": "35", "schemes": ("Las",), "providers": ("BLK",), "consented": True,
        "complete": True, "reached": True, "released_on": GATE,
    }  # fmt: skip
    return PersonRow(**(known | facts))  # type: ignore[arg-type]


def proposal(**facts: object) -> ProposalRow:
    known: dict[str, object] = {"unit": "Lapas A", "region": "35", "employer": "PT Satu", "sent_on": GATE}
    return ProposalRow(**(known | facts))  # type: ignore[arg-type]


def placement(**facts: object) -> PlacementRow:
    known: dict[str, object] = {
        "unit": "Lapas A", "region": "35", "employer": "PT Satu", "kind": PlacementKind.JOB, "accepted": True,
        "started_on": GATE, "known_until": after(200), "contract": ContractKind.FIXED_TERM, "wage": 2_500_000,
        "minimum": 2_500_000,
    }  # fmt: skip
    return PlacementRow(**(known | facts))  # type: ignore[arg-type]


def lost(reason: str) -> PlacementRow:
    return placement(started_on=None, contract=None, wage=None, ended_on=after(10), reason=reason)


WORLD = Facts(
    people=[
        *(person(first_day=after(days)) for days in (10, 20, 30, 40)),
        person(first_day=after(-5)),  # work that began before the gate: no day was lost
        person(first_day=after(15), lost_work=True, placed_again=True),
        person(first_day=after(25), lost_work=True),
        person(consented=False, reached=False),
        person(complete=False, reached=False, released_on=TODAY + timedelta(days=30)),
    ],
    proposals=[
        *(proposal(interview_on=after(days), offered=days < 6) for days in (3, 5, 7, 9, 11)),
        *(proposal() for _ in range(5)),
    ],
    placements=[
        placement(),
        placement(wage=2_000_000),
        placement(wage=3_750_000, contract=ContractKind.DAILY, known_until=after(100)),
        placement(ended_on=after(60), reason="left", contract=ContractKind.DAILY, wage=None),
        placement(ended_on=after(20), reason="left", minimum=None),
        placement(
            kind=PlacementKind.SELF_EMPLOYMENT, contract=ContractKind.SELF_EMPLOYMENT, wage=None, employer=""
        ),
        lost(EndReason.BLOCKER_HOUSING),
        lost(EndReason.DECLINED_BY_PERSON),
        placement(accepted=False, started_on=None, contract=None, wage=None),
    ],
)


@pytest.fixture(scope="module")
def told() -> dict[str, Measure]:
    return {one.code: one for one in measures(WORLD, TODAY)}


@pytest.mark.parametrize(
    ("code", "count", "base"),
    [
        ("reached", 7, 9), ("consented", 8, 9), ("profile_complete", 8, 9), ("placed_again", 1, 2),
        ("interviewed", 5, 10), ("offered", 2, 10), ("started", 6, 8), ("start_lost.blocker_housing", 1, 8),
        ("start_lost.blocker_identity_card", 0, 8), ("wage_at_minimum", 2, 3), ("contract.fixed_term", 3, 6),
        ("contract.daily", 2, 6), ("contract.self_employment", 1, 6),
    ],
)  # fmt: skip
def test_a_share_is_a_count_of_a_base(told: dict[str, Measure], code: str, count: int, base: int) -> None:
    assert (told[code].count, told[code].base) == (count, base)
    assert told[code].estimate == share(count, base)


def test_days_from_the_gate_to_work_count_those_who_wait_still(told: dict[str, Measure]) -> None:
    """Eight are out: 0, 10, 15, 20, 25, 30, 40 days, and one still waits: half have work after the fourth."""
    found = told["days_release_to_work"]
    assert (found.base, found.count, found.estimate.value) == (8, 7, 20)


def test_who_is_at_work_by_a_day_is_the_other_side_of_who_waits(told: dict[str, Measure]) -> None:
    """Of the eight, six had begun by day 30, the last of them on that very day, and seven by day 90."""
    assert [(told[f"work_within_{days}"].count, told[f"work_within_{days}"].base) for days in (30, 90)] == [
        (6, 8),
        (7, 8),
    ]
    month = told["work_within_30"].estimate
    assert month.value == pytest.approx(6 / 8)
    assert month.low is not None
    assert month.high is not None
    assert month.low < 6 / 8 < month.high
    values = [told[f"work_within_{days}"].estimate.value for days in (30, 90, 180, 365)]
    known = [one for one in values if one is not None]
    assert known == sorted(known), "who has begun has begun"


def test_days_to_an_interview_are_the_median_of_those_who_had_one(told: dict[str, Measure]) -> None:
    found = told["days_proposal_to_interview"]
    assert (found.base, found.count, found.estimate.value) == (10, 5, 7)


def test_wages_are_told_against_the_minimum_of_place_and_year(told: dict[str, Measure]) -> None:
    assert told["wage_to_minimum"].estimate.value == 1.0  # of 0.8, 1.0 and 1.5


def test_nobodys_wage_can_be_reckoned_from_the_median() -> None:
    rows = [placement(wage=2_500_000 + 31_111 * at) for at in range(-2, 5)]
    told = {one.code: one for one in measures(Facts(placements=rows), TODAY)}["wage_to_minimum"].estimate
    assert [told.value, told.low, told.high] == pytest.approx([1.0, 1.0, 1.05])


def test_kept_reckons_with_those_who_have_not_been_followed_so_long(told: dict[str, Measure]) -> None:
    """Six began. One left after 20 days: 5/6. One of five left after 60: 4/6. One is followed for 100 days only, which
    leaves three, and none has left: still 4/6 after 180 days. Nobody has been followed for a year."""
    values = {days: told[f"kept_{days}"].estimate.value for days in (30, 90, 180, 365)}
    assert values == {
        30: pytest.approx(5 / 6),
        90: pytest.approx(4 / 6),
        180: pytest.approx(4 / 6),
        365: None,
    }
    assert [told[f"kept_{days}"].count for days in (30, 90, 180, 365)] == [5, 4, 3, 0]
    assert told["self_employed_trading_180"].estimate.value == 1.0


def test_who_stays_is_not_told_less_because_ends_are_told_sooner_than_that_work_goes_on() -> None:
    """Work that ends at one rate for everybody, begun over some months; each check is answered within two weeks.
    Followed to their ends, of those begun within 100 days 51 % would seem to stay for 90, and not 77 %."""
    dice = np.random.default_rng(5)

    def begun(age: int) -> PlacementRow:
        start, life = TODAY - timedelta(days=age), int(dice.exponential(350)) + 1
        answered = [0, *(day + int(dice.integers(0, 15)) for day in CHECK_DAYS.values())]
        known = max(day for day in answered if day <= min(age, life))
        ended = start + timedelta(days=life) if life <= age else None
        return placement(started_on=start, known_until=start + timedelta(days=known), ended_on=ended)

    for months in (4, 5, 12):
        found = [
            measures(Facts(placements=[begun(int(dice.integers(30 * months))) for _ in range(400)]), TODAY)
            for _ in range(12)
        ]
        for days in (30, 90):
            values = [one.estimate.value for some in found for one in some if one.code == f"kept_{days}"]
            assert np.mean([value for value in values if value is not None]) == pytest.approx(
                np.exp(-days / 350), abs=0.02
            ), (months, days)


def test_an_end_counts_when_the_others_are_known_to_have_gone_on() -> None:
    assert [Stay(40, over=True, age=age).span() for age in (43, 44, 103, 104)] == [
        Span(0, over=False), Span(30, over=False), Span(30, over=False), Span(40, over=True)
    ]  # fmt: skip
    assert Stay(97, over=False, age=103).span() == Span(30, over=False)
    assert Stay(97, over=False, age=104).span() == Span(90, over=False)


def test_a_year_is_of_those_released_sent_and_begun_in_it() -> None:
    assert Facts(WORLD.people, [], []).years() == {2026: Facts(list(WORLD.people), [], [])}
    assert list(WORLD.years()) == [2026]


def test_somebody_with_two_schemes_counts_in_both() -> None:
    both = Facts([person(schemes=("Las", "Jahit")), person()], [], [])
    found = both.groups(Grouping.SCHEME)
    assert {name: len(some.people) for name, some in found.items()} == {"Jahit": 1, "Las": 2}
    assert list(WORLD.groups(Grouping.EMPLOYER)) == [NO_GROUP, "PT Satu"]


# What a report tells.
def many(unit: str, reached: int, others: int) -> list[PersonRow]:
    return [person(unit=unit, reached=number < reached) for number in range(reached + others)]


def cells(told: Report, measure: str) -> dict[str, int | None]:
    return {row.group: row.count for row in told.rows if row.measure == measure}


def test_small_numbers_are_hidden_and_so_is_what_would_give_them_away() -> None:
    facts = Facts([*many("A", 20, 10), *many("B", 30, 10), *many("C", 3, 10)])
    assert cells(report(facts, Grouping.UNIT, TODAY), "reached") == {ALL: 53, "A": None, "B": 30, "C": None}


def test_those_who_did_not_are_as_few_as_those_who_did() -> None:
    facts = Facts([*many("A", 28, 2), *many("B", 30, 10), *many("C", 20, 20)])
    assert cells(report(facts, Grouping.UNIT, TODAY), "reached") == {ALL: 78, "A": None, "B": None, "C": 20}


def test_a_unit_is_not_told_by_its_region_less_the_others() -> None:
    """Each report by itself hides two; region 35 less B would be the three people of A."""
    of = {"A": ("35", 3), "B": ("35", 30), "C": ("32", 3), "D": ("32", 40)}
    facts = Facts(
        [person(unit=unit, region=region) for unit, (region, size) in of.items() for _ in range(size)]
    )
    units = cells(report(facts, Grouping.UNIT, TODAY), "reached")
    regions = cells(report(facts, Grouping.REGION, TODAY), "reached")
    assert regions[ALL] == 76
    for region in ("35", "32"):
        line = [regions.get(region), *(units.get(unit) for unit, (where, _) in of.items() if where == region)]
        assert sum(one is None for one in line) >= 2, (region, line)


def ends(few: int, others: int, *, by: str = "PT Satu", year: int = 2025, **facts: Any) -> list[PlacementRow]:
    start = date(year, 1, 2)
    rows = [
        placement(employer=by, started_on=start, known_until=start + timedelta(days=400), **facts)
        for _ in range(others)
    ]
    return rows + [
        placement(employer=by, started_on=start, ended_on=start + timedelta(days=10), reason="left", **facts)
        for _ in range(few)
    ]


def test_a_year_is_not_told_where_it_gives_another_year_away() -> None:
    """All years less 2026 would be one person of 2025."""
    many_hours: dict[str, Any] = {"contract": ContractKind.DAILY}
    rows = [
        *ends(0, 1, **many_hours),
        *ends(0, 9, year=2026, **many_hours),
        *ends(0, 10),
        *ends(0, 10, year=2026),
    ]
    found = [cells(report(Facts(placements=rows), Grouping.EMPLOYER, TODAY, year=year), "contract.daily")["PT Satu"]
             for year in (None, 2026, 2025)]  # fmt: skip
    assert sum(one is None for one in found) >= 2
    assert found[2] is None


def test_who_is_in_no_group_is_not_told_by_the_rest() -> None:
    """All less the one employer would be the two who work for themselves."""
    own = [
        placement(employer="", kind=PlacementKind.SELF_EMPLOYMENT, contract=ContractKind.SELF_EMPLOYMENT)
        for _ in range(2)
    ]
    told = report(Facts(placements=[*own, *ends(0, 20)]), Grouping.EMPLOYER, TODAY)
    assert cells(told, "started") == {ALL: 22} | {"PT Satu": None} or "PT Satu" not in cells(told, "started")


def test_a_kaplan_meier_value_that_stands_on_one_end_is_hidden() -> None:
    """Of twenty one left; nine are not followed long enough, which makes the rest look large: 10 / 11 tells of one."""
    young = [
        placement(started_on=TODAY - timedelta(days=20), known_until=TODAY - timedelta(days=20))
        for _ in range(9)
    ]
    told = report(Facts(placements=[*ends(1, 10), *young]), Grouping.EMPLOYER, TODAY)
    kept = {row.group: row for row in told.rows if row.measure == "kept_30"}
    assert kept[ALL].hidden
    many_ended = report(Facts(placements=[*ends(5, 10), *young]), Grouping.EMPLOYER, TODAY)
    assert not {row.group: row for row in many_ended.rows if row.measure == "kept_30"}[ALL].hidden


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 400), st.booleans(), st.integers(0, 9)), max_size=6))
def test_what_lies_within_another_differs_by_nobody_or_by_many(made: list[tuple[int, bool, int]]) -> None:
    """Told that 20 lasted 30 days and 18 lasted 90, a reader knows of two who left in between."""
    begun = TODAY - timedelta(days=500)
    work = [
        placement(
            started_on=begun,
            ended_on=begun + timedelta(days=days) if over else None,
            known_until=begun + timedelta(days=days),
        )
        for days, over, several in made
        for _ in range(several)
    ]
    people = [
        person(released_on=begun, first_day=begun + timedelta(days=days) if over else None)
        for days, over, several in made
        for _ in range(several)
    ]
    rows = report(Facts(people, placements=work), Grouping.UNIT, TODAY).rows
    for family in ("kept_", "work_within_"):
        told = [
            row.count
            for row in rows
            if row.measure.startswith(family) and row.group == ALL and not row.hidden
        ]
        for at, one in enumerate(told):
            assert all(one == other or abs((one or 0) - (other or 0)) >= LEAST for other in told[at + 1 :])


def test_a_group_of_which_nothing_can_be_told_is_not_named() -> None:
    told = report(Facts([*many("A", 20, 10), *many("Desa kecil", 1, 1)]), Grouping.UNIT, TODAY)
    assert {row.group for row in told.rows if row.group} <= {"A"}
    assert told.left_out >= 1


def test_of_a_hidden_cell_nothing_is_told() -> None:
    for row in report(WORLD, Grouping.UNIT, TODAY).rows:
        if row.hidden:
            assert (row.base, row.count, row.estimate.value, row.estimate.low) == (None, None, None, None)


worlds = st.lists(
    st.tuples(st.integers(2024, 2026), st.sampled_from(["A", "B", "C", ""]), st.integers(0, 12), st.integers(0, 12)),
    max_size=10,
)  # fmt: skip


@settings(max_examples=20, deadline=None)  # a busy machine is no failure
@given(worlds)
def test_no_small_count_follows_from_what_is_told(made: list[tuple[int, str, int, int]]) -> None:
    """The attack: read the reports of all years and of each, and take what is told from what it adds up to. A count
    that is not told is known where the sums leave one value only: never for a small one."""
    people = [
        person(schemes=(scheme,) if scheme else (), reached=number < reached, released_on=date(year, 1, 2))
        for year, scheme, reached, others in made
        for number in range(reached + others)
    ]
    told = {
        (year, row.group): row
        for year in (None, 2024, 2025, 2026)
        for row in report(Facts(people), Grouping.SCHEME, TODAY, year=year).rows
        if row.measure == "reached"
    }
    table = [(year, group) for year in (None, 2024, 2025, 2026) for group in (ALL, NO_GROUP, "A", "B", "C")]

    def of(cell: tuple[int | None, str]) -> list[PersonRow]:
        year, group = cell
        return [
            row for row in people
            if year in (None, row.year) and group in (ALL, *row.groups(Grouping.SCHEME))
        ]  # fmt: skip

    sums = [
        [(None, group), *((year, group) for year in (2024, 2025, 2026))]
        for group in (ALL, NO_GROUP, "A", "B", "C")
    ]
    sums += [[(year, group) for group in (ALL, NO_GROUP, "A", "B", "C")] for year in (None, 2024, 2025, 2026)]
    for count in (
        len,
        lambda some: sum(row.reached for row in some),
        lambda some: sum(not row.reached for row in some),
    ):
        counts = {cell: count(of(cell)) for cell in table}
        for cell, row in told.items():
            assert row.hidden or not 0 < counts[cell] < LEAST, cell
        unknown = [cell for cell in table if cell not in told or told[cell].hidden]
        lines = np.array(
            [[(1.0 if cell == line[0] else -1.0) * (cell in line) for cell in unknown] for line in sums]
        )
        for at, cell in enumerate(unknown):
            if 0 < counts[cell] < LEAST:
                alone = np.eye(len(unknown))[at]
                reached = lines.T @ np.linalg.lstsq(lines.T, alone, rcond=None)[0]
                assert not np.allclose(reached, alone), (cell, counts[cell])


tables = st.dictionaries(st.tuples(st.integers(0, 3), st.integers(0, 3)), st.integers(0, 20), max_size=16)


@given(tables)
def test_every_line_of_a_table_keeps_its_secret(counts: dict[tuple[int, int], int]) -> None:
    lines = [[cell for cell in counts if cell[axis] == at] for axis in (0, 1) for at in range(4)]
    secret = hidden(counts, lines)
    assert {cell for cell, count in counts.items() if 0 < count < LEAST} <= secret
    for line in lines:
        within = [cell for cell in line if cell in secret]
        open_ones = [cell for cell in line if cell not in secret and counts[cell]]
        assert (
            not within or not open_ones or (len(within) > 1 and sum(counts[cell] for cell in within) >= LEAST)
        )


def test_an_employer_is_told_by_facts_with_their_bases() -> None:
    facts = EmployerFacts(
        waits=[Span(days, over=True) for days in (1, 2, 3, 4)] + [Span(9, over=False)] * 2, sent=5, interviews=4,
        met=3, offers=4, taken_back=1, to_start=3, starts=2,
        lasted=[Stay(100, over=False, age=190), Stay(95, over=False, age=150), Stay(10, over=True, age=120)],
        complaints_upheld=1, complaints_open=0,
    )  # fmt: skip
    told = {one.code: one for one in reliability(facts)}
    assert {code: (one.count, one.base) for code, one in told.items()} == {
        "answered": (4, 5), "days_to_answer": (4, 6), "interviews_kept": (3, 4), "offers": (4, 5),
        "offers_kept": (3, 4), "starts": (2, 3), "kept_90": (2, 3),
    }  # fmt: skip
    assert (
        told["days_to_answer"].estimate.value == 3
    )  # two have not answered yet, so it is later than of the four alone
    assert told["interviews_kept"].estimate == share(3, 4)
    assert told["kept_90"].estimate.value == pytest.approx(2 / 3)
    nothing = EmployerFacts([], 0, 0, 0, 0, 0, 0, 0, [], 0, 0)
    assert all(one.estimate.value is None for one in reliability(nothing))


def test_more_waiting_never_shortens_the_time_to_work() -> None:
    before = {one.code: one for one in measures(WORLD, TODAY)}["days_release_to_work"].estimate.value
    more = replace(WORLD, people=[*WORLD.people, person(), person(), person()])
    later = {one.code: one for one in measures(more, TODAY)}["days_release_to_work"].estimate.value
    assert later is None or before is None or later >= before
