"""Merge patches: what stands, changed, and read anew by the shape that a creation has."""

from collections.abc import Mapping
from typing import Any, TypeVar

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError

from api.schemas.documents import merged

S = TypeVar("S", bound=BaseModel)


def patched(shape: type[S], standing: Mapping[str, Any], patch: Mapping[str, Any]) -> S:
    """What stands with a merge patch applied, read anew; what is wrong is wrong with the body."""
    try:
        return shape.model_validate(merged(standing, patch))
    except ValidationError as error:
        problems = error.errors(include_url=False)
        raise RequestValidationError([{**one, "loc": ("body", *one["loc"])} for one in problems]) from None
