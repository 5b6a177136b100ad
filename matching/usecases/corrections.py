"""What becomes of a correction that a person has asked for and was granted (UU 27/2022 Art. 30)."""

from datetime import datetime
from uuid import UUID

from matching.errors import InvalidValue, NotFound
from matching.model import Actor
from matching.model.rights import RequestKind, RequestState, SubjectRequest
from matching.stores import Gateway
from matching.vocabulary import Role


def check_grant(asked: SubjectRequest, answer: str) -> None:
    """Raises InvalidValue where a correction is granted and nowhere is written what is to be corrected."""
    if asked.kind is RequestKind.CORRECTION and not (asked.note.strip() or answer.strip()):
        raise InvalidValue("answer", "tulis apa yang harus dibetulkan / say what is to be corrected")


async def end(
    gateway: Gateway, actor: Actor, request: UUID, *, done: bool, words: str, at: datetime
) -> SubjectRequest:
    """Say that a correction was carried out, or why it was not, as whoever has the person in charge.

    Raises NotFound, of anybody else's request, too; InvalidValue where no such correction waits, or it was not carried
    out and `words` does not say why.
    """
    if not done and not words.strip():
        raise InvalidValue("words", "tulis mengapa tidak dilaksanakan / say why it was not carried out")
    if actor.role is not Role.CASE_WORKER:
        raise NotFound("request")
    state = RequestState.DONE if done else RequestState.REFUSED
    async with gateway.transaction(actor) as tx:
        await tx.requests.end_correction(request, state, by=actor.account, at=at, words=words.strip())
        return await tx.requests.get(request)
