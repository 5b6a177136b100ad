"""Notices: that a task has come up, in the program and by e-mail."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Query, Response

from api.access import ANYBODY_ON_DUTY
from api.deps import BOUNDED, Language, Paging, Serving, listed
from api.errors import NOT_FOUND
from api.pagination import next_link
from api.routers.answers import answers, body_example, no_content
from api.schemas import task_examples as examples
from api.schemas.tasks import ChoiceIn, ChoiceOut, Notices, choice_document, notice_document
from matching.model.tasks import NoticeId
from matching.usecases import tasks

router = APIRouter(prefix="/notices", tags=["tasks"], dependencies=[ANYBODY_ON_DUTY, BOUNDED])
ChoiceBody = Annotated[ChoiceIn, Body(openapi_examples=body_example(examples.CHOICE))]


@router.get("", **answers(Notices, examples.NOTICES))
async def list_notices(
    program: Serving,
    asked: Paging,
    tongue: Language,
    unread: Annotated[bool, Query(description="Unread ones alone.")] = False,
) -> Response:
    """What one was told in this duty, the newest first, and how many are unread."""
    found, following, waiting = await tasks.notices(
        program.gateway, program.actor, unread=unread, limit=asked.limit, cursor=asked.cursor
    )
    items = [notice_document(one, tongue) for one in found]
    answer = listed({"items": items, "next": following, "unread": waiting})
    answer.headers.update(next_link("/api/v1/notices", asked.limit, following, unread=str(unread).lower()))
    return answer


@router.post("/read", **no_content())
async def read_all(program: Serving) -> Response:
    """Mark all notices of this duty as read."""
    await tasks.read_notices(program.gateway, program.actor)
    return Response(status_code=204)


@router.post("/{notice_id}/read", **no_content(NOT_FOUND))
async def read_one(program: Serving, notice_id: UUID) -> Response:
    """Mark a notice as read."""
    await tasks.read_notices(program.gateway, program.actor, NoticeId(notice_id))
    return Response(status_code=204)


@router.get("/choice", **answers(ChoiceOut, examples.CHOICE))
async def read_choice(program: Serving) -> Response:
    """How one is told by e-mail."""
    return listed(choice_document(await tasks.choice(program.gateway, program.actor)))


@router.post("/choice", **answers(ChoiceOut, examples.CHOICE))
async def choose(program: Serving, given: ChoiceBody) -> Response:
    """Choose how one is told by e-mail, in whatever duty. A letter says how many notices there are, and where."""
    made = await tasks.choose(program.gateway, program.actor, given.mail, given.address)
    return listed(choice_document(made))
