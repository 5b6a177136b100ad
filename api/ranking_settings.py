"""Settings of ranking; `api.settings` takes them in with the others."""

from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings


class RankingSettings(BaseSettings):
    """How lists are made: lengths, time frames, and what a list may not be filled with."""

    list_rows: int = Field(
        20, ge=1, le=1_000, description="Length of a ranked list when nobody asks otherwise."
    )
    retrieval_rows: int = Field(
        300,
        ge=10,
        le=10_000,
        description="Rows that each retriever brings to the pool; the score ignores it.",
    )
    group_similar: bool = Field(
        default=True,
        description="Near-duplicate vacancies stand behind the best of them in a list; false shows each.",
    )
    employer_rows: int = Field(
        3,
        ge=0,
        le=1_000,
        description="Rows of one employer among the first `JEMBATAN_LIST_ROWS` of a list; 0 sets no limit.",
    )
    horizon_days: int = Field(
        180, ge=1, le=1_830, description="A person is near release when it is expected within this many days."
    )
    any_time_days: int = Field(
        90, ge=0, le=730, description="How long an employer who says “any time” is taken to wait, from today."
    )
    max_wait_days: int = Field(
        120, ge=0, le=730, description="A start later than this after the latest release date is too late."
    )
    assimilation_radius_m: int = Field(
        25_000,
        ge=0,
        le=200_000,
        description="Work during assimilation lies within this distance of the facility.",
    )
    transfer_lead_working_days: int = Field(
        10,
        ge=0,
        le=250,
        description="Lead time of moving supervision to another area (pelimpahan bimbingan).",
    )
    two_thirds_formula: Literal["A", "B"] = Field(
        "A",
        description="Own estimate of the two-thirds date, always labelled an estimate. "
        "A: start + 2/3 × sentence − remission; B: start + 2/3 × (sentence − remission).",
    )
    cohort_list_rows: int = Field(
        100,
        ge=5,
        le=10_000,
        description="Rows of each person's list that a plan for a cohort weighs against the others' at most.",
    )
    cohort_employer_most: int = Field(
        0, ge=0, description="Proposals of a plan that one employer may get; 0: as many as it has openings."
    )
    cohort_request_people: int = Field(
        500,
        ge=1,
        description="People of a plan that is asked for over HTTP, at most; larger ones are made on the command line.",
    )
    cohort_processes: int = Field(
        0, ge=0, le=256, description="Processes that rank a cohort; 0: as many as there are processors."
    )
    ray_address: str | None = Field(
        None,
        description="Ray cluster that ranks cohorts (`auto`, `host:port`); the extra `ray` is needed. Not set: this "
        "machine.",
    )
