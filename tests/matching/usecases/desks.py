"""A desk on a database of the tests: real stores, real reference data, a fixed clock, counted ids."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from uuid import UUID

from data.gateway import PostgresGateway
from data.pool import Database
from data.vault import KeyRing, Vault
from matching.usecases.imports import Desk
from tests import people
from tests.matching.intake.sheets import reading
from tests.staff import CASE_WORKER

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def desk_on(database: Database, numbers: Iterator[int] | None = None) -> Desk:
    """`numbers` go on where several desks share a database."""
    vault = Vault(KeyRing("1", {"1": bytes(32)}), KeyRing("1", {"1": bytes(range(32))}))
    drawn = numbers or count(1)
    return Desk(
        gateway=PostgresGateway(database, vault),
        actor=replace(CASE_WORKER, purpose="importing files"),
        reading=reading(),
        trade=people.trade(),
        linter=people.linter(),
        now=lambda: NOW,
        new_id=lambda: UUID(int=next(drawn)),
    )
