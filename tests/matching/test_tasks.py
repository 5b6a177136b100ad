"""The kinds of task, and the document that names them."""

from datetime import date
from pathlib import Path

from matching.messages import Tongue, words
from matching.model.tasks import KINDS, TaskKind, Urgency, urgency

DOCUMENT = Path(__file__).parents[2] / "docs/tasks.md"


def table() -> str:
    """The table of docs/tasks.md: `python -m tests.matching.test_tasks` prints it."""
    head = "| kind | what | for | due | shown | ends | blocks |\n|---|---|---|---|---|---|---|\n"
    return head + "\n".join(row(kind) for kind in KINDS)


def row(kind: TaskKind) -> str:
    one = KINDS[kind]
    due = "its own day" if one.due_days is None else f"{one.due_days} days after"
    shown = (
        "at once"
        if one.ahead_days is None
        else f"{one.ahead_days} days ahead"
        if one.ahead_days
        else "when due"
    )
    roles = ", ".join(str(role).replace("_", " ") for role in one.roles)
    said, blocks = words(f"task.{kind}", Tongue.ENGLISH), words(f"blocks.{kind}", Tongue.ENGLISH)
    return f"| `{kind}` | {said} | {roles} | {due} | {shown} | {one.ends} | {blocks} |"


def test_the_document_names_every_kind_as_it_is() -> None:
    assert table() in DOCUMENT.read_text("utf-8"), "put in what `python -m tests.matching.test_tasks` prints"


def test_late_is_the_day_after() -> None:
    today = date(2026, 11, 27)
    assert [urgency(date(2026, 11, day), today) for day in (26, 27, 28)] == [
        Urgency.LATE,
        Urgency.TODAY,
        Urgency.AHEAD,
    ]


if __name__ == "__main__":
    print(table())
