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


def source(key: str) -> str | None:
    """The rule of law behind a key such as `reason.licence_missing`; None where no law stands behind it.

    Raises KeyError for a key that has no words.
    """
    return _catalogue()[key]["source"] or None


@cache
def _catalogue() -> Mapping[str, Mapping[str, str]]:
    text = files("matching").joinpath("messages.csv").read_text(encoding="utf-8")
    return {row["key"]: row for row in csv.DictReader(text.splitlines())}
