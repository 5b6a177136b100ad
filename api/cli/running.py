"""One errand with the program, for commands that ask for nothing else of it."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from api import wiring
from api.program import Program
from api.settings import load_settings

Answer = TypeVar("Answer")


def with_program(
    purpose: str, work: Callable[[Program], Awaitable[Answer]], *, ranking: bool = False
) -> Answer:
    """Run something with the program, for a purpose that the trail tells; `ranking`: with its indexes."""

    async def run() -> Answer:
        async with wiring.program(load_settings(), purpose=purpose, load=ranking) as program:
            return await work(program)

    return asyncio.run(run())
