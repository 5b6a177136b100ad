"""Settings of signing in; `api.settings` takes them in with the others."""

from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings


class SignInSettings(BaseSettings):
    """Sessions, tokens, second factors, and the cost of hashing a password."""

    session_idle_minutes: int = Field(
        30, ge=1, le=1_440, description="A session that nobody has used for so long is over."
    )
    session_hours: int = Field(
        12, ge=1, le=168, description="A session is over after so long, however much it is used."
    )
    shown_again_minutes: int = Field(
        10,
        ge=1,
        le=1_440,
        description="A token for programs is made only so long after password, and second factor where there is one, "
        "were last shown in the session; so long a new password needs no second code.",
    )
    second_factor: Literal["off", "staff", "all"] | None = Field(
        None,
        description="Who must show a code at sign-in: nobody, everybody but members of employers, everybody. "
        "Not set: `staff` where the server is reached from beyond this machine, else `off`.",
    )
    four_eyes: bool = Field(
        default=True,
        description="What one administrator gives (duties, covers; links and identities of accounts that have a duty) "
        "opens nothing before a second one confirms it. `false` where there is one administrator alone.",
    )
    token_days: int = Field(
        90, ge=1, le=366, description="How long a token for programs is good when nobody says otherwise."
    )
    link_hours: int = Field(
        48, ge=1, le=336, description="How long an invitation, or a link to set a new password, is good."
    )
    password_hashing_at_once: int = Field(
        2, ge=1, le=64, description="Passwords hashed at one moment; whoever comes then waits."
    )
    argon2_memory_kib: int = Field(
        19_456, ge=8_192, le=1_048_576, description="Memory that hashing one password takes (Argon2id)."
    )
    argon2_passes: int = Field(2, ge=1, le=20, description="Passes over that memory.")
