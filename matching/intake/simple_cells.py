"""Cells that hold one plain thing: a text, a number, a date, a word of a short list."""

import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from matching.errors import InvalidValue
from matching.intake.minimum_wages import RegionalMinimum, regional_minimum
from matching.intake.reading import Cell
from matching.language.dates import parse_date
from matching.language.identifiers import parse_kbji, parse_kbli
from matching.language.numbers import parse_count, parse_number, refuse_negative
from matching.language.problems import plain, refusal
from matching.language.wages import monthly_idr, parse_wage
from matching.plausible import LETTERS, has_letters

SHORT_TEXT = 300
MAX_TRAVEL_KM = 1_000
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9}
_RHYTHMS = {
    "mingguan": 7, "seminggu sekali": 7, "setiap minggu": 7, "weekly": 7,
    "dua mingguan": 14, "dua minggu sekali": 14, "fortnightly": 14,
    "bulanan": 30, "sebulan sekali": 30, "setiap bulan": 30, "monthly": 30,
}  # fmt: skip
_GUARANTORS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("keluarga", "family", "orang tua", "istri", "suami", "saudara", "anak"), "family"),
        **dict.fromkeys(("pemberi kerja", "perusahaan", "employer", "badan usaha"), "employer"),
        **dict.fromkeys(("yayasan", "foundation", "lembaga sosial", "lembaga swasta"), "foundation"),
    }
)
_ANY_TIME = frozenset(
    {
        "segera",
        "secepatnya",
        "asap",
        "kapan saja",
        "sewaktu waktu",
        "fleksibel",
        "any time",
        "anytime",
        "immediately",
        "as soon as possible",
    }
)
_ROLLING = frozenset(
    {
        "terbuka",
        "sampai terisi",
        "hingga terpenuhi",
        "sampai terpenuhi",
        "tanpa batas",
        "rolling",
        "open",
        "until filled",
    }
)
_AT_MOST = r"(?:maks(?:imal|imum)?|max|paling tua|di ?bawah|<=?)\.?\s*"
_AT_LEAST = r"(?:min(?:imal|imum)?|paling muda|di ?atas|>=?)\.?\s*"
_AGE = re.compile(
    r"(?:(?:usia|umur|age)\s*:?\s*)?"
    rf"(?:{_AT_MOST}(?P<a>\d{{2}})|{_AT_LEAST}(?P<b>\d{{2}})(?:\s*(?:-|,|dan)?\s*{_AT_MOST}(?P<c>\d{{2}}))?"
    r"|(?P<from>\d{2})\s*(?:-|s/d|sd|sampai|hingga|to)\s*(?P<to>\d{2}))\s*(?:tahun|thn|th|years?)?\.?"
)
WORKING_AGES = range(15, 81)


def text(words: str, cell: Cell) -> str:
    """A short text, white space collapsed."""
    return _bounded(" ".join(words.split()), SHORT_TEXT, cell)


def named(words: str, cell: Cell) -> str:
    """A name or a title: a short text with letters in it."""
    if not has_letters(words):
        raise InvalidValue(cell.key, LETTERS)
    return text(words, cell)


def long_text(words: str, cell: Cell) -> str:
    """A text with its lines as they are."""
    return _bounded(words.strip(), cell.reading.max_text_chars, cell)


def _bounded(words: str, most: int, cell: Cell) -> str:
    if len(words) > most:
        raise refusal(cell.key, f"paling panjang {most} karakter", f"at most {most} characters")
    return words


def source_key(words: str, cell: Cell) -> str:
    """A key of another system; a number that a spreadsheet has rounded is no key."""
    if re.fullmatch(r"\d([.,]\d+)?[eE]\+?\d+", words.strip()):
        raise refusal(
            cell.key,
            "angkanya sudah hilang sebagian di Excel; format kolom sebagai Teks",
            "the spreadsheet has lost digits; format the column as text",
        )
    return _bounded(" ".join(words.split()), 120, cell)


def day(words: str, cell: Cell) -> date:
    """A date."""
    return parse_date(words, cell.key)


def past_day(words: str, cell: Cell) -> date:
    """A date that has been."""
    found = parse_date(words, cell.key)
    if found > cell.reading.today:
        raise refusal(cell.key, "tanggal ini belum tiba", "this day has not come yet")
    return found


def start(words: str, cell: Cell) -> date | None:
    """A start date; None for "segera", "kapan saja"."""
    return None if _said(words) in _ANY_TIME else parse_date(words, cell.key)


def close(words: str, cell: Cell) -> date | None:
    """A closing date; None for "terbuka", "sampai terisi"."""
    return None if _said(words) in _ROLLING else parse_date(words, cell.key)


def _said(words: str) -> str:
    return re.sub(r"[\W_]+", " ", plain(words)).strip()


def kilometres(words: str, cell: Cell) -> int:
    """A distance of `30`, `30 km`, `2,5 km`, in metres."""
    number = parse_number(re.sub(r"\s*(?:km|kilometer|kilometre)s?\.?$", "", plain(words)), cell.key)
    if number > MAX_TRAVEL_KM:
        raise refusal(
            cell.key, f"dalam kilometer, paling jauh {MAX_TRAVEL_KM}", f"in km, at most {MAX_TRAVEL_KM}"
        )
    return int(number * 1000)


def count(words: str, cell: Cell) -> int:
    """How many people: `4`, `4 orang`."""
    return parse_count(words, cell.key)


def hours(words: str, cell: Cell) -> int:
    """Hours of training: `240`, `240 JP`, `160 jam`."""
    return parse_count(re.sub(r"\s*(?:jp|jpl|jam|jam pelajaran|hours?)\.?$", "", plain(words)), cell.key)


def hours_per_week(words: str, cell: Cell) -> int:
    """`40`, `40 jam`, `40 jam/minggu`."""
    found = parse_count(
        re.sub(r"\s*(?:jam|hours?)?\s*(?:/|per|se)?\s*(?:minggu|week)?\.?$", "", plain(words)), cell.key
    )
    if not 1 <= found <= 84:
        raise refusal(cell.key, "jam seminggu, 1 sampai 84", "hours in a week, 1 to 84")
    return found


def kkni(words: str, cell: Cell) -> int:
    """A level of the KKNI: `II`, `2`, `jenjang 2`, `Level III`."""
    refuse_negative(plain(words), cell.key)
    said = re.sub(r"^(?:(?:kkni|jenjang|level|kualifikasi)\s*)+", "", _said(words))
    level = _ROMAN.get(said) or (int(said) if re.fullmatch(r"[1-9]", said) else None)
    if level is None:
        raise refusal(cell.key, "jenjang KKNI I sampai IX (1 sampai 9)", "a KKNI level, I to IX (1 to 9)")
    return level


def rhythm(words: str, cell: Cell) -> int:
    """Days between two reports: `bulanan`, `mingguan`, `14 hari`."""
    refuse_negative(plain(words), cell.key)
    said = _said(words)
    if said in _RHYTHMS:
        return _RHYTHMS[said]
    match = re.fullmatch(r"(?:setiap )?(\d{1,3})(?: hari| days)?(?: sekali)?", said)
    if match is None or int(match.group(1)) == 0:
        raise refusal(
            cell.key,
            "tulis mingguan, dua mingguan, bulanan, atau jumlah hari seperti 14 hari",
            "write weekly, fortnightly, monthly or a number of days such as 14 hari",
        )
    return int(match.group(1))


def guarantor_kind(words: str, cell: Cell) -> str:
    """`family`, `employer` or `foundation`."""
    kind = _GUARANTORS.get(plain(words))
    if kind is None:
        raise refusal(
            cell.key,
            "pilih: keluarga, pemberi kerja, yayasan",
            "choose: keluarga (family), pemberi kerja (employer), yayasan (foundation)",
        )
    return kind


def wage_monthly(words: str, cell: Cell) -> int | RegionalMinimum:
    """The least wage that a person takes, in rupiah a month, or the minimum of the place of return."""
    regional = regional_minimum(words)
    if regional is not None:
        return regional
    wage = parse_wage(words, cell.key)
    amount = wage.lower if wage.lower is not None else wage.upper
    monthly = monthly_idr(amount, wage.unit) if amount is not None else None
    if monthly is None:
        raise refusal(
            cell.key,
            "tulis jumlah per bulan, contoh Rp2.500.000, atau UMK saja untuk tempat asal",
            "write an amount per month, as Rp2.500.000, or just UMK for the place of return",
        )
    return monthly


def ages(words: str, cell: Cell) -> tuple[int | None, int | None]:
    """(youngest, oldest) of `18-35 th`, `maks. 35`, `min 18`."""
    refuse_negative(plain(words), cell.key)
    match = _AGE.fullmatch(plain(words))
    if match is None:
        raise refusal(cell.key, "contoh: 18-35, maks 35, min 18", "for example: 18-35, maks 35, min 18")
    least, most = match["b"] or match["from"], match["a"] or match["c"] or match["to"]
    found = (int(least) if least else None, int(most) if most else None)
    if any(age is not None and age not in WORKING_AGES for age in found):
        raise refusal(cell.key, "usia kerja 15 sampai 80", "a working age is 15 to 80")
    if found[0] and found[1] and found[0] > found[1]:
        raise refusal(cell.key, "usia termuda di atas usia tertua", "the youngest age is above the oldest")
    return found


def kbji(words: str, cell: Cell) -> str:
    """An occupation code that KBJI 2014 has."""
    return _listed(parse_kbji(words, cell.key), cell.reading.kbji, "KBJI 2014", cell)


def kbli(words: str, cell: Cell) -> str:
    """An industry code that KBLI 2020 has."""
    return _listed(parse_kbli(words, cell.key), cell.reading.kbli, "KBLI 2020", cell)


def _listed(code: str, codes: frozenset[str], name: str, cell: Cell) -> str:
    if codes and code not in codes:
        raise refusal(cell.key, f"kode ini tidak ada dalam {name}", f"{name} has no such code")
    return code
