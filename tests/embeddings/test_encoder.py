import subprocess
import sys
from pathlib import Path

import pytest

from embeddings.encoder import EncoderOptions, Precision, SentenceEncoder
from embeddings.errors import ModelUnavailable
from tests.contracts.encoder import TEXTS, EncoderContract


class TestSentenceEncoder(EncoderContract):
    @pytest.fixture
    def encoder(self, sentence_encoder: SentenceEncoder) -> SentenceEncoder:
        return sentence_encoder


def test_queries_and_passages_are_prompted_differently(sentence_encoder: SentenceEncoder) -> None:
    asked, searched = sentence_encoder.encode_queries(["las"]), sentence_encoder.encode_passages(["las"])
    assert 0.7 < (asked * searched).sum() < 0.999


def test_meaning_crosses_languages(sentence_encoder: SentenceEncoder) -> None:
    asked = sentence_encoder.encode_queries(["welder of steel pipes", "cook in a hotel", "truck driver"])
    found = sentence_encoder.encode_passages(["juru las pipa baja", "tukang masak di hotel", "sopir truk"])
    assert (asked @ found.T).argmax(axis=1).tolist() == [0, 1, 2]


def test_the_precision_hardly_moves_a_vector(sentence_encoder: SentenceEncoder, model_folder: Path) -> None:
    other: Precision = "float32" if sentence_encoder.precision == "bfloat16" else "bfloat16"
    second = SentenceEncoder(model_folder, EncoderOptions(max_tokens=64, precision=other))
    cosines = (sentence_encoder.encode_passages(TEXTS) * second.encode_passages(TEXTS)).sum(axis=1)
    assert cosines.min() > 0.999
    assert second.identity == sentence_encoder.identity


def test_what_changes_a_vector_changes_the_identity(
    sentence_encoder: SentenceEncoder, model_folder: Path
) -> None:
    longer = SentenceEncoder(model_folder, EncoderOptions(max_tokens=65))
    prompted = SentenceEncoder(model_folder, EncoderOptions(max_tokens=64, query_prompt=""))
    assert len({sentence_encoder.identity, longer.identity, prompted.identity}) == 3


def test_an_unreadable_folder_is_refused_without_its_path(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelUnavailable) as refused:
        SentenceEncoder(tmp_path / "empty")
    assert str(tmp_path) not in str(refused.value)


def test_a_hub_id_that_is_not_in_the_cache_is_refused_offline() -> None:
    with pytest.raises(ModelUnavailable, match="no-one/no-model"):
        SentenceEncoder("no-one/no-model", EncoderOptions(offline=True))


def test_importing_the_module_loads_neither_torch_nor_the_model() -> None:
    program = "import sys, embeddings.encoder as e; print({'torch', 'transformers'} & set(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "set()"


def test_loading_and_encoding_write_nothing_to_standard_error(model_folder: Path) -> None:
    program = (
        "import sys; from embeddings.encoder import SentenceEncoder as E; "
        "print(E(sys.argv[1]).encode_queries(['las']).shape)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, str(model_folder)], capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "(1, 384)"
    assert ran.stderr == ""
