"""People as lists and cards show them, as ports."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Protocol

from matching.model import CandidateId, VacancyId
from matching.model.cards import Card
from matching.model.caseload import Caseload, CaseloadQuery


class CaseloadStore(Protocol):
    """Lines of people in one's charge."""

    async def find(self, query: CaseloadQuery) -> Caseload:
        """A page of those who are wanted."""
        ...

    async def names(self, people: Collection[CandidateId]) -> Mapping[CandidateId, str]:
        """Names of those among these people whose names one may see."""
        ...


class CardStore(Protocol):
    """What an employer may see of people."""

    async def count_list(self, vacancy: VacancyId) -> int:
        """Count one more list of the asking company today; how many it are. NotFound for a vacancy of another."""
        ...

    async def of(
        self, vacancy: VacancyId, candidates: Sequence[CandidateId], *, today: date, looking: bool = False
    ) -> Mapping[CandidateId, Card]:
        """Cards of those who may be shown for this vacancy, which is the company's own and open;
        `looking`: without those who have found work."""
        ...
