"""Obligatory parts that are missing: kind of work, place, wage, hours, conditions (Permenaker 18/2024 Art. 4);
days that cannot be meant."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from matching.lint.catalogue import Code, Finding
from matching.model import Asks, Vacancy
from matching.model.records import VacancyRecord
from matching.requirements.items import Requirements
from matching.vocabulary import VacancyStatus

LEAST_WORDS: Final = 5
"""A description of fewer words describes no work."""
LONGEST_WAIT: Final = timedelta(days=366)
"""Between the closing day (or today) and the start."""
_HOURS = re.compile(
    r"\b(?:jam|waktu|hari) (?:ber)?kerja\b|\bworking (?:hours?|days?|time)\b|\bshift\w*\b|\bgilir\w*\b"
    r"|\d{1,2}[.:]\d{2}\s*(?:wib|wita|wit)?\s*(?:-|–|—|s/?d\.?|sampai|hingga|to)\s*\d{1,2}[.:]\d{2}"
    r"|\b(?:senin|monday)\b.{0,15}\b(?:kamis|jum'?at|sabtu|minggu|friday|saturday|sunday)\b"
    r"|\b\d{1,2} ?jam\b|\b\d hari (?:kerja|seminggu)\b|\bhours? (?:a|per) (?:day|week)\b"
)
_WAGE = re.compile(
    r"\b(?:um[krps]|upah minimum)\b|(?:gaji|salary|upah|honor|fee|thp)[^\n]{0,40}?(?:rp|idr|\d{3})|\brp\.? ?\d"
)
_CONDITIONS = re.compile(
    r"\b(?:syarat|persyaratan|kualifikasi|kriteria|requirements?|qualifications?|keahlian|skills?|wajib|minimal|bersedia"
    r"|diutamakan|usia|umur|lulusan|fresh graduates?|pengalaman)\b"
)
_PLACED_ABROAD = re.compile(r"\bluar negeri\b|\babroad\b|\boverseas\b")


def missing(
    record: VacancyRecord, read: Requirements, text: str, countries: re.Pattern[str]
) -> Iterator[Finding]:
    """A finding for each part that neither a field nor the text has; `text` in small letters."""
    vacancy = record.vacancy
    if not vacancy.occupation and len(re.findall(r"\w{2,}", vacancy.description)) < LEAST_WORDS:
        yield Finding(Code.MISSING_WORK)
    if vacancy.place is None and not (_PLACED_ABROAD.search(text) or countries.search(text)):
        yield Finding(Code.MISSING_PLACE)
    if not (vacancy.wage or record.wage_text or read.wages or _WAGE.search(text)):
        yield Finding(Code.MISSING_WAGE)
    if not (vacancy.hours_per_week or vacancy.shifts or _HOURS.search(text)):
        yield Finding(Code.MISSING_HOURS)
    if not _has_conditions(vacancy, read) and not _CONDITIONS.search(text):
        yield Finding(Code.MISSING_CONDITIONS)


def _has_conditions(vacancy: Vacancy, read: Requirements) -> bool:
    asked = vacancy.required != Asks() or vacancy.preferred != Asks() or vacancy.demands
    return bool(asked or read.education or read.experience or read.licences or read.certificates)


def misdated(vacancy: Vacancy, today: date) -> Iterator[Finding]:
    """Days of an open vacancy that are over, or too far apart to be meant."""
    days = [day for day in (vacancy.closes, vacancy.starts) if day is not None]
    if vacancy.status in (VacancyStatus.OPEN, VacancyStatus.DRAFT) and any(day < today for day in days):
        yield Finding(Code.DAY_PASSED)
    if vacancy.starts and vacancy.starts - (vacancy.closes or today) > LONGEST_WAIT:
        yield Finding(Code.STARTS_FAR_OFF)
