"""Cells that hold a small list of their own grammar: work done, licences with their last day, blockers, fields."""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from matching.intake.reading import Cell
from matching.language.choices import parse_choice
from matching.language.dates import parse_date
from matching.language.durations import parse_months
from matching.language.licences import parse_licences
from matching.language.numbers import parse_count, refuse_negative
from matching.language.problems import plain, refusal
from matching.model.candidate import Blocker, Experience, HeldLicence
from matching.vocabulary import BlockerKind, BlockerStatus, Licence

_PART = re.compile(r"[;|\n]")
_UNIT = r"(?:tahun|thn|th|t|bulan|bln|bl|years?|yrs?|months?|mos?)\b\.?"
_LENGTH = re.compile(
    rf"^(?P<title>.*?\S)[\s,:(/–—-]+(?P<months>(?:se(?:tahun|bulan)|[\d.,]+\s*{_UNIT})(?:[\s,]*(?:dan\s+)?[\d.,]+\s*{_UNIT})?)\)?"
    r"\s*(?P<mark>\(?\s*(?:dinilai|diulas|dikonfirmasi|reviewed)\s*\)?)?\s*$",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"[\s,(]+(?:berlaku\s+)?(?:s/d|s\.d\.?|sd|sampai(?: dengan)?|hingga|until|exp(?:ires|ired|\.)?)\s*:?\s*"
    r"(?P<day>[^();]+?)\s*\)?$",
    re.IGNORECASE,
)
_BLOCKER = re.compile(
    r"^(?P<kind>.+?)\s*[:=]\s*(?P<status>.+?)(?:[\s,(]+(?P<days>\d{1,4})\s*(?:hari|hr|days?)\)?)?$"
)
USUAL_LEAD_DAYS = 14
PARTS_REMEMBERED = 20_000


def parts(words: str) -> Iterator[str]:
    """The pieces of a cell between semicolons, bars and line breaks."""
    return (part.strip() for part in _PART.split(words) if part.strip())


def titles(words: str, cell: Cell) -> tuple[str, ...]:
    """Texts separated by `;`, each once."""
    found = tuple(dict.fromkeys(" ".join(part.split()) for part in parts(words)))
    if any(len(title) > 300 for title in found):
        raise refusal(cell.key, "pisahkan dengan ;", "separate them with ;")
    return found


def experience(words: str, cell: Cell) -> tuple[Experience, ...]:
    """Work before custody: `Juru las 24 bln; helper gudang 1 tahun`."""
    return tuple(_work(part, cell.key, inside=False) for part in parts(words))


def experience_inside(words: str, cell: Cell) -> tuple[Experience, ...]:
    """Work in a prison workshop: `Bengkel las 8 bln (dinilai)`, the mark where a supervisor has confirmed it."""
    return tuple(_work(part, cell.key, inside=True) for part in parts(words))


@lru_cache(PARTS_REMEMBERED)
def _work(part: str, key: str, *, inside: bool) -> Experience:
    match = _LENGTH.match(part)
    if match is None:
        raise refusal(
            key,
            "tulis pekerjaan lalu lamanya, pisahkan dengan ; contoh: juru las 24 bln; penjahit 1 tahun",
            "write the work and its length, separated by ; for example: juru las 24 bln; penjahit 1 tahun",
        )
    refuse_negative(plain(part[match.end("title") - 1 :]), key)
    title, months = " ".join(match["title"].split()), parse_months(match["months"], key)
    return Experience(title, months, inside=inside, reviewed=match["mark"] is not None)


def held_licences(words: str, cell: Cell) -> tuple[HeldLicence, ...]:
    """Licences of a person: `SIM C s/d 17/08/2029; SIO forklift`; in the vocabulary's order."""
    found: dict[Licence, HeldLicence] = {}
    for part in parts(words):
        licences, last_day = _until(part, cell.key)
        for licence in licences:
            if licence in found:
                raise refusal(cell.key, "satu izin tertulis dua kali", "one of the licences is written twice")
            found[licence] = HeldLicence(licence, last_day)
    return tuple(found[licence] for licence in Licence if licence in found)


@lru_cache(PARTS_REMEMBERED)
def _until(part: str, key: str) -> tuple[frozenset[Licence], date | None]:
    match = _UNTIL.search(part)
    if match is None:
        return parse_licences(part, key), None
    return parse_licences(part[: match.start()], key), parse_date(match["day"], key)


def forget() -> None:
    """Remember no part of a cell any more."""
    _work.cache_clear()
    _until.cache_clear()


def blockers(words: str, cell: Cell) -> tuple[Blocker, ...]:
    """`KTP: selesai; SKCK: proses 14 hari`. Without days, what is usual for the kind; none where it is done."""
    found: dict[BlockerKind, Blocker] = {}
    for part in parts(words):
        one = _blocker(part, cell)
        if one.kind in found:
            raise refusal(cell.key, "satu hal tertulis dua kali", "one of the matters is written twice")
        found[one.kind] = one
    return tuple(found[kind] for kind in BlockerKind if kind in found)


def _blocker(part: str, cell: Cell) -> Blocker:
    refuse_negative(plain(part), cell.key)
    match = _BLOCKER.match(plain(part))
    if match is None:
        raise refusal(
            cell.key,
            "tulis hal: keadaan, contoh KTP: selesai; SKCK: proses 14 hari",
            "write matter: state, for example KTP: selesai; SKCK: proses 14 hari",
        )
    kind = parse_choice(BlockerKind, match["kind"], cell.key)
    status = parse_choice(BlockerStatus, match["status"], cell.key)
    if status is BlockerStatus.DONE:
        return Blocker(kind, status, 0)
    usual = cell.reading.blocker_days.get(kind, USUAL_LEAD_DAYS)
    days = parse_count(match["days"], cell.key, most=3_650) if match["days"] else usual
    return Blocker(kind, status, days)


def fields(words: str, cell: Cell) -> frozenset[str]:
    """Fields of work by code or name, Indonesian or English."""
    known = {field.code.casefold(): field.code for field in cell.reading.fields}
    for field in cell.reading.fields:
        known |= {plain(field.name_id): field.code, plain(field.name_en): field.code}
    found: set[str] = set()
    for part in parts(words):
        names = [part] if plain(part) in known else part.split(",")
        for name in filter(str.strip, names):
            if plain(name) not in known:
                raise refusal(
                    cell.key,
                    "bidang kerja tidak dikenal; lihat `jembatan reference fields`, contoh FW01",
                    "unknown field of work; see `jembatan reference fields`, for example FW01",
                )
            found.add(known[plain(name)])
    return frozenset(found)
