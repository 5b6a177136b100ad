"""Settings of signing in; `api.settings` takes them in with the others."""

from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings


class SignInSettings(BaseSettings):
    """Sessions, tokens, second factors, and the cost of hashing a password."""

    session_idle_minutes: int = Field(30, ge=1, le=1_440)
    session_hours: int = Field(12, ge=1, le=168)
    shown_again_minutes: int = Field(10, ge=1, le=1_440)
    second_factor: Literal["off", "staff", "all"] | None = None
    four_eyes: bool = True
    token_days: int = Field(90, ge=1, le=366)
    link_hours: int = Field(48, ge=1, le=336)
    password_hashing_at_once: int = Field(2, ge=1, le=64)
    argon2_memory_kib: int = Field(19_456, ge=8_192, le=1_048_576)
    argon2_passes: int = Field(2, ge=1, le=20)
