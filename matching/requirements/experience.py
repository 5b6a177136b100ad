"""Experience that a clause asks for, in months, with or without a number, or plainly does not need."""

import re
from collections.abc import Iterator
from dataclasses import replace

from matching.language.durations import LENGTH_HINTS, StatedLength, find_lengths
from matching.requirements.clauses import Clause, Section
from matching.requirements.hints import only_where
from matching.requirements.items import Item, Strength
from matching.requirements.strength import item_at, strength_at

_WORD = r"(?:(?:ber)?peng(?:al|la|a)?[am]+an+(?:nya)?|pengalam\w*|pglm\w*|experiences?d?|experienced)"
_MENTION = re.compile(rf"(?<!\w){_WORD}(?!\w)")
_NEWCOMER = (
    r"(?:fr(?:e|ea|es|eas)sh?[ -]*(?:gr|rg|ga|fra)\w+|lulusan baru|baru lulus|pemula|recent graduates?)"
)
_NOT_NEEDED = re.compile(
    rf"\b(?:tanpa|non|no|without|belum|tidak|tdk)[ -]*(?:(?:harus|perlu|wajib|diperlukan|memerlukan"
    rf"|membutuhkan|diharuskan|ada"
    rf"|memiliki|mempunyai|punya|mensyaratkan|prior|previous|work|working|ber)[ -]*){{0,3}}{_WORD}"
    rf"|{_WORD}(?: kerja| yang dibutuhkan)?\W{{0,3}}(?:tidak|bukan) (?:di)?(?:utamakan|wajib(?:kan)?"
    rf"|perlu(?:kan)?|haruskan|keharusan|masalah|ada)"
    rf"|{_WORD}\W{{1,3}}(?:tidak ada|dan non|atau non|maupun non|non|tidak(?! (?:kurang|lebih|hanya|cukup|harus"
    rf"|wajib)\b)|tanpa)\b(?: {_WORD})?"
    rf"|no experience|(?<!non )(?<!bukan )(?<!#){_NEWCOMER}(?! (?:tidak|dilarang|not))"
)
_UNWELCOME = re.compile(
    r"\b(?:tidak|bukan|belum|not)\W+(?:(?:terbuka|menerima|dibuka|diperuntukkan|diperuntukan|berlaku|mencari"
    r"|untuk|bagi|open"
    r"|for|to|accepting)\W+)+$"
)
_AT_MOST = re.compile(  # an upper limit asks for no experience
    r"(?:\b(?:ma(?:ks|x)(?:imal|imum|imun)?|paling (?:lama|banyak|tinggi)"
    r"|(?<!tidak )(?<!tdk )(?<!tak )kurang dari|di ?bawah"
    r"|(?:tidak|tdk|tak|no|not) (?:lebih|more) (?:dari|than)|(?<!no )(?<!not )less than|under|up to)|<=?)[\W]*$"
)
_WELCOME = re.compile(
    r"[^,;()\d]{0,25}\b(?:boleh|silah?kan|dipersilah?kan|bisa|dapat|diterima|tidak masalah|dipertimbangkan"
    r"|welcome|fine|ok|oke|may apply)\b"
)
_PLAIN_MUST = re.compile(r"\b(?:(?:is|are) (?:a )?(?:must|required|mandatory)|wajib|diwajibkan|harus)\b")
_OTHER_EXPERIENCE = re.compile(  # what people have in shops, and what a company has
    r"(?:menambah|mendapat(?:kan)?|berbagi|sesuai|tergantung|memberikan|menyesuaikan|ilmu dan"
    r"|menciptakan|meningkatkan|berdasarkan"
    r"|user|customer|guest|shopping|menghadirkan|pada|memperoleh|gain|dengan|tim|instruktur|mentor"
    r"|oleh|dan kemampuan|skill)"
    r"(?: (?:yang|dan|work|kerja|profesional|tim|keahlian|kemampuan|dukungan|latar belakang))*\s*(?:,\s*)?$"
)
_OF_CUSTOMERS = re.compile(
    r"\s+(?:pelanggan|pengguna|belanja|konsumen|tamu|customer|user|menyenangkan|terbaik|berharga"
    r"|bersantap|makan|luar biasa|baru"
    r"|unik|kuliner|berkesan|nyata|praktis|langsung|bertahun|certificate|designer)\b"
)
_COMPANY = re.compile(
    r"\b(?:kami (?:adalah|telah|sudah|merupakan|memiliki|yang)|memiliki banyak (?=peng)|telah"
    r"|perusahaan (?:kami|yang)|berdiri|sejak|didirikan|our company)\b"
)
_HAS = re.compile(
    r"\b(?:memiliki|mempunyai|punya|wajib|harus|min(?:imal|imum)?|dengan|having|have|has|proven"
    r"|at least|pernah|sudah|butuh\w*|yang"
    r"|with|strong|relevant|terbukti|diperlukan|dibutuhkan|mencari|seorang|profesional|kandidat|candidate)\b"
)
_BRINGS = r"\b(?:memiliki|mempunyai|punya|wajib|harus|minimal|diutamakan|yang|sudah|lebih|kerja|have|having|prior)\b"
_AS_WORK = re.compile(
    r"\b(?:sebagai|di ?bidang\w*|bidang|di ?posisi|menjadi|pernah|bekerja|mengajar|posisi|in (?:a"
    r"|the) (?:similar|same|related))\b"
)
_OF_AGE = re.compile(r"\b(?:usia|umur|berusia|berumur|aged?)\b[^,;]{0,25}$|\b(?:usia|umur)\b")
_AFTER_AGE = re.compile(r"\W{0,3}(?:years? )?old\b|\s*(?:usia|umur)\b")
_OR_ELSE = re.compile(  # what experience may be replaced by
    rf"{_WORD}(?: [\w]+){{0,2}}\s*(?:/|atau|or)\s*(?:memiliki |mempunyai )?(?:minat|ilmu|pengetahuan"
    rf"|keterampilan|kemampuan|paham|passion|skill)"
    rf"|(?:/|\batau\b)\s*(?:memiliki |mempunyai )?{_WORD}"
)
_NOT_OF_WORK = re.compile(
    r"(?:kontrak|percobaan|probation|training|setelah|selama lebih dari|dalam(?: waktu)?|sejak|setiap"
    r"|garansi|ikatan dinas|per|tempo|domisili"
    r"|lulus(?:an)?|magang|masa|after|durasi|every|cuti|paling lambat|pajak)\W+(?:\w+\W+){0,2}$"
)
_OF_PUPILS = re.compile(
    r"\b(?:anak|siswa|murid|bayi|balita|children|kids)\W+(?:(?:di ?bawah|usia|umur|under|below)\W+)*$"
)
_SLASH, _OR = re.compile(r"\W{0,2}/"), re.compile(r"\b(?:atau|or)\b")
_EASED = re.compile(r"\bmin(?:i?mal|imum)?\b|\bat least\b|\bsetidaknya\b|\bsekurang")
MOST_MONTHS_ASKED = 20 * 12


@only_where(
    "peng(?:al|la|aa|am|m)|experience|pglm|fre|lulusan baru|baru lulus|pemula|recent g", *LENGTH_HINTS
)
def experience(clause: Clause) -> Iterator[Item[int | None]]:
    """Months asked (None: without a number; 0, not needed: none), each with the span of its words."""
    spared = [
        match
        for match in _NOT_NEEDED.finditer(clause.words)
        if not _UNWELCOME.search(clause.words, 0, match.start())
    ]
    if not clause.tells(Section.BENEFITS, Section.ELSEWHERE):
        for match in spared:
            yield item_at(clause, 0, match.start(), match.end(), 0.95, strength=Strength.NOT_NEEDED)
    mentions = [
        match
        for match in _MENTION.finditer(clause.words)
        if _is_asked(clause, match) and not any(s.start() <= match.start() < s.end() for s in spared)
    ]
    lengths = [length for length in find_lengths(clause.words) if _is_of_work(clause, length, bool(mentions))]
    capped = [length for length in lengths if _AT_MOST.search(clause.words, 0, length.start)]
    lengths = [length for length in lengths if length not in capped]
    for length in capped:
        welcome = _WELCOME.match(clause.words, length.end)
        if welcome or not lengths:
            starts = (*(match.start() for match in mentions), length.start)
            sure = 0.95 if welcome else 0.7  # with a minimum elsewhere an upper limit says little
            yield item_at(clause, 0, min(starts), length.end, sure, strength=Strength.NOT_NEEDED)
    if len(lengths) > 1 and (
        _SLASH.match(clause.words, lengths[0].end)
        or _OR.search(clause.words, lengths[0].end, lengths[-1].start)
    ):
        lengths = [min(lengths, key=lambda length: length.months)]
    for length in lengths:
        near = min(mentions, key=lambda match: abs(match.start() - length.start), default=None)
        start = min(length.start, near.start()) if near else length.start
        end = max(length.end, near.end()) if near else length.end
        item = _item(clause, length.months, start, end, sure=0.97 if near else 0.8)
        own = strength_at(clause, length.start, length.end)
        yield item if own is Strength.REQUIRED or not item.required else replace(item, strength=own)
    if mentions and not lengths and not capped:
        yield _item(clause, None, mentions[0].start(), mentions[0].end(), sure=_sureness(clause, mentions[0]))


def _item(clause: Clause, months: int | None, start: int, end: int, *, sure: float) -> Item[int | None]:
    strength = strength_at(clause, start, end) if months != 0 else Strength.NOT_NEEDED
    either = months is None and strength is Strength.REQUIRED and _OR_ELSE.search(clause.words)
    if either and not _PLAIN_MUST.search(clause.words):
        strength = Strength.PREFERRED
    return item_at(clause, months, start, end, sure, strength=strength)


def _is_asked(clause: Clause, mention: re.Match[str]) -> bool:
    """Whether a mention is of experience that people bring, and not what customers, teams or companies have."""
    before, after = clause.words[: mention.start()], clause.words[mention.end() :]
    if (
        _OF_CUSTOMERS.match(after)
        or _COMPANY.search(before)
        or re.match(r"\s*(?:yang dibutuhkan|dari tim)\W*", after)
    ):
        return False
    if _OTHER_EXPERIENCE.search(before) and not find_any(after):
        return False
    segment = re.split(r"[,;(]\s*", before)[-1]
    if clause.tells(Section.DUTIES, Section.BENEFITS, Section.ELSEWHERE):
        return find_any(clause.words) or not re.sub(_BRINGS, "", segment).strip(" -*:.")
    if clause.tells(Section.TITLE):
        return "berpengalaman" in mention.group()
    if not after.strip(" .:") and not before.strip() and not mention.group().startswith("ber"):
        return False  # the bare word is a heading
    leads = len(segment.strip(" -*:")) <= 25
    return (
        leads
        or mention.group().startswith("ber")
        or bool(_HAS.search(before))
        or clause.section is Section.REQUIREMENTS
    )


def find_any(words: str) -> bool:
    """Whether a text names a length of time."""
    return next(find_lengths(words), None) is not None


def _is_of_work(clause: Clause, length: StatedLength, mentioned: bool) -> bool:
    """Whether a length is of experience, and not an age, a contract or the years that a company has stood."""
    before, after = clause.words[: length.start], clause.words[length.end :]
    if length.months > MOST_MONTHS_ASKED or _AFTER_AGE.match(after) or _nearer_to_age(before):
        return False
    if _OF_PUPILS.search(before):
        return False
    if _NOT_OF_WORK.search(before[-30:]) and not _MENTION.search(before[-45:]):
        return False
    if mentioned:
        return True
    if _COMPANY.search(clause.words) or clause.tells(
        Section.BENEFITS, Section.ELSEWHERE, Section.TITLE, Section.DUTIES
    ):
        return False
    if clause.label.startswith(("pengalaman", "experience")) or not f"{before}{after}".strip(" .-"):
        return length.most <= 10 * 12
    return bool(_EASED.search(before) or length.start <= 2) and bool(_AS_WORK.search(clause.words))


def _nearer_to_age(before: str) -> bool:
    age = max(
        (match.start() for match in re.finditer(r"\b(?:usia|umur|berusia|berumur|aged?)\b(?! dini)", before)),
        default=-1,
    )
    work = max((match.start() for match in _MENTION.finditer(before)), default=-1)
    return age > work


def _sureness(clause: Clause, mention: re.Match[str]) -> float:
    if clause.tells(Section.TITLE):
        return 0.7
    if not re.sub(_WORD, "", clause.words).strip(" .:-"):
        return 0.7  # "Berpengalaman" and no more, as forms have it
    return 0.9 if clause.tells(Section.REQUIREMENTS, Section.PREFERRED) or mention.start() <= 25 else 0.7
