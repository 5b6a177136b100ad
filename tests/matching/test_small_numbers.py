"""Small numbers: what is hidden stays hidden, also by subtraction."""

from hypothesis import given
from hypothesis import strategies as st

from matching.small_numbers import LEAST, about, as_many_as_told, suppressed

tables = st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(0, 40), max_size=8)


@given(tables)
def test_no_count_of_few_is_told_and_no_other_is_changed(counts: dict[str, int]) -> None:
    told = suppressed(counts)
    assert set(told) == set(counts)
    assert all(shown is None or shown == counts[key] for key, shown in told.items())
    assert all(told[key] is None for key, count in counts.items() if 0 < count < LEAST)


@given(tables)
def test_a_known_total_gives_no_hidden_count(counts: dict[str, int]) -> None:
    hidden = [counts[key] for key, shown in suppressed(counts).items() if shown is None]
    others = [count for count in counts.values() if count >= LEAST]
    if hidden and others:
        assert len(hidden) > 1
        assert sum(hidden) >= LEAST or all(count < LEAST for count in counts.values())


@given(tables)
def test_no_more_is_hidden_than_need_be(counts: dict[str, int]) -> None:
    if not any(0 < count < LEAST for count in counts.values()):
        assert suppressed(counts) == counts


def test_known_answers() -> None:
    assert suppressed({"a": 3, "b": 9, "c": 40}) == {"a": None, "b": None, "c": 40}
    assert suppressed({"a": 3, "b": 4, "c": 40}) == {"a": None, "b": None, "c": 40}
    assert suppressed({"a": 1, "b": 1, "c": 7, "d": 9}) == {"a": None, "b": None, "c": None, "d": 9}
    assert suppressed({"a": 0, "b": 5}) == {"a": 0, "b": 5}
    assert [about(n) for n in (0, 1, 4, 5, 9, 10, 19, 20, 999, 1_000)] == [
        (0, 0), (1, 4), (1, 4), (5, 9), (5, 9), (10, 19), (10, 19), (20, 49), (500, 999), (1_000, None)
    ]  # fmt: skip


@given(st.integers(0, 5_000))
def test_a_count_lies_in_its_step(count: int) -> None:
    least, most = about(count)
    assert least <= count
    assert most is None or count <= most
    assert count == 0 or most is None or most >= 4


@given(st.integers(0, 5_000), st.integers(1, 1_000))
def test_the_length_of_a_list_follows_from_what_is_told_of_its_count(count: int, page: int) -> None:
    """Were it otherwise, two counts of one step could be told apart."""
    least, most = about(count)
    shown = as_many_as_told(count, page)
    assert shown <= min(count, page)
    assert shown > 0 or count == 0
    alike = (least, count, most if most is not None else least + 10_000)
    assert {as_many_as_told(other, page) for other in alike} == {shown}
