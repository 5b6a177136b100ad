"""The identity provider: what it says of itself, its keys, and whom a code of its stands for.

Only what the issuer of the settings names is fetched: by https (http on this machine alone, for tests), with time
limits, following no redirect. What a token must fulfil is OpenID Connect Core 1.0, 3.1.3.7. Logs name kinds of failures
and never a value.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from ssl import SSLContext
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx2
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from authlib.oidc.core import CodeIDToken
from authlib.oidc.discovery import get_well_known_url
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import JWKRegistry, Key, KeySet
from joserfc.jws import JWSRegistry

from api.errors import PROVIDER, UNAVAILABLE, Refused
from api.perimeter import is_loopback

log = logging.getLogger(__name__)

SIGNATURES = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""Public-key signatures alone: with `none` or an HMAC anybody who knows the public key could sign (RFC 8725, 3.1)."""
LEEWAY_S = 60
FRESH_S = 600  # a token just fetched has just been issued
KEPT_S = 3_600
AGAIN_S = 60
TIMEOUT_S = 5.0


@dataclass(frozen=True, slots=True)
class Registration:
    """As whom this program is known at the provider."""

    issuer: str
    client_id: str
    secret: str | None = field(repr=False)
    scopes: str


@dataclass(frozen=True, slots=True, repr=False)
class Authorization:
    """What binds one sign-in: none of it leaves the browser's own round trip."""

    state: str
    nonce: str
    verifier: str
    redirect_uri: str


class Provider:
    """One provider. Remembers its metadata and keys for an hour."""

    def __init__(self, registration: Registration, clock: Callable[[], datetime]) -> None:
        self.registration = registration
        self._clock = clock
        self._tls = httpx2.create_ssl_context(
            trust_env=False
        )  # once: it reads every root certificate that there is
        self._lock = asyncio.Lock()
        self._metadata: Mapping[str, Any] = {}
        self._keys = KeySet([])
        self._metadata_until = self._keys_until = self._again_from = 0.0

    async def authorization_url(self, going: Authorization, acr_values: tuple[str, ...] = ()) -> str:
        """Where to send the browser. Raises Refused (503) while the provider is away."""
        metadata = await self._described()
        more = {"acr_values": " ".join(acr_values)} if acr_values else {}
        async with self._client(metadata) as client:
            url, _ = client.create_authorization_url(
                metadata["authorization_endpoint"],
                state=going.state,
                code_verifier=going.verifier,
                nonce=going.nonce,
                redirect_uri=going.redirect_uri,
                **more,
            )
        return str(url)

    async def claims(self, code: str, going: Authorization) -> Mapping[str, Any]:
        """What the provider says of whoever brought this code.

        Raises:
            Refused: 401, the code is no good, or the token is not as it must be; 503, the provider is away.
        """
        metadata = await self._described()
        try:
            async with self._client(metadata) as client:
                token = await client.fetch_token(
                    metadata["token_endpoint"],
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=going.verifier,
                    redirect_uri=going.redirect_uri,
                )
        except OAuthError as error:
            raise _refused(error) from None
        except (httpx2.HTTPError, ValueError) as error:
            raise _away(error) from None
        try:
            return await self._verified(token, going.nonce)
        except (JoseError, ValueError, TypeError) as error:
            raise _refused(error) from None

    async def is_issuer(self, named: str | None) -> bool:
        """Whether an answer comes from this provider, as far as it says from whom it comes (RFC 9207)."""
        says = (await self._described()).get("authorization_response_iss_parameter_supported") is True
        return named == self.registration.issuer if named is not None else not says

    async def end_session_url(self, back_to: str) -> str | None:
        """Where a browser ends the provider's session, too (RP-Initiated Logout 1.0); None where it has no such place.

        Without a hint of whose session it is: that would be the token, which is not kept. The provider asks instead.
        """
        if (endpoint := (await self._described()).get("end_session_endpoint")) is None:
            return None
        asked = {"client_id": self.registration.client_id, "post_logout_redirect_uri": back_to}
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}"

    async def _verified(self, token: Mapping[str, Any], nonce: str) -> Mapping[str, Any]:
        text = token.get("id_token")
        if not isinstance(text, str):
            raise TypeError("no ID token")
        decoded = await self._decoded(text)
        mine, now = self.registration, int(self._clock().timestamp())
        claims = CodeIDToken(
            decoded.claims,
            decoded.header,
            {
                "iss": {"essential": True, "value": mine.issuer},
                "aud": {"essential": True, "value": mine.client_id},
                "sub": {"essential": True},
            },
            {"nonce": nonce, "client_id": mine.client_id, "access_token": token.get("access_token")},
        )
        claims.validate(now=now, leeway=LEEWAY_S)
        if claims["iat"] < now - FRESH_S or not 1 <= len(claims["sub"]) <= 255:
            raise ValueError("not a fresh token of somebody")
        return dict(claims)

    async def _decoded(self, text: str) -> jwt.Token:
        registry = JWSRegistry(algorithms=list(SIGNATURES), strict_check_header=False)
        try:
            return jwt.decode(text, await self._keys_now(), registry=registry)
        except InvalidKeyIdError:  # the provider has changed its keys, or somebody wants it asked without end
            return jwt.decode(text, await self._keys_now(anew=True), registry=registry)

    async def _keys_now(self, *, anew: bool = False) -> KeySet:
        """The keys that are remembered; fetched where they are old, and for an unknown key once a minute at most."""
        metadata = await self._described()
        async with self._lock:
            now = self._clock().timestamp()
            if anew and now >= self._again_from:
                self._again_from = now + AGAIN_S
                self._keys_until = 0.0
            if now >= self._keys_until:
                self._keys = _key_set(await self._fetched(metadata["jwks_uri"]))
                self._keys_until = now + KEPT_S
            return self._keys

    async def _described(self) -> Mapping[str, Any]:
        async with self._lock:
            now = self._clock().timestamp()
            if now >= self._metadata_until:
                url = get_well_known_url(self.registration.issuer, external=True)
                self._metadata = self._checked(await self._fetched(url))
                self._metadata_until = now + KEPT_S
            return self._metadata

    def _checked(self, metadata: Mapping[str, Any]) -> Mapping[str, Any]:
        """Metadata that are this issuer's own (Discovery 1.0, 4.3), with addresses that may be used. Raises Refused."""
        needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        places = [metadata.get(name) for name in needed]
        if "end_session_endpoint" in metadata:
            places.append(metadata["end_session_endpoint"])
        if metadata.get("issuer") != self.registration.issuer or not all(map(self._may_be_used, places)):
            raise _away(ValueError("metadata are of another issuer, or lack a safe address"))
        return metadata

    def _may_be_used(self, url: object) -> bool:
        parts = urlsplit(url) if isinstance(url, str) else urlsplit("")
        inside = urlsplit(self.registration.issuer).scheme == "http" and is_loopback(parts.netloc)
        return (parts.scheme == "https" and bool(parts.hostname)) or (parts.scheme == "http" and inside)

    async def _fetched(self, url: str) -> Mapping[str, Any]:
        try:
            async with httpx2.AsyncClient(verify=_tls(), timeout=TIMEOUT_S, trust_env=False) as client:
                answer = (await client.get(url)).raise_for_status().json()
        except (httpx2.HTTPError, ValueError) as error:
            raise _away(error) from None
        if not isinstance(answer, dict):
            raise _away(TypeError("not an object"))
        return answer

    def _client(self, metadata: Mapping[str, Any]) -> Any:
        mine = self.registration
        known = metadata.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        by_post = "client_secret_basic" not in known and "client_secret_post" in known
        method = "none" if mine.secret is None else "client_secret_post" if by_post else "client_secret_basic"
        return AsyncOAuth2Client(
            client_id=mine.client_id,
            client_secret=mine.secret,
            token_endpoint_auth_method=method,
            scope=mine.scopes,
            code_challenge_method="S256",
            verify=_tls(),
            timeout=TIMEOUT_S,
            trust_env=False,
            follow_redirects=False,
        )


@cache
def _tls() -> SSLContext:
    """Made once: it takes as long as a sign-in, since every root certificate is read."""
    return httpx2.create_ssl_context(trust_env=False)


def _key_set(document: Mapping[str, Any]) -> KeySet:
    """The public keys of a set (RFC 7517); what is not understood, or is a shared secret, is left out."""
    keys: list[Key] = []
    for one in document.get("keys", ()):
        try:
            key = JWKRegistry.import_key(one)
        except (JoseError, ValueError, TypeError, KeyError):
            continue
        if key.key_type in ("RSA", "EC") and one.get("use", "sig") == "sig":
            keys.append(key)
    return KeySet(keys)


def _refused(error: Exception) -> Refused:
    log.warning("the identity provider's answer is refused: %s", _kind(error))
    return Refused(PROVIDER)


def _away(error: Exception) -> Refused:
    log.warning("the identity provider cannot be used: %s", _kind(error))
    return Refused(UNAVAILABLE)


def _kind(error: Exception) -> str:
    """What sort of error, and of which claim; its words may quote what came."""
    return " ".join(filter(None, (type(error).__name__, str(getattr(error, "claim", "")))))
