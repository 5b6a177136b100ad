import csv
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.language.tokens import stem_word, tokenise


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Plate Welder SMAW 3G-Up/PF", ["plate", "welder", "smaw", "3g", "up", "pf"]),
        ("6GUp Hill", ["6g", "up", "hill"]),
        ("SIM B2 Umum, SIM BII atau sim a", ["sim_b2_umum", "sim_b2", "sim_a"]),
        ("Unit C.24LAS01.001.1", ["unit", "c.24las01.001.1"]),
        ("C++ dan C#", ["c++", "c#"]),
        ("freon R32", ["freon", "r32"]),
        ("Paket C", ["paket_c"]),
        ("Café – Barista", ["kafe", "barista"]),
        ("las-lasan", ["las", "las"]),
        ("simak", ["simak"]),
    ],
)
def test_codes_and_names_stay_whole(text: str, tokens: list[str]) -> None:
    assert tokenise(text) == tokens


def test_spellings_of_one_word_become_one_token() -> None:
    assert tokenise("service serpis servis") == ["servis"] * 3
    assert tokenise("Lockstich Lockstitch") == ["lockstitch"] * 2
    assert tokenise("tehnik teknik") == ["teknik"] * 2


def test_words_of_one_root_become_one_token() -> None:
    assert set(tokenise("las mengelas pengelasan pengelas ngelas")) == {"las"}
    assert set(tokenise("jahit menjahit penjahit penjahitan ngejahit")) == {"jahit"}
    assert set(tokenise("cat mengecat pengecatan")) == {"cat"}


def test_different_trades_stay_apart() -> None:
    assert set(tokenise("cook helper")) & set(tokenise("helper gudang")) == {"helper"}
    assert not set(tokenise("3G")) & set(tokenise("jaringan 4G"))
    assert stem_word("barista") == "barista"
    assert stem_word("bekasi") == "bekasi"


def test_stop_words_and_bare_numbers_say_nothing() -> None:
    assert tokenise("dibutuhkan segera untuk yang dan 2026 10") == []


def test_words_keep_their_affixes_where_no_stem_is_asked_for() -> None:
    assert tokenise("pengelasan service", stem=False) == ["pengelasan", "servis"]


@given(st.text(max_size=200))
def test_any_text_gives_clean_tokens_twice_the_same(text: str) -> None:
    tokens = tokenise(text)
    assert tokens == tokenise(text)
    assert all(
        token and token == token.lower() and not any(part.isspace() for part in token) for token in tokens
    )


@given(st.lists(st.sampled_from(["las", "3G", "SIM B1", "menjahit", "C.24LAS01.001.1", "barista"])))
def test_tokens_of_a_list_are_the_tokens_of_its_items(items: list[str]) -> None:
    assert tokenise("; ".join(items)) == [token for item in items for token in tokenise(item)]


def test_no_spelling_points_to_another_variant() -> None:
    lines = files("matching.language").joinpath("spelling_variants.csv").read_text("utf-8").splitlines()
    rows = list(csv.DictReader(lines))
    variants = {row["variant"] for row in rows}
    assert len(variants) == len(rows)
    assert not variants & {row["canonical"] for row in rows}
