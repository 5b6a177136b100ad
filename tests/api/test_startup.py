"""Before others may call in, keys and passwords must be in order."""

from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from api.settings import Settings, SettingsError
from api.startup import refuse_when_open_to_attack
from data.vault import vault_from_file

PUBLIC = "https://jembatan.example.go.id"
GOOD = "postgresql://app:a-password-of-24-letters@db/jembatan"


def settings(home: Path, **more: object) -> Settings:
    return Settings(home=home, **more)  # type: ignore[arg-type]


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    vault_from_file(tmp_path / "keys.json")
    return tmp_path / "keys.json"


def test_on_this_machine_alone_nothing_is_asked(tmp_path: Path) -> None:
    refuse_when_open_to_attack(settings(tmp_path))


@pytest.mark.usefixtures("keys")
def test_in_order_it_starts(tmp_path: Path) -> None:
    refuse_when_open_to_attack(settings(tmp_path, public_url=PUBLIC, database_url=SecretStr(GOOD)))


def test_without_keys_it_does_not(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="KEYS_FILE"):
        refuse_when_open_to_attack(settings(tmp_path, public_url=PUBLIC))


def test_keys_that_others_read_are_none(tmp_path: Path, keys: Path) -> None:
    keys.chmod(0o640)
    with pytest.raises(SettingsError, match="0640"):
        refuse_when_open_to_attack(settings(tmp_path, public_url=PUBLIC))


@pytest.mark.usefixtures("keys")
@pytest.mark.parametrize("url", ["postgresql://app@db/j", "postgresql://app:short@db/j"])
def test_weak_passwords_are_named_and_not_quoted(tmp_path: Path, url: str) -> None:
    with pytest.raises(SettingsError, match="DATABASE_URL") as caught:
        refuse_when_open_to_attack(settings(tmp_path, public_url=PUBLIC, database_url=SecretStr(url)))
    assert "short" not in str(caught.value).replace("shorter", "")


@pytest.mark.parametrize(
    "url", ["http://j.example", "https://", "https://j.example/app", "https://u:p@j.example", "j"]
)
def test_the_public_name_is_a_name_with_tls(tmp_path: Path, url: str) -> None:
    with pytest.raises(ValidationError, match="https"):
        settings(tmp_path, public_url=url)


def test_nobody_listens_beyond_loopback_without_a_name(tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="PUBLIC_URL"):
        settings(tmp_path, host="0.0.0.0")  # noqa: S104 - that is what is refused
    assert settings(tmp_path, host="0.0.0.0", public_url=PUBLIC).public_host == "jembatan.example.go.id"  # noqa: S104
