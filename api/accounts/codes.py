"""The second factor: codes of an authenticator (TOTP, RFC 6238: six digits, 30 seconds), and recovery codes."""

import secrets
from datetime import datetime

import pyotp

from api.accounts.tokens import digest_of
from matching.account_stores import OwnStore

ISSUER = "Jembatan Kerja"
STEP_S, SKEW_STEPS = 30, 1
RECOVERY_CODES = 10
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # without what is read as another
_RECOVERY_CHARS = 16  # 79 bits


def new_totp_secret() -> str:
    """A fresh secret of 160 bits, base32."""
    return pyotp.random_base32()


def totp_uri(secret: str, login: str) -> str:
    """What an authenticator reads from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)


async def accepts(own: OwnStore, secret: str, code: str, now: datetime) -> bool:
    """Whether a code is right and unused: an authenticator's, of this step or one beside it, or a recovery code.

    Each counts once: a step is marked as used with all before it (RFC 6238, 5.2), a recovery code is deleted.
    """
    given = "".join(code.split()).replace("-", "").lower()
    if not (given.isascii() and given.isdigit()):
        return await own.use_recovery_code(digest_of(given))
    step = int(now.timestamp()) // STEP_S
    totp = pyotp.TOTP(secret)
    for near in range(step - SKEW_STEPS, step + SKEW_STEPS + 1):
        if secrets.compare_digest(totp.generate_otp(near), given):
            return await own.take_step(near)
    return False


def new_recovery_codes() -> list[str]:
    """Codes to be written down, in groups of four."""
    return [
        _grouped("".join(secrets.choice(_ALPHABET) for _ in range(_RECOVERY_CHARS)))
        for _ in range(RECOVERY_CODES)
    ]


def recovery_digest(code: str) -> bytes:
    """What is stored of a recovery code."""
    return digest_of(code.replace("-", ""))


def _grouped(code: str) -> str:
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))
