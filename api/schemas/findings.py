"""What the lint of a vacancy has found."""

from pydantic import Field

from api.schemas.parts import Shape
from matching.lint.catalogue import Code, Severity


class BothTongues(Shape):
    """The same words, Indonesian first."""

    id: str
    en: str


class FindingOut(Shape):
    """One finding with its rule and what to do about it."""

    code: Code
    severity: Severity
    rule: str = Field(description="The rule of law behind it.")
    start: int | None = Field(
        description="Offset into title, line break, description; null: it is of a field, or of what is not there."
    )
    end: int | None
    details: dict[str, str | int]
    message: BothTongues
    suggestion: BothTongues


class LintOut(Shape):
    """Findings of a draft, the heaviest first; `blocks`: whether one of them keeps it from being published."""

    blocks: bool
    findings: list[FindingOut]
