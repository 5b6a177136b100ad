"""`jembatan match` and `jembatan candidates-for`: ranked lists, for people or as JSON."""

import asyncio
import json
from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

import typer
from rich.console import Console

from api import wiring
from api.cli.arguments import AsJson, AsOf, Size, Who, candidate_of, named, reckoned_from, told_work
from api.cli.lists import add_summary, show_candidates, show_vacancies, summary_table
from api.cli.pending import pending_candidates, pending_vacancies
from api.cli.progress import working
from api.cli.what_if import CertificateAs, WithCertificate, WithLicence, show_what_if, supposition
from api.program import Program
from api.schemas.matches import candidates_document, employers_of, vacancies_document
from api.settings import load_settings
from matching.counterfactual import NEAR_MISSES
from matching.errors import NotFound
from matching.messages import Tongue
from matching.model import ExternalReference, RunId, VacancyId
from matching.usecases.answers import CandidatesFor, VacanciesFor
from matching.usecases.runs import record_run
from matching.vocabulary import CertificateKind

PURPOSE = "matching from the command line"
Which = Annotated[
    str,
    typer.Argument(
        metavar="VACANCY", help="Id lowongan, atau SISTEM:KUNCI. The vacancy's id, or SYSTEM:KEY."
    ),
]
Plain = Annotated[
    bool,
    typer.Option(
        "--plain", help="Urutan skor saja, tanpa pengelompokan. The order of scores alone, nothing grouped."
    ),
]
Record = Annotated[bool, typer.Option("--record", help="Catat sebagai run. Record the list as a run.")]


def register(app: typer.Typer) -> None:
    """Add the commands; `vacancies-for` is another name of `match`."""
    app.command("match")(match)
    app.command("vacancies-for", help="Nama lain untuk `match`. Another name for `match`.")(match)
    app.command("candidates-for")(candidates_for)
    app.command("nearing-release")(nearing_release)


def match(
    candidate: Who,
    *,
    size: Size = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    record: Record = False,
    plain: Plain = False,
    with_certificate: WithCertificate = None,
    certificate_kind: CertificateAs = CertificateKind.TRAINING,
    with_licence: WithLicence = None,
) -> None:
    """Peringkat lowongan untuk satu kandidat. Vacancies ranked for one candidate."""
    if with_certificate or with_licence:
        if record or plain:
            raise typer.BadParameter("a supposed list is not recorded, and is always shown as lists are")
        supposed = supposition(with_certificate or [], certificate_kind, with_licence or [])
        asyncio.run(show_what_if(named(candidate, "candidate"), supposed, size, as_of, as_json=as_json))
        return
    asyncio.run(_match(candidate, size, as_of, as_json=as_json, record=record, plain=plain))


def candidates_for(
    vacancy: Which, size: Size = None, as_of: AsOf = None, as_json: AsJson = False, record: Record = False
) -> None:
    """Peringkat kandidat untuk satu lowongan. Candidates ranked for one vacancy."""
    asyncio.run(_candidates_for(vacancy, size, as_of, as_json=as_json, record=record))


def nearing_release(
    horizon_days: Annotated[
        int | None,
        typer.Option("--horizon-days", min=0, help="Sampai berapa hari lagi. Within how many days."),
    ] = None,
    size: Size = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Peringkat untuk setiap orang yang mendekati bebas. A list for each person nearing release; JSON lines."""
    asyncio.run(_nearing_release(horizon_days, size, as_of, as_json=as_json))


async def _nearing_release(horizon: int | None, size: int | None, as_of: AsOf, *, as_json: bool) -> None:
    settings = load_settings()
    async with wiring.program(settings, purpose=PURPOSE) as program:
        today = reckoned_from(as_of, program.today())
        days = settings.horizon_days if horizon is None else horizon
        near = await program.matcher.nearing_release(program.actor, today=today, horizon_days=days)
        people = near.people
        told_work(near.left_out, Tongue(settings.language), Console(stderr=True))
        table = summary_table(Tongue(settings.language))
        pending = await pending_vacancies(program, Console(stderr=True))
        with working(Console(stderr=True), len(people)) as advance:
            for person in people:
                answer = await program.matcher.vacancies_for(
                    program.actor,
                    person,
                    today=today,
                    size=size or settings.list_rows,
                    near=NEAR_MISSES if as_json else 0,
                )
                if as_json:
                    typer.echo(json.dumps(await _document(program, answer, pending), ensure_ascii=False))
                else:
                    add_summary(table, answer, Tongue(settings.language))
                advance()
        if not as_json:
            Console().print(table)


async def _match(
    who: str, size: int | None, as_of: AsOf, *, as_json: bool, record: bool, plain: bool
) -> None:
    settings, person = load_settings(), named(who, "candidate")
    async with wiring.program(settings, purpose=PURPOSE) as program:
        candidate = await candidate_of(program, person)
        answer = await program.matcher.vacancies_for(
            program.actor,
            candidate,
            today=reckoned_from(as_of, program.today()),
            size=size or settings.list_rows,
            plain=plain,
        )
        run = await _recorded(program, answer, size) if record else None
        pending = await pending_vacancies(program, Console(stderr=True))
        tongue = Tongue(settings.language)
        if as_json:
            body = await _document(program, answer, pending)
            typer.echo(json.dumps({**body, "run": str(run) if run else None}, ensure_ascii=False, indent=2))
        else:
            show_vacancies(answer, program.gazetteer, tongue, Console())
            if run:
                typer.echo(f"run {run}")


async def _candidates_for(which: str, size: int | None, as_of: AsOf, *, as_json: bool, record: bool) -> None:
    settings, offer = load_settings(), named(which, "vacancy")
    async with wiring.program(settings, purpose=PURPOSE) as program:
        vacancy = await _vacancy(program, offer)
        answer = await program.matcher.candidates_for(
            program.actor,
            vacancy,
            today=reckoned_from(as_of, program.today()),
            size=size or settings.list_rows,
        )
        run = await _recorded(program, answer, size) if record else None
        pending = await pending_candidates(program, Console(stderr=True))
        tongue = Tongue(settings.language)
        if as_json:
            body = candidates_document(answer, program.gazetteer, tongue, pending=pending)
            typer.echo(json.dumps({**body, "run": str(run) if run else None}, ensure_ascii=False, indent=2))
        else:
            show_candidates(answer, tongue, Console())
            if run:
                typer.echo(f"run {run}")


async def _document(program: Program, answer: VacanciesFor, pending: int) -> Mapping[str, Any]:
    async with program.gateway.transaction(program.actor, read_only=True) as tx:
        employers = await tx.employers.many(employers_of(answer.vacancies))
    tongue = Tongue(program.settings.language)
    return vacancies_document(answer, program.gazetteer, employers, tongue, pending=pending)


async def _recorded(program: Program, answer: VacanciesFor | CandidatesFor, size: int | None) -> RunId:
    record = await record_run(
        program.gateway,
        program.actor,
        answer,
        program.matcher.recipe.weights,
        run=RunId(program.new_id()),
        at=program.clock(),
        parameters={"size": size or program.settings.list_rows},
    )
    return record.id


async def _vacancy(program: Program, which: UUID | ExternalReference) -> VacancyId:
    if isinstance(which, UUID):
        return VacancyId(which)
    async with program.gateway.transaction(program.actor, read_only=True) as tx:
        found = await tx.vacancies.by_reference([which])
    if which not in found:
        raise NotFound("vacancy")
    return found[which]
