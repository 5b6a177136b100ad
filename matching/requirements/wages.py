"""The wage that a clause states: the base wage, not allowances, commissions or what somebody could reach."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from matching.errors import InvalidValue
from matching.language.numbers import SCALE_PATTERN
from matching.language.wages import UNIT_PATTERN, StatedWage, parse_wage
from matching.requirements.clauses import Clause, Section
from matching.requirements.hints import only_where
from matching.requirements.items import Item, Strength
from matching.requirements.strength import item_at

_NAME = (
    r"(?:gaji|salary|upah|penghasilan|thp|take home pay|honor(?:arium)?|gapok|pendapatan|basic pay"
    r"|(?<!\w )fee(?= ?:))"
)
_AMOUNT = rf"(?:(?:rp|idr)[.\s]*)?\d+(?:[.,]\d+)*(?:\s*(?:{SCALE_PATTERN})(?![a-z]))?(?:\s*,-+)?"
_CHAIN = (
    rf"{_AMOUNT}(?:\s*(?:/\s*\w+\s*)?(?:-|~|s/d|s\.d\.?|sd|sampai(?: dengan)?|hingga|to|until)\s*{_AMOUNT})?"
)
_UNIT = rf"\s*(?:{UNIT_PATTERN})"
_STATED = re.compile(rf"(?<!\w){_NAME}\b(?P<gap>[^\d\n]{{0,50}}?)(?P<chain>{_CHAIN})(?P<unit>{_UNIT})?")
_BARE = re.compile(rf"^\W*(?P<gap>(?:[a-z]+ ?){{1,2}}:\s*)?(?P<chain>{_CHAIN})(?P<unit>{_UNIT})?")
_LATER = re.compile(  # "gaji awal 4 juta, disesuaikan menjadi 5-7 juta setelah masa percobaan"
    rf"\b(?:menjadi|naik ke|setelah (?:training|masa percobaan|lulus|probation)\b[^\d\n]{{0,25}}?)(?P<gap>)\s*"
    rf"(?P<chain>{_CHAIN})(?P<unit>{_UNIT})?"
)
_OTHER_MONEY = re.compile(
    r"\b(?:insentif|incentive|bonus|komisi|fee|tunjangan|uang|potongan|lembur\w*|closing|training"
    r"|kenaikan|transport|makan|target|omset)\b"
)
_REACHED = re.compile(
    r"\b(?:potensi|portensi|bisa|mencapai|belasan|berpenghasilan|potential|unlimited|di ?luar|ke)\b"
)
_PAY = (
    "gaji",
    "besaran gaji",
    "range gaji",
    "salary",
    "upah",
    "kompensasi",
    "fasilitas & gaji",
    "gaji & benefit",
)
LEAST_FIGURES: Final = 6  # digits of an amount without jt, rb or Rp: shorter numbers are not money
LEAST_FIGURES_BY_UNIT: Final = 5  # the same with a unit: "80.000/hari"
LEAST_FIGURES_OF_NO_DOLLARS: Final = (
    7  # "$2,000,000 per bulan": a portal's sign, for nobody earns two million dollars
)


@only_where(r"\d")
def wages(clause: Clause) -> Iterator[Item[StatedWage]]:
    """Wages in rupiah per unit, with the span from the word for it to the unit."""
    found = list(_STATED.finditer(clause.words))
    bare = _BARE.match(clause.words)
    if not found and bare and (clause.label.startswith(_PAY) or _is_all(clause, bare)):
        found = [bare]
    found += _LATER.finditer(clause.words, found[-1].end()) if found else ()
    for match in found:
        stated = _read(match)
        if stated:
            reached = _REACHED.search(clause.words[: match.start("chain")]) is not None
            sure = 0.6 if reached or clause.tells(Section.DUTIES, Section.TITLE) else 0.95
            if reached and stated.lower == stated.upper:
                stated = replace(stated, lower=None)
            yield item_at(clause, stated, match.start(), match.end(), sure, strength=Strength.REQUIRED)


def _is_all(clause: Clause, bare: re.Match[str]) -> bool:
    """Whether a line is a range of money and nothing else, as portals head their advertisements."""
    return (
        "-" in bare["chain"]
        and not clause.words[bare.end() :].strip(" .")
        and not clause.tells(Section.DUTIES)
    )


def _read(match: re.Match[str]) -> StatedWage | None:
    chain, unit = re.sub(r"\s*,-+", "", match["chain"]).rstrip(" .,"), match["unit"] or ""
    gap = (match["gap"] or "").rpartition("=")[2]  # what a sum comes to, not what it is made of
    money = _is_money(chain) or (unit and len(re.sub(r"\D", "", chain)) >= LEAST_FIGURES_BY_UNIT)
    if _OTHER_MONEY.search(gap) or re.search(r"[+%]", gap) or not money:
        return None
    if len(re.sub(r"\D", "", chain)) >= LEAST_FIGURES_OF_NO_DOLLARS:
        gap = gap.replace("$", " ")
    bound = re.sub(r"[^\w\s<>/$]", " ", gap)
    try:
        return parse_wage(f"{bound} {chain}{unit}")
    except InvalidValue:
        return None


def _is_money(chain: str) -> bool:
    return bool(re.search(rf"rp|idr|\d\s*(?:{SCALE_PATTERN})(?![a-z])", chain)) or any(
        len(re.sub(r"\D", "", number)) >= LEAST_FIGURES for number in re.findall(r"\d[\d.,]*", chain)
    )
