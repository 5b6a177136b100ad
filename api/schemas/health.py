"""Whether the program lives, and whether it can answer."""

from typing import Literal

from api.schemas.parts import Shape


class Live(Shape):
    """The process answers."""

    status: Literal["live"]


class IndexState(Shape):
    """What the indexes hold; `pending` is what has yet to be embedded."""

    vacancies: int
    pending_vacancies: int
    people_pending: bool
    snapshot: str
    profiles: str
    model: str


class Ready(Shape):
    """The program can rank: its versions and the state of its indexes."""

    status: Literal["ready"]
    version: str
    reference_data: str
    rules: str
    weights: str
    index: IndexState
