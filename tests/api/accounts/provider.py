"""An identity provider in a process of its own: `python -m tests.api.accounts.provider`. It prints its port.

It lets in whoever asks, with the claims that the test has set, and does wrong what the test has asked it to do wrong.
"""

import base64
import hashlib
import hmac
import json
import secrets
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import httpx
import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

CLIENT, SECRET = "jembatan", "rahasia dengan spasi & tanda"
ROOT = Path(__file__).parents[3]
Document = dict[str, Any]


class Provider:
    """Everything that it knows, and its answers."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self.reset()

    def reset(self) -> None:
        self.keys = [new_key()]
        self.claims: Document = {"sub": "nobody"}
        self.wrong: Document = {}
        self.codes: dict[str, Document] = {}
        self.asked: Document = {}
        self.fetched: Counter[str] = Counter()

    def app(self) -> FastAPI:
        app = FastAPI()
        app.get("/.well-known/openid-configuration")(self.described)
        app.get("/keys")(self.public_keys)
        app.get("/authorize")(self.authorize)
        app.post("/token")(self.token)
        app.post("/control")(self.control)
        return app

    async def described(self) -> Response:
        self.fetched["metadata"] += 1
        document: Document = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "end_session_endpoint": f"{self.issuer}/end",
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
            "authorization_response_iss_parameter_supported": True,
        }
        return JSONResponse(document | self.wrong.get("metadata", {}))

    async def public_keys(self) -> Response:
        self.fetched["keys"] += 1
        if "keys_at" in self.wrong:
            return RedirectResponse(self.wrong["keys_at"])
        return JSONResponse({"keys": [key.as_dict(private=False) for key in self.keys]})

    async def authorize(self, request: Request) -> Response:
        self.asked = dict(request.query_params)
        code = secrets.token_urlsafe(16)
        self.codes[code] = self.asked
        answer = {"state": self.asked["state"], "code": code, "iss": self.issuer}
        answer |= self.wrong.get("answer", {})
        return RedirectResponse(f"{self.asked['redirect_uri']}?{urlencode(answer)}", 302)

    async def token(self, request: Request) -> Response:
        given = dict(parse_qsl((await request.body()).decode()))
        asked = self.codes.pop(given["code"], None)
        digest = hashlib.sha256(given["code_verifier"].encode()).digest()
        if asked is None or (asked["code_challenge_method"], asked["code_challenge"]) != (
            "S256",
            b64(digest),
        ):
            return JSONResponse({"error": "invalid_grant", "error_description": "marked-description"}, 400)
        known = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        fits = given["redirect_uri"] == asked["redirect_uri"] and given["grant_type"] == "authorization_code"
        if request.headers["authorization"] != known or not fits:
            return JSONResponse({"error": "invalid_client"}, 401)
        token = {"access_token": "marked-access-token", "token_type": "Bearer"}
        return JSONResponse({**token, "id_token": self.signed(asked["nonce"])})

    def signed(self, nonce: str) -> str:
        now, key, kind = int(time.time()), self.keys[0], self.wrong.get("signed", "")
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": nonce,
            **self.claims,
        }
        for name, value in self.wrong.get("claims", {}).items():
            claims[name] = now + value if name in ("iat", "exp", "nbf") and value is not None else value
        claims = {name: value for name, value in claims.items() if value is not None}
        header: Document = {"alg": key.get("alg"), "kid": key.kid}
        if kind == "none":
            return ".".join(b64(json.dumps(part).encode()) for part in ({"alg": "none"}, claims)) + "."
        if kind == "with the public key":  # as a shared secret, which everybody has
            return by_hmac(header | {"alg": "HS256"}, claims, key.as_pem(private=False))
        if kind == "by somebody else":
            return jwt.encode(header, claims, new_key())
        if kind == "by an unknown key":
            stranger = new_key()
            return jwt.encode(header | {"kid": stranger.kid}, claims, stranger)
        return jwt.encode(header, claims, key)

    async def control(self, request: Request) -> Document:
        told = await request.json()
        if told.get("reset"):
            self.reset()
        if told.get("rotate"):
            self.keys = [new_key("RS256")]  # of another kind, too
        self.claims = told.get("claims", self.claims)
        self.wrong = told.get("wrong", self.wrong)
        return {"fetched": self.fetched, "asked": self.asked}


def new_key(kind: str = "ES256") -> RSAKey | ECKey:
    described: Any = {"use": "sig", "alg": kind, "kid": secrets.token_hex(4)}
    return RSAKey.generate_key(2048, described) if kind == "RS256" else ECKey.generate_key("P-256", described)


def b64(text: bytes) -> str:
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()


def by_hmac(header: Document, claims: Document, key: bytes) -> str:
    """By hand, as the library does not let a public key be a secret."""
    signed = ".".join(b64(json.dumps(part).encode()) for part in (header, claims))
    return f"{signed}.{b64(hmac.new(key, signed.encode(), hashlib.sha256).digest())}"


@dataclass(frozen=True)
class RunningProvider:
    """The process, from outside."""

    issuer: str
    outside: httpx.Client

    def told(self, **what: Any) -> Document:
        document: Document = self.outside.post(f"{self.issuer}/control", json=what).json()
        return document

    def sends_back(self, departure: str) -> httpx.URL:
        """Where a browser goes that has come to this address."""
        return httpx.URL(self.outside.get(departure).headers["location"])

    def fetched(self, what: str) -> int:
        return int(self.told()["fetched"].get(what, 0))


@contextmanager
def running() -> Iterator[RunningProvider]:
    """A provider on a free port of this machine; it is gone afterwards."""
    command = [sys.executable, "-m", "tests.api.accounts.provider"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        with httpx.Client() as outside:
            yield RunningProvider(process.stdout.readline().strip(), outside)
    finally:
        process.terminate()
        process.communicate()


def main() -> None:
    bound = socket.create_server(("127.0.0.1", 0))
    issuer = f"http://127.0.0.1:{bound.getsockname()[1]}"
    bound.listen()  # from here on a caller waits, and is not refused
    print(issuer, flush=True)
    uvicorn.Server(uvicorn.Config(Provider(issuer).app(), log_level="warning")).run(sockets=[bound])


if __name__ == "__main__":
    main()
