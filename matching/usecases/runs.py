"""Runs of matching, recorded with all that decided them, and replayed from their frozen features."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np

from matching.explain import Match
from matching.model import Actor, RunId, VacancyId
from matching.model.records import RunRecord
from matching.rules import RULES_VERSION
from matching.scoring import FEATURES, Weights, total
from matching.stores import Gateway
from matching.usecases.match import CandidatesFor, VacanciesFor
from matching.usecases.records import Once, recalled, remembered

VACANCIES, CANDIDATES = "vacancies", "candidates"


@dataclass(frozen=True, slots=True)
class ReplayedRow:
    """A row of a replayed run: the score computed again from the frozen features, and the one recorded."""

    record: UUID
    rank: int
    score: float
    recorded_rank: int
    recorded_score: float


async def record_run(
    gateway: Gateway,
    actor: Actor,
    answer: VacanciesFor | CandidatesFor,
    weights: Weights,
    *,
    run: RunId,
    at: datetime,
    parameters: dict[str, Any],
    once: Once | None = None,
) -> RunRecord:
    """Store a run: snapshot, model, weights, rules, parameters, frozen features and result.

    The key of `once` is stored with it, or neither is; a run that the key already stands for is the answer. Of two
    at the same moment the store refuses one, which may try again.

    Raises:
        IdempotencyConflict: the key belongs to another request.
    """
    for_person = isinstance(answer, VacanciesFor)
    record = RunRecord(
        id=run,
        kind=VACANCIES if for_person else CANDIDATES,
        candidate=answer.candidate.id if isinstance(answer, VacanciesFor) else None,
        vacancy=answer.vacancy.id if isinstance(answer, CandidatesFor) else None,
        snapshot=answer.snapshot,
        model=answer.model,
        weights={"version": weights.version, "of": {str(f): weights.of[f] for f in FEATURES}},
        rules=RULES_VERSION,
        parameters={**parameters, "as_of": answer.as_of.isoformat()},
        features=[{str(f): match.features[f] for f in FEATURES} for match in answer.matches],
        result={
            "rows": [_row(match, for_person=for_person) for match in answer.matches],
            "dropped": {str(reason): count for reason, count in answer.dropped.items()},
        },
        at=at,
    )
    async with gateway.transaction(actor) as tx:
        known = await recalled(tx, once)
        if known is not None:
            return await tx.runs.get(RunId(known))
        await tx.runs.add(record)
        await remembered(tx, once, run)
    return record


def replay(run: RunRecord) -> tuple[ReplayedRow, ...]:
    """The list again, from the frozen features and the recorded weights, best first.

    A run of an earlier version knows fewer features; those that it does not know add nothing.
    """
    recorded = run.weights["of"]
    weights = Weights(version=run.weights["version"], of={f: recorded.get(f, 0.0) for f in FEATURES})
    rows = run.result["rows"]
    features = np.array([[frozen.get(f, 0.0) for f in FEATURES] for frozen in run.features], np.float64)
    scores = total(features.reshape(len(rows), len(FEATURES)), weights).round(5)
    best_first = sorted(range(len(rows)), key=lambda i: (-scores[i], UUID(rows[i]["id"]).bytes))
    return tuple(
        ReplayedRow(UUID(rows[i]["id"]), rank, float(scores[i]), rows[i]["rank"], rows[i]["score"])
        for rank, i in enumerate(best_first, start=1)
    )


def _row(match: Match, *, for_person: bool) -> dict[str, Any]:
    record: UUID | VacancyId = match.vacancy if for_person else match.candidate
    return {
        "id": str(record),
        "rank": match.rank,
        "score": match.score,
        "gaps": [{"kind": str(gap.kind), "asked": gap.asked, "required": gap.required} for gap in match.gaps],
        "flags": [str(note.flag) for note in match.flags],
        "verdict": str(match.verdict) if match.verdict else None,
    }
