"""`jembatan model train`: an adapter of the model in force, trained on pairs that nobody judged, with its figures."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Annotated

import numpy as np
import numpy.typing as npt
import typer
from rich.console import Console

from api import wiring
from api.cli.progress import embedding
from api.cli.training_pairs import Corpus, Material, corpus, text_of
from api.settings import load_settings
from data import reference_files, trade_files
from data.trec import read_documents
from embeddings.adapter import Adapter, unit_rows
from embeddings.adapting import Remembered, Training, require_training, trained
from matching.ports import Encoder
from matching.scoring import Weights
from matching.usecases.indexing import unit_mean

Floats = npt.NDArray[np.float32]
Adapt = Callable[[Floats], Floats]
ADVERTISEMENTS = Path("eval") / "dev" / "docs.jsonl"
FIRST = 10


def train(
    shared: Annotated[
        Path, typer.Argument(metavar="DIR", help="Folder data bersama. The folder of shared data.")
    ] = Path("../shared"),
    out: Annotated[
        Path, typer.Option("--out", dir_okay=False, help="Berkas adaptor. The adapter's file.")
    ] = Path("trades.safetensors"),
    seed: Annotated[int, typer.Option("--seed", min=0, help="Benih acak. Seed of all chance.")] = 0,
) -> None:
    """Latih adaptor model pada pasangan teks tanpa label. Train an adapter of the model on pairs without labels.

    Beside the file its figures are written, as FILE.json. Nothing that is written holds any text.
    """
    if out.suffix == ".json":
        raise typer.BadParameter(
            "the figures are written as .json beside it; name it .safetensors", param_hint="--out"
        )
    require_training()
    material = _material(shared)
    encoder = wiring.raw_encoder(load_settings())
    out.parent.mkdir(parents=True, exist_ok=True)  # a slip shows before the long work, not after it
    with embedding(Console(stderr=True)) as progress:
        adapter, figures = learned(encoder, material, out.stem, Training(seed=seed), progress)
    out.write_bytes(adapter.content())
    report = json.dumps(figures, indent=2)
    out.with_suffix(".json").write_text(report + "\n", encoding="utf-8")
    typer.echo(report)


def _material(shared: Path) -> Material:
    """The program's own knowledge, and the advertisements of the shared data. Raises MissingFile, naming the folder."""
    return Material(
        occupations=trade_files.occupations(),
        schemes=trade_files.scheme_aliases(),
        units={unit.code: unit.title for unit in reference_files.units()},
        unit_groups=trade_files.unit_groups(),
        listed=[
            *(scheme.title for scheme in reference_files.schemes()),
            *(programme.title for programme in reference_files.programmes()),
        ],
        advertisements=read_documents(shared / ADVERTISEMENTS),
        understand=wiring.trade().occupations,
    )


def learned(
    encoder: Encoder,
    material: Material,
    name: str,
    training: Training,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Adapter, dict[str, object]]:
    """An adapter of `encoder` that is called `name`, and its figures; `progress` hears (done, all) of texts encoded."""
    texts = corpus(material, training.seed)
    remembered = Remembered(encoder, _asked(texts), _found(texts), progress)
    weight, bias = map(_stored, trained(texts.sources, remembered, training))
    adapter = Adapter(name, encoder.identity.partition("@")[0], weight, bias, 0, 1)
    held = HeldOut(texts, remembered, {o.key: o.kbji[0] for o in material.occupations}, material.understand)
    floor, ceiling = held.scale(adapter)
    adapter = replace(adapter, cosine_floor=floor, cosine_ceiling=ceiling)
    return adapter, {
        "adapter": adapter.identity,
        "model": encoder.identity,
        "training": asdict(training),
        "pairs": {source: len(pairs) for source, pairs in texts.sources.items()},
        "held_out": held.measured(adapter),
        "cosine_floor": floor,
        "cosine_ceiling": ceiling,
    }


def _asked(texts: Corpus) -> list[str]:
    pairs = [pair.asked for pairs in texts.sources.values() for pair in pairs]
    held = [title for title, _ in (*texts.certificates, *texts.trades)]
    return [*pairs, *held, *(ad.title for ad in texts.advertisements)]


def _found(texts: Corpus) -> list[str]:
    pairs = [pair.found for pairs in texts.sources.values() for pair in pairs]
    held = [
        text for ad in texts.advertisements for text in (ad.title, text_of(ad), _whole(ad.title, text_of(ad)))
    ]
    return [*pairs, *(word for word, _ in texts.words), *held]


def _whole(title: str, text: str) -> str:
    return f"{title}\n{text}"


def _stored(values: Floats) -> Floats:
    """As they will be read from the file."""
    return values.astype(np.float16).astype(np.float32)


@dataclass(frozen=True)
class HeldOut:
    """What was kept apart from training: figures as the model is and adapted, and the scale of adapted cosines."""

    texts: Corpus
    remembered: Remembered
    groups: Mapping[str, str]  # trade → its main unit group
    understand: Callable[[str], Sequence[tuple[str, float]]]

    def measured(self, adapter: Adapter) -> dict[str, dict[str, float]]:
        """Measure → figure of the model as it is ("raw") and "adapted", and over how many queries ("n")."""
        certificates, trades = self.texts.certificates, self.texts.trades
        measures: dict[str, tuple[Callable[[Adapt], float], int]] = {
            "certificate_to_words_p10": (partial(self._words, certificates), len(certificates)),
            "unseen_trade_to_words_p10": (partial(self._words, trades), len(trades)),
            "advertisement_title_to_text_mrr": (self._texts, len(self.texts.advertisements)),
        }
        return {
            name: {"raw": round(figure(unit_rows), 4), "adapted": round(figure(adapter), 4), "n": n}
            for name, (figure, n) in measures.items()
        }

    def scale(self, adapter: Adapter) -> tuple[float, float]:
        """Floor and ceiling that lie, among adapted cosines, where those of the raw model lie among its own.

        Cosines of titles of certificates with advertisements, as production forms their vectors: the floor by its
        quantile among all pairs, the ceiling by its quantile among pairs that are understood as one trade.
        """
        raw, new = self._cosines(unit_rows), self._cosines(adapter)
        same = self._same_trade()
        scale = Weights()
        return (
            _moved(scale.cosine_floor, raw.ravel(), new.ravel()),
            _moved(scale.cosine_ceiling, raw[same], new[same]),
        )

    def _words(self, titles: Sequence[tuple[str, str]], adapt: Adapt) -> float:
        """Mean share of the first words found for a title, other than itself, that are of its trade."""
        asked = adapt(self.remembered.asked(title for title, _ in titles))
        cosines = asked @ adapt(self.remembered.found(word for word, _ in self.texts.words)).T
        keys = np.array([key for _, key in self.texts.words])
        words = np.array([word for word, _ in self.texts.words])
        shares = []
        for row, (title, key) in zip(cosines, titles, strict=True):
            best = np.argsort(-np.where(words == title, -np.inf, row), kind="stable")[:FIRST]
            shares.append(float((keys[best] == key).mean()))
        return float(np.mean(shares))

    def _texts(self, adapt: Adapt) -> float:
        """Mean reciprocal rank of an advertisement's text for its title, among those kept apart."""
        ads = self.texts.advertisements
        cosines = (
            adapt(self.remembered.asked(ad.title for ad in ads))
            @ adapt(self.remembered.found(map(text_of, ads))).T
        )
        ranks = (cosines > np.diag(cosines)[:, None]).sum(axis=1) + 1
        return float((1 / ranks).mean())

    def _cosines(self, adapt: Adapt) -> Floats:
        ads = self.texts.advertisements
        titles = adapt(self.remembered.found(ad.title for ad in ads))
        bodies = adapt(self.remembered.found(_whole(ad.title, text_of(ad)) for ad in ads))
        asked = adapt(self.remembered.asked(title for title, _ in self.texts.certificates))
        cosines: Floats = asked @ unit_mean(titles, bodies).T
        return cosines

    def _same_trade(self) -> npt.NDArray[np.bool_]:
        understood = [next(iter(self.understand(ad.title)), ("", 0.0))[0] for ad in self.texts.advertisements]
        certified = [self.groups[key] for _, key in self.texts.certificates]
        same: npt.NDArray[np.bool_] = np.array(certified)[:, None] == np.array(understood)[None, :]
        return same


def _moved(cosine: float, raw: Floats, new: Floats) -> float:
    """The adapted cosine below which the same share lies."""
    return round(float(np.quantile(new, (raw < cosine).mean())), 3)
