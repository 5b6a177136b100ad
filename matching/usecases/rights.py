"""What people may ask for: consent and its withdrawal, objection, restriction, access, erasure (UU 27/2022).

What can be done at once is done in the transaction that writes the request down; an erasure is decided in a
transaction of who asks and carried out by the worker's hand.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from matching.custody import Eraser, Wordings
from matching.errors import AccessNotAsked, InvalidValue, NotFound, OutOfOrder
from matching.model import Actor, CandidateId, EmployerId, Gates
from matching.model.records import CandidateRecord
from matching.model.rights import (
    Consent,
    Disclosed,
    ErasureGround,
    Guardian,
    How,
    LedgerEntry,
    Purpose,
    Recipient,
    RequestKind,
    RequestState,
    RetentionRule,
    SeenPerson,
    SubjectRequest,
)
from matching.stores import Gateway, Transaction
from matching.trail import Act
from matching.usecases.corrections import check_grant
from matching.usecases.records import Once, recalled, remembered
from matching.vocabulary import Role

REQUESTS_SHOWN = 500
CLOCKS_AGREE = timedelta(minutes=5)
"""How far ahead of ours the clock of whoever writes a consent down may be."""

NEVER_REMOVED = frozenset({"trail"})
"""Kinds that are only counted: a chain that is cut proves nothing."""


@dataclass(frozen=True, slots=True)
class ConsentAsked:
    """A consent as somebody writes it down. Without `employer` it is the unit's; `until` has a default where it must
    end; `given_at` None: now."""

    purpose: Purpose
    how: How
    language: str = "id"
    recipient: Recipient | None = None
    employer: EmployerId | None = None
    fields: frozenset[Disclosed] = frozenset()
    given_at: datetime | None = None
    until: datetime | None = None
    guardian: Guardian | None = None
    evidence: str = ""

    def __post_init__(self) -> None:
        if self.how is How.SOURCE:
            raise InvalidValue(
                "how",
                "untuk kata sistem asal; di sini sebutkan bagaimana diberikan"
                " / is for what a source system says; here, say how it was given",
            )


@dataclass(frozen=True, slots=True)
class Standing:
    """How a person stands: the record, the ledger, the requests; each the newest first."""

    record: CandidateRecord
    ledger: Sequence[LedgerEntry]
    requests: Sequence[SubjectRequest]


@dataclass(frozen=True, slots=True)
class Retained:
    """What a rule of retention found, and whether it was removed."""

    rule: RetentionRule
    found: int
    removed: bool


@dataclass(frozen=True)
class RightsOffice:
    """All that the rights of people need, put together once by the wiring."""

    gateway: Gateway
    eraser: Eraser
    wordings: Wordings
    rules: Sequence[RetentionRule]
    disclosure_days: int
    clock: Callable[[], datetime]
    new_id: Callable[[], UUID]

    async def standing(self, actor: Actor, candidate: CandidateId) -> Standing:
        """Raises NotFound."""
        async with self.gateway.transaction(actor, read_only=True) as tx:
            return await _standing(tx, candidate)

    async def consent(
        self, actor: Actor, candidate: CandidateId, asked: ConsentAsked, once: Once | None = None
    ) -> LedgerEntry:
        """Enter a consent, under the newest wording, or answer with the one that the same request entered before.
        Consent to matching opens the gate.

        Raises:
            NotFound: there is no such person or employer.
            InvalidValue: what is asked cannot be, or a child's guardian is missing (Art. 25).
        """
        now = self.clock()
        given_at = asked.given_at or now
        if given_at > now + CLOCKS_AGREE:
            raise InvalidValue("given_at", "belum tiba waktunya / is in the future")
        until = asked.until
        if until is None and asked.purpose is Purpose.DISCLOSURE:
            until = given_at + timedelta(days=self.disclosure_days)
        consent = Consent(
            id=self.new_id(),
            candidate=candidate,
            purpose=asked.purpose,
            recipient=asked.recipient or (Recipient.EMPLOYER if asked.employer else Recipient.UNIT),
            how=asked.how,
            given_at=given_at,
            wording=self.wordings.newest(asked.purpose, asked.language),
            employer=asked.employer,
            fields=asked.fields,
            until=until,
            guardian=asked.guardian,
            evidence=asked.evidence,
        )
        async with self.gateway.transaction(actor) as tx:
            await tx.candidates.get(candidate)
            if (known := await recalled(tx, once)) is None:
                known = consent.id
                await tx.consents.give(consent)
                await remembered(tx, once, known)
            return next(entry for entry in await tx.consents.of(candidate) if entry.consent.id == known)

    async def withdraw(
        self, actor: Actor, candidate: CandidateId, consent: UUID, *, reason: str = ""
    ) -> LedgerEntry:
        """Withdraw one consent; from now on it opens nothing. Raises NotFound where it does not stand."""
        async with self.gateway.transaction(actor) as tx:
            await tx.candidates.get(candidate)
            if not await tx.consents.withdraw(candidate, consent, at=self.clock(), reason=reason):
                raise NotFound("consent")
            return next(entry for entry in await tx.consents.of(candidate) if entry.consent.id == consent)

    async def request(
        self, actor: Actor, candidate: CandidateId, kind: RequestKind, *, note: str = ""
    ) -> SubjectRequest:
        """Write a request down. Withdrawal (of all consents), objection and restriction are carried out with it;
        access, correction and erasure wait for somebody, with their clock. Raises NotFound."""
        now = self.clock()
        new = SubjectRequest.received(self.new_id(), kind, candidate, at=now, note=note)
        async with self.gateway.transaction(actor) as tx:
            record = await tx.candidates.get(candidate)
            await tx.requests.add(new)
            if kind in AT_ONCE:
                await _carry_out(tx, record, kind, at=now, note=note)
                await tx.requests.decide(new.id, RequestState.DONE, by=actor.account, at=now, answer="")
            return await tx.requests.get(new.id)

    async def take_up_again(self, actor: Actor, candidate: CandidateId) -> None:
        """End a restriction: processing goes on as the consents say. Raises NotFound."""
        async with self.gateway.transaction(actor) as tx:
            await tx.candidates.get(candidate)
            await tx.consents.suspend(candidate, restricted=False)

    async def waiting(self, actor: Actor, *, overdue: bool = False) -> Sequence[SubjectRequest]:
        """Requests on which somebody has to act, the most urgent first."""
        async with self.gateway.transaction(actor, read_only=True) as tx:
            return await tx.requests.waiting(
                limit=REQUESTS_SHOWN, overdue_at=self.clock() if overdue else None
            )

    async def decide(self, actor: Actor, request: UUID, *, granted: bool, answer: str = "") -> SubjectRequest:
        """Decide an open request. A granted erasure is carried out before this returns; a granted correction is
        approved until whoever has the person in charge has said what became of it (`corrections.end`).

        Raises NotFound; InvalidValue (decided already; refused without an answer; a correction of nothing told);
        OutOfOrder where an officer grants what whoever has the person in charge carries out.
        """
        if not granted and not answer.strip():
            raise InvalidValue("answer", "penolakan perlu alasan / a refusal says why")
        async with self.gateway.transaction(actor) as tx:
            asked = await tx.requests.get(request)
            if granted:
                check_grant(asked, answer)
            if granted and asked.kind in AT_ONCE:
                await _carry_out_later(tx, actor, asked, at=self.clock())
            erasing = granted and asked.kind is RequestKind.ERASURE
            state = RequestState.APPROVED if asked.kind in CARRIED_OUT_LATER else RequestState.DONE
            state = state if granted else RequestState.REFUSED
            await tx.requests.decide(request, state, by=actor.account, at=self.clock(), answer=answer)
        if erasing:
            # Two records may have become one since: then the request hangs on the one that stayed.
            await self.eraser.erase(CandidateId(asked.candidate or asked.subject), at=self.clock())
        async with self.gateway.transaction(actor, read_only=True) as tx:
            return await tx.requests.get(request)

    async def erase(
        self,
        actor: Actor,
        candidate: CandidateId,
        ground: ErasureGround,
        check: Callable[[CandidateRecord], None] = lambda _: None,
    ) -> None:
        """Erase a person with everything that hangs on them, and everywhere; recorded runs show as erased.

        Raises NotFound, and what `check` raises when what stands is not what the caller has seen.
        """
        now = self.clock()
        wish = SubjectRequest.received(self.new_id(), RequestKind.ERASURE, candidate, at=now, note=ground)
        async with self.gateway.transaction(actor) as tx:
            check(await tx.candidates.get(candidate))
            await tx.requests.add(wish)
            await tx.requests.decide(wish.id, RequestState.APPROVED, by=actor.account, at=now, answer="")
        await self.eraser.erase(candidate, at=now)

    async def file(self, actor: Actor, candidate: CandidateId) -> Mapping[str, Any]:
        """Everything that is kept of a person, numbers in full: the person's right (Art. 32), for as long as the
        person's request waits. It is recorded with the request.

        Raises NotFound, and AccessNotAsked where no request for access is open.
        """
        async with self.gateway.transaction(actor, read_only=True) as tx:
            asked = (await _standing(tx, candidate)).requests
            if (request := next(filter(_asks_for_access, asked), None)) is None:
                raise AccessNotAsked
            tx.trail.note(Act.EXPORT, [candidate], entity="subject_requests", record=request.id)
            return await tx.subjects.of(candidate)

    async def retain(self, *, remove: bool) -> Sequence[Retained]:
        """Apply the rules of retention (Art. 42), or only count; what each found."""
        now = self.clock()
        return [
            Retained(
                rule,
                await self.eraser.retain(rule, now=now, remove=remove),
                remove and rule.kind not in NEVER_REMOVED,
            )
            for rule in self.rules
        ]

    async def breach(
        self, officer: Actor, login: str, *, since: datetime, until: datetime
    ) -> Sequence[SeenPerson]:
        """People whose data an account has seen (Art. 46), without names. Raises NotFound."""
        async with self.gateway.transaction(officer, read_only=True) as tx:
            return await tx.subjects.seen_by(await tx.subjects.account(login), since, until)


AT_ONCE = frozenset({RequestKind.WITHDRAWAL, RequestKind.OBJECTION, RequestKind.RESTRICTION})
"""What is carried out with its recording by whoever has the person in charge; a letter's, by them on being told."""

CARRIED_OUT_LATER = frozenset({RequestKind.ERASURE, RequestKind.CORRECTION})
"""What is not done yet with its being granted."""


async def _carry_out(
    tx: Transaction, record: CandidateRecord, kind: RequestKind, *, at: datetime, note: str
) -> None:
    if kind is RequestKind.WITHDRAWAL:
        await tx.consents.withdraw(record.id, None, at=at, reason=note)
    elif kind is RequestKind.OBJECTION:
        gates = Gates(consented=record.candidate.gates.consented, objected=True)
        await tx.candidates.set_gates(record.id, gates)
    else:
        await tx.consents.suspend(record.id, restricted=True)


async def _carry_out_later(tx: Transaction, actor: Actor, asked: SubjectRequest, *, at: datetime) -> None:
    """Carry out what a letter asks for, as who has the person in charge; what was decided before is refused after."""
    if actor.role is Role.DATA_PROTECTION_OFFICER or asked.candidate is None:
        raise OutOfOrder(
            "granted",
            "dilaksanakan oleh petugas yang menangani orangnya"
            " / is carried out by who has the person in charge",
        )
    await _carry_out(tx, await tx.candidates.get(asked.candidate), asked.kind, at=at, note=asked.note)


def _asks_for_access(request: SubjectRequest) -> bool:
    return request.kind is RequestKind.ACCESS and request.waiting


async def _standing(tx: Transaction, candidate: CandidateId) -> Standing:
    return Standing(
        await tx.candidates.get(candidate), await tx.consents.of(candidate), await tx.requests.of(candidate)
    )
