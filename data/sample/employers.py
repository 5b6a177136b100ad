"""The employers of the sample world."""

from functools import cache

from data.sample.catalogue import toml, trades
from data.sample.dice import Dice, Weighted, sample_id
from data.sample.persons import phone
from data.sample.places import any_regency
from matching.model import Employer, EmployerId, ExternalReference
from matching.model.records import EmployerRecord
from matching.vocabulary import EmployerVerification

ABROAD = "78102"
"""KBLI of agencies that place people abroad."""
_VERIFICATION = Weighted(
    [
        (EmployerVerification.VERIFIED, 88.0),
        (EmployerVerification.UNVERIFIED, 8.0),
        (EmployerVerification.SUSPENDED, 4.0),
    ]
)


@cache
def sectors() -> Weighted[str]:
    """KBLI codes by how many vacancies come from them."""
    weight: dict[str, float] = {ABROAD: 2.0}
    for trade in trades().values():
        for sector in trade.sectors:
            weight[sector] = weight.get(sector, 0.0) + trade.weight / len(trade.sectors)
    return Weighted(sorted(weight.items()))


def draw_employer(seed: int, key: str, serial: int) -> tuple[EmployerRecord, str]:
    """One employer and the regency it works in. The first ones make sure that every sector has a firm."""
    dice = Dice(seed, key)
    every = sectors().choices
    sector = every[serial] if serial < len(every) else dice.weighted(sectors())
    return employer(key, serial, draw_name(dice, sector), sector, dice.weighted(_VERIFICATION)), any_regency(
        dice
    ).code


def draw_name(dice: Dice, sector: str) -> str:
    """A name of coined words in the manner of the sector."""
    file = toml("employer_names.toml")
    coined = f"{dice.pick(file['stems'].split())}{dice.pick(file['endings'].split())}"
    if dice.chance(0.5):
        coined += f" {dice.pick(file['endings'].split()).capitalize()}"
    return str(dice.pick(file["forms"][sector[:2]].split("|"))).format(coined)


def employer(
    key: str, serial: int, name: str, sector: str, verification: EmployerVerification
) -> EmployerRecord:
    """An employer's record; NIBs that begin with 0000 have never been given out."""
    return EmployerRecord(
        employer=Employer(
            id=EmployerId(sample_id("employer", key)),
            name=name,
            business_number=f"0000{serial + 1:09d}",
            sector=sector,
            contact=phone(serial),
            verification=verification,
        ),
        reference=ExternalReference("KARIRHUB", f"CONTOH-P-{serial:04d}"),
    )
