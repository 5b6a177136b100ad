"""From certificates and experience to skill facets, and from a vacancy to its texts: what is embedded and indexed.

Identity never enters: the functions here see `Candidate` and `Vacancy`, which do not know it, and of a certificate
only its title, scheme and units (an issuer may name a facility).
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Protocol

from matching.model import Candidate, Certificate, Experience, Vacancy
from matching.vocabulary import CertificateKind, Verification

Tokenise = Callable[[str], list[str]]
Phrase = frozenset[str]
Occupations = tuple[tuple[str, float], ...]  # KBJI unit group, confidence in [0, 1]; best first

TITLE_MARK = "title:"
"""Prefix under which a vacancy's title terms are indexed a second time, so that titles can weigh more."""
OCCUPATION_MARK = "occupation:"
"""Prefix under which the occupation understood (KBJI unit group) is indexed."""
UNIT_MARK = "unit:"
"""Prefix under which units of competency are indexed: held ones of a facet, required ones of a vacancy."""
MAX_ALIASES_EMBEDDED = 6
MAX_BODY_CHARS = 1_200


class Knowledge(Protocol):
    """Knowledge of the trade: what a title means and what else it is called (`matching.aliases`)."""

    def occupations(self, title: str) -> Occupations: ...
    def functions_named(self, title: str) -> int: ...
    def functions_trained(self, title: str) -> int: ...
    def aliases(self, title: str) -> tuple[str, ...]: ...
    def unit_title(self, code: str, decree_year: int | None) -> str | None: ...
    def unit_trade(self, code: str) -> str | None: ...


class FacetKind(StrEnum):
    """Where a facet comes from; only the first two are evidence of skill."""

    CERTIFICATE = "certificate"
    EXPERIENCE = "experience"
    INTEREST = "interest"


@dataclass(frozen=True, slots=True)
class Facet:
    """One piece of evidence of what a person can or wants to do.

    `text` is embedded; `phrases` are the same knowledge as sets of terms, any of which may be met by a vacancy.
    `functions` are bits of job functions.
    `evidence` in [0, 1] says how well it is supported; `source` is its position among the candidate's
    certificates, experience or interests.
    """

    kind: FacetKind
    source: int
    label: str
    text: str
    phrases: tuple[Phrase, ...]
    functions: int
    evidence: float
    months: int
    occupations: Occupations
    units: frozenset[str] = frozenset()

    @property
    def digest(self) -> str:
        """Identity of the embedded text: a change of date embeds nothing again."""
        return digest(self.text)

    @property
    def words(self) -> Phrase:
        """Every term of the phrases."""
        return frozenset().union(*self.phrases)

    def terms(self) -> tuple[str, ...]:
        """Terms under which vacancies are looked up, sorted: words, words of titles, occupations, units."""
        words = self.words
        marked = (TITLE_MARK + word for word in words)
        occupations = (OCCUPATION_MARK + code for code, _ in self.occupations)
        return tuple(sorted({*words, *marked, *occupations, *(UNIT_MARK + unit for unit in self.units)}))


@dataclass(frozen=True, slots=True)
class VacancyText:
    """What of a vacancy is embedded (title and body, as two texts) and indexed (terms, title terms marked)."""

    title: str
    body: str
    terms: tuple[str, ...]

    @property
    def whole(self) -> str:
        """Title and body as one text."""
        return f"{self.title}\n{self.body}"


def digest(text: str) -> str:
    """SHA-256 of a text, hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


_KIND_EVIDENCE: Mapping[CertificateKind, float] = {
    CertificateKind.COMPETENCE: 1.0,
    CertificateKind.CONSTRUCTION: 1.0,
    CertificateKind.K3_LICENCE: 1.0,
    CertificateKind.LSK: 0.85,
    CertificateKind.TRAINING: 0.75,
    CertificateKind.WORK_STATEMENT: 0.7,
    CertificateKind.EQUIVALENCY: 0.0,  # schooling, not a trade
}
_VERIFICATION_EVIDENCE: Mapping[Verification, float] = {
    Verification.CONFIRMED_BY_ISSUER: 1.0,
    Verification.ORIGINAL_SEEN: 0.9,
    Verification.CLAIMED: 0.65,
    Verification.REJECTED: 0.0,
}
EXPIRED_EVIDENCE = 0.75
"""What remains of an expired competence certificate: evidence of training (domain guide 2.1)."""


def certificate_evidence(certificate: Certificate, today: date) -> float:
    """How well a certificate supports the skill it names, in [0, 1]; verified before claimed."""
    kind = _KIND_EVIDENCE[certificate.kind]
    if certificate.expired(today):
        kind *= EXPIRED_EVIDENCE
    return kind * _VERIFICATION_EVIDENCE[certificate.verification]


def experience_evidence(experience: Experience) -> float:
    """How well a job supports the skill it names, in [0, 1]; reviewed before told."""
    return 0.9 if experience.reviewed else 0.6


def _shortest(phrases: Sequence[Phrase]) -> tuple[Phrase, ...]:
    """Phrases that hold no other: "tukang las listrik" finds nothing that "tukang las" does not, but its other words
    alone would count in part."""
    return tuple(phrase for phrase in phrases if not any(other < phrase for other in phrases))


def _phrases(tokenise: Tokenise, wordings: Sequence[str]) -> tuple[Phrase, ...]:
    phrases = (frozenset(tokenise(wording)) for wording in wordings)
    return tuple(phrase for phrase in phrases if phrase)


@lru_cache(maxsize=4_096)
def _of_aliases(tokenise: Tokenise, aliases: tuple[str, ...]) -> tuple[Phrase, ...]:
    """The shortest phrases of a trade's other names, remembered: they are words of the reference data, nobody's own,
    and dozens of them are the same for everybody in a trade."""
    return _shortest(_phrases(tokenise, aliases))


@dataclass(frozen=True)
class Composer:
    """Composes facets and vacancy texts with one tokeniser and one body of knowledge."""

    tokenise: Tokenise
    knowledge: Knowledge

    def facets(self, candidate: Candidate, today: date) -> tuple[Facet, ...]:
        """Facets of the usable certificates, the experience and the interests, in the candidate's order."""
        certificates = (
            self._certificate(position, certificate, today)
            for position, certificate in enumerate(candidate.certificates)
            if certificate_evidence(certificate, today) > 0
        )
        jobs = (self._experience(position, job) for position, job in enumerate(candidate.experience))
        interests = (
            self._facet(FacetKind.INTEREST, position, interest, (), evidence=0.0, months=0)
            for position, interest in enumerate(candidate.preferences.interests)
        )
        return (*certificates, *jobs, *interests)

    def vacancy(self, vacancy: Vacancy) -> VacancyText:
        """Texts and terms of a vacancy: title first, then what is asked, then the description."""
        asked = (*vacancy.required.certificates, *vacancy.preferred.certificates)
        units = (self._unit(code) for code in sorted(vacancy.required.units | vacancy.preferred.units))
        body = "\n".join([*asked, *units, vacancy.description])[:MAX_BODY_CHARS]
        title_terms = self.tokenise(vacancy.title)
        marked = [TITLE_MARK + term for term in title_terms]
        occupations = [OCCUPATION_MARK + code for code, _ in vacancy.understood]
        required = [UNIT_MARK + unit for unit in sorted(vacancy.required.units)]
        terms = (*title_terms, *marked, *occupations, *required, *self.tokenise(body))
        return VacancyText(vacancy.title, body, terms)

    def _certificate(self, position: int, certificate: Certificate, today: date) -> Facet:
        units = tuple(
            title
            for unit in certificate.units
            if (title := self.knowledge.unit_title(unit.code, unit.decree_year))
        )
        scheme = (certificate.scheme,) if certificate.scheme not in ("", certificate.title) else ()
        return self._facet(
            FacetKind.CERTIFICATE,
            position,
            certificate.title,
            (*scheme, *units),
            evidence=certificate_evidence(certificate, today),
            months=0,
            units=frozenset(unit.code for unit in certificate.units),
            known_as=self._known_as(certificate),
        )

    def _known_as(self, certificate: Certificate) -> str:
        """The first that is understood: the title, the scheme, what the units are about; the title where none is."""
        groups = filter(None, (self.knowledge.unit_trade(unit.code) for unit in certificate.units))
        titles = (certificate.title, certificate.scheme, *groups)
        return next((title for title in titles if self.knowledge.occupations(title)), certificate.title)

    def _experience(self, position: int, job: Experience) -> Facet:
        return self._facet(
            FacetKind.EXPERIENCE,
            position,
            job.title,
            (),
            evidence=experience_evidence(job),
            months=job.months,
        )

    def _facet(
        self,
        kind: FacetKind,
        position: int,
        label: str,
        more: Sequence[str],
        *,
        evidence: float,
        months: int,
        units: frozenset[str] = frozenset(),
        known_as: str = "",
    ) -> Facet:
        title = known_as or label
        aliases = self.knowledge.aliases(title)
        phrases = (*_phrases(self.tokenise, (label, *more)), *_of_aliases(self.tokenise, aliases))
        functions_of = (
            self.knowledge.functions_trained
            if kind is FacetKind.CERTIFICATE
            else self.knowledge.functions_named
        )
        return Facet(
            kind=kind,
            source=position,
            label=label,
            text=". ".join([label, *aliases[:MAX_ALIASES_EMBEDDED], *more]),
            phrases=tuple(dict.fromkeys(phrases)),
            functions=functions_of(title),
            evidence=evidence,
            months=months,
            occupations=self.knowledge.occupations(title),
            units=units,
        )

    def _unit(self, code: str) -> str:
        return self.knowledge.unit_title(code, None) or code
