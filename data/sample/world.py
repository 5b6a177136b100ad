"""The sample world: who and what is loaded by the demo. Deterministic in its seed and its day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from data import reference_files
from data.sample.dice import Dice, sample_id
from data.sample.employers import draw_employer
from data.sample.memorable_people import memorable_people
from data.sample.memorable_vacancies import (
    madiun_sites,
    madiun_vacancies,
    memorable_sites,
    memorable_vacancies,
)
from data.sample.people import draw_person
from data.sample.vacancies import Site, by_sector, draw_vacancy
from matching.model import CandidateId, UnitId
from matching.model.ids import AccountId
from matching.model.records import CandidateRecord, EmployerRecord, VacancyRecord
from matching.vocabulary import Role, UnitType

DEFAULT_AS_OF = date(2026, 11, 23)
DEFAULT_SEED = 2026
PEOPLE, EMPLOYERS, VACANCIES = 640, 300, 3_000

_UNITS = (
    ("Lapas Kelas I Madiun", UnitType.LAPAS, "35"),
    ("Lapas Kelas IIB Ngawi", UnitType.LAPAS, "35"),
    ("Rutan Kelas I Semarang", UnitType.RUTAN, "33"),
    ("Lapas Kelas IIA Binjai", UnitType.LAPAS, "12"),
    ("Bapas Contoh Jawa Barat", UnitType.BAPAS, "32"),
    ("Bapas Contoh Indonesia Timur", UnitType.BAPAS, "73"),
)


@dataclass(frozen=True, slots=True)
class SampleUnit:
    """A unit to which people and accounts belong."""

    id: UnitId
    name: str
    type: UnitType
    province: str


@dataclass(frozen=True, slots=True)
class SampleAccount:
    """An account of the sample; it has no password."""

    id: AccountId
    name: str
    role: Role
    unit: UnitId


@dataclass(frozen=True, slots=True)
class SampleWorld:
    """Everything; `caseload` says which case worker's caseload each person is in, and so in which unit."""

    as_of: date
    units: tuple[SampleUnit, ...]
    accounts: tuple[SampleAccount, ...]
    employers: tuple[EmployerRecord, ...]
    vacancies: tuple[VacancyRecord, ...]
    candidates: tuple[CandidateRecord, ...]
    caseload: Mapping[CandidateId, AccountId]


def build_world(
    seed: int = DEFAULT_SEED,
    as_of: date = DEFAULT_AS_OF,
    *,
    people: int = PEOPLE,
    employers: int = EMPLOYERS,
    vacancies: int = VACANCIES,
) -> SampleWorld:
    """Build it, the memorable ones first; the counts include them."""
    units = _units()
    accounts = _accounts(units)
    candidates = memorable_people(as_of)
    candidates += [draw_person(seed, f"person-{i:04d}", i, as_of) for i in range(people - len(candidates))]
    sites, offers = _offers(seed, as_of, employers, vacancies)
    return SampleWorld(
        as_of=as_of,
        units=units,
        accounts=accounts,
        employers=tuple(site.record for site in sites),
        vacancies=tuple(offers),
        candidates=tuple(candidates),
        caseload={
            record.id: _case_worker(Dice(seed, str(record.id)), record, units, accounts)
            for record in candidates
        },
    )


def _offers(seed: int, as_of: date, employers: int, vacancies: int) -> tuple[list[Site], list[VacancyRecord]]:
    near_madiun = madiun_sites()
    known = [*memorable_sites().values(), *near_madiun]
    drawn = [Site(*draw_employer(seed, f"employer-{i:04d}", i)) for i in range(employers - len(known))]
    fixed = [*memorable_vacancies(as_of), *madiun_vacancies(seed, near_madiun, as_of)]
    sites = by_sector(drawn)
    others = [draw_vacancy(seed, f"{i:05d}", sites, as_of) for i in range(vacancies - len(fixed))]
    return [*known, *drawn], [*fixed, *others]


def _units() -> tuple[SampleUnit, ...]:
    return tuple(
        SampleUnit(UnitId(sample_id("unit", name)), name, kind, province) for name, kind, province in _UNITS
    )


def _accounts(units: Sequence[SampleUnit]) -> tuple[SampleAccount, ...]:
    """Two case workers in each unit."""
    return tuple(
        SampleAccount(
            AccountId(sample_id("account", f"{unit.name}/{i}")),
            f"Petugas contoh {i}",
            Role.CASE_WORKER,
            unit.id,
        )
        for unit in units
        for i in (1, 2)
    )


def _case_worker(
    dice: Dice, record: CandidateRecord, units: Sequence[SampleUnit], accounts: Sequence[SampleAccount]
) -> AccountId:
    """Of the unit that is the person's facility, else one of the same province, else any."""
    home = reference_files.gazetteer().get(record.candidate.home)
    same = [unit for unit in units if unit.name == record.facility]
    near = [unit for unit in units if unit.province == home.province_code]
    unit = dice.pick(same or near or list(units))
    return dice.pick([account.id for account in accounts if account.unit == unit.id])
