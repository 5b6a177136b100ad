"""What nobody should publish unseen, not even a list of the staff's own: signs of exploitation in the words alone."""

from typing import Final

from matching.language.text import aligned
from matching.lint.abroad import abroad
from matching.lint.catalogue import Code, Finding
from matching.lint.wording import EVERY, worded
from matching.model import Vacancy
from matching.requirements.clauses import clauses
from matching.requirements.filling import text_of

DANGERS: Final = frozenset(
    {Code.FEE_DEMANDED, Code.DOCUMENTS_HELD, Code.PASSPORT_HELD, Code.TRAFFICKING_SIGN}
)
_WORDINGS = tuple(one for one in EVERY if one.code in DANGERS)


def dangers(vacancy: Vacancy) -> tuple[Finding, ...]:
    """Findings of these codes; the same as `Linter.lint` has, without the reference data."""
    whole = text_of(vacancy)
    found = [one for clause in clauses(whole) for one in worded(clause, _WORDINGS)]
    return (*found, *(one for one in abroad(vacancy, aligned(whole)) if one.code in DANGERS))
