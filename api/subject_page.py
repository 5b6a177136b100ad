"""A person's own file as a page: one document that needs nothing from elsewhere, to read on a phone and to print."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from html import escape
from typing import Any

from api import paper
from api.subject_words import FileWords, is_technical
from api.vocabularies import worded

COLUMNS = 7
"""The most that fit side by side on paper; what has more is set line by line."""
STAFF = frozenset({"recorded_by", "decided_by", "caseload"})
Way = tuple[str, str]
"""An address and what it is called."""


def subject_page(file: Mapping[str, Any], at: datetime, say: FileWords, ways: Sequence[Way] = ()) -> str:
    """The page of a file; everything in it is escaped. `ways` lead elsewhere, on a screen."""
    known = [row["code"] for row in worded()["file_parts"]]
    ordered = [*(name for name in known if name in file), *(name for name in file if name not in known)]
    parts = "".join(_part(name, file[name], say) for name in ordered)
    links = "".join(f'<p><a href="{escape(href)}">{escape(name)}</a></p>' for href, name in ways)
    title, made = escape(say.say("title")), escape(say.say("made").format(say.formats.time(at)))
    told = f"<p>{made}</p><p>{escape(say.say('introduction'))}</p><p>{escape(say.say('left_out'))}</p>"
    return paper.document(
        say.say("title"), say.tongue, f"{f'<nav>{links}</nav>' if links else ''}<h1>{title}</h1>{told}{parts}"
    )


def _part(name: str, value: Any, say: FileWords) -> str:
    shown = _shown(name, "", value, say)
    return f"<h2>{escape(say.heading(name))}</h2>{shown}" if shown else ""


def _shown(part: str, field: str, value: Any, say: FileWords) -> str:
    """A value as HTML, escaped; empty where there is nothing to tell. `part` is the list or record it stands in."""
    if field in STAFF and isinstance(value, Mapping):
        return escape(say.staff(value))
    if field == "contributions":
        return _rows(
            (escape(say.value(part, field, one)), escape(say.formats.number(x, 2)))
            for one, x in value.items()
        )
    if isinstance(value, Mapping):
        return _record(field or part, value, say)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return _listed(part, field, value, say)
    return escape(say.value(part, field, value))


def _listed(part: str, field: str, items: Sequence[Any], say: FileWords) -> str:
    if field == "licences":
        said = [escape(say.licence(one)) for one in items]
    elif field == "blockers":
        said = [escape(say.blocker(one)) for one in items]
    elif field == "units":
        said = [escape(f"{code} ({year})" if year else str(code)) for code, year in items]
    elif field == "gaps":
        said = [escape(say.gap(one)) for one in items]
    elif items and all(isinstance(one, Mapping) for one in items):
        return _records(field or part, items, say)
    else:
        said = [_shown(part, field, one, say) for one in _for_people(field, items)]
    return ", ".join(filter(None, said))


def _for_people(field: str, items: Iterable[Any]) -> Iterator[Any]:
    """Without words that the program has made: `occupation:7212` stands for those beside it."""
    yield from (one for one in items if field != "words" or ":" not in str(one))


def _record(part: str, record: Mapping[str, Any], say: FileWords) -> str:
    cells = ((name, _shown(part, name, record[name], say)) for name in record if not is_technical(name))
    return _rows((escape(say.field(name)), text) for name, text in cells if text)


def _records(part: str, items: Sequence[Mapping[str, Any]], say: FileWords) -> str:
    """Few short columns as a table, more one record under the other."""
    names = [name for name in dict.fromkeys(name for one in items for name in one) if not is_technical(name)]
    cells = [{name: _shown(part, name, one.get(name), say) for name in names} for one in items]
    names = [name for name in names if any(one[name] for one in cells)]
    if len(names) > COLUMNS or any("<table" in text for one in cells for text in one.values()):
        return "".join(f"<section>{_record(part, one, say)}</section>" for one in items)
    heads = {name: escape(say.field(name)) for name in names}
    body = "".join(
        "<tr>"
        + "".join(f'<td data-label="{heads[name]}">{one[name] or "–"}</td>' for name in names)
        + "</tr>"
        for one in cells
    )
    head = "".join(f'<th scope="col">{heads[name]}</th>' for name in names)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>" if names else ""


def _rows(pairs: Iterable[Way]) -> str:
    rows = "".join(f'<tr><th scope="row">{name}</th><td>{text}</td></tr>' for name, text in pairs)
    return f"<table><tbody>{rows}</tbody></table>" if rows else ""
