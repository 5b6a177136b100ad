"""Settings of shortlists; `api.settings` takes them in with the others."""

from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings


class ShortlistSettings(BaseSettings):
    """How shortlists are made, approved and sent."""

    shortlist_rows: int = Field(
        10, ge=1, le=100, description="Rows of a ranking that a new shortlist takes over."
    )
    shortlist_interest: bool = Field(
        default=True,
        description="A shortlist is sent only when every person in it has said to be interested. "
        "Held by the database, as `serve` told it; less is asked for only when no other server runs.",
    )
    hold_days: int = Field(
        14,
        ge=1,
        le=90,
        description="Days for which an opening is held for somebody who has no answer yet; then it is given back.",
    )
    sheet_contact: str = Field(
        "",
        max_length=200,
        description="Telephone or address on the sheet that a person is given: where they can ask and object.",
    )
    shortlist_second_approval: list[Literal["case_by_case_field", "first_contact"]] = Field(
        ["case_by_case_field", "first_contact"],
        description="What asks for the approval of a second person: fields of work that are decided case by case, "
        "the first contact with an employer. As JSON; `[]` asks for none. "
        "Held by the database, as `serve` told it; less is asked for only when no other server runs.",
    )
