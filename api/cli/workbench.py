"""What `jembatan evaluate` measures with: the encoder of the settings and the production path, in memory."""

from api import wiring
from api.cli.evaluate import Workbench
from api.cli.production import Production
from api.settings import Settings, load_settings
from embeddings.shelf import IndexShelf


def workbench(settings: Settings | None = None) -> Workbench:
    """The encoder and the production path of some settings, else of those in force; no database is needed."""
    settings = settings or load_settings()
    knowledge = wiring.trade()
    encoder = wiring.encoder(settings)
    recipe = wiring.recipe(settings, knowledge)
    shelf = IndexShelf(settings.home, encoder.dimension)
    production = Production(shelf, knowledge, wiring.composer(knowledge), recipe)
    return Workbench(encoder, production, settings.home / "cache" / "evaluation")
