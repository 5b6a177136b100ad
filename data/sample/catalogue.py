"""The vocabulary of the sample world, read from the files beside this module."""

import csv
import io
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from matching.model import UnitCode
from matching.vocabulary import CertificateKind, Education, Language, Licence, WorkDemand


@dataclass(frozen=True, slots=True)
class Trade:
    """A kind of work as advertisements write of it. Pay is millions of rupiah a month where wages are average."""

    key: str
    kbji: str
    sectors: tuple[str, ...]  # KBLI codes of the employers who offer it
    weight: float  # share among vacancies
    titles: tuple[str, ...]
    tasks: tuple[str, ...]
    wants: tuple[str, ...]  # lines of requirement of this trade
    certificates: tuple[str, ...]
    demands: frozenset[WorkDemand]
    licences: frozenset[Licence]  # asked for in every vacancy
    languages: frozenset[Language]
    education: Education
    months: int  # experience usually asked
    pay: tuple[float, float]
    paid_by_day: bool
    lodging: float  # share of vacancies with lodging


@dataclass(frozen=True, slots=True)
class Course:
    """What a certificate of the sample looks like."""

    trade: str
    weight: float
    kind: CertificateKind
    title: str
    scheme: str
    level: int | None
    hours: int | None
    units: tuple[UnitCode, ...]


@dataclass(frozen=True, slots=True)
class ProvinceFigures:
    """Inhabitants in millions, and wages against the national average."""

    code: str
    people: float
    wage: float


def _text(name: str) -> str:
    return (files("data") / "sample" / name).read_text(encoding="utf-8")


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.splitlines() if line)


@cache
def toml(name: str) -> Mapping[str, Any]:
    """A file of this package as it stands."""
    return tomllib.loads(_text(name))


@cache
def trades() -> Mapping[str, Trade]:
    """Every trade by its key."""
    folder = files("data") / "sample" / "trades"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return {key: _trade(key, row) for name in names for key, row in toml(f"trades/{name}").items()}


def _trade(key: str, row: Mapping[str, Any]) -> Trade:
    return Trade(
        key=key,
        kbji=row["kbji"],
        sectors=tuple(row["sectors"]),
        weight=row["weight"],
        titles=_lines(row["titles"]),
        tasks=_lines(row["tasks"]),
        wants=_lines(row["wants"]),
        certificates=tuple(row.get("certs", ())),
        demands=frozenset(map(WorkDemand, row["demands"])),
        licences=frozenset(map(Licence, row.get("licences", ()))),
        languages=frozenset(map(Language, row.get("languages", ()))),
        education=Education[row["education"]],
        months=row["months"],
        pay=(row["pay"][0], row["pay"][1]),
        paid_by_day=row.get("daily", False),
        lodging=row.get("lodging", 0.12),
    )


@cache
def courses() -> tuple[Course, ...]:
    """Certificates that people in the sample may hold."""
    rows = csv.DictReader(io.StringIO(_text("certificates.csv")))
    return tuple(
        Course(
            trade=row["trade"],
            weight=float(row["weight"]),
            kind=CertificateKind(row["kind"]),
            title=row["title"],
            scheme=row["scheme"],
            level=int(row["level"]) if row["level"] else None,
            hours=int(row["hours"]) if row["hours"] else None,
            units=tuple(map(_unit, row["units"].split())),
        )
        for row in rows
    )


def _unit(text: str) -> UnitCode:
    code, _, year = text.partition(":")
    return UnitCode(code, int(year) if year else None)


@cache
def provinces() -> tuple[ProvinceFigures, ...]:
    """The 38 provinces; rounded from the census of 2020, its Papua shared out over the six provinces of today."""
    rows = csv.DictReader(io.StringIO(_text("provinces.csv")))
    return tuple(ProvinceFigures(row["code"], float(row["people"]), float(row["wage"])) for row in rows)
