"""People as lists and cards show them, as ports."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Protocol

from matching.model import CandidateId, VacancyId
from matching.model.cards import Card
from matching.model.caseload import Caseload, CaseloadQuery
from matching.model.contacts import AskedContact, ContactReason, ContactRequest


class CaseloadStore(Protocol):
    """Lines of people in one's charge."""

    async def find(self, query: CaseloadQuery) -> Caseload:
        """A page of those who are wanted."""
        ...

    async def names(self, people: Collection[CandidateId]) -> Mapping[CandidateId, str]:
        """Names of those among these people whose names one may see."""
        ...


class CardStore(Protocol):
    """What an employer may see of people, and contact with whom it asks for."""

    async def count_list(self, vacancy: VacancyId) -> int:
        """Count one more list of the asking company today; how many it are. NotFound for a vacancy of another."""
        ...

    async def of(
        self, vacancy: VacancyId, candidates: Sequence[CandidateId], *, today: date, looking: bool = False
    ) -> Mapping[CandidateId, Card]:
        """Cards of those who may be shown for this vacancy, which is the company's own and open;
        `looking`: without those who have found work."""
        ...

    async def ask_contact(self, vacancy: VacancyId, candidate: CandidateId, *, most: int) -> None:
        """Ask for contact with whoever is on a card for this vacancy; asked within 30 days before, nothing changes.

        Raises:
            NotFound: they are on no card of it, or it is not the asking company's, or not open.
            TooOften: `most` have been asked for today.
        """
        ...

    async def contacts_asked(self, vacancy: VacancyId) -> Sequence[AskedContact]:
        """What the asking company has asked for within 30 days, the newest first."""
        ...

    async def withdrawn(self, vacancy: VacancyId) -> Sequence[str]:
        """Codes of those who were sent to the asking company and take part no longer, for whatever reason."""
        ...

    async def contacts_with(self, candidate: CandidateId) -> Sequence[ContactRequest]:
        """Who has asked for contact with a person in one's charge within 30 days, the newest first."""
        ...

    async def refuse_contact(self, candidate: CandidateId, vacancy: VacancyId, reason: ContactReason) -> None:
        """Say that it is not possible. Raises NotFound where nobody has asked, or the person is not one's own."""
        ...
