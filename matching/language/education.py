"""Levels of schooling in the many names that Indonesian schools have had."""

import re
from collections.abc import Iterator
from typing import Literal

from matching.language.problems import refusal, require_text
from matching.vocabulary import Education

_PATTERNS = (
    (
        Education.NONE,
        r"(?:tidak|tdk|belum|tak|blm)\s+(?:pernah\s+)?(?:sekolah|bersekolah)|(?:tidak|tdk|belum)\s+tamat\s+sd",
    ),
    (Education.S3, r"s-?\s?3|strata[ -]?(?:3|iii)|doktor(?:al)?|doctorate|phd"),
    (Education.S2, r"s-?\s?2|strata[ -]?(?:2|ii)|magister|master(?:'?s)?(?:'? degree)?"),
    (
        Education.S1,
        r"s-?\s?1|strata[ -]?(?:1|i|satu)|sarjana(?: terapan)?|bachelor(?:'?s)?(?:'|’s)?"
        r"|undergraduate(?: degree)?|d[-. ]?(?:4|iv)|diploma[ -]?(?:4|iv)",
    ),
    (Education.D3, r"d[-. ]?(?:3|iii)|diploma[ -]?(?:3|iii|tiga)|ahli madya"),
    (Education.D2, r"d[-. ]?(?:2|ii)|diploma[ -]?(?:2|ii|dua)"),
    (Education.D1, r"d[-. ]?(?:1|i)|diploma[ -]?(?:1|i|satu)"),
    (
        Education.SMA,
        r"sm[aku]|smta|smkk|slta|sltu|stm|smea|mak?|aliyah|madrasah aliyah|smalb|paket c"
        r"|sekolah menengah (?:atas|kejuruan|umum)|(?:senior |vocational )?high school|vocational school",
    ),
    (
        Education.SMP,
        r"smp|smtp|sltp|mts|tsanawiyah|madrasah tsanawiyah|smplb|paket b"
        r"|sekolah menengah pertama|junior high(?: school)?",
    ),
    (
        Education.SD,
        r"sd|mi|ibtidaiyah|madrasah ibtidaiyah|sdlb|sekolah rakyat|paket a|sekolah dasar|elementary(?: school)?",
    ),
)
_LEVEL = re.compile(
    r"(?:(?<![\w.])|(?<=\bmin\.))(?:"
    + "|".join(f"(?P<L{level.value}>{pattern})" for level, pattern in _PATTERNS)
    + r")(?!\w)"
)
_UNTIL = re.compile(
    r"\b(sd|smp|sltp|sma|smk|slta|stm|d[1-4])\s+(?:sd|s/d|s\.d\.?)\s+(?=(?:smp|sltp|sm[ak]|slta|stm|[ds][1-4])\b)"
)
_AT_MOST = re.compile(r"\b(?:maks(?:imal|imum)?|max(?:imal|imum)?|paling tinggi|up to)\b")
_UNFINISHED = re.compile(
    r"\b(?:kelas|kls|semester|(?:tidak|tdk|belum) (?:tamat|lulus)|putus sekolah|drop ?out|mahasiswa)\b"
)
_DIPLOMAS = frozenset({Education.D1, Education.D2, Education.D3})
_ONLY_BESIDE = frozenset({"ma", "mak", "mi", "master", "sd", "ahli madya"})
_OTHER_WORDS = frozenset({"di", "d i", "d.i"})  # "di": in
_PLAINLY_SCHOOL = re.compile(r"(?:pendidikan|lulusan|min(?:imal)?|tamat(?:an)?|ija[zs]ah)\b[.: ]*$")
_BARE_DIPLOMA = re.compile(r"\bdiploma\b(?![ -]?(?:[1-4]|i{1,3}\b|iv\b|satu|dua|tiga))")


def parse_education(
    text: str, field: str = "education", *, several: Literal["refuse", "lowest"] = "refuse"
) -> Education:
    """Read `SMA/SMK sederajat`, `STM`, `Paket C`, `SLTP`, `D-III`, `S1/D4`, `Sarjana`, `tidak sekolah`.

    With `several="lowest"` (what a vacancy requires) `SMA - S1` is SMA: the lowest level named is enough. A
    person's own education is one level (`several="refuse"`).

    Raises:
        InvalidValue: no level, several where one is asked, a diploma without its number, an unfinished level,
            or an upper limit.
    """
    words = _UNTIL.sub(r"\1 - ", require_text(field, text))  # "SMP sd SMA": sampai dengan, not sekolah dasar
    levels = {Education(int(str(match.lastgroup)[1:])) for match in _LEVEL.finditer(words)}
    if Education.NONE not in levels and _UNFINISHED.search(words):
        raise refusal(
            field,
            "tulis jenjang terakhir yang tamat, contoh SMP",
            "write the last completed level, for example SMP",
        )
    if _AT_MOST.search(words):
        raise refusal(
            field,
            "tulis pendidikan paling rendah, contoh: minimal SMP",
            "write the lowest level, as in: minimal SMP",
        )
    if _BARE_DIPLOMA.search(words) and not levels & _DIPLOMAS:
        raise refusal(field, "diploma berapa? D1, D2, D3, atau D4", "which diploma? D1, D2, D3 or D4")
    if not levels:
        raise refusal(
            field,
            "jenjang tidak dikenal; pilih: tidak sekolah, SD, SMP, SMA/SMK, D1, D2, D3, S1/D4, S2, S3",
            "unknown level; choose: tidak sekolah (none), SD, SMP, SMA/SMK, D1, D2, D3, S1/D4, S2, S3",
        )
    if len(levels) > 1 and several == "refuse":
        raise refusal(
            field,
            f"ada beberapa jenjang ({_names(levels)}); tulis satu, yang terakhir tamat",
            f"several levels ({_names(levels)}); write one, the last completed",
        )
    return min(levels)


def find_levels(words: str) -> Iterator[tuple[Education, int, int]]:
    """Levels named in running text that is in lower case, with where each stands.

    Words that mean a level only beside another one (`MA`, `MI`, `master`) are left out where they stand alone; a
    diploma without its number is the lowest, D1.
    """
    words = _UNTIL.sub(lambda match: f"{match.group(1)} - ".ljust(len(match.group())), words)
    found = [
        (Education(int(str(match.lastgroup)[1:])), match.start(), match.end())
        for match in _LEVEL.finditer(words)
        if match.group() not in _OTHER_WORDS and words[match.start() - 2 : match.start()] != "s/"
    ]
    found += [
        (Education.D1, match.start(), match.end())
        for match in _BARE_DIPLOMA.finditer(words)
        if not any(_beside(words, match, start, end) for _, start, end in found)
    ]
    sure = [
        (level, start, end)
        for level, start, end in found
        if words[start:end] not in _ONLY_BESIDE
        or (words[start:end] == "sd" and _PLAINLY_SCHOOL.search(words[:start]))
    ]
    yield from sorted(found if sure else [], key=lambda level: level[1])


def _beside(words: str, diploma: re.Match[str], start: int, end: int) -> bool:
    """Whether a bare diploma only spells out the level next to it: `D3 (Diploma)`."""
    between = words[end : diploma.start()] if end <= diploma.start() else words[diploma.end() : start]
    return len(between) <= 3 and not between.strip(" ()")


def _names(levels: set[Education]) -> str:
    return ", ".join(level.name for level in sorted(levels))
