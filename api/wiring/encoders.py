"""The embedding model of the settings."""

from api.settings import Settings
from api.wiring.reference import adapter
from embeddings.adapter import AdaptedEncoder
from embeddings.bundled import ensure_model
from embeddings.encoder import EncoderOptions, SentenceEncoder
from matching.ports import Encoder


def encoder(settings: Settings) -> Encoder:
    """The embedding model of the settings with the adapter in force."""
    return adapted(settings, raw_encoder(settings))


def adapted(settings: Settings, raw: Encoder) -> Encoder:
    """An encoder with the adapter in force. Raises ForeignAdapter where that is for another model."""
    in_force = adapter(settings)
    return AdaptedEncoder(raw, in_force) if in_force else raw


def raw_encoder(settings: Settings) -> SentenceEncoder:
    """The embedding model of the settings as it is; the bundled one is converted at first use."""
    bundled = settings.model == "bundled"
    model = ensure_model(settings.home / "models") if bundled else settings.model
    options = EncoderOptions(
        query_prompt=settings.model_query_prompt,
        passage_prompt=settings.model_passage_prompt,
        max_tokens=settings.model_max_tokens,
        precision=settings.model_dtype,
        offline=bundled,
    )
    return SentenceEncoder(model, options)
