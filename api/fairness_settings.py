"""Settings of fairness reports; `api.settings` takes them in with the others."""

from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings


class FairnessSettings(BaseSettings):
    """When a group fares so much worse that a human must look, and what a new recipe needs before it ranks."""

    fairness_ratio: float = Field(
        0.8,
        gt=0,
        le=1,
        description="A group's ratio of selection or exposure under this is an alarm (four-fifths rule).",
    )
    fairness_people: int = Field(
        10,
        ge=5,
        le=10_000,
        description="People in the group, and among the others, from which on it is judged.",
    )
    fairness_comparison: Literal["off", "warn", "require"] = Field(
        "require",
        description="Whatever ranks people by a model or weights that this database has not known, and that no stored "
        "`jembatan fairness compare` has compared with those it has: nothing, a warning, or a refusal.",
    )
