"""Anchors of the trail in a file outside the database, as JSON lines. Implements `matching.trail.AnchorStore`."""

import json
import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from data.errors import DataError
from matching.trail import Anchor


class UnreadableAnchors(DataError):
    """The file of anchors cannot be read as one."""

    indonesian = "Berkas jangkar ini tidak dapat dibaca sebagai berkas jangkar"


class AnchorFile:
    """One file for one database. It is best kept where nobody who can write the database can write."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> Sequence[Anchor]:
        """All anchors, none where there is no file yet. Raises UnreadableAnchors for anything else in it."""
        if not self._path.exists():
            return []
        lines = self._path.read_text("utf-8").splitlines()
        return [self._anchor(number, line) for number, line in enumerate(lines, 1) if line.strip()]

    def append(self, anchor: Anchor) -> None:
        """Add an anchor; it is on the disk when this returns."""
        line: dict[str, object] = {
            "position": anchor.position,
            "link": anchor.link.hex(),
            "at": anchor.at.isoformat(),
        }
        if anchor.restored:
            line["restored"] = anchor.restored
        with os.fdopen(os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "a") as file:
            file.write(json.dumps(line) + "\n")
            file.flush()
            os.fsync(file.fileno())

    def _anchor(self, number: int, line: str) -> Anchor:
        try:
            kept = json.loads(line)
            at = datetime.fromisoformat(kept["at"])
            return Anchor(kept["position"], bytes.fromhex(kept["link"]), at, kept.get("restored", ""))
        except (ValueError, KeyError, TypeError):
            raise UnreadableAnchors(f"{self._path.name}: {number}") from None
