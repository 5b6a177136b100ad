"""What must be in order before others may call in. On loopback a missing key is made; beyond it nothing is."""

import stat
from urllib.parse import unquote, urlsplit

from api.settings import Settings, SettingsError, variable

_SHORTEST_PASSWORD = 16


def refuse_when_open_to_attack(settings: Settings) -> None:
    """Refuse to serve beyond this machine with keys that are missing or open to others, or with short passwords.

    Keys made at first use would be in no backup. Raises SettingsError, naming everything at once.
    """
    if settings.public_url is None:
        return
    problems = [*_keys(settings), *_passwords(settings)]
    if problems:
        raise SettingsError("\n".join(problems))


def anchors_beside_the_data(settings: Settings) -> str | None:
    """A warning where whoever can write the data can write the anchors of the trail as well; else None."""
    home, path = settings.home.expanduser().resolve(), settings.anchors_path.expanduser().resolve()
    if home not in path.parents:
        return None
    return (
        f"{variable('anchors_file')}: jangkar jejak disimpan di samping data / the trail's anchors lie beside the data "
        f"({path}): whoever changes the one can change the other, and both are lost together. Let it name a place that "
        "the operators of the database cannot write to."
    )


def _keys(settings: Settings) -> list[str]:
    path, name = settings.keys_path, variable("keys_file")
    if not path.is_file():
        return [
            f"{name}: {path} is not there; make it with any command on this machine, such as `jembatan migrate`, "
            "and keep a copy apart"
        ]
    mode = stat.S_IMODE(path.stat().st_mode)
    return (
        [f"{name}: {path} has mode {mode:04o}, others may read it; it must be 0600"] if mode & 0o077 else []
    )


def _passwords(settings: Settings) -> list[str]:
    return [
        f"{variable(field)}: the password must have {_SHORTEST_PASSWORD} characters or more"
        for field in ("database_url", "owner_database_url", "backup_database_url")
        if (url := getattr(settings, field)) and len(_password(url.get_secret_value())) < _SHORTEST_PASSWORD
    ]


def _password(url: str) -> str:
    return unquote(urlsplit(url).password or "")
