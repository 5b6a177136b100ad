"""What an adapter is trained on, and what is kept apart to measure it on."""

from dataclasses import replace

import pytest

from api.cli.training_pairs import Corpus, Material, corpus, text_of, words_of
from data.trec import Document
from matching.profile import Occupations
from matching.reference import Occupation, SchemeAlias, UnitGroup

TRADES = tuple(
    Occupation(
        f"t{i}", f"Juru {i}", f"Worker {i}", (f"7{i:03}",), (f"tukang {i}", f"operator {i}"), (), (), "team"
    )
    for i in range(20)
)
SCHEMES = tuple(
    SchemeAlias(f"{kind} {i}", f"t{i}", (f"mesin {i}",), "team", fit)
    for i in range(20)
    for kind, fit in (("Skema Daftar", 1.0), ("Jabatan", 1.0), ("Tetangga", 0.5))
)
ADS = tuple(
    Document(f"J{i}", f"Juru {i % 20}", description=f"Pekerjaan nomor {i}.", skills="teliti" if i % 2 else "")
    for i in range(100)
)


def understand(title: str) -> Occupations:
    return ((f"7{int(title.rsplit(maxsplit=1)[-1]):03}", 1.0),)


MATERIAL = Material(
    occupations=TRADES,
    schemes=SCHEMES,
    units={"C.01ABC.001": "Menjahit", "X.99": "Lain"},
    unit_groups=(UnitGroup("C.01ABC", "Garmen", "team"),),
    listed=[f"SKEMA  daftar-{i}" for i in range(20)],
    advertisements=ADS,
    understand=understand,
)


@pytest.fixture(scope="module")
def made() -> Corpus:
    return corpus(MATERIAL, seed=0)


def test_every_source_has_pairs(made: Corpus) -> None:
    assert set(made.sources) == {"words", "schemes", "units", "texts", "skills", "work"}
    assert all(made.sources.values())
    assert [(pair.asked, pair.found) for pair in made.sources["units"]] == [("Garmen", "Menjahit")]


def test_titles_of_the_lists_are_measured_on_and_never_trained_on(made: Corpus) -> None:
    assert {title for title, _ in made.certificates} == {f"Skema Daftar {i}" for i in range(20)}
    trained = {text for pairs in made.sources.values() for pair in pairs for text in (pair.asked, pair.found)}
    assert not any(text.startswith("Skema Daftar") for text in trained)


def test_only_a_trades_own_work_counts(made: Corpus) -> None:
    assert {pair.asked.split()[0] for pair in made.sources["schemes"]} == {"Jabatan"}


def test_trades_kept_apart_are_in_no_pair_of_words(made: Corpus) -> None:
    apart = {word for word, _ in made.trades}
    assert len({key for _, key in made.trades}) == 4
    for source in ("words", "schemes", "work"):
        assert not apart & {text for pair in made.sources[source] for text in (pair.asked, pair.found)}


def test_texts_of_advertisements_kept_apart_are_in_no_pair(made: Corpus) -> None:
    apart = {text_of(ad) for ad in made.advertisements}
    assert len(apart) == 10
    assert not apart & {pair.found for pairs in made.sources.values() for pair in pairs}


def test_pairs_join_what_belongs_together(made: Corpus) -> None:
    words = {word: trade.key for trade in TRADES for word in words_of(trade)}
    texts = {text_of(ad): ad.title for ad in ADS}
    for pair in made.sources["words"]:
        assert pair.asked != pair.found
        assert words[pair.asked] == words[pair.found] == pair.group
    for pair in made.sources["texts"]:
        assert texts[pair.found] == pair.asked
    for pair in made.sources["work"]:
        assert words[pair.asked] == words[texts[pair.found]]


def test_the_seed_decides(made: Corpus) -> None:
    assert corpus(MATERIAL, seed=0).sources == made.sources
    assert corpus(MATERIAL, seed=1).sources != made.sources


def test_an_advertisement_that_says_nothing_teaches_nothing() -> None:
    silent = replace(MATERIAL, advertisements=[Document("J1", "Juru 1"), *ADS])
    assert all(pair.found for pairs in corpus(silent, seed=3).sources.values() for pair in pairs)
