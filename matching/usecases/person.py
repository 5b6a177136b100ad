"""What hangs on a person: certificates, windows, gates. Every change is checked against what stands."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from matching.errors import ConsentNeeded, NotFound
from matching.model import Actor, CandidateId, Certificate, CertificateId, Gates
from matching.model.records import CandidateRecord
from matching.release import ReleaseWindow, Supervision
from matching.stores import CandidateStore, Gateway
from matching.usecases.records import Once, recalled, remembered

T = TypeVar("T")
Windows = tuple[CandidateRecord, Sequence[ReleaseWindow]]
Check = Callable[[T], None]
"""Refuses, by raising, when what stands is not what the caller has seen."""


async def certificates(gateway: Gateway, actor: Actor, candidate: CandidateId) -> Sequence[Certificate]:
    """All certificates of a person; raises NotFound."""
    async with gateway.transaction(actor, read_only=True) as tx:
        return (await tx.candidates.get(candidate)).candidate.certificates


async def certificate(
    gateway: Gateway, actor: Actor, candidate: CandidateId, wanted: CertificateId
) -> Certificate:
    """One certificate of a person; raises NotFound."""
    async with gateway.transaction(actor, read_only=True) as tx:
        return await _own(tx.candidates, candidate, wanted)


async def add_certificate(
    gateway: Gateway, actor: Actor, candidate: CandidateId, new: Certificate, once: Once | None = None
) -> Certificate:
    """Give a person one more certificate, or answer with the one that the same request gave before."""
    async with gateway.transaction(actor) as tx:
        known = await recalled(tx, once)
        if known is None:
            known = new.id
            await tx.candidates.get(candidate)
            await tx.candidates.put_certificates([(candidate, new)])
            await remembered(tx, once, known)
        return await _own(tx.candidates, candidate, CertificateId(known))


async def replace_certificate(
    gateway: Gateway, actor: Actor, candidate: CandidateId, new: Certificate, check: Check[Certificate]
) -> Certificate:
    """Replace a certificate of a person by one with the same id; raises NotFound, and what `check` raises."""
    async with gateway.transaction(actor) as tx:
        await _held(tx.candidates, candidate)
        check(await _own(tx.candidates, candidate, new.id))
        await tx.candidates.put_certificates([(candidate, new)])
        return await _own(tx.candidates, candidate, new.id)


async def set_window(
    gateway: Gateway,
    actor: Actor,
    candidate: CandidateId,
    window: ReleaseWindow,
    *,
    supervision: Supervision | None,
    check: Check[Windows],
) -> Windows:
    """Make this the person's window from now on; raises NotFound, and what `check` raises."""
    async with gateway.transaction(actor) as tx:
        check((await _held(tx.candidates, candidate), await tx.candidates.windows(candidate)))
        await tx.candidates.set_window(candidate, window, supervision)
        return await tx.candidates.get(candidate), await tx.candidates.windows(candidate)


async def window_of(gateway: Gateway, actor: Actor, candidate: CandidateId) -> Windows:
    """The person with all windows ever recorded, the current one first; raises NotFound."""
    async with gateway.transaction(actor, read_only=True) as tx:
        return await tx.candidates.get(candidate), await tx.candidates.windows(candidate)


async def set_gates(
    gateway: Gateway, actor: Actor, candidate: CandidateId, gates: Gates, check: Check[CandidateRecord]
) -> CandidateRecord:
    """Close the gate: end consent as a source or somebody on the telephone says, or record an objection.

    Raises ConsentNeeded for what would open it, NotFound, and what `check` raises.
    """
    async with gateway.transaction(actor) as tx:
        check(held := await _held(tx.candidates, candidate))
        if gates.opens(held.candidate.gates):
            raise ConsentNeeded
        await tx.candidates.set_gates(candidate, gates)
        return await tx.candidates.get(candidate)


async def _held(store: CandidateStore, candidate: CandidateId) -> CandidateRecord:
    """The record, which nobody else can change until the transaction ends: writing it as it stands locks it."""
    record = await store.get(candidate)
    await store.replace(record, version=record.stamp.version if record.stamp else None)
    return record


async def _own(store: CandidateStore, candidate: CandidateId, wanted: CertificateId) -> Certificate:
    for held in (await store.get(candidate)).candidate.certificates:
        if held.id == wanted:
            return held
    raise NotFound("certificate")
