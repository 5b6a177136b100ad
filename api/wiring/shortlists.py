"""Settings of shortlists as the use cases know them."""

from api.settings import Settings
from matching.usecases.shortlists.desk import ListPolicy
from matching.workflow import ApprovalReason


def list_policy(settings: Settings) -> ListPolicy:
    """The policy in force."""
    return ListPolicy(
        size=settings.shortlist_rows,
        interest_needed=settings.shortlist_interest,
        second_approval=frozenset(map(ApprovalReason, settings.shortlist_second_approval)),
    )
