"""Settings of fairness reports; `api.settings` takes them in with the others."""

from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings


class FairnessSettings(BaseSettings):
    """When a group fares so much worse that a human must look, and what a new recipe needs before it ranks."""

    fairness_ratio: float = Field(0.8, gt=0, le=1)
    fairness_people: int = Field(10, ge=5, le=10_000)
    fairness_comparison: Literal["off", "warn", "require"] = "require"
