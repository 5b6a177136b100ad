"""Arguments and options that several commands share."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated
from uuid import UUID

import typer
from rich.console import Console

from api.program import Program
from matching.errors import NotFound
from matching.messages import Tongue, words
from matching.model import CandidateId, ExternalReference


def day(text: str | date) -> date:
    """A date as 2026-11-22; BadParameter for anything else."""
    try:
        return text if isinstance(text, date) else date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter("a date as 2026-11-22") from None


AsOf = Annotated[
    date | None,
    typer.Option(
        "--as-of",
        parser=day,
        metavar="DATE",
        help="Tanggal acuan; data tetap data sekarang. The day that counts as today; facts stay those of now.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="JSON untuk program. JSON for programs.")]
Size = Annotated[
    int | None, typer.Option("--size", min=1, max=1_000, help="Panjang daftar. Length of the list.")
]
Who = Annotated[
    str,
    typer.Argument(
        metavar="CANDIDATE", help="Id kandidat, atau SISTEM:KUNCI. The candidate's id, or SYSTEM:KEY."
    ),
]


def reckoned_from(as_of: date | None, today: date) -> date:
    """The day that counts as today; where it is another, a word on stderr that the facts are those of now."""
    if as_of is None or as_of == today:
        return today
    Console(stderr=True).print(
        f"dihitung dari {as_of}, dengan data sekarang ({today}) / "
        f"reckoned from {as_of}, with the facts of now ({today})",
        style="yellow",
        markup=False,
        highlight=False,
        soft_wrap=True,
    )
    return as_of


def told_work(left_out: Mapping[str, int], tongue: Tongue, console: Console) -> None:
    """How many are left out because they have found work, by reason."""
    for work, count in left_out.items():
        if count:
            console.print(f"{words(f'work.{work}', tongue)}: {count}", highlight=False)


def named(text: str, kind: str) -> UUID | ExternalReference:
    """Who or what was asked for, read before anything is opened. Raises BadParameter."""
    system, separator, key = text.partition(":")
    if separator:
        return ExternalReference(system, key)
    try:
        return UUID(text)
    except ValueError:
        raise typer.BadParameter(f"an id, or SYSTEM:KEY of the {kind}") from None


async def candidate_of(program: Program, who: UUID | ExternalReference) -> CandidateId:
    """Id of a candidate given by id or by a source system's key. Raises NotFound."""
    if isinstance(who, UUID):
        return CandidateId(who)
    async with program.gateway.transaction(program.actor, read_only=True) as tx:
        found = await tx.candidates.by_reference([who])
    if who not in found:
        raise NotFound("candidate")
    return found[who]
