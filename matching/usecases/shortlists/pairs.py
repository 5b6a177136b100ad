"""Pairs as they stand now: score and reasons of each, and the rules that it fails, whoever has put it together."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import numpy as np

from matching.columns import CandidateTable
from matching.errors import GateClosed, NotFound
from matching.explain import Match
from matching.model import Actor, Candidate, CandidateId, Vacancy, VacancyId
from matching.model.shortlists import Item, ItemId, Shortlist
from matching.pipeline import explained, pair_one
from matching.ports import Snapshot
from matching.release import ReleaseWindow
from matching.rules import RULES_VERSION, Reason, failures
from matching.scoring import FEATURES
from matching.search import Profile, Recipe
from matching.stores import Transaction
from matching.usecases.match import Matcher
from matching.verdicts import Stands, standings

RANKED_TODAY = 200
"""How far down today's ranking an item is looked for."""


@dataclass(frozen=True, slots=True)
class PairNow:
    """One pair on one day. `match` is None where there is nothing to score: the gate is closed, no skill is on record
    or the vacancy is gone; `failed` says which rules stand against it."""

    failed: tuple[Reason, ...]
    person: Candidate | None = None
    match: Match | None = None

    @property
    def window(self) -> ReleaseWindow | None:
        """The window of the person, while their gate is open."""
        return self.person.window if self.person else None


async def pairs_now(
    matcher: Matcher, actor: Actor, items: Sequence[Item], *, today: date
) -> Mapping[ItemId, PairNow]:
    """How each item stands on a day, for whoever may see its person."""
    people = list(dict.fromkeys(item.candidate for item in items))
    async with matcher.gateway.transaction(actor, read_only=True) as tx:
        facts = await tx.candidates.matching_facts(people)
        vacancies = await tx.vacancies.many(list(dict.fromkeys(item.vacancy for item in items)))
    willing = [person for person in facts.values() if person.gates.open]
    profiles = {one.candidate.id: one for one in await matcher.profiles(willing, today)}
    snapshot = matcher.catalogue.snapshot

    def pairs() -> Mapping[ItemId, PairNow]:
        return {
            item.id: _pair(
                matcher, profiles.get(item.candidate), vacancies.get(item.vacancy), snapshot, today
            )
            for item in items
        }

    return await asyncio.to_thread(pairs)


def _pair(
    matcher: Matcher, profile: Profile | None, vacancy: Vacancy | None, snapshot: Snapshot, today: date
) -> PairNow:
    if profile is None:
        return PairNow((Reason.GATE_CLOSED,))
    row = matcher.catalogue.row_of(vacancy.id) if vacancy else None
    if vacancy is None or row is None:
        return PairNow((Reason.VACANCY_CLOSED,), profile.candidate)
    recipe = matcher.recipe
    person = CandidateTable.of([profile.candidate], recipe.world)
    failed = failures(recipe.pairing(person, snapshot.vacancies.take([row]), today)).at(0)
    ranked = pair_one(profile, row, snapshot, recipe, today=today)
    match = explained(ranked, profile, [vacancy], recipe, matcher.reader)[0] if ranked else None
    hidden = (Reason.HIDDEN,) if vacancy.id in profile.hidden else ()
    return PairNow((*failed, *hidden), profile.candidate, match)


async def stands_now(
    tx: Transaction, recipe: Recipe, candidate: CandidateId, vacancy: VacancyId, today: date
) -> Stands | None:
    """How one pair stands in this transaction, as the program will see it; None where the actor may not see both."""
    person = (await tx.candidates.matching_facts([candidate])).get(candidate)
    offered = (await tx.vacancies.many([vacancy])).get(vacancy)
    if person is None or offered is None:
        return None
    (stands,) = standings([person], [offered], np.zeros((1, 2), np.int64), recipe, today)
    return stands


async def ranks_now(matcher: Matcher, actor: Actor, stands: Shortlist, *, today: date) -> Mapping[UUID, int]:
    """Places in today's ranking, by what stands in the list; nothing where there is no ranking."""
    try:
        if stands.candidate:
            listed = await matcher.vacancies_for(
                actor, stands.candidate, today=today, size=RANKED_TODAY, near=0
            )
            return {match.vacancy: match.rank for match in listed.matches}
        found = await matcher.candidates_for(
            actor, VacancyId(stands.vacancy or UUID(int=0)), today=today, size=RANKED_TODAY
        )
    except (GateClosed, NotFound):
        return {}
    return {match.candidate: match.rank for match in found.matches}


def provenance(matcher: Matcher, today: date) -> dict[str, Any]:
    """What, beside the facts, decides a pair: as a recorded run has it."""
    weights = matcher.recipe.weights
    return {
        "as_of": today.isoformat(),
        "snapshot": matcher.catalogue.snapshot.version,
        "model": matcher.model,
        "weights": {"version": weights.version, "of": {str(f): weights.of[f] for f in FEATURES}},
        "rules": RULES_VERSION,
    }


def facts_of(pair: PairNow) -> dict[str, Any]:
    """A pair as JSON values, to be frozen: reasons, gaps, flags, rules, window and certificates."""
    window, match, person = pair.window, pair.match, pair.person
    return {
        "failed": [str(reason) for reason in pair.failed],
        "window": _window(window) if window else None,
        "certificates": [
            {
                "id": str(held.id),
                "title": held.title,
                "scheme": held.scheme,
                "verification": str(held.verification),
                "expires": held.expires.isoformat() if held.expires else None,
            }
            for held in (person.certificates if person else ())
        ],
        **(_explained(match) if match else {}),
    }


def _window(window: ReleaseWindow) -> dict[str, str]:
    days = {name: getattr(window, name).isoformat() for name in ("earliest", "expected", "latest", "as_of")}
    return {**days, "basis": str(window.basis)}


def _explained(match: Match) -> dict[str, Any]:
    return {
        "score": match.score,
        "fit": str(match.fit_word),
        "verdict": str(match.verdict) if match.verdict else None,
        "distance_m": match.distance_m,
        "contributions": {
            str(feature): round(float(value), 5) for feature, value in match.contributions.items()
        },
        "evidence": [
            {"label": one.label, "line": one.line, "terms": list(one.terms)} for one in match.evidence
        ],
        "gaps": [
            {"kind": str(gap.kind), "asked": gap.asked, "required": gap.required, "by_law": gap.by_law}
            for gap in match.gaps
        ],
        "flags": [{"flag": str(note.flag), "parameters": _plain(note.parameters)} for note in match.flags],
    }


def _plain(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters of a flag as JSON values: codes are strings already, numbers may be numpy's."""
    return {
        name: value.item() if isinstance(value, np.generic) else value for name, value in parameters.items()
    }
