"""`jembatan units`: units to which people and accounts belong."""

from typing import Annotated

import typer
from rich.console import Console

from api.accounts.desk import FrontDesk
from api.cli import tables
from api.cli.desk_work import at_the_desk
from matching.model import Actor, UnitId
from matching.model.accounts import Unit

units_app = typer.Typer(no_args_is_help=True, help="Unit (UPT). Units.")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(units_app, name="units")


@units_app.command("add")
def add(
    name: Annotated[str, typer.Argument(help="Nama. Name.")],
    kind: Annotated[str, typer.Option("--type", help="lapas, rutan, lpka, bapas, kanwil, ditjenpas")],
    province: Annotated[str, typer.Option("--province", help="Kode provinsi. Code of the province.")] = "",
) -> None:
    """Unit baru; mencetak id-nya. A new unit; prints its id."""

    async def work(desk: FrontDesk, actor: Actor) -> Unit:
        unit = Unit(UnitId(desk.administration.new_id()), kind, name, province)
        return await desk.administration.add_unit(actor, unit)

    typer.echo(str(at_the_desk(work).id))


@units_app.command("list")
def list_units() -> None:
    """Semua unit. All units."""

    async def work(desk: FrontDesk, actor: Actor) -> list[Unit]:
        async with desk.administration.accounts.transaction(actor, read_only=True) as tx:
            return list(await tx.staff.units())

    table = tables.table("id", "jenis / type", "nama / name", "provinsi / province")
    for unit in at_the_desk(work):
        table.add_row(str(unit.id), unit.type, unit.name, unit.province)
    Console().print(table)
