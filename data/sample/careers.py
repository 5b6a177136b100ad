"""What came of a proposal, or of work found otherwise, in the sample's past: drawn, and held to the program's order.

The hazards are the team's, chosen so that a report has something of everything; nothing here was measured.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from math import log

from data.sample.dice import Dice, Weighted
from matching.model.outcome_codes import (
    ANSWER_STEPS,
    CHECK_DAYS,
    LADDER_STEPS,
    AnswerKind,
    EmployerReason,
    EndReason,
    InterviewManner,
    OpeningState,
    PlacementKind,
    Rung,
)
from matching.model.placements import EmployerAnswer, LadderEvent
from matching.vocabulary import ContractKind

MORNING = time(3, 0, tzinfo=UTC)  # ten o'clock in Jakarta
_MEAN_DAYS_KEPT = 420
_NO = Weighted(
    [
        (EmployerReason.SKILLS_MISSING, 4.0),
        (EmployerReason.EXPERIENCE_MISSING, 3.0),
        (EmployerReason.PLACE_FILLED, 3.0),
        (EmployerReason.DOCUMENTS_MISSING, 2.0),
        (EmployerReason.TOO_FAR, 1.0),
    ]
)
_LOST = Weighted(
    [
        (EndReason.BLOCKER_IDENTITY_CARD, 9.0),
        (EndReason.BLOCKER_HOUSING, 7.0),
        (EndReason.BLOCKER_TRANSPORT, 3.0),
        (EndReason.BLOCKER_BANK_ACCOUNT, 2.0),
        (EndReason.BLOCKER_POLICE_RECORD_LETTER, 2.0),
        (EndReason.RELEASE_MOVED, 2.0),
        (EndReason.DECLINED_BY_PERSON, 3.0),
    ]
)
_ENDS = Weighted(
    [
        (EndReason.CONTRACT_ENDED, 6.0),
        (EndReason.BETTER_WORK, 3.0),
        (EndReason.LEFT, 4.0),
        (EndReason.LET_GO, 2.0),
        (EndReason.FAMILY, 2.0),
        (EndReason.HEALTH, 1.0),
    ]
)
_CONTRACTS = Weighted(
    [
        (ContractKind.FIXED_TERM, 6.0),
        (ContractKind.DAILY, 2.0),
        (ContractKind.PERMANENT, 1.0),
        (ContractKind.OUTSOURCED, 1.0),
        (ContractKind.APPRENTICESHIP, 1.0),
    ]
)


@dataclass(frozen=True, slots=True)
class Pace:
    """How an employer answers: after so many days, never in such a share of cases."""

    days: tuple[int, int]
    never: float


QUICK, SLOW, SILENT = Pace((1, 6), 0.0), Pace((12, 34), 0.08), Pace((9, 30), 0.6)


def moment(day: date) -> datetime:
    """When something was written down that day."""
    return datetime.combine(day, MORNING)


@dataclass(slots=True)
class Career:
    """Answers and rungs so far, and on which day each answer came. Raises ValueError for what cannot follow."""

    kind: PlacementKind = PlacementKind.JOB
    answers: list[tuple[date, EmployerAnswer]] = field(default_factory=list)
    rungs: list[LadderEvent] = field(default_factory=list)

    @property
    def last(self) -> AnswerKind | None:
        return self.answers[-1][1].kind if self.answers else None

    @property
    def opening(self) -> OpeningState | None:
        """What it has made of an opening of the vacancy."""
        reached = {one.kind for one in self.rungs}
        if Rung.STARTED in reached:
            return OpeningState.FILLED
        if not reached & {Rung.OFFERED, Rung.ACCEPTED}:
            return None
        if Rung.ENDED in reached:
            return OpeningState.RELEASED
        return OpeningState.FILLED if Rung.ACCEPTED in reached else OpeningState.OFFERED

    @property
    def ended_on(self) -> date | None:
        """The day on which it was over: declined, or ended on the ladder."""
        if self.rungs:
            return self.rungs[-1].on if self.rungs[-1].kind is Rung.ENDED else None
        return self.answers[-1][0] if self.last is AnswerKind.DECLINED else None

    def answer(self, on: date, answer: EmployerAnswer) -> None:
        """The employer's next word."""
        if (self.last, answer.kind) not in ANSWER_STEPS or (self.answers and on < self.answers[-1][0]):
            raise ValueError(f"{answer.kind} on {on} cannot follow {self.answers}")
        self.answers.append((on, answer))

    def reach(self, event: LadderEvent) -> None:
        """The next rung."""
        before = self.rungs[-1] if self.rungs else None
        known = (before.kind if before else None, event.kind) in LADDER_STEPS
        if not known or (before and event.on < before.on):
            raise ValueError(f"{event.kind} on {event.on} cannot follow {before}")
        self.rungs.append(event)


def proposed(dice: Dice, sent: date, out: date, today: date, pace: Pace, *, wage: int) -> Career:
    """What came until today of a proposal that was sent to an employer, of somebody who was out on a day."""
    career = Career()
    day = sent + timedelta(days=dice.number(*pace.days))
    if dice.chance(pace.never) or day > today:
        return career
    if dice.chance(0.16):
        decline(dice, career, day)
        return career
    met = invited(dice, career, sent, day)
    if met + timedelta(days=4) > today:
        return career
    day = met + timedelta(days=dice.number(1, 4))
    if dice.chance(0.1):
        _missed(dice, career, day)
    elif dice.chance(0.2):
        career.reach(LadderEvent(Rung.INTERVIEWED, met))
        decline(dice, career, day)
    else:
        career.reach(LadderEvent(Rung.INTERVIEWED, met))
        _offered(dice, career, day, out, today, wage=wage)
    return career


def invited(dice: Dice, career: Career, sent: date, day: date) -> date:
    """An invitation on a day; when they are to meet."""
    met = day + timedelta(days=dice.number(2, 12))
    how = dice.pick(tuple(InterviewManner))
    career.answer(day, EmployerAnswer(AnswerKind.INTERVIEW, moment(met), how))
    career.reach(LadderEvent(Rung.PROPOSED, sent))
    return met


def decline(dice: Dice, career: Career, day: date) -> None:
    """The employer says no."""
    career.answer(day, EmployerAnswer(AnswerKind.DECLINED, reason=dice.weighted(_NO)))
    if career.rungs:
        career.reach(LadderEvent(Rung.ENDED, day, reason=EndReason.DECLINED_BY_EMPLOYER))


def _missed(dice: Dice, career: Career, day: date) -> None:
    """They did not meet: the person was not there, or the employer was not."""
    if dice.chance(0.6):
        career.answer(day, EmployerAnswer(AnswerKind.NO_SHOW))
    else:
        career.answer(day, EmployerAnswer(AnswerKind.NOT_HELD, reason=EmployerReason.POSTPONED))
    decline(dice, career, day)


def _offered(dice: Dice, career: Career, day: date, out: date, today: date, *, wage: int) -> None:
    career.answer(day, EmployerAnswer(AnswerKind.OFFER))
    career.reach(LadderEvent(Rung.OFFERED, day))
    accepted = day + timedelta(days=dice.number(1, 5))
    if accepted > today:
        return
    if dice.chance(0.05):
        career.answer(accepted, EmployerAnswer(AnswerKind.WITHDRAWN, reason=EmployerReason.WORK_FELL_AWAY))
        career.reach(LadderEvent(Rung.ENDED, accepted, reason=EndReason.WITHDRAWN_BY_EMPLOYER))
        return
    career.answer(accepted, EmployerAnswer(AnswerKind.HIRED))
    career.reach(LadderEvent(Rung.ACCEPTED, accepted))
    start = max(accepted, out) + timedelta(days=dice.number(2, 21))
    if dice.chance(0.3) and start <= today:
        career.reach(LadderEvent(Rung.ENDED, start, reason=dice.weighted(_LOST)))
    else:
        work(dice, career, start, today, contract=dice.weighted(_CONTRACTS), wage=wage)


def work(
    dice: Dice, career: Career, start: date, today: date, *, contract: ContractKind, wage: int | None
) -> None:
    """Work from a day on: checks as they fell due, and the end if it has come. Days kept are drawn exponentially."""
    end = start + timedelta(days=int(-_MEAN_DAYS_KEPT * log(1 - dice.fraction(0, 1))))
    if start > today:
        return
    career.reach(LadderEvent(Rung.STARTED, start, contract, wage))
    for rung, days in CHECK_DAYS.items():
        asked = start + timedelta(days=days + dice.number(0, 9))
        unasked = dice.chance(0.5) and asked > today - timedelta(days=24)  # some of the last weeks' are open
        if asked <= min(end, today) and not unasked:
            career.reach(LadderEvent(rung, asked))
    if end <= today:
        why = EndReason.BUSINESS_CLOSED if contract is ContractKind.SELF_EMPLOYMENT else dice.weighted(_ENDS)
        career.reach(LadderEvent(Rung.ENDED, end, reason=why))
