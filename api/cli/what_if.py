"""`jembatan match --with-certificate` and `jembatan what-opens`: what would be if a person held more."""

import asyncio
import json
from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

import typer
from rich.console import Console
from rich.table import Table

from api import wiring
from api.cli.arguments import AsJson, AsOf, Size, Who, candidate_of, named, reckoned_from
from api.cli.lists import show_vacancies
from api.cli.pending import pending_vacancies
from api.schemas.matches import employers_of
from api.schemas.what_if import what_if_document, what_opens_document
from api.settings import load_settings
from matching.messages import Tongue, words
from matching.model import ExternalReference
from matching.usecases.records import employers_named
from matching.usecases.what_if import (
    Supposed,
    WhatOpens,
    supposed_certificate,
    what_if,
    what_opens,
)
from matching.vocabulary import CertificateKind, Licence

PURPOSE = "what would open more, from the command line"
WithCertificate = Annotated[
    list[str] | None,
    typer.Option(
        "--with-certificate",
        metavar="TITLE",
        help="Andaikan sertifikat ini juga dimiliki; boleh diulang. As if this certificate were held too.",
    ),
]
CertificateAs = Annotated[
    CertificateKind,
    typer.Option("--certificate-kind", help="Jenis sertifikat yang diandaikan. Kind of these certificates."),
]
WithLicence = Annotated[
    list[Licence] | None,
    typer.Option(
        "--with-licence",
        metavar="CODE",
        help="Andaikan izin ini juga dimiliki, mis. SIM_B1; boleh diulang. As if this licence were held too.",
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("what-opens")(show_what_opens)


def supposition(titles: Sequence[str], kind: CertificateKind, licences: Sequence[Licence]) -> Supposed:
    """What the options suppose: certificates confirmed by their issuers, licences without end."""
    return Supposed(tuple(supposed_certificate(title, kind) for title in titles), frozenset(licences))


async def show_what_if(
    who: UUID | ExternalReference, supposed: Supposed, size: int | None, as_of: AsOf, *, as_json: bool
) -> None:
    """Print the list as it would be; nothing is stored."""
    settings = load_settings()
    tongue = Tongue(settings.language)
    async with wiring.program(settings, purpose=PURPOSE) as program:
        candidate = await candidate_of(program, who)
        found = await what_if(
            program.matcher,
            program.actor,
            candidate,
            supposed,
            today=reckoned_from(as_of, program.today()),
            size=size or settings.list_rows,
        )
        pending = await pending_vacancies(program, Console(stderr=True))
        if as_json:
            employers = await employers_named(
                program.gateway, program.actor, employers_of(found.answer.vacancies)
            )
            body = what_if_document(found, program.gazetteer, employers, tongue, pending=pending)
            typer.echo(json.dumps(body, ensure_ascii=False, indent=2))
        else:
            held = [*(one.title for one in supposed.certificates), *sorted(supposed.licences)]
            typer.echo(f"{words('list.supposed', tongue)}: {', '.join(held)}")
            show_vacancies(found.answer, program.gazetteer, tongue, Console(), before=found.before)


def show_what_opens(
    candidate: Who,
    size: Size = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    certificate_kind: CertificateAs = CertificateKind.TRAINING,
) -> None:
    """Izin dan sertifikat yang membuka lebih banyak lowongan. Licences and certificates that would open more."""

    async def work() -> None:
        settings, person = load_settings(), named(candidate, "candidate")
        async with wiring.program(settings, purpose=PURPOSE) as program:
            found = await what_opens(
                program.matcher,
                program.actor,
                await candidate_of(program, person),
                today=reckoned_from(as_of, program.today()),
                size=size or settings.list_rows,
                kind=certificate_kind,
            )
            await pending_vacancies(program, Console(stderr=True))
        if as_json:
            typer.echo(json.dumps(what_opens_document(found), ensure_ascii=False, indent=2))
        else:
            show_openers(found, Tongue(settings.language), Console())

    asyncio.run(work())


def show_openers(found: WhatOpens, tongue: Tongue, console: Console) -> None:
    """What would open more, as two tables."""
    licences = Table(*(words(f"opens.{key}", tongue) for key in ("licence", "opens", "ranked", "first")))
    for one in found.licences:
        first = f"{one.title} → #{one.would_rank}" if one.vacancy else "–"
        licences.add_row(one.licence.replace("_", " "), str(one.opens), str(one.ranked), first)
    certificates = Table(
        *(words(f"opens.{key}", tongue) for key in ("certificate", "asked_by", "enters", "rises"))
    )
    for lift in found.certificates:
        certificates.add_row(lift.title, str(lift.asked_by), str(lift.enters), str(lift.rises))
    for table in (licences, certificates):
        if table.row_count:
            console.print(table)
    if not found.licences and not found.certificates:
        console.print(words("opens.nothing", tongue))
