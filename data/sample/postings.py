"""The firms of the sample's past and their vacancies, one for each quarter of a year."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from data.sample.careers import QUICK, SILENT, SLOW, Pace
from data.sample.catalogue import trades
from data.sample.dice import Dice
from data.sample.employers import draw_employer
from data.sample.memorable_vacancies import madiun_sites, memorable_sites
from data.sample.places import regencies_of
from data.sample.vacancies import Site, Spot, by_sector, vacancy_at
from data.sample.world import SampleWorld
from matching.model.records import VacancyRecord
from matching.vocabulary import EmployerVerification, VacancyStatus

TRADES = ("welder", "sewing_operator", "baker", "furniture_maker", "motorcycle_mechanic", "food_processor")
PROVINCES = ("32", "33", "35")
_SEED, _TURN, _OPENINGS = 2026, 90, 16


@dataclass(frozen=True, slots=True)
class Firm:
    """An employer of the past: where it is, in which trade it looks for people, and how it answers."""

    site: Site
    trade: str
    pace: Pace


class Postings:
    """Vacancies of the firms, one for each quarter of a year, made when first asked for."""

    def __init__(self, firms: Sequence[Firm], as_of: date) -> None:
        self._firms, self.as_of, self.until = firms, as_of, as_of - timedelta(days=1)
        self.made: dict[str, VacancyRecord] = {}

    def of(self, dice: Dice, trade: str, day: date) -> tuple[VacancyRecord, Pace]:
        """One in a trade to which somebody could be sent that day."""
        firm = dice.pick([one for one in self._firms if one.trade == trade])
        return self.at(firm, (self.as_of - day).days // _TURN), firm.pace

    def at(self, firm: Firm, turn: int, name: str = "") -> VacancyRecord:
        """The one of a quarter, counted backwards; the last is open, and its work begins at once."""
        key = f"history-{name or firm.site.record.employer.id}-{firm.trade}-{turn}"
        if key not in self.made:
            since, dice = self.as_of - timedelta(days=_TURN * (turn + 1)), Dice(_SEED, key)
            regency = dice.pick(regencies_of()[dice.pick(PROVINCES)])
            spot = Spot(regency.code, regency.name)
            drawn = vacancy_at(dice, key, trade=trades()[firm.trade], site=firm.site, spot=spot, as_of=since)
            vacancy = replace(
                drawn.vacancy,
                openings=_OPENINGS,
                held=0,
                status=VacancyStatus.CLOSED if turn else VacancyStatus.OPEN,
                starts=since + timedelta(days=_TURN if turn else _TURN + 5),
                closes=since + timedelta(days=_TURN) if turn else None,
            )
            self.made[key] = replace(drawn, vacancy=vacancy)
        return self.made[key]


def firms_of(world: SampleWorld) -> list[Firm]:
    """Two verified employers for each trade; the first is the one whose member the demo signs in."""
    verified = {
        one.employer.id
        for one in world.employers
        if one.employer.verification is EmployerVerification.VERIFIED
    }
    drawn = (Site(*draw_employer(_SEED, f"employer-{i:04d}", i)) for i in range(len(world.employers)))
    sites = by_sector(
        [
            one
            for one in (*memorable_sites().values(), *madiun_sites(), *drawn)
            if one.record.employer.id in verified
        ]
    )
    paces, firms = (QUICK, SLOW, QUICK, SILENT, QUICK), list[Firm]()
    for trade in TRADES:
        both = [site for sector in trades()[trade].sectors for site in sites.get(sector, ())][:2]
        firms += [Firm(site, trade, paces[(len(firms) + i) % len(paces)]) for i, site in enumerate(both)]
    return firms
