"""A remembered vector is the encoder's vector, and no text is encoded twice."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from embeddings.cache import CachedEncoder
from embeddings.protocol import Vectors


class Counting:
    """An encoder that turns a text into its length and keeps count of what it was asked."""

    dimension = 2

    def __init__(self, identity: str = "counting@1") -> None:
        self.identity = identity
        self.asked: list[str] = []

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return np.array([[1, 0] for _ in texts], np.float32)

    def encode_passages(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> Vectors:
        self.asked.extend(texts)
        return np.array([[len(text), 1] for text in texts], np.float32)


def test_vectors_come_back_in_the_order_of_the_texts(tmp_path: Path) -> None:
    cached = CachedEncoder(Counting(), tmp_path)
    cached.encode_passages(["ccc"])
    assert cached.encode_passages(["a", "ccc", "bb", "a"]).tolist() == [[1, 1], [3, 1], [2, 1], [1, 1]]


def test_a_text_is_encoded_once_even_by_a_later_program(tmp_path: Path) -> None:
    CachedEncoder(Counting(), tmp_path).encode_passages(["a", "bb"])
    later = Counting()
    assert CachedEncoder(later, tmp_path).encode_passages(["bb", "ccc"]).tolist() == [[2, 1], [3, 1]]
    assert later.asked == ["ccc"]


def test_another_encoder_is_never_served_the_vectors_of_this_one(tmp_path: Path) -> None:
    CachedEncoder(Counting("counting@1"), tmp_path).encode_passages(["a"])
    other = Counting("counting@2")
    CachedEncoder(other, tmp_path).encode_passages(["a"])
    assert other.asked == ["a"]


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 torn"])
def test_a_damaged_file_is_made_again(tmp_path: Path, content: bytes) -> None:
    CachedEncoder(Counting(), tmp_path).encode_passages(["a"])
    (file,) = tmp_path.iterdir()
    file.write_bytes(content)
    again = Counting()
    assert CachedEncoder(again, tmp_path).encode_passages(["a"]).tolist() == [[1, 1]]
    assert again.asked == ["a"]


def test_a_half_written_file_is_made_again(tmp_path: Path) -> None:
    CachedEncoder(Counting(), tmp_path).encode_passages([str(number) for number in range(100)])
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    again = Counting()
    CachedEncoder(again, tmp_path).encode_passages(["7"])
    assert again.asked == ["7"]


def test_progress_counts_what_had_to_be_encoded(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    done: list[int] = []
    cached = CachedEncoder(Counting(), tmp_path, lambda *numbers: told.append(numbers))
    cached.encode_passages(["a"])
    cached.encode_passages([f"{number:04}" for number in range(300)] + ["a"], progress=done.append)
    cached.encode_passages(["a"])
    assert told == [(1, 1), (256, 300), (300, 300)]
    assert done == [257, 301]


def test_nothing_gives_nothing_and_queries_are_the_encoders_own(tmp_path: Path) -> None:
    cached = CachedEncoder(Counting(), tmp_path)
    assert cached.encode_passages([]).shape == (0, 2)
    assert cached.encode_queries(["a"]).tolist() == [[1, 0]]
    assert (cached.identity, cached.dimension) == ("counting@1", 2)
    assert not list(tmp_path.iterdir())
