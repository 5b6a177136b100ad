"""Coming in by an identity provider. Implements `matching.account_stores.ProviderStore`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from data.account_door import Nobody
from data.pool import Asking, Database
from data.queries import load
from matching.errors import NotFound
from matching.model import Actor
from matching.model.accounts import ExternalIdentity, ProvidedDuty
from matching.model.ids import AccountId


class Providers:
    """Each question is a transaction of its own: a state stays used, whatever becomes of it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._queries = load("identity_providers")

    async def begin(self, state: bytes, browser: bytes, *, return_to: str, until: datetime) -> None:
        given = {"digest": state, "browser": browser, "return_to": return_to, "until": until}
        await self._rows(Nobody(), "begin_external_sign_in", **given)

    async def take(self, state: bytes, browser: bytes) -> str | None:
        ((where,),) = await self._rows(Nobody(), "take_external_sign_in", digest=state, browser=browser)
        return str(where) if where else None

    async def enter(
        self, who: ExternalIdentity, name: str, duties: Sequence[ProvidedDuty]
    ) -> AccountId | None:
        asked = [_document(duty) for duty in duties]
        given = {"issuer": who.issuer, "subject": who.subject, "name": name, "asked": asked}
        ((account,),) = await self._rows(Nobody(), "enter_by_provider", **given)
        return AccountId(account) if account else None

    async def identities(self, actor: Actor, account: AccountId) -> Sequence[ExternalIdentity]:
        rows = await self._rows(actor, "identities_of_account", account=account)
        return [identity_of(row) for row in rows]

    async def link(self, actor: Actor, account: AccountId, who: ExternalIdentity) -> None:
        given = {"account": account, "issuer": who.issuer, "subject": who.subject}
        await self._rows(actor, "link_identity", **given)

    async def unlink(self, actor: Actor, account: AccountId, issuer: str) -> None:
        ((ended,),) = await self._rows(actor, "unlink_identity", account=account, issuer=issuer)
        if not ended:
            raise NotFound("identity")

    async def confirm(self, actor: Actor, account: AccountId, issuer: str) -> None:
        ((confirmed,),) = await self._rows(actor, "confirm_identity", account=account, issuer=issuer)
        if not confirmed:
            raise NotFound("identity")

    async def _rows(self, asking: Asking, name: str, /, **given: object) -> list[Any]:
        async with self._database.transaction(asking) as connection:
            return await self._queries[name].fetch(connection, **given)


def identity_of(row: Any) -> ExternalIdentity:
    """An identity from its row."""
    return ExternalIdentity(
        row["issuer"],
        row["subject"],
        row["linked_at"],
        row["signed_in_at"],
        row["pending"],
        row["account_id"],
        row["linked_by"],
    )


def _document(duty: ProvidedDuty) -> dict[str, object]:
    return {
        "role": str(duty.role),
        "unit_id": str(duty.unit),
        "provinces": list(duty.provinces),
        "employer_id": str(duty.employer) if duty.employer else None,
    }
