"""The sheet that a person is given: what is proposed, why, what is missing, how to object. In plain words, to print.

Nothing in it comes from elsewhere, and it says neither who the person is nor where: it may lie about in a dormitory.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from api import paper
from api.formats import Formats
from api.program import Program
from api.schemas.shortlist_documents import HIDDEN
from api.words import flag_words, gap_words
from matching.flags import Flag
from matching.geo import Gazetteer
from matching.messages import Tongue, words
from matching.model import Vacancy
from matching.model.shortlists import Item, ItemId, ShortlistId
from matching.usecases.shortlists.pairs import PairNow
from matching.usecases.shortlists.sheet import Sheet, sheet_for

UNSAID = frozenset({Flag.FORMER_EMPLOYER, Flag.CERTIFICATE_UNVERIFIED, Flag.CHECK_FACILITY, Flag.LEGAL_CHECK})
"""For the case worker to look into, and nothing that the person has to do."""


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with its lines; `level` 1 to 3."""

    level: int
    heading: str
    lines: tuple[str, ...] = ()
    listed: bool = False


async def parts_of(
    program: Program, shortlist: ShortlistId, item: ItemId | None, tongue: Tongue
) -> tuple[Part, ...]:
    """The sheet of a person's list, or of one item, whoever's list it stands in. Raises as `sheet_for` does."""
    sheet = await sheet_for(program.shortlists, program.actor, shortlist, item, today=program.today())
    return tuple(parts(sheet, program.settings.sheet_contact, program.gazetteer, tongue))


def parts(sheet: Sheet, contact: str, gazetteer: Gazetteer, tongue: Tongue) -> Iterator[Part]:
    """The whole sheet, part by part."""

    def say(key: str) -> str:
        return words(f"sheet.{key}", tongue)

    yield Part(
        1,
        say("title"),
        (f"{say('name')}: ……………………………", f"{say('date')}: {Formats(tongue).day(sheet.on)}", say("intro")),
    )
    for number, item in enumerate(sheet.items, start=1):
        vacancy, pair = sheet.vacancies.get(item.vacancy), sheet.pairs[item.id]
        away = pair.match.distance_m if pair.match else None
        yield Part(2, f"{number}. {item.title}", tuple(_offer(item, vacancy, away, gazetteer, tongue)))
        yield Part(3, say("why"), tuple(_why(item, pair, tongue)), listed=True)
        yield Part(3, say("missing"), tuple(_missing(pair, tongue)) or (say("nothing_missing"),), listed=True)
        if minded := tuple(_to_mind(pair, tongue)):
            yield Part(3, say("mind"), minded, listed=True)
        yield Part(3, say("your_answer"), (say("yes"), say("no")))
    yield Part(2, say("rights"), (say("rights_1"), say("rights_2"), say("rights_3")), listed=True)
    asked = [f"{say('officer')}: {sheet.officer}", f"{say('unit')}: {sheet.unit}"]
    yield Part(2, say("contact"), tuple(asked + ([contact] if contact else [])))


def _offer(
    item: Item, vacancy: Vacancy | None, away: int | None, gazetteer: Gazetteer, tongue: Tongue
) -> Iterator[str]:
    formats = Formats(tongue)
    yield f"{words('sheet.employer', tongue)}: {item.employer_name}"
    if vacancy is None:
        return
    place = gazetteer.get(vacancy.place).name if vacancy.place else words("sheet.abroad", tongue)
    yield f"{words('sheet.place', tongue)}: {place}" + (f" ({formats.kilometres(away)})" if away else "")
    if vacancy.starts:
        yield f"{words('sheet.starts', tongue)}: {formats.day(vacancy.starts)}"
    if vacancy.wage and vacancy.wage.monthly_lower_idr:
        yield words("sheet.wage", tongue).format(formats.rupiah(vacancy.wage.monthly_lower_idr))


def _why(item: Item, pair: PairNow, tongue: Tongue) -> Iterator[str]:
    match = pair.match
    for support in match.evidence if match else ():
        yield words("sheet.support", tongue).format(support.label, support.line)
    if match:
        yield words(f"sheet.fit_{match.fit_word}", tongue)
    if item.origin == "added":
        yield words("sheet.added", tongue)
    if not match and item.origin != "added":
        yield words("sheet.ask_why", tongue)


def _missing(pair: PairNow, tongue: Tongue) -> Iterator[str]:
    yield from (gap_words(gap, tongue) for gap in (pair.match.gaps if pair.match else ()))
    yield from (words(f"reason.{reason}", tongue) for reason in pair.failed if reason not in HIDDEN)


def _to_mind(pair: PairNow, tongue: Tongue) -> Iterator[str]:
    notes = pair.match.flags if pair.match else ()
    yield from (flag_words(note, tongue, to_person=True) for note in notes if note.flag not in UNSAID)


def as_text(shown: Sequence[Part]) -> str:
    """The sheet as plain text."""
    lines: list[str] = []
    for part in shown:
        heading = part.heading.upper() if part.level == 1 else part.heading
        lines += ["", heading] if lines else [heading]
        lines += [f"- {line}" if part.listed else line for line in part.lines]
    return "\n".join(lines) + "\n"


def as_page(shown: Sequence[Part], tongue: Tongue, head: str = "") -> str:
    """The sheet as one page of HTML, without script and with nothing to be fetched; everything in it is escaped.
    `head`: HTML before it, such as the way back."""
    body, within = [head], False
    for part in shown:
        if part.level < 3:
            body.append("</section>" if within else "")
            within = part.level == 2
            body.append("<section>" if within else "")
        body.append(f"<h{part.level}>{escape(part.heading)}</h{part.level}>{_lines(part)}")
    body.append("</section>" if within else "")
    return paper.document(words("sheet.title", tongue), tongue, "".join(body))


def _lines(part: Part) -> str:
    if part.listed:
        return "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in part.lines) + "</ul>"
    return "".join(f"<p>{escape(line)}</p>" for line in part.lines)
