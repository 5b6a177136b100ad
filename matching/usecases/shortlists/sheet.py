"""What is printed for the person: what was proposed to them, and whom they can ask."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from matching.errors import InvalidValue
from matching.model import Actor, Vacancy, VacancyId
from matching.model.shortlists import Item, ItemId, ShortlistId
from matching.usecases.shortlists.desk import ShortlistDesk, item_of, take_part
from matching.usecases.shortlists.pairs import PairNow, pairs_now


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sheet of one person: items in their order, with the vacancies and how each pair stands today."""

    items: tuple[Item, ...]
    vacancies: Mapping[VacancyId, Vacancy]
    pairs: Mapping[ItemId, PairNow]
    unit: str
    officer: str
    on: date


async def sheet_for(
    desk: ShortlistDesk, actor: Actor, shortlist: ShortlistId, item: ItemId | None, *, today: date
) -> Sheet:
    """The sheet of a person's list, or of one item.

    Raises:
        NotFound: it is not the actor's.
        InvalidValue: a vacancy's list as a whole would show people to each other.
        StepRefused: the person takes part no longer.
    """
    stands = await desk.get(actor, shortlist)
    if item is None and stands.candidate is None:
        raise InvalidValue(
            "item_id",
            "dari daftar bagi lowongan dicetak satu baris / of a list for a vacancy, one item is printed",
        )
    items = stands.live if item is None else (item_of(stands, item),)
    pairs = await pairs_now(desk.matcher, actor, items, today=today)
    async with desk.gateway.transaction(actor, read_only=True) as tx:
        await take_part(tx, [one.candidate for one in items])
        vacancies = await tx.vacancies.many([one.vacancy for one in items])
        unit, officer = await tx.shortlists.contact()
    return Sheet(items, vacancies, pairs, unit, officer, today)
