"""Numbers as Indonesians write them: dot between thousands, comma before decimals; `jt`, `rb`."""

import re
from decimal import Decimal

from matching.errors import InvalidValue
from matching.language.problems import refusal, require_text

SCALES = {
    "ribu": 1_000, "rb": 1_000, "rbu": 1_000, "k": 1_000, "thousand": 1_000,
    "juta": 1_000_000, "jt": 1_000_000, "jta": 1_000_000, "million": 1_000_000, "mio": 1_000_000,
    "miliar": 1_000_000_000, "milyar": 1_000_000_000, "billion": 1_000_000_000,
}  # fmt: skip
SCALE_PATTERN = "|".join(sorted(SCALES, key=len, reverse=True))
_SCALED = re.compile(rf"(\d[\d.,]*)\s*({SCALE_PATTERN})?")
_INDONESIAN_GROUPS = re.compile(r"[1-9]\d{0,2}(\.\d{3})+(,\d+)?")
_ENGLISH_GROUPS = re.compile(r"[1-9]\d{0,2}(,\d{3})+(\.\d+)?")
_DECIMAL = re.compile(r"\d+([.,]\d+)?")
_RUPIAH = r"(?:(?:rp|idr)\.?\s*)?"
_NEGATIVE = re.compile(rf"-\s*{_RUPIAH}\d|\D*?(?:(?<=[\s(:=/,])-{_RUPIAH}|\b(?:rp|idr)\.?\s*-)\d")


def refuse_negative(text: str, field: str) -> None:
    """Raises InvalidValue where the first number of a text in `plain` form carries a minus sign: `-3`, `las -3 bln`,
    `Rp-500.000`. A dash after a word or between blanks is none: `las-3 bln`, `las - 3 bln`."""
    if _NEGATIVE.match(text):
        raise refusal(
            field,
            "angka negatif; tulis tanpa tanda minus",
            "a negative number; write it without the minus sign",
        )


def parse_number(text: str, field: str = "number") -> Decimal:
    """A number that is not negative: `4.500`, `4,5`, `4.500,25`, `5,000,000`, `4,5 jt`.

    A single dot before three digits is Indonesian grouping; a single comma before three digits could be either
    `4500` or `4,5` and is refused.

    Raises:
        InvalidValue: not a number, or a number that can be read in two ways.
    """
    words = require_text(field, text)
    refuse_negative(words, field)
    match = _SCALED.fullmatch(words)
    if match is None:
        raise _no_number(field)
    digits, scale = match.group(1), match.group(2)
    if not scale and re.fullmatch(r"[1-9]\d{0,2},\d{3}", digits):
        raise refusal(
            field,
            "bisa dibaca sebagai ribuan atau desimal; tulis 4.500 untuk ribuan atau 4,5 untuk desimal",
            "could be thousands or decimals; write 4.500 for thousands or 4,5 for decimals",
        )
    return scaled(digits, scale, field)


def scaled(digits: str, scale: str | None, field: str) -> Decimal:
    """Value of a digit group and its scale word; with a scale word a lone comma is a decimal comma."""
    value = _decimal(digits, bool(scale))
    if value is None:
        raise _no_number(field)
    return value * SCALES[scale] if scale else value


def parse_count(text: str, field: str = "count", *, most: int = 100_000) -> int:
    """A whole number, such as openings: `5`, `1.200`, `5 orang`.

    Raises:
        InvalidValue: not a number, not whole, or above `most`.
    """
    bare = re.sub(
        r"\s*(orang|org|pax|persons?|people|posisi|jp|jam pelajaran)$", "", require_text(field, text)
    )
    value = parse_number(bare, field)
    if value != int(value) or value > most:
        raise refusal(
            field, f"harus bilangan bulat 0 sampai {most}", f"must be a whole number from 0 to {most}"
        )
    return int(value)


def _decimal(digits: str, has_scale: bool) -> Decimal | None:
    if has_scale and re.fullmatch(r"\d+,\d+", digits):
        return Decimal(digits.replace(",", "."))
    if _INDONESIAN_GROUPS.fullmatch(digits):
        return Decimal(digits.replace(".", "").replace(",", "."))
    if _ENGLISH_GROUPS.fullmatch(digits):
        return Decimal(digits.replace(",", ""))
    if _DECIMAL.fullmatch(digits):
        return Decimal(digits.replace(",", "."))
    return None


def _no_number(field: str) -> InvalidValue:
    return refusal(
        field,
        "bukan angka; contoh: 4.500 atau 12,5",
        "not a number; for example: 4.500 or 12,5",
    )
