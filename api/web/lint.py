"""A vacancy's text with what was found in it beside: which words, in the order of the findings."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from matching.lint.catalogue import Finding


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text and the numbers, from 1, of the findings that it belongs to."""

    text: str
    findings: tuple[int, ...]


def pieces(text: str, findings: Sequence[Finding]) -> list[Piece]:
    """The text cut where a finding begins or ends; the pieces together are the text."""
    spans = [
        (number, one.start, one.end)
        for number, one in enumerate(findings, start=1)
        if one.start is not None and one.end is not None
    ]
    cuts = sorted({0, len(text), *(min(cut, len(text)) for _, *ends in spans for cut in ends)})
    return [
        Piece(
            text[start:end], tuple(number for number, first, last in spans if first <= start and end <= last)
        )
        for start, end in pairwise(cuts)
    ]
