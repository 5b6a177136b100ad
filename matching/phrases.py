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
    return tuple(phrase for phrase in phrases if (needle := _needle(phrase)).strip() and needle in plain_text)


_needle = lru_cache(maxsize=20_000)(plain)
"""Phrases come from the reference data: a few thousand, asked of every title."""


def jobs_named(title: str) -> tuple[str, ...]:
    """The parts of a title that may each name a job ("Driver / Helper"), as `plain` writes them."""
    return tuple(named for part in _BETWEEN_JOBS.split(title) if (named := plain(part)).strip())


def code_starts(code: str, prefixes: Iterable[str]) -> bool:
    """Whether a KBJI code ("8322.01" or "832201") lies under one of the prefixes."""
    bare = code.replace(".", "").strip()
    return bool(bare) and any(bare.startswith(prefix.replace(".", "")) for prefix in prefixes if prefix)
