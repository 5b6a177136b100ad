"""Phrases in titles: whole words in a row, case and punctuation ignored, never parts of words."""

import re
from collections.abc import Iterable
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_BETWEEN_JOBS = re.compile(r"[/,;&+|()]|\b(?:dan|atau|and|or)\b", re.IGNORECASE)


def plain(text: str) -> str:
    """Words of `text` in lower case between single spaces, with one space at either end: " las co2 "."""
    return f" {' '.join(_WORD.findall(text.casefold()))} "


def found(plain_text: str, phrases: Iterable[str]) -> tuple[str, ...]:
    """Those `phrases` that stand in a text made by `plain`, as whole words."""
    return tuple(phrase for needle, phrase in _needles(tuple(phrases)) if needle in plain_text)


def without(plain_text: str, phrases: Iterable[str]) -> str:
    """A text made by `plain` with those `phrases` struck out, the longest first."""
    for phrase in sorted(found(plain_text, phrases), key=lambda phrase: (-len(phrase), phrase)):
        plain_text = plain_text.replace(plain(phrase), " | ")
    return plain_text


@lru_cache(maxsize=5_000)
def _needles(phrases: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """(as `plain` writes it, phrase). Phrases come from the reference data and are asked of every title."""
    return tuple((needle, phrase) for phrase in phrases if (needle := plain(phrase)).strip())


def jobs_named(title: str) -> tuple[str, ...]:
    """The parts of a title that may each name a job ("Driver / Helper"), as `plain` writes them."""
    return tuple(named for part in _BETWEEN_JOBS.split(title) if (named := plain(part)).strip())


def code_starts(code: str, prefixes: Iterable[str]) -> bool:
    """Whether a KBJI code ("8322.01" or "832201") lies under one of the prefixes."""
    bare = code.replace(".", "").strip()
    return bool(bare) and any(bare.startswith(prefix.replace(".", "")) for prefix in prefixes if prefix)
