"""Fairness reports, put together."""

from api.settings import Settings
from api.wiring.clock import WIB, new_id, now
from data.fairness import PostgresFairnessStore
from data.pool import Database
from matching.fairness import Bounds
from matching.usecases.fairness import FairnessOffice


def fairness_office(settings: Settings, worker: Database) -> FairnessOffice:
    """Fairness reports, on the worker's database."""
    bounds = Bounds(ratio=settings.fairness_ratio, people=settings.fairness_people)
    return FairnessOffice(PostgresFairnessStore(worker), bounds, WIB, now, new_id)
