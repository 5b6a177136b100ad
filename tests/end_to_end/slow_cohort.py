"""A plan that takes its time, to be killed in the middle: blocks of two people, and a pause after each."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

from api import wiring
from api.settings import load_settings
from api.wiring.hands import Processes
from matching.cohort import Block, RankedList, Ranker, Ranking
from matching.model.cohorts import CohortAsked

PAUSE_S = 0.5


@dataclass(frozen=True)
class SlowHands:
    """Two processes, and a pause after every block."""

    @asynccontextmanager
    async def at(self, ranker: Ranker, people: int) -> AsyncIterator[tuple[Ranking, int]]:
        async with Processes(2, worth=1).at(ranker, people) as (rank, _):

            async def slowly(block: Block) -> list[RankedList]:
                lists = await rank(block)
                await asyncio.sleep(PAUSE_S)
                return lists

            yield slowly, 1


async def main(horizon_days: int) -> None:
    async with wiring.program(load_settings(), purpose="tests") as program:
        office = replace(program.cohorts, hands=SlowHands(), block=2)
        asked = CohortAsked(horizon_days, (), program.today())
        await office.plan(asked, await office.cohort(asked))


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
