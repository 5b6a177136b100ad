"""Licences that the law asks for whoever does a job, read from the title and the KBJI code.

A title that offers several jobs ("Driver / Helper") asks only for what all of them need, because a person may
take the other one. A helper of a driver drives nothing and a mechanic of forklifts operates none.
"""

from collections.abc import Iterable, Sequence

from matching.phrases import code_starts, found, jobs_named, plain
from matching.reference import LicenceRule
from matching.vocabulary import Licence


def legally_required(title: str, kbji_code: str, catalogue: Sequence[LicenceRule]) -> frozenset[Licence]:
    """Licences without which nobody may do this work; empty where the law names none or the title is unclear."""
    by_code = {rule.licence for rule in catalogue if code_starts(kbji_code, rule.kbji_prefixes)}
    if by_code:
        return frozenset(by_code)
    required = _of_one_job(plain(title), catalogue)
    for job in jobs_named(title):
        alternative = _of_one_job(job, catalogue)
        if alternative or _is_another_job(job, catalogue):
            required &= alternative
    return required


def _of_one_job(job: str, catalogue: Iterable[LicenceRule]) -> frozenset[Licence]:
    return frozenset(rule.licence for rule in catalogue if _asks(rule, job))


def _asks(rule: LicenceRule, job: str) -> bool:
    objects = found(job, rule.objects)
    if not objects or found(job, rule.not_with):
        return False
    object_alone = any(job == plain(name) for name in objects)
    return not rule.roles or object_alone or bool(found(job, rule.roles))


def _is_another_job(job: str, catalogue: Iterable[LicenceRule]) -> bool:
    return any(found(job, rule.not_with) for rule in catalogue)
