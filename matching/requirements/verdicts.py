"""Sentences that are nothing but a verdict on what stands before them: "Tidak wajib.", "Nilai tambah."."""

import re

from matching.requirements.cues import ACCEPTS, LAPSED, NOT_NEEDED, PREFER

_LACKING = r"(?:tidak|tdk|tak|gak|ga|nggak|belum|blm) (?:ada|punya|memiliki|mempunyai)(?:nya)?"
_ROUND_IT = (  # what may stand around it: "tapi ini tidak wajib ya", "kalau tidak punya juga tidak apa-apa"
    r"(?:tapi|tetapi|namun|hal|ini|itu|hanya|cuma|sebagai|sekadar|juga|pun|tetap|masih|saja|aja|ya|kok|sih|sifatnya"
    r"|bersifat|adalah|merupakan|menjadi|akan|dan|yang|tersebut|di ?atas|boleh|bisa|dapat|silah?kan|dipersilah?kan"
    rf"|melamar|untuk posisi ini|(?:(?:kalau|jika|bila|apabila) )?{_LACKING}|but|though|this|that|it|it's|is|are"
    r"|just|only|also|as|and|for this (?:position|role|job)|to apply|you can|may|still|apply)"
)
_SAYS = (
    rf"(?:{NOT_NEEDED}|{PREFER}|{_LACKING}|(?:boleh|bisa|dapat) (?:menyusul|tidak|tanpa)|can follow(?: later)?"
    rf"|no problem|if (?:any|available)|a bonus|an asset|desirable|{LAPSED} (?:(?:juga|pun|tetap|is|also) )?{ACCEPTS})"
)
_VERDICT = re.compile(rf"[\W_]*(?:{_ROUND_IT}[\W_]+)*{_SAYS}(?:[\W_]+(?:{_ROUND_IT}|{_SAYS}))*[\W_]*")
_LONGEST = 60
_LONGEST_GAP = 16  # characters of bullets, numbers and blanks between a sentence and what is said of it
_BARE_WISH = re.compile(
    r"[\W_]*(?:nilai (?:plus|tambah)(?:\W+(?:diutamakan|opsional|optional))?|lebih disukai)[\W_]*"
)  # a heading, too
_ENDED = re.compile(r"[.!]\s*$|^\W*[(\[].*[)\]]\s*$", re.DOTALL)


def is_verdict(text: str, before: int, start: int, end: int) -> bool:
    """Whether what stands at `start` to `end` says of what ends at `before` that it is not needed, or a wish.

    A wish in words that are also a heading ("Nilai plus") is one only in the line of what it is said of, behind a
    bullet, with the mark that ends a sentence, or where nothing follows that it could head.
    """
    if end - start > _LONGEST or start - before > _LONGEST_GAP or text[end - 1] == ":":
        return False
    words = text[start:end].lower()
    if not _VERDICT.fullmatch(words):
        return False
    if not _BARE_WISH.fullmatch(words):
        return True
    gap = text[before:start]
    own_line = "\n" in gap or "\r" in gap
    return not own_line or bool(gap.strip()) or is_ended(text, start, end) or not text[end:].strip()


def may_head(text: str, start: int, end: int) -> bool:
    """Whether a verdict may be meant as the heading of what follows, too: "- Nilai plus", "- SIM C"."""
    return bool(_BARE_WISH.fullmatch(text[start:end].lower())) and not is_ended(text, start, end)


def is_ended(text: str, start: int, end: int) -> bool:
    """Whether a piece ends as a sentence does, or stands in brackets."""
    return _ENDED.search(text[start:end]) is not None
