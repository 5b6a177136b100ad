"""What the sample's unit has done in the last fifteen months: people who left, and what came of the proposals for them.

Beside them stand people who are about to leave: those of last month, whom one employer has judged by their age, so that
the fairness report has something to find; and those whom the first employer has still to answer for.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice
from uuid import UUID

from data import reference_files
from data.sample.careers import Career, decline, invited, proposed, work
from data.sample.dice import Dice, sample_id
from data.sample.people import draw_course, draw_person
from data.sample.postings import PROVINCES, TRADES, Firm, Postings, firms_of
from data.sample.windows import draw_supervision
from data.sample.world import SampleWorld
from matching.model import CandidateId, EmployerId
from matching.model.outcome_codes import AnswerKind, ComplaintCode, ComplaintState, PlacementKind, Rung
from matching.model.placements import EmployerAnswer, LadderEvent
from matching.model.records import CandidateRecord, VacancyRecord
from matching.release import ReleaseWindow
from matching.vocabulary import ContractKind, DateBasis, ReleaseMode

LEFT, JUDGED = 120, 108
_SEED, _FIRST_NUMBER = 2026, 730
_UNFAIR, _TOO_OLD = "sewing_operator", 45
_LONG_AGO, _SINCE = (-455, -370), (-370, -6)  # many long ago, so that enough are followed for a year
_MODES = (
    *[ReleaseMode.CONDITIONAL_RELEASE] * 5,
    *[ReleaseMode.CONDITIONAL_LEAVE] * 2,
    *[ReleaseMode.FULL_TERM] * 2,
)


@dataclass(frozen=True, slots=True)
class Past:
    """One proposal that was sent, or with neither vacancy nor day work that was found otherwise."""

    key: str
    person: CandidateId
    vacancy: VacancyRecord | None
    sent: date | None
    career: Career


@dataclass(frozen=True, slots=True)
class Grievance:
    """A complaint about an employer."""

    employer: EmployerId
    on: date
    code: ComplaintCode
    state: ComplaintState


@dataclass(frozen=True, slots=True)
class History:
    """Everything; `until` is its last day, the one before the world's."""

    until: date
    people: tuple[CandidateRecord, ...]
    vacancies: tuple[VacancyRecord, ...]
    pasts: tuple[Past, ...]
    grievances: tuple[Grievance, ...]


def build_history(world: SampleWorld, *, left: int = LEFT, judged: int = JUDGED) -> History:
    """Build it on the day and the employers of a world. Deterministic, as that is."""
    firms = firms_of(world)
    postings = Postings(firms, world.as_of)
    until = postings.until
    people = _people(world.as_of)
    pasts: list[Past] = []
    gone = [next(people) for _ in range(left)]
    out = []
    for trade, record in gone:
        dice = Dice(_SEED, f"past-{record.id}")
        day = dice.day(world.as_of, *(_LONG_AGO if dice.chance(0.45) else _SINCE))
        out.append(_released(dice, record, day, world.as_of))
        pasts += _life(dice, record.id, trade, day, postings)
    near = [*_of_trade(people, _UNFAIR, judged), *_of_trade(people, firms[0].trade, 4)]
    near = [_near(record, world.as_of) for record in near]
    unfair, fair = (firm for firm in firms if firm.trade == _UNFAIR)
    pasts += _judged(near[:judged], unfair, fair, postings)
    pasts += _awaited(near[judged:], firms[0], postings)
    return History(
        until, (*out, *near), tuple(postings.made.values()), tuple(pasts), tuple(_grievances(firms, until))
    )


def _people(as_of: date) -> Iterator[tuple[str, CandidateRecord]]:
    """People of these trades and provinces, each with the trade."""
    number = 0
    for i in range(100_000):
        key = f"history-{i:04d}"
        trade = draw_course(Dice(_SEED, key))[1].trade
        if trade not in TRADES:
            continue
        record = draw_person(_SEED, key, _FIRST_NUMBER + number, as_of)
        if record.candidate.home[:2] in PROVINCES and record.candidate.window:
            number += 1
            yield trade, record


def _of_trade(people: Iterator[tuple[str, CandidateRecord]], trade: str, count: int) -> list[CandidateRecord]:
    """The next people of one trade."""
    return list(islice((record for of, record in people if of == trade), count))


def _released(dice: Dice, record: CandidateRecord, day: date, as_of: date) -> CandidateRecord:
    """Out since a day."""
    home = reference_files.gazetteer().get(record.candidate.home)
    window = ReleaseWindow(dice.pick(_MODES), day, day, day, DateBasis.DECISION, as_of, "SDP (contoh)")
    candidate = replace(
        record.candidate,
        window=window,
        supervision=draw_supervision(dice, window, home),
        custody_regency=None,
        blockers=(),
        gates=replace(record.candidate.gates, consented=True, objected=False),
    )
    return replace(record, candidate=candidate, facility="")


def _near(record: CandidateRecord, as_of: date) -> CandidateRecord:
    """Leaves within the next months."""
    dice = Dice(_SEED, f"near-{record.id}")
    day = dice.day(as_of, 20, 110)
    window = ReleaseWindow(
        ReleaseMode.CONDITIONAL_RELEASE, day - timedelta(days=7), day, day + timedelta(days=40),
        DateBasis.SOURCE_TWO_THIRDS, as_of, "SDP (contoh)",
    )  # fmt: skip
    gates = replace(record.candidate.gates, consented=True, objected=False)
    return replace(record, candidate=replace(record.candidate, window=window, gates=gates, blockers=()))


def _life(dice: Dice, person: CandidateId, trade: str, out: date, postings: Postings) -> Iterator[Past]:
    """One after the other: proposals until one holds, or work found otherwise; some try again when it has ended."""
    if dice.chance(0.08):
        return  # nobody has reached this one
    until = postings.until
    day = out + timedelta(days=dice.number(-35, 25))
    for turn in range(3):
        key = f"{person}-{turn}"
        if dice.chance(0.16):
            day = max(day, out)
            past = Past(key, person, None, None, _found(dice, day, until))
        else:
            if day > until:
                return
            vacancy, pace = postings.of(dice, trade, day)
            place = vacancy.vacancy.place or ""
            career = proposed(dice, day, out, until, pace, wage=_wage(dice, place, day))
            past = Past(key, person, vacancy, day, career)
        if past.vacancy or past.career.rungs:
            yield past
        over = past.career.ended_on
        if over is None or dice.chance(0.35):
            return
        day = over + timedelta(days=dice.number(5, 35))


def _found(dice: Dice, day: date, until: date) -> Career:
    """Work without a proposal: an own business, the employer of before, or one who is not on record."""
    kinds = (PlacementKind.SELF_EMPLOYMENT, PlacementKind.FORMER_EMPLOYER, PlacementKind.OUTSIDE_EMPLOYER)
    career = Career(dice.pick(kinds))
    own = career.kind is PlacementKind.SELF_EMPLOYMENT
    contract = (
        ContractKind.SELF_EMPLOYMENT if own else dice.pick((ContractKind.DAILY, ContractKind.PERMANENT))
    )
    start = day + timedelta(days=dice.number(2, 40))
    work(dice, career, start, until, contract=contract, wage=None if own else _wage(dice, "35", start))
    return career


def _wage(dice: Dice, place: str, day: date) -> int:
    """Around what the law asks for there in that year."""
    year = min(day.year, max(one.year for one in reference_files.minimum_wages()))
    known = {one.place_code: one.monthly_idr for one in reference_files.minimum_wages() if one.year == year}
    least = known.get(place) or known.get(place[:2]) or 2_300_000
    return round(least * dice.fraction(0.88, 1.3) / 50_000) * 50_000


def _judged(
    people: Sequence[CandidateRecord], unfair: Firm, fair: Firm, postings: Postings
) -> Iterator[Past]:
    """Lists of last month for two employers, of whom one answers nobody of 45 years or more with a yes."""
    first = (postings.as_of.replace(day=1) - timedelta(days=1)).replace(day=1)
    for i, record in enumerate(people):
        dice = Dice(_SEED, f"judged-{i}")
        sent, career = first + timedelta(days=dice.number(1, 5)), Career()
        day = sent + timedelta(days=dice.number(2, 6))
        born = record.identity.birth_date
        old = born is not None and (first - born).days >= _TOO_OLD * 365
        firm = unfair if i % 3 else fair
        if (old and firm is unfair) or i % 5 in (1, 3):
            decline(dice, career, day)
        else:
            met = invited(dice, career, sent, day)
            career.reach(LadderEvent(Rung.INTERVIEWED, met))
            decline(dice, career, met + timedelta(days=1))
        yield Past(f"judged-{i}", record.id, postings.at(firm, 1, f"judged-{i % 6}"), sent, career)


def _awaited(people: Sequence[CandidateRecord], firm: Firm, postings: Postings) -> Iterator[Past]:
    """What the first employer has before it: an interview in some days, an offer, and two people without a word yet."""
    until, vacancy = postings.until, postings.at(firm, 0)
    sent = until - timedelta(days=8)
    for i, record in enumerate(people):
        career, dice = Career(), Dice(_SEED, f"awaited-{i}")
        if i == 0:
            invited(dice, career, sent, until)
        elif i == 1:
            career.answer(until, EmployerAnswer(AnswerKind.OFFER))
            career.reach(LadderEvent(Rung.PROPOSED, sent))
            career.reach(LadderEvent(Rung.OFFERED, until))
        yield Past(f"awaited-{i}", record.id, vacancy, sent, career)


def _grievances(firms: Sequence[Firm], until: date) -> Iterator[Grievance]:
    told: Mapping[int, tuple[int, ComplaintCode, ComplaintState]] = {
        1: (210, ComplaintCode.WAGE_BELOW_AGREED, ComplaintState.UPHELD),
        3: (95, ComplaintCode.OTHER_WORK_THAN_AGREED, ComplaintState.DISMISSED),
        5: (40, ComplaintCode.WAGE_NOT_PAID, ComplaintState.UPHELD),
        7: (12, ComplaintCode.UNSAFE_WORK, ComplaintState.OPEN),
    }
    for at, (days, code, state) in told.items():
        if at < len(firms):
            yield Grievance(firms[at].site.record.employer.id, until - timedelta(days=days), code, state)


def past_id(kind: str, key: str) -> UUID:
    """The identifier of something of the history."""
    return sample_id(f"past {kind}", key)
