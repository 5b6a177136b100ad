"""A list says how much it cannot show yet."""

import io

import httpx
from rich.console import Console

from api.cli.pending import pending_candidates, pending_vacancies
from api.program import Program
from api.schemas.matches import CandidateList, VacancyList, candidates_document, vacancies_document
from matching.messages import Tongue
from tests.api.cli.test_lists import ANSWER, PEOPLE
from tests.api.office import a_vacancy, recorded, take_in
from tests.people import gazetteer


async def test_what_is_not_embedded_is_told_until_it_is(client: httpx.AsyncClient, program: Program) -> None:
    await take_in(program)
    await a_vacancy(client)
    await recorded(client)
    heard = io.StringIO()
    console = Console(file=heard, width=80)
    assert await pending_vacancies(program, console) == 1
    assert "1 lowongan" in heard.getvalue()
    assert "1 vacancies" in heard.getvalue()
    assert await pending_candidates(program, console) == 1
    assert "1 orang" in heard.getvalue()
    assert len(heard.getvalue().splitlines()) == 2

    await take_in(program)
    silent = io.StringIO()
    assert await pending_vacancies(program, Console(file=silent)) == 0
    assert await pending_candidates(program, Console(file=silent)) == 0
    assert silent.getvalue() == ""


def test_a_document_says_what_is_pending_where_it_was_counted() -> None:
    vacancies = vacancies_document(ANSWER, gazetteer(), {}, Tongue.ENGLISH, pending=3)
    assert VacancyList.model_validate(vacancies).pending == vacancies["pending"] == 3
    people = candidates_document(PEOPLE, gazetteer(), Tongue.ENGLISH, pending=0)
    assert CandidateList.model_validate(people).pending == people["pending"] == 0
    assert "pending" not in vacancies_document(ANSWER, gazetteer(), {}, Tongue.ENGLISH)
    assert "pending" not in candidates_document(PEOPLE, gazetteer(), Tongue.ENGLISH)
