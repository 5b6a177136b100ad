"""Schooling that a clause asks for. The lowest level of a list is what is asked: "SMA/SMK, D3" is SMA."""

import re
from collections.abc import Iterator

from matching.language.education import find_levels
from matching.requirements.clauses import Clause, Section
from matching.requirements.items import Item
from matching.requirements.strength import strength_at
from matching.vocabulary import Education

_ASKED = re.compile(
    r"\b(?:(?:ber)?pendidikan|lulus(?:an)?|tamat(?:an)?|ija[sz]ah|gelar|bergelar|education|graduated?|degree|fresh ?graduated?)\b"
)
_LIKELY = re.compile(
    r"\b(?:min(?:i?mal|imum)?|sederajat|sederajad|setara|jurusan|at least|equivalent|kualifikasi|background|fakultas|semua jurusan)\b"
)
_OF_OTHERS = re.compile(  # the level of pupils, a school's name
    r"\b(?:guru|pengajar|mengajar|tutor|siswa|siswi|murid|tingkat|jenjang|anak|unit|pelajaran|les|kurikulum|untuk|kb|tk|paud"
    r"|peserta didik|pendamping|teacher|students?|dosen|magang|yayasan|materi|soal|pgsd)\b[^,;:.]{0,28}$"
)
_PROSE = re.compile(r"\b(?:mencari|membutuhkan|merupakan|adalah|sekolah (?!menengah)|berlokasi|membuka|looking for)\b")
_LONGEST_BARE = 90


def education(clause: Clause) -> Iterator[Item[Education]]:
    """Levels of schooling with where each stands, those of pupils and of schools' names left out."""
    for level, start, end in find_levels(clause.words):
        sure = _sureness(clause, start, end)
        if sure:
            strength = strength_at(clause, start, end)
            yield Item(level, strength, clause.start + start, clause.start + end, sure)


def _sureness(clause: Clause, start: int, end: int) -> float:
    """How surely the clause asks its reader for this level; 0 where it does not."""
    before = clause.words[:start]
    asked = _ASKED.search(clause.words) or clause.label.startswith(("pendidikan", "education"))
    near = before[max((match.end() for match in _ASKED.finditer(before)), default=0) :]
    if _OF_OTHERS.search(near):
        return 0.0
    if asked:
        return 0.9 if clause.tells(Section.DUTIES, Section.BENEFITS) else 0.97
    if clause.tells(Section.DUTIES, Section.BENEFITS, Section.ELSEWHERE, Section.TITLE):
        return 0.8 if re.search(r"\bmin(?:imal|imum)?\b[. ]*$", before) else 0.0
    if _LIKELY.search(clause.words):
        return 0.95 if not _PROSE.search(clause.words) else 0.7
    bare = len(clause.words) <= _LONGEST_BARE and not _PROSE.search(clause.words)
    return (0.9 if start <= 12 else 0.75) if bare else 0.0
