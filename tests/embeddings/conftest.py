"""The real model, converted at most once a session (or once, where JEMBATAN_TEST_CACHE names a lasting folder)."""

import os
from pathlib import Path

import pytest

from embeddings.bundled import ensure_model
from embeddings.encoder import EncoderOptions, SentenceEncoder


@pytest.fixture(scope="session")
def model_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    lasting = os.environ.get("JEMBATAN_TEST_CACHE")
    return ensure_model(Path(lasting) if lasting else tmp_path_factory.mktemp("models"))


@pytest.fixture(scope="session")
def sentence_encoder(model_folder: Path) -> SentenceEncoder:
    return SentenceEncoder(model_folder, EncoderOptions(max_tokens=64))
