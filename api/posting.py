"""Vacancies as they come in, from programs and from pages: checked, read, and stored as their writer's role may."""

from collections.abc import Callable
from uuid import UUID

from api.program import Program
from api.schemas.vacancies import VacancyIn
from matching.model import VacancyId
from matching.model.records import VacancyRecord
from matching.publishing import as_changed, as_posted
from matching.usecases import records
from matching.usecases.records import VACANCIES, Once, checked_vacancy, read_again


async def post(program: Program, new: VacancyIn, once: Once | None) -> VacancyRecord:
    """A new vacancy. Raises UnknownReference, NotFound for another's employer, IdempotencyConflict."""
    vacancy = checked_vacancy(new.vacancy(VacancyId(program.new_id())), program.matcher.recipe.world)
    check = program.settings.staff_vacancies_need_check
    posted = as_posted(new.record(vacancy), program.actor.role, staff_checked=check)
    return await records.create_vacancy(program.gateway, program.actor, program.trade, posted, once)


async def change(
    program: Program, vacancy: UUID, asked: Callable[[VacancyRecord], VacancyIn]
) -> VacancyRecord:
    """A changed vacancy, read again; `asked` says what it is to be, or refuses. Raises NotFound, StateRefused,
    UnknownReference, VersionConflict."""
    role, check = program.actor.role, program.settings.staff_vacancies_need_check

    def changed(standing: VacancyRecord) -> VacancyRecord:
        wanted = asked(standing)
        new = checked_vacancy(wanted.vacancy(standing.id), program.matcher.recipe.world)
        read = read_again(standing.vacancy, new, program.trade)
        return as_changed(standing, wanted.record(read), role, staff_checked=check)

    return await records.change(program.gateway, program.actor, VACANCIES, vacancy, changed)
