"""Signing in by the identity provider: away with a state, back with a code, and then a session like any other.

The state is stored as a digest and taken once; the browser that comes back must hold the cookie with which it left
(else a stranger's sign-in could be slipped under it). Nonce and PKCE verifier are derived from that cookie, so nothing
stored is worth stealing.
"""

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from api.accounts.gate import as_oneself
from api.accounts.oidc.mapping import ClaimMapping
from api.accounts.oidc.provider import Authorization, Provider
from api.accounts.sign_in import Opened, Sessions
from api.accounts.tokens import digest_of
from api.errors import NO_DUTY, PROVIDER, SECOND_FACTOR, Refused
from matching.errors import InvalidValue
from matching.model import Actor
from matching.model.accounts import ExternalIdentity
from matching.model.ids import AccountId

AWAY = timedelta(minutes=10)
_SAME_SITE = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]{0,500}")


@dataclass(frozen=True, slots=True, repr=False)
class Departure:
    """Where to send a browser, and the cookie with which it must come back."""

    url: str
    cookie: str


@dataclass(frozen=True, slots=True, repr=False)
class Arrival:
    """With what a browser comes back. Never printed."""

    state: str
    code: str
    cookie: str
    issuer: str | None = None
    agent: str = ""
    session: str = ""  # of whoever was signed in here before


@dataclass(frozen=True)
class ByProvider:
    """The way in by the one provider of the settings. `callback` is the address to which it sends browsers back."""

    provider: Provider
    mapping: ClaimMapping
    sessions: Sessions
    clock: Callable[[], datetime]

    async def begin(self, return_to: str, callback: str) -> Departure:
        """Send a browser to the provider; afterwards it goes on to a path of this site.

        Raises:
            InvalidValue: the path leads elsewhere.
            Refused: 503, the provider is away.
        """
        if not _SAME_SITE.fullmatch(return_to):
            raise InvalidValue("next", "harus alamat di situs ini / must be a path of this site")
        cookie, state = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        going = _authorization(cookie, state, callback)
        url = await self.provider.authorization_url(going, self.mapping.second_factor.acr)
        await self.sessions.accounts.providers.begin(
            digest_of(state), digest_of(cookie), return_to=return_to, until=self.clock() + AWAY
        )
        return Departure(url, cookie)

    async def finish(self, back: Arrival, callback: str) -> tuple[Opened, str]:
        """A session for whoever the provider says it is, and the path to go on to.

        Raises:
            Refused: 401, another browser, a second use, too late, or a token that is not as it must be; 403, claims
                that give no duty, or no second factor where duties ask for one; 503, the provider is away.
        """
        stores = self.sessions.accounts.providers
        return_to = await stores.take(digest_of(back.state), digest_of(back.cookie))
        if return_to is None or not back.code or not await self.provider.is_issuer(back.issuer):
            raise Refused(PROVIDER)
        claims = await self.provider.claims(back.code, _authorization(back.cookie, back.state, callback))
        who = ExternalIdentity(self.provider.registration.issuer, claims["sub"])
        account = await stores.enter(who, self.mapping.name(claims), self.mapping.duties(claims))
        if account is None:
            raise Refused(NO_DUTY)
        shown = self.mapping.second_factor.was_shown(claims)
        await self._require_second_factor(account, shown=shown)
        opened = await self.sessions.open(account, second_factor=shown, agent=back.agent, former=back.session)
        return opened, return_to

    async def end_url(self, back_to: str) -> str | None:
        """Where a browser ends the provider's session; None where it has no such place, or is away."""
        try:
            return await self.provider.end_session_url(back_to)
        except Refused:
            return None

    async def link(self, actor: Actor, account: AccountId, subject: str) -> None:
        """Tie an account to whom the provider knows by this name. Raises InvalidValue, NotFound."""
        who = ExternalIdentity(self.provider.registration.issuer, subject)
        await self.sessions.accounts.providers.link(actor, account, who)

    async def unlink(self, actor: Actor, account: AccountId) -> None:
        """Untie; what the provider gave ends, with every session. Raises NotFound."""
        await self.sessions.accounts.providers.unlink(actor, account, self.provider.registration.issuer)

    async def confirm(self, actor: Actor, account: AccountId) -> None:
        """Let in whom another administrator has tied to an account. Raises NotFound, InvalidValue."""
        await self.sessions.accounts.providers.confirm(actor, account, self.provider.registration.issuer)

    async def _require_second_factor(self, account: AccountId, *, shown: bool) -> None:
        async with self.sessions.accounts.transaction(as_oneself(account), read_only=True) as tx:
            roles = {duty.role for duty in await tx.own.duties()}
        if not shown and all(map(self.sessions.policy.asks_second_factor, roles)):
            raise Refused(SECOND_FACTOR, "di penyedia identitas / at the identity provider")


def _authorization(cookie: str, state: str, callback: str) -> Authorization:
    return Authorization(state, _derived(cookie, "nonce", state), _derived(cookie, "pkce", state), callback)


def _derived(cookie: str, what: str, state: str) -> str:
    """256 bits that only the holder of the cookie can know, base64url without padding (RFC 7636, 4.1)."""
    made = hmac.new(cookie.encode(), f"{what}\0{state}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(made).rstrip(b"=").decode()
