"""What people ask for, as tests write it down."""

from datetime import UTC, datetime
from uuid import uuid4

from data.gateway import PostgresGateway
from data.wordings import WordingFiles
from matching.model import Actor, CandidateId
from matching.model.ids import RequestId
from matching.model.rights import Consent, How, Purpose, Recipient, RequestKind, SubjectRequest


async def consents(gateway: PostgresGateway, actor: Actor, who: CandidateId) -> None:
    """Consent to matching, given now: it opens the gate, and ends an objection."""
    wording = WordingFiles().newest(Purpose.MATCHING, "id")
    consent = Consent(
        uuid4(),
        who,
        Purpose.MATCHING,
        Recipient.UNIT,
        How.WRITTEN,
        datetime.now(UTC),
        wording=wording,
        evidence="Map",
    )
    async with gateway.transaction(actor) as tx:
        await tx.consents.give(consent)


async def asks_for_access(gateway: PostgresGateway, actor: Actor, who: CandidateId) -> None:
    """A request for access, without which the person's file is given to nobody."""
    asked = SubjectRequest.received(
        RequestId(uuid4()), RequestKind.ACCESS, who, at=datetime.now(UTC), note=""
    )
    async with gateway.transaction(actor) as tx:
        await tx.requests.add(asked)
