"""A text → its clauses: bullets, sentences and labelled parts of lines, each under the heading that governs it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from matching.language.text import aligned, split_lines
from matching.requirements.cues import NOT_NEEDED
from matching.requirements.verdicts import is_verdict, may_head


class Section(StrEnum):
    """What a heading says of the lines below it."""

    TITLE = "title"  # the first line
    NEUTRAL = "neutral"  # before the first heading, or below one that says nothing
    REQUIREMENTS = "requirements"
    PREFERRED = "preferred"
    DUTIES = "duties"
    BENEFITS = "benefits"
    ELSEWHERE = "elsewhere"  # working hours, how to apply, the company


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of text in lower case (`words`), which begins at `start`; `label` is the heading right above it.

    Where `judged` is not 0, a sentence that begins there says of what stands before it how much it is asked for.
    """

    words: str
    start: int
    section: Section
    label: str = ""
    form: bool = False  # stands in a line that a portal writes into every advertisement
    judged: int = 0

    def tells(self, *sections: Section) -> bool:
        """Whether it stands in one of these sections."""
        return self.section in sections


_SECTIONS = (
    (
        Section.PREFERRED,
        r"nilai (?:plus|tambah|lebih)|^(?:lebih )?(?:diutamakan|disukai)|prefer|nice to have|opsional|optional"
        r"|poin(?:t)? (?:plus|tambah)|bonus point"
        rf"|(?:^|\(|syarat(?:an)? |kualifikasi )(?:{NOT_NEEDED})\W*$",
    ),
    (
        Section.REQUIREMENTS,
        r"kualifikasi|k?ualification|persyarat|syarat|requirement|kriteria|criteria|keahlian|skill|keterampilan"
        r"|kebutuhan|must have|pendidikan|pengalaman|kami cari|kamu butuhkan|spesifikasi|specification|job spec"
        r"|^(?:wajib|umur|usia|age|gender|jenis kelamin|experience|education|who you are)\b",
    ),
    (
        Section.DUTIES,
        r"tanggung ?jawab|tugas|job ?des|deskripsi|description|responsibilit|uraian|duties|gambaran pekerjaan"
        r"|ringkasan pekerjaan|what you.{1,4}ll do",
    ),
    (
        Section.BENEFITS,
        r"benefit|manfaat|tunjangan|insentif|fasilitas|keuntungan|tawarkan|we offer|kompensasi|gaji|salary|upah"
        r"|what you.{1,4}ll get|what we give",
    ),
    (
        Section.ELSEWHERE,
        r"waktu (?:bekerja|kerja)|jam kerja|working hours|lokasi|penempatan|placement|cara (?:melamar|mendaftar)"
        r"|informasi|tentang|about|disclaimer|catatan|email|kontak|contact|batas lamaran|berkas|formulir|posisi",
    ),
)
_HEADS = tuple((section, re.compile(pattern)) for section, pattern in _SECTIONS)
_BARE = re.compile(  # a heading without its colon
    r"(?:(?:job |general |main |key )?(?:requirements?|qualifications?|descriptions?|responsibilit(?:y"
    r"|ies)|desk|desc|specs?)"
    r"|kualifikasi(?: (?:umum|khusus|pekerjaan))?|(?:per)?syaratan?(?: (?:umum|khusus|minimum))?"
    r"|kriteria|benefits?|fasilitas"
    r"|deskripsi(?: pekerjaan)?|tugas(?: dan tanggung ?jawab)?|tanggung ?jawab(?: pekerjaan)?|jobdes[ck]?s?"
    r"|nilai (?:plus|tambah)(?: \((?:diutamakan|opsional|optional)\))?|lebih disukai"
    r"|tunjangan|insentif|keahlian|gaji|salary|range gaji|besaran gaji"
    r"|pendidikan|pengalaman|umur|usia|gender|jenis kelamin)"
)
_BARE_ALONE = re.compile(rf"[\W_]*({_BARE.pattern})[\W_]*")
_INLINE_HEAD = re.compile(
    r"(?:(?<=[^\w\s])|(?<=\s)|(?<=[a-z0-9])(?=[A-Z])|^)(?i:(?:job |special )?(?:kualifikasi"
    r"|persyaratan|syarat|requirements?"
    r"|qualifications?|kriteria|benefits?|job ?des[ck]\w*|tanggung jawab|tugas|nilai plus|fasilitas|deskripsi)"
    r"(?: (?:utama|umum|khusus|pekerjaan|marketing|dan|&|tanggung|jawab)){0,3} ?:)"
)
_GLUED = re.compile(  # "30 tahunPendidikan minimal SMKMemiliki SIM C"; the capital first, for `re` jumps to such
    r"[BDFGJLMPSUW](?<=[a-zA-Z0-9).;](?=(?:Pendidikan|Usia|Umur|Memiliki|Mempunyai|Pengalaman"
    r"|Berpengalaman|Fresh|Jenis|Lulusan|Jurusan"
    r"|Minimal|Maksimal|Pria|Wanita|Laki|Perempuan|Bersedia|Mampu|Domisili|Gaji|Sehat|Jujur|Menguasai|Dapat|Bisa)\b).)"
)
_LEFT_OPEN = re.compile(
    r"(?i:\b(?:min(?:imal|imum)?\.?|ma(?:ks|x)(?:imal|imum)?\.?|(?<=\w )(?:dan|atau)"
    r"|(?:wajib|harus|diutamakan|disukai)(?: yang)? (?:memiliki|mempunyai)"
    r"|(?<=memiliki )(?:sertifikat|lisensi|sio|sim))\s*$)"
)
_FORM = re.compile(
    r"(?m:^[^\n]*(?:untuk posisi ini|[Kk]andidat (?:tanpa foto|wajib upload foto|dari mana saja)[^\n]*)\s*$)"
)
_COUNTS = re.compile(r"(?i:\b(?:pengalaman(?: kerja)?|usia|umur)\s*$)")
_TAKES_UP = re.compile(
    r"(?i:(?:sangat |lebih |akan )?(?:diutamakan|disukai)\W*$|tidak dibatasi)"
    r"|(?:di (?!mana)|dari |dengan |untuk |pada |sebagai |dalam |atau |forklift\b|lebih )"  # a small letter
)
_WISH = re.compile(r"(?i:\W*(?:lebih |sangat )?(?:disukai|diutamakan)\s*$)")
_LINE = re.compile(r"[^\r\n]+")
LINES_REMEMBERED = 20_000
TEXTS_REMEMBERED = 4
_LONGEST_HEAD = 60
_LONGEST = 800
_LONGEST_JOINED = 200


@lru_cache(TEXTS_REMEMBERED)
def clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of a text in order; the first line counts as its title. Headings themselves are left out.

    Remembered for a moment: the reader of what is asked and the lint cut the same text.
    """
    return tuple(_clauses(text))


def _clauses(text: str) -> Iterator[Clause]:
    section, label, first = Section.NEUTRAL, "", True
    forms = [match.span() for match in _FORM.finditer(text)]
    for start, end, judged in _joined(text):
        words = aligned(text[start:end]).replace("\n", " ").replace("\r", " ")
        said_of = judged - start if judged else 0
        clause = Clause(
            words, start, Section.TITLE if first else section, "" if first else label, judged=said_of
        )
        if any(begin <= start < last for begin, last in forms):
            clause = replace(clause, form=True)
        head = None if first else _heading(words)
        first = False
        if head is None:
            yield clause
        else:
            section, label = _governed(head, section), head
            rest = _after_colon(words)
            if rest:
                said_of = max(said_of - rest, 0)
                yield replace(
                    clause,
                    words=words[rest:],
                    start=start + rest,
                    section=section,
                    label=label,
                    judged=said_of,
                )


def _joined(text: str) -> Iterator[tuple[int, int, int]]:
    """(start, end, `judged` in the text) of the pieces, those joined again that a line break has torn ("Usia maksimal"
    / "35 tahun"), and a verdict joined to what it is said of ("SIM B1." / "Tidak wajib.").
    """
    held: tuple[int, int, int] | None = None
    for start, end in _pieces(text):
        if held is None:
            held = (start, end, 0)
        elif _torn(text, held[:2], start, end):
            held = (held[0], end, held[2])
        elif _judges(text, held, start, end):
            held = (held[0], end, held[2] or start)
            if may_head(text, start, end):
                yield held
                held = (start, end, 0)
        else:
            yield held
            held = (start, end, 0)
    if held:
        yield held


def _judges(text: str, held: tuple[int, int, int], start: int, end: int) -> bool:
    if not is_verdict(text, held[1], start, end) or end - held[0] > _LONGEST:
        return False
    return _heading(aligned(text[held[0] : held[1]])) is None


def _torn(text: str, held: tuple[int, int], start: int, end: int) -> bool:
    if end - held[0] > _LONGEST_JOINED or text[held[1] : start].strip(" \r\n\t"):
        return False  # a bullet stands between
    counted = text[start].isdigit() and _COUNTS.search(text, *held)
    wished = text[start].islower() and _WISH.match(text, *held)
    taken_up = _TAKES_UP.match(text, start, end) and text[held[1] - 1] not in ".:;"
    return bool(counted or wished or taken_up or _LEFT_OPEN.search(text, *held))


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of lines, cut again where a heading stands inside and where lines are glued together."""
    for line in _LINE.finditer(text):
        before = max(line.start() - 1, 0)  # the line break: patterns look back at it
        for start, end in _cut(text[before : line.end()]):
            yield before + start, before + end


@lru_cache(LINES_REMEMBERED)
def _cut(text: str) -> tuple[tuple[int, int], ...]:
    """The pieces of one line. Many lines stand in vacancy after vacancy."""
    found: list[tuple[int, int]] = []
    for line in split_lines(text):
        cuts = {match.start() for match in _GLUED.finditer(text, line.start, line.end)}
        if ":" in line.text:
            for match in _INLINE_HEAD.finditer(text, line.start, line.end):
                cuts |= {match.start(), match.end()}
        for start, end in pairwise(sorted({line.start, line.end, *cuts})):
            found.extend(_bounded(text, start, end))
    return tuple(found)


def forget_lines() -> None:
    """Remember no line any more."""
    _cut.cache_clear()
    clauses.cache_clear()


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The piece, cut at blanks where it is longer than readers, which look back and forth in it, can bear."""
    while end - start > _LONGEST:
        cut = text.rfind(" ", start + 1, start + _LONGEST)
        cut = cut if cut > start else start + _LONGEST
        yield start, cut
        start = cut
    if any(map(str.isalnum, text[start:end])):
        yield start, end


def _heading(words: str) -> str | None:
    """The heading's own words where a piece is one, or begins with a label such as `umur: 20-30`; else None."""
    head, colon, rest = words.partition(":")
    if not colon:
        alone = _BARE_ALONE.fullmatch(words)
        return alone[1] if alone else None
    bare = re.sub(r"^[\W_]+|[\W_]+$", "", head)
    short = len(bare) <= _LONGEST_HEAD and not re.search(r"\d", bare)
    return bare if short and (not rest.strip(" -*") or _BARE.fullmatch(bare)) else None


def _after_colon(words: str) -> int:
    """Where what follows the colon begins; 0 where nothing does."""
    head, colon, rest = words.partition(":")
    return len(head) + 1 + len(rest) - len(rest.lstrip()) if colon and rest.strip(" -*") else 0


def _governed(head: str, before: Section) -> Section:
    return next((section for section, pattern in _HEADS if pattern.search(head)), before)
