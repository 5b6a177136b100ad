"""Indexes on disk: one folder per generation, with a manifest, put in place by renaming.

    home/gen-000007/manifest.json  dense.faiss  sketch/*.npy  lexical/*.npy  arrays/<name>.npy

Processes map the files and share their pages. A newer generation replaces an older one whose files are unlinked: who
still maps them keeps them until it lets go. What is stored can always be made again, so damage is an error to rebuild
on, never to repair.
"""

import fcntl
import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import DamagedIndex, ForeignIndex
from embeddings.fingerprint import file_sha256
from embeddings.index import DenseIndex
from embeddings.lexical import LexicalIndex
from embeddings.mapped import mapped

_FORMAT: Final = 2
_MANIFEST: Final = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation holds. `watermark` is the caller's: up to where the source is contained. `files`: sha256."""

    generation: int
    model: str
    dimension: int
    rows: int
    watermark: str
    files: Mapping[str, str]
    format: int = _FORMAT


@dataclass(frozen=True, slots=True)
class StoredIndex:
    """Both indexes and the caller's arrays, row by row the same things."""

    manifest: Manifest
    dense: DenseIndex
    lexical: LexicalIndex
    arrays: Mapping[str, NDArray[Any]]


def save(
    home: Path,
    *,
    model: str,
    watermark: str,
    dense: DenseIndex,
    lexical: LexicalIndex,
    arrays: Mapping[str, NDArray[Any]] | None = None,
) -> Manifest:
    """Writes the next generation and unlinks the older ones.

    ValueError when lengths differ, an array holds objects, or an index has a delta.
    """
    arrays = arrays or {}
    if {len(dense), len(lexical), *map(len, arrays.values())} != {len(dense)}:
        raise ValueError("indexes and arrays have a row for the same things")
    home.mkdir(parents=True, exist_ok=True)
    with (home / ".lock").open("w") as lock:
        fcntl.flock(
            lock, fcntl.LOCK_EX
        )  # one writer at a time; let go by the kernel when the writer is killed
        draft = home / ".draft"
        shutil.rmtree(draft, ignore_errors=True)  # of a writer that was killed
        _write_content(draft, dense, lexical, arrays)
        older = _generations(home)
        manifest = Manifest(
            generation=max(older, default=0) + 1,
            model=model,
            dimension=dense.dimension,
            rows=len(dense),
            watermark=watermark,
            files=_checksums(draft),
        )
        (draft / _MANIFEST).write_text(json.dumps(asdict(manifest), indent=1), encoding="utf-8")
        draft.rename(_folder(home, manifest.generation))
        for generation in older:
            shutil.rmtree(_folder(home, generation), ignore_errors=True)
    return manifest


def open_latest(home: Path, *, model: str, dimension: int) -> StoredIndex:
    """The newest generation, its files verified and mapped into memory.

    Raises DamagedIndex when there is none or a file differs from its checksum, ForeignIndex for another model's.
    """
    for _attempt in range(
        2
    ):  # a writer may unlink the generation that was just found; then there is a newer one
        newest = max(_generations(home), default=0)
        try:
            return _opened(_folder(home, newest), model, dimension)
        except DamagedIndex:
            if max(_generations(home), default=0) == newest:
                raise
    raise DamagedIndex


def _opened(folder: Path, model: str, dimension: int) -> StoredIndex:
    try:
        manifest = Manifest(**json.loads((folder / _MANIFEST).read_text(encoding="utf-8")))
        if manifest.format != _FORMAT or manifest.files != _checksums(folder):
            raise DamagedIndex(f"Generation {folder.name}.")
        if (manifest.model, manifest.dimension) != (model, dimension):
            raise ForeignIndex(f"It is of {manifest.model}, and {model} is in force.")
        names = [file for file in manifest.files if file.startswith("arrays/")]
        arrays = {Path(name).stem: mapped(folder / name) for name in names}
        return StoredIndex(manifest, DenseIndex.open(folder), LexicalIndex.open(folder / "lexical"), arrays)
    except (OSError, ValueError, TypeError, KeyError, RuntimeError) as problem:
        raise DamagedIndex(f"Generation {folder.name}.") from problem


def _write_content(
    folder: Path, dense: DenseIndex, lexical: LexicalIndex, arrays: Mapping[str, NDArray[Any]]
) -> None:
    for part in (folder, folder / "lexical", folder / "arrays"):
        part.mkdir()
    dense.save(folder)
    lexical.save(folder / "lexical")
    for name, array in arrays.items():
        np.save(folder / "arrays" / f"{name}.npy", array, allow_pickle=False)


def _checksums(folder: Path) -> dict[str, str]:
    """sha256 of every file but the manifest: 0.2 s for 100,000 rows, so it is never skipped."""
    files = sorted(file for file in folder.rglob("*") if file.is_file() and file.name != _MANIFEST)
    return {file.relative_to(folder).as_posix(): file_sha256(file) for file in files}


def _generations(home: Path) -> list[int]:
    return [int(folder.name.removeprefix("gen-")) for folder in home.glob("gen-*[0-9]")]


def _folder(home: Path, generation: int) -> Path:
    return home / f"gen-{generation:06d}"
