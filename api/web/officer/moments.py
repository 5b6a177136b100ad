"""Days and moments as the officer's forms send them: a day, and a time of it in Jakarta."""

from datetime import date, datetime, time

from api.web.forms import Posted
from matching.errors import InvalidValue
from matching.usecases.trail import JAKARTA

NO_DAY, NO_TIME = "bukan tanggal / not a day", "bukan waktu / not a time"
NEEDED = "wajib diisi / is needed"


def day_of(field: str, text: str) -> date | None:
    """A day as a form sends it; None where none is given. Raises InvalidValue."""
    try:
        found = date.fromisoformat(text) if text else None
    except ValueError:
        raise InvalidValue(field, NO_DAY) from None
    if found and not 2000 <= found.year <= 2199:
        raise InvalidValue(field, NO_DAY)
    return found


def moment_of(form: Posted, day_field: str, time_field: str) -> datetime:
    """The moment of two fields; without a time the day's beginning, from which a clock runs longest. Raises
    InvalidValue."""
    day, text = day_of(day_field, form.text(day_field)), form.text(time_field)
    if day is None:
        raise InvalidValue(day_field, NEEDED)
    try:
        return datetime.combine(day, time.fromisoformat(text) if text else time(), JAKARTA)
    except ValueError:
        raise InvalidValue(time_field, NO_TIME) from None
