"""Backups: make one, check one, bring one back."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from api.settings import load_settings
from api.wiring import operations
from data.backup import Manifest, new_identity


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("backup-key")(backup_key)
    app.command("backup")(back_up)
    app.command("restore")(restore)
    app.command("restore-discard")(discard)


def backup_key(
    file: Annotated[Path, typer.Argument(help="Berkas kunci yang akan dibuat. Key file to be made.")],
) -> None:
    """Buat kunci cadangan; simpan di tempat lain. Make the key for backups; keep it somewhere else.

    Prints the public key, which `JEMBATAN_BACKUP_RECIPIENTS` takes. Who has the file can read every backup; without
    it nobody can.
    """
    typer.echo(new_identity(file))


def back_up(
    file: Annotated[Path, typer.Argument(help="Berkas cadangan yang akan dibuat. File to be made.")],
    recipient: Annotated[
        list[str] | None,
        typer.Option(
            "--recipient",
            metavar="age1…",
            help="Kunci publik; selain itu dari pengaturan. Public key; else of the settings.",
        ),
    ] = None,
) -> None:
    """Cadangkan seluruh basis data, terenkripsi. Back up the whole database, encrypted.

    The keys of the vault (`keys.json`) are not in it: keep them apart, for without them no NIK opens.
    """
    settings = load_settings()
    made = asyncio.run(operations.back_up(settings, file, recipient or settings.backup_recipients.split(",")))
    typer.echo(f"{file}: {_described(made)}")
    typer.echo(f"not in it, keep it apart: {settings.keys_path}", err=True)


def restore(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="Berkas cadangan. Backup file.")],
    identity: Annotated[
        Path,
        typer.Option(
            "--identity", exists=True, dir_okay=False, help="Berkas kunci. Key file of `backup-key`."
        ),
    ],
    verify: Annotated[
        bool,
        typer.Option("--verify", help="Hanya periksa; tidak mengubah apa pun. Only check; change nothing."),
    ] = False,
    without_journal: Annotated[
        bool,
        typer.Option(
            "--without-journal",
            help="Lanjut walau jurnal penghapusan dan hak tidak ada. Go on although the journals of erasures and "
            "rights are not there.",
        ),
    ] = False,
) -> None:
    """Pulihkan dari cadangan, atau periksa dengan --verify. Bring a backup back, or check one with --verify.

    Everything is restored beside the database in use and every table is counted; only then it takes its place. The one
    of before is kept under another name. On your own PostgreSQL it goes into an empty database. What the journals tell
    is done again: erasures, withdrawals, objections, restrictions, accounts disabled, duties ended; whose password has
    changed needs a new link.
    """
    settings = load_settings()
    restoring = operations.verify if verify else operations.restore
    restored = asyncio.run(restoring(settings, file, identity, without_journal=without_journal))
    typer.echo(f"{'fine' if verify else 'restored'}: {_described(restored.manifest)}")
    for lack in restored.lacking:
        typer.echo(
            f"{lack}: who was erased, or has withdrawn since the backup, is back; look for them", err=True
        )
    if restored.aside is not None:
        typer.echo(
            f"the database of before is kept as {restored.aside}; it holds people whom no erasure reaches: once all is "
            f"well, `jembatan restore-discard {restored.aside}`",
            err=True,
        )


def discard(
    database: Annotated[
        str, typer.Argument(help="Nama yang disebut oleh restore. The name that restore told.")
    ],
) -> None:
    """Hapus basis data yang digantikan oleh restore. Drop the database that a restore has put aside."""
    asyncio.run(operations.discard_aside(load_settings(), database))
    typer.echo(f"{database} is gone")


def _described(manifest: Manifest) -> str:
    rows = sum(manifest.tables.values())
    return f"{rows} rows of {len(manifest.tables)} tables, as of {manifest.made_at}, {manifest.migration}"
