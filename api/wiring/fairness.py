"""Fairness reports, put together."""

from collections.abc import Callable
from datetime import datetime, tzinfo
from uuid import UUID

from api.settings import Settings
from data.fairness import PostgresFairnessStore
from data.pool import Database
from matching.fairness import Bounds
from matching.usecases.fairness import FairnessOffice


def fairness_office(
    settings: Settings,
    worker: Database,
    clock: Callable[[], datetime],
    zone: tzinfo,
    new_id: Callable[[], UUID],
) -> FairnessOffice:
    """Fairness reports, on the worker's database."""
    bounds = Bounds(ratio=settings.fairness_ratio, people=settings.fairness_people)
    return FairnessOffice(PostgresFairnessStore(worker), bounds, zone, clock, new_id)
