"""The vault's keys: change them, and forget old ones."""

import asyncio

import typer

from api import wiring
from api.settings import load_settings
from api.wiring import operations
from data import key_rotation

PURPOSE = "rotation of keys"
keys_app = typer.Typer(no_args_is_help=True, help="Kunci nomor identitas. Keys of identity numbers.")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(keys_app, name="keys")


@keys_app.command("rotate")
def rotate() -> None:
    """Buat kunci baru dan segel ulang semua nomor. Make a new key and seal all numbers anew under it.

    Goes on where it was interrupted; a running server reads the new key by itself. Back up the keys' file afterwards.
    """

    async def work() -> int:
        settings = load_settings()
        async with operations.owners_address(settings) as url:
            return await key_rotation.rotate(
                url, settings.keys_path, wiring.local_administrator(PURPOSE), _told
            )

    typer.echo(f"{asyncio.run(work())} records sealed anew")


@keys_app.command("forget")
def forget() -> None:
    """Hapus kunci lama yang tidak dipakai lagi. Remove older keys that nothing needs any more.

    Backups of before the rotation then no longer give their numbers.
    """

    async def work() -> tuple[str, ...]:
        settings = load_settings()
        async with operations.owners_address(settings) as url:
            return await key_rotation.forget(url, settings.keys_path)

    typer.echo("forgotten: " + (", ".join(asyncio.run(work())) or "none"))


def _told(done: int) -> None:
    typer.echo(f"{done} …", err=True)
