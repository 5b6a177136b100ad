"""What is wrong with a file, cell by cell, in words that say what would be right."""

from dataclasses import dataclass

from matching.intake.columns import Column

MASK = "•••"
SHOWN_CHARACTERS = 80


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem. `row` is the number that the sheet shows, None for the header; `value` is what stands there.

    A remark is worth a look and keeps nothing from being stored.
    """

    row: int | None
    column: str  # the header as the file has it
    problem: str  # Indonesian / English
    value: str = ""
    remark: bool = False


def hinted(column: Column, text: str) -> str:
    """A cell as one who has to say whose row it is may see it: name and birth date, of a number its last four."""
    if not column.sensitive or column.key in ("name", "birth_date"):
        return text
    is_number = column.parser in ("nik", "register_number", "phone") or column.key == "key"
    return f"{MASK}{text[-4:]}" if is_number and len(text) > 4 else MASK


def shown(column: Column, text: str) -> str:
    """A cell as a problem may quote it: masked in sensitive columns, and never at length."""
    if column.sensitive:
        return MASK if text else ""
    return text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 1] + "…"
