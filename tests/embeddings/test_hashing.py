import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.hashing import HashingEncoder
from tests.contracts.encoder import EncoderContract


class TestHashingEncoder(EncoderContract):
    @pytest.fixture
    def encoder(self) -> HashingEncoder:
        return HashingEncoder()


def test_another_process_gives_the_same_vector() -> None:
    program = "from embeddings.hashing import HashingEncoder as H; print(H(16).encode_queries(['las']).tobytes().hex())"
    printed = [
        subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=env
        ).stdout
        for env in ({"PYTHONHASHSEED": "1"}, {"PYTHONHASHSEED": "2"})
    ]
    assert printed[0] == printed[1] != ""


@given(st.text(), st.integers(1, 64))
def test_every_text_has_a_direction(text: str, dimension: int) -> None:
    vector = HashingEncoder(dimension).encode_queries([text])
    np.testing.assert_allclose(np.linalg.norm(vector), 1, atol=1e-5)


def test_spelling_variants_are_nearer_than_other_words() -> None:
    asked, variant, other = HashingEncoder().encode_queries(
        ["tukang las listrik", "juru las listrik", "kasir toko"]
    )
    assert asked @ variant > asked @ other + 0.2
