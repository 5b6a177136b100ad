"""Cards of people for employers, and contact that they ask for. Implements `matching.caseload_store.CardStore`."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from data.queries import load
from data.trail import Notes
from matching.errors import NotFound, TooOften
from matching.model import CandidateId, CertificateId, UnitCode, VacancyId
from matching.model.cards import Card, CardCertificate, Disclosed
from matching.model.contacts import AskedContact, ContactReason, ContactRequest, ContactState
from matching.trail import Act
from matching.vocabulary import Verification


class CardStore:
    """What the database lets the asking company see of people. It reads no table of people: it asks one function."""

    def __init__(self, connection: Any, notes: Notes) -> None:
        self._connection, self._notes = connection, notes
        self._queries = load("cards")

    async def count_list(self, vacancy: VacancyId) -> int:
        """Count one more list of the company today; how many it are. Raises NotFound for a vacancy of another."""
        lists = await self._queries["count_employer_list"].fetchval(self._connection, vacancy=vacancy)
        if lists is None:
            raise NotFound("vacancy")
        return int(lists)

    async def of(
        self, vacancy: VacancyId, candidates: Sequence[CandidateId], *, today: date, looking: bool = False
    ) -> Mapping[CandidateId, Card]:
        """Cards of those who may be shown for this vacancy; it is the company's own and open, or there are none.
        `looking`: without those who have found work. Noted as ranked: who of them is shown is the caller's to note."""
        rows = await self._queries["cards_for"].fetch(
            self._connection, vacancy=vacancy, candidates=candidates, today=today, looking=looking
        )
        cards = {CandidateId(row["candidate_id"]): _card(row) for row in rows}
        self._notes.note(Act.RANK, cards, "card")
        return cards

    async def ask_contact(self, vacancy: VacancyId, candidate: CandidateId, *, most: int) -> None:
        """Raises NotFound, TooOften."""
        refusal = await self._queries["ask_contact"].fetchval(
            self._connection, vacancy=vacancy, candidate=candidate, most=most
        )
        if refusal == "too_often":
            raise TooOften
        if refusal:
            raise NotFound("card")

    async def contacts_asked(self, vacancy: VacancyId) -> Sequence[AskedContact]:
        """By codes: no person is in it."""
        rows = await self._queries["contacts_asked"].fetch(self._connection, vacancy=vacancy)
        return [AskedContact(row["code"], row["asked_at"], ContactState(row["state"])) for row in rows]

    async def withdrawn(self, vacancy: VacancyId) -> Sequence[str]:
        """By codes: no person is in it."""
        rows = await self._queries["withdrawn_from"].fetch(self._connection, vacancy=vacancy)
        return [row["code"] for row in rows]

    async def contacts_with(self, candidate: CandidateId) -> Sequence[ContactRequest]:
        """Nothing of whom one may not see."""
        rows = await self._queries["contacts_with"].fetch(self._connection, candidate=candidate)
        self._notes.note(Act.READ, [candidate] if rows else [], "contact_requests")
        return [_contact(row) for row in rows]

    async def refuse_contact(self, candidate: CandidateId, vacancy: VacancyId, reason: ContactReason) -> None:
        """Raises NotFound."""
        refused = self._queries["refuse_contact"]
        given = {"candidate": candidate, "vacancy": vacancy, "reason": reason}
        if await refused.fetchval(self._connection, **given) is None:
            raise NotFound("contact_request")


def _card(row: Any) -> Card:
    return Card(
        code=row["code"],
        province=row["province"],
        available_from=row["available_from"],
        months_of_work=row["months_of_work"],
        certificates=tuple(map(_certificate, row["certificates"])),
        disclosed=Disclosed(row["name"], row["phone"], row["district"]),
    )


def _contact(row: Any) -> ContactRequest:
    return ContactRequest(
        vacancy=VacancyId(row["vacancy_id"]),
        title=row["title"],
        employer=row["employer"],
        at=row["recorded_at"],
        waits=row["waits"],
        answered_at=row["answered_at"],
        reason=ContactReason(row["reason"]) if row["reason"] else None,
    )


def _certificate(stored: Any) -> CardCertificate:
    return CardCertificate(
        id=CertificateId(UUID(stored["id"])),
        title=stored["title"],
        scheme=stored["scheme"],
        units=tuple(UnitCode(code, year) for code, year in stored["units"]),
        kkni_level=stored["kkni_level"],
        issuer=stored["issuer"],
        verification=Verification(stored["verification"]),
    )
