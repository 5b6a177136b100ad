"""Sealing goes on by itself and keeps an anchor outside the database now and then."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from data import reference_files
from data.anchors import AnchorFile, UnreadableAnchors
from matching.trail import Anchor, Lag, Verification
from matching.usecases.trail import ANCHOR_EVERY, ZONES, Sealer

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


class Seals:
    """A chain that grows by `waiting` rows at every sealing."""

    def __init__(self) -> None:
        self.waiting, self.position = 0, 0

    async def seal(self) -> int:
        sealed, self.waiting = self.waiting, 0
        self.position += sealed
        return sealed

    async def anchor(self) -> Anchor | None:
        return Anchor(self.position, bytes([self.position] * 32), NOON) if self.position else None

    async def lag(self) -> Lag:
        return Lag(self.waiting, 0.0)

    async def verify(self, *_: object) -> Verification:
        return Verification(self.position, 0, ())


async def test_an_anchor_is_kept_with_the_first_sealing_and_then_once_an_hour(tmp_path: Path) -> None:
    seals, file = Seals(), AnchorFile(tmp_path / "anchors.jsonl")
    sealer = Sealer(seals, file)
    assert await sealer.seal(now=NOON) == 0
    assert file.read() == []
    for minutes in (0, 30, 59, 61, 90):
        seals.waiting = 3
        assert await sealer.seal(now=NOON + timedelta(minutes=minutes)) == 3
    assert [anchor.position for anchor in file.read()] == [3, 12]
    assert await sealer.seal(now=NOON + 9 * ANCHOR_EVERY) == 0
    assert len(file.read()) == 2


async def test_without_a_chain_there_is_no_anchor(tmp_path: Path) -> None:
    assert await Sealer(Seals(), AnchorFile(tmp_path / "anchors.jsonl")).anchor() is None


def test_anchors_come_back_as_they_were_kept_and_are_for_their_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "anchors.jsonl"
    kept = [Anchor(i, bytes([i] * 32), NOON + timedelta(hours=i)) for i in range(1, 4)]
    for anchor in kept:
        AnchorFile(path).append(anchor)
    assert AnchorFile(path).read() == kept
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("line", ["{}", "x", '{"position": 1, "link": "zz", "at": "2026-11-23"}', "[]"])
def test_a_line_that_is_no_anchor_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "anchors.jsonl"
    AnchorFile(path).append(Anchor(1, bytes(32), NOON))
    with path.open("a") as file:
        file.write(line + "\n")
    with pytest.raises(UnreadableAnchors, match=r"anchors\.jsonl: 2"):
        AnchorFile(path).read()


def test_every_province_of_the_reference_data_lives_by_one_of_three_clocks() -> None:
    codes = {province.code for province in reference_files.provinces()}
    assert set(ZONES) < codes
    assert {ZONES.get(code, "Asia/Jakarta") for code in ("31", "51", "94")} == {
        "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura",
    }  # fmt: skip
