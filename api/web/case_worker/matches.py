"""Vacancies for one person: ranked cards with reasons, what fell out and why, and what would open more."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.program import Program
from api.web import maps
from api.web.forms import digits
from api.web.routes import PageRoute
from api.web.screens import Working
from matching.explain import Match
from matching.model import Candidate, CandidateId, Employer, Vacancy
from matching.scoring import Feature
from matching.usecases import records
from matching.usecases.answers import Shown, VacanciesFor
from matching.usecases.records import CANDIDATES, employers_named
from matching.usecases.what_if import what_opens

router = APIRouter(route_class=PageRoute, include_in_schema=False)
ROWS, MORE, MOST, REASONS, COMPARED = 10, 10, 50, 3, 4


@dataclass(frozen=True, slots=True)
class Card:
    """One vacancy as its card shows it. `reasons`: what adds most to the score, strongest first."""

    match: Match
    vacancy: Vacancy
    employer: Employer | None
    shown: Shown
    reasons: tuple[tuple[Feature, float], ...]
    home: tuple[float, float] | None
    work: tuple[float, float] | None

    @property
    def view(self) -> str:
        """The window of the card's map."""
        return maps.window(*(one for one in (self.home, self.work) if one))


@router.get("/orang/{candidate_id}/lowongan")
async def show_matches(request: Request, screen: Working, candidate_id: UUID) -> Response:
    """The ranked list; `tampil` says how many cards."""
    program, asked = screen.program, request.query_params.get("tampil", "")
    size = min(digits(asked) or ROWS, MOST)
    record = await records.get(program.gateway, program.actor, CANDIDATES, candidate_id)
    if not record.candidate.gates.open:
        return screen.show("case_worker/closed.html", record=record)
    answer = await program.matcher.vacancies_for(
        program.actor, CandidateId(candidate_id), today=screen.today, size=size
    )
    more = min(size + MORE, MOST)
    return screen.show(
        "case_worker/matches.html",
        record=record,
        answer=answer,
        size=size,
        cards=await cards_of(program, answer),
        listed=await program.shortlists.listed(program.actor, CandidateId(candidate_id)),
        ground=maps.ground(program.gazetteer),
        more=more if more > size and len(answer.matches) == size else None,
        place=program.gazetteer.get,
    )


@router.get("/orang/{candidate_id}/lowongan/banding")
async def compare(request: Request, screen: Working, candidate_id: UUID) -> Response:
    """Up to four of the list side by side."""
    program, ticked = screen.program, request.query_params.getlist("v")
    chosen, size = ticked[:COMPARED], min(digits(request.query_params.get("tampil", "")) or ROWS, MOST)
    record = await records.get(program.gateway, program.actor, CANDIDATES, candidate_id)
    answer = await program.matcher.vacancies_for(
        program.actor, CandidateId(candidate_id), today=screen.today, size=MOST, near=0
    )
    cards = [card for card in await cards_of(program, answer) if str(card.match.vacancy) in chosen]
    return screen.show(
        "case_worker/compare.html",
        record=record,
        cards=cards,
        size=size,
        left_out=len(ticked) > COMPARED,
        features=list(Feature),
        place=program.gazetteer.get,
    )


@router.get("/orang/{candidate_id}/membuka")
async def opens(screen: Working, candidate_id: UUID) -> Response:
    """Licences and certificates that would open more."""
    program = screen.program
    record = await records.get(program.gateway, program.actor, CANDIDATES, candidate_id)
    found = await what_opens(
        program.matcher, program.actor, CandidateId(candidate_id), today=screen.today, size=20
    )
    return screen.show("case_worker/opens.html", record=record, found=found)


async def cards_of(program: Program, answer: VacanciesFor) -> Sequence[Card]:
    """The answer's rows as cards."""
    wanted = list(dict.fromkeys(vacancy.employer for vacancy in answer.vacancies))
    employers = await employers_named(program.gateway, program.actor, wanted)
    return [
        Card(
            match=match,
            vacancy=vacancy,
            employer=employers.get(vacancy.employer),
            shown=shown,
            reasons=strongest(match),
            home=_point(program, answer.candidate),
            work=_point(program, vacancy),
        )
        for match, vacancy, shown in zip(answer.matches, answer.vacancies, answer.shown, strict=True)
    ]


def strongest(match: Match) -> tuple[tuple[Feature, float], ...]:
    """The contributions that add most, strongest first."""
    ordered = sorted(match.contributions.items(), key=lambda one: -one[1])
    return tuple((feature, share) for feature, share in ordered[:REASONS] if share > 0)


def _point(program: Program, where: Candidate | Vacancy) -> tuple[float, float] | None:
    code = where.home if isinstance(where, Candidate) else where.place
    if code is None:
        return None
    regency = program.gazetteer.get(code)
    return maps.point(regency.lat, regency.lon)
