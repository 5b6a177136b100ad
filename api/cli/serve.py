"""`jembatan serve`: the API on loopback, kept in step with the database."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

import typer

from api import logs, wiring
from api.cli.demo_sign_ins import standing_samples
from api.program import Program
from api.settings import Settings, SettingsError, load_settings, variable
from api.startup import anchors_beside_the_data, refuse_when_open_to_attack
from data.server_log import telling_settings_at

PURPOSE = "serving the API"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("serve")(serve)


def serve(
    port: Annotated[int | None, typer.Option("--port", min=0, max=65_535, help="Porta. Port.")] = None,
) -> None:
    """Jalankan API di komputer ini. Serve the API on this computer."""
    settings = load_settings()
    serve_with(settings if port is None else settings.model_copy(update={"port": port}))


def serve_with(settings: Settings) -> None:
    """Serve until interrupted. Raises SettingsError where others could call in and something is not safe."""
    refuse_when_open_to_attack(settings)
    if settings.public_url and (beside := anchors_beside_the_data(settings)):
        typer.echo(beside, err=True)
    asyncio.run(_serve(settings))


async def refuse_samples(program: Program) -> None:
    """Sign-ins that a demo has printed let nobody in from beyond this machine. Raises SettingsError."""
    settings = program.settings
    if settings.public_url is None:
        return
    desk = wiring.front_desk(settings, program.accounts, program.clock, program.new_id)
    if standing := await standing_samples(desk):
        raise SettingsError(
            f"{variable('public_url')}: the sample sign-ins of `jembatan demo` are open ({', '.join(standing)}); "
            "close them with `jembatan users close-samples`"
        )


def preparing(settings: Settings) -> wiring.Prepare:
    """What a server does before anybody comes in: see that the database's log holds nobody, and tell it the rules."""
    tell_rules = wiring.telling_entry_rules(settings)

    @asynccontextmanager
    async def prepare(owner: str) -> AsyncIterator[None]:
        if settings.public_url and (telling := await telling_settings_at(owner)):
            raise SettingsError(
                f"{variable('database_url')}: log server itu akan memuat data orang / the server's own log would hold "
                "people's data; as its administrator: "
                + "; ".join(f"ALTER DATABASE … SET {one}" for one in telling)
            )
        async with tell_rules(owner):
            yield

    return prepare


async def _serve(settings: Settings) -> None:
    import uvicorn

    from api.wiring.server import application

    logs.configure(settings.log_level)
    # uvicorn ends well on SIGTERM and then raises it again, which would end us before the database is given back.
    signal.signal(signal.SIGTERM, signal.getsignal(signal.SIGINT))
    async with wiring.program(settings, purpose=PURPOSE, prepare=preparing(settings)) as program:
        await refuse_samples(program)
        typer.echo(f"http://{settings.host}:{settings.port}/api/v1 · {from_where(settings)}", err=True)
        served = application(program)
        wiring.settle()
        config = uvicorn.Config(
            served,
            host=settings.host,
            port=settings.port,
            log_config=None,  # ours is in force
            access_log=False,  # its lines hold addresses
            server_header=False,
            # Behind the proxy of a public name the caller's address is in a header; else anybody on this machine could
            # say that it calls from elsewhere.
            proxy_headers=settings.https,
        )
        await uvicorn.Server(config).serve()


def from_where(settings: Settings) -> str:
    """Who can call, in words."""
    if settings.public_url is None:
        return "hanya dari komputer ini / from this computer only"
    return f"dari luar lewat / from beyond by {settings.public_url}"
