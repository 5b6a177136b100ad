"""Which fields of work a vacancy lies in, so that rules which close a field can find it.

Judged by title and KBJI code. A description only counts by phrases that can mean nothing else: that a vacancy
mentions "koordinasi dengan satpam" or a security system says nothing about the work.
"""

from collections.abc import Iterable

from matching.phrases import code_starts, found, jobs_named, plain
from matching.reference import FieldOfWork


def fields_of_title(title: str, kbji_code: str, catalogue: Iterable[FieldOfWork]) -> frozenset[str]:
    """Codes of the fields that the title and the code, which may be empty, give.

    A title that offers several jobs ("Satpam & Teknisi CCTV") lies in the fields of each.
    """
    jobs, whole = jobs_named(title), plain(title)
    return frozenset(
        field.code
        for field in catalogue
        if code_starts(kbji_code, field.kbji_prefixes)
        or any(_named(job, field.title_phrases, field) for job in jobs)
        or _named(whole, field.weak_phrases, field)
    )


def fields_of_description(description: str, catalogue: Iterable[FieldOfWork]) -> frozenset[str]:
    """Codes of the fields that the description gives by phrases that can mean nothing else."""
    words = plain(description)
    return frozenset(field.code for field in catalogue if found(words, field.description_phrases))


def _named(named: str, phrases: Iterable[str], field: FieldOfWork) -> bool:
    return bool(found(named, phrases)) and not found(named, field.not_with)
