"""Arguments and options that several commands share."""

from datetime import date
from typing import Annotated

import typer


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
        help="Tanggal acuan, bukan hari ini. The day that counts as today.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="JSON untuk program. JSON for programs.")]
Size = Annotated[
    int | None, typer.Option("--size", min=1, max=1_000, help="Panjang daftar. Length of the list.")
]
