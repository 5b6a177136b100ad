"""Bring `api/web/locale/en.po` up to the templates: what is new is added without English, what has gone goes.

    python scripts/wording.py

A test fails until every line has its English.
"""

import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent / "api/web"
PO = ROOT / "locale/en.po"
METHODS = [("templates/**.*", "jinja2"), ("**.py", "python")]


def wording() -> Catalog:
    """All that the templates and pages say."""
    catalog = Catalog(locale="id", project="Jembatan Kerja", charset="utf-8")
    options = {"templates/**.*": {"trimmed": "true", "newstyle_gettext": "true"}}
    found = extract_from_dir(
        str(ROOT), METHODS, options, keywords={"_": None, "gettext": None, "ngettext": (1, 2)}
    )
    for path, _, message, comments, context in found:
        catalog.add(message, locations=[(path, 1)], auto_comments=comments, context=context)
    return catalog


def main() -> None:
    """Write the file anew, sorted, without places, so that a change shows as what it is."""
    known = read_po(io.BytesIO(PO.read_bytes()), locale="en") if PO.exists() else Catalog(locale="en")
    known.update(wording(), no_fuzzy_matching=True)
    known.obsolete.clear()
    known.header_comment = "# English wording of the pages, by the Indonesian that stands in the templates."
    out = io.BytesIO()
    write_po(out, known, sort_output=True, no_location=True, omit_header=False, width=110)
    lines = [
        line
        for line in out.getvalue().decode().splitlines()
        if not line.startswith(('"POT-', '"PO-Rev', '"Generated'))
    ]
    PO.write_text("\n".join(lines).strip() + "\n", "utf-8")
    missing = [message.id for message in known if message.id and not message.string]
    print(f"{len(known)} lines, {len(missing)} without English")


if __name__ == "__main__":
    main()
