"""Wages as vacancies and people write them, and what they come to in a month."""

import re
from dataclasses import dataclass

from matching.errors import InvalidValue
from matching.language.numbers import SCALE_PATTERN, refuse_negative, scaled
from matching.language.problems import refusal, require_text
from matching.vocabulary import WageUnit

HOURS_PER_MONTH = (
    173  # 40 h x 52 weeks / 12: Kepmenakertrans KEP.102/MEN/VI/2004 Art. 8 (1/173 of a month's wage)
)
WEEKS_PER_MONTH = 52 / 12
_DAYS_PER_MONTH = {6: 25, 5: 21}  # daily wage = monthly wage / 25 or / 21: PP 36/2021 Art. 17
_PLAUSIBLE_IDR = {
    WageUnit.HOUR: (3_000, 1_000_000),
    WageUnit.DAY: (20_000, 3_000_000),
    WageUnit.WEEK: (100_000, 20_000_000),
    WageUnit.MONTH: (300_000, 200_000_000),
    WageUnit.PIECE: (10, 50_000_000),
}
_PER = r"(?:/\s*|\bper\s*|\bse|\ban?\s+|@\s*)"
_UNITS = {
    WageUnit.HOUR: rf"{_PER}(?:jam|hour|jm)\b|\bhourly\b|\bjam-jaman\b",
    WageUnit.DAY: rf"{_PER}(?:hari|hr|day|shift|manpower)\b|\bharian\b|\bdaily\b",
    WageUnit.WEEK: rf"{_PER}(?:minggu|mgg|week|pekan)\b|\bmingguan\b|\bweekly\b",
    WageUnit.MONTH: rf"{_PER}(?:bulan|bln|bl|month)\b|\bbulanan\b|\bmonthly\b",
    WageUnit.PIECE: rf"{_PER}(?:potong|pcs|pc|pasang|kg|kilo|unit|ton|rit|ritase|trip|helai|lembar|m2|meter|buah"
    r"|proyek|project|piece|head)\b|\bborongan\b",
}
UNIT_PATTERN = "|".join(_UNITS.values())
_YEAR_UNIT = re.compile(rf"{_PER}(?:tahun|thn|th|year|annum)\b")
_AMOUNT = re.compile(rf"(?<![a-z\d])(?:(?:rp|idr)\.?\s*)?(\d[\d.,]*)\s*(?:({SCALE_PATTERN})\b)?")
_MINIMUM = re.compile(r"\b(?:umk|umr|ump|umsk|umsp|upah minimum|minimum wage)\b")
_NEGOTIABLE = re.compile(r"\b(?:nego|negotiable|negosiasi|negotiation|dibicarakan|kesepakatan)\b")
_UNDISCLOSED = re.compile(r"\b(?:dirahasiakan|rahasia|kompetitif|competitive|confidential|menarik)\b")
_FOREIGN = re.compile(
    r"[$€£¥]|\b(?:us|usd|sgd|myr|rm|jpy|yen|eur|euro|ringgit|dolar|dollar|won|krw|ntd?|twd|hkd|sar|riyal|aud)\b"
)
_ALLOWANCE = re.compile(
    r"\b(?:uang makan|uang transport|uang lembur|makan|tunjangan|lembur|bonus|insentif|komisi|transport|thr|bpjs"
    r"|overtime|allowance|incentive|mess|fasilitas)\b"
)
_BASE = re.compile(r"\b(?:gapok|gaji pokok|gp|basic|upah pokok|base)\b")
_FROM = re.compile(
    r"(?:\b(?:min|minimal|mulai(?: dari)?|start(?:ing)?(?: from)?|di ?atas|above|from|dari)\b\.?|>=?)\s*$"
)
_UP_TO = re.compile(r"(?:\b(?:maks|max|maksimal|up to|hingga|sampai|s/d|sd)\b\.?|<=?)\s*$")
_RANGE = re.compile(r"(?:/\s*\w+\s*)?(?:-|~|s/d|s\.d\.?|sd|sampai(?: dengan)?|hingga|to|until)")


@dataclass(frozen=True, slots=True)
class StatedWage:
    """A wage as somebody stated it, whole rupiah per `unit`; a side that is not said is None."""

    lower: int | None
    upper: int | None
    unit: WageUnit
    is_minimum_wage: bool = False  # "UMK", "UMR", "UMP": the minimum of the place and year
    negotiable: bool = False


def parse_wage(text: str, field: str = "wage", *, unit: WageUnit | None = None) -> StatedWage:
    """Read a wage: `Rp4,5 jt`, `4,5-5 juta`, `150rb/hari`, `UMK`, `nego`, `gapok 3jt + uang makan`.

    The base wage counts, allowances after it do not. `unit` is what another column says; month where nobody says.

    Raises:
        InvalidValue: no wage, more than one reading, another currency, or an amount implausible for its unit.
    """
    words = require_text(field, text)
    refuse_negative(words, field)
    _refuse_foreign(words, field)
    base = _base_part(words, field)
    is_minimum, negotiable = bool(_MINIMUM.search(base)), bool(_NEGOTIABLE.search(words))
    lower, upper = _bounds(base, is_minimum, field)
    if lower is None and upper is None and not (is_minimum or negotiable or _UNDISCLOSED.search(words)):
        raise refusal(
            field,
            "upah tidak terbaca; contoh: Rp4.500.000, 4,5-5 juta, 150rb/hari, UMK, nego",
            "no wage could be read; for example: Rp4.500.000, 4,5-5 juta, 150rb/hari, UMK, nego",
        )
    wage = StatedWage(lower, upper, _unit(base, unit, field), is_minimum, negotiable)
    _require_plausible(wage, field)
    return wage


def monthly_idr(amount: int, unit: WageUnit, *, days_per_week: int = 6) -> int | None:
    """A wage as rupiah per month, rounded; None for piece rates, which say nothing about a month.

    Factors: 173 hours (Kepmenakertrans 102/2004 Art. 8); 25 days in a six-day and 21 in a five-day week (PP 36/2021
    Art. 17); 52/12 weeks.

    Raises:
        InvalidValue: a daily wage with a working week that is not 5 or 6 days.
    """
    if unit is WageUnit.PIECE:
        return None
    if unit is WageUnit.DAY and days_per_week not in _DAYS_PER_MONTH:
        raise refusal("days_per_week", "harus 5 atau 6 hari", "must be 5 or 6 days")
    factor = {
        WageUnit.HOUR: HOURS_PER_MONTH,
        WageUnit.DAY: _DAYS_PER_MONTH.get(days_per_week, 0),
        WageUnit.WEEK: WEEKS_PER_MONTH,
        WageUnit.MONTH: 1,
    }[unit]
    return round(amount * factor)


def format_idr(amount: int) -> str:
    """`Rp4.500.000`."""
    return "Rp" + f"{amount:,}".replace(",", ".")


def _refuse_foreign(words: str, field: str) -> None:
    if _FOREIGN.search(words):
        raise refusal(
            field, "harus dalam rupiah, contoh Rp4.500.000", "must be in rupiah, for example Rp4.500.000"
        )
    if "%" in words or "persen" in words:
        raise refusal(
            field, "tulis jumlah rupiahnya, bukan persen", "write the amount in rupiah, not a percentage"
        )
    if _YEAR_UNIT.search(words):
        raise refusal(
            field, "tulis upah per bulan, bukan per tahun", "write the wage per month, not per year"
        )


def _base_part(words: str, field: str) -> str:
    """The part that states the base wage: named so, else what stands before the first allowance."""
    parts = [part.strip() for part in words.split("+")]
    named = [part for part in parts if _BASE.search(part)]
    chosen = named[0] if named else parts[0]
    allowance = _ALLOWANCE.search(chosen)
    base = chosen[: allowance.start()] if allowance else chosen
    if allowance and not (_AMOUNT.search(base) or _MINIMUM.search(base) or _NEGOTIABLE.search(base)):
        raise refusal(
            field,
            "tulis upah pokok lebih dahulu, lalu tunjangan",
            "write the base wage first, then allowances",
        )
    return base


def _bounds(base: str, is_minimum: bool, field: str) -> tuple[int | None, int | None]:
    text = re.sub(r"(\d)\s*[.,]\s*-+(?=\s|$|/)", r"\1", base)  # "4.500.000,-"
    text = re.sub(r"(?<=\d{3}),0{1,2}(?!\d)", "", text)  # "4.500.000,00"
    if is_minimum:
        text = re.sub(r"\b20\d\d\b", " ", text)  # "UMK 2026": the year of the decree, not an amount
    found = list(_AMOUNT.finditer(text))
    if not found:
        return None, None
    if len(found) == 1:
        return _one_sided(text[: found[0].start()], _money(found[0], None, field))
    between = text[found[0].end() : found[1].start()].strip()
    if len(found) > 2 or not _RANGE.fullmatch(between):
        raise refusal(
            field,
            "ada lebih dari satu jumlah; tulis satu jumlah atau rentang, contoh 4,5-5 juta",
            "more than one amount; write one amount or a range, for example 4,5-5 juta",
        )
    return _ordered(_money(found[0], found[1].group(2), field), _money(found[1], None, field), field)


def _one_sided(before: str, amount: int) -> tuple[int | None, int | None]:
    if _FROM.search(before.strip()):
        return amount, None
    if _UP_TO.search(before.strip()):
        return None, amount
    return amount, amount


def _ordered(lower: int, upper: int, field: str) -> tuple[int, int]:
    if lower > upper:
        raise refusal(
            field,
            "batas bawah lebih besar dari batas atas; tulis yang kecil dahulu",
            "the lower end is above the upper end; write the smaller one first",
        )
    return lower, upper


def _money(match: re.Match[str], scale_of_range: str | None, field: str) -> int:
    """Whole rupiah; in `4,5-5 juta` the first number takes the scale of the second."""
    digits, scale = match.group(1).rstrip(".,"), match.group(2)
    if scale is None and scale_of_range and scaled(digits, None, field) < 1_000:
        scale = scale_of_range
    return int(scaled(digits, scale, field))


def _unit(base: str, given: WageUnit | None, field: str) -> WageUnit:
    found = {unit for unit, pattern in _UNITS.items() if re.search(pattern, base)}
    if given is not None:
        found.add(given)
    if len(found) > 1:
        raise refusal(
            field,
            "satuan upah bertentangan; pilih satu: per jam, hari, minggu, bulan, atau borongan",
            "units of the wage contradict; choose one: per hour, day, week, month or piece",
        )
    return found.pop() if found else WageUnit.MONTH


def _require_plausible(wage: StatedWage, field: str) -> None:
    least, most = _PLAUSIBLE_IDR[wage.unit]
    if any(amount is not None and not least <= amount <= most for amount in (wage.lower, wage.upper)):
        raise _implausible(wage.unit, least, most, field)


def _implausible(unit: WageUnit, least: int, most: int, field: str) -> InvalidValue:
    names = {"hour": "jam", "day": "hari", "week": "minggu", "month": "bulan", "piece": "satuan borongan"}
    return refusal(
        field,
        f"jumlah tidak wajar untuk upah per {names[unit]} ({format_idr(least)} sampai {format_idr(most)}); "
        "lengkapi nol, jt/rb, atau satuannya, contoh 4,5 jt atau 150rb/hari",
        f"implausible for a wage per {unit} ({format_idr(least)} to {format_idr(most)}); "
        "add the zeros, jt/rb or the unit, for example 4,5 jt or 150rb/hari",
    )
