"""Words in an advertisement that law or circular does not allow, or that keep people away.

A wording is looked for in one clause at a time, so that "tanpa" and "tidak" are those of the same clause.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from matching.lint.catalogue import Code, Finding
from matching.lint.money import PAYING
from matching.lint.origins import ORIGINS
from matching.lint.people import KEPT_AWAY
from matching.lint.terms import TERMS
from matching.requirements.clauses import Clause, Section
from matching.requirements.items import Strength
from matching.requirements.reading import CLAUSES_REMEMBERED
from matching.requirements.strength import strength_at

_NOBODY = re.compile(  # the company says that it does not, or warns of others who do
    r"\b(?:tanpa|bebas|gratis|free|no|bukan|jangan|waspada|hati-hati|penipuan|mengatasnamakan|never|not)\b"
    r"|\b(?:tidak|tdk|tak|gak|nggak|ga)\b(?!\W+boleh)"
)
_PAID_FOR = re.compile(
    r"ditanggung|dibiayai|dibayarkan? (?:oleh )?perusahaan|disediakan|subsidi|bantuan|pengganti|tunjangan|reimburs"
    r"|(?:perusahaan|kami|kantor|company|we)\b[^.;]{0,20}\b(?:menanggung|membiayai|menyediakan|covers?|pays?|bears?)\b"
    r"|dikembalikan oleh|mendapat|fasilitas|biaya (?:perjalanan|kesehatan|pengobatan|lembur|hidup)"
)


_BY_APPLICANT = re.compile(r"pelamar|(?:ditanggung|dibayar\w*|dibiayai) (?:oleh )?(?:calon|peserta|kandidat)")

EVERY: Final = (*KEPT_AWAY, *ORIGINS, *PAYING, *TERMS)


def worded(clause: Clause) -> Iterator[Finding]:
    """Findings of the wordings in one clause, each code at most once."""
    if clause.tells(Section.DUTIES):
        return
    for code, start, end in _standing(clause.words, clause.section, clause.label, clause.form, clause.judged):
        yield Finding(code, clause.start + start, clause.start + end)


def forget_wordings() -> None:
    """Remember of no clause any more what stands in it."""
    _standing.cache_clear()


@lru_cache(CLAUSES_REMEMBERED)
def _standing(
    words: str, section: Section, label: str, form: bool, judged: int
) -> tuple[tuple[Code, int, int], ...]:
    """(code, start, end in the clause). Many clauses stand in vacancy after vacancy."""
    return tuple(_looked_for(Clause(words, 0, section, label, form, judged)))


def _looked_for(clause: Clause) -> Iterator[tuple[Code, int, int]]:
    found: set[Code] = set()
    for one in EVERY:
        if one.code in found or (one.no_benefit and clause.tells(Section.BENEFITS)):
            continue
        match = one.search(clause.words)
        if match is None or (one.unless and one.unless.search(clause.words)):
            continue
        if one.plain and _denied(clause, match):
            continue
        found.add(one.code)
        yield one.code, match.start(), match.end()


def _denied(clause: Clause, match: re.Match[str]) -> bool:
    """Whether the clause says that it is not so: "tanpa biaya", "tidak ada uang jaminan", "ditanggung perusahaan"."""
    before, after = clause.words[: match.start()], clause.words[match.end() :]
    near = before.rpartition(".")[2][-60:]
    return (
        _NOBODY.search(near) is not None
        or _NOBODY.search(match.group()) is not None
        or re.match(r"[^,.;]{0,25}\b(?:tidak|bukan|gratis|free|nol|0\b)", after) is not None
        or (_PAID_FOR.search(clause.words) is not None and not _BY_APPLICANT.search(clause.words))
        or strength_at(clause, match.start(), match.end()) is Strength.NOT_NEEDED
    )
