"""Ratios of groups: known answers, what they do not depend on, and that nothing small can be worked out."""

from collections.abc import Sequence
from dataclasses import replace
from math import isclose

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.fairness import OTHERS, Cell, Fairness, as_document, fairness, position_weight
from matching.model.fairness import UNKNOWN, Attribute, FairnessRow, Matter
from matching.small_numbers import LEAST
from matching.uncertainty import chance_that_counts
from matching.untold import ALL

PLAIN = FairnessRow(Matter.ANSWERED, UNKNOWN, "25_34", "35", "Lapas Uji", "no", "no", selected=True)


def rows(sex: str, selected: int, people: int, **more: object) -> list[FairnessRow]:
    return [replace(PLAIN, sex=sex, selected=i < selected, **more) for i in range(people)]  # type: ignore[arg-type]


def cell(found: Fairness, group: str, attribute: Attribute = Attribute.SEX, employer: str = ALL) -> Cell:
    (one,) = (c for c in found.cells if (c.group, c.attribute, c.employer) == (group, attribute, employer))
    return one


def test_known_answer_of_shares() -> None:
    found = fairness([*rows("female", 12, 40), *rows("male", 32, 40), *rows(UNKNOWN, 6, 12)])
    women, men, unknown = (cell(found, sex) for sex in ("female", "male", UNKNOWN))
    assert (women.people, women.selected) == (40, 12)
    assert women.ratio.value == pytest.approx(0.375)
    assert men.ratio.value == pytest.approx(1 / 0.375)
    assert women.ratio.high is not None
    assert women.ratio.high < 1
    assert unknown.ratio.value is None
    assert unknown.people == 12
    assert [(c.attribute, c.group) for c in found.alarms] == [(Attribute.SEX, "female")]


def test_what_is_done_to_few_is_compared_by_who_is_hit() -> None:
    kept = {"matter": Matter.KEPT}
    found = fairness([*rows("female", 160, 200, **kept), *rows("male", 190, 200, **kept)])
    assert cell(found, "female").ratio.value == pytest.approx(0.25)  # 5 % of men removed, 20 % of women
    assert [c.group for c in found.alarms] == ["female"]


def test_every_kind_of_override_is_counted_and_parts_of_another_are_not_tested_again() -> None:
    def found(matter: Matter) -> Fairness:
        return fairness([*rows("female", 40, 100, matter=matter), *rows("male", 10, 100, matter=matter)])

    expected = {  # of women four times as many
        Matter.REMOVED: (0.25, []), Matter.MOVED_DOWN: (0.25, []), Matter.HIDDEN: (0.25, ["female"]),
        Matter.MOVED_UP: (4.0, ["male"]), Matter.ADDED: (4.0, ["male"]),
    }  # fmt: skip
    for matter, (ratio, alarms) in expected.items():
        women = cell(found(matter), "female")
        assert (women.people, women.selected) == (100, 40)
        assert women.ratio.value == pytest.approx(ratio), matter
        assert [c.group for c in found(matter).alarms] == alarms, matter


def test_what_nothing_happened_in_weakens_no_other_test() -> None:
    some = [*rows("female", 12, 40), *rows("male", 32, 40)]
    silent = [*rows("female", 0, 40, matter=Matter.HIDDEN), *rows("male", 0, 40, matter=Matter.HIDDEN)]
    assert fairness([*some, *silent]).tested == fairness(some).tested


def test_exposure_is_the_discount_of_the_place() -> None:
    assert [round(position_weight(place), 4) for place in (1, 2, 3, 7)] == [1, 0.6309, 0.5, 0.3333]
    first = [replace(PLAIN, sex="male", exposure=position_weight(1 + i % 2)) for i in range(40)]
    last = [replace(PLAIN, sex="female", exposure=position_weight(20 + i % 2)) for i in range(40)]
    found = fairness([*first, *last])
    expected = (position_weight(20) + position_weight(21)) / (position_weight(1) + position_weight(2))
    assert cell(found, "female").exposure_ratio.value == pytest.approx(expected)
    assert [c.group for c in found.alarms] == ["female"]  # everybody is selected, but women stand below


def test_few_people_raise_no_alarm() -> None:
    assert fairness([*rows("female", 0, 9), *rows("male", 40, 40)]).alarms == []
    assert len(fairness([*rows("female", 0, 10), *rows("male", 40, 40)]).alarms) == 1


def test_a_hidden_group_raises_an_alarm_without_figures() -> None:
    found = fairness([*rows("female", 2, 20), *rows("male", 17, 20)])
    women = cell(found, "female")
    assert women.hidden
    assert women.alarm
    assert (women.people, women.selected, women.ratio.value) == (None, None, None)
    told = as_document(found)
    assert {"matter": "answered", "employer": "", "attribute": "sex", "group": "female"} in told["alarms"]


def test_an_employer_with_enough_answers_is_looked_at_by_itself() -> None:
    unfair = {"employer": "PT Timpang"}
    fair = [replace(row, employer="PT Adil") for row in (*rows("female", 15, 20), *rows("male", 15, 20))]
    small = [replace(row, employer="PT Kecil") for row in (*rows("female", 3, 6), *rows("male", 3, 6))]
    found = fairness([*rows("female", 2, 20, **unfair), *rows("male", 17, 20, **unfair), *fair, *small])
    assert {c.employer for c in found.alarms if c.employer} == {"PT Timpang"}
    assert {c.employer for c in found.cells} == {ALL, "PT Timpang", "PT Adil", OTHERS}


def test_many_facilities_do_not_make_the_report_blind_for_an_employer() -> None:
    unfair = {"employer": "PT Timpang"}
    answers = [*rows("female", 4, 20, **unfair), *rows("male", 14, 20, **unfair)]
    listed = {"matter": Matter.LISTED}
    units = [row for unit in range(300) for row in rows("", 10, 20, facility=f"Lapas {unit}", **listed)]
    found = fairness([*answers, *units])
    assert found.tested > 300
    assert {c.group for c in found.alarms if c.employer == "PT Timpang"} == {"female"}


def test_where_more_is_wrong_more_counts_and_of_all_that_counts_little_is_wrong() -> None:
    assert chance_that_counts([0.02, 1.0, 1.0, 1.0], 0.05) == 0.05 / 4  # one alone: as Bonferroni has it
    assert chance_that_counts([0.001, 0.02, 0.025, 1.0], 0.05) == pytest.approx(0.05 * 3 / 4)
    assert chance_that_counts([], 0.05) == 0.05


def test_that_none_of_a_few_is_looked_at_is_no_proof() -> None:
    """Two in twenty stand where they are looked at. Of one unit nobody does: a matter of chance, though its mean has no
    variance of its own."""
    some = [
        replace(PLAIN, matter=Matter.LISTED, facility=f"Lapas {unit}", exposure=float(i < 2 and unit > 0))
        for unit in range(40)
        for i in range(20)
    ]
    assert cell(fairness(some), "Lapas 0", Attribute.FACILITY).exposure_ratio.value == 0
    assert fairness(some).alarms == []


def test_a_change_is_compared_person_by_person() -> None:
    before = [replace(row, before=(True, 0.0)) for row in (*rows("female", 10, 30), *rows("male", 30, 30))]
    women = cell(fairness(before), "female")
    assert women.change.value == pytest.approx(-20 / 30)
    assert women.change.high is not None
    assert women.change.high < 0
    same = [replace(row, before=(row.selected, 0.0)) for row in before]
    assert cell(fairness(same), "female").change.value == 0


def test_of_nobody_nothing_is_told() -> None:
    assert fairness([]).cells == []
    assert as_document(fairness([]))["alarms"] == []


people = st.lists(
    st.builds(
        FairnessRow,
        st.sampled_from([Matter.LISTED, Matter.ANSWERED]),
        st.sampled_from(["female", "male", UNKNOWN]),
        st.sampled_from(["a", "b", "c"]),
        st.just("35"),
        st.sampled_from(["x", "y", "z"]),
        st.sampled_from(["yes", "no"]),
        st.just("no"),
        selected=st.booleans(),
        exposure=st.sampled_from([0.0, 0.5, 1.0]),
        employer=st.sampled_from(["", "P", "Q"]),
    ),
    max_size=90,
)
changed = st.lists(
    st.tuples(
        st.sampled_from(["female", "male", UNKNOWN]),
        st.sampled_from(["x", "y"]),
        st.sampled_from(["", "", "removed", "moved_down"]),
    ),
    max_size=90,
).map(lambda items: [row for item in items for row in of_item(*item)])


def of_item(sex: str, facility: str, what: str) -> list[FairnessRow]:
    """The rows of an item that a ranking gave, as the database gives them."""
    told = {Matter.KEPT: not what, Matter.REMOVED: what == "removed", Matter.MOVED_DOWN: what == "moved_down"}
    plain = replace(PLAIN, sex=sex, facility=facility)
    return [replace(plain, matter=matter, selected=selected) for matter, selected in told.items()]


regional = people.map(lambda some: [replace(row, region="3" + row.facility[0]) for row in some])


@settings(max_examples=40, deadline=None)
@given(people)
def test_no_figure_depends_on_the_name_of_a_group(some: Sequence[FairnessRow]) -> None:
    names = {"female": "male", "male": "female", UNKNOWN: UNKNOWN}
    swapped = fairness([replace(row, sex=names[row.sex]) for row in some])
    for one in fairness(some).cells:
        if one.attribute is Attribute.SEX:
            other = next(
                c for c in swapped.cells
                if (c.matter, c.employer, c.attribute, c.group)
                == (one.matter, one.employer, one.attribute, names[one.group])
            )  # fmt: skip
            assert one.alarm == other.alarm
            if not one.hidden and not other.hidden:
                assert one.people == other.people
                assert same(one.ratio.value, other.ratio.value)
                assert same(one.exposure_ratio.low, other.exposure_ratio.low)


def same(one: float | None, other: float | None) -> bool:
    return one == other if one is None or other is None else isclose(one, other, rel_tol=1e-9)


@settings(max_examples=60, deadline=None)
@given(people | regional | changed)
def test_no_small_number_can_be_worked_out(some: Sequence[FairnessRow]) -> None:
    """A hidden number is known where the sums that a reader knows leave one value only: never for a small one."""
    some = [
        replace(row, employer=row.employer or "R" if row.matter is Matter.ANSWERED else "") for row in some
    ]
    cells = fairness(some).cells
    for what in ("people", "hit", "missed"):
        counts = np.array([len(inside(some, one, cells, what)) for one in cells], float)
        unknown = [i for i, one in enumerate(cells) if one.hidden]
        columns = relations(some, cells, counts)[:, unknown].T
        for position, i in enumerate(unknown):
            if 0 < counts[i] < LEAST:
                alone = np.eye(len(unknown))[position]
                reached = columns @ np.linalg.lstsq(columns, alone, rcond=None)[0]
                assert not np.allclose(reached, alone), (what, cells[i], counts[i])


def inside(some: Sequence[FairnessRow], one: Cell, cells: Sequence[Cell], what: str) -> list[FairnessRow]:
    named = {c.employer for c in cells if c.matter is one.matter} - {ALL, OTHERS}

    def counts(row: FairnessRow) -> bool:
        theirs = row.employer not in named if one.employer == OTHERS else one.employer in (ALL, row.employer)
        hit = row.selected != (row.matter is Matter.KEPT)
        return theirs and {"people": True, "hit": hit, "missed": not hit}[what]

    return [
        row
        for row in some
        if row.matter is one.matter and counts(row) and getattr(row, one.attribute.value) == one.group
    ]


PARTS = (Matter.KEPT, Matter.REMOVED, Matter.MOVED_DOWN)


def relations(some: Sequence[FairnessRow], cells: Sequence[Cell], counts: np.ndarray) -> np.ndarray:
    """Sums that a reader knows, as lines (lines, cells): the groups of an attribute, where they are not few together;
    facilities that add up to a region, employers to all employers, and parts of what was not kept to all of it."""
    region = {row.facility: row.region for row in some}
    groups: dict[tuple[object, ...], np.ndarray] = {}
    for i, c in enumerate(cells):
        groups.setdefault((c.matter, c.employer, c.attribute), np.zeros(len(cells)))[i] = 1
    few = {key for key, line in groups.items() if 0 < line @ counts < LEAST}
    # The totals of a whole and of its parts give one another: where one is few, no cell tells the others.
    few |= {(other, *where) for matter, *where in few if matter in PARTS for other in PARTS}
    known = [line for key, line in groups.items() if key not in few]
    parts: dict[object, np.ndarray] = {}
    for i, c in enumerate(cells):
        if c.employer == ALL and c.attribute in (Attribute.REGION, Attribute.FACILITY):
            whole = c.attribute is Attribute.REGION
            key = (c.matter, c.group if whole else region[c.group])
            parts.setdefault(key, np.zeros(len(cells)))[i] = 1 if whole else -1
        if c.matter is Matter.ANSWERED:
            line = parts.setdefault((c.attribute, c.group), np.zeros(len(cells)))
            line[i] = 1 if c.employer == ALL else -1
    whole_of: dict[object, np.ndarray] = {}
    for i, c in enumerate(cells):
        if c.matter in PARTS:
            line = whole_of.setdefault((c.attribute, c.group), np.zeros(len(cells)))
            line[i] = -1 if c.matter is Matter.KEPT else 1
    known += whole_of.values()  # 0 of who is hit, and how many there are of who is not
    # An attribute that is not looked at by employer adds nothing up.
    known += [line for line in parts.values() if len(np.unique(line)) == 3]
    assert all(line @ counts == 0 for line in parts.values() if len(np.unique(line)) == 3)
    return np.array(known).reshape(len(known), len(cells))
