"""The program as an administrator sees it: settings in force, and how it stands."""

from typing import Any

from pydantic import Field

from api.provenance import Origin
from api.schemas.parts import Shape

SETTINGS: dict[str, Any] = {
    "items": [
        {
            "name": "list_rows",
            "variable": "JEMBATAN_LIST_ROWS",
            "value": 20,
            "origin": "default",
            "description": "Rows of a ranked list.",
        }
    ]
}
SYSTEM: dict[str, Any] = {
    "ready": True,
    "version": "0.1.0",
    "reference_data": "2026-11-01",
    "rules": "7",
    "weights": "3",
    "model": "bge-small@0123456789ab",
    "snapshot": "0123456789ab.1204",
    "profiles": "0123456789ab.1204",
    "vectors": 1000,
    "dead": 3,
    "pending_vacancies": 0,
    "people_pending": False,
    "index_age_s": 0.7,
    "unsealed_rows": 12,
    "unsealed_s": 2.4,
    "jobs_set_aside": False,
}


class SettingOut(Shape):
    """A setting in force; of a secret only whether it is set."""

    name: str
    variable: str
    value: str | int | float | None
    origin: Origin
    description: str


class SettingsOut(Shape):
    """All settings."""

    items: list[SettingOut]


class SystemOut(Shape):
    """How the program stands. Of people no count is in it."""

    ready: bool
    version: str
    reference_data: str
    rules: str
    weights: str
    model: str = Field(description="`name@checksum`.")
    snapshot: str = Field(description="Of the index of vacancies; ends in the watermark.")
    profiles: str
    vectors: int = Field(description="Rows of the index.")
    dead: int = Field(description="Those of them that were replaced or removed and go at the next rebuild.")
    pending_vacancies: int
    people_pending: bool
    index_age_s: float = Field(description="Since changes were last taken in by this process.")
    unsealed_rows: int
    unsealed_s: float = Field(description="Age of the oldest row of the trail that is not sealed.")
    jobs_set_aside: bool
