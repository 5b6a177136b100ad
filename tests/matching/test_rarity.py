from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.rarity import Rarity

WORDS = st.lists(st.sampled_from(["las", "jahit", "operator", "gudang"]), min_size=1, max_size=4)


@given(st.lists(WORDS, min_size=1, max_size=20))
def test_rarity_lies_between_nothing_and_one_and_falls_with_every_document(
    titles: list[Sequence[str]],
) -> None:
    counts = {word: sum(word in title for title in titles) for title in titles for word in title}
    known = sorted(counts, key=lambda word: -counts[word])
    values = Rarity(titles)(known).tolist()
    assert all(0 < value < 1 for value in values)
    assert values == sorted(values)


def test_a_word_of_no_title_is_as_rare_as_can_be() -> None:
    assert Rarity([["las"]])(["bubut"]).tolist() == [1.0]


def test_a_word_twice_in_one_title_counts_once() -> None:
    once, twice = Rarity([["las"], ["cat"]]), Rarity([["las", "las"], ["cat"]])
    assert twice(["las"])[0] == pytest.approx(once(["las"])[0])


def test_a_light_word_counts_a_quarter_and_the_others_as_before() -> None:
    titles = [["staf", "las"], ["cat"]]
    plain, light = Rarity(titles), Rarity(titles, {"staf"})
    assert light(["staf"])[0] == pytest.approx(plain(["staf"])[0] / 4)
    assert light(["las", "cat"]).tolist() == plain(["las", "cat"]).tolist()
