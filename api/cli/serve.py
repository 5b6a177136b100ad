"""`jembatan serve`: the API on loopback, kept in step with the database."""

from typing import Annotated

import typer
import uvicorn

from api.app import create_app
from api.settings import Settings, load_settings


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
    """Serve until interrupted."""
    typer.echo(
        f"http://{settings.host}:{settings.port}/docs · bertindak sebagai petugas setempat, hanya di komputer ini\n"
        "acting as a local case worker, reachable from this computer only (accounts come later)",
        err=True,
    )
    uvicorn.run(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        log_level=settings.log_level,
        access_log=False,  # paths hold opaque ids only, but who looked at whom belongs in the trail, not in a log
        server_header=False,
    )
