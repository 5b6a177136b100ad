"""What came of proposals. Implements `matching.outcome_stores.PlacementStore`.

Everything that has an order is recorded by named functions of the database, which hold it and reckon the openings.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from data.queries import load
from data.trail import Notes
from matching.errors import CandidacyWithdrawn, NotFound
from matching.model.cohorts import Work
from matching.model.ids import CandidateId, EmployerId, VacancyId
from matching.model.outcome_codes import (
    AnswerKind,
    Complainant,
    ComplaintCode,
    ComplaintState,
    EmployerReason,
    EndReason,
    InterviewManner,
    PlacementKind,
    Rung,
)
from matching.model.placements import (
    Check,
    CheckLine,
    Complaint,
    ComplaintId,
    EmployerAnswer,
    LadderEvent,
    Openings,
    OpenMatter,
    Placement,
    PlacementId,
    Proposal,
    RecordedAnswer,
    RecordedEvent,
)
from matching.model.shortlists import ItemId
from matching.trail import Act
from matching.vocabulary import ContractKind


class PlacementStore:
    """Answers, openings, the ladder and complaints of one transaction; whom it gives out is noted."""

    def __init__(self, connection: Any, notes: Notes) -> None:
        self._connection, self._notes = connection, notes
        self._queries = load("placements")

    async def answer(self, item: ItemId, answer: EmployerAnswer) -> int:
        """Raises NotFound, OutOfOrder, NoOpeningLeft, GateClosed, CandidacyWithdrawn, PlacedElsewhere, InvalidValue."""
        number = await self._queries["record_answer"].fetchval(
            self._connection,
            item=item,
            kind=answer.kind,
            meets_at=answer.meets_at,
            how=answer.how,
            place=answer.place,
            reason=answer.reason or "",
            note=answer.note,
        )
        return int(_found(number, "item"))

    async def answers(self, item: ItemId) -> Sequence[RecordedAnswer]:
        """Raises NotFound, CandidacyWithdrawn."""
        party = _found(await self._queries["may_answer"].fetchval(self._connection, item=item), "item")
        if party == "over":
            raise CandidacyWithdrawn
        rows = await self._queries["answers_of"].fetch(self._connection, item=item)
        self._notes.note(
            Act.READ, [row["candidate_id"] for row in rows], "answers", entity="employer_answers"
        )
        return [_answer(row) for row in rows]

    async def answers_to(self, items: Sequence[ItemId]) -> Mapping[ItemId, Sequence[RecordedAnswer]]:
        """The oldest first, by item; nothing of items without one, nor of those that `answers` refuses."""
        rows = await self._queries["answers_to"].fetch(self._connection, items=items)
        self._notes.note(
            Act.READ, [row["candidate_id"] for row in rows], "answers", entity="employer_answers"
        )
        found: defaultdict[ItemId, list[RecordedAnswer]] = defaultdict(list)
        for row in rows:
            found[ItemId(row["item_id"])].append(_answer(row))
        return found

    async def work_of(self, people: Sequence[CandidateId] | None) -> Mapping[CandidateId, Work]:
        """Who of these people (None: of all whom one may see) has work that is accepted or begun, and not ended."""
        rows = await self._queries["work_at_hand"].fetch(self._connection, candidates=people)
        return {CandidateId(row["candidate_id"]): Work(row["work"]) for row in rows}

    async def proposals(self, vacancy: VacancyId) -> Sequence[Proposal]:
        """Whom they are about is asked of `CardStore`, which notes it."""
        rows = await self._queries["proposals_to"].fetch(self._connection, vacancy=vacancy)
        return [
            Proposal(
                ItemId(row["item_id"]),
                CandidateId(row["candidate_id"]),
                AnswerKind(row["last_answer"]) if row["last_answer"] else None,
            )
            for row in rows
        ]

    async def openings(self, vacancy: VacancyId) -> Openings:
        """Raises NotFound."""
        row = await self._queries["openings_of"].fetchrow(self._connection, vacancy=vacancy)
        return Openings(**_found(row, "vacancy"))

    async def hold(self, item: ItemId, *, days: int) -> None:
        """Raises NotFound, OutOfOrder, NoOpeningLeft, GateClosed, CandidacyWithdrawn."""
        hold = self._queries["hold_opening"]
        _found(await hold.fetchval(self._connection, item=item, keep=True, days=days), "item")

    async def release(self, item: ItemId) -> None:
        """Raises NotFound, OutOfOrder."""
        hold = self._queries["hold_opening"]
        _found(await hold.fetchval(self._connection, item=item, keep=False, days=0), "item")

    async def open(
        self,
        placement: PlacementId,
        candidate: CandidateId,
        kind: PlacementKind,
        vacancy: VacancyId | None,
        employer: EmployerId | None,
    ) -> None:
        """Raises NotFound, also for what is not published or not verified; InvalidValue."""
        opened = await self._queries["open_placement"].fetchval(
            self._connection, id=placement, candidate=candidate, kind=kind, vacancy=vacancy, employer=employer
        )
        _found(opened, "candidate")

    async def record(self, placement: PlacementId, event: LadderEvent) -> int:
        """Raises NotFound, OutOfOrder, NoOpeningLeft, InvalidValue, CandidacyWithdrawn, PlacedElsewhere."""
        number = await self._queries["record_event"].fetchval(
            self._connection,
            placement=placement,
            kind=event.kind,
            happened_on=event.on,
            reason=event.reason or "",
            note=event.note,
            contract=event.contract,
            wage=event.wage_monthly_idr,
            place=event.place,
            corrects=event.corrects,
        )
        return int(_found(number, "placement"))

    async def get(self, placement: PlacementId) -> Placement:
        """Raises NotFound."""
        row = await self._queries["get_placement"].fetchrow(self._connection, placement=placement)
        return (await self._with_events([_found(row, "placement")]))[0]

    async def of(self, candidate: CandidateId) -> Sequence[Placement]:
        """All of a person, the oldest first."""
        return await self._with_events(
            await self._queries["placements_of"].fetch(self._connection, candidate=candidate)
        )

    async def from_items(self, items: Sequence[ItemId]) -> Sequence[Placement]:
        """All that came of these items, the oldest first."""
        return await self._with_events(
            await self._queries["placements_from"].fetch(self._connection, items=items)
        )

    async def _with_events(self, rows: Sequence[Any]) -> list[Placement]:
        events = await self._queries["events_of"].fetch(
            self._connection, placements=[row["id"] for row in rows]
        )
        self._notes.note(Act.READ, [row["candidate_id"] for row in rows], "placements", entity="placements")
        return [_placement(row, [one for one in events if one["placement_id"] == row["id"]]) for row in rows]

    async def open_checks(self, until: date, *, limit: int) -> Sequence[Check]:
        """The oldest first."""
        rows = await self._queries["open_checks"].fetch(self._connection, until=until, limit=limit)
        self._notes.note(Act.READ, [row["candidate_id"] for row in rows], "checks", entity="placements")
        return [_check(row) for row in rows]

    async def check_lines(
        self, since: date | None, until: date, *, limit: int, skipped: int
    ) -> tuple[Sequence[CheckLine], int]:
        """The oldest first, and how many there are."""
        rows = await self._queries["check_lines"].fetch(
            self._connection, since=since, until=until, limit=limit, skipped=skipped
        )
        self._notes.note(Act.READ, [row["candidate_id"] for row in rows], "checks", entity="placements")
        return [_check_line(row) for row in rows], rows[0]["total"] if rows else 0

    async def open_matters(self, candidate: CandidateId) -> Sequence[OpenMatter]:
        """What is not done about a person in one's charge."""
        rows = await self._queries["open_matters"].fetch(self._connection, candidate=candidate)
        self._notes.note(Act.READ, [candidate] if rows else [], "open_matters")
        return [OpenMatter(row["kind"], row["record"], row["due_on"], row["about"]) for row in rows]

    async def complain(self, complaint: Complaint) -> None:
        """Raises NotFound."""
        tag = await self._queries["add_complaint"].execute(
            self._connection,
            id=complaint.id,
            employer=complaint.employer,
            candidate=complaint.candidate,
            by_whom=complaint.by_whom,
            code=complaint.code,
            note=complaint.note,
        )
        _found(tag != "INSERT 0 0", "employer or candidate")

    async def complaints(self, employer: EmployerId, *, limit: int) -> Sequence[Complaint]:
        """Those that one may see, the newest first."""
        rows = await self._queries["complaints_about"].fetch(self._connection, employer=employer, limit=limit)
        people = [row["candidate_id"] for row in rows if row["candidate_id"]]
        self._notes.note(Act.READ, people, "complaints", entity="complaints")
        return [_complaint(row) for row in rows]

    async def decide(self, complaint: ComplaintId, state: ComplaintState) -> None:
        """Raises NotFound; StateRefused for who has written it down."""
        tag = await self._queries["decide_complaint"].execute(
            self._connection, complaint=complaint, state=state
        )
        _found(tag != "UPDATE 0", "complaint")


def _found(answer: Any, kind: str) -> Any:
    if not answer:
        raise NotFound(kind)
    return answer


def _answer(row: Any) -> RecordedAnswer:
    answer = EmployerAnswer(
        AnswerKind(row["kind"]),
        row["meets_at"],
        InterviewManner(row["how"]) if row["how"] else None,
        row["place"],
        EmployerReason(row["reason"]) if row["reason"] else None,
        row["note"],
    )
    return RecordedAnswer(row["id"], answer, row["on_behalf"], row["recorded_at"])


def _placement(row: Any, events: Sequence[Any]) -> Placement:
    return Placement(
        PlacementId(row["id"]),
        CandidateId(row["candidate_id"]),
        PlacementKind(row["kind"]),
        ItemId(row["item_id"]) if row["item_id"] else None,
        VacancyId(row["vacancy_id"]) if row["vacancy_id"] else None,
        EmployerId(row["employer_id"]) if row["employer_id"] else None,
        [_event(one) for one in events],
    )


def _event(row: Any) -> RecordedEvent:
    event = LadderEvent(
        Rung(row["kind"]),
        row["happened_on"],
        ContractKind(row["contract"]) if row["contract"] else None,
        row["wage_monthly_idr"],
        row["place"],
        EndReason(row["reason"]) if row["reason"] else None,
        row["note"],
        row["corrects"],
    )
    return RecordedEvent(row["id"], event, row["stands"], row["recorded_at"])


def _check(row: Any) -> Check:
    return Check(
        PlacementId(row["placement_id"]),
        CandidateId(row["candidate_id"]),
        Rung(row["kind"]),
        row["due_on"],
        Rung(row["answer"]) if row["answer"] else None,
        row["answered_on"],
    )


def _check_line(row: Any) -> CheckLine:
    work = PlacementKind(row["work"])
    return CheckLine(_check(row), work, row["started_on"], row["title"], row["employer"], row["unit"])


def _complaint(row: Any) -> Complaint:
    return Complaint(
        ComplaintId(row["id"]),
        EmployerId(row["employer_id"]),
        CandidateId(row["candidate_id"]) if row["candidate_id"] else None,
        Complainant(row["by_whom"]),
        ComplaintCode(row["code"]),
        row["recorded_at"],
        row["note"],
        ComplaintState(row["state"]),
    )
