"""Where text and fields contradict each other: schooling, experience, licences and wage as `matching.requirements`
finds them, and age, sex, openings, contract and place here."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Final

from matching.errors import InvalidValue
from matching.language.places import PlaceParser
from matching.lint.catalogue import Code, Finding
from matching.model import Vacancy
from matching.model.records import VacancyRecord
from matching.requirements.filling import contradictions
from matching.requirements.items import Requirements
from matching.requirements.reading import age_limits, only_sex
from matching.vocabulary import ContractKind

_CONTRACTS: Final = {
    ContractKind.PERMANENT: r"(?:karyawan|pegawai) tetap|pkwtt|permanent",
    ContractKind.FIXED_TERM: r"(?:karyawan|pegawai|sistem)? ?kontrak|pkwt|contract",
    ContractKind.DAILY: r"(?:pekerja |karyawan )?harian(?: lepas)?|phl|bhl|daily worker",
    ContractKind.PIECE_RATE: r"borongan",
    ContractKind.APPRENTICESHIP: r"magang|pemagangan|internship",
    ContractKind.PARTNERSHIP: r"kemitraan|mitra",
}
_STATUS = (
    r"\b(?:(?:status(?: (?:karyawan|kerja|kepegawaian))?|jenis pekerjaan|tipe pekerjaan|job types?|sistem kerja)"
    r"\s*:[^\n]*?|status (?:sebagai )?)"
)
_PATTERNS = {kind: re.compile(rf"{_STATUS}\b(?:{words})\b") for kind, words in _CONTRACTS.items()}
"""Only where it is stated as the status: "merekrut pekerja harian" says nothing of this job."""
_NAMED = {
    ContractKind.PERMANENT: re.compile(r"\bpkwtt\b|\bpermanent (?:employee|position|contract)\b"),
    ContractKind.FIXED_TERM: re.compile(r"\bpkwt\b|\bfixed[- ]term\b"),
}
"""Names of the law say of this job which it is, wherever they stand."""
_PLACES_APART = re.compile(r"[,;/&()]|\b(?:dan|atau|area|wilayah|untuk)\b")
_PROBATION = re.compile(
    r"\b(?:masa (?:percobaan|probation|trial)|probation(?:ary)?|percobaan (?:kerja )?(?:selama )?\d{1,2}"
    r" (?:bulan|bln|minggu)|trial period)\b"
)


def clashing(record: VacancyRecord, read: Requirements, text: str, places: PlaceParser) -> Iterator[Finding]:
    """One finding for each contradiction; `details` has the field, what it states and what was read."""
    vacancy = record.vacancy
    for one in contradictions(vacancy):
        yield _finding(one.field, one.stated, one.read, one.start, one.end)
    yield from _of_person(record, read)
    yield from _of_openings(vacancy, read)
    yield from _of_contract(vacancy, text)
    yield from _of_place(vacancy, read, places)


def _finding(field: str, stated: str, read: str, start: int, end: int) -> Finding:
    return Finding(Code.CONTRADICTION, start, end, {"field": field, "stated": stated, "read": read})


def _of_person(record: VacancyRecord, read: Requirements) -> Iterator[Finding]:
    stated, ages = record.limits, age_limits(read)
    for name, own, said in (
        ("limits.age_min", stated.age_min, ages.lower if ages else None),
        ("limits.age_max", stated.age_max, ages.upper if ages else None),
    ):
        if own is not None and said is not None and own != said:
            item = read.ages[0]
            yield _finding(name, str(own), str(said), item.start, item.end)
    sex = only_sex(read)
    if stated.sex and sex and stated.sex != str(sex):
        yield _finding("limits.sex", stated.sex, str(sex), read.sexes[0].start, read.sexes[0].end)


def _of_openings(vacancy: Vacancy, read: Requirements) -> Iterator[Finding]:
    """How many are sought in all, where the text says it once."""
    if len(read.openings) == 1 and read.openings[0].value != vacancy.openings:
        item = read.openings[0]
        yield _finding("openings", str(vacancy.openings), str(item.value), item.start, item.end)


def _of_contract(vacancy: Vacancy, text: str) -> Iterator[Finding]:
    if vacancy.contract is None:
        return
    said = _said(_PATTERNS, text) or _said(_NAMED, text)
    if len(said) == 1 and vacancy.contract not in said:
        kind, match = next(iter(said.items()))
        yield _finding("contract", vacancy.contract.value, kind.value, *match.span())
    probation = _PROBATION.search(text)
    if vacancy.contract is ContractKind.FIXED_TERM and probation:
        yield Finding(Code.PROBATION_IN_FIXED_TERM, *probation.span())


def _said(patterns: Mapping[ContractKind, re.Pattern[str]], text: str) -> dict[ContractKind, re.Match[str]]:
    return {kind: match for kind, pattern in patterns.items() if (match := pattern.search(text))}


def _of_place(vacancy: Vacancy, read: Requirements, places: PlaceParser) -> Iterator[Finding]:
    """The text names where people are placed, and this regency is not among it. A name that two regencies share is
    either."""
    if vacancy.place is None or vacancy.placement_elsewhere or len(read.placement) != 1:
        return
    item, possible = read.placement[0], list[str]()
    for part in _PLACES_APART.split(item.value):
        with suppress(InvalidValue):
            possible += places.possible(part)
    if possible and vacancy.place not in possible:
        yield _finding("place", vacancy.place, possible[0], item.start, item.end)
