"""Texts that belong together without anybody having judged them: what an adapter of the encoder is trained on.

Knowledge of the trade says which words name one trade, and advertisements say what the work behind a title is. Kept
apart to measure on: every title of the certification and training lists, a fifth of the trades with all their words,
and a tenth of the advertisements. Queries and judgements of an evaluation collection are never read.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from data.trec import Document
from embeddings.adapting import Pair
from matching.profile import Occupations
from matching.reference import Occupation, SchemeAlias, UnitGroup

TEXT_CHARS = 1_200
OWN_WORK = 0.8  # fit from which a scheme is its trade's own work
PARTNERS = 2  # pairs that are made for each word
Understand = Callable[[str], Occupations]


@dataclass(frozen=True)
class Material:
    """What pairs are made of. `listed`: titles of the certification and training lists, in any spelling."""

    occupations: Sequence[Occupation]
    schemes: Sequence[SchemeAlias]
    units: Mapping[str, str]  # code → title
    unit_groups: Sequence[UnitGroup]
    listed: Iterable[str]
    advertisements: Sequence[Document]
    understand: Understand


@dataclass(frozen=True)
class Corpus:
    """`sources`: name → pairs to train on. The rest is kept apart."""

    sources: Mapping[str, Sequence[Pair]]
    words: Sequence[tuple[str, str]]  # every word of every trade, with the trade's key
    certificates: Sequence[tuple[str, str]]  # titles of the lists, with the trade that they certify
    trades: Sequence[tuple[str, str]]  # words of the trades kept apart, with the trade's key
    advertisements: Sequence[Document]


def corpus(material: Material, seed: int) -> Corpus:
    """Pairs and what is kept apart; the same for the same material and seed."""
    rng = np.random.default_rng(seed)
    keys = [occupation.key for occupation in material.occupations]
    apart = set(rng.choice(keys, len(keys) // 5, replace=False).tolist())
    ads = [material.advertisements[i] for i in rng.permutation(len(material.advertisements)).tolist()]
    held_ads, ads = ads[: len(ads) // 10], ads[len(ads) // 10 :]
    words = {occupation.key: words_of(occupation) for occupation in material.occupations}
    taught = [occupation for occupation in material.occupations if occupation.key not in apart]
    listed = {_plain(title) for title in material.listed}
    own = [scheme for scheme in material.schemes if scheme.fit >= OWN_WORK and scheme.occupation in words]
    schemes = [
        scheme for scheme in own if _plain(scheme.title) not in listed and scheme.occupation not in apart
    ]
    certified = {
        _plain(scheme.title): (scheme.title, scheme.occupation)
        for scheme in own
        if _plain(scheme.title) in listed
    }
    sources = {
        "words": list(_words(taught, rng)),
        "schemes": list(_schemes(schemes, words, rng)),
        "units": list(_units(material.units, material.unit_groups)),
        "texts": [Pair(_plain(ad.title), ad.title, text) for ad in ads if (text := text_of(ad))],
        "skills": [Pair(_plain(ad.title), ad.title, ad.skills) for ad in ads if ad.skills.strip()],
        "work": list(_work(taught, ads, material.understand, rng)),
    }
    return Corpus(
        sources,
        [(word, key) for key, own_words in words.items() for word in own_words],
        list(certified.values()),
        [(word, key) for key in sorted(apart) for word in words[key]],
        [ad for ad in held_ads if text_of(ad)],
    )


def words_of(occupation: Occupation) -> tuple[str, ...]:
    """What a trade is called: its names in both languages and its aliases."""
    return tuple(dict.fromkeys((occupation.name_id, occupation.name_en, *occupation.aliases)))


def text_of(advertisement: Document) -> str:
    """What an advertisement says beside its title."""
    return f"{advertisement.skills}\n{advertisement.description}".strip()[:TEXT_CHARS]


def _plain(title: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in title.lower()).split())


def _some(items: Sequence[str], rng: np.random.Generator) -> list[str]:
    return [items[i] for i in rng.choice(len(items), min(PARTNERS, len(items)), replace=False).tolist()]


def _words(occupations: Sequence[Occupation], rng: np.random.Generator) -> Iterator[Pair]:
    """Words of one trade, Indonesian and English: each asks for some of the others."""
    for occupation in occupations:
        words = words_of(occupation)
        for word in words:
            for other in _some([other for other in words if other != word], rng):
                yield Pair(occupation.key, word, other)


def _schemes(
    schemes: Sequence[SchemeAlias], words: Mapping[str, Sequence[str]], rng: np.random.Generator
) -> Iterator[Pair]:
    """A title of a scheme, standard or classification asks for the first words of its process and its trade."""
    for scheme in schemes:
        for word in _some([*scheme.aliases[:6], *words[scheme.occupation][:6]], rng):
            yield Pair(scheme.occupation, scheme.title, word)


def _units(units: Mapping[str, str], groups: Sequence[UnitGroup]) -> Iterator[Pair]:
    """What units are about asks for the titles of its units."""
    for code, title in units.items():
        for group in groups:
            if code.startswith(group.prefix):
                yield Pair(group.prefix, group.title, title)


def _work(
    occupations: Sequence[Occupation],
    advertisements: Sequence[Document],
    understand: Understand,
    rng: np.random.Generator,
) -> Iterator[Pair]:
    """A word of a trade asks for advertisements whose title is understood as that trade, by what they say beside it."""
    texts: dict[str, list[str]] = {}
    for advertisement in advertisements:
        understood = understand(advertisement.title)
        if understood and (text := text_of(advertisement)):
            texts.setdefault(understood[0][0], []).append(text)
    for occupation in occupations:
        main = occupation.kbji[0]
        for word in words_of(occupation) if main in texts else ():
            for text in _some(texts[main], rng):
                yield Pair(main, word, text)
