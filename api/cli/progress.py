"""Progress of long work on stderr: how far, how fast, how long still."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text


class _Rate(TextColumn):
    def __init__(self) -> None:
        super().__init__("")

    def render(self, task: Task) -> Text:
        return Text(f"{task.speed or 0:,.0f}/s")


def columns() -> tuple[ProgressColumn, ...]:
    """How far, how fast, how long still."""
    return (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeRemainingColumn(),
    )


def now_and_then(console: Console, seconds: float = 10.0) -> Callable[[str], None]:
    """Lines about long work where no bar can move (a log, a pipe), one in so many seconds at most."""
    last = monotonic()

    def say(line: str) -> None:
        nonlocal last
        if not console.is_terminal and monotonic() - last >= seconds:
            last = monotonic()
            console.print(line, markup=False, highlight=False)

    return say


@contextmanager
def embedding(console: Console) -> Iterator[Callable[[int, int], None]]:
    """A bar for embedding; the function it yields takes (done, total)."""
    with Progress(*columns(), console=console) as progress:
        task = progress.add_task("vektor / embedding", total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


@contextmanager
def working(console: Console, total: int) -> Iterator[Callable[[], None]]:
    """A bar for work of a known length; the function it yields advances it by one."""
    with Progress(*columns(), console=console) as progress:
        task = progress.add_task("kandidat / people", total=total)
        yield lambda: progress.advance(task)
