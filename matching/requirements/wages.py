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
_BARE = re.compile(rf"^\W*(?P<gap>)(?P<chain>{_CHAIN})(?P<unit>{_UNIT})?")
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


@only_where(r"\d")
def wages(clause: Clause) -> Iterator[Item[StatedWage]]:
    """Wages in rupiah per unit, with the span from the word for it to the unit."""
    found = list(_STATED.finditer(clause.words))
    bare = _BARE.match(clause.words)
    if not found and bare and (clause.label.startswith(_PAY) or _is_all(clause, bare)):
        found = [bare]
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
    chain = re.sub(r"\s*,-+", "", match["chain"]).rstrip(" .,")
    if _OTHER_MONEY.search(match["gap"]) or re.search(r"[+%]", match["gap"]) or not _is_money(chain):
        return None
    bound = re.sub(r"[^\w\s<>/$]", " ", match["gap"])
    try:
        return parse_wage(f"{bound} {chain}{match['unit'] or ''}")
    except InvalidValue:
        return None


def _is_money(chain: str) -> bool:
    return bool(re.search(rf"rp|idr|\d\s*(?:{SCALE_PATTERN})(?![a-z])", chain)) or any(
        len(re.sub(r"\D", "", number)) >= LEAST_FIGURES for number in re.findall(r"\d[\d.,]*", chain)
    )
