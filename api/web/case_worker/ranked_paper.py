"""The ranked list of a person on paper: the cards of the page, in their order, as a file to print."""

import asyncio
from collections.abc import Iterator, Sequence
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api import pdf
from api.formats import Formats
from api.shortlist_sheet import Part
from api.web.case_worker.matches import MOST, ROWS, Card, cards_of
from api.web.forms import digits
from api.web.routes import PageRoute
from api.web.screens import Working
from api.words import flag_words, gap_words, score_words
from matching.geo import Gazetteer
from matching.messages import Tongue, words
from matching.model import CandidateId
from matching.model.records import CandidateRecord
from matching.usecases import records
from matching.usecases.answers import VacanciesFor
from matching.usecases.records import CANDIDATES

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/orang/{candidate_id}/lowongan/pdf")
async def ranked_pdf(request: Request, screen: Working, candidate_id: UUID) -> Response:
    """The list as the page shows it, as a PDF; a read like that of the page."""
    program, size = screen.program, digits(request.query_params.get("tampil", "")) or ROWS
    record = await records.get(program.gateway, program.actor, CANDIDATES, candidate_id)
    answer = await program.matcher.vacancies_for(
        program.actor, CandidateId(candidate_id), today=screen.today, size=min(size, MOST), near=0
    )
    cards = await cards_of(program, answer)
    shown = tuple(parts(record, answer, cards, program.gazetteer, screen.tongue))
    paper = await asyncio.to_thread(pdf.pdf_of, shown, screen.tongue)
    return Response(paper, media_type=pdf.MEDIA_TYPE, headers=pdf.headers("peringkat"))


def parts(
    record: CandidateRecord,
    answer: VacanciesFor,
    cards: Sequence[Card],
    gazetteer: Gazetteer,
    tongue: Tongue,
) -> Iterator[Part]:
    """The whole list; the title does not name the person, for it is also the title of the file."""
    formats = Formats(tongue)
    head = [
        f"{words('sheet.name', tongue)}: {record.identity.name}",
        f"{words('sheet.date', tongue)}: {formats.day(answer.as_of)}",
    ]
    if window := record.candidate.window:
        days = (formats.day(one) for one in (window.earliest, window.expected, window.latest))
        head.append(words("paper.window", tongue).format(*days))
    head.append(words("paper.count", tongue).format(*map(formats.number, (answer.eligible, answer.live))))
    if answer.not_enough:
        head.append(words("list.not_enough", tongue))
    yield Part(1, words("paper.ranked", tongue), tuple(head))
    for number, card in enumerate(cards, start=1):
        offer = (*_offer(card, gazetteer, formats, tongue), score_words(card.match, tongue))
        yield Part(2, f"{number}. {card.match.title}", offer)
        yield Part(3, words("paper.why", tongue), tuple(_why(card, formats, tongue)), listed=True)
        lacking = [gap_words(gap, tongue) for gap in card.match.gaps]
        lacking += [flag_words(note, tongue) for note in card.match.flags]
        yield Part(
            3,
            words("paper.lacking", tongue),
            tuple(lacking) or (words("sheet.nothing_missing", tongue),),
            listed=True,
        )


def _offer(card: Card, gazetteer: Gazetteer, formats: Formats, tongue: Tongue) -> Iterator[str]:
    vacancy, metres = card.vacancy, card.match.distance_m
    if card.employer:
        yield f"{words('sheet.employer', tongue)}: {card.employer.name}"
    place = gazetteer.get(vacancy.place).name if vacancy.place else words("sheet.abroad", tongue)
    far = f" ({formats.kilometres(metres)})" if metres is not None else ""
    yield f"{words('sheet.place', tongue)}: {place}{far}"
    if vacancy.starts:
        yield f"{words('sheet.starts', tongue)}: {formats.day(vacancy.starts)}"
    if vacancy.closes:
        yield f"{words('paper.closes', tongue)}: {formats.day(vacancy.closes)}"
    if vacancy.wage and vacancy.wage.monthly_lower_idr:
        yield words("sheet.wage", tongue).format(formats.rupiah(vacancy.wage.monthly_lower_idr))


def _why(card: Card, formats: Formats, tongue: Tongue) -> Iterator[str]:
    for feature, share in card.reasons:
        part = formats.percent(min(share / card.match.score, 1))
        yield f"{words(f'feature.{feature}', tongue)}: {part}"
    for one in card.match.evidence:
        yield f"{one.label} – “{one.line}”"
    if card.shown.moved:
        yield words("list.moved", tongue).format(card.shown.score_rank)
    if card.shown.similar:
        yield words("list.similar", tongue).format(len(card.shown.similar))
