"""PostgreSQL's own log must hold nobody: ours is set so, one's own is looked at."""

import asyncpg
import pytest

from api.cli.serve import preparing
from api.settings import Settings, SettingsError
from data.server_log import telling_settings_at
from tests.postgres import Fresh

TELLING = [
    ("log_error_verbosity", "default", "log_error_verbosity = terse"),
    ("log_parameter_max_length_on_error", "-1", "log_parameter_max_length_on_error = 0"),
    ("log_statement", "all", "log_parameter_max_length = 0"),
    ("log_min_duration_statement", "500", "log_parameter_max_length = 0"),
]


@pytest.mark.parametrize(("name", "value", "wanted"), TELLING)
async def test_what_would_tell_is_named_with_what_keeps_it_out(
    fresh: Fresh, name: str, value: str, wanted: str
) -> None:
    owner = fresh.url("jembatan_owner")
    assert await telling_settings_at(owner) == []
    superuser = await asyncpg.connect(fresh.url("postgres"))
    database = await superuser.fetchval("SELECT current_database()")
    await superuser.execute(f"ALTER DATABASE {database} SET {name} = '{value}'")
    assert await telling_settings_at(owner) == [wanted]
    await superuser.execute(f"ALTER DATABASE {database} SET {wanted}")
    assert await telling_settings_at(owner) == []
    await superuser.close()


async def test_beyond_this_machine_nobody_is_served_from_such_a_server(fresh: Fresh) -> None:
    superuser = await asyncpg.connect(fresh.url("postgres"))
    database = await superuser.fetchval("SELECT current_database()")
    await superuser.execute(f"ALTER DATABASE {database} SET log_error_verbosity = 'default'")
    await superuser.close()
    with pytest.raises(SettingsError, match="log_error_verbosity = terse"):
        async with preparing(Settings(public_url="https://jembatan.example.go.id"))(
            fresh.url("jembatan_owner")
        ):
            pass
    async with preparing(Settings())(fresh.url("jembatan_owner")):
        pass
