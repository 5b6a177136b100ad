"""Text → tokens for the lexical side: codes and names whole, spellings united, words cut to their stems.

The tables beside this file are data that anybody can review: `spelling_variants.csv` (one word written in several
ways, never synonyms or translations of another word), `stop_words.txt`, `protected_words.txt`, `stems.csv`
(corrections of the stemmer). `known_stems.csv` is no table to edit: it holds what the stemmer says of the words of the
reference data, so that the program starts without asking it (`python -m benchmarks.known_stems`).
"""

import csv
import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from Sastrawi.Dictionary.ArrayDictionary import ArrayDictionary
from Sastrawi.Stemmer.Stemmer import Stemmer
from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

from matching.language.text import split_lines

_UNIT_CODE = (
    r"[a-v]\.\d{2}[a-z]{3}\d{2}\.\d{3}\.\d{1,2}"
    r"|[a-v]\.\d{6}\.\d{3}\.\d{2}"
    r"|[a-z]{3}\.[a-z]{2}\d{2}\.\d{3}\.\d{2}"
)
_SIM = r"sim\s?\.?\s?(?:b\s?-?(?:1|2|ii|i)|a|c|d)(?:\s?umum)?(?![a-z0-9])"
_TOKEN = re.compile(
    rf"(?P<code>(?<![\w.])(?:{_UNIT_CODE})(?!\w))|(?P<sim>\b{_SIM})|(?P<paket>\bpaket [abc]\b)"
    r"|(?P<position>(?<![a-z0-9])[1-6][gf](?=(?:up|down|r)?(?![a-z0-9])))"
    r"|(?P<symbol>(?<![a-z0-9])c(?:\+\+|#)|\.net\b)"
    r"|(?P<word>[a-z0-9]+(?:['’][a-z]+)?)"
)
_WORDS = re.compile(r"[a-z0-9]+(?:['’][a-z]+)?")
_NOT_ONLY_WORDS = re.compile(r"sim|paket [abc]|[1-6][gf]|c\+\+|c#|\.net|\.(?:\d|[a-z]{2}\d)")
"""Without one of these, a text holds nothing but words, which are found four times as fast."""
_LONGEST = 40  # longer runs of letters are noise: links, keys


def tokenise(text: str, *, stem: bool = True) -> list[str]:
    """Tokens of a text in their order, stop words and bare numbers left out; the same text, the same tokens.

    `3G-Up/PF` gives `3g up pf`; `SIM B2 Umum` gives `sim_b2_umum`; `C.24LAS01.001.1` stays whole. With `stem=False`
    words keep their affixes but spellings are still united.
    """
    text = normalise(text)
    if not _NOT_ONLY_WORDS.search(text):
        return [word for found in _WORDS.findall(text) if (word := _word(found, stem))]
    kinds = ((str(match.lastgroup), match.group()) for match in _TOKEN.finditer(text))
    return [
        token
        for kind, found in kinds
        if (token := _word(found, stem) if kind == "word" else _whole(kind, found))
    ]


def normalise(text: str) -> str:
    """NFKC and lower case, accents dropped (`café` is `cafe`)."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKC", text).lower()
    if text.isascii():
        return text
    return text.translate(_WITHOUT_ACCENT)


class _WithoutAccent(dict[int, str]):
    """A character's code point → the character without its accents, found once for each that occurs."""

    def __missing__(self, code: int) -> str:
        parts = unicodedata.normalize("NFKD", chr(code))
        self[code] = "".join(part for part in parts if not unicodedata.combining(part))
        return self[code]


_WITHOUT_ACCENT: Final = _WithoutAccent()


@lru_cache(maxsize=20_000)
def words_of(text: str) -> frozenset[str]:
    """Distinct tokens of a short text; titles come again and again, so they are remembered."""
    return frozenset(tokenise(text))


def forget_texts() -> None:
    """Remember no text any more, as when somebody's may have been among them; single words are everybody's."""
    words_of.cache_clear()
    lines_with_words.cache_clear()


@lru_cache(maxsize=2_048)
def lines_with_words(text: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """Lines of a text with their distinct tokens. A vacancy that is shown is shown to many, so it is remembered."""
    return tuple((line.text, frozenset(tokenise(line.text))) for line in split_lines(text))


@lru_cache(maxsize=200_000)
def stem_word(word: str) -> str:
    """Stem of one lower-case word; the word itself where it is protected, short, or no plain word.

    Enhanced confix stripping (Asian 2007; Adriani et al., TALIP 6(4), 2007) as PySastrawi has it, with corrections.
    """
    corrected = _stems().get(word)
    if corrected is not None:
        return corrected
    if not is_cut(word):
        return word
    return _known_stems().get(word) or stem_anew(word)


def is_cut(word: str) -> bool:
    """Whether the stemmer is asked about a word: it is not protected, not short, and a plain word."""
    return len(word) > 3 and word.isascii() and word.isalpha() and word not in _protected()


def stem_anew(word: str) -> str:
    """What the stemmer says of a word, whatever is remembered of it."""
    return str(_stemmer().stem(word)) or word


@lru_cache(maxsize=400_000)
def _word(token: str, stem: bool) -> str:
    """The token that a word becomes; empty for a stop word, a number and noise."""
    if token.isdigit() or len(token) > _LONGEST:
        return ""
    token = token.replace("’", "'").split("'")[0]
    word = _variants().get(token, token)
    if word in _stop_words():
        return ""
    return stem_word(word) if stem else word


def _whole(kind: str, token: str) -> str:
    if kind == "sim":
        letters = re.sub(r"[\s.-]", "", token).removeprefix("sim")
        grade = letters.removesuffix("umum").replace("ii", "2").replace("i", "1")
        return f"sim_{grade}" + ("_umum" if letters.endswith("umum") else "")
    return token.replace(" ", "_")


@cache
def _stemmer() -> Stemmer:
    roots = [*StemmerFactory().get_words(), *_stems().values(), *_protected()]
    return Stemmer(ArrayDictionary(roots))


@cache
def _variants() -> Mapping[str, str]:
    return _pairs("spelling_variants.csv", "variant", "canonical")


@cache
def _stems() -> Mapping[str, str]:
    return _pairs("stems.csv", "word", "stem")


@cache
def _known_stems() -> Mapping[str, str]:
    return _pairs("known_stems.csv", "word", "stem")


@cache
def _stop_words() -> frozenset[str]:
    return _words("stop_words.txt")


@cache
def _protected() -> frozenset[str]:
    return _words("protected_words.txt")


def _pairs(name: str, key: str, value: str) -> Mapping[str, str]:
    return {row[key]: row[value] for row in csv.DictReader(_lines(name))}


def _words(name: str) -> frozenset[str]:
    return frozenset(word for line in _lines(name) if not line.startswith("#") for word in line.split())


def _lines(name: str) -> list[str]:
    return files("matching.language").joinpath(name).read_text("utf-8").splitlines()
