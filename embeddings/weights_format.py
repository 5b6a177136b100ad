"""Reader of the E5S1 file: a packed 4-bit multilingual-e5-small with its tokenizer (little endian, unpadded).

Layout: magic, version, seven sizes, epsilon, block size | vocabulary | normaliser table | tensor directory | tensors.
A Q4_0 block holds 32 weights: a float16 scale and 16 bytes; byte j holds weights j (low nibble) and j + 16 (high).
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import WeightsDamaged

_Q4_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", (16,))])


@dataclass(frozen=True, slots=True)
class Sizes:
    """Shape of the transformer, as written in the file."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class PackedModel:
    """Sizes, the (piece, log probability) vocabulary and every tensor as flat float32, by its name in the file."""

    sizes: Sizes
    vocabulary: list[tuple[str, float]]
    tensors: Mapping[str, NDArray[np.float32]]


class _Cursor:
    """Reads little-endian fields one after the other."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def take(self, layout: str) -> tuple[int, ...]:
        fields = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return fields

    def bytes(self, count: int) -> bytes:
        piece = self.data[self.at : self.at + count]
        self.at += count
        return piece


def parse(data: bytes) -> PackedModel:
    """The whole model. Raises WeightsDamaged when the bytes do not follow the layout."""
    try:
        return _parse(data)
    except (struct.error, ValueError, KeyError, IndexError) as problem:
        raise WeightsDamaged("The file does not follow the E5S1 layout.") from problem


def _parse(data: bytes) -> PackedModel:
    cursor = _Cursor(data)
    if cursor.bytes(4) != b"E5S1" or cursor.take("I") != (1,):
        raise ValueError("not an E5S1 file, version 1")
    sizes = Sizes(*cursor.take("7if"))
    cursor.take("i")  # the block size, 32
    vocabulary = _vocabulary(cursor)
    _entries, table_bytes = cursor.take("iI")
    cursor.at += table_bytes  # the normaliser table: NMT + NFKC, which `tokenizers` has built in
    return PackedModel(sizes, vocabulary, _tensors(cursor))


def _vocabulary(cursor: _Cursor) -> list[tuple[str, float]]:
    count, *_special = cursor.take("5i")
    (blob_bytes,) = cursor.take("Q")
    ends = np.frombuffer(cursor.bytes(4 * (count + 1)), "<u4").tolist()
    scores = np.frombuffer(cursor.bytes(4 * count), "<f4").tolist()
    blob = cursor.bytes(blob_bytes)
    pieces = (blob[start:end].decode() for start, end in pairwise(ends))
    return list(zip(pieces, scores, strict=True))


def _tensors(cursor: _Cursor) -> dict[str, NDArray[np.float32]]:
    (count,) = cursor.take("i")
    tensors: dict[str, NDArray[np.float32]] = {}
    for _ in range(count):
        (name_bytes,) = cursor.take("H")
        name = cursor.bytes(name_bytes).decode()
        quantised, elements, offset, size = cursor.take("BIQQ")
        raw = cursor.data[offset : offset + size]
        flat = _dequantised(raw) if quantised else np.frombuffer(raw, "<f4")
        if flat.size != elements:
            raise ValueError("a tensor has the wrong size")
        tensors[name] = flat
    return tensors


def _dequantised(raw: bytes) -> NDArray[np.float32]:
    """Weight = (nibble - 8) * scale, shape (32 * blocks,)."""
    blocks = np.frombuffer(raw, _Q4_BLOCK)
    nibbles = np.concatenate([blocks["nibbles"] & 0x0F, blocks["nibbles"] >> 4], axis=1)
    weights = (nibbles.astype(np.float32) - 8) * blocks["scale"].astype(np.float32)[:, None]
    return weights.reshape(-1)
