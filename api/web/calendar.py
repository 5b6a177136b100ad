"""An interview as a file for a calendar (iCalendar, RFC 5545). Calendars lie outside our walls and are often shared: in
the file are the time, what it is about (a vacancy for the staff, a card's code for the company), and the address of the
page behind the sign-in. No name of the person, no place and no note."""

from collections.abc import Sequence
from datetime import timedelta
from html import unescape

from fastapi import Response
from icalendar import Calendar, Event

from api.web.screens import Screen
from matching.errors import NotFound
from matching.model.outcome_codes import AnswerKind
from matching.model.placements import RecordedAnswer
from matching.model.shortlists import ItemId

KIND = "text/calendar; charset=utf-8"
LASTS = timedelta(hours=1)


def quoted(item: ItemId) -> str:
    """The code of a row that both sides read on their pages, to speak of it without a name."""
    return str(item)[:8]


def interview_of(answers: Sequence[RecordedAnswer]) -> RecordedAnswer | None:
    """The interview that is agreed on, if the last answer is one."""
    return answers[-1] if answers and answers[-1].answer.kind is AnswerKind.INTERVIEW else None


def interview_file(
    screen: Screen, item: ItemId, about: str, path: str, answers: Sequence[RecordedAnswer]
) -> Response:
    """The file; a later one for the same item takes its place. Raises NotFound where no interview is agreed on."""
    agreed = interview_of(answers)
    if agreed is None:
        raise NotFound("interview")
    event = Event()
    event.add("uid", f"{item}@jembatan-kerja")
    event.add("sequence", len(answers))
    event.add("dtstamp", agreed.recorded_at)
    event.add("dtstart", agreed.answer.meets_at)
    event.add("duration", LASTS)
    event.add("summary", unescape(screen.text("interview.txt", about=about)))
    event.add("url", f"{screen.here}{path}")
    calendar = Calendar()
    calendar.add("prodid", "-//Jembatan Kerja//ID")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    named = {"Content-Disposition": f'attachment; filename="wawancara-{quoted(item)}.ics"'}
    return Response(calendar.to_ical(), media_type=KIND, headers=named)
