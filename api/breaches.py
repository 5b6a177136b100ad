"""The worksheet of a breach as a table, and the draft of its notice (UU 27/2022 Art. 46)."""

from collections.abc import Sequence
from datetime import date, datetime
from importlib.resources import files

from matching.model.rights import SeenPerson
from matching.usecases.trail import JAKARTA

TEMPLATE = "breach_notice.id.md"
WORKSHEET = (
    "candidate", "unit", "case_worker", "first", "last", "looks", "fields", "purposes", "still_kept",
)  # fmt: skip
"""Columns of the table."""


def worksheet_rows(people: Sequence[SeenPerson]) -> list[tuple[str, ...]]:
    """The rows of the table."""
    return [
        (
            str(one.candidate), one.unit or "", one.caseload or "", f"{one.first_at:%Y-%m-%d %H:%M%z}",
            f"{one.last_at:%Y-%m-%d %H:%M%z}", str(one.looks), " ".join(one.fields), " ".join(one.purposes),
            str(one.still_kept).lower(),
        )
        for one in people
    ]  # fmt: skip


def notice(people: Sequence[SeenPerson], since: date, until: date, due: datetime | None = None) -> str:
    """The draft of the notice, in Markdown, with what the table says of it; `due`: until when it must be sent."""
    fields = sorted({field for one in people for field in one.fields})
    words = files("api").joinpath(TEMPLATE).read_text("utf-8")
    return (
        words.replace("{PEOPLE}", str(len(people)))
        .replace("{FIELDS}", ", ".join(fields) or "—")
        .replace("{FROM}", f"{since:%d-%m-%Y}")
        .replace("{DUE}", f" (paling lambat {due.astimezone(JAKARTA):%d-%m-%Y %H:%M} WIB)" if due else "")
        .replace("{TO}", f"{until:%d-%m-%Y}")
    )
