"""Limits of age and sex that a clause states: stored because the law asks for them, flagged, never ranked on."""

import re
from collections.abc import Iterator
from itertools import pairwise

from matching.language.choices import Sex
from matching.requirements.clauses import Clause, Section
from matching.requirements.hints import only_where
from matching.requirements.items import AgeLimits, Item
from matching.requirements.strength import item_at

_WORD = r"(?:usian?|umur|berusia|berumur|aged?)"
_NO_LESS = r"(?:(?:tidak|tdk|tak) (?:kurang dari|di ?bawah)|(?:no|not) (?:less|younger) than|not under)"
_NO_MORE = r"(?:(?:tidak|tdk|tak) (?:leb\wh dari|di ?atas)|(?:no|not) (?:more|older) than|not (?:above|over))"
_MIN = (
    rf"(?:{_NO_LESS}|m[ia]n(?:i?m?al|imum)?|mulai(?: dari)?|di ?atas|above|over|from|(?:leb[ih]+h|more"
    rf"|older) (?:dari|than)"
    r"|sekurang\W?(?:kurang)?nya|setidak\W?(?:tidak)?nya|paling (?:muda|rendah|kecil|sedikit)|at least|>=?"
    r"|di ?antara"
    r"|antara|between)"
)
_MAX = (
    rf"(?:{_NO_MORE}|max(?:i?mal|imum)?|ma(?:k|ks|x)(?:s?i?mal|imum|mimal)?|make|di ?bawah|paling (?:tua|tinggi"
    rf"|besar)"
    r"|kurang dari|(?:less|younger) than|under|below|hingga|sampai|up to|<=?)"
)
_YEARS = r"(?:tahun|thn|th|years?|yrs?|y[./]?o)"
_OLD = r"(?:\s*-?\s*old|\s+of age)?"
_UP = r"\s*(?:(?:dan |and |or )?ke ?atas|atau lebih|(?:and|or) (?:above|over|older|more|up)(?!\w))"
_DOWN = r"\s*(?:(?:dan )?ke ?bawah|(?:and|or) (?:below|under|younger)(?!\w))"
_TO = r"\s*(?:[-~/]|s/d|s\.d\.?|sd|sampai(?: dengan)?|hingga|,? ?(?:dan|and)|to|until|,)?\s*"
_LIMITS = re.compile(
    rf"(?P<word>\b{_WORD}\b)?[\s:.]*(?:(?:yang|ideal|sekitar|boleh|range|kisaran|kerja|produktif|dengan"
    rf"|rentang|saat melamar|of)\s+)*"
    rf"(?P<bound>(?:(?<!\w)(?:{_MIN}|{_MAX})\b[.\s:]*(?:(?:di|of)\s+)?"
    rf"|[<>]=?\s*)*)(?P<after>\b{_WORD}\b[\s:.]*)?(?:(?P<inner>{_MIN}|{_MAX})\b[.\s:]*)?"
    rf"(?<!\d)(?<!\d[.,])(?P<low>[1-7]\d)(?![\d.,]*\d)(?:(?P<plus>\s?\+)|(?P<decade>\s?-?an\b))?"
    rf"(?P<unit>\s*{_YEARS}(?!\w)\.?{_OLD})?(?:(?P<up>{_UP})|(?P<down>{_DOWN})|{_TO}(?P<second>(?:{_MIN}"
    rf"|{_MAX})\b[.\s:]*)?(?:{_WORD}[\s:]*)?(?P<high>[1-7]\d)(?![\d.,]*\d)(?P<last>\s*{_YEARS}(?!\w)\.?{_OLD})?)?"
)
_BOUNDS = re.compile(rf"(?P<least>{_NO_LESS})|(?P<most>{_NO_MORE}|{_MAX}|<)|(?P<from>\b{_MIN}|>)")
_SEGMENT = re.compile(r"[,;()]")
_IS_AGE = re.compile(r"\b(?:old|older|younger|of age)\b")
_LOOSE = re.compile(r"^\W*(?:over|above|(?:leb[ih]+h|more) (?:dari|than))")
_OTHER_LENGTHS = re.compile(
    r"(?:peng(?:al|la|a)?[am]+an|experience|kontrak|percobaan|jam|hari|bulan|karyawan|tinggi|berat"
    r"|berdiri|sejak|radius|km\b|penempatan"
    r"|garansi|sebagai|di ?bidang|posisi)"
)
_OTHERS = re.compile(  # whose age it is that nobody who applies has
    r"\b(?:anak|siswa|murid|peserta|students?|kids|children|kendaraan|mobil|motor|toko|perusahaan|pelanggan"
    r"|customers?(?! (?:service|care|relation))|konsumen|nasabah|pasien|pengunjung|pasar|market|produk untuk)\b"
    r"[^,;]{0,20}$"
)
_NOTHING_ELSE = re.compile(
    r"\W*$|\s*[,;/)(+&]|\s*-\s|\W+(?:belum|blm|sudah|single|lajang|lulusan|pendidikan|min|maks?)\b"
)
"""What may follow a number that is an age though nothing says so ("pria, maks 30")."""
YOUNGEST, LEAST_NAMED, OLDEST = 15, 12, 70
"""Years; younger than `YOUNGEST` only where a word says that it is an age."""

_FEMALE = (
    r"(?:wanita|perempuan|female|cewek|cewe|kar\w{2,4}wati|muslimah|woman|women|ladies|girls|putri"
    r"|mbak\W?mbak|(?:ibu|emak)\W(?:ibu|emak)|akhwat)"
)
_MALE = r"(?:pria|laki(?:\s*-?\s*laki|2)?|male|men(?!-)|gentlemen|cowok|cowo|mas\W?mas|bapak\W?bapak|ikhwan)"
_EITHER = re.compile(
    rf"\b(?P<both>[lpw]\s*/\s*[lpw](?![\w/]))|(?<!\w)(?P<female>{_FEMALE})(?![^\W\d])"
    rf"|(?<!\w)(?P<male>{_MALE})(?![^\W\d])"
)
_BESIDE = re.compile(rf"{_FEMALE}|{_MALE}|\b[lpw]\b|\b(?:sm[ak]|d[1-3]|s1|sederajat|dan|atau|k)\b")
_THINGS = re.compile(
    r"\b(?:pakaian|busana|baju|tas|sepatu|sandal|fashion|produk|perawatan|rambut|homewear"
    r"|memberdayakan|customer|pelanggan|kesehatan|hak"
    r"|toilet|wc|mess|gaya|mengistimewakan|anak|ibu|kecantikan|jilbab|hijab|pt|cv|gunung|gn|gereja"
    r"|yayasan|parfum|celana|untuk kaum"
    r"|member|pasien|dokter|kamar|asrama|untuk para|salon|koleksi|akse?soris|akesesoris|kulit|kaos"
    r"|klien|terapi)\W+(?:\w+\W+)?$"
)
_LEADS = re.compile(
    r"^[\W\d]*(?:(?:khusus(?:nya)?|diutamakan|jenis|kelamin|gender|jender|kandidat|calon|karyawan"
    r"|seorang|dibutuhkan|di ?cari|hanya|harus"
    r"|berjenis|untuk|lowongan|ini|only|staff?|team|diprioritaskan|prioritas|lebih|disukai|adalah"
    r"|wajib|an?|single|kualifikasi|usia"
    r"|maksimal|max|orang|[a-z]|sex)\W+)*$"
)
_FOLLOWED = re.compile(
    r"\W{0,3}(?:usia|umur|max|maks|min|single|belum|sudah|only|candidates?|berusia|lulusan|pendidikan"
    r"|\d\d|\(|berpenampilan|yang|dengan)"
)
_WANTED = re.compile(
    r"\b(?:khusus|mencari|membutuhkan|dibutuhkan|kandidat|kelamin|jender|gender|lowongan|bagi"
    r"|karyawan)\b[^.;:]{0,50}$"
)
_JOINED = re.compile(r"\s*(?:dan|&|maupun|and)\s*")
_SHORT = 45


@only_where(r"[1-7]\d(?![\d.,]*\d)")
def ages(clause: Clause) -> Iterator[Item[AgeLimits]]:
    """Limits of age; one number without `maksimal` or `minimal` says neither and is left out."""
    for match in _LIMITS.finditer(clause.words):
        limits = _limits(match)
        sure = _sureness(clause, match) if limits else 0.0
        if limits and sure:
            start = match.start() + len(match.group()) - len(match.group().lstrip(" .:"))
            yield item_at(clause, limits, start, match.end(), sure)


def _limits(match: re.Match[str]) -> AgeLimits | None:
    low, high = int(match["low"]), int(match["high"]) if match["high"] else None
    named = match["word"] or match["after"]
    if not all((LEAST_NAMED if named else YOUNGEST) <= age <= OLDEST for age in (low, high or low)):
        return None
    if high is not None:
        return AgeLimits(low, high) if low < high else None
    if match["plus"] or match["up"]:
        return AgeLimits(low, None)
    if match["decade"]:
        return AgeLimits(low, low + 9) if named else None  # "usia 20-an"
    bounds = {found.lastgroup for found in _BOUNDS.finditer(f"{match['bound']}{match['inner'] or ''}")}
    if match["down"] or ("most" in bounds and "least" not in bounds):
        return AgeLimits(None, low)
    if bounds:
        return AgeLimits(low, None)
    return AgeLimits(None, low) if named and match["unit"] else None  # "usia 35 tahun": at most


def _sureness(clause: Clause, match: re.Match[str]) -> float:
    """How surely two numbers are an age; 0 where they are something else."""
    before, after = clause.words[: match.start()], clause.words[match.end() :]
    named = bool(match["word"] or match["after"]) or _IS_AGE.search(match.group()) is not None
    if _OTHERS.search(f"{before} ") or (
        _LOOSE.match(match["bound"]) and not named and re.search(r"\w", after)
    ):
        return 0.0
    alone = not re.search(r"\w", _BESIDE.sub("", before)) and len(after) <= 40
    if clause.tells(Section.DUTIES, Section.BENEFITS) and not (named or alone):
        return 0.0
    if named or clause.label.startswith(("usia", "umur", "age")):
        return 0.98
    only = match["plus"] and not re.search(r"\w", f"{before}{after}")  # "18+"
    if only:
        return 0.9
    unsaid = not (match["last"] or match["unit"]) and not (alone and _is_beside(match, before, after))
    if unsaid or _OTHER_LENGTHS.search(clause.words):
        return 0.0
    if clause.tells(Section.TITLE):
        return 0.85 if match["bound"] and not match["high"] else 0.0  # "SPG (maks. 28 th)"
    if alone:
        return 0.9
    return 0.85 if _EITHER.search(before[-25:]) or re.search(r"\b(?:usia|umur)\b", before) else 0.0


def _is_beside(match: re.Match[str], before: str, after: str) -> bool:
    """Whether bounds without a word for years stand beside a word for a sex: "wanita 18-25", "male, under 30"."""
    bounded = bool(match["high"] or match["bound"])
    return bounded and _EITHER.search(before) is not None and _NOTHING_ELSE.match(after) is not None


@only_where(
    r"wanita|perempuan|male|cewe|wati|muslimah|men\b|woman|ladies|girls|putri|mbak|ibu|emak|akhwat|pria|laki|cowo"
    r"|mas\W?mas|bapak|ikhwan|l\s*/|p\s*/|w\s*/"
)
def sexes(clause: Clause) -> Iterator[Item[frozenset[Sex]]]:
    """Whom a clause names: one sex, or both where it names both."""
    every = list(_EITHER.finditer(clause.words))
    apart = {match.start() for match in every if not _is_of_people(clause, match)}
    # Of a pair, one is not sought without the other: "seragam pria dan wanita".
    apart |= {
        two.start()
        for one, two in pairwise(every)
        if one.start() in apart and _JOINED.fullmatch(clause.words, one.end(), two.start())
    }
    named = [match for match in every if match.start() not in apart]
    if not named:
        return
    whom: set[Sex] = set()
    for match in named:
        whom |= set(Sex) if match["both"] else {Sex.FEMALE if match["female"] else Sex.MALE}
    yield item_at(clause, frozenset(whom), named[0].start(), named[-1].end(), 0.95)


def _is_of_people(clause: Clause, match: re.Match[str]) -> bool:
    """Whether a word names who may apply, and not whose clothes, customers or names are meant."""
    before, after = clause.words[: match.start()], clause.words[match.end() :]
    paired = _EITHER.match(after.lstrip(" /-&,")) or re.search(
        r"(?:pria|laki|wanita|perempuan|male)\W{0,4}(?:dan|atau|or|and)?\W{0,3}$", before
    )
    if (
        match.group() == "putri"
        or _THINGS.search(before)
        or (paired and _THINGS.search(_EITHER.sub("", before)))
    ):
        return False
    if clause.label.startswith(("gender", "jenis kelamin")) or _LEADS.match(_EITHER.sub("", before)):
        return True  # also the second of "pria/wanita"
    if clause.tells(Section.DUTIES, Section.BENEFITS):
        return False
    in_title = clause.tells(Section.TITLE) and re.search(r"[(\[/|-]\s*$", before) is not None
    short = len(clause.words) <= _SHORT and not clause.tells(Section.TITLE)
    wanted = _WANTED.search(before) is not None
    return in_title or short or wanted or bool(paired) or _FOLLOWED.match(after) is not None
