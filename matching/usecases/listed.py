"""One person's ranked list as it is shown, before any text is read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from matching.columns import uuid_at
from matching.counterfactual import NearMiss, near_misses
from matching.display import Display, Place
from matching.model import VacancyId
from matching.pipeline import Ranking, places, rank_vacancies
from matching.ports import Snapshot
from matching.search import Profile, Recipe


@dataclass(frozen=True)
class Listed:
    """A ranking, the `ids` of its rows by score, the places that are shown, and what one change would open."""

    ranking: Ranking
    ids: Sequence[VacancyId]
    places: tuple[Place, ...]
    near: tuple[NearMiss, ...]
    display: Display


def listed_for(
    profile: Profile, snapshot: Snapshot, recipe: Recipe, *, today: date, size: int, near: int
) -> Listed:
    """A person's list, its first `size` rows arranged as they are shown, and at most `near` near misses."""
    ranking = rank_vacancies(profile, snapshot, recipe, today=today, size=recipe.pool, with_nearest=near > 0)
    misses = near_misses(profile, snapshot, recipe, ranking, today=today, most=near, size=size)
    if ranking.best is None:
        return Listed(ranking, (), (), misses, recipe.display)
    column = ranking.best.pairing.vacancies.ids
    ids = [VacancyId(uuid_at(column, i)) for i in range(len(column))]
    return Listed(ranking, ids, places(ranking.best, snapshot, recipe.display, size), misses, recipe.display)
