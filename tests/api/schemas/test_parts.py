from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from api.schemas.parts import Line, Text, Title


@pytest.mark.parametrize("shape", [Line, Text, Title])
def test_a_text_is_taken_in_as_it_was_meant(shape: Any) -> None:
    """What was copied from Word has bullets in code points of nobody, and breaks that are no control characters."""
    assert TypeAdapter(shape).validate_python("Las:\x0b\uf0b7 Cafe\u0301") == "Las:\n• Café"


def test_what_is_not_seen_is_no_title() -> None:
    with pytest.raises(ValidationError) as wrong:
        TypeAdapter(Title).validate_python("\u200b")
    assert wrong.value.errors()[0]["type"] == "string_too_short"
