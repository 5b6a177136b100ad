"""Tables that cut nothing: an id that is cut cannot be pasted into the next command."""

from rich.table import Table

ID_WIDTH = 36  # of a UUID


def table(*titles: str, ids: tuple[int, ...] = (0,)) -> Table:
    """A table whose columns `ids`, by place, are never squeezed; in the others long words go on in the next line."""
    made = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    for place, title in enumerate(titles):
        whole = place in ids
        made.add_column(title, overflow="fold", no_wrap=whole, min_width=ID_WIDTH if whole else None)
    return made
