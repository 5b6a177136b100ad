"""Texts to unit vectors with any sentence-transformers model: the bundled one, a local folder, or a hub id.

torch and sentence-transformers are imported when an encoder is made, not with this module: they take seconds.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import ModelUnavailable
from embeddings.fingerprint import fingerprint

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]
Precision = Literal["float32", "bfloat16"]
_OTHER_RUNTIMES: Final = ["onnx/*", "openvino/*", "*.onnx", "*.h5", "*.msgpack", "*.ot", "*.gguf"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EncoderOptions:
    """How texts become vectors. Prompts and token limit are part of the identity, the rest only of the speed.

    `query_prompt`, `passage_prompt`: None takes the model's own prompt ("" where it has none).
    `max_tokens`: longer texts are cut there, so what matters has to come first.
    `precision`: "auto" is bfloat16 where the CPU multiplies it natively (two to four times as fast, same ranking),
    float32 elsewhere. `threads`: None leaves torch its own choice; it holds for the whole process.
    `offline`: a hub id is looked up in the local hub cache only.
    """

    query_prompt: str | None = None
    passage_prompt: str | None = None
    max_tokens: int = 128
    precision: Literal["auto"] | Precision = "auto"
    threads: int | None = None
    offline: bool = False


class SentenceEncoder:
    """A sentence-transformers model whose vectors have unit length.

    A text's vector depends, in the last digits only (cosine > 0.9999), on the batch that it is encoded with.
    """

    def __init__(self, model: str | Path, options: EncoderOptions | None = None) -> None:
        """Loads `model`, a folder or a hub id. Raises ModelUnavailable."""
        options = options or EncoderOptions()
        folder = _local_folder(model, offline=options.offline)
        self.name = folder.name if folder == Path(model) else str(model)
        self.precision: Precision = native_precision() if options.precision == "auto" else options.precision
        self._model = _loaded(folder, self.precision, options)
        prompts = self._model.prompts
        own_passage_prompt = prompts.get("passage") or prompts.get("document") or ""
        self._query_prompt = _chosen(options.query_prompt, prompts.get("query") or "")
        self._passage_prompt = _chosen(options.passage_prompt, own_passage_prompt)
        self.max_tokens = int(self._model.max_seq_length or options.max_tokens)
        self.checksum = fingerprint(folder, [self._query_prompt, self._passage_prompt, str(self.max_tokens)])
        self.dimension = int(self._batch([""], "").shape[1])

    @property
    def identity(self) -> str:
        """`name@checksum`: of weights, tokenizer, pooling, prompts and token limit, of all that changes a vector.

        The precision is left out: bfloat16 and float32 vectors of one text agree at cosine > 0.999.
        """
        return f"{self.name}@{self.checksum[:12]}"

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Unit rows, shape (len(texts), dimension), for the side that asks."""
        return self._encode(texts, self._query_prompt, None, batch_size=32)

    def encode_passages(
        self,
        texts: Sequence[str],
        *,
        progress: Callable[[int], None] | None = None,
        batch_size: int = 32,
    ) -> Vectors:
        """Unit rows, shape (len(texts), dimension), for the side that is searched.

        `progress` hears after every batch how many texts are done so far.
        """
        return self._encode(texts, self._passage_prompt, progress, batch_size=batch_size)

    def _encode(
        self, texts: Sequence[str], prompt: str, progress: Callable[[int], None] | None, *, batch_size: int
    ) -> Vectors:
        """Batches of similar length, longest first: little padding, and memory suffices at once or never."""
        order = sorted(range(len(texts)), key=lambda row: len(texts[row]), reverse=True)
        vectors = np.empty((len(texts), self.dimension), np.float32)
        for start in range(0, len(order), batch_size):
            rows = order[start : start + batch_size]
            vectors[rows] = self._batch([texts[row] for row in rows], prompt)
            if progress:
                progress(start + len(rows))
        return vectors

    def _batch(self, texts: list[str], prompt: str) -> Vectors:
        raw = self._model.encode(
            texts, prompt=prompt, batch_size=len(texts), show_progress_bar=False, convert_to_numpy=True
        )
        vectors = np.asarray(raw, np.float32)
        # Not every model normalises, and one that does so in bfloat16 leaves lengths off by up to 0.4 %.
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: Vectors = vectors / np.maximum(lengths, np.finfo(np.float32).tiny)
        return unit


def native_precision() -> Precision:
    """bfloat16 where this CPU has instructions for it (AVX512-BF16, AMX) and torch can tell, float32 elsewhere."""
    import torch

    capabilities: dict[str, object] = getattr(torch.cpu, "get_capabilities", dict)()
    return "bfloat16" if capabilities.get("avx512_bf16") else "float32"


def _chosen(setting: str | None, own: str) -> str:
    return own if setting is None else setting


def _local_folder(model: str | Path, *, offline: bool) -> Path:
    """The folder of the model: itself, or a hub id's snapshot, fetched if it is not in the hub cache yet."""
    if Path(model).is_dir():
        return Path(model)
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(str(model), local_files_only=offline, ignore_patterns=_OTHER_RUNTIMES))
    except (OSError, ValueError) as problem:
        raise ModelUnavailable(f"It was asked for as {str(model)!r}.") from problem


def _loaded(folder: Path, precision: Precision, options: EncoderOptions) -> "SentenceTransformer":
    import torch
    from sentence_transformers import SentenceTransformer

    if options.threads:
        torch.set_num_threads(options.threads)
    try:
        with _silent_loading():
            model = SentenceTransformer(
                str(folder),
                device="cpu",
                local_files_only=True,
                model_kwargs={"dtype": getattr(torch, precision)},
            )
    except (OSError, ValueError, KeyError) as problem:
        raise ModelUnavailable(f"It lies in the folder {folder.name!r}.") from problem
    model.max_seq_length = min(options.max_tokens, model.max_seq_length or options.max_tokens)
    return model


@contextmanager
def _silent_loading() -> Iterator[None]:
    """Keeps quiet: transformers draws a bar for loading 0.2 s of weights; standard error belongs to the program."""
    from transformers.utils import logging

    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        if shown:
            logging.enable_progress_bar()  # type: ignore[no-untyped-call]
