"""Which settings are in force and where each came from, with secrets hidden."""

import json
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

from pydantic import SecretStr

from api.settings import Settings, from_environment, from_file, variable
from api.vocabularies import in_words

HIDDEN = "••••"


class Origin(StrEnum):
    """Where a value came from."""

    ENVIRONMENT = "environment"
    FILE = "file"
    DEFAULT = "default"
    ARGUMENT = "argument"  # given by the program itself, as tests do


@dataclass(frozen=True, slots=True)
class Provenance:
    """One setting: its name, its environment variable, the value as it may be shown (None: not set), its origin,
    and what it does, in English."""

    name: str
    variable: str
    value: str | int | float | None
    origin: Origin
    description: str


def provenance(settings: Settings) -> tuple[Provenance, ...]:
    """Every setting, in the order of their declaration."""
    environment, file = from_environment(), from_file()
    in_force = Settings()
    rows = []
    for name in Settings.model_fields:
        value = getattr(settings, name)
        if value != getattr(in_force, name):
            origin = Origin.ARGUMENT
        elif name in environment:
            origin = Origin.ENVIRONMENT
        else:
            origin = Origin.FILE if name in file else Origin.DEFAULT
        rows.append(Provenance(name, variable(name), shown(value), origin, in_words("settings", name, "en")))
    return tuple(rows)


def shown(value: object) -> str | int | float | None:
    """A setting's value as it may be shown: of a secret URL all but its password, of another secret nothing."""
    if isinstance(value, SecretStr):
        return _url_without_password(value.get_secret_value())
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, list):
        return json.dumps(value)  # as it is given
    if value is None or isinstance(value, str | int | float):
        return value
    raise TypeError(f"a setting of type {type(value).__name__} has no form to be shown in")


def _url_without_password(secret: str) -> str:
    """Only what is known to be harmless is kept: scheme, user, host, port, database, and parameters without secrets."""
    try:
        url = urlsplit(secret)
        port = f":{url.port}" if url.port else ""
    except ValueError:
        return HIDDEN
    misread = (
        "@" in url.path + url.query or url.fragment
    )  # a password with unescaped signs, taken for something else
    if url.scheme not in ("postgresql", "postgres") or misread:
        return HIDDEN
    user = (
        f"{url.username or ''}{':' + HIDDEN if url.password else ''}@" if url.username or url.password else ""
    )
    parameters = [(key, value if key in _HARMLESS else HIDDEN) for key, value in parse_qsl(url.query)]
    query = "?" + urlencode(parameters, safe=HIDDEN + "/") if parameters else ""
    return f"{url.scheme}://{user}{url.hostname or ''}{port}{url.path}{query}"


_HARMLESS = frozenset({"host", "port", "dbname", "user", "sslmode", "application_name", "connect_timeout"})
