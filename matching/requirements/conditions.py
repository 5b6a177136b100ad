"""What else a clause says of the work: SKCK, what to be ready for, openings, where people are placed."""

import re
from collections.abc import Iterator

from matching.errors import InvalidValue
from matching.language.numbers import parse_count
from matching.requirements.clauses import Clause, Section
from matching.requirements.hints import only_where
from matching.requirements.items import Item, Strength, Willingness
from matching.requirements.strength import item_at, strength_at

_LETTER = re.compile(
    r"\bskck\b|\bsurat (?:keterangan )?(?:catatan kepolisian|kelakuan baik)\b|\bpolice (?:record|clearance)\b"
)
_READY = re.compile(r"\b(?:bersedia|siap|sanggup|mau|willing(?:ness)?|ready|able to)\b(?P<for>[^;.]{0,90})")
_PHRASES = {
    Willingness.SHIFT: r"\bshift\w*|\bsif\b|rotasi jam",
    Willingness.OVERTIME: r"\blembur\w*|\bovertime\b",
    Willingness.TRAVEL: r"\bdinas\b|luar kota|keluar kota|\bmobile\b|\bmobilitas\b|\btravel\w*|perjalanan",
    Willingness.PLACEMENT: r"di ?tempatkan|penempatan|\bbe placed\b",
    Willingness.ELSEWHERE: r"(?:di ?tempatkan|penempatan|di ?tugaskan|placed)[^,;]{0,25}(?:luar (?:kota|pulau|daerah)"
    r"|mana ?(?:pun|saja)"
    r"|seluruh (?:indonesia|wilayah|cabang)|anywhere)|di ?mutasi|\brelocat\w+|luar pulau",
}
_FOR = {kind: re.compile(pattern) for kind, pattern in _PHRASES.items()}
_OPENINGS = re.compile(
    r"\b(?:(?:di)?butuh(?:kan)?|membutuhkan|di ?cari|kuota|formasi|jumlah|needed|vacanc(?:y|ies)|hiring"
    r"|posisi)\b[^.;\d]{0,50}?(?P<before>\d{1,4})\s*"
    r"(?:orang|org|pax|persons?|people)\b|(?:^|\()\s*(?P<alone>\d{1,4})\s*(?:orang|org|pax|persons?)\s*(?:\)|$)"
)
_PLACEMENT = re.compile(
    r"\b(?:(?:lokasi |area )?(?:penempatan|ditempatkan di|placement)|lokasi (?:kerja|pekerjaan)|(?:work|job) location)"
    r"(?: (?:kerja|di|area))*\s*:?\s*(?P<where>(?!sesuai|kerja|di ?mana|area)[a-z][^;.()\n]{2,80})"
)
MOST_OPENINGS = 2_000


@only_where("skck|catatan kepolisian|kelakuan baik|police")
def police_record_letters(clause: Clause) -> Iterator[Item[bool]]:
    """Whether the letter (SKCK) is asked for; False where a clause says that it is not needed."""
    for match in _LETTER.finditer(clause.words):
        strength = strength_at(clause, match.start(), match.end())
        yield item_at(
            clause,
            strength is not Strength.NOT_NEEDED,
            match.start(),
            match.end(),
            0.95,
            strength=strength,
        )


@only_where("bersedia|siap|sanggup|mau|willing|ready|able to")
def willingness(clause: Clause) -> Iterator[Item[Willingness]]:
    """What people must be ready for, as far as `bersedia`, `siap` or `willing to` says so."""
    for ready in _READY.finditer(clause.words):
        for kind, pattern in _FOR.items():
            match = pattern.search(clause.words, ready.start("for"), ready.end("for"))
            if match:
                yield item_at(clause, kind, ready.start(), match.end(), 0.9)


@only_where(r"\d\s*(?:orang|org|pax|pe)")
def openings(clause: Clause) -> Iterator[Item[int]]:
    """How many people are wanted."""
    for match in _OPENINGS.finditer(clause.words):
        try:
            count = parse_count(match["before"] or match["alone"], most=MOST_OPENINGS)
        except InvalidValue:
            continue
        if count:
            yield item_at(clause, count, match.start(), match.end(), 0.8, strength=Strength.REQUIRED)


@only_where("penempatan|ditempatkan di|placement|lokasi|location")
def placements(clause: Clause) -> Iterator[Item[str]]:
    """Where people are placed, in lower case as written."""
    if clause.tells(Section.DUTIES):
        return
    for match in _PLACEMENT.finditer(clause.words):
        where = match["where"].strip()
        yield item_at(clause, where, *match.span("where"), 0.7, strength=Strength.REQUIRED)
