"""The vacancies that the memorable people are shown with, and those around Madiun for the person of the demo."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from data import reference_files
from data.sample.catalogue import toml, trades
from data.sample.dice import Dice, sample_id
from data.sample.employers import employer
from data.sample.places import short_name
from data.sample.vacancies import Site, Spot, vacancy_at
from matching.model import Asks, ExternalReference, Vacancy, VacancyId, Wage
from matching.model.records import EmployerRecord, PersonLimits, VacancyRecord
from matching.vocabulary import (
    ContractKind,
    Education,
    EmployerVerification,
    Language,
    Licence,
    WageUnit,
    WorkDemand,
)

_FILE = "memorable_vacancies.toml"
_AROUND_MADIUN = ("35.19", "35.77", "35.20", "35.21", "35.02", "35.18")
_MADIUN_TRADES = (
    "welder", "welder", "metal_fabricator", "welder", "sheet_metal", "welder",
    "roofer", "welder", "metal_fabricator", "body_painter", "welder", "machinist",
)  # fmt: skip
MADIUN_SITES, MADIUN_VACANCIES = 12, 36


def memorable_sites() -> Mapping[str, Site]:
    """Employers of the memorable vacancies by key; all verified."""
    return {
        key: Site(_verified(key, 8000 + i, row["name"], row["sector"]), row["place"])
        for i, (key, row) in enumerate(toml(_FILE)["employers"].items())
    }


def madiun_sites() -> list[Site]:
    """Workshops around Madiun; the last one is not verified yet."""
    sites = []
    for i in range(MADIUN_SITES):
        place = _AROUND_MADIUN[i % len(_AROUND_MADIUN)]
        name = f"Bengkel Las {('Jatisari', 'Brantas', 'Kencana', 'Lawu')[i % 4]}sena {i + 1}"
        sites.append(Site(_verified(f"madiun-{i}", 8500 + i, name, "25111"), place))
    pending = employer("madiun-pending", 8599, "CV Wilisena Teknik", "25111", EmployerVerification.UNVERIFIED)
    return [*sites[:-1], Site(pending, "35.19")]


def _verified(key: str, serial: int, name: str, sector: str) -> EmployerRecord:
    return employer(f"memorable-{key}", serial, name, sector, EmployerVerification.VERIFIED)


def vacancy_id(key: str) -> VacancyId:
    """Identifier of a memorable vacancy by its key."""
    return VacancyId(sample_id("vacancy", f"memorable-{key}"))


def memorable_vacancies(as_of: date) -> list[VacancyRecord]:
    """The vacancies of the file beside this module."""
    sites = memorable_sites()
    return [_record(key, row, sites[row["employer"]], as_of) for key, row in toml(_FILE)["vacancies"].items()]


def _record(key: str, row: Mapping[str, Any], site: Site, as_of: date) -> VacancyRecord:
    description = row["lines"].strip()
    firm = site.record.employer
    return VacancyRecord(
        vacancy=Vacancy(
            id=vacancy_id(key),
            employer=firm.id,
            title=row["title"],
            place=row.get("place"),
            sector=firm.sector,
            description=description,
            occupation=row.get("occupation", ""),
            openings=3,
            contract=ContractKind.FIXED_TERM,
            wage=_wage(*row["wage"]),
            lodging=row.get("lodging", False),
            hours_per_week=40,
            starts=_in_days(row.get("starts_in"), as_of),
            closes=_in_days(row.get("closes_in"), as_of),
            required=_required(row),
            demands=frozenset(map(WorkDemand, row.get("demands", ()))),
            police_record_letter=row.get("police_record_letter", False),
            placement_elsewhere=row.get("placement_elsewhere", False),
        ),
        reference=ExternalReference("KARIRHUB", f"CONTOH-M-{key.upper().replace('_', '-')}"),
        limits=PersonLimits(**row.get("limits", {})),
        wage_text=f"Rp{row['wage'][0]} - Rp{row['wage'][1]}",
        source_text=f"{row['title']}\n{firm.name}\n\n{description}",
    )


def _wage(low: int, high: int) -> Wage:
    return Wage(low, high, WageUnit.MONTH, low, high)


def _in_days(days: int | None, as_of: date) -> date | None:
    return None if days is None else as_of + timedelta(days=days)


def _required(row: Mapping[str, Any]) -> Asks:
    return Asks(
        education=Education[row.get("education", "NONE")],
        experience_months=row.get("months", 0),
        licences=frozenset(map(Licence, row.get("licences", ()))),
        languages=frozenset(map(Language, row.get("languages", ()))),
    )


def madiun_vacancies(seed: int, sites: Sequence[Site], as_of: date) -> list[VacancyRecord]:
    """Metal work around Madiun, so that the person of the demo sees a list worth reading."""
    found = []
    for i in range(MADIUN_VACANCIES):
        key = f"madiun-{i:02d}"
        site = sites[i % len(sites)]
        trade = trades()[_MADIUN_TRADES[(i + i // len(sites)) % len(_MADIUN_TRADES)]]
        spot = Spot(site.regency, short_name(reference_files.gazetteer().get(site.regency)))
        found.append(vacancy_at(Dice(seed, key), key, trade=trade, site=site, spot=spot, as_of=as_of))
    return found
