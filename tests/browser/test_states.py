"""That nothing is left out of what axe looks at; the last of these tests, for it asks what the others have done."""

import json
from pathlib import Path

import pytest

from benchmarks.addresses import addresses, at
from tests.browser import states


def test_what_axe_has_found_is_written_of_a_sound_run_alone_and_lost_states_are_named(tmp_path: Path) -> None:
    file = tmp_path / "axe.json"
    assert "stays as it is" in states.write(file, {"/a": 0}, sound=False)
    assert not file.exists()
    states.write(file, {"/a": 0, "/b": 1}, sound=True)
    assert json.loads(file.read_text())["states"] == 2
    assert "stays as it is" in states.write(file, {"/b": 0}, sound=False)
    assert json.loads(file.read_text())["violations"] == 1
    assert states.write(file, {"/b": 0}, sound=True).endswith("no longer among them: /a")


def test_axe_has_looked_at_every_page(request: pytest.FixtureRequest) -> None:
    if not states.is_whole(request.session) or not states.SEEN:
        pytest.skip("a part of the tests, or no browser")
    known = addresses()
    seen = {at(path, known) for path in states.SEEN}
    assert [one.path for one in known if one not in seen] == []
