"""Schooling that a clause asks for. The lowest level of a list is what is asked: "SMA/SMK, D3" is SMA."""

import re
from collections.abc import Iterator

from matching.language.education import find_levels
from matching.requirements.clauses import Clause, Section
from matching.requirements.hints import only_where
from matching.requirements.items import Item, Strength
from matching.requirements.strength import item_at, strength_at, surely
from matching.vocabulary import Education

_ASKED = re.compile(
    r"\b(?:(?:ber)?pendidikan|lulus(?:an)?|tamat(?:an)?|ija[sz]ah|gelar|bergelar|education|graduated?"
    r"|degree|fresh ?graduated?)\b"
)
_LIKELY = re.compile(
    r"\b(?:min(?:i?mal|imum)?|sederajat|sederajad|setara|jurusan|at least|equivalent|kualifikasi"
    r"|background|fakultas|semua jurusan|majoring|in any)\b"
)
_OF_OTHERS = re.compile(  # the level of pupils, a school's name
    r"\b(?:guru|pengajar|mengajar|tutor|siswa|siswi|murid|tingkat|jenjang|anak|unit|pelajaran|les"
    r"|kurikulum|untuk|kb|tk|paud"
    r"|peserta didik|pendamping|teacher|students?|dosen|magang|yayasan|materi|soal|pgsd)\b[^,;:.]{0,28}$"
)
_NOTHING_BUT = re.compile(
    r"[\W\d]*(?:(?:sm[aku]|smp|slta|stm|d[1-4]|s[12]|sederajat|atau|dan|semua|jurusan|min(?:imal)?"
    r"|/k)[\W]*)+(?:\(?di\w+kan\)?)?\W*"
)
_NO_LEVEL = re.compile(
    r"\b(?:tidak ada|tanpa) (?:batas(?:an)?|syarat)?\s*(?:minimal |minimum )?(?:pendidikan"
    r"|ija[sz]ah)\b|\bpendidikan (?:tidak|bebas|tdk) ?(?:dibatasi|penting|diutamakan)?\b"
    r"|\bsemua (?:jenjang|latar belakang) pendidikan\b"
)
_AT_MOST = re.compile(  # an upper limit asks for no level
    r"\bma(?:ks|x)(?:imal|imum)?\b[. :]*(?:(?:pendidikan|lulusan|setingkat"
    r"|terakhir)[: ]+)*(?:[\w-]{2,4}\s*[/,]\s*)*$"
)
_AND_BELOW = re.compile(
    r"\W*(?:(?:sederajat|dan|ataupun|atau)\W+)*(?:ke|di) ?bawah(?:nya)?\b|\W*(?:and|or) (?:below|less|lower)\b"
)
_BELOW = re.compile(r"\b(?:di ?bawah|below|less than|lower than)\W+(?:lulusan\W+|pendidikan\W+)?$")
_PROFESSION = re.compile(  # schooling for a profession follows an S1
    r"\b(?:lulusan|pendidikan|ijazah|gelar) (?:program )?profesi\s?:?\s(?:dokter|apoteker|ners|perawat|bidan|guru"
    r"|akuntan|insinyur|psikolog|advokat)\b|\blulusan (?:dokter|apoteker|ners)\b"
)
_GOES_ON = re.compile(r"[^,;()]{0,25}(?:[,/&]|\b(?:atau|dan|or)\b)\s*")
_PROSE = re.compile(
    r"\b(?:mencari|membutuhkan|merupakan|adalah|sekolah (?!menengah)|berlokasi|membuka|looking for)\b"
)
_LONGEST_BARE = 90


@only_where(
    r"s-?\s?[123](?!\w)|d[-. ]?[1-4](?!\w)|d[-. ]?(?:iii?|iv)(?!\w)|d-i(?!\w)|sd(?!\w)|sdlb|paket [abc]"
    "|sm[akupte]|slt|stm|mts|diploma"
    "|sekolah|school|junior high|strata|doktor|doctor|phd|magister|master|sarjana|bachelor|undergraduate"
    "|aliyah|tsanawiyah|ibtidaiyah|elementary|pendidikan|ija[sz]ah"
    r"|profesi\s?:?\s|lulusan (?:dokter|apoteker|ners)"
)
def education(clause: Clause) -> Iterator[Item[Education]]:
    """Levels of schooling with where each stands, those of pupils and of schools' names left out."""
    for match in _NO_LEVEL.finditer(clause.words):
        yield item_at(clause, Education.NONE, *match.span(), 0.9, strength=Strength.REQUIRED)
    for match in _PROFESSION.finditer(clause.words):
        yield item_at(clause, Education.S1, *match.span(), 0.9)
    before = (Strength.REQUIRED, 0)
    for level, start, end in find_levels(clause.words):
        sure = _sureness(clause, start, end)
        if _is_upper_limit(clause.words, start, end):
            continue
        if sure:
            strength = strength_at(clause, start, end)
            if before[0] is Strength.PREFERRED and _GOES_ON.fullmatch(clause.words[before[1] : start]):
                strength = Strength.PREFERRED  # "diutamakan S1 Akuntansi, S1 Manajemen"
            before = (strength, end)
            if strength is Strength.REQUIRED:
                sure = surely(clause, start, end, sure)
            yield item_at(clause, level, start, end, sure, strength=strength)


def _is_upper_limit(words: str, start: int, end: int) -> bool:
    """Whether a level is the highest that is welcome: "maksimal SMA", "SMA ke bawah"."""
    before = _AT_MOST.search(words, 0, start) or _BELOW.search(words, 0, start)
    return before is not None or _AND_BELOW.match(words, end) is not None


def _sureness(clause: Clause, start: int, end: int) -> float:
    """How surely the clause asks its reader for this level; 0 where it does not."""
    before = clause.words[:start]
    asked = max((match.end() for match in _ASKED.finditer(before)), default=-1)
    if _OF_OTHERS.search(before[max(asked, 0) :]) or _is_a_school(clause.words, start, end):
        return 0.0
    if clause.label.startswith(("pendidikan", "education")):
        return 0.9
    if asked >= 0:
        return 0.9 if clause.tells(Section.DUTIES, Section.BENEFITS) else 0.97
    if _NOTHING_BUT.fullmatch(clause.words):
        return 0.9
    if clause.tells(Section.DUTIES, Section.BENEFITS, Section.ELSEWHERE, Section.TITLE):
        return 0.8 if re.search(r"\bmin(?:imal|imum)?\b[. ]*$", before) else 0.0
    if _LIKELY.search(clause.words):
        return 0.95 if not _PROSE.search(clause.words) else 0.7
    segment = re.split(r"[,;(]\s*", before)[-1]
    bare = len(clause.words) <= _LONGEST_BARE and not _PROSE.search(clause.words)
    if len(segment) <= 12:
        return 0.9 if bare else 0.75
    return 0.75 if bare or _ASKED.match(clause.words[end:].lstrip(" /')")) else 0.0


def _is_a_school(words: str, start: int, end: int) -> bool:
    """Whether what stands here is the name of a school that speaks of itself: "SMK Harapan membuka ..."."""
    return (
        start <= 3
        and re.match(
            r"(?: [\w.]+){1,6}? (?:membuka|membutuhkan|mencari|sedang|adalah|merupakan)\b", words[end:]
        )
        is not None
    )
