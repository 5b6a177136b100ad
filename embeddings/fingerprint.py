"""A checksum over everything that makes a model's vectors what they are."""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

_TELLING: Final = {".safetensors", ".bin", ".pt", ".json", ".model", ".txt"}
_OTHER_RUNTIMES: Final = {"onnx", "openvino"}


def fingerprint(folder: Path, settings: Iterable[str]) -> str:
    """sha256 over the model's files (weights, tokenizer, configurations; by relative name) and `settings`."""
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        inside = file.relative_to(folder)
        if file.is_file() and file.suffix in _TELLING and inside.parts[0] not in _OTHER_RUNTIMES:
            digest.update(f"{inside.as_posix()}\0{file_sha256(file)}\0".encode())
    for setting in settings:
        digest.update(f"{setting}\0".encode())
    return digest.hexdigest()


def file_sha256(file: Path) -> str:
    """sha256 of a file's bytes, in hexadecimal."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
