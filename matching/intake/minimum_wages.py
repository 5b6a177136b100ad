"""A person's wished wage in the words "UMK" or "UMP": the known minimum of the place of return and the year."""

import re
from dataclasses import dataclass

from matching.intake.reading import Reading
from matching.language.problems import plain, refusal
from matching.language.wages import format_idr

COLUMN = "minimum_wage"
_WORDS = re.compile(
    r"(?:(?:gaji|upah|sesuai|ikut|mengikuti|minimal|min\.?|setara|standar|sebesar|sekurang-kurangnya|paling rendah"
    r"|at least|the|local|regional)\s+)*"
    r"(?:(?P<province>ump|upah minimum provinsi|provincial minimum wage)"
    r"|umk|umr|upah minimum(?: (?:kabupaten/kota|kabupaten|kota|regional))?|minimum wage)"
    r"(?:\s+(?:setempat|daerah|wilayah|saja))?(?:\s*(?:tahun\s+)?(?P<year>20\d\d))?(?:\s*(?:/|per\s*|se)bulan)?\.?"
)
# Jakarta: its regencies are not autonomous (UU 2/2024) and have no minimum of their own.
_PROVINCE_ALONE = "31"


@dataclass(frozen=True, slots=True)
class RegionalMinimum:
    """The minimum of wherever the person returns to; `year` None: of the present one."""

    of_province: bool
    year: int | None


def regional_minimum(words: str) -> RegionalMinimum | None:
    """What `UMK`, `sesuai UMK`, `UMR 2026`, `UMP` ask for; None for all that says anything else or more."""
    match = _WORDS.fullmatch(plain(words))
    if match is None:
        return None
    return RegionalMinimum(match["province"] is not None, int(match["year"]) if match["year"] else None)


def monthly_wish(wish: int | RegionalMinimum, regency: str, reading: Reading) -> tuple[int, str]:
    """(rupiah a month, the words for where it comes from: empty where the person named the amount).

    "UMK" is the regency's own minimum and never its province's, which is only a floor below it (PP 36/2021 Art. 30).

    Raises:
        InvalidValue: the reference data does not have the minimum of this place and year.
    """
    if isinstance(wish, int):
        return wish, ""
    place = reading.gazetteer.regencies[reading.gazetteer.index(regency)]
    of_province = wish.of_province or place.province_code == _PROVINCE_ALONE
    year = wish.year or reading.today.year
    code, name = (place.province_code, place.province) if of_province else (place.code, place.name)
    which = f"{'UMP' if of_province else 'UMK'} {name} {year}"
    amount = reading.minimum_wage(code, year)
    if amount is None:
        raise refusal(
            COLUMN,
            f"{which} tidak ada dalam data acuan; tulis jumlah per bulan, contoh Rp2.500.000",
            f"the reference data does not have it ({which}); write an amount per month, as Rp2.500.000",
        )
    return amount, which


def source_words(amount: int, which: str) -> str:
    """The remark that tells where an amount came from."""
    return (
        f"dibaca sebagai {which}: {format_idr(amount)} sebulan, dari data acuan"
        f" / read as {which}: {format_idr(amount)} a month, from the reference data"
    )
