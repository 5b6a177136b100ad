"""Training of an adapter with the trainer of sentence-transformers, on pairs of texts that belong together.

The encoder below is left as it is, so every text is encoded once, and what is trained is a layer over the vectors: one
residual matrix and one offset, which begin as nothing (`adapted(v) = v`), by in-batch contrast in both directions.
van den Oord et al. 2018, "Representation Learning with Contrastive Predictive Coding", arXiv:1807.03748.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final, cast

import numpy as np

from embeddings.errors import TrainingUnavailable
from embeddings.protocol import Encoder, Vectors

if TYPE_CHECKING:
    from datasets import Dataset
    from sentence_transformers import SentenceTransformer, SentenceTransformerTrainingArguments
    from sentence_transformers.sentence_transformer.modules import Dense

LEAST_CONTRAST: Final = 8
"""A batch of fewer groups is left out: among few texts there is little to tell apart."""
_CHUNK: Final = 512  # texts that are encoded between two words of progress


@dataclass(frozen=True, slots=True)
class Pair:
    """`asked` belongs to `found`; pairs of one `group` are never taken for opposites of each other."""

    group: str
    asked: str
    found: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """How an adapter is trained. `decay` draws the matrix back to nothing, `scale` multiplies the cosines."""

    epochs: int = 5
    batch: int = 128
    learning_rate: float = 1e-3
    decay: float = 1.0
    scale: float = 20.0
    seed: int = 0


class Remembered:
    """Vectors of texts, each encoded once for its side: as a query what is asked, as a passage what is found."""

    def __init__(
        self,
        encoder: Encoder,
        asked: Iterable[str],
        found: Iterable[str],
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        """`progress` hears (done, all) of the texts."""
        sides = [list(dict.fromkeys(asked)), list(dict.fromkeys(found))]
        total, done = sum(map(len, sides)), 0
        rows: list[Vectors] = [np.empty((0, encoder.dimension), np.float32)]
        for texts, encode in zip(sides, (encoder.encode_queries, encoder.encode_passages), strict=True):
            for start in range(0, len(texts), _CHUNK):
                rows.append(encode(texts[start : start + _CHUNK]))
                done += len(rows[-1])
                if progress:
                    progress(done, total)
        self.vectors: Vectors = np.concatenate(rows)
        self._asked = {text: row for row, text in enumerate(sides[0])}
        self._found = {text: row for row, text in enumerate(sides[1], len(sides[0]))}

    def asked(self, texts: Iterable[str]) -> Vectors:
        """Vectors of texts that are asked, shape (n, d). Raises KeyError for one that was not given."""
        return self.vectors[[self._asked[text] for text in texts]]

    def found(self, texts: Iterable[str]) -> Vectors:
        """Vectors of texts that are found, shape (n, d). Raises KeyError for one that was not given."""
        return self.vectors[[self._found[text] for text in texts]]

    def rows(self, pair: Pair) -> tuple[int, int]:
        """Rows of a pair's two texts in `vectors`."""
        return self._asked[pair.asked], self._found[pair.found]


def require_training() -> None:
    """Raises TrainingUnavailable where the extra that training needs is not installed."""
    try:
        import accelerate  # noqa: F401 - the trainer asks for it when it runs
        import datasets  # noqa: F401
    except ImportError as problem:
        raise TrainingUnavailable from problem


def trained(
    sources: Mapping[str, Sequence[Pair]], remembered: Remembered, training: Training | None = None
) -> tuple[Vectors, Vectors]:
    """Matrix (d, d) and offset (d,) learned from the pairs of all sources; a batch is of one source.

    The same pairs, vectors and seed give the same answer on one machine. Raises TrainingUnavailable.
    """
    training = training or Training()
    require_training()
    from datasets import Dataset, DatasetDict
    from sentence_transformers import SentenceTransformerTrainer
    from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
    from transformers import PrinterCallback

    class Trainer(SentenceTransformerTrainer):
        def add_model_card_callback(self, default_args_dict: dict[str, object]) -> None:
            """Nothing: its card would show examples of the texts, which are row numbers here."""

    model, layer = _model(remembered.vectors, training.seed)
    datasets = DatasetDict(
        {name: Dataset.from_dict(_columns(pairs, remembered)) for name, pairs in sources.items() if pairs}
    )
    with TemporaryDirectory() as folder:
        trainer = Trainer(
            model=model,
            args=_arguments(folder, training),
            train_dataset=datasets,
            loss=MultipleNegativesRankingLoss(
                model,
                scale=training.scale,
                directions=("query_to_doc", "doc_to_query"),
                partition_mode="per_direction",
            ),
        )
        trainer.remove_callback(PrinterCallback)  # standard output belongs to the program
        trainer.train()
    matrix, offset = (tensor.detach().numpy() for tensor in layer.linear.parameters())
    return np.eye(len(offset), dtype=np.float32) + matrix, offset


def _columns(pairs: Sequence[Pair], remembered: Remembered) -> dict[str, list[str] | list[int]]:
    """Rows stand for texts, as strings because the trainer takes texts; the group is the trainer's label."""
    rows = [remembered.rows(pair) for pair in pairs]
    groups = {group: number for number, group in enumerate(dict.fromkeys(pair.group for pair in pairs))}
    return {
        "anchor": [str(asked) for asked, _ in rows],
        "positive": [str(found) for _, found in rows],
        "label": [groups[pair.group] for pair in pairs],
    }


def _arguments(folder: str, training: Training) -> "SentenceTransformerTrainingArguments":
    from sentence_transformers import SentenceTransformerTrainingArguments

    return SentenceTransformerTrainingArguments(
        output_dir=folder,
        num_train_epochs=training.epochs,
        per_device_train_batch_size=training.batch,
        learning_rate=training.learning_rate,
        weight_decay=training.decay,
        warmup_steps=50,
        seed=training.seed,
        batch_sampler=cast("Any", _OneOfAGroup),  # what it asks for is only ever iterated
        use_cpu=True,
        save_strategy="no",
        logging_strategy="no",
        report_to="none",
        disable_tqdm=True,
    )


def _model(vectors: Vectors, seed: int) -> tuple["SentenceTransformer", "Dense"]:
    """A model whose first module looks vectors up and whose second is the layer to be trained."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.base.modules import InputModule
    from sentence_transformers.sentence_transformer.modules import Dense

    class LookUp(InputModule):
        def preprocess(
            self,
            inputs: Sequence[Any],
            prompt: str | None = None,  # noqa: ARG002 - the trainer names it
            **_: Any,
        ) -> dict[str, torch.Tensor | Any]:
            return {"sentence_embedding": torch.from_numpy(vectors[[int(row) for row in inputs]])}

        def forward(self, features: dict[str, torch.Tensor], **_: object) -> dict[str, torch.Tensor]:
            return features

        def save(self, *_: object, **__: object) -> None:
            raise NotImplementedError

    torch.manual_seed(seed)
    d = vectors.shape[1]
    layer = Dense(
        d,
        d,
        activation_function=None,
        init_weight=torch.zeros(d, d),
        init_bias=torch.zeros(d),
        use_residual=True,
    )
    look_up = LookUp()  # type: ignore[no-untyped-call]
    return SentenceTransformer(modules=[look_up, layer], device="cpu"), layer


class _OneOfAGroup:
    """Batches in which every pair is of another group, so that no pair stands against one that means the same.

    A group's n-th pair, in a new order each epoch, goes into the n-th layer, and layers are cut into batches.
    """

    drop_last = False  # the trainer's mixer of several sources asks

    def __init__(self, dataset: "Dataset", *, batch_size: int, seed: int, **_: object) -> None:
        self.groups = np.asarray(dataset["label"])
        self.batch_size, self.seed, self.epoch = batch_size, seed, 0
        counts = np.bincount(self.groups)
        layers = (int((counts > layer).sum()) for layer in range(counts.max()))
        self.cuts = [range(0, pairs, batch_size) for pairs in layers if pairs >= LEAST_CONTRAST]

    def set_epoch(self, epoch: int) -> None:
        self.epoch = epoch

    def __len__(self) -> int:
        return sum(map(len, self.cuts))

    def __iter__(self) -> Iterator[list[int]]:
        rng = np.random.default_rng((self.seed, self.epoch))
        layers: list[list[int]] = []
        seen: Counter[int] = Counter()
        for row in rng.permutation(len(self.groups)).tolist():
            layer = seen[self.groups[row]]
            seen[self.groups[row]] += 1
            if layer == len(layers):
                layers.append([])
            layers[layer].append(row)
        for cuts, layer_rows in zip(self.cuts, layers, strict=False):
            for start in cuts:
                yield layer_rows[start : start + self.batch_size]
