"""People as lists show them, as a port."""

from typing import Protocol

from matching.model.caseload import Caseload, CaseloadQuery


class CaseloadStore(Protocol):
    """Lines of people in one's charge."""

    async def find(self, query: CaseloadQuery) -> Caseload:
        """A page of those who are wanted."""
        ...
