"""The reference data that ships with the program: small CSV files, read into values of the core.

Every file has a row in SOURCES.tsv with its source, licence and completeness. Nothing is read at import; what is
read once is kept. `version()` changes when any file does, so that a load into PostgreSQL can be skipped or repeated.
"""

import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

from data.reference_csv import cells, folder, rows
from data.reference_rows import (
    ClassCode,
    Completeness,
    ConstructionJob,
    Facility,
    MaskedWord,
    MinimumWage,
    Programme,
    Province,
    Scheme,
    Source,
    Unit,
)
from data.trade_files import occupations
from matching.geo import Gazetteer, Regency
from matching.reference import (
    AppliesTo,
    FieldOfWork,
    LegalBar,
    LicenceRule,
    Strength,
)
from matching.vocabulary import Licence


@cache
def version() -> str:
    """Digest over all files, sixteen hex digits."""
    digest = hashlib.sha256()
    for entry in sorted(folder().iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith((".csv", ".tsv")):
            digest.update(entry.name.encode() + b"\0" + entry.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


@cache
def sources() -> Mapping[str, Source]:
    """Source and completeness of each file, by file name."""
    return MappingProxyType(
        {
            row["file"]: Source(
                row["file"],
                row["what"],
                int(row["rows"]),
                row["source"],
                row["licence"],
                Completeness(row["completeness"]),
                row["as_of"],
            )
            for row in rows("SOURCES.tsv")
        }
    )


@cache
def provinces() -> tuple[Province, ...]:
    """The 38 provinces."""
    return tuple(Province(row["code"], row["name"]) for row in rows("provinces.csv"))


@cache
def gazetteer() -> Gazetteer:
    """The 514 regencies in the order of their Kemendagri codes."""
    return Gazetteer(
        [
            Regency(
                code=row["code"],
                name=row["name"],
                province_code=row["province_code"],
                province=row["province"],
                lat=float(row["lat"]),
                lon=float(row["lon"]),
                island=row["island"],
                bps_code=row["bps_code"],
            )
            for row in rows("regencies.csv")
        ]
    )


@cache
def place_aliases() -> Mapping[str, str]:
    """Regency code by a lower-case nickname, other spelling, seat or district that means one regency only."""
    return MappingProxyType({row["alias"]: row["code"] for row in rows("place_aliases.csv")})


@cache
def kbji() -> Mapping[str, ClassCode]:
    """KBJI 2014 by code ("7212", "7212.01")."""
    return MappingProxyType(
        {row["code"]: ClassCode(row["code"], row["digit"], row["title"]) for row in rows("kbji2014.csv")}
    )


@cache
def kbli() -> Mapping[str, ClassCode]:
    """KBLI 2020 by code ("C", "14", "14111")."""
    return MappingProxyType(
        {row["code"]: ClassCode(row["code"], row["category"], row["title"]) for row in rows("kbli2020.csv")}
    )


@cache
def schemes() -> tuple[Scheme, ...]:
    """Certification schemes of the bodies at hand."""
    return tuple(
        Scheme(row["code"], row["title"], row["profession"], row["field"], row["kind"], row["source"])
        for row in rows("schemes.csv")
    )


@cache
def units() -> tuple[Unit, ...]:
    """Units of competency; the same code may stand in decrees of several years."""
    return tuple(
        Unit(row["code"], int(row["decree_year"]) if row["decree_year"] else None, row["title"])
        for row in rows("units.csv")
    )


@cache
def programmes() -> tuple[Programme, ...]:
    """Training programmes."""
    return tuple(
        Programme(row["title"], row["field"], int(row["lesson_hours"])) for row in rows("programmes.csv")
    )


@cache
def construction_jobs() -> tuple[ConstructionJob, ...]:
    """Construction job titles of LPJK."""
    return tuple(ConstructionJob(row["code"], row["title"]) for row in rows("construction_jobs.csv"))


@cache
def facilities() -> tuple[Facility, ...]:
    """Correctional facilities; the list is partial."""
    return tuple(
        Facility(row["type"], row["class"], row["name"], row["province_code"])
        for row in rows("facilities.csv")
    )


@cache
def minimum_wages() -> tuple[MinimumWage, ...]:
    """What is missing is unknown; never fill it from a neighbour or another year."""
    return tuple(
        MinimumWage(row["place_code"], int(row["year"]), int(row["monthly_idr"]), row["mark"])
        for row in rows("minimum_wages.csv")
    )


@cache
def fields_of_work() -> tuple[FieldOfWork, ...]:
    """Fields of work that rules name by code."""
    return tuple(
        FieldOfWork(
            code=row["code"],
            name_id=row["name_id"],
            name_en=row["name_en"],
            kbji_prefixes=cells(row["kbji_prefixes"]),
            title_phrases=cells(row["title_phrases"]),
            weak_phrases=cells(row["weak_phrases"]),
            description_phrases=cells(row["description_phrases"]),
            not_with=cells(row["not_with"]),
            never_with=cells(row["never_with"]),
            other_things=cells(row["other_things"]),
            source=row["source"],
        )
        for row in rows("fields_of_work.csv")
    )


@cache
def countries() -> tuple[str, ...]:
    """Names by which advertisements call other countries, and cities there that many leave for."""
    names = ((row["name_id"], row["name_en"], *cells(row["variants"])) for row in rows("countries.csv"))
    return tuple(dict.fromkeys(name for of_one in names for name in of_one))


@cache
def legal_bars() -> tuple[LegalBar, ...]:
    """What law or common practice closes or flags."""
    return tuple(
        LegalBar(
            code=row["code"],
            fields=frozenset(cells(row["fields"])),
            strength=Strength(row["strength"]),
            applies_to=AppliesTo(row["applies_to"]),
            words_id=row["words_id"],
            words_en=row["words_en"],
            source=row["source"],
        )
        for row in rows("legal_bars.csv")
    )


@cache
def required_licences() -> tuple[LicenceRule, ...]:
    """Licences that the law asks for, by kind of work."""
    return tuple(
        LicenceRule(
            licence=Licence(row["licence"]),
            kbji_prefixes=cells(row["kbji_prefixes"]),
            objects=cells(row["objects"]),
            roles=cells(row["roles"]),
            not_with=cells(row["not_with"]),
            source=row["source"],
        )
        for row in rows("required_licences.csv")
    )


def work_titles() -> Iterator[str]:
    """Every title of work and training in the reference data: the body of words by which rarity is measured."""
    for trade in occupations():
        yield from (trade.name_id, trade.name_en, *trade.aliases, *trade.hints)
    yield from (code.title for code in kbji().values())
    yield from (scheme.title for scheme in schemes())
    yield from (unit.title for unit in units())
    yield from (job.title for job in construction_jobs())
    yield from (programme.title for programme in programmes())


@cache
def masked_words() -> tuple[MaskedWord, ...]:
    """Words that tell where somebody was."""
    return tuple(MaskedWord(row["pattern"], row["why"]) for row in rows("masked_words.csv"))
