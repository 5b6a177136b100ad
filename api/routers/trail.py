"""The trail, for the data-protection officer."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from api.access import OFFICERS
from api.deps import EARLIEST, LATEST, Paging, Serving, Today, listed, paged
from api.errors import FORBIDDEN
from api.routers.answers import answers
from api.schemas.documents import plain
from api.schemas.parts import Listing
from api.schemas.trail import ENTRY, UNUSUAL, TrailRow, UnusualDays, row_document
from matching.errors import InvalidValue
from matching.model import CandidateId
from matching.stores import Page
from matching.trail import Act, TrailQuery
from matching.usecases import trail
from matching.vocabulary import Role

router = APIRouter(prefix="/trail", tags=["trail"], dependencies=[OFFICERS])
Moment = Annotated[datetime | None, Query(description="With an offset, as 2026-11-23T00:00:00+07:00.")]
Day = Annotated[date | None, Query(ge=EARLIEST, le=LATEST, description="Without it: yesterday, until today.")]


@router.get("", **answers(Listing[TrailRow], {"items": [ENTRY], "next": None}, FORBIDDEN))
async def search_trail(
    request: Request,
    program: Serving,
    asked: Paging,
    *,
    subject: UUID | None = None,
    record: Annotated[UUID | None, Query(description="An account, an employer, a vacancy.")] = None,
    account: UUID | None = None,
    since: Annotated[Moment, Query(alias="from")] = None,
    until: Annotated[Moment, Query(alias="to")] = None,
    act: Act | None = None,
    role: Role | None = None,
    purpose: Annotated[str | None, Query(max_length=200, description="The whole text of it.")] = None,
) -> Response:
    """Who has read or changed what of whom, or has come in, newest first. Searching is noted, too."""
    whom = CandidateId(subject) if subject else None
    days = (_aware("from", since), _aware("to", until))
    query = TrailQuery(whom, record, account, *days, act, role, purpose)
    rows, more = await trail.search(
        program.gateway, program.actor, query, limit=asked.limit, cursor=asked.cursor
    )
    return paged(request, asked, Page(tuple(rows), more), row_document)


@router.get("/unusual", **answers(UnusualDays, UNUSUAL, FORBIDDEN))
async def unusual_reading(
    program: Serving,
    today: Today,
    since: Annotated[Day, Query(alias="from")] = None,
    until: Annotated[Day, Query(alias="to")] = None,
) -> Response:
    """Days on which an account has read unusually much, at night, by looking up, or of namesakes."""
    last = until or today
    first = since or date.fromordinal(last.toordinal() - 1)
    found = await trail.unusual_reading(program.gateway, program.actor, since=first, until=last)
    return listed({"items": plain(found)})


def _aware(name: str, moment: datetime | None) -> datetime | None:
    if moment is not None and moment.utcoffset() is None:
        raise InvalidValue(name, "tanpa zona waktu / without an offset of time")
    return moment
