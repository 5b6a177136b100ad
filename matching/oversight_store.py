"""What the data-protection officer keeps of unusual reading, breaches and letters, as a protocol."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from matching.model.oversight import Breach, BreachAct, Letter, Outcome, UnusualReading


class OversightStore(Protocol):
    """Nothing of it is there for anybody but an officer; all of it is only added to."""

    async def readings(self, *, waiting: bool, limit: int) -> Sequence[UnusualReading]:
        """What the program has kept, the newest days first; `waiting`: that nobody has looked at."""
        ...

    async def reading(self, finding: UUID) -> UnusualReading:
        """Raises NotFound."""
        ...

    async def review(self, finding: UUID, outcome: Outcome, note: str) -> bool:
        """Say what was found; False where somebody has before. Not of one's own reading: the database refuses it."""
        ...

    async def breaches(self, *, limit: int) -> Sequence[Breach]:
        """Those on which somebody has to act first, the most urgent first; then the others, the newest first."""
        ...

    async def breach(self, breach: UUID) -> Breach:
        """Raises NotFound."""
        ...

    async def add_breach(self, breach: Breach) -> None: ...
    async def add_act(self, breach: UUID, act: BreachAct) -> bool:
        """Say what was done; False where it has been said before, or the breach is closed."""
        ...

    async def write_down(self, letter: Letter) -> tuple[int, Sequence[UUID]]:
        """How many records have the number, and the requests that were written down, one for each record.

        None where nobody has it, and where a register number is that of several people. Raises TooOften after fifty
        look-ups in a day. Each is a row of the trail, whatever it finds."""
        ...
