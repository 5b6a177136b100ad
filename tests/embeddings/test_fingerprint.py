from pathlib import Path

import pytest

from embeddings.fingerprint import fingerprint


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (
        "model/weights.safetensors",
        "model/1_Pooling/config.json",
        "model/README.md",
        "model/onnx/o.json",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    return tmp_path / "model"


@pytest.mark.parametrize("name", ["weights.safetensors", "1_Pooling/config.json", "tokenizer.json"])
def test_a_file_that_shapes_vectors_changes_the_fingerprint(folder: Path, name: str) -> None:
    before = fingerprint(folder, [])
    (folder / name).write_text("another")
    assert fingerprint(folder, []) != before


@pytest.mark.parametrize("name", ["README.md", "onnx/o.json"])
def test_other_files_do_not(folder: Path, name: str) -> None:
    before = fingerprint(folder, [])
    (folder / name).write_text("another")
    assert fingerprint(folder, []) == before


def test_a_moved_folder_keeps_its_fingerprint(folder: Path) -> None:
    before = fingerprint(folder, ["query: "])
    assert fingerprint(folder.rename(folder.with_name("moved")), ["query: "]) == before


def test_settings_do_not_run_into_each_other(folder: Path) -> None:
    assert fingerprint(folder, ["ab", "c"]) != fingerprint(folder, ["a", "bc"])
