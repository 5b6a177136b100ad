"""A vacancy's text → its lines and bullets, each with where it stands, so that evidence can be shown."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

_BULLET = re.compile(
    r"\s*(?:[-–—•*·▪▫►▸▶✓✔✅➢➤○●◦‣→■□◆⁃☑🔹🔸⭐✨📌👉+>]\ufe0f?|\(?\d{1,2}[.)](?!\d)|\(?[a-z][.)](?=\s))+\s*"
)
_INLINE_BULLET = re.compile(r"(?<!\s)\s+(?=[•▪►✓✔✅➢➤●◦‣■◆☑🔹🔸])|;\s*(?=[•▪►✓✔✅➢➤●◦‣■◆☑🔹🔸-]\s)")
_INLINE_DASH = re.compile(r"(?<!\s)\s+(?=[-–]\s+[^\W\d])")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=[^\W\d_a-z])")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(/])(?:min|maks|max|rp|kab|kec|kel|jl|no|dll|dsb|pt|cv|th|thn|bln|hr|tgl|a\.n|u\.p|s\.d|d\.a|d|b|gg|hp|tlp|telp|st|dr|ir|prof)"
    r"\.$",
    re.IGNORECASE,
)
_ENOUGH_DASHES = 3  # fewer are ranges and asides: "3jt - 4jt", "Senin - Jumat"


@dataclass(frozen=True, slots=True)
class Line:
    """A line, bullet or sentence; `text == whole[start:end]`, without its bullet and outer blanks."""

    text: str
    start: int
    end: int
    bullet: bool = False


def split_lines(text: str) -> list[Line]:
    """Lines, bullets (also several on one line) and sentences of a text, in order, none empty, none overlapping."""
    found: list[Line] = []
    for match in re.finditer(r"[^\r\n]+", text):
        for start, end in _cut_at_bullets(text, match.start(), match.end()):
            found.extend(_sentences(text, start, end))
    return found


def _cut_at_bullets(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    cuts = {match.end() for match in _INLINE_BULLET.finditer(text, start, end)}
    dashes = {match.end() for match in _INLINE_DASH.finditer(text, start, end)}
    if len(dashes) >= _ENOUGH_DASHES:
        cuts |= dashes
    edges = [start, *sorted(cuts), end]
    yield from pairwise(edges)


def _sentences(text: str, start: int, end: int) -> Iterator[Line]:
    bullet = _BULLET.match(text, start, end)
    begin = bullet.end() if bullet else start
    for match in _SENTENCE.finditer(text, begin, end):
        if not _ABBREVIATION.search(text, max(begin, match.start() - 8), match.start()):
            yield from _line(text, begin, match.start(), bullet is not None)
            begin = match.end()
    yield from _line(text, begin, end, bullet is not None)


def _line(text: str, start: int, end: int, bullet: bool) -> Iterator[Line]:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    piece = piece.strip()
    if any(character.isalnum() for character in piece):
        yield Line(piece, start, start + len(piece), bullet)
