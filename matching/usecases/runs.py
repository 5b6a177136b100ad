"""Runs of matching, recorded with all that decided them, and replayed from their frozen features."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np

from matching.display import PLAIN, Display, deferred
from matching.explain import Match
from matching.model import Actor, RunId
from matching.model.records import RunRecord
from matching.rules import RULES_VERSION
from matching.scoring import FEATURES, Weights, total
from matching.stores import Gateway
from matching.usecases.answers import CandidatesFor, VacanciesFor
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
        parameters={**parameters, **_asked(answer), "as_of": answer.as_of.isoformat()},
        features=[{str(f): match.features[f] for f in FEATURES} for match in answer.matches],
        result={
            "rows": _rows(answer),
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
    """The list again, from the frozen features and the recorded weights: by score, then shown as it was.

    A run of an earlier version knows fewer features; those that it does not know add nothing.
    """
    recorded = run.weights["of"]
    weights = Weights(version=run.weights["version"], of={f: recorded.get(f, 0.0) for f in FEATURES})
    rows = run.result["rows"]
    features = np.array([[frozen.get(f, 0.0) for f in FEATURES] for frozen in run.features], np.float64)
    scores = total(features.reshape(len(rows), len(FEATURES)), weights).round(5)
    best_first = sorted(range(len(rows)), key=lambda i: (-scores[i], UUID(rows[i]["id"]).bytes))
    moved = frozenset(i for i, row in enumerate(rows) if row.get("moved"))
    display = Display(**run.parameters["display"]) if "display" in run.parameters else PLAIN
    return tuple(
        ReplayedRow(UUID(rows[i]["id"]), rank, float(scores[i]), rows[i]["rank"], rows[i]["score"])
        for rank, i in enumerate(deferred(best_first, moved, display.within), start=1)
    )


def _asked(answer: VacanciesFor | CandidatesFor) -> dict[str, Any]:
    """Of a person's list, parameters of the order shown, and which vacancies were hidden. A list of people has neither:
    a person stands in it once, and for whom the vacancy was hidden is only counted (`dropped`)."""
    if isinstance(answer, CandidatesFor):
        return {}
    return {"display": asdict(answer.display), "hidden": sorted(map(str, answer.hidden))}


def _rows(answer: VacanciesFor | CandidatesFor) -> list[dict[str, Any]]:
    if isinstance(answer, CandidatesFor):
        return [_row(match.candidate, match) for match in answer.matches]
    return [
        {
            **_row(match.vacancy, match),
            "score_rank": shown.score_rank,
            "similar": [str(vacancy) for vacancy in shown.similar],
            "moved": shown.moved,
        }
        for match, shown in zip(answer.matches, answer.shown, strict=True)
    ]


def _row(record: UUID, match: Match) -> dict[str, Any]:
    return {
        "id": str(record),
        "rank": match.rank,
        "score": match.score,
        "fit": str(match.fit_word),
        "gaps": [{"kind": str(gap.kind), "asked": gap.asked, "required": gap.required} for gap in match.gaps],
        "flags": [str(note.flag) for note in match.flags],
        "verdict": str(match.verdict) if match.verdict else None,
    }
