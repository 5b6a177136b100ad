"""What `jembatan serve` says as it begins."""

from pathlib import Path

from api.cli.serve import from_where
from api.settings import Settings


def test_a_server_behind_a_proxy_does_not_say_that_it_is_reached_from_its_own_machine_alone(
    tmp_path: Path,
) -> None:
    assert "from this computer only" in from_where(Settings(home=tmp_path))
    outside = from_where(Settings(home=tmp_path, public_url="https://jembatan.example.go.id"))
    assert "only" not in outside
    assert "https://jembatan.example.go.id" in outside
