"""Which passwords are refused: short ones, and ones that are guessed early."""

import asyncio
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from zxcvbn import zxcvbn

from api.accounts.passwords import MAX_CHARS
from matching.errors import InvalidValue

MIN_CHARS = 12
MIN_GUESSES = 10**10
"""zxcvbn's highest score, 4: three words that are known here do not reach it, four do."""
_ESTIMATED_CHARS = 72


async def require_strong(password: str, about: Sequence[str], field: str = "password") -> None:
    """Refuse a password that is short, common, or made of what is known of the account (`about`).

    Estimated by zxcvbn (Wheeler 2016) with its lists of common passwords and words, and a list of Indonesian ones of
    our own. No rules about digits and signs: NIST SP 800-63B, 3.1.1.2.

    Raises:
        InvalidValue: never with the password in it.
    """
    if not MIN_CHARS <= len(password) <= MAX_CHARS:
        raise InvalidValue(
            field, f"{MIN_CHARS} sampai {MAX_CHARS} karakter / {MIN_CHARS} to {MAX_CHARS} characters"
        )
    if await asyncio.to_thread(_guesses, password, about) < MIN_GUESSES:
        raise InvalidValue(field, "terlalu mudah ditebak / too easy to guess")


def _guesses(password: str, about: Sequence[str]) -> float:
    known = [part for text in about for part in (text, *text.replace("@", " ").replace(".", " ").split())]
    found = zxcvbn(password[:_ESTIMATED_CHARS], user_inputs=[*known, *_common_words()])
    return float(found["guesses"])


@cache
def _common_words() -> tuple[str, ...]:
    lines = (Path(__file__).parent / "common_words.txt").read_text(encoding="utf-8").splitlines()
    return tuple(word for line in lines if not line.startswith("#") for word in line.split())
