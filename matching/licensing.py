"""Licences that the law asks for whoever does a job, read from the title and the KBJI code.

A title that offers several jobs ("Driver / Helper") asks only for what all of them need, because a person may
take the other one. A helper of a driver drives nothing and a mechanic of forklifts operates none.

The class of a licence that a driving or operating job names itself ("Driver box B1") is the one that the vehicle
needs (UU 22/2009 Art. 77, 80; Permenaker 8/2020), so it is asked for by law too.
"""

import re
from collections.abc import Iterable, Sequence
from functools import reduce

from matching.phrases import code_starts, found, jobs_named, plain
from matching.reference import LicenceRule
from matching.vocabulary import LICENCE_COVERS, Licence

_DRIVES = (
    "driver",
    "sopir",
    "supir",
    "pengemudi",
    "pramudi",
    "chauffeur",
    "kurir",
    "ojek",
    "rider",
    "courier",
)
_OPERATES = ("operator", "opr", "juru")
_BESIDE = (
    *("helper", "kernet", "kenek", "asisten", "assistant", "co driver", "mekanik", "mechanic", "teknisi"),
    *("admin", "koordinator", "coordinator", "supervisor", "pengawas", "dispatcher", "checker", "sales"),
    *("marketing", "instruktur", "trainer", "recruiter", "rekrutmen", "engineer", "developer", "acquisition"),
)
_ONE = r"\b(?:a|b1|b2|c)\b(?:[ -]*umum\b)?"
_CLASSES = re.compile(
    rf"(?:\bsim[ .:]*{_ONE}|\bb[12]\b(?:[ -]*umum\b)?)(?:\s*(?:[/,&]|\b(?:dan|atau|or|and)\b)\s*(?:sim[ .:]*)?{_ONE})*",
    re.IGNORECASE,
)
_EACH = re.compile(r"\b(a|b1|b2|c)\b(?:[ -]*(umum)\b)?", re.IGNORECASE)


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


def named_by_vacancy(title: str, asked: Iterable[Licence]) -> frozenset[Licence]:
    """Licences for driving or operating that a vacancy of such work names: in its title, or as required (`asked`).

    Empty where the title names other work, or work beside the vehicle.
    """
    words = plain(title)
    if found(words, _BESIDE):
        return frozenset()
    operates = bool(found(words, _OPERATES))
    drives = bool(found(words, _DRIVES)) or (operates and " sim " in words)
    prefixes = ("SIM_",) * drives + ("SIO_",) * (drives or operates)
    named = _classes_of_title(title) if drives else frozenset()
    return named | {licence for licence in asked if licence.startswith(prefixes)} if prefixes else named


def _classes_of_title(title: str) -> frozenset[Licence]:
    """Classes of driving licence in a title of driving; of several, what each of them covers ("SIM A/B1": SIM A)."""
    if not (classes_named := _CLASSES.search(title)):
        return frozenset()
    classes = [
        Licence[f"SIM_{letters.upper()}" + ("_UMUM" if public and letters.lower() != "c" else "")]
        for letters, public in _EACH.findall(classes_named.group())
    ]
    shared = reduce(frozenset.intersection, (LICENCE_COVERS[licence] for licence in classes))
    return frozenset({max(shared, key=lambda licence: len(LICENCE_COVERS[licence]))} if shared else ())


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
