"""Cells for files that a spreadsheet opens: what looks like a formula is text."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def unarmed(cell: str) -> str:
    """The cell with a quote before it where a spreadsheet would compute it (OWASP, CSV injection)."""
    return "'" + cell if cell.startswith(_FORMULA) else cell
