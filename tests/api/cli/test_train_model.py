"""`jembatan model train` on a small material and hashed vectors."""

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from api import wiring
from api.cli.admin import register
from api.cli.errors import explained_exit
from api.cli.train_model import learned
from api.settings import Settings
from data.trec import MissingFile
from embeddings.adapter import AdaptedEncoder, Adapter, read_adapter, shipped_adapter, unit_rows
from embeddings.adapting import Training
from embeddings.errors import AdapterDamaged, ForeignAdapter, TrainingUnavailable
from embeddings.hashing import HashingEncoder
from embeddings.protocol import Vectors
from matching.scoring import Weights
from tests.api.cli.test_training_pairs import ADS, MATERIAL

QUICK = Training(epochs=2)


class Crowded:
    """Hashed vectors beside a direction that they all share, so that cosines lie as high as those of e5."""

    dimension = 64
    identity = "crowded@1"

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        hashed = HashingEncoder(self.dimension - 1).encode_passages(texts)
        return unit_rows(np.concatenate([hashed, np.full((len(texts), 1), 1.8, np.float32)], axis=1))

    def encode_passages(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> Vectors:
        return self.encode_queries(texts)


ENCODER = Crowded()


@pytest.fixture(scope="module")
def learning() -> tuple[Adapter, dict[str, object]]:
    return learned(ENCODER, MATERIAL, "small", QUICK)


def test_the_adapter_is_for_the_encoder_and_its_figures_say_how_it_was_made(
    learning: tuple[Adapter, dict[str, object]],
) -> None:
    adapter, figures = learning
    assert AdaptedEncoder(ENCODER, adapter).identity == f"{figures['model']}+{figures['adapter']}"
    assert figures["training"] == {
        "epochs": 2,
        "batch": 128,
        "learning_rate": 1e-3,
        "decay": 1.0,
        "scale": 20.0,
        "seed": 0,
    }
    held = figures["held_out"]
    assert isinstance(held, dict)
    assert {measure["n"] for measure in held.values()} == {20, 16, 10}
    assert all(0 <= measure[side] <= 1 for measure in held.values() for side in ("raw", "adapted"))
    assert figures["cosine_floor"] == adapter.cosine_floor < adapter.cosine_ceiling


def test_no_advertisement_is_in_what_is_written(learning: tuple[Adapter, dict[str, object]]) -> None:
    adapter, figures = learning
    written = json.dumps(figures).encode() + adapter.content()
    assert not any(ad.description.encode() in written for ad in ADS)


def test_it_is_the_same_each_time(learning: tuple[Adapter, dict[str, object]]) -> None:
    assert learned(ENCODER, MATERIAL, "small", QUICK)[1] == learning[1]


def test_without_the_shared_data_it_says_which_folder_is_missing(tmp_path: Path) -> None:
    app = typer.Typer()
    register(app)
    result = CliRunner().invoke(app, ["model", "train", str(tmp_path / "nowhere")])
    assert isinstance(result.exception, MissingFile)
    assert "nowhere" in str(result.exception)


def test_the_setting_chooses_the_adapter(tmp_path: Path, learning: tuple[Adapter, dict[str, object]]) -> None:
    mine = tmp_path / "mine.safetensors"
    mine.write_bytes(learning[0].content())
    chosen = wiring.adapter(Settings(home=tmp_path, model_adapter=str(mine)))
    assert chosen is not None
    assert chosen.identity == learning[0].identity
    shipped = wiring.adapter(Settings(home=tmp_path, model_adapter="trades"))
    assert shipped is not None
    assert shipped.identity == read_adapter(shipped_adapter()).identity != chosen.identity
    assert wiring.adapter(Settings(home=tmp_path, model_adapter="none")) is None
    assert wiring.adapter(Settings(home=tmp_path)) is None


def test_none_gives_the_encoder_as_it_is_and_the_scale_of_its_cosines(tmp_path: Path) -> None:
    none = Settings(home=tmp_path, model_adapter="none")
    assert wiring.adapted(none, ENCODER) is ENCODER
    assert wiring.recipe(none, wiring.trade()).weights == Weights()


def test_the_scale_of_cosines_is_the_adapters(
    tmp_path: Path, learning: tuple[Adapter, dict[str, object]]
) -> None:
    mine = tmp_path / "mine.safetensors"
    mine.write_bytes(learning[0].content())
    weights = wiring.recipe(Settings(home=tmp_path, model_adapter=str(mine)), wiring.trade()).weights
    assert (weights.cosine_floor, weights.cosine_ceiling) == (
        learning[0].cosine_floor,
        learning[0].cosine_ceiling,
    )


def test_an_adapter_that_does_not_fit_or_is_not_there_is_refused(tmp_path: Path) -> None:
    shipped = Settings(home=tmp_path, model_adapter="trades")
    with pytest.raises(ForeignAdapter):
        wiring.adapted(shipped, ENCODER)
    with pytest.raises(AdapterDamaged, match="absent"):
        wiring.adapted(Settings(home=tmp_path, model_adapter=str(tmp_path / "absent")), ENCODER)


def test_a_missing_extra_is_named_before_anything_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "accelerate", None)  # as if it were not installed
    app = typer.Typer()
    register(app)
    answer = CliRunner().invoke(
        app, ["model", "train", str(tmp_path / "nowhere"), "--out", str(tmp_path / "a" / "b.safetensors")]
    )
    assert isinstance(answer.exception, TrainingUnavailable)
    assert "[train]" in explained_exit(answer.exception)[1]
    assert not (tmp_path / "a").exists()
