"""The command line: `jembatan`. Every command is registered by its own module; errors become exit codes here."""

import sys

import typer
from rich.console import Console

from api.cli import (
    admin,
    audit,
    backup,
    cohort,
    confirmations,
    demo,
    evaluate,
    explain_title,
    fairness,
    hidings,
    imports,
    jobs,
    keys,
    match,
    outcomes,
    oversight,
    requirements,
    runs,
    safekeeping,
    serve,
    settings,
    shortlist,
    subject,
    tasks,
    units,
    users,
    vacancy,
    what_if,
)
from api.cli.errors import explained_exit
from api.cli.workbench import workbench
from api.errors import Refused
from api.settings import SettingsError
from data.errors import DataError
from embeddings.errors import EmbeddingError
from matching.errors import MatchingError

app = typer.Typer(
    name="jembatan",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Jembatan Kerja: dari sertifikat ke pekerjaan. From certificate to work.",
)
for module in (
    demo,
    serve,
    match,
    what_if,
    cohort,
    fairness,
    imports,
    requirements,
    runs,
    shortlist,
    hidings,
    admin,
    backup,
    keys,
    subject,
    oversight,
    safekeeping,
    users,
    confirmations,
    units,
    vacancy,
    audit,
    outcomes,
    tasks,
    jobs,
    explain_title,
    settings,
):
    module.register(app)
evaluate.register(app, workbench)


def main() -> None:
    """Run a command; an error is one line on stderr and an exit code of docs/cli.md."""
    try:
        app()
    except (Refused, SettingsError, DataError, EmbeddingError, MatchingError) as problem:
        code, line = explained_exit(problem)
        Console(stderr=True).print(line, style="red", markup=False, highlight=False, soft_wrap=True)
        sys.exit(code)
    except KeyboardInterrupt:
        sys.exit(130)
