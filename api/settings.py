"""Every setting of the program, in one place, and where each came from. Nothing else reads the environment.

A value is taken from the environment (`JEMBATAN_…`, and `DATABASE_URL`), else from `settings.toml` in the data folder
(keys without the prefix, in lower case), else from the default here. Variables with our prefix that mean nothing are
refused, so that a slip of the pen is not a silent default.
"""

import os
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Literal

from platformdirs import user_data_path, user_state_path
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from api.edge_settings import EdgeSettings
from api.fairness_settings import FairnessSettings
from api.mail_settings import MailSettings
from api.oidc_settings import OidcSettings
from api.ranking_settings import RankingSettings
from api.shortlist_settings import ShortlistSettings
from api.sign_in_settings import SignInSettings

PREFIX = "JEMBATAN_"
SETTINGS_FILE = "settings.toml"


class SettingsError(Exception):
    """The settings are not ones that this program can run with."""


class Settings(
    EdgeSettings,
    SignInSettings,
    OidcSettings,
    RankingSettings,
    ShortlistSettings,
    FairnessSettings,
    MailSettings,
    BaseSettings,
):
    """What is in force. Frozen; units are in the names; secrets never show in a `repr`. What each does is said in both
    languages in `vocabularies.csv` (`settings`)."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, extra="forbid", frozen=True, protected_namespaces=()
    )

    # Where things are
    home: Path = Field(default_factory=lambda: user_data_path("jembatan", appauthor=False))
    database_url: SecretStr | None = Field(None, validation_alias="database_url")
    owner_database_url: SecretStr | None = None
    backup_database_url: SecretStr | None = None
    backup_recipients: str = ""
    pool_connections: int = Field(10, ge=1, le=200)
    keys_file: Path | None = None
    erasure_journal: Path = Field(default_factory=lambda: user_state_path("jembatan", appauthor=False))
    retention_file: Path | None = None
    disclosure_days: int = Field(180, ge=1, le=1_830)
    anchors_file: Path | None = None

    # Vacancies
    staff_vacancies_need_check: bool = True
    staff_imports_need_check: bool = False

    # The embedding model
    model: str = Field("bundled", min_length=1)
    model_dtype: Literal["auto", "float32", "bfloat16"] = "auto"
    model_query_prompt: str | None = None
    model_passage_prompt: str | None = None
    model_adapter: str = Field("none", min_length=1)
    model_max_tokens: int = Field(128, ge=16, le=8192)

    # Indexes
    refresh_seconds: float = Field(1.0, gt=0, le=60)
    index_rebuild_rows: int = Field(2_000, ge=1)

    # The server
    language: Literal["id", "en"] = "id"
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    metrics: Literal["off", "loopback", "token"] = "off"
    metrics_token: SecretStr | None = Field(None, min_length=20)
    page_rows: int = Field(50, ge=1, le=1_000)
    max_page_rows: int = Field(200, ge=1, le=1_000)
    employer_lists_a_day: int = Field(50, ge=1, le=10_000)
    employer_previews_a_day: int = Field(200, ge=1, le=10_000)
    max_body_bytes: int = Field(1_048_576, ge=1_024)
    max_text_chars: int = Field(20_000, ge=100)
    max_import_bytes: int = Field(52_428_800, ge=1_024)
    max_import_rows: int = Field(200_000, ge=1)
    held_files: int = Field(10, ge=1)
    import_processes: int = Field(0, ge=0, le=256)

    @property
    def second_factor_asked(self) -> Literal["off", "staff", "all"]:
        """Of whom a second factor is asked, also where the setting leaves it open."""
        return self.second_factor or ("staff" if self.https else "off")

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
