"""Texts of consent. A text is never changed once somebody may have consented to it: a new version is a new file.

`PURPOSE-VERSION.LANGUAGE.txt`, each with its SHA-256 in WORDINGS.tsv. Implements `matching.custody.Wordings`.
"""

import csv
import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from data.errors import DataError
from matching.errors import InvalidValue
from matching.model.rights import Purpose, Wording

FOLDER = Path(__file__).parent


class ChangedWording(DataError):
    """A text of consent is not the one whose checksum is on record; write a new version instead."""


class WordingFiles:
    """The texts of a folder."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder

    def newest(self, purpose: Purpose, language: str) -> Wording:
        """The newest text for a purpose. Raises InvalidValue where there is none in this language."""
        found = [one for one in self.all() if one.key.startswith(f"{purpose}/") and one.language == language]
        if not found:
            raise InvalidValue(
                "language",
                "tidak ada naskah persetujuan dalam bahasa ini / no text of consent in this language",
            )
        return max(found, key=lambda one: int(one.key.partition("/")[2]))

    def all(self) -> Sequence[Wording]:
        """Every text in every version. Raises ChangedWording."""
        return _read(self._folder)


@cache
def _read(folder: Path) -> tuple[Wording, ...]:
    with (folder / "WORDINGS.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return tuple(_wording(folder, row["key"], row["language"], row["sha256"]) for row in rows)


def _wording(folder: Path, key: str, language: str, sha256: str) -> Wording:
    name = f"{key.replace('/', '-')}.{language}.txt"
    content = (folder / name).read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ChangedWording(name)
    return Wording(key, language, sha256, content.decode("utf-8"))
