"""The sample's past as rows of the tables, and how they come there: by the owner of the database, under all its
triggers and constraints, because what the application records is recorded today.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from data.pool import Database
from data.queries import load
from data.sample.careers import Career, moment
from data.sample.dice import Dice
from data.sample.history import Grievance, History, Past, past_id
from matching.model import Actor
from matching.model.ids import AccountId
from matching.model.outcome_codes import Complainant, ComplaintState, OpeningState
from matching.model.records import CandidateRecord, VacancyRecord
from matching.vocabulary import Role
from matching.workflow import State, StepReason

Rows = dict[str, list[dict[str, Any]]]
Step = tuple[str, State, date, str]
"""Before, after, day, reason."""
_SEED = 2026
_TABLES = ("shortlists", "items", "words", "events", "answers", "holds", "placements", "rungs", "complaints")
_CLOSED_AFTER, _GIVEN_UP_AFTER = 21, 60  # days after the last word; after the sending, where there was none
_WAY = (
    ("", State.REQUESTED, -9), (State.REQUESTED, State.PROPOSED, -9), (State.PROPOSED, State.UNDER_REVIEW, -6),
    (State.UNDER_REVIEW, State.APPROVED, -3), (State.APPROVED, State.SENT, 0),
)  # fmt: skip


async def write_history_at(url: str, history: History, worker: Actor, planner: Actor) -> None:
    """Write it down as that case worker's and that planner's, unless it is there; `url` is the owner's. The people and
    vacancies must be there."""
    queries, rows = load("sample"), history_rows(history, worker, planner)
    async with (
        Database.open(url, role="jembatan_owner", max_size=1) as owner,
        owner.transaction(worker) as connection,
    ):
        known = [row["id"] for row in rows["shortlists"]]
        if await queries["past_is_there"].fetchval(connection, shortlists=known):
            return
        for table, those in rows.items():
            await queries[f"add_past_{table}"].execute(connection, rows=those)


def history_rows(history: History, worker: Actor, planner: Actor) -> Rows:
    """Rows by table, in the order in which they can be written."""
    people = {record.id: record for record in history.people}
    book = _Book(history.until, worker, planner.account)
    for past in history.pasts:
        if past.vacancy and past.sent:
            book.add_list(past, past.vacancy, past.sent, people[past.person])
        if past.career.rungs:
            book.add_placement(past)
    for one in history.grievances:
        book.add_complaint(one)
    return book.rows


@dataclass(slots=True)
class _Book:
    until: date
    worker: Actor
    planner: AccountId
    rows: Rows = field(default_factory=lambda: {name: [] for name in _TABLES})

    def _add(self, table: str, on: date, **values: Any) -> None:
        """A row of the case worker's, written down on a day."""
        stamp = {
            "unit_id": self.worker.unit,
            "caseload": self.worker.account,
            "recorded_by": self.worker.account,
            "recorded_at": moment(on),
            "version": 1,
        }
        row = {**stamp, **values}
        self.rows[table].append(
            {name: str(one) if isinstance(one, UUID | date) else one for name, one in row.items()}
        )

    def add_list(self, past: Past, vacancy: VacancyRecord, sent: date, person: CandidateRecord) -> None:
        """A list for the person with one vacancy in it, from the request to where it stands now."""
        shortlist, item = past_id("list", past.key), past_id("item", past.key)
        of = {"candidate_id": past.person, "item_id": item}
        steps = [*_steps(past.career, sent, self.until)]
        _, state, on, _ = steps[-1]
        score = round(Dice(_SEED, past.key).fraction(0.55, 0.92), 3)
        self._add("shortlists", on, id=shortlist, candidate_id=past.person, status=state, version=len(steps))
        self._add(
            "items", sent - timedelta(days=9), id=item, shortlist_id=shortlist, candidate_id=past.person,
            vacancy_id=vacancy.id, score=score, fit="strong" if score > 0.75 else "possible", frozen=_known(person),
        )  # fmt: skip
        self._add("words", sent - timedelta(days=7), **of)
        self._add_steps(shortlist, steps)
        for day, said in past.career.answers:
            meets = said.meets_at and said.meets_at.isoformat()
            self._add(
                "answers", day, **of, kind=said.kind, meets_at=meets, how=said.how, reason=said.reason or ""
            )
        if opening := past.career.opening:
            over = past.career.ended_on if opening is OpeningState.RELEASED else None
            self._add(
                "holds", past.career.answers[-1][0], **of, id=past_id("hold", past.key), vacancy_id=vacancy.id,
                state=OpeningState.OFFERED if over else opening, released_at=over and moment(over),
            )  # fmt: skip

    def _add_steps(self, shortlist: UUID, steps: Sequence[Step]) -> None:
        for version, (before, after, on, why) in enumerate(steps, 1):
            of = {"shortlist_id": shortlist, "before": before, "role": Role.CASE_WORKER}
            if after is State.APPROVED:
                of |= {"role": Role.RELEASE_PLANNER, "recorded_by": self.planner}
                self._add("events", on, **of, kind="approval", after=before, reason="", version=version - 1)
            self._add("events", on, **of, kind="step", after=after, reason=why, version=version)

    def add_placement(self, past: Past) -> None:
        """The ladder, with all that has been reached."""
        placement, vacancy = past_id("placement", past.key), past.vacancy
        self._add(
            "placements", past.career.rungs[0].on, id=placement, candidate_id=past.person, kind=past.career.kind,
            item_id=past_id("item", past.key) if vacancy else None, vacancy_id=vacancy and vacancy.id,
            employer_id=vacancy and vacancy.vacancy.employer,
        )  # fmt: skip
        for one in past.career.rungs:
            self._add(
                "rungs", one.on, placement_id=placement, candidate_id=past.person, kind=one.kind, happened_on=one.on,
                contract=one.contract, wage_monthly_idr=one.wage_monthly_idr, reason=one.reason or "",
            )  # fmt: skip

    def add_complaint(self, one: Grievance) -> None:
        """A complaint, decided nine days later where it is decided."""
        decided = None if one.state is ComplaintState.OPEN else moment(one.on + timedelta(days=9))
        self._add(
            "complaints", one.on, id=past_id("complaint", str(one.employer)), employer_id=one.employer,
            by_whom=Complainant.CANDIDATE, code=one.code, state=one.state, decided_by=decided and self.planner,
            decided_at=decided,
        )  # fmt: skip


def _steps(career: Career, sent: date, until: date) -> Iterator[Step]:
    for before, after, days in _WAY:
        yield before, after, sent + timedelta(days=days), ""
    if not career.answers:
        given_up = sent + timedelta(days=_GIVEN_UP_AFTER)
        if given_up <= until:
            yield State.SENT, State.CLOSED, given_up, StepReason.VACANCY_GONE
        return
    yield State.SENT, State.ANSWERED, career.answers[0][0], ""
    if career.ended_on and (last := career.ended_on + timedelta(days=_CLOSED_AFTER)) <= until:
        yield State.ANSWERED, State.CLOSED, last, ""


def _known(person: CandidateRecord) -> dict[str, Any]:
    """What was frozen at approval, as far as it does not come from a run."""
    window = person.candidate.window
    days = {day: str(getattr(window, day)) for day in ("earliest", "expected", "latest", "as_of")}
    return {
        "failed": [],
        "window": window and {**days, "basis": str(window.basis)},
        "certificates": [
            {"id": str(one.id), "title": one.title, "scheme": one.scheme, "verification": str(one.verification),
             "expires": one.expires and str(one.expires)}
            for one in person.candidate.certificates
        ],
    }  # fmt: skip
