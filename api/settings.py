"""Every setting of the program, in one place, and where each came from. Nothing else reads the environment.

A value is taken from the environment (`JEMBATAN_…`, and `DATABASE_URL`), else from `settings.toml` in the data folder
(keys without the prefix, in lower case), else from the default here. Variables with our prefix that mean nothing are
refused, so that a slip of the pen is not a silent default.
"""

import os
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from ipaddress import ip_address
from pathlib import Path
from typing import Literal

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

PREFIX = "JEMBATAN_"
SETTINGS_FILE = "settings.toml"


class SettingsError(Exception):
    """The settings are not ones that this program can run with."""


class Settings(BaseSettings):
    """What is in force. Frozen; units are in the names; secrets never show in a `repr`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, extra="forbid", frozen=True, protected_namespaces=()
    )

    # Where things are
    home: Path = Field(
        default_factory=lambda: user_data_path("jembatan", appauthor=False),
        description="Folder of this program's data: embedded database, indexes, keys, `settings.toml`.",
    )
    database_url: SecretStr | None = Field(
        None,
        validation_alias="database_url",
        description="PostgreSQL 15 or later, as a role that owns nothing; it may act as `jembatan_app` and "
        "`jembatan_worker` alone. Not set: the embedded server.",
    )
    owner_database_url: SecretStr | None = Field(
        None,
        description="The same database as its owner, for migrations. Not set: the embedded server's owner.",
    )
    pool_connections: int = Field(
        10, ge=1, le=200, description="Database connections that one process holds at most."
    )
    keys_file: Path | None = Field(
        None,
        description="Keys that encrypt register numbers and NIK. Not set: `keys.json` in the home folder.",
    )
    anchors_file: Path | None = Field(
        None,
        description="Anchors of the trail, best kept elsewhere. Not set: `anchors.jsonl` in the home folder.",
    )

    # The embedding model
    model: str = Field(
        "bundled",
        min_length=1,
        description="`bundled` (multilingual-e5-small), a hub id, or a path to a model folder.",
    )
    model_dtype: Literal["auto", "float32", "bfloat16"] = Field(
        "auto",
        description="Number format on this processor; `auto` takes bfloat16 where the processor computes in it.",
    )
    model_query_prompt: str | None = Field(
        None, description="Words put before a profile's text. Not set: the model's own."
    )
    model_passage_prompt: str | None = Field(
        None, description="Words put before a vacancy's text. Not set: the model's own."
    )
    model_adapter: str = Field(
        "none",
        min_length=1,
        description="Adaptation of the model to work and trades: `none`, `trades` (for the bundled model), or a file "
        "that `jembatan model train` wrote. Afterwards: `jembatan reindex`.",
    )
    model_max_tokens: int = Field(
        128, ge=16, le=8192, description="Longer texts are cut here, so what matters comes first."
    )

    # Indexes
    refresh_seconds: float = Field(
        1.0, gt=0, le=60, description="How often changes are looked for where no notification brought them."
    )
    index_rebuild_rows: int = Field(
        2_000, ge=1, description="Changed rows kept beside the index before it is built anew."
    )

    # Ranking
    list_rows: int = Field(
        20, ge=1, le=1_000, description="Length of a ranked list when nobody asks otherwise."
    )
    retrieval_rows: int = Field(
        300,
        ge=10,
        le=10_000,
        description="Rows that each retriever brings to the pool; the score ignores it.",
    )
    group_similar: bool = Field(
        default=True,
        description="Near-duplicate vacancies stand behind the best of them in a list; false shows each.",
    )
    employer_rows: int = Field(
        3,
        ge=0,
        le=1_000,
        description="Rows of one employer among the first `JEMBATAN_LIST_ROWS` of a list; 0 sets no limit.",
    )
    horizon_days: int = Field(
        180, ge=1, le=1_830, description="A person is near release when it is expected within this many days."
    )
    any_time_days: int = Field(
        90, ge=0, le=730, description="How long an employer who says “any time” is taken to wait, from today."
    )
    max_wait_days: int = Field(
        120, ge=0, le=730, description="A start later than this after the latest release date is too late."
    )
    assimilation_radius_m: int = Field(
        25_000,
        ge=0,
        le=200_000,
        description="Work during assimilation lies within this distance of the facility.",
    )
    transfer_lead_working_days: int = Field(
        10,
        ge=0,
        le=250,
        description="Lead time of moving supervision to another area (pelimpahan bimbingan).",
    )
    two_thirds_formula: Literal["A", "B"] = Field(
        "A",
        description="Own estimate of the two-thirds date, always labelled an estimate. "
        "A: start + 2/3 × sentence − remission; B: start + 2/3 × (sentence − remission).",
    )

    # The server
    host: str = Field(
        "127.0.0.1", description="Address to listen on. Loopback only, as there are no accounts yet."
    )
    port: int = Field(8000, ge=0, le=65_535, description="Port to listen on; 0 takes any free one.")
    language: Literal["id", "en"] = Field(
        "id", description="Language of answers where nobody asks for another."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="What the log holds at least."
    )
    metrics: Literal["off", "loopback", "token"] = Field(
        "off",
        description="Who may read `/metrics`: nobody, callers on this machine, or who sends the token.",
    )
    metrics_token: SecretStr | None = Field(
        None, min_length=20, description="Bearer token for `/metrics`, 20 characters at least."
    )
    page_rows: int = Field(
        50, ge=1, le=1_000, description="Rows on a page of a listing when nobody asks otherwise."
    )
    max_page_rows: int = Field(
        200, ge=1, le=1_000, description="Rows on a page of a listing, or in a ranked list, at most."
    )
    max_body_bytes: int = Field(
        1_048_576, ge=1_024, description="Largest body of a request that is not an import."
    )
    max_text_chars: int = Field(
        20_000, ge=100, description="Longest free text, such as a vacancy's description."
    )
    max_import_bytes: int = Field(52_428_800, ge=1_024, description="Largest file of one import.")
    max_import_rows: int = Field(200_000, ge=1, description="Most rows of one import.")

    @field_validator("host")
    @classmethod
    def _loopback_only(cls, host: str) -> str:
        if host != "localhost" and not _is_loopback(host):
            raise ValueError(
                "must be a loopback address such as 127.0.0.1: there are no accounts yet, so nobody may call in"
            )
        return host

    @property
    def keys_path(self) -> Path:
        """The keys' file in force."""
        return self.keys_file or self.home / "keys.json"

    @property
    def anchors_path(self) -> Path:
        """The file of anchors in force."""
        return self.anchors_file or self.home / "anchors.jsonl"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the caller names its arguments
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments over environment over file; no `.env`, no secrets folder."""
        return init_settings, env_settings, _file_source(settings_cls)


def load_settings() -> Settings:
    """The settings in force.

    Raises:
        SettingsError: a value cannot be, or a name means nothing; the message names each, without secrets.
    """
    problems = [*_unknown_variables(os.environ), *_misplaced()]
    if problems:
        raise SettingsError("\n".join(problems))
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsError("\n".join(_sentences(error))) from None


def variable(name: str) -> str:
    """The environment variable of a setting."""
    return "DATABASE_URL" if name == "database_url" else PREFIX + name.upper()


def from_environment() -> frozenset[str]:
    """Names of the settings that the environment gives."""
    return frozenset(EnvSettingsSource(Settings)())


def from_file() -> frozenset[str]:
    """Names of the settings that the settings file gives."""
    return frozenset(_file_source(Settings)())


def settings_file() -> Path:
    """Where the settings file would be. Its folder is the one setting that it cannot hold."""
    home = os.environ.get(variable("home"))
    return (Path(home) if home else user_data_path("jembatan", appauthor=False)) / SETTINGS_FILE


def _file_source(settings_cls: type[BaseSettings]) -> TomlConfigSettingsSource:
    return TomlConfigSettingsSource(settings_cls, settings_file())


def _unknown_variables(environment: Mapping[str, str]) -> list[str]:
    known = [variable(name) for name in Settings.model_fields]
    strangers = sorted(name for name in environment if name.startswith(PREFIX) and name not in known)
    return [f"{name}: there is no such setting{_nearest(name, known)}" for name in strangers]


def _misplaced() -> list[str]:
    path = settings_file()
    try:
        names = from_file()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return [f"{path}: not TOML: {error}"]
    problems = [f"{path}: home cannot be set here, only by {variable('home')}"] if "home" in names else []
    known = list(Settings.model_fields)
    return problems + [
        f"{path}: {name}: there is no such setting{_nearest(name, known)}"
        for name in sorted(names.difference(known))
    ]


def _nearest(name: str, known: list[str]) -> str:
    close = get_close_matches(name, known, n=1)
    return f"; did you mean {close[0]}?" if close else ""


def _sentences(error: ValidationError) -> list[str]:
    """One line for each problem; the offending value too, except of a secret."""
    lines = []
    for problem in error.errors(include_url=False):
        name = str(problem["loc"][0])
        reason = problem["msg"].removeprefix("Value error, ")
        shown = "" if is_secret(name) else f" (it is {problem['input']!r})"
        lines.append(f"{variable(name)}: {reason[0].lower()}{reason[1:]}{shown}")
    return lines


def is_secret(name: str) -> bool:
    """Whether a setting's value may not be shown."""
    return "SecretStr" in str(Settings.model_fields[name].annotation)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
