"""Fairness reports, put together."""

import logging

from api.program import Program
from api.settings import Settings, SettingsError, variable
from api.wiring.clock import WIB, new_id, now
from data.fairness import PostgresFairnessStore
from data.pool import Database
from matching.fairness import Bounds
from matching.usecases.fairness import FairnessOffice

log = logging.getLogger(__name__)


async def refuse_untried(program: Program) -> None:
    """No recipe (model and weights) ranks people before it has been compared with one that does (docs/fairness.md).
    Raises SettingsError, or only says so, as the settings will."""
    settings, recipe = program.settings, program.matcher.recipe
    if settings.fairness_comparison == "off":
        return
    if await program.cohorts.fairness.admits(program.matcher.model, recipe.weights):
        return
    told = (
        f"{variable('fairness_comparison')}: model dan bobot ini belum dibandingkan dengan yang berlaku: `jembatan "
        "fairness compare`; bila ada peringatan, perencana menandatangani: `jembatan fairness sign` / this model and "
        "its weights have not been compared with those in force; where that has alarms, a release planner signs"
    )
    if settings.fairness_comparison == "require":
        raise SettingsError(told)
    log.warning(told)


def fairness_office(settings: Settings, worker: Database) -> FairnessOffice:
    """Fairness reports, on the worker's database."""
    bounds = Bounds(ratio=settings.fairness_ratio, people=settings.fairness_people)
    return FairnessOffice(PostgresFairnessStore(worker), bounds, WIB, now, new_id)
