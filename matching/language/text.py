"""A vacancy's text → its lines and bullets, each with where it stands, so that evidence can be shown."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

_BULLET = re.compile(
    r"\s*(?:[-–—•*·▪▫►▸▶✓✔✅➢➤○●◦‣→■□◆⁃☑🔹🔸⭐✨📌👉+>]\ufe0f?|\(?\d{1,2}[.)](?!\d)|\(?[a-z][.)](?=\s))+\s*"
)
_INLINE_BULLET = re.compile(
    r"(?<!\s)\s*(?=[•▪►✓✔✅➢➤●◦‣■◆☑🔹🔸\U0001f300-\U0001faff])|;\s*(?=[•▪►✓✔✅➢➤●◦‣■◆☑🔹🔸-]\s)"
)
_INLINE_MARK = re.compile(r"[•▪►✓✔✅➢➤●◦‣■◆☑🔹🔸\U0001f300-\U0001faff;]")
_INLINE_DASH = re.compile(
    r"(?<!\s)\s+(?=[-–]\s+[^\W\d])"
    r"|(?<=[^\W\d_]|[.,;:)!?])(?<!\b[lL]aki)(?=[-–]\s+[^\W_a-z])"  # glued: "Pria/Wanita- SMA/SMK- 20 - 35 Tahun"
)
_INLINE_NUMBER = re.compile(
    r"(?<![\d.,/])(?<!\b[A-Z])(?<![A-Z]\b)(?<!\b[dDsS])(\d{1,2})\s?[.)]\s?(?=[^\W\d_a-z])"
)
_PLAIN = {"Â": " ", "’": "'", "‘": "'", "`": "'", "´": "'"}  # Â: what a wrong decoding leaves of a hard space
_SENTENCE = re.compile(r"\s(?<=[.!?;].)\s*(?=[^\W\d_a-z])")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(/])(?:min|maks|max|rp|kab|kec|kel|jl|no|dll|dsb|pt|cv|th|thn|bln|hr|tgl|a\.n|u\.p|s\.d|d\.a|d|b|gg|hp|tlp|telp|st|dr|ir|prof)"
    r"\.$",
    re.IGNORECASE,
)
_FEWEST_POINTS = 2
_ENOUGH_DASHES = 3  # fewer are ranges and asides: "3jt - 4jt", "Senin - Jumat"


_OF_SYMBOL_FONTS = {
    0xF0B7: "•", 0xF0A7: "▪", 0xF06E: "■", 0xF06C: "●", 0xF075: "◆", 0xF076: "•", 0xF0A8: "◆", 0xF06F: "□",
    0xF071: "□", 0xF072: "□", 0xF0D8: "➢", 0xF0FC: "✓", 0xF0FE: "☑", 0xF0E0: "→", 0xF0F0: "→", 0xF02D: "–",
    0xF020: " ",
}  # fmt: skip
"""What Word writes for the bullets of Symbol and Wingdings: code points of nobody, shown as a box or not at all."""
_PASTED = {
    **_OF_SYMBOL_FONTS,
    **dict.fromkeys(map(ord, "∙⦁❖❑❒⬤"), "•"),
    **dict.fromkeys(
        map(ord, "\x0b\x0c\u2028\u2029"), "\n"
    ),  # breaks of a line within a paragraph, and of pages
    **dict.fromkeys(map(ord, "\u00ad\u200b\ufeff"), ""),  # hyphens and blanks that are not seen
    # What turns the direction of whatever follows: a title would be read backwards, with the words after it.
    **dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), ""),
}
"""For `str.translate`."""
_ROUND_BULLET = re.compile(r"^([ \t]*)o(?=\t)", re.MULTILINE)  # Courier New's, one step in


@dataclass(frozen=True, slots=True)
class Line:
    """A line, bullet or sentence; `text == whole[start:end]`, without its bullet and outer blanks."""

    text: str
    start: int
    end: int
    bullet: bool = False


def tidy(text: str) -> str:
    """A text as it is taken in: composed (NFC), with bullets and breaks that are ones wherever it was copied from."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return _ROUND_BULLET.sub(r"\1○", text.translate(_PASTED))


def split_lines(text: str) -> list[Line]:
    """Lines, bullets (also several on one line) and sentences of a text, in order, none empty, none overlapping."""
    found: list[Line] = []
    for match in re.finditer(r"[^\r\n]+", text):
        for start, end in _cut_at_bullets(text, match.start(), match.end()):
            found.extend(_sentences(text, start, end))
    return found


def aligned(text: str) -> str:
    """The text in lower case and plain characters, one for one, so that offsets stay what they are."""
    return text.lower() if text.isascii() else "".join(map(_plain_character, text))


@cache
def _plain_character(character: str) -> str:
    found = _PLAIN.get(character) or unicodedata.normalize("NFKC", character)
    if unicodedata.category(character) == "Pd" or found == "−":
        return "-"
    if not found.isprintable() and character not in "\r\n":
        return " "
    lower = found.lower()
    return lower if len(lower) == 1 else character


def _cut_at_bullets(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    cuts: set[int] = set()
    if _INLINE_MARK.search(text, start, end):
        cuts |= {match.end() for match in _INLINE_BULLET.finditer(text, start, end)}
    if _often(text, start, end, ("-", "–"), _ENOUGH_DASHES):
        dashes = {match.end() for match in _INLINE_DASH.finditer(text, start, end)}
        cuts |= dashes if len(dashes) >= _ENOUGH_DASHES else set()
    cuts |= _counted_up(text, start, end)
    edges = [start, *sorted(cuts - {start, end}), end]
    yield from pairwise(edges)


def _counted_up(text: str, start: int, end: int) -> set[int]:
    """Where the points of a numbered list on one line begin: numbers that count up by one, from 1 or 2."""
    found: list[int] = []
    if not _often(text, start, end, (".", ")"), _FEWEST_POINTS):
        return set()
    for match in _INLINE_NUMBER.finditer(text, start, end):
        number = int(match.group(1))
        if number == len(found) + 1 or (not found and number == 2):
            found.extend([match.start()] * (number - len(found)))
    points = set(found)
    return points if len(points) >= _FEWEST_POINTS else set()


def _often(text: str, start: int, end: int, marks: tuple[str, str], least: int) -> bool:
    """Whether so many of the two marks stand there: most lines have none, and a pattern costs more to try in vain."""
    first, second = marks
    return text.count(first, start, end) + text.count(second, start, end) >= least


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
