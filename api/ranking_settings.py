"""Settings of ranking; `api.settings` takes them in with the others."""

from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings


class RankingSettings(BaseSettings):
    """How lists are made: lengths, time frames, and what a list may not be filled with."""

    list_rows: int = Field(20, ge=1, le=1_000)
    retrieval_rows: int = Field(300, ge=10, le=10_000)
    group_similar: bool = True
    employer_rows: int = Field(3, ge=0, le=1_000)
    horizon_days: int = Field(180, ge=1, le=1_830)
    any_time_days: int = Field(90, ge=0, le=730)
    max_wait_days: int = Field(120, ge=0, le=730)
    assimilation_radius_m: int = Field(25_000, ge=0, le=200_000)
    transfer_lead_working_days: int = Field(10, ge=0, le=250)
    two_thirds_formula: Literal["A", "B"] = "A"
    cohort_list_rows: int = Field(100, ge=5, le=10_000)
    cohort_employer_most: int = Field(0, ge=0)
    cohort_request_people: int = Field(500, ge=1)
    cohort_processes: int = Field(0, ge=0, le=256)
    ray_address: str | None = None
