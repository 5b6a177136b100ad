"""A run on request: make the list, record it, and let the caller's key stand for it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from matching.errors import InvalidValue, NotFound
from matching.model import Actor, CandidateId, RunId, VacancyId
from matching.model.records import RunRecord
from matching.usecases.answers import CandidatesFor, VacanciesFor
from matching.usecases.match import Matcher
from matching.usecases.records import RUNS, Once, earlier, get
from matching.usecases.runs import record_run


@dataclass(frozen=True, slots=True)
class RunAsked:
    """A list of a person, or of a vacancy."""

    candidate: UUID | None
    vacancy: UUID | None
    size: int
    as_of: date
    plain: bool = False  # in the order of scores alone

    def __post_init__(self) -> None:
        if (self.candidate is None) == (self.vacancy is None):
            raise InvalidValue(
                "run", "untuk satu orang atau satu lowongan / a run is of one candidate or of one vacancy"
            )
        if self.plain and self.candidate is None:
            raise InvalidValue(
                "plain",
                "orang sudah diurutkan menurut skor saja; kosongkan"
                " / people are listed by score alone already; leave it out",
            )


async def run_once(
    matcher: Matcher,
    actor: Actor,
    asked: RunAsked,
    once: Once | None,
    *,
    new_id: Callable[[], UUID],
    at: datetime,
) -> RunRecord:
    """Record a run, or answer with the one that the same request recorded before.

    Raises:
        NotFound: there is no such person or vacancy.
        GateClosed: the person's gate to matching is closed.
        IdempotencyConflict: the key belongs to another request.
    """
    known = await earlier(matcher.gateway, actor, once)
    if known is None:
        answer = await _answer(matcher, actor, asked)
        run = await record_run(
            matcher.gateway,
            actor,
            answer,
            matcher.recipe.weights,
            run=RunId(new_id()),
            at=at,
            parameters={"size": asked.size},
            once=once,
        )
        known = run.id
    return await get(matcher.gateway, actor, RUNS, known)


async def _answer(matcher: Matcher, actor: Actor, asked: RunAsked) -> VacanciesFor | CandidatesFor:
    if asked.vacancy:
        vacancy = VacancyId(asked.vacancy)
        return await matcher.candidates_for(actor, vacancy, today=asked.as_of, size=asked.size)
    if asked.candidate is None:
        raise NotFound("candidate")
    candidate = CandidateId(asked.candidate)
    return await matcher.vacancies_for(
        actor, candidate, today=asked.as_of, size=asked.size, plain=asked.plain
    )
