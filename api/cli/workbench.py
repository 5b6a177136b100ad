"""What `jembatan evaluate` measures with: the encoder of the settings and the production path, in memory."""

from functools import partial

from api import wiring
from api.cli.evaluate import Workbench
from api.cli.production import Production
from api.settings import Settings, load_settings
from embeddings.shelf import IndexShelf


def workbench(settings: Settings | None = None) -> Workbench:
    """The encoder, as it is and adapted, and the production path of some settings, else of those in force."""
    settings = settings or load_settings()
    knowledge = wiring.trade()
    encoder = wiring.raw_encoder(settings)
    recipe = wiring.recipe(settings, knowledge)
    shelf = IndexShelf(settings.home, encoder.dimension)
    production = Production(shelf, knowledge, wiring.composer(knowledge), recipe)
    cache = settings.home / "cache" / "evaluation"
    return Workbench(encoder, production, cache, partial(wiring.adapted, settings))
