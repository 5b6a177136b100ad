"""An adapter on disk and in front of an encoder."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from embeddings.adapter import AdaptedEncoder, Adapter, read_adapter, shipped_adapter
from embeddings.bundled import DIMENSION, NAME
from embeddings.errors import AdapterDamaged, ForeignAdapter
from embeddings.hashing import HashingEncoder
from tests.contracts.encoder import TEXTS

D = 48
ENCODER = HashingEncoder(D)
MODEL = ENCODER.identity.partition("@")[0]


def adapter(seed: int = 0) -> Adapter:
    rng = np.random.default_rng(seed)
    weight = (np.eye(D) + 0.1 * rng.normal(size=(D, D))).astype(np.float16).astype(np.float32)
    bias = (0.1 * rng.normal(size=D)).astype(np.float16).astype(np.float32)
    return Adapter("trades", MODEL, weight, bias, cosine_floor=-0.1, cosine_ceiling=0.6)


def nothing() -> Adapter:
    """Leaves every vector as it is."""
    return replace(adapter(), weight=np.eye(D, dtype=np.float32), bias=np.zeros(D, np.float32))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "trades.safetensors"
    path.write_bytes(adapter().content())
    return path


def test_what_is_written_is_read(file: Path) -> None:
    found, written = read_adapter(file), adapter()
    np.testing.assert_array_equal(found.weight, written.weight)
    np.testing.assert_array_equal(found.bias, written.bias)
    assert found.identity == written.identity
    assert (found.model, found.cosine_floor, found.cosine_ceiling) == (MODEL, -0.1, 0.6)


def test_equal_adapters_are_equal_files_and_others_are_not() -> None:
    assert adapter().content() == adapter().content()
    others = [adapter(seed=1), replace(adapter(), cosine_floor=0.0), replace(adapter(), name="other")]
    assert len({adapter().identity, *(other.identity for other in others)}) == 4


def test_vectors_have_unit_length() -> None:
    adapted = AdaptedEncoder(ENCODER, adapter())
    for vectors in (adapted.encode_queries(TEXTS), adapted.encode_passages(TEXTS)):
        assert vectors.dtype == np.float32
        assert vectors.shape == (len(TEXTS), D)
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert adapted.encode_queries([]).shape == (0, D)


def test_an_adapter_of_nothing_leaves_vectors_and_one_of_something_moves_them() -> None:
    raw = ENCODER.encode_passages(["Juru las"])
    np.testing.assert_allclose(
        AdaptedEncoder(ENCODER, nothing()).encode_passages(["Juru las"]), raw, atol=1e-6
    )
    assert (AdaptedEncoder(ENCODER, adapter()).encode_passages(["Juru las"]) * raw).sum() < 0.99


def test_the_identity_names_the_encoder_and_the_adapter() -> None:
    identities = {AdaptedEncoder(ENCODER, one).identity for one in (adapter(), adapter(seed=1), nothing())}
    assert len(identities) == 3
    assert all(identity.startswith(f"{ENCODER.identity}+trades@") for identity in identities)


def test_progress_is_heard() -> None:
    heard: list[int] = []
    AdaptedEncoder(ENCODER, adapter()).encode_passages(TEXTS, progress=heard.append)
    assert heard[-1] == len(TEXTS)


@pytest.mark.parametrize("damage", [b"", b"no tensors", adapter().content()[:-10]])
def test_a_damaged_file_is_refused_by_name(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "broken.safetensors"
    path.write_bytes(damage)
    with pytest.raises(AdapterDamaged, match=r"broken\.safetensors"):
        read_adapter(path)


@pytest.mark.parametrize(
    "damaged",
    [
        replace(adapter(), bias=np.zeros(D - 1, np.float32)),
        replace(adapter(), weight=np.full((D, D), np.nan, np.float32)),
        replace(adapter(), cosine_ceiling=-0.2),
    ],
    ids=["another shape", "no numbers", "a ceiling under the floor"],
)
def test_what_cannot_be_applied_is_refused_by_name(file: Path, damaged: Adapter) -> None:
    file.write_bytes(damaged.content())
    with pytest.raises(AdapterDamaged, match=r"trades\.safetensors"):
        read_adapter(file)


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(AdapterDamaged, match=r"absent\.safetensors"):
        read_adapter(tmp_path / "absent.safetensors")


@pytest.mark.parametrize("encoder", [HashingEncoder(D - 16), HashingEncoder(D, ngrams=(2, 3))])
def test_an_adapter_of_another_model_is_refused(encoder: HashingEncoder) -> None:
    with pytest.raises(ForeignAdapter, match=MODEL):
        AdaptedEncoder(encoder, adapter())


def test_the_adapter_that_comes_with_the_program_is_for_its_model() -> None:
    shipped = read_adapter(shipped_adapter())
    assert (shipped.model, shipped.dimension) == (NAME, DIMENSION)
