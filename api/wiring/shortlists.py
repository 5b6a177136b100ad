"""Settings of shortlists as the use cases know them."""

from api.settings import Settings
from matching.usecases.shortlists.desk import ListPolicy


def list_policy(settings: Settings) -> ListPolicy:
    """The policy in force."""
    return ListPolicy(size=settings.shortlist_rows)
