from uuid import UUID

from data.pool import Database
from matching.model import EmployerId, VacancyId
from matching.model.records import EmployerRecord, VacancyRecord
from matching.model.vacancy import Employer, Vacancy
from matching.usecases.rereading import read_vacancies_again
from tests.matching.usecases.desks import desk_on
from tests.people import trade

EMPLOYER, GUARD, WELDER = (UUID(int=n) for n in (1, 2, 3))


def unread(number: UUID, title: str, text: str = "") -> VacancyRecord:
    return VacancyRecord(
        Vacancy(VacancyId(number), EmployerId(EMPLOYER), title, place="35.19", description=text)
    )


async def test_a_vacancy_stored_before_a_bar_was_known_is_closed_by_it_afterwards(database: Database) -> None:
    desk = desk_on(database)
    async with desk.gateway.transaction(desk.actor) as tx:
        await tx.employers.add([EmployerRecord(Employer(EmployerId(EMPLOYER), "PT Contoh"))])
        await tx.vacancies.add([unread(GUARD, "Satpam"), unread(WELDER, "Tukang Las")])
    assert await read_vacancies_again(desk.gateway, desk.actor, trade()) == 2
    async with desk.gateway.transaction(desk.actor, read_only=True) as tx:
        guard = (await tx.vacancies.get(VacancyId(GUARD))).vacancy
    assert guard.fields == trade().read(unread(GUARD, "Satpam").vacancy).fields != frozenset()
    assert await read_vacancies_again(desk.gateway, desk.actor, trade()) == 0


async def test_a_vacancy_stored_before_texts_were_read_is_filled_once_and_comes_back_as_it_was_read(
    database: Database,
) -> None:
    desk, before = (
        desk_on(database),
        unread(GUARD, "Sopir", "Wajib SIM B1\nPendidikan minimal SMP\nGaji 3 juta"),
    )
    async with desk.gateway.transaction(desk.actor) as tx:
        await tx.employers.add([EmployerRecord(Employer(EmployerId(EMPLOYER), "PT Contoh"))])
        await tx.vacancies.add([before])
    assert await read_vacancies_again(desk.gateway, desk.actor, trade()) == 1
    async with desk.gateway.transaction(desk.actor, read_only=True) as tx:
        after = (await tx.vacancies.get(VacancyId(GUARD))).vacancy
    read = trade().read(before.vacancy)
    assert after.from_text == read.from_text == {"required.education", "required.licences", "wage"}
    assert (after.required, after.wage, after.licences_by_law) == (
        read.required,
        read.wage,
        read.licences_by_law,
    )
    assert await read_vacancies_again(desk.gateway, desk.actor, trade()) == 0
