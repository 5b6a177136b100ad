"""The settings: precedence, refusals, provenance and the command that prints them."""

import json
from pathlib import Path

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr, ValidationError
from typer.testing import CliRunner

from api.cli.settings import register
from api.provenance import HIDDEN, Origin, Provenance, provenance, shown
from api.settings import PREFIX, Settings, SettingsError, load_settings, variable
from matching.release import WindowPolicy


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An environment with nothing of ours in it but an empty home."""
    for name in Settings.model_fields:
        monkeypatch.delenv(variable(name), raising=False)
    monkeypatch.setenv("JEMBATAN_HOME", str(tmp_path))
    return tmp_path


def row(name: str) -> Provenance:
    return next(row for row in provenance(load_settings()) if row.name == name)


def test_the_environment_wins_over_the_file_and_the_file_over_the_default(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (row("list_rows").value, row("list_rows").origin) == (20, Origin.DEFAULT)
    (home / "settings.toml").write_text("list_rows = 30\n")
    assert (row("list_rows").value, row("list_rows").origin) == (30, Origin.FILE)
    monkeypatch.setenv("JEMBATAN_LIST_ROWS", "40")
    assert (row("list_rows").value, row("list_rows").origin) == (40, Origin.ENVIRONMENT)


def test_what_the_program_itself_gives_wins_and_says_so() -> None:
    rows = {row.name: row for row in provenance(Settings(list_rows=7))}
    assert (rows["list_rows"].value, rows["list_rows"].origin) == (7, Origin.ARGUMENT)
    assert rows["page_rows"].origin is Origin.DEFAULT


def test_database_url_goes_without_our_prefix(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings().database_url is None
    monkeypatch.setenv("DATABASE_URL", "postgresql://app:verysecret@db.example:5433/jembatan")
    url = load_settings().database_url
    assert url is not None
    assert url.get_secret_value().endswith("5433/jembatan")
    assert row("database_url").value == f"postgresql://app:{HIDDEN}@db.example:5433/jembatan"
    assert row("database_url").origin is Origin.ENVIRONMENT


def test_the_file_may_name_the_database(home: Path) -> None:
    (home / "settings.toml").write_text('database_url = "postgresql:///from_file"\n')
    assert row("database_url").value == "postgresql:///from_file"
    assert row("database_url").origin is Origin.FILE


def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "")
    assert load_settings().database_url is None
    assert row("database_url").origin is Origin.DEFAULT


def test_a_misspelt_variable_is_refused_and_the_nearest_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JEMBATAN_LIST_ROW", "5")
    with pytest.raises(SettingsError, match=r"JEMBATAN_LIST_ROW: .* did you mean JEMBATAN_LIST_ROWS"):
        load_settings()


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("list_row = 5", "list_row: there is no such setting; did you mean list_rows"),
        ('home = "/elsewhere"', "home cannot be set here"),
        ("list_rows = ", "not TOML"),
        ('list_rows = "many"', "valid integer"),
    ],
)
def test_a_wrong_settings_file_is_refused(home: Path, text: str, complaint: str) -> None:
    (home / "settings.toml").write_text(text)
    with pytest.raises(SettingsError, match=complaint):
        load_settings()


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", "::", "example.org", ""])  # noqa: S104 - refused
def test_the_server_binds_to_loopback_only(host: str) -> None:
    with pytest.raises(ValidationError, match="loopback"):
        Settings(host=host)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_every_loopback_address_is_accepted(host: str) -> None:
    assert Settings(host=host).host == host


def test_a_wrong_value_is_refused_with_the_variable_and_the_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JEMBATAN_PORT", "70000")
    monkeypatch.setenv("JEMBATAN_TWO_THIRDS_FORMULA", "C")
    with pytest.raises(SettingsError) as refusal:
        load_settings()
    assert "JEMBATAN_PORT: input should be less than or equal to 65535 (it is '70000')" in str(refusal.value)
    assert "JEMBATAN_TWO_THIRDS_FORMULA" in str(refusal.value)


def test_settings_cannot_be_changed_while_the_program_runs() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        load_settings().port = 1  # type: ignore[misc]


def test_the_keys_lie_in_the_home_folder_unless_said_otherwise(home: Path) -> None:
    assert Settings().keys_path == home / "keys.json"
    assert Settings(keys_file=Path("/k")).keys_path == Path("/k")


def test_the_window_policy_of_the_domain_is_the_default_here() -> None:
    settings = Settings()
    assert WindowPolicy() == WindowPolicy(settings.any_time_days, settings.max_wait_days)


def test_a_password_of_digits_is_not_shown_as_a_port() -> None:
    for sign in "/?#":
        assert "4711" not in str(shown(SecretStr(f"postgresql://app:4711{sign}x@h/db")))


SECRET = st.text("abcdefghijklmnopqrstuvwxyz0123456789%:@/?#&= ", min_size=1).map(
    lambda tail: "s3cr3t" + tail
)


@given(
    SECRET,
    st.sampled_from(
        [
            "postgresql://app:{}@h/db",
            "postgresql://:{}@h:5432/db",
            "postgresql:///db?password={}&host=/run/pg",
            "postgresql://app@h/db?passfile={}",
            "host=h user=app password={}",
            "postgresql://app:{}@h1:1,h2:2/db",
            "{}",
        ]
    ),
)
def test_no_form_of_a_database_url_shows_its_password(secret: str, url: str) -> None:
    assert "s3cr3t" not in str(shown(SecretStr(url.format(secret))))


def test_the_command_hides_secrets_for_people_and_for_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://app:verysecret@h/db")
    monkeypatch.setenv("JEMBATAN_OWNER_DATABASE_URL", "postgresql://owner:verysecret@h/db")
    for arguments in ([], ["--json"], ["--markdown"]):
        result = CliRunner().invoke(application(), arguments, catch_exceptions=False)
        assert result.exit_code == 0
        assert "verysecret" not in result.output


def test_the_command_prints_every_setting_for_programs() -> None:
    result = CliRunner().invoke(application(), ["--json"], catch_exceptions=False)
    rows = json.loads(result.output)["settings"]
    assert [row["name"] for row in rows] == list(Settings.model_fields)
    assert all(row["description"] and row["origin"] in set(Origin) for row in rows)
    assert all(row["variable"].startswith(PREFIX) for row in rows if row["name"] != "database_url")


def test_the_command_speaks_the_language_that_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "bawaan" in CliRunner().invoke(application(), []).output
    monkeypatch.setenv("JEMBATAN_LANGUAGE", "en")
    assert "default" in CliRunner().invoke(application(), []).output


def application() -> typer.Typer:
    app = typer.Typer()
    register(app)
    return app


@pytest.mark.parametrize(
    ("host", "setting", "asked"),
    [
        ("127.0.0.1", None, "off"),
        ("192.0.2.1", None, "staff"),
        ("192.0.2.1", "off", "off"),
        ("::1", "all", "all"),
    ],
)
def test_a_second_factor_is_asked_of_staff_where_others_can_reach_the_server(
    host: str, setting: str | None, asked: str
) -> None:
    settings = Settings().model_copy(update={"host": host, "second_factor": setting})
    assert settings.second_factor_asked == asked
    assert settings.beyond_this_machine == (host == "192.0.2.1")
