"""Settings of shortlists; `api.settings` takes them in with the others."""

from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings


class ShortlistSettings(BaseSettings):
    """How shortlists are made, approved and sent."""

    shortlist_rows: int = Field(10, ge=1, le=100)
    shortlist_interest: bool = True
    hold_days: int = Field(14, ge=1, le=90)
    sheet_contact: str = Field("", max_length=200)
    shortlist_second_approval: list[Literal["case_by_case_field", "first_contact"]] = Field(
        ["case_by_case_field", "first_contact"]
    )
