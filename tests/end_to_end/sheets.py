"""Files as offices send them."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path


def written(path: Path, rows: Sequence[Mapping[str, str]]) -> Path:
    """A CSV of these rows, as Excel in Indonesia saves it."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    return path
