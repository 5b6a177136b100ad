"""Papers as PDF: parts that were composed elsewhere (`api.shortlist_sheet.Part`), set for A4 by typst with `pdf.typ`.

A paper keeps PDF/UA-1 (ISO 14289-1): its headings, lists and paragraphs are told to whoever has it read aloud. It reads
no file and no font of this machine.
"""

import json
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import cast

import typst

from api.shortlist_sheet import Part
from matching.messages import Tongue

MEDIA_TYPE = "application/pdf"
_SET = Path(__file__).with_suffix(".typ").read_bytes()
_BLANK, _SIGNS_KNOWN = "–", 4_096
_NOT_SET = ("Mn", "Mc", "Me", "Cf")


def pdf_of(parts: Sequence[Part], tongue: Tongue) -> bytes:
    """The parts as a PDF whose title is the first heading and whose language is said, with a bookmark for each heading
    of level 1 and 2. Signs that no font of it has lose their accents, or become "?". Raises ValueError where a level is
    left out."""
    return _compiled(_as_data([_in_fonts(part) for part in parts], tongue))


def headers(name: str) -> dict[str, str]:
    """Of an answer that is kept as a file; `name` says what it is, never who is meant."""
    return {"Content-Disposition": f'attachment; filename="{name}.pdf"'}


def _as_data(parts: Sequence[Part], tongue: Tongue) -> dict[str, object]:
    """As `pdf.typ` reads it."""
    sections = [[asdict(part) for part in section] for section in _sections(parts)]
    return {"title": parts[0].heading, "lang": str(tongue), "sections": sections}


def _sections(parts: Iterable[Part]) -> Iterator[list[Part]]:
    """A section begins at each heading of level 1 or 2."""
    section: list[Part] = []
    for part in parts:
        if part.level < 3 and section:
            yield section
            section = []
        section.append(part)
    yield section


def _in_fonts(part: Part) -> Part:
    return replace(
        part, heading=_written(part.heading).strip() or _BLANK, lines=tuple(map(_written, part.lines))
    )


def _compiled(paper: dict[str, object]) -> bytes:
    """Raises ValueError."""
    compiler = typst.Compiler(
        _SET, font_paths=_fonts(), ignore_system_fonts=True, sys_inputs={"paper": json.dumps(paper)}
    )
    try:
        return cast("bytes", compiler.compile(format="pdf", pdf_standards=["ua-1"]))  # a PDF is one file
    except typst.TypstError:  # its message repeats the text, which must not come into a log
        raise ValueError("a sign has no font, or a heading leaves out a level") from None


@cache
def _fonts() -> typst.Fonts:
    """Those that come with typst, so that a paper looks the same from every machine."""
    return typst.Fonts(include_system_fonts=False)


def _written(text: str) -> str:
    return "".join(map(_sign, " ".join(unicodedata.normalize("NFC", text).split())))


@lru_cache(_SIGNS_KNOWN)
def _sign(sign: str) -> str:
    """The sign, or what is nearest to it in the fonts: a letter without its accent, else a question mark; nothing for
    an accent without its letter and for what only steers (category M or Cf), such as a turned direction."""
    if unicodedata.category(sign) in _NOT_SET:
        return ""
    plain = unicodedata.normalize("NFKD", sign)[0]
    return next((one for one in (sign, plain) if _has_font(one)), "?")


def _has_font(sign: str) -> bool:
    if sign.isascii():
        return sign.isprintable()
    try:
        _compiled(_as_data([Part(1, sign)], Tongue.INDONESIAN))
    except ValueError:
        return False
    return True
