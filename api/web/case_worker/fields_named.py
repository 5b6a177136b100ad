"""Fields of work by the names that people read."""

from api.web.screens import Screen
from matching.messages import Tongue


def field_names(screen: Screen) -> list[tuple[str, str]]:
    """Every field's code and its name in the viewer's language."""
    english = screen.tongue is Tongue.ENGLISH
    return [(one.code, one.name_en if english else one.name_id) for one in screen.program.trade.fields]
