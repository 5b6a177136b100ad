"""Numbers that name people, firms and papers: NIK, telephone, NIB, register, certificate, KBJI and KBLI codes."""

import calendar
import re
from itertools import pairwise

from matching.errors import InvalidValue
from matching.language.problems import refusal, require_text

_SCIENTIFIC = re.compile(r"\d([.,]\d+)?e\+?\d+")
_WOMEN_DAY = 40  # added to the day of birth in a woman's NIK
_REGISTER_B = re.compile(
    r"b\.?\s?(i{1,3}(?![iv])|[123])\.?\s?([ab](?![a-z]))?\.?\s?([a-z]{1,3})?[\s./-]*(\d{1,5})\s?/\s?(\d{4})"
)
_REGISTER_A = re.compile(r"a\.?\s?(?:i{1,3}|iv|v|[1-5])\b.*")


def parse_nik(text: str, field: str = "nik") -> str:
    """The 16 digits of a NIK (PPKKCC DDMMYY NNNN); blanks, dots and dashes between them are dropped.

    Raises:
        InvalidValue: not 16 digits, no plausible region or birth date, or digits lost by a spreadsheet.
    """
    digits = _digits(text, field)
    if len(digits) != 16:
        raise refusal(field, "NIK harus 16 angka", "a NIK has 16 digits")
    region_plausible = 11 <= int(digits[:2]) <= 97 and digits[2:4] != "00" and digits[4:6] != "00"
    if not region_plausible or digits[12:] == "0000" or not _birth_plausible(digits[6:12]):
        raise refusal(
            field,
            "angka wilayah atau tanggal lahir dalam NIK tidak mungkin; periksa lagi pada KTP/KK",
            "the region or birth date inside the NIK is impossible; check it against the KTP or KK",
        )
    return digits


def parse_phone(text: str, field: str = "phone") -> str:
    """An Indonesian telephone number as `+628...`: `0812-3456-7890`, `+62 812...`, `62812...`, `812...`, `(0351) ...`.

    Raises:
        InvalidValue: no number, a foreign one, or a length that no Indonesian number has.
    """
    words = re.sub(r"^(?:wa|hp|telp?|tlp|whatsapp|phone)\b[\s.:]*", "", require_text(field, text))
    foreign = words.startswith(("+", "00")) and not re.match(r"(?:\+|00)\s*62", words)
    digits = _digits(re.sub(r"[()+/]", "", words), field)
    national = (
        re.sub(r"^(?:00)?62", "", digits)
        if not digits.startswith("0") or digits.startswith("0062")
        else digits
    )
    national = national.removeprefix("0")
    if foreign or not re.fullmatch(r"8\d{8,11}|[2-79]\d{6,10}", national):
        raise refusal(
            field,
            "bukan nomor telepon Indonesia; contoh: 0812-3456-7890 atau +62 812 3456 7890",
            "not an Indonesian telephone number; for example: 0812-3456-7890 or +62 812 3456 7890",
        )
    return "+62" + national


def parse_nib(text: str, field: str = "nib") -> str:
    """The 13 digits of a business number (NIB, PP 5/2021); raises InvalidValue.

    How its check digit is reckoned is not published, so that only what evidently stands in for a number is refused.
    """
    digits = _digits(text, field)
    if len(digits) != 13:
        raise refusal(field, "NIB harus 13 angka", "a NIB has 13 digits")
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(digits)}
    if steps in ({0}, {1}, {9}):  # one digit over and over, or counted up or down
        raise refusal(
            field,
            "angka yang sama terus atau berurutan bukan NIB; isi nomor yang diterbitkan OSS",
            "one digit over and over, or digits that count up or down, are no NIB; fill in the one that OSS has issued",
        )
    return digits


def parse_register_number(text: str, field: str = "register_number") -> str:
    """A register number of a person serving a sentence, in one spelling: `B.I.N 175/2021`, `B.IIa 12/2024`.

    Raises:
        InvalidValue: no register number, or one of Register A: people on remand are never in matching.
    """
    words = require_text(field, text)
    if _REGISTER_A.fullmatch(words):
        raise refusal(
            field,
            "Register A adalah tahanan dan tidak ikut dalam pencocokan; hanya Register B",
            "Register A is for people on remand, who take no part in matching; Register B only",
        )
    match = _REGISTER_B.fullmatch(words)
    if match is None:
        raise _no_register(field)
    band, part, kind, number, year = match.groups()
    roman = band.upper() if band.startswith("i") else "I" * int(band)
    if part and roman != "II":
        raise _no_register(field)
    return f"B.{roman}{part or ''}{'.' + kind.upper() if kind else ''} {int(number)}/{year}"


def parse_certificate_number(text: str, field: str = "certificate_number") -> str:
    """A certificate number as written, blanks collapsed; patterns differ by issuer, so none is asked for.

    Raises:
        InvalidValue: blank, longer than 120 characters, or digits lost by a spreadsheet.
    """
    _refuse_lost_digits(require_text(field, text), field)
    number = " ".join(text.split())
    if len(number) > 120:
        raise refusal(field, "paling panjang 120 karakter", "at most 120 characters")
    return number


def parse_kbji(text: str, field: str = "kbji") -> str:
    """An occupation code of KBJI 2014: one to four digits, or six as `7212.01`; raises InvalidValue."""
    match = re.fullmatch(r"(\d{1,4})(?:[.,](\d{2}))?|(\d{4})(\d{2})", require_text(field, text))
    if match is None or (match.group(2) and len(match.group(1)) != 4):
        raise refusal(
            field,
            "kode KBJI 1-4 angka, contoh 7212 atau 7212.01",
            "a KBJI code has 1-4 digits, as 7212 or 7212.01",
        )
    group, detail = match.group(1) or match.group(3), match.group(2) or match.group(4)
    return f"{group}.{detail}" if detail else group


def parse_kbli(text: str, field: str = "kbli") -> str:
    """An industry code of KBLI 2020: a letter, or two to five digits; `C.24` is `24`; raises InvalidValue."""
    match = re.fullmatch(r"(?:[a-v]\s?\.?\s?)?(\d{2,5})|([a-v])", require_text(field, text))
    if match is None:
        raise refusal(
            field, "kode KBLI 2-5 angka, contoh 24109", "a KBLI code has 2-5 digits, for example 24109"
        )
    return match.group(1) or match.group(2).upper()


def _digits(text: str, field: str) -> str:
    """The digits of a number written with blanks, dots, dashes or a leading apostrophe."""
    words = require_text(field, text)
    _refuse_lost_digits(words, field)
    digits = re.sub(r"[\s.'’-]", "", words)
    if not re.fullmatch(r"[0-9]+", digits):
        raise refusal(field, "hanya angka yang boleh di sini", "only digits may stand here")
    return digits


def _refuse_lost_digits(words: str, field: str) -> None:
    if _SCIENTIFIC.fullmatch(words):
        raise refusal(
            field,
            "angkanya sudah hilang sebagian di Excel; format kolom sebagai Teks, lalu ketik ulang",
            "the spreadsheet has lost digits; format the column as text and enter the number again",
        )


def _birth_plausible(ddmmyy: str) -> bool:
    day, month = int(ddmmyy[:2]), int(ddmmyy[2:4])
    if day > _WOMEN_DAY:
        day -= _WOMEN_DAY
    leap_year = 2000  # the century is not in the number, so 29 February is let through
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(leap_year, month)[1]


def _no_register(field: str) -> InvalidValue:
    return refusal(
        field,
        "bukan nomor Register B; contoh: B.I 123/2024 atau B.IIa 12/2024",
        "not a Register B number; for example: B.I 123/2024 or B.IIa 12/2024",
    )
