"""Numbers, rupiah, dates and times as people of a language write them."""

import re
from datetime import date, datetime

from babel.dates import format_date, format_datetime, get_timezone
from babel.numbers import format_decimal, format_percent

from matching.messages import Tongue
from matching.usecases.trail import ZONES

SHORT = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}
"""What people call the three zones (Keppres 41/1987)."""


class Formats:
    """Formats of one language."""

    def __init__(self, tongue: Tongue) -> None:
        self._locale = {Tongue.INDONESIAN: "id_ID", Tongue.ENGLISH: "en_GB"}[tongue]
        self._clock = {Tongue.INDONESIAN: "HH.mm", Tongue.ENGLISH: "HH:mm"}[tongue]

    def number(self, value: float, digits: int = 0) -> str:
        """1.234,5 or 1,234.5."""
        return format_decimal(round(value, digits), locale=self._locale)

    def percent(self, share: float) -> str:
        """A share in [0, 1] as 75%."""
        return format_percent(share, locale=self._locale)

    def rupiah(self, amount: int) -> str:
        """Rp4.500.000, without sen, which nobody pays."""
        return f"Rp{format_decimal(amount, locale=self._locale)}"

    def day(self, value: date) -> str:
        """17 Agustus 2026."""
        return format_date(value, "d MMMM y", locale=self._locale)

    def short_day(self, value: date) -> str:
        """17 Agt 2026."""
        return format_date(value, "d MMM y", locale=self._locale)

    def month(self, value: date) -> str:
        """Agustus 2026."""
        return format_date(value, "MMMM y", locale=self._locale)

    def year_month(self, value: str) -> str:
        """2027-01 as Januari 2027."""
        return self.month(date.fromisoformat(f"{value}-01"))

    def time(self, value: datetime, province: str = "") -> str:
        """17 Agt 2026 14.05 WITA, or 17 Aug 2026 14:05 WITA: in the time of a province, by default Jakarta's."""
        zone = ZONES.get(province, "Asia/Jakarta")
        text = format_datetime(
            value, f"d MMM y {self._clock}", tzinfo=get_timezone(zone), locale=self._locale
        )
        return f"{text} {SHORT[zone]}"

    def law(self, source: str) -> str:
        """A source of law as it is cited: Pasal 6 dan 7, or Art. 6 and 7."""
        if self._locale != "id_ID":
            return source
        return re.sub(r"\bArt\.? ", "Pasal ", source).replace(" and ", " dan ")

    def kilometres(self, metres: int) -> str:
        """12 km; under one, 0,8 km."""
        km = metres / 1000
        return f"{self.number(km, 1 if km < 10 else 0)} km"
