"""Random secrets that people and programs carry, and the digests under which they are stored.

A secret has 256 random bits, so SHA-256 is enough: Argon2id makes guessing of *weak* secrets slow, and here there is
nothing to guess; every request would pay for it, too. The prefix lets scanners of published code find lost ones.
"""

import hashlib
import hmac
import secrets

SESSION, TOKEN, LINK = "js_", "jk_", "jl_"


def new_secret(prefix: str) -> str:
    """A fresh secret of one kind."""
    return prefix + secrets.token_urlsafe(32)


def digest_of(secret: str) -> bytes:
    """What is stored of it."""
    return hashlib.sha256(secret.encode()).digest()


def csrf_of(session: str) -> str:
    """What a page must send with each change, beside the cookie: only who has been given it can know it, and only for
    this session. Nothing has to be stored, as the session's own secret is the key (OWASP, signed double submit)."""
    return hmac.new(session.encode(), b"csrf", hashlib.sha256).hexdigest()


def is_csrf(session: str, given: str) -> bool:
    """Whether this is the session's; takes as long for every answer."""
    return hmac.compare_digest(csrf_of(session).encode(), given.encode())
