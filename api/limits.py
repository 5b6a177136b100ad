"""Limits on what a JSON body holds, beyond those that each field has."""

from collections.abc import Iterator
from typing import Any

MAX_ITEMS = 1_000  # in any list or object, however deep
MAX_DEPTH = 12


def problems(value: Any, max_text_chars: int) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """(path, problem) of every text that is too long or cannot be stored, and of lists and nesting without end."""
    stack: list[tuple[tuple[str | int, ...], Any]] = [((), value)]
    while stack:
        path, item = stack.pop()
        if isinstance(item, str):
            yield from ((path, problem) for problem in _text_problems(item, max_text_chars))
        elif isinstance(item, dict | list):
            if len(item) > MAX_ITEMS or len(path) > MAX_DEPTH:
                yield path, f"lebih dari {MAX_ITEMS} isian / more than {MAX_ITEMS} items, or nested too deep"
                continue
            pairs = item.items() if isinstance(item, dict) else enumerate(item)
            stack.extend(((*path, key), below) for key, below in pairs)


def _text_problems(text: str, max_text_chars: int) -> Iterator[str]:
    if len(text) > max_text_chars:
        yield f"paling panjang {max_text_chars} karakter / at most {max_text_chars} characters"
    if "\0" in text:
        yield "karakter kosong (NUL) tidak dapat disimpan / NUL characters cannot be stored"
