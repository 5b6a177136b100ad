"""Vacancies hidden for people. Implements `matching.hiding_store.HidingStore`."""

from collections.abc import Sequence
from typing import Any

from data.queries import load
from data.trail import Notes
from matching.errors import NotFound
from matching.model import CandidateId, VacancyId
from matching.model.hidings import HiddenVacancy, Hiding, HidingReason
from matching.model.ids import AccountId
from matching.trail import Act


class HidingStore:
    """Of one transaction; whose hidings are given out is noted."""

    def __init__(self, connection: Any, notes: Notes) -> None:
        self._connection, self._notes = connection, notes
        self._queries = load("hidings")

    async def of(self, candidate: CandidateId) -> list[HiddenVacancy]:
        """The newest first; nothing of whom one may not see."""
        rows = await self._queries["hidden_for"].fetch(self._connection, candidate=candidate)
        self._notes.note(Act.READ, [candidate] if rows else [], "hidden_vacancies")
        return [_hidden(row) for row in rows]

    async def from_vacancy(self, vacancy: VacancyId) -> Sequence[CandidateId]:
        """Counted, and left out of a list; named to nobody."""
        rows = await self._queries["hidden_from"].fetch(self._connection, vacancy=vacancy)
        return [CandidateId(row["candidate_id"]) for row in rows]

    async def hide(self, candidate: CandidateId, hiding: Hiding) -> None:
        """Raises NotFound."""
        await self._say(candidate, hiding.vacancy, hidden=True, reason=hiding.reason, note=hiding.note)

    async def show(self, candidate: CandidateId, vacancy: VacancyId) -> None:
        """Raises NotFound."""
        await self._say(candidate, vacancy, hidden=False, reason="", note="")

    async def _say(
        self, candidate: CandidateId, vacancy: VacancyId, *, hidden: bool, reason: str, note: str
    ) -> None:
        said = self._queries["say_hidden"]
        given = {"candidate": candidate, "vacancy": vacancy, "hidden": hidden, "reason": reason, "note": note}
        if await said.fetchval(self._connection, **given) is None:
            raise NotFound("vacancy")


def _hidden(row: Any) -> HiddenVacancy:
    return HiddenVacancy(
        Hiding(VacancyId(row["vacancy_id"]), HidingReason(row["reason"]), row["note"]),
        row["title"],
        row["employer"],
        AccountId(row["recorded_by"]),
        row["recorded_at"],
    )
