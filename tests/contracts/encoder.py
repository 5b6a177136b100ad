"""Laws of every encoder. A subclass gives the `encoder` fixture; pytest then runs these over it."""

from typing import Protocol

import numpy as np
import pytest

TEXTS = [
    "Tukang las SMAW posisi 3G",
    "Juru masak hotel, masakan Indonesia dan barat, bersedia kerja sif malam",
    "",
    "Teknisi AC split",
    "Operator forklift dengan SIO kelas II di gudang pelabuhan",
]


class AnyEncoder(Protocol):
    """What is tested."""

    @property
    def identity(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    def encode_queries(self, texts: list[str]) -> np.ndarray: ...

    def encode_passages(
        self, texts: list[str], *, progress: object = None, batch_size: int = 32
    ) -> np.ndarray: ...


class EncoderContract:
    """Mixed into a test class that has an `encoder` fixture."""

    def test_vectors_have_unit_length_and_the_stated_dimension(self, encoder: AnyEncoder) -> None:
        for vectors in (encoder.encode_queries(TEXTS), encoder.encode_passages(TEXTS)):
            assert vectors.dtype == np.float32
            assert vectors.shape == (len(TEXTS), encoder.dimension)
            np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)

    def test_no_texts_give_no_rows(self, encoder: AnyEncoder) -> None:
        assert encoder.encode_queries([]).shape == (0, encoder.dimension)
        assert encoder.encode_passages([]).shape == (0, encoder.dimension)

    def test_a_text_keeps_its_vector_whatever_stands_beside_it(self, encoder: AnyEncoder) -> None:
        together = encoder.encode_passages(TEXTS)
        alone = np.concatenate([encoder.encode_passages([text]) for text in TEXTS])
        assert (together * alone).sum(axis=1).min() > 0.9998

    def test_small_batches_keep_the_order_of_the_texts(self, encoder: AnyEncoder) -> None:
        by_two = encoder.encode_passages(TEXTS, batch_size=2)
        assert (by_two * encoder.encode_passages(TEXTS)).sum(axis=1).min() > 0.9998

    def test_progress_counts_up_to_the_number_of_texts(self, encoder: AnyEncoder) -> None:
        heard: list[int] = []
        encoder.encode_passages(TEXTS, progress=heard.append, batch_size=2)
        assert heard == [2, 4, 5]

    def test_a_text_is_nearest_to_its_own_variant(self, encoder: AnyEncoder) -> None:
        variants = ["las SMAW 3G", "masak masakan Indonesia", "servis AC split", "forklift SIO II gudang"]
        originals = [text for text in TEXTS if text]
        similar = encoder.encode_queries(variants) @ encoder.encode_passages(originals).T
        assert similar.argmax(axis=1).tolist() == [0, 1, 2, 3]

    def test_the_identity_names_and_pins(self, encoder: AnyEncoder) -> None:
        name, _, pin = encoder.identity.partition("@")
        assert name
        assert pin
        with pytest.raises(AttributeError):
            encoder.identity = "another@model"  # type: ignore[misc]
