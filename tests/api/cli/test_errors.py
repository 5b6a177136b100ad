"""Every error of ours has an exit code of docs/cli.md and one sentence."""

import re
from pathlib import Path

import pytest

import data.errors
import embeddings.errors
import matching.errors
from api.cli import exit_codes
from api.cli.errors import explained_exit
from api.settings import SettingsError
from data.errors import Unavailable
from matching.errors import AlreadyUndone, GateClosed, NotFound, UndoRefused, VersionConflict

MODULES = (matching.errors, data.errors, embeddings.errors)
ERRORS = [
    kind
    for module in MODULES
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, Exception) and kind.__module__ == module.__name__
] + [SettingsError]
DOCUMENTED = {
    int(code)
    for code in re.findall(
        r"^\| (\d+) \|", (Path(__file__).parents[3] / "docs/cli.md").read_text("utf-8"), re.M
    )
}
EXPECTED = {
    "SettingsError": exit_codes.USAGE,
    "NotFound": exit_codes.NOT_FOUND,
    "GateClosed": exit_codes.CONFLICT,
    "VersionConflict": exit_codes.CONFLICT,
    "UndoRefused": exit_codes.CONFLICT,
    "AlreadyUndone": exit_codes.CONFLICT,
    "Unavailable": exit_codes.UNAVAILABLE,
    "TryAgain": exit_codes.UNAVAILABLE,
    "EmbeddedServerError": exit_codes.UNAVAILABLE,
    "ModelUnavailable": exit_codes.UNAVAILABLE,
    "UnknownReference": exit_codes.PROBLEMS,
}


def bare(kind: type[Exception]) -> Exception:
    """An error of this kind that says nothing of its own."""
    return kind.__new__(kind)


@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
def test_every_error_has_a_documented_code_and_a_sentence(kind: type[Exception]) -> None:
    code, line = explained_exit(bare(kind))
    assert code in DOCUMENTED - {exit_codes.OK, exit_codes.INTERRUPTED}
    assert line.strip()
    assert code == EXPECTED.get(kind.__name__, code)


def test_the_errors_that_the_table_names_exist() -> None:
    assert set(EXPECTED) <= {kind.__name__ for kind in ERRORS}


def test_every_code_of_ours_is_documented() -> None:
    codes = {value for name, value in vars(exit_codes).items() if name.isupper()}
    assert codes == DOCUMENTED


def test_what_an_error_says_of_itself_is_its_line() -> None:
    assert explained_exit(SettingsError("JEMBATAN_PORT: too large")) == (
        exit_codes.USAGE,
        "JEMBATAN_PORT: too large",
    )


@pytest.mark.parametrize(
    ("problem", "indonesian", "english"),
    [
        (NotFound("vacancy"), "Tidak ada", "no such vacancy"),
        (GateClosed(), "menyetujui", "gate to matching"),
        (VersionConflict(), "baca ulang", "read it again"),
        (UndoRefused(), "tidak dapat dibatalkan", "cannot be undone"),
        (AlreadyUndone(), "sudah dibatalkan", "undone before"),
        (Unavailable("08006"), "tidak dapat dihubungi", "cannot be reached. (08006)"),
    ],
    ids=lambda one: type(one).__name__ if isinstance(one, Exception) else None,
)
def test_common_errors_speak_indonesian_first_and_english(
    problem: Exception, indonesian: str, english: str
) -> None:
    _, line = explained_exit(problem)
    first, _, second = line.partition(" / ")
    assert indonesian in first
    assert english in second
