"""Shortlists on a terminal: people by opaque id."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from api.cli import tables
from matching.messages import Tongue, words

Document = Mapping[str, Any]


def show_lists(rows: Sequence[Document], console: Console) -> None:
    """Lists, a line each."""
    table = tables.table("id", "untuk / for", "keadaan / state", "versi / version", "tanggal / date")
    for row in rows:
        table.add_row(
            row["id"],
            row["candidate"] or row["vacancy"],
            row["state_words"],
            str(row["version"]),
            row["recorded_at"][:10],
        )
    console.print(table)


def show_list(document: Document, tongue: Tongue, console: Console) -> None:
    """A list with its rows, open consequences and steps."""
    console.print(f"{document['id']}  {document['state_words']}  v{document['version']}", highlight=False)
    for reason in document["approval_reasons"]:
        console.print(f"  {words(f'approval.{reason}', tongue)}")
    table = Table("#", "usulan / proposed", "asal / from", "jawaban / answer", "akibat / consequence")
    for number, item in enumerate(document["items"], start=1):
        flags = [flag["words"] for flag in item["flags"] if flag["resolved_at"] is None]
        table.add_row(
            f"{number}{' ✗' if item['removed_at'] else ''}",
            f"{item['title']} · {item['employer_name']}\n{item['candidate']}",
            _origin(item, tongue),
            _answer(item, tongue),
            "\n".join(flags),
        )
    console.print(table)
    for event in document["events"]:
        step = f"{event['before'] or '·'} → {event['after']}" if event["kind"] == "step" else "✓"
        reason = f" · {words('step.' + event['reason'], tongue)}" if event["reason"] else ""
        console.print(f"  {event['at'][:16]}  {event['role']}  {step}{reason}", highlight=False)


def _answer(item: Document, tongue: Tongue) -> str:
    if not item["answers"]:
        return "–"
    last = item["answers"][-1]
    if last["interested"]:
        return words("sheet.yes", tongue)[2:]
    return words(f"answer.{last['reason']}", tongue)


def show_changes(document: Document, console: Console) -> None:
    """What has changed, a row for each item."""
    table = Table("usulan / proposed", "peringkat / rank", "skor / score", "berubah / changed")
    for item in document["items"]:
        gaps = [f"+ {gap['kind']}: {gap['asked']}" for gap in item["new_gaps"]]
        table.add_row(
            item["title"],
            f"{item['rank_then'] or '–'} → {item['rank_now'] or '–'}",
            f"{_score(item['score_then'])} → {_score(item['score_now'])}",
            "\n".join([*item["words"], *gaps]),
        )
    console.print(table)


def _score(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _origin(item: Document, tongue: Tongue) -> str:
    """Its place in the ranking, or where else it is from."""
    if item["ranked"]:
        return f"#{item['ranked']}"
    return words("origin.plan" if item["origin"] == "plan" else "change.add", tongue)
