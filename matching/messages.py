"""Words for the codes of the domain, Indonesian first: one catalogue, `messages.csv`, for every surface."""

import csv
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files


class Tongue(StrEnum):
    """Languages of the interface."""

    INDONESIAN = "id"
    ENGLISH = "en"


def words(key: str, tongue: Tongue) -> str:
    """The words for a key such as `reason.too_far`. Raises KeyError for a key that has none."""
    return _catalogue()[key][tongue]


@cache
def _catalogue() -> Mapping[str, Mapping[Tongue, str]]:
    text = files("matching").joinpath("messages.csv").read_text(encoding="utf-8")
    return {
        row["key"]: {tongue: row[tongue] for tongue in Tongue} for row in csv.DictReader(text.splitlines())
    }
