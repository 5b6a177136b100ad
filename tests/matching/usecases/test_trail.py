"""Sealing goes on by itself and keeps an anchor outside the database now and then."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from data import reference_files
from data.anchors import AnchorFile, UnreadableAnchors
from matching.trail import Anchor, Fault, FaultKind, Lag, Restore, Seal, Verification, in_force
from matching.usecases.trail import ANCHOR_EVERY, ZONES, Sealer

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


class Seals:
    """A chain that grows by `waiting` rows at every sealing."""

    def __init__(self) -> None:
        self.waiting, self.position, self.remembered = 0, 0, 0

    async def seal(self) -> int:
        sealed, self.waiting = self.waiting, 0
        self.position += sealed
        return sealed

    async def anchor(self) -> Anchor | None:
        return Anchor(self.position, bytes([self.position] * 32), NOON) if self.position else None

    async def sealed(self) -> Seal | None:
        return None

    async def lag(self) -> Lag:
        return Lag(self.waiting, 0.0)

    async def anchored(self) -> int:
        return self.remembered

    async def note_anchored(self, position: int) -> None:
        self.remembered = position

    async def verify(self, anchors: Sequence[Anchor] = (), *_: object) -> Verification:
        return Verification(self.position, len(anchors), ())


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
    kept = [anchored(i, i, "2026-11-22T09:00:00+07:00" if i == 2 else "") for i in range(1, 4)]
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


def anchored(position: int, hour: int = 0, restored: str = "") -> Anchor:
    return Anchor(position, bytes([position] * 32), NOON + timedelta(hours=hour), restored)


async def test_anchors_that_have_gone_are_missed(tmp_path: Path) -> None:
    seals, file = Seals(), AnchorFile(tmp_path / "anchors.jsonl")
    sealer = Sealer(seals, file)
    assert (await sealer.verify()).anchors == 0, "none was ever kept"
    seals.position = 5
    await sealer.anchor()
    seals.position = 9
    await sealer.anchor()
    assert (await sealer.verify()).faults == ()
    lines = (tmp_path / "anchors.jsonl").read_text().splitlines()
    (tmp_path / "anchors.jsonl").write_text(lines[0] + "\n")
    assert (await sealer.verify()).faults == (Fault(FaultKind.UNANCHORED, 6),)
    (tmp_path / "anchors.jsonl").unlink()
    assert (await sealer.verify()).faults == (Fault(FaultKind.UNANCHORED, 1),)


async def test_a_copy_elsewhere_need_not_have_them_all(tmp_path: Path) -> None:
    seals, other = Seals(), AnchorFile(tmp_path / "elsewhere.jsonl")
    sealer = Sealer(seals, AnchorFile(tmp_path / "anchors.jsonl"))
    seals.position = 5
    await sealer.anchor(other)
    assert seals.remembered == 0
    seals.position = 9
    await sealer.anchor()
    found = await sealer.verify(other)
    assert (found.anchors, found.faults) == (1, ())


def test_a_restore_undoes_the_anchors_beyond_it_and_no_others() -> None:
    restored = anchored(5, 3, "2026-11-22")
    kept, restores = in_force([anchored(3), anchored(5, 1), anchored(9, 2), restored, anchored(7, 4)])
    assert kept == [anchored(3), anchored(5, 1), restored, anchored(7, 4)]
    assert restores == [Restore(5, "2026-11-22", restored.at, 1)]


def test_every_province_of_the_reference_data_lives_by_one_of_three_clocks() -> None:
    codes = {province.code for province in reference_files.provinces()}
    assert set(ZONES) < codes
    assert {ZONES.get(code, "Asia/Jakarta") for code in ("31", "51", "94")} == {
        "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura",
    }  # fmt: skip
