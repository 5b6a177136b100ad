"""People for a vacancy as its employer may see them: cards, reasons without their causes, and no exact numbers.

Ranking is the program's work and sees everybody with an open gate; what leaves here comes from the database, which
gives an employer cards and nothing else. Why somebody is absent is never among it.
"""

from dataclasses import dataclass
from datetime import date

from matching.errors import NotFound, TooOften
from matching.explain import Gap, Match
from matching.flags import Flag
from matching.model import Actor, Vacancy, VacancyId
from matching.model.cards import Card, CardCertificate
from matching.scoring import FitWord
from matching.search import Profile, Ranked
from matching.small_numbers import about, as_many_as_told
from matching.trail import Act
from matching.usecases.match import Matcher


@dataclass(frozen=True, slots=True)
class CardRow:
    """One card with its place: how well it fits in a word, the certificate and the line of the vacancy that support
    each other, what is asked and not held, and whether one weekday a month is needed."""

    rank: int
    card: Card
    fit_word: FitWord
    certificate: CardCertificate | None
    line: str
    gaps: tuple[Gap, ...]
    needs_weekday: bool


@dataclass(frozen=True, slots=True)
class CardsFor:
    """Cards for a vacancy; `found` is the step in which the number of people who fit lies (`small_numbers.about`),
    and there are as many rows as that step tells of, at most a page: the length of the list says no more."""

    vacancy: Vacancy
    as_of: date
    found: tuple[int, int | None]
    rows: tuple[CardRow, ...]


async def cards_for(
    matcher: Matcher, actor: Actor, vacancy: VacancyId, *, today: date, size: int, lists_a_day: int
) -> CardsFor:
    """The cards for a vacancy of the actor's company.

    Raises:
        NotFound: it is not the company's, or not indexed.
        TooOften: the company has asked for `lists_a_day` lists today.
    """
    row = matcher.catalogue.row_of(vacancy)
    async with matcher.gateway.transaction(actor) as tx:
        known = await tx.vacancies.many([vacancy])
        if vacancy not in known or row is None:
            raise NotFound("vacancy")
        if await tx.cards.count_list(vacancy) > lists_a_day:
            raise TooOften
    ranked = await ranked_for(matcher, row, today)
    ids = [profile.candidate.id for profile, _ in ranked]
    async with matcher.gateway.transaction(actor, read_only=True) as tx:
        cards = await tx.cards.of(vacancy, ids, today=today, looking=True)
        fitting = [pair for pair in ranked if pair[0].candidate.id in cards]
        shown = fitting[: as_many_as_told(len(fitting), size)]
        for profile, _ in shown:
            person = profile.candidate.id
            tx.trail.note(Act.READ, [person], "card", *cards[person].disclosed.parts)
    matches, _ = matcher.rows_for(known[vacancy], shown)
    rows = tuple(_row(match, cards[match.candidate]) for match in matches)
    return CardsFor(known[vacancy], today, about(len(fitting)), rows)


async def ranked_for(matcher: Matcher, row: int, today: date) -> list[tuple[Profile, Ranked]]:
    """Everybody with an open gate who fits the vacancy in `row`, the best first: as the program sees them."""
    snapshot = matcher.catalogue.snapshot
    ids, _ = await matcher.pool_for(row, matcher.catalogue.profiles, snapshot, today)
    people = [one.candidate for one in await matcher.index.people(ids, model=matcher.model)]
    return await matcher.people_ranked(people, row, snapshot, today)


def _row(match: Match, card: Card) -> CardRow:
    on_card = {certificate.id: certificate for certificate in card.certificates}
    evidence = next((one for one in match.evidence if one.terms), None)
    proof = on_card.get(evidence.certificate) if evidence and evidence.certificate else None
    return CardRow(
        rank=match.rank,
        card=card,
        fit_word=match.fit_word,
        certificate=proof,
        line=evidence.line if evidence and proof else "",
        gaps=match.gaps,
        needs_weekday=any(note.flag is Flag.REPORTING_DUTY for note in match.flags),
    )
