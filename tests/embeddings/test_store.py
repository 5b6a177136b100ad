from pathlib import Path

import numpy as np
import pytest

from embeddings.errors import DamagedIndex, ForeignIndex
from embeddings.hashing import HashingEncoder
from embeddings.index import DenseIndex
from embeddings.lexical import LexicalIndex
from embeddings.store import Manifest, StoredIndex, open_latest, save

TEXTS = ["tukang las listrik", "juru masak", "teknisi pendingin", "sopir truk"]
ENCODER = HashingEncoder(64)


def stored(home: Path, watermark: str = "100", texts: list[str] | None = None) -> Manifest:
    texts = TEXTS if texts is None else texts
    return save(
        home,
        model=ENCODER.identity,
        watermark=watermark,
        dense=DenseIndex.build(ENCODER.encode_passages(texts), coarse=True),
        lexical=LexicalIndex.build([text.split() for text in texts]),
        arrays={"vacancy": np.arange(len(texts)) * 7},
    )


def opened(home: Path) -> StoredIndex:
    return open_latest(home, model=ENCODER.identity, dimension=64)


def test_what_is_saved_is_opened(tmp_path: Path) -> None:
    manifest = stored(tmp_path)
    index = opened(tmp_path)
    assert index.manifest == manifest
    assert (manifest.watermark, manifest.generation, manifest.rows) == ("100", 1, 4)
    assert index.dense.search(ENCODER.encode_queries(["las listrik"]), 1)[0].rows.tolist() == [0]
    assert index.lexical.weighed([["truk"]]).best(2, np.ones(4, bool))[0].rows.tolist() == [3]
    assert index.arrays["vacancy"].tolist() == [0, 7, 14, 21]


def test_a_newer_generation_replaces_the_older_while_it_is_in_use(tmp_path: Path) -> None:
    stored(tmp_path)
    in_use = opened(tmp_path)
    stored(tmp_path, "200", [*TEXTS, "kasir toko"])
    assert opened(tmp_path).manifest.generation == 2
    assert [folder.name for folder in tmp_path.glob("gen-*")] == ["gen-000002"]
    assert in_use.dense.search(ENCODER.encode_queries(["sopir truk"]), 1)[0].rows.tolist() == [3]
    assert in_use.lexical.weighed([["masak"]]).best(1, np.ones(4, bool))[0].rows.tolist() == [1]


def test_nothing_stored_is_a_damaged_index(tmp_path: Path) -> None:
    with pytest.raises(DamagedIndex):
        opened(tmp_path / "nowhere")


def test_every_damaged_or_missing_file_is_noticed(tmp_path: Path) -> None:
    stored(tmp_path)
    for file in [file for file in tmp_path.rglob("gen-*/**/*") if file.is_file()]:
        whole = file.read_bytes()
        middle = len(whole) // 2
        for damaged in (whole[:-1], whole[:middle] + bytes([whole[middle] ^ 255]) + whole[middle + 1 :], b""):
            file.write_bytes(damaged)
            with pytest.raises(DamagedIndex):
                opened(tmp_path)
        file.unlink()
        with pytest.raises(DamagedIndex):
            opened(tmp_path)
        file.write_bytes(whole)
    opened(tmp_path)


def test_an_index_of_another_model_is_refused(tmp_path: Path) -> None:
    stored(tmp_path)
    with pytest.raises(ForeignIndex, match="another@1"):
        open_latest(tmp_path, model="another@1", dimension=64)
    with pytest.raises(ForeignIndex):
        open_latest(tmp_path, model=ENCODER.identity, dimension=32)


def test_what_a_killed_writer_left_is_swept_away(tmp_path: Path) -> None:
    (tmp_path / ".draft" / "lexical").mkdir(parents=True)
    (tmp_path / ".draft" / "dense.faiss").write_bytes(b"half")
    stored(tmp_path)
    assert not (tmp_path / ".draft").exists()
    assert opened(tmp_path).manifest.rows == 4


def test_indexes_of_different_things_are_not_stored_together(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="same things"):
        save(
            tmp_path,
            model="m",
            watermark="",
            dense=DenseIndex.build(ENCODER.encode_passages(TEXTS)),
            lexical=LexicalIndex.build([["las"]]),
        )
