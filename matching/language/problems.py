"""How a parser refuses: one sentence in Indonesian, one in English, never the offending value."""

from matching.errors import InvalidValue
from matching.model.identity import comparable

_BLANK = frozenset({"", "-", "--", "–", "—", "n/a", "#n/a", "na", "nan", "null", "none", "nihil", "kosong"})


def refusal(field: str, indonesian: str, english: str) -> InvalidValue:
    """The error of a value that `field` cannot hold; the caller adds the value, masked where it is sensitive."""
    return InvalidValue(field, f"{indonesian} / {english}")


def is_blank(text: str) -> bool:
    """Whether a cell says nothing: empty, a dash, `N/A`, `null`, `nihil`."""
    return text.strip().casefold() in _BLANK


def plain(text: str) -> str:
    """NFKC, lower case, every kind of dash as `-`, white space as single blanks."""
    return comparable(text)


def require_text(field: str, text: str) -> str:
    """The text in `plain` form; raises InvalidValue when it is blank."""
    if is_blank(text):
        raise refusal(field, "kosong, padahal harus diisi", "empty, but a value is needed")
    return plain(text)
