"""The one clock, and the one source of ids."""

from datetime import UTC, datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

WIB = ZoneInfo("Asia/Jakarta")


def new_id() -> UUID:
    """The one source of ids."""
    return uuid4()


def now() -> datetime:
    """The one place that reads the clock."""
    return datetime.now(UTC).astimezone(WIB)
