"""The vacancies of the sample world, but for the memorable ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from data import reference_files
from data.sample.asks import Asked, draw_asks
from data.sample.catalogue import Trade, trades
from data.sample.dice import Dice, Weighted, sample_id
from data.sample.employers import ABROAD
from data.sample.offers import Offered, draw_offer
from data.sample.places import any_regency, bare_name, facilities_of, neighbour, short_name
from data.sample.texts import compose, decorated
from matching.model import EmployerId, ExternalReference, Vacancy, VacancyId
from matching.model.records import EmployerRecord, VacancyRecord
from matching.vocabulary import EmployerVerification, Language, VacancyStatus, WorkSetting

_STATUS = Weighted(
    [
        (VacancyStatus.OPEN, 92.0),
        (VacancyStatus.DRAFT, 2.0),
        (VacancyStatus.CLOSED, 4.0),
        (VacancyStatus.SUSPENDED, 2.0),
    ]
)
_INSIDE_SHARE, _ABROAD_SHARE = 0.012, 0.01
_INSIDE_TRADES = (
    "sewing_operator",
    "furniture_maker",
    "baker",
    "shoe_maker",
    "paving_maker",
    "screen_printer",
)
_ABROAD_TRADES = ("welder", "cook", "food_processor", "production_operator", "care_worker", "mason")
_COUNTRIES = (("Jepang", Language.JAPANESE), ("Korea", Language.KOREAN), ("Taiwan", None), ("Malaysia", None))


@dataclass(frozen=True, slots=True)
class Site:
    """An employer and the regency where it works."""

    record: EmployerRecord
    regency: str


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the work of one vacancy is. `place` None is abroad, `name` as advertisements write it."""

    place: str | None
    name: str
    facility: str = ""
    language: Language | None = None


@cache
def _trades() -> Weighted[Trade]:
    return Weighted([(trade, trade.weight) for trade in trades().values()])


def by_sector(sites: Sequence[Site]) -> Mapping[str, Sequence[Site]]:
    """Employers by the KBLI code of their sector."""
    found: dict[str, list[Site]] = {}
    for site in sites:
        found.setdefault(site.record.employer.sector, []).append(site)
    return found


def draw_vacancy(seed: int, key: str, sites: Mapping[str, Sequence[Site]], as_of: date) -> VacancyRecord:
    """Any vacancy: trade first, in proportion, then an employer who offers it."""
    dice = Dice(seed, key)
    where = dice.fraction(0, 1)
    if where < _INSIDE_SHARE:
        return _inside(dice, key, sites, as_of)
    if where < _INSIDE_SHARE + _ABROAD_SHARE:
        return _abroad(dice, key, sites, as_of)
    trade = dice.weighted(_trades())
    site = dice.pick(sites[dice.pick(trade.sectors)])
    return vacancy_at(dice, key, trade=trade, site=site, spot=_spot(dice, site), as_of=as_of)


def _spot(dice: Dice, site: Site) -> Spot:
    """Mostly where the employer is, sometimes elsewhere in the province or the country."""
    home = reference_files.gazetteer().get(site.regency)
    where = dice.fraction(0, 1)
    if where < 0.6:
        regency = home
    elif where < 0.8:
        regency = neighbour(dice, home)
    else:
        regency = any_regency(dice)
    return Spot(regency.code, dice.pick((short_name(regency), bare_name(regency))))


def _inside(dice: Dice, key: str, sites: Mapping[str, Sequence[Site]], as_of: date) -> VacancyRecord:
    trade = trades()[dice.pick(_INSIDE_TRADES)]
    site = dice.pick(sites[dice.pick(trade.sectors)])
    facility, code = dice.pick(facilities_of()[dice.pick(("32", "33", "35"))])
    return vacancy_at(
        dice, key, trade=trade, site=site, spot=Spot(code, facility.name, facility.name), as_of=as_of
    )


def _abroad(dice: Dice, key: str, sites: Mapping[str, Sequence[Site]], as_of: date) -> VacancyRecord:
    trade = trades()[dice.pick(_ABROAD_TRADES)]
    country, language = dice.pick(_COUNTRIES)
    return vacancy_at(
        dice,
        key,
        trade=trade,
        site=dice.pick(sites[ABROAD]),
        spot=Spot(None, country, "", language),
        as_of=as_of,
    )


def vacancy_at(dice: Dice, key: str, *, trade: Trade, site: Site, spot: Spot, as_of: date) -> VacancyRecord:
    """A vacancy of a trade with an employer at a place, with a text that says what its fields hold."""
    employer = site.record.employer
    asked = _asked_there(draw_asks(dice, trade), spot)
    offered = draw_offer(dice, trade, spot.place[:2] if spot.place else None, as_of)
    months_left = dice.pick((6, 12, 18, 24)) if spot.facility else 0
    job = dice.pick(trade.titles)
    title = decorated(dice, job, spot.name) if spot.place else f"{job} - Penempatan {spot.name}"
    description = compose(
        dice,
        trade,
        job,
        firm=employer.name,
        place=spot.name,
        sector=_sector_name(employer.sector),
        wants=(*asked.lines, *_more_lines(spot, months_left)),
        offers=offered.lines,
    )
    vacancy = Vacancy(
        id=VacancyId(sample_id("vacancy", key)),
        employer=EmployerId(employer.id),
        title=title,
        place=spot.place,
        employer_verified=employer.verification is EmployerVerification.VERIFIED,
        sector=employer.sector,
        description=description,
        setting=WorkSetting.INSIDE_FACILITY if spot.facility else WorkSetting.OUTSIDE,
        months_left_asked=months_left,
    )
    return VacancyRecord(
        vacancy=_with_terms(dice, vacancy, trade, asked, offered),
        reference=ExternalReference("KARIRHUB", f"CONTOH-L-{key.upper()}"),
        facility=spot.facility,
        limits=asked.limits,
        wage_text=offered.wage_text,
        source_text=f"{title}\n{employer.name}\n\n{description}",
    )


def _asked_there(asked: Asked, spot: Spot) -> Asked:
    """What is asked, with the language of the country where the work is."""
    if not spot.language:
        return asked
    languages = asked.required.languages | {spot.language}
    return replace(asked, required=replace(asked.required, languages=languages))


def _with_terms(dice: Dice, vacancy: Vacancy, trade: Trade, asked: Asked, offered: Offered) -> Vacancy:
    """The vacancy with what is asked and offered, its openings and its state."""
    openings = dice.pick((1, 1, 2, 2, 3, 5, 5, 10, 20))
    return replace(
        vacancy,
        occupation=trade.kbji if dice.chance(0.35) else "",
        openings=openings,
        held=dice.number(0, openings) if dice.chance(0.1) else 0,
        contract=offered.contract,
        wage=offered.wage,
        shifts=offered.shifts,
        hours_per_week=offered.hours_per_week,
        lodging=offered.lodging,
        starts=offered.starts,
        closes=offered.closes,
        required=asked.required,
        preferred=asked.preferred,
        demands=trade.demands,
        police_record_letter=asked.police_record_letter,
        placement_elsewhere=asked.placement_elsewhere,
        status=dice.weighted(_STATUS),
    )


def _more_lines(spot: Spot, months_left: int) -> tuple[str, ...]:
    if spot.facility:
        return (f"Sisa masa pembinaan di {spot.name} paling sedikit {months_left} bulan",)
    if spot.place is None:
        spoken = (f"Bisa berbahasa {spot.name} tingkat dasar",) if spot.language else ()
        return (*spoken, f"Siap bekerja di {spot.name} dengan kontrak dua tahun", "Paspor dibantu")
    return ()


@cache
def _sector_name(code: str) -> str:
    return reference_files.kbli()[code].title.lower()
