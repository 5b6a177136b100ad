"""How one's company stands, for pages that show nothing of people while it is looked at or stopped."""

from api.web.screens import Screen
from matching.usecases import records
from matching.usecases.records import EMPLOYERS
from matching.vocabulary import EmployerVerification


async def standing(screen: Screen) -> EmployerVerification | None:
    """How the company of the duty stands; None where it is verified, or the duty is none of a company."""
    if screen.duty is None or screen.duty.employer is None:
        return None
    program = screen.program
    company = await records.get(program.gateway, program.actor, EMPLOYERS, screen.duty.employer)
    stands = company.employer.verification
    return None if stands is EmployerVerification.VERIFIED else stands
