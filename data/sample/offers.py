"""What a sample vacancy offers and when, each time as a value and as the lines that say it."""

from dataclasses import dataclass
from datetime import date

from data.sample.catalogue import Trade
from data.sample.dice import Dice, Weighted
from data.sample.places import wage_level
from matching.model import Wage
from matching.vocabulary import ContractKind, Shift, WageUnit, WorkDemand

_DAYS_PER_MONTH = 25  # six-day week; PP 36/2021 Art. 17
_ROUND = 50_000
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agt", "Sep", "Okt", "Nov", "Des")
_CONTRACTS: Weighted[ContractKind | None] = Weighted(
    [
        (ContractKind.FIXED_TERM, 50.0),
        (ContractKind.PERMANENT, 10.0),
        (ContractKind.OUTSOURCED, 12.0),
        (ContractKind.DAILY, 8.0),
        (ContractKind.APPRENTICESHIP, 5.0),
        (ContractKind.PARTNERSHIP, 3.0),
        (None, 12.0),
    ]
)
_CONTRACT_LINES = {
    ContractKind.FIXED_TERM: ("Kontrak (PKWT) 6 bulan", "PKWT 1 tahun, bisa diperpanjang"),
    ContractKind.PERMANENT: ("Karyawan tetap", "Langsung PKWTT"),
    ContractKind.OUTSOURCED: ("Melalui alih daya (outsourcing)",),
    ContractKind.DAILY: ("Harian lepas", "Upah harian, dibayar tiap Sabtu"),
    ContractKind.PIECE_RATE: ("Sistem borongan",),
    ContractKind.APPRENTICESHIP: ("Pemagangan 6 bulan dengan uang saku",),
    ContractKind.PARTNERSHIP: ("Sistem kemitraan / bagi hasil",),
}


@dataclass(frozen=True, slots=True)
class Offered:
    """What is offered, and the lines of the advertisement that say so."""

    wage: Wage | None
    wage_text: str
    contract: ContractKind | None
    shifts: frozenset[Shift]
    lodging: bool
    hours_per_week: int | None
    starts: date | None
    closes: date | None
    lines: tuple[str, ...]


def draw_offer(dice: Dice, trade: Trade, province: str | None, as_of: date) -> Offered:
    """Wage, contract, hours and dates of one vacancy in a trade; `province` None is abroad."""
    by_day = trade.paid_by_day and dice.chance(0.8)
    level = wage_level(province) if province else 4.0
    wage, wage_text = _wage(dice, trade, level, by_day=by_day)
    contract = _contract(dice, wage, by_day=by_day)
    shifts, shift_lines = _shifts(dice, trade)
    lodging = dice.chance(trade.lodging)
    starts, closes, dates = _dates(dice, as_of)
    contract_lines = (dice.pick(_CONTRACT_LINES[contract]),) if contract else ()
    mess = (
        (dice.pick(("Mess disediakan", "Disediakan tempat tinggal", "Ada mess gratis")),) if lodging else ()
    )
    paid = (dice.pick(("Gaji {}", "Upah {}", "{}")).format(wage_text),) if wage_text else ()
    return Offered(
        wage=wage,
        wage_text=wage_text,
        contract=contract,
        shifts=shifts,
        lodging=lodging,
        hours_per_week=40 if dice.chance(0.3) else None,
        starts=starts,
        closes=closes,
        lines=(*paid, *contract_lines, *mess, *shift_lines, *dates),
    )


def _wage(dice: Dice, trade: Trade, level: float, *, by_day: bool) -> tuple[Wage | None, str]:
    """A wage and how it is written; many advertisements name none."""
    silence = dice.fraction(0, 1)
    if silence < 0.18:
        return None, ""
    if silence < 0.34:
        return None, dice.pick(("UMK", "UMR", "sesuai UMK", "nego", "kompetitif"))
    low = _rounded(trade.pay[0] * level * dice.fraction(0.85, 1.1))
    high = max(low, _rounded(trade.pay[1] * level * dice.fraction(0.75, 1.0)))
    if by_day:
        return _daily(dice, low)
    if dice.chance(0.4):
        high = low
    wage = Wage(low, high, WageUnit.MONTH, low, high)
    return wage, _written(dice, low, high)


def _rounded(millions: float) -> int:
    return round(millions * 1_000_000 / _ROUND) * _ROUND


def _daily(dice: Dice, monthly: int) -> tuple[Wage, str]:
    day = max(round(monthly / _DAYS_PER_MONTH / 5_000) * 5_000, 5_000)
    wage = Wage(day, day, WageUnit.DAY, day * _DAYS_PER_MONTH, day * _DAYS_PER_MONTH)
    forms = (f"{day // 1000}rb/hari", f"Rp{_dotted(day)} per hari", f"{day // 1000} ribu/hari")
    return wage, dice.pick(forms)


def _written(dice: Dice, low: int, high: int) -> str:
    if low == high:
        return dice.pick(
            (f"Rp{_dotted(low)}", f"Rp {_dotted(low)},-", f"Rp{_short(low)} jt/bulan", f"{_short(low)} juta")
        )
    return dice.pick(
        (f"Rp{_dotted(low)} - Rp{_dotted(high)}", f"{_short(low)}-{_short(high)} juta per bulan")
    )


def _dotted(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")


def _short(amount: int) -> str:
    return f"{amount / 1_000_000:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def _contract(dice: Dice, wage: Wage | None, *, by_day: bool) -> ContractKind | None:
    if by_day and (wage is None or wage.unit is WageUnit.DAY):
        return ContractKind.PIECE_RATE if wage is None and dice.chance(0.5) else ContractKind.DAILY
    kind = dice.weighted(_CONTRACTS)
    return None if kind is ContractKind.DAILY and wage else kind


def _shifts(dice: Dice, trade: Trade) -> tuple[frozenset[Shift], tuple[str, ...]]:
    if WorkDemand.NIGHT_WORK in trade.demands:
        return frozenset({Shift.ROTATING, Shift.NIGHT}), (
            dice.pick(("Siap shift malam", "3 shift bergilir")),
        )
    if dice.chance(0.22):
        return frozenset({Shift.ROTATING}), (dice.pick(("Bersedia kerja shift", "2 shift bergantian")),)
    if dice.chance(0.5):
        return frozenset({Shift.DAY}), (dice.pick(("Jam kerja 08.00-16.00", "Kerja pagi sampai sore")),)
    return frozenset(), ()


def _dates(dice: Dice, as_of: date) -> tuple[date | None, date | None, tuple[str, ...]]:
    """Start (None: any time), closing day (None: rolling), lines."""
    starts = None if dice.chance(0.55) else dice.day(as_of, 3, 170)
    last = min((starts - as_of).days, 90) if starts else 90
    closes = None if dice.chance(0.4) else dice.day(as_of, -8, last)
    lines = []
    if starts:
        lines.append(f"Mulai kerja {_day(dice, starts)}")
    elif dice.chance(0.3):
        lines.append(dice.pick(("Mulai kerja kapan saja", "Lowongan dibuka sepanjang tahun")))
    if closes:
        lines.append(f"Ditutup {_day(dice, closes)}")
    return starts, closes, tuple(lines)


def _day(dice: Dice, day: date) -> str:
    return dice.pick((f"{day.day} {_MONTHS[day.month - 1]} {day.year}", f"{day:%d/%m/%Y}"))
