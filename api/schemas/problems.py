"""Problems as RFC 9457 has them."""

from pydantic import Field

from api.schemas.parts import Shape


class FieldProblem(Shape):
    """What is wrong where: a JSON pointer into the body, or the name of a parameter. Never what was sent."""

    pointer: str | None = Field(None, examples=["/facts/home"])
    field: str | None = Field(None, examples=["limit"])
    place: str | None = Field(None, alias="in", examples=["query"])
    problem: str = Field(examples=["harus diisi / is required"])


class Problem(Shape):
    """Why a request was refused or failed."""

    type: str = Field(examples=["urn:jembatan:problem:invalid"])
    title: str
    status: int
    detail: str | None = None
    instance: str | None = Field(None, description="Of this one occurrence; unexpected ones are in the log.")
    errors: list[FieldProblem] | None = None
