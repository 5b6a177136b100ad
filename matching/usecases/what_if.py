"""What would happen if a person held more: nothing is written, and what is said is what ranking gives once it is so."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from matching.changes import with_licences
from matching.columns import uuid_at
from matching.counterfactual import openers, shown_ranks
from matching.explain import GapKind
from matching.model import Actor, Candidate, CandidateId, Certificate, CertificateId, VacancyId
from matching.pipeline import rank_vacancies
from matching.ports import Snapshot
from matching.search import Profile, Ranked, Recipe
from matching.usecases.answers import VacanciesFor
from matching.usecases.listed import listed_for
from matching.usecases.match import Matcher
from matching.vocabulary import CertificateKind, Licence, Verification

MOST_CERTIFICATES = 5
"""Of the certificates that rows of a list ask for and the person lacks, how many are tried, most asked first."""


@dataclass(frozen=True, slots=True)
class Supposed:
    """What is supposed to be held besides what is on record."""

    certificates: tuple[Certificate, ...] = ()
    licences: frozenset[Licence] = frozenset()

    def of(self, person: Candidate) -> Candidate:
        """The person who holds it."""
        richer = replace(person, certificates=(*person.certificates, *self.certificates))
        return with_licences(richer, self.licences)


def supposed_certificate(title: str, kind: CertificateKind = CertificateKind.TRAINING) -> Certificate:
    """A new certificate that its issuer has confirmed. Raises InvalidValue for an empty title."""
    return Certificate(CertificateId(UUID(int=0)), kind, title, verification=Verification.CONFIRMED_BY_ISSUER)


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The list as it would be, and the rank that each of its vacancies has without what is supposed."""

    answer: VacanciesFor
    supposed: Supposed
    before: Mapping[VacancyId, int]


async def what_if(
    matcher: Matcher, actor: Actor, candidate: CandidateId, supposed: Supposed, *, today: date, size: int
) -> WhatIf:
    """The list of a person who is supposed to hold more. Raises as `Matcher.vacancies_for` does."""
    person = await matcher.person(actor, candidate)
    snapshot = matcher.catalogue.snapshot  # the same before and after, whatever is taken in meanwhile
    (before,) = await _ranks(matcher, [person], snapshot, today)
    answer = await matcher.vacancies_of(actor, supposed.of(person), today=today, size=size, snapshot=snapshot)
    return WhatIf(answer, supposed, before)


@dataclass(frozen=True, slots=True)
class LicenceOpens:
    """A licence whose lack alone closes `opens` vacancies, `ranked` of which fit enough to be ranked; `vacancy` is the
    first of these, with its score and the rank that it would take."""

    licence: Licence
    opens: int
    ranked: int
    vacancy: VacancyId | None
    title: str
    score: float | None
    would_rank: int | None


@dataclass(frozen=True, slots=True)
class CertificateLifts:
    """A certificate that `asked_by` rows of the list ask for. Held, it brings `enters` vacancies into the list that do
    not stand in it now, and moves `rises` of its rows up."""

    title: str
    asked_by: int
    enters: int
    rises: int


@dataclass(frozen=True, slots=True)
class WhatOpens:
    """Licences and certificates that would open more, those that open most first."""

    candidate: CandidateId
    as_of: date
    kind: CertificateKind
    licences: tuple[LicenceOpens, ...]
    certificates: tuple[CertificateLifts, ...]


async def what_opens(
    matcher: Matcher,
    actor: Actor,
    candidate: CandidateId,
    *,
    today: date,
    size: int,
    kind: CertificateKind = CertificateKind.TRAINING,
) -> WhatOpens:
    """What to obtain next; certificates are tried as `kind`. Raises as `Matcher.vacancies_for` does."""
    person = await matcher.person(actor, candidate)
    snapshot = matcher.catalogue.snapshot
    (profile,) = await matcher.profiles([person], today)
    return WhatOpens(
        candidate,
        today,
        kind,
        await _licences(matcher, actor, profile, snapshot, today),
        await _certificates(matcher, actor, profile, snapshot, kind=kind, today=today, size=size),
    )


async def _licences(
    matcher: Matcher, actor: Actor, profile: Profile, snapshot: Snapshot, today: date
) -> tuple[LicenceOpens, ...]:
    found = await asyncio.to_thread(openers, profile, snapshot, matcher.recipe, today=today)

    first = {
        opener.licence: VacancyId(uuid_at(snapshot.vacancies.ids, opener.row))
        for opener in found
        if opener.row is not None
    }
    async with matcher.gateway.transaction(actor, read_only=True) as tx:
        known = await tx.vacancies.many(list(first.values()))
    titles = {licence: known[vacancy].title for licence, vacancy in first.items() if vacancy in known}
    return tuple(
        LicenceOpens(
            opener.licence,
            opener.opens,
            opener.ranked,
            first.get(opener.licence),
            titles.get(opener.licence, ""),
            opener.score,
            opener.would_rank,
        )
        for opener in found
    )


async def _certificates(
    matcher: Matcher,
    actor: Actor,
    profile: Profile,
    snapshot: Snapshot,
    *,
    kind: CertificateKind,
    today: date,
    size: int,
) -> tuple[CertificateLifts, ...]:
    listed = await asyncio.to_thread(
        listed_for, profile, snapshot, matcher.recipe, today=today, size=size, near=0
    )
    before = _shown(listed.ranking.best, snapshot, matcher.recipe)
    answer = await matcher.answer(actor, profile, listed, snapshot, today)
    asked = Counter(
        title
        for match in answer.matches
        for title in {gap.asked for gap in match.gaps if gap.kind is GapKind.CERTIFICATE}
    )
    titles = sorted(asked, key=lambda title: (-asked[title], title))[:MOST_CERTIFICATES]
    richer = [Supposed((supposed_certificate(title, kind),)).of(profile.candidate) for title in titles]
    lifts = [
        CertificateLifts(
            title,
            asked[title],
            enters=sum(rank <= size < before.get(vacancy, size + 1) for vacancy, rank in after.items()),
            rises=sum(after.get(vacancy, rank) < rank for vacancy, rank in before.items() if rank <= size),
        )
        for title, after in zip(titles, await _ranks(matcher, richer, snapshot, today), strict=True)
    ]
    return tuple(sorted(lifts, key=lambda one: (-one.enters, -one.rises, -one.asked_by, one.title)))


async def _ranks(
    matcher: Matcher, people: Sequence[Candidate], snapshot: Snapshot, today: date
) -> list[Mapping[VacancyId, int]]:
    """Of each person, the rank of every vacancy in the list; behind another it has the rank of that one."""
    recipe = matcher.recipe
    profiles = await matcher.profiles(people, today)

    def ranks() -> list[Mapping[VacancyId, int]]:
        return [_shown(ranked(profile), snapshot, recipe) for profile in profiles]

    def ranked(profile: Profile) -> Ranked | None:
        return rank_vacancies(
            profile, snapshot, recipe, today=today, size=recipe.pool, with_nearest=False
        ).best

    return await asyncio.to_thread(ranks)


def _shown(best: Ranked | None, snapshot: Snapshot, recipe: Recipe) -> Mapping[VacancyId, int]:
    if best is None:
        return {}
    ids = snapshot.vacancies.ids
    return {VacancyId(uuid_at(ids, row)): rank for row, rank in shown_ranks(best, snapshot, recipe).items()}
