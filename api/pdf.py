"""Papers as PDF: parts that were composed elsewhere (`api.shortlist_sheet.Part`), set for A4 by reportlab.

Headings and lines become paragraphs of the one embedded font. What somebody has typed is escaped, so that it is never
read as reportlab's own markup, which could name a file of this machine.
"""

import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from html import escape

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, KeepTogether, Paragraph, SimpleDocTemplate, Spacer

from api.shortlist_sheet import Part
from matching.messages import Tongue

MEDIA_TYPE = "application/pdf"
_MARGIN = 56.0  # points; two centimetres
_TO_TICK = "☐"
_BOX = "o"  # of ZapfDingbats, which every reader has
_SIZES = {1: 17.0, 2: 13.0, 3: 11.0}


def pdf_of(parts: Sequence[Part], tongue: Tongue) -> bytes:
    """The parts as a PDF whose title is the first heading and whose language is said, for who has it read aloud, with a
    bookmark for each heading of level 1 and 2."""
    written = io.BytesIO()
    paper = SimpleDocTemplate(
        written,
        pagesize=A4,
        title=parts[0].heading,
        author="Jembatan Kerja",
        lang=str(tongue),
        displayDocTitle=True,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN,
    )
    paper.build([KeepTogether(section) for section in _sections(parts)])
    return written.getvalue()


def headers(name: str) -> dict[str, str]:
    """Of an answer that is kept as a file; `name` says what it is, never who is meant."""
    return {"Content-Disposition": f'attachment; filename="{name}.pdf"'}


def _sections(parts: Iterable[Part]) -> Iterator[list[Flowable]]:
    """A section begins at each heading of level 2 and stays on one page where it fits."""
    section: list[Flowable] = []
    for number, part in enumerate(parts):
        if part.level < 3 and section:
            yield section
            section = []
        section += _set(part, f"bagian-{number}")
    yield section


class _Heading(Paragraph):  # type: ignore[misc] # the library has no types
    """A heading to which a bookmark leads, as deep as its level; those below level 2 are too many to be told apart."""

    said, level, key = "", 0, ""

    def draw(self) -> None:
        """Set it, and let it be found."""
        if self.level in (1, 2):
            self.canv.bookmarkHorizontal(self.key, 0, self.height)
            self.canv.addOutlineEntry(self.said, self.key, self.level - 1)
        super().draw()


def _set(part: Part, key: str) -> Iterator[Flowable]:
    yield Spacer(1, 4)
    heading = _Heading(_written(part.heading), _heading(part.level))
    heading.said, heading.level, heading.key = part.heading, part.level, key
    yield heading
    for line in part.lines:
        if line.startswith(_TO_TICK):
            yield Paragraph(_written(line.removeprefix(_TO_TICK)), _line("ZapfDingbats"), bulletText=_BOX)
        elif part.listed:
            yield Paragraph(_written(line), _line(_fonts()[0]), bulletText="•")
        else:
            yield Paragraph(_written(line), _line())


@cache
def _fonts() -> tuple[str, str]:
    """The plain and the bold font, which come with reportlab and go into the file as far as they are used."""
    names = ("Vera", "VeraBd")
    for name in names:
        pdfmetrics.registerFont(TTFont(name, f"{name}.ttf"))
    return names


@cache
def _heading(level: int) -> ParagraphStyle:
    size = _SIZES[level]
    return ParagraphStyle(f"h{level}", fontName=_fonts()[1], fontSize=size, leading=size * 1.3, spaceAfter=3)


@cache
def _line(bullet: str = "") -> ParagraphStyle:
    return ParagraphStyle(
        f"line-{bullet}",
        fontName=_fonts()[0],
        fontSize=10.5,
        leading=15,
        spaceAfter=2,
        leftIndent=14 if bullet else 0,
        bulletFontName=bullet or _fonts()[0],
    )


def _written(text: str) -> str:
    return escape("".join(map(_sign, text)), quote=False)


@cache
def _sign(sign: str) -> str:
    """The sign, or what is nearest to it in the font: a letter without its accent, else a question mark."""
    known = pdfmetrics.getFont(_fonts()[0]).face.charToGlyph
    plain = unicodedata.normalize("NFKD", sign)[0]
    return next((one for one in (sign, plain) if ord(one) in known), "?")
