"""What a release list says of each person: the window, on which basis, and the supervision after it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from matching.errors import InvalidValue
from matching.intake.rows import ReadRow
from matching.language.problems import refusal
from matching.release import ReleaseWindow, Supervision
from matching.vocabulary import SUPERVISED_MODES, DateBasis, ReleaseMode

_UNSUPERVISED = frozenset({ReleaseMode.FULL_TERM, ReleaseMode.REMISSION})
_DATES = ("earliest", "expected", "latest")
_SUPERVISION = ("supervision_until", "area", "report_every_days")
_MONTHLY_DAYS = 30


def window(row: ReadRow) -> tuple[ReleaseWindow, Supervision | None]:
    """The window and supervision of a row.

    All three dates, or one that then stands for all three, or the source's two-thirds or expiry date. Two of the
    three leave the third open, and it is not guessed.

    Raises:
        InvalidValue: no dates, not enough of them, or dates that contradict each other.
    """
    said = row.values
    mode: ReleaseMode = said["mode"]
    stated = [said[name] for name in _DATES if name in said]
    (earliest, expected, latest), basis = _stated(said, stated) if stated else _of_source(said, mode)
    if not earliest <= expected <= latest:
        raise refusal(
            "expected",
            "urutannya harus paling awal, perkiraan, paling lambat",
            "the order must be earliest, expected, latest",
        )
    source = said.get("window_source") or said.get("source") or ""
    found = ReleaseWindow(mode, earliest, expected, latest, basis, said["as_of"], source)
    return found, _supervision(said, mode, earliest)


def _stated(said: Mapping[str, Any], stated: list[date]) -> tuple[tuple[date, date, date], DateBasis]:
    if "basis" not in said:
        raise refusal(
            "basis",
            "isi dasar tanggal: SK, sidang TPP, tanggal 2/3, ekspirasi, atau perkiraan",
            "say the basis: decision, board, two-thirds date, expiry or estimate",
        )
    if len(stated) == 1:
        return (stated[0], stated[0], stated[0]), said["basis"]
    for name in _DATES:
        if name not in said:
            raise refusal(
                name,
                "isi ketiga tanggal, atau satu saja yang berlaku untuk ketiganya",
                "fill all three dates, or just one that stands for all three",
            )
    return (stated[0], stated[1], stated[2]), said["basis"]


def _of_source(said: Mapping[str, Any], mode: ReleaseMode) -> tuple[tuple[date, date, date], DateBasis]:
    """Two thirds opens the way to PB, CB and CMB (Permenkumham 3/2018) and the sentence's end is its last day."""
    two_thirds, expiry = said.get("two_thirds"), said.get("expiry")
    if mode in SUPERVISED_MODES and two_thirds:
        found = (two_thirds, two_thirds, expiry or two_thirds), DateBasis.SOURCE_TWO_THIRDS
    elif mode in _UNSUPERVISED and expiry:
        found = (expiry, expiry, expiry), DateBasis.SOURCE_EXPIRY
    else:
        raise refusal(
            "expected",
            "tidak ada tanggal; isi perkiraan bebas, atau tanggal 2/3 (PB, CB, CMB) atau ekspirasi dari sumber",
            "no date; fill the expected release, or the source's two-thirds (PB, CB, CMB) or expiry date",
        )
    if said.get("basis", found[1]) is not found[1]:
        raise refusal(
            "basis", "dasar ini tidak cocok dengan tanggalnya", "this is not the basis of the date given"
        )
    return found


def _supervision(said: Mapping[str, Any], mode: ReleaseMode, earliest: date) -> Supervision | None:
    stated = [name for name in _SUPERVISION if name in said]
    if mode in _UNSUPERVISED and stated:
        raise refusal(
            stated[0],
            "setelah bebas murni atau remisi II tidak ada bimbingan; periksa jenis pembebasan",
            "nobody supervises after full term or remission; check the release mode",
        )
    if not stated and mode not in SUPERVISED_MODES:
        return None
    until = said.get("supervision_until")
    if until is not None and until < earliest:
        raise InvalidValue(
            "supervision_until",
            "bimbingan berakhir sebelum bebas; periksa tanggalnya / supervision ends before release",
        )
    return Supervision(until, said.get("area", ()), said.get("report_every_days", _MONTHLY_DAYS))
