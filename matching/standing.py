"""Where a candidate stands: schooling, licences, places and supervision, as the record has them taken together."""

import re
from collections.abc import Sequence
from datetime import date

from matching.geo import NOWHERE, Gazetteer
from matching.model import Candidate
from matching.model.candidate import MAX_ACCEPTED_REGENCIES
from matching.model.indexed import MovedWindow
from matching.release import NEVER
from matching.vocabulary import LICENCE_COVERS, SUPERVISED_MODES, CertificateKind, Education, Licence

_PACKAGE = re.compile(r"\bpaket\W*([abc])\b", re.IGNORECASE)
_EQUIVALENCY = {"a": Education.SD, "b": Education.SMP, "c": Education.SMA}


def effective_education(candidate: Candidate) -> Education:
    """Schooling, raised by an equivalency certificate (Paket A, B, C; UU 20/2003 Art. 26(6))."""
    level = candidate.education
    for certificate in candidate.certificates:
        if certificate.kind is CertificateKind.EQUIVALENCY and certificate.usable:
            packages = _PACKAGE.findall(certificate.title)
            level = max([level, *(_EQUIVALENCY[package.lower()] for package in packages)])
    return level


def held_licences(candidate: Candidate, day: date) -> frozenset[Licence]:
    """Licences in force on a day, with those that they stand in for."""
    in_force = (h.licence for h in candidate.licences if h.expires is None or h.expires >= day)
    return frozenset().union(*(LICENCE_COVERS[licence] for licence in in_force))


def licence_expiries(candidate: Candidate) -> list[int]:
    """Per licence the ordinal of its last day (of a renewed one, the later), NEVER for one without end, 0: not held."""
    held = [(h.licence, h.expires.toordinal() if h.expires else NEVER) for h in candidate.licences]
    return [max((last for of, last in held if of is licence), default=0) for licence in Licence]


def supervised_until(candidate: Candidate | MovedWindow) -> int:
    """Ordinal of the last day of supervision; NEVER while the end is not known, 0 without supervision."""
    if candidate.supervision:
        return candidate.supervision.until.toordinal() if candidate.supervision.until else NEVER
    if candidate.window and candidate.window.mode in SUPERVISED_MODES:
        return NEVER
    return 0


def accepted_regencies(candidate: Candidate, gazetteer: Gazetteer) -> list[int]:
    """Rows of the regencies that the person has named, as many slots as may be named."""
    regencies = [place for place in candidate.accepted_places if "." in place]
    return slots(regencies, MAX_ACCEPTED_REGENCIES, gazetteer)


def accepted_provinces(candidate: Candidate, gazetteer: Gazetteer) -> int:
    """Bit mask of the whole provinces that the person has named."""
    return gazetteer.province_mask(place for place in candidate.accepted_places if "." not in place)


def slots(codes: Sequence[str], length: int, gazetteer: Gazetteer) -> list[int]:
    """Rows of regencies, filled up to `length` with NOWHERE; raises UnknownReference."""
    rows = [gazetteer.index(code) for code in codes]
    return rows + [NOWHERE] * (length - len(rows))
