"""How one's company stands, for every page on which people are missing while it is not verified."""

from api.web.screens import Screen
from matching.usecases import records
from matching.usecases.records import EMPLOYERS
from matching.vocabulary import EmployerVerification


async def standing(screen: Screen) -> EmployerVerification | None:
    """The state of one's company that hides people and tasks from it; None where it is verified, or nobody has one."""
    if screen.duty is None or screen.duty.employer is None:
        return None
    program = screen.program
    company = await records.get(program.gateway, program.actor, EMPLOYERS, screen.duty.employer)
    state = company.employer.verification
    return None if state is EmployerVerification.VERIFIED else state
