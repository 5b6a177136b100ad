"""Schemes and training providers by one name each, however somebody has written it: they are free words."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Final, TypeVar

from matching.aliases import without_paper
from matching.outcomes import NO_GROUP, Facts, Grouping, PersonRow, PlacementRow, ProposalRow
from matching.phrases import plain

_Row = TypeVar("_Row", PersonRow, ProposalRow, PlacementRow)
_IN_FULL: Final = (  # as `plain` writes it; what a longer one holds stands after it
    (" unit pelaksana teknis daerah ", " uptd "),
    (" unit pelaksana teknis pusat ", " uptp "),
    (" unit pelaksana teknis ", " upt "),
    (" balai besar pelatihan vokasi dan produktivitas ", " bbpvp "),
    (" balai pelatihan vokasi dan produktivitas ", " bpvp "),
    (" balai besar latihan kerja ", " bblk "),
    (" balai latihan kerja ", " blk "),
    (" balai pelatihan kerja ", " blk "),
    (" lembaga sertifikasi profesi ", " lsp "),
    (" lembaga sertifikasi kompetensi ", " lsk "),
    (" lembaga kursus dan pelatihan ", " lkp "),
    (" lembaga pelatihan kerja ", " lpk "),
    (" badan nasional sertifikasi profesi ", " bnsp "),
    (" pusat kegiatan belajar masyarakat ", " pkbm "),
    (" lembaga pemasyarakatan ", " lapas "),
    (" kementerian ketenagakerjaan ", " kemnaker "),
    (" kemenaker ", " kemnaker "),
    (" republik indonesia ", " ri "),
    (" kab ", " kabupaten "),
)
_INITIALS = re.compile(r"(?<= )(?:[a-z] ){2,}")  # "B.L.K. Semarang"
_TWICE = re.compile(r" (\w+)(?= \1 )")  # "Balai Latihan Kerja (BLK) Semarang"
_LICENSED_BY = re.compile(r"^ bnsp (?:melalui |via |oleh |through |by )?(?=lsp )")
_STANDS_UNDER = re.compile(
    r" upt[dp]?(?= )"
)  # a BLK is one of the government's, whether somebody says so or not


def spelt_alike(facts: Facts, by: Grouping) -> Facts:
    """The rows with one spelling of each scheme, or of each provider: that of most rows. Other groupings: as they are.

    Names are alike where case, blanks and punctuation alone tell them apart, words that a paper puts before the title
    of a scheme, or whether the kind of a provider is written in full. "BLK Kota X" and "BLK X" stay two.
    """
    if by not in _ALIKE:
        return facts
    rows = (*facts.people, *facts.proposals, *facts.placements)
    written = Counter(name for row in rows for name in row.groups(by) if name != NO_GROUP)
    keys = {name: _ALIKE[by](name).strip() or name for name in written}
    kept: dict[str, str] = {}
    for name in sorted(written, key=lambda name: (-written[name], name)):
        kept.setdefault(keys[name], name.strip() or name)
    spelling = {name: kept[key] for name, key in keys.items()}
    return Facts(
        [_with(row, by, spelling) for row in facts.people],
        [_with(row, by, spelling) for row in facts.proposals],
        [_with(row, by, spelling) for row in facts.placements],
    )


def _scheme(name: str) -> str:
    named = plain(name)
    bare = without_paper(named)
    return bare if bare.strip() else named


def _provider(name: str) -> str:
    named = _INITIALS.sub(lambda match: f"{match.group().replace(' ', '')} ", plain(name))
    for long, short in _IN_FULL:
        named = named.replace(long, short)
    named = _LICENSED_BY.sub(" ", _TWICE.sub("", named))
    bare = _STANDS_UNDER.sub("", named)
    return bare if bare.strip() else named


_ALIKE: Final = {Grouping.SCHEME: _scheme, Grouping.PROVIDER: _provider}


def _with(row: _Row, by: Grouping, spelling: Mapping[str, str]) -> _Row:
    """The row with these names; two that are one count once."""
    names = row.schemes if by is Grouping.SCHEME else row.providers
    told = tuple(dict.fromkeys(spelling[name] for name in names))
    if told == names:
        return row
    return replace(row, schemes=told) if by is Grouping.SCHEME else replace(row, providers=told)
