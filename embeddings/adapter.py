"""A small module on top of an encoder that is left as it is: one matrix and one offset, learned for the domain.

    adapted(v) = unit(W v + b)

It costs a product of a row and a matrix for each text, and a file of 0.3 MB. How one is trained: `embeddings.adapting`.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Final

import numpy as np

from embeddings.errors import AdapterDamaged, ForeignAdapter
from embeddings.protocol import Encoder, Vectors

SHIPPED: Final = "trades"
"""Name of the adapter that comes with the program, for the bundled model."""


@dataclass(frozen=True)
class Adapter:
    """`weight` (d, d) and `bias` (d,) for vectors of the model that is called `model`.

    `cosine_floor` and `cosine_ceiling`: adapted cosines that mean "nothing in common" and "the same".
    """

    name: str
    model: str
    weight: Vectors
    bias: Vectors
    cosine_floor: float
    cosine_ceiling: float

    @property
    def dimension(self) -> int:
        """Length d of the vectors."""
        return len(self.bias)

    @cached_property
    def identity(self) -> str:
        """`name@checksum` of the file's content."""
        return f"{self.name}@{hashlib.sha256(self.content()).hexdigest()[:12]}"

    def __call__(self, vectors: Vectors) -> Vectors:
        """Unit rows, shape (n, d), from rows of the model, shape (n, d)."""
        return unit_rows(vectors @ self.weight.T + self.bias)

    def content(self) -> bytes:
        """The file: float16 tensors, and the rest as JSON under one key, so that equal adapters are equal files."""
        from safetensors.numpy import save

        card = {
            "name": self.name,
            "model": self.model,
            "cosine_floor": self.cosine_floor,
            "cosine_ceiling": self.cosine_ceiling,
        }
        tensors = {"weight": self.weight.astype(np.float16), "bias": self.bias.astype(np.float16)}
        return save(tensors, {"adapter": json.dumps(card)})


def shipped_adapter() -> Path:
    """The file that comes with the program."""
    return Path(str(files("embeddings") / "adapters" / f"{SHIPPED}.safetensors"))


def read_adapter(path: Path) -> Adapter:
    """The adapter in a file. Raises AdapterDamaged, naming the file."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="numpy") as file:
            card = json.loads(file.metadata()["adapter"])
            weight, bias = (file.get_tensor(name).astype(np.float32) for name in ("weight", "bias"))
        adapter = Adapter(weight=weight, bias=bias, **card)
    except (OSError, SafetensorError, ValueError, KeyError, TypeError) as problem:
        raise AdapterDamaged(f"It lies at {path}.") from problem
    if not _applicable(adapter):
        raise AdapterDamaged(f"It lies at {path}.")
    return adapter


def _applicable(adapter: Adapter) -> bool:
    d = adapter.dimension
    finite = np.isfinite(adapter.weight).all() and np.isfinite(adapter.bias).all()
    return adapter.weight.shape == (d, d) and bool(finite) and adapter.cosine_floor < adapter.cosine_ceiling


class AdaptedEncoder:
    """An encoder whose vectors go through an adapter. Its identity names both, so no vectors of others mix in."""

    def __init__(self, encoder: Encoder, adapter: Adapter) -> None:
        """Raises ForeignAdapter when the adapter is for another model, or for vectors of another length."""
        name = encoder.identity.partition("@")[0]
        if (name, encoder.dimension) != (adapter.model, adapter.dimension):
            raise ForeignAdapter(
                f"{adapter.name} is for {adapter.model} with {adapter.dimension} dimensions, not for {name} "
                f"with {encoder.dimension}."
            )
        self._encoder, self._adapter = encoder, adapter
        self.dimension = encoder.dimension

    @property
    def identity(self) -> str:
        """The encoder's identity and the adapter's."""
        return f"{self._encoder.identity}+{self._adapter.identity}"

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Unit rows, shape (len(texts), dimension), for the side that asks."""
        return self._adapter(self._encoder.encode_queries(texts))

    def encode_passages(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """Unit rows, shape (len(texts), dimension), for the side that is searched; `progress` as in the encoder."""
        return self._adapter(self._encoder.encode_passages(texts, progress=progress))


def unit_rows(vectors: Vectors) -> Vectors:
    """Rows (n, d) of length 1; a row of zeros stays one."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    rows: Vectors = (vectors / np.maximum(lengths, np.finfo(np.float32).tiny)).astype(np.float32)
    return rows
