"""Industries as people type them: a code of KBLI, or words of its title."""

from itertools import islice

from api.reference_book import ReferenceBook, found
from api.web.screens import Screen
from matching.errors import InvalidValue
from matching.language.identifiers import parse_kbli

DIGITS = 5
"""Of the codes that stand on a NIB."""
MOST = 5
"""How many industries are named to choose among."""
NONE = (
    "tidak ada bidang usaha dengan kata-kata itu; tulis kode lima angka seperti pada NIB"
    " / no industry has these words; write the five digits as on the NIB"
)


def typed_sector(screen: Screen, text: str) -> str:
    """The code that was typed (also before its words, as a list offers it), or the one that words mean. Raises
    InvalidValue where they mean none, or several: then with the first of them."""
    head = text.partition(" ")[0]
    if not text or head.isdigit() or _is_code(text):
        return head if head.isdigit() else text
    book: ReferenceBook = screen.request.app.state.book
    whole = (one for one in found(book.sectors, text) if len(one.code) == DIGITS)
    meant = list(islice(whole, MOST + 1))
    if not meant:
        raise InvalidValue("sector", NONE)
    if len(meant) == 1:
        return meant[0].code
    named = "; ".join(f"{one.code} {one.title}".replace(" / ", "/") for one in meant[:MOST])
    more = "; …" if len(meant) > MOST else ""
    raise InvalidValue("sector", f"pilih kodenya: {named}{more} / choose its code: {named}{more}")


def _is_code(text: str) -> bool:
    try:
        return bool(parse_kbli(text))
    except InvalidValue:
        return False
