"""What a wording is: a pattern for a code, and what silences it; and in what words a group of people is shut out."""

import re
from dataclasses import dataclass
from typing import Final

from matching.lint.catalogue import Code


@dataclass(frozen=True, slots=True)
class Wording:
    """A pattern for a code. It says nothing where `unless` stands in the same clause; `plain`: nor where the clause
    denies it ("tanpa biaya"). Among duties nothing is looked for, nor what is `no_benefit` among benefits.
    """

    code: Code
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None = None
    plain: bool = True
    no_benefit: bool = False


def wording(
    code: Code, pattern: str, unless: str = "", *, plain: bool = True, no_benefit: bool = False
) -> Wording:
    """A wording of patterns as they are written."""
    return Wording(code, re.compile(pattern), re.compile(unless) if unless else None, plain, no_benefit)


_APPLY = r"(?:melamar|mendaftar|daftar|bergabung|masuk|ikut|apply|join)"
_BARRED: Final = (
    rf"(?:dilarang|ditolak|(?:tidak|tdk|tak) (?:kami |akan )?(?:diterima|terima|dilayani|diproses|dipertimbangkan)"
    rf"|(?:mohon )?(?:jangan|tidak) {_APPLY}"
    rf"|(?:tidak|tdk|tak) (?:boleh|bisa|dapat|diperkenankan|diizinkan|perlu|usah) {_APPLY}|gugur"
    r"|(?:(?:will|can|shall|are|is|must|do|may)(?: not|not)|need not|cannot)(?: be)?"
    r" (?:considered|accepted|hired|eligible|welcome|apply|processed|allowed)|(?:are|is"
    r"|will be) (?:rejected|excluded))"
)
_NO: Final = (
    r"(?:tidak (?:kami )?(?:menerima|terima|mempekerjakan|untuk)|selain|kecuali|bukan|non|except"
    r"|(?:do|does|will|can) ?not (?:accept|hire|employ|take)|no)"
)
WELCOME: Final = (
    r"(?<!not )\bwelcome|encouraged to|(?<!tidak )(?<!tdk )(?<!tak )\bboleh melamar|terbuka (?:bagi"
    r"|untuk)|dipersilakan"
    r"|\b(?:tidak|tdk) (?:ada )?masalah|no (?:problem|obstacle|barrier)|regardless|discriminat|diskrimin"
)
"""Words of a company that shuts nobody out."""


def shut_out(group: str) -> str:
    """A pattern for whom a clause keeps from applying: "GROUP dilarang melamar", "tidak menerima GROUP", "no GROUP"."""
    return (
        rf"\b{group}\b[^,;.]{{0,30}}\b{_BARRED}\b"
        rf"|\b{_NO}\W{{1,3}}(?:(?:pelamar|kandidat|orang|calon|yang|applicants?|candidates?|people|with"
        rf"|an?)\W+){{0,3}}{group}\b"
    )
