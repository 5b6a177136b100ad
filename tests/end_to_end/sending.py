"""One process that tells and sends, once: `python -m tests.end_to_end.sending APP_URL WORKER_URL`, settings as ever."""

import asyncio
import sys
from datetime import timedelta

from api import wiring
from api.settings import load_settings
from api.wiring.telling import teller
from data.gateway import PostgresGateway
from data.pool import Database
from data.vault import vault_from_file


async def send(app_url: str, worker_url: str) -> None:
    settings = load_settings()
    async with (
        Database.open(app_url) as app,
        Database.open(worker_url, role="jembatan_worker") as worker,
    ):
        gateway = PostgresGateway(app, vault_from_file(settings.keys_path))
        await teller(settings, gateway, worker, wiring.now).tell(wiring.now(), every=timedelta())


if __name__ == "__main__":
    asyncio.run(send(*sys.argv[1:]))
