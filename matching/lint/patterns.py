"""What a wording is: a pattern for a code, and what silences it; and in what words a group of people is shut out."""

import re
from dataclasses import dataclass
from typing import Final

from matching.lint.catalogue import Code


@dataclass(frozen=True, slots=True)
class Wording:
    """A pattern for a code. It says nothing where `unless` stands in the same clause; `plain`: nor where the clause
    denies it ("tanpa biaya"). Among duties nothing is looked for, nor what is `no_benefit` among benefits.

    One of `hints` stands in whatever the pattern matches: most clauses have none, and to look for one costs little.
    """

    code: Code
    hints: tuple[str, ...]
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None = None
    plain: bool = True
    no_benefit: bool = False

    def search(self, words: str) -> re.Match[str] | None:
        """The first place in a clause's words where it stands, whatever else the clause says."""
        for hint in self.hints:
            if hint in words:
                return self.pattern.search(words)
        return None


def wording(
    code: Code, hints: str, pattern: str, unless: str = "", *, plain: bool = True, no_benefit: bool = False
) -> Wording:
    """A wording of patterns as they are written; `hints` with blanks between them."""
    silenced = re.compile(unless) if unless else None
    return Wording(code, tuple(hints.split()), re.compile(pattern), silenced, plain, no_benefit)


NOT: Final = (
    r"(?:tidak|tdk|tdak|tak|ga+k?|gk|ngg?ak?|bukan|bkn|belum|blm|tanpa|tnp|bebas|bersih|no|not|never|without"
    r"|free (?:of|from))"
)
"""Words that deny, as they are written: in full, cut short, as they are spoken, and in English."""
YET: Final = r"(?:sudah|sdh|udah|udh|telah|tlh)"
_NOT = r"(?:tidak|tdk|tdak|tak|ga+k?|gk|ngg?ak?|belum|blm)"
_APPLY = r"(?:melamar|lamar|mendaftar|daftar|bergabung|gabung|masuk|ikut|apply|join)"
_MAY = r"(?:(?:kami|kita|akan|bisa|dapat|dpt|boleh|mau|perlu|usah|untuk|utk|di) ){0,3}"
_BARRED: Final = (
    rf"(?:dilarang|dlrg|ditolak|gugur|(?:mohon |harap )?jangan {_APPLY}"
    rf"|{_NOT} {_MAY}(?:(?:di ?)?(?:terima|layani|proses|panggil|hitung|pertimbangkan|perkenankan|perbolehkan|izinkan)"
    rf"|{_APPLY})|{_NOT} (?:boleh|bisa|dapat|diperkenankan|diperbolehkan|diizinkan)(?=\W*$)"
    r"|(?:not|cannot|\w{2,5}n't)(?: to)?(?: be)? (?:considered|accepted|hired|eligible|welcome|apply|processed|allowed"
    r"|permitted|taken)|(?:are|is|will be) (?:rejected|excluded))"
)
_NO: Final = (
    rf"(?:{_NOT} (?:kami |mau |bisa |dapat )?(?:menerima|nerima|terima|mempekerjakan|mencari|untuk|utk)|selain|kecuali"
    r"|bukan|bkn|non|anti|except|(?:(?:do|does|will|can) ?not|\w{2,5}n't) (?:accept|hire|employ|take|want)|no)"
)
WELCOME: Final = (
    r"(?<!not )\bwelcome|encouraged to|(?<!tidak )(?<!tdk )(?<!tak )\bboleh melamar|terbuka (?:bagi"
    r"|untuk)|dipersilakan"
    r"|\b(?:tidak|tdk|ga+k?|ngg?ak?) (?:ada |jadi |menjadi )?masalah|\bbukan (?:masalah|halangan|hambatan)"
    r"|no (?:problem|obstacle|barrier)|not an? (?:problem|obstacle|barrier)|regardless|(?:tidak|tdk)"
    r" (?:menolak|melarang|mempermasalahkan)|discriminat|diskrimin"
)
"""Words of a company that shuts nobody out."""


def shut_out(group: str) -> str:
    """A pattern for whom a clause keeps from applying: "GROUP dilarang melamar", "tidak menerima GROUP", "no GROUP",
    "GROUP: no"."""
    return (
        rf"\b{group}\b[^,;.]{{0,30}}\b{_BARRED}\b"
        rf"|\b{_NO}\W{{1,3}}(?:(?:pelamar|kandidat|orang|calon|yang|yg|applicants?|candidates?|people|with"
        rf"|an?|visible)\W+){{0,3}}{group}\b"
        rf"|\b{group}\W{{1,4}}(?:no|tidak|tdk|jangan|skip)\W*$"
    )
