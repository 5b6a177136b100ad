"""The reference data that ships with the program: small CSV files, read into values of the core.

Every file has a row in SOURCES.tsv with its source, licence and completeness. Nothing is read at import; what is
read once is kept. `version()` changes when any file does, so that a load into PostgreSQL can be skipped or repeated.
"""

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType

from data.reference_rows import (
    ClassCode,
    Completeness,
    ConstructionJob,
    Facility,
    MinimumWage,
    Programme,
    Province,
    Scheme,
    Source,
    Unit,
)
from matching.geo import Gazetteer, Regency
from matching.reference import (
    AppliesTo,
    FieldOfWork,
    FunctionAgreement,
    JobFunction,
    LegalBar,
    LicenceRule,
    Occupation,
    SchemeAlias,
    Strength,
    UnitGroup,
)
from matching.vocabulary import Licence


def _folder() -> Traversable:
    return files("data") / "reference"


def _rows(name: str) -> list[dict[str, str]]:
    text = (_folder() / name).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text), delimiter="\t" if name.endswith(".tsv") else ","))


def _list(cell: str) -> tuple[str, ...]:
    return tuple(item for part in cell.split("|") if (item := part.strip()))


@cache
def version() -> str:
    """Digest over all files, sixteen hex digits."""
    digest = hashlib.sha256()
    for entry in sorted(_folder().iterdir(), key=lambda entry: entry.name):
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
            for row in _rows("SOURCES.tsv")
        }
    )


@cache
def provinces() -> tuple[Province, ...]:
    """The 38 provinces."""
    return tuple(Province(row["code"], row["name"]) for row in _rows("provinces.csv"))


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
            for row in _rows("regencies.csv")
        ]
    )


@cache
def place_aliases() -> Mapping[str, str]:
    """Regency code by a lower-case nickname, other spelling, seat or district that means one regency only."""
    return MappingProxyType({row["alias"]: row["code"] for row in _rows("place_aliases.csv")})


@cache
def kbji() -> Mapping[str, ClassCode]:
    """KBJI 2014 by code ("7212", "7212.01")."""
    return MappingProxyType(
        {row["code"]: ClassCode(row["code"], row["digit"], row["title"]) for row in _rows("kbji2014.csv")}
    )


@cache
def kbli() -> Mapping[str, ClassCode]:
    """KBLI 2020 by code ("C", "14", "14111")."""
    return MappingProxyType(
        {row["code"]: ClassCode(row["code"], row["category"], row["title"]) for row in _rows("kbli2020.csv")}
    )


@cache
def schemes() -> tuple[Scheme, ...]:
    """Certification schemes of the bodies at hand."""
    return tuple(
        Scheme(row["code"], row["title"], row["profession"], row["field"], row["kind"], row["source"])
        for row in _rows("schemes.csv")
    )


@cache
def units() -> tuple[Unit, ...]:
    """Units of competency; the same code may stand in decrees of several years."""
    return tuple(
        Unit(row["code"], int(row["decree_year"]) if row["decree_year"] else None, row["title"])
        for row in _rows("units.csv")
    )


@cache
def programmes() -> tuple[Programme, ...]:
    """Training programmes."""
    return tuple(
        Programme(row["title"], row["field"], int(row["lesson_hours"])) for row in _rows("programmes.csv")
    )


@cache
def construction_jobs() -> tuple[ConstructionJob, ...]:
    """Construction job titles of LPJK."""
    return tuple(ConstructionJob(row["code"], row["title"]) for row in _rows("construction_jobs.csv"))


@cache
def facilities() -> tuple[Facility, ...]:
    """Correctional facilities; the list is partial."""
    return tuple(
        Facility(row["type"], row["class"], row["name"], row["province_code"])
        for row in _rows("facilities.csv")
    )


@cache
def minimum_wages() -> tuple[MinimumWage, ...]:
    """What is missing is unknown; never fill it from a neighbour or another year."""
    return tuple(
        MinimumWage(row["place_code"], int(row["year"]), int(row["monthly_idr"]), row["mark"])
        for row in _rows("minimum_wages.csv")
    )


@cache
def fields_of_work() -> tuple[FieldOfWork, ...]:
    """Fields of work that rules name by code."""
    return tuple(
        FieldOfWork(
            code=row["code"],
            name_id=row["name_id"],
            name_en=row["name_en"],
            kbji_prefixes=_list(row["kbji_prefixes"]),
            title_phrases=_list(row["title_phrases"]),
            weak_phrases=_list(row["weak_phrases"]),
            description_phrases=_list(row["description_phrases"]),
            not_with=_list(row["not_with"]),
            never_with=_list(row["never_with"]),
            other_things=_list(row["other_things"]),
            source=row["source"],
        )
        for row in _rows("fields_of_work.csv")
    )


@cache
def countries() -> tuple[str, ...]:
    """Names by which advertisements call other countries, and cities there that many leave for."""
    names = ((row["name_id"], row["name_en"], *_list(row["variants"])) for row in _rows("countries.csv"))
    return tuple(dict.fromkeys(name for of_one in names for name in of_one))


@cache
def legal_bars() -> tuple[LegalBar, ...]:
    """What law or common practice closes or flags."""
    return tuple(
        LegalBar(
            code=row["code"],
            fields=frozenset(_list(row["fields"])),
            strength=Strength(row["strength"]),
            applies_to=AppliesTo(row["applies_to"]),
            words_id=row["words_id"],
            words_en=row["words_en"],
            source=row["source"],
        )
        for row in _rows("legal_bars.csv")
    )


@cache
def required_licences() -> tuple[LicenceRule, ...]:
    """Licences that the law asks for, by kind of work."""
    return tuple(
        LicenceRule(
            licence=Licence(row["licence"]),
            kbji_prefixes=_list(row["kbji_prefixes"]),
            objects=_list(row["objects"]),
            roles=_list(row["roles"]),
            not_with=_list(row["not_with"]),
            source=row["source"],
        )
        for row in _rows("required_licences.csv")
    )


@cache
def occupations() -> tuple[Occupation, ...]:
    """Trades and the words for them."""
    return tuple(
        Occupation(
            key=row["key"],
            name_id=row["name_id"],
            name_en=row["name_en"],
            kbji=tuple(row["kbji"].split()),
            aliases=_list(row["aliases"]),
            contexts=_list(row["contexts"]),
            not_with=_list(row["not_with"]),
            source=row["source"],
            hints=_list(row["hints"]),
        )
        for row in _rows("occupations.csv")
    )


@cache
def scheme_aliases() -> tuple[SchemeAlias, ...]:
    """What each scheme, programme, construction job and standard trains for."""
    return tuple(
        SchemeAlias(row["title"], row["occupation"], _list(row["aliases"]), row["source"], float(row["fit"]))
        for row in _rows("scheme_aliases.csv")
    )


@cache
def unit_groups() -> tuple[UnitGroup, ...]:
    """What units of competency are about, by the start of their code."""
    return tuple(UnitGroup(row["prefix"], row["title"], row["source"]) for row in _rows("unit_groups.csv"))


@cache
def job_functions() -> tuple[JobFunction, ...]:
    """What somebody does in a trade; the first is the work itself."""
    return tuple(
        JobFunction(row["function"], _list(row["words"]), _list(row["kbji_prefixes"]))
        for row in _rows("job_functions.csv")
    )


@cache
def job_function_agreement() -> tuple[FunctionAgreement, ...]:
    """How far work in one function is open to whoever is trained for another."""
    return tuple(
        FunctionAgreement(row["one"], row["other"], float(row["agreement"]))
        for row in _rows("job_function_agreement.csv")
    )


@cache
def generic_words() -> frozenset[str]:
    """Words of titles that name no trade by themselves."""
    return frozenset(row["word"] for row in _rows("generic_words.csv"))


def work_titles() -> Iterator[str]:
    """Every title of work and training in the reference data: the body of words by which rarity is measured."""
    for trade in occupations():
        yield from (trade.name_id, trade.name_en, *trade.aliases, *trade.hints)
    yield from (code.title for code in kbji().values())
    yield from (scheme.title for scheme in schemes())
    yield from (unit.title for unit in units())
    yield from (job.title for job in construction_jobs())
    yield from (programme.title for programme in programmes())
