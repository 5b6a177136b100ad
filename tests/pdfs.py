"""PDF files read back, by another library than the one that writes them."""

import io

from pypdf import PdfReader

LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"})
"""Letters that a browser draws as one."""


def text_of(content: bytes, tongue: str) -> str:
    """All text of a paper of ours, in its order; its language and title are said."""
    paper = PdfReader(io.BytesIO(content))
    assert str(paper.root_object["/Lang"]) == tongue
    assert paper.metadata
    assert paper.metadata.title
    return "\n".join(page.extract_text() for page in paper.pages).translate(LIGATURES)


def without_space(text: str) -> str:
    """Text as it can be compared wherever its lines were broken."""
    return "".join(text.split())
