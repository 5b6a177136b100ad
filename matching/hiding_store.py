"""The store of what is hidden for whom, as a protocol."""

from collections.abc import Sequence
from typing import Protocol

from matching.model import CandidateId, VacancyId
from matching.model.hidings import HiddenVacancy, Hiding


class HidingStore(Protocol):
    """Vacancies hidden for people whom the actor may see. Only added to: what was said before stays."""

    async def of(self, candidate: CandidateId) -> Sequence[HiddenVacancy]:
        """What is hidden now, the newest first."""
        ...

    async def from_vacancy(self, vacancy: VacancyId) -> Sequence[CandidateId]:
        """People for whom this vacancy is hidden now."""
        ...

    async def hide(self, candidate: CandidateId, hiding: Hiding) -> None:
        """Raises NotFound where there is no such vacancy, or the person is not one's own."""
        ...

    async def show(self, candidate: CandidateId, vacancy: VacancyId) -> None:
        """End a hiding; of what is not hidden, nothing changes. Raises as `hide` does."""
        ...
