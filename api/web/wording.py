"""The wording of the pages. Indonesian stands in the templates and is the source; English stands in `locale/en.po`."""

import io
from functools import cache
from importlib.resources import files

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from matching.messages import Tongue


def english() -> Catalog:
    """The English wording, by the Indonesian."""
    text = files("api.web").joinpath("locale/en.po").read_bytes()
    return read_po(io.BytesIO(text), locale="en")


@cache
def translations(tongue: Tongue) -> NullTranslations:
    """What the templates' `_` looks up; Indonesian is what stands there."""
    if tongue is Tongue.INDONESIAN:
        return NullTranslations()
    compiled = io.BytesIO()
    write_mo(compiled, english())
    compiled.seek(0)
    return Translations(fp=compiled)
