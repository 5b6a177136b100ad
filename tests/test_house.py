"""The house rules that no linter knows, and the documents against the code. Part of `make check`."""

import ast
import csv
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path

import pytest

from api.cli.settings import reference_table

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("matching", "embeddings", "data", "api")
MODULE_LINES, FUNCTION_LINES = 300, 50

WORDS_TO_AVOID = re.compile(
    r"\b(inmates?|ex-?con(vict)?s?|convict(s|ed)?|criminals?|felons?|offenders?|jailbirds?|napi|narapidana|penjahat)\b",
    re.IGNORECASE,
)
LEGAL_PHRASES: Mapping[str, tuple[str, ...]] = {
    # path: phrases of the law or of an official title, quoted as they are
}
MACHINE_PATHS = re.compile(r"(?<![\w.~$}-])/(?:work|root|Users|home/\w+|opt/(?!homebrew))/")
STATEMENT = re.compile(
    r"\s*(SELECT (?!1$)|INSERT INTO |UPDATE \w+ SET |DELETE FROM |MERGE INTO |WITH \w+ AS )"
)
SQL_ELSEWHERE: Mapping[str, str] = {
    "data/embedded/server.py": "makes the roles and the database, before there is a schema",
    "data/embedded/scratch.py": "makes, renames and drops whole databases, in which no other statement runs",
    "data/migrate.py": "makes the schema",
    "data/pool.py": "sets the actor in the session, at the head of every transaction",
}
GUIDES = ROOT / "api/web/guides"
LINK = re.compile(r"\[[^\]]*\]\((?!https?://|mailto:|#)([^)#\s]+)")


def tracked(*endings: str) -> list[Path]:
    """What git tracks or would, so that a slip is found before it is committed."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    paths = [ROOT / name for name in listing.stdout.split("\0") if name]
    return [path for path in paths if path.is_file() and (not endings or path.suffix in endings)]


def sources() -> list[Path]:
    return [path for path in tracked(".py") if path.relative_to(ROOT).parts[0] in PACKAGES]


def trees() -> Iterator[tuple[str, ast.Module]]:
    for path in sources():
        yield name_of(path), ast.parse(path.read_text("utf-8"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def texts() -> Iterator[tuple[str, str]]:
    """Tracked text files but this one, which has to name what it forbids."""
    for path in tracked():
        if path != Path(__file__).resolve():
            try:
                yield name_of(path), path.read_text("utf-8")
            except UnicodeDecodeError:
                continue


def test_every_setting_is_documented_as_it_is() -> None:
    documented = (ROOT / "docs/settings.md").read_text("utf-8")
    assert reference_table() in documented, (
        "docs/settings.md: put in what `jembatan settings --markdown` prints"
    )


def test_every_error_says_its_sentence_in_its_docstring() -> None:
    silent = [
        f"{name}: {node.name}"
        for name, node in error_classes()
        if not re.match(r"[A-Z].*\.$", (ast.get_docstring(node) or "").split("\n")[0])
    ]
    assert not silent


def error_classes() -> list[tuple[str, ast.ClassDef]]:
    """Classes that descend from an exception, found by the names of their bases until no more are."""
    classes = [
        (name, node) for name, tree in trees() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)
    ]
    errors = {"Exception", "ValueError", "LookupError", "RuntimeError", "OSError", "TypeError", "KeyError"}
    while True:
        found = [
            (name, node) for name, node in classes if errors & {ast.unparse(base) for base in node.bases}
        ]
        names = errors | {node.name for _, node in found}
        if names == errors:
            return found
        errors = names


def test_words_are_respectful() -> None:
    assert [
        f"{name}:{number}: {match.group()}"
        for name, text in texts()
        for number, line in enumerate(text.splitlines(), 1)
        if (match := WORDS_TO_AVOID.search(without_legal_phrases(name, line)))
    ] == []


def without_legal_phrases(name: str, line: str) -> str:
    for phrase in LEGAL_PHRASES.get(name, ()):
        line = line.replace(phrase, "")
    return line


def test_every_exception_for_a_legal_phrase_is_still_needed() -> None:
    for name, phrases in LEGAL_PHRASES.items():
        text = (ROOT / name).read_text("utf-8")
        assert all(phrase in text for phrase in phrases), name


def test_no_file_names_a_path_of_one_machine() -> None:
    assert [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in texts()
        for number, line in enumerate(text.splitlines(), 1)
        if MACHINE_PATHS.search(line)
    ] == []


def test_modules_fit_in_one_reading() -> None:
    long = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in sources()}
    assert {name: lines for name, lines in long.items() if lines >= MODULE_LINES} == {}


def test_functions_fit_on_a_screen() -> None:
    assert [
        f"{name}:{node.lineno}: {node.name}"
        for name, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno >= FUNCTION_LINES
    ] == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    empty = {"utils", "util", "helpers", "helper", "manager", "base", "common", "misc"}
    assert [
        name_of(path) for path in sources() if empty & {path.stem, *path.relative_to(ROOT).parent.parts}
    ] == []


@pytest.mark.parametrize("package", [*PACKAGES, "tests", "docs"])
def test_git_ignores_none_of_our_folders(package: str) -> None:
    answer = subprocess.run(
        ["git", "check-ignore", package, f"{package}/x.py"], cwd=ROOT, capture_output=True, check=False
    )
    assert answer.stdout == b""


def test_every_library_that_is_imported_has_a_home() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    homes = next(contract for contract in contracts if contract["name"] == "Each library has one home")
    known = {"numpy", *homes["forbidden_modules"], *PACKAGES, *sys.stdlib_module_names}
    assert [
        f"{name}: {library}" for name, tree in trees() for library in libraries(tree) if library not in known
    ] == []


def libraries(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


def test_sql_is_in_sql_files() -> None:
    assert [
        f"{name}:{node.lineno}: {node.value.strip()[:60]}"
        for name, tree in trees()
        if name not in SQL_ELSEWHERE
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and STATEMENT.match(node.value)
    ] == []


def test_every_folder_of_tests_is_a_package() -> None:
    folders = {path.parent for path in tracked(".py") if path.relative_to(ROOT).parts[0] == "tests"}
    assert [name_of(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


def test_links_between_documents_lead_somewhere() -> None:
    assert [
        f"{name_of(path)}: {target}"
        for path in tracked(".md")
        if "guides"
        not in path.parts  # their pictures go by name; tests/api/web/test_guide.py opens each chapter
        for target in LINK.findall(path.read_text("utf-8"))
        if not (path.parent / target).exists()
        and GUIDES not in path.parents  # their pictures go by a name: tests/browser/test_guide.py
    ] == []


def functions_of(path: Path) -> set[str]:
    return {
        node.name
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


QUOTED = re.compile(r"`((?:[\w/]+/)?test_\w+\.py)?(?:::(test_\w+))?`")


def test_every_test_that_a_document_names_is_there() -> None:
    """`path/test_x.py::test_y`, a file by its name alone, and `::test_y` of the file that was named last."""
    files = {name_of(path): path for path in tracked(".py") if path.name.startswith("test_")}
    missing, quoted = [], 0
    for document in tracked(".md"):
        last = ""
        for file, function in QUOTED.findall(document.read_text("utf-8")):
            if not file and not function:
                continue
            quoted += 1
            last = file or last
            known = [path for name, path in files.items() if name == last or name.endswith(f"/{last}")]
            if not known or (function and not any(function in functions_of(path) for path in known)):
                missing.append(f"{name_of(document)}: {last}::{function}")
    assert missing == []
    assert quoted > 60


def test_the_surfaces_of_the_taint_test_are_told_as_they_are() -> None:
    tree = ast.parse((ROOT / "tests/api/test_taint.py").read_text("utf-8"))
    (surfaces,) = [
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "SURFACES"
    ]
    walls = (ROOT / "docs/walls.md").read_text("utf-8")
    section = walls.partition("### Surfaces of the taint test\n")[2].partition("\n\n")[0]
    assert section.splitlines() == [f"- {one}" for one in surfaces]


def test_what_the_walks_along_the_walls_count_is_told_as_they_hold_it() -> None:
    """They tell the floors that the tests assert: more may come, and the document stays true."""
    rows = (ROOT / "docs/walls.md").read_text("utf-8").splitlines()
    for name in ("tests/api/test_matrix.py", "tests/api/test_query_matrix.py", "tests/api/web/test_walls.py"):
        floors = re.findall(
            r"assert (?:compared|told|len\((?:queries|reached)\)) > ([\d_]+)",
            (ROOT / name).read_text("utf-8"),
        )
        (row,) = [one for one in rows if one.startswith(f"| `{name}`")]
        told = re.findall(r"[\d,]+", row.partition("more than ")[2])
        assert [one.strip(",") for one in told if one.strip(",")] == [
            one.replace("_", ",") for one in floors
        ], name


def test_rules_of_retention_are_told_as_they_are() -> None:
    with (ROOT / "data/retention.csv").open(encoding="utf-8", newline="") as file:
        rules = {(row["kind"], row["days"]) for row in csv.DictReader(file)}
    told = re.findall(
        r"^\| `(\w+)` \| (\d+) \|", (ROOT / "docs/retention.md").read_text("utf-8"), re.MULTILINE
    )
    assert set(told) == rules


def test_what_only_a_lawyer_can_settle_says_so() -> None:
    for name in ("threat-model", "dpia", "data-protection", "retention"):
        assert "Not yet read by a lawyer." in (ROOT / f"docs/{name}.md").read_text("utf-8"), name


def test_no_setting_in_a_document_has_a_comment_behind_its_value() -> None:
    """systemd's EnvironmentFile takes a comment there as part of the value, while a shell drops it."""
    behind = re.compile(r"^[A-Z_]+=\S+[ \t]+#", re.MULTILINE)
    assert [
        path.name for path in (ROOT / "docs").glob("*.md") if behind.search(path.read_text("utf-8"))
    ] == []


def test_make_help_lists_every_command() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony is not None
    assert set(phony.group(1).split()) == set(re.findall(r"^([a-z]+):.*## \S", makefile, re.MULTILINE))


def test_the_setup_installs_the_torch_that_is_constrained() -> None:
    setup, constraints = ((ROOT / name).read_text("utf-8") for name in ("scripts/setup", "constraints.txt"))
    version = re.search(r"^TORCH=(\S+)$", setup, re.MULTILINE)
    assert version is not None
    assert f"\ntorch=={version.group(1)}\n" in constraints


def test_constraints_hold_every_declared_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = list(chain(project["dependencies"], *project["optional-dependencies"].values()))
    pinned = {normal(line) for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines()}
    assert {normal(requirement) for requirement in declared} - pinned == set()


def normal(requirement: str) -> str:
    """A requirement's name as package indexes compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\s\[<>=!~;]", requirement)[0]).lower()


def test_what_trains_or_weighs_reads_no_shortlist_no_answer_and_no_hire() -> None:
    """An import contract keeps the code apart; this keeps the tables out of what measures and trains beside it."""
    of_decisions = re.compile(
        r"shortlists?_|candidate_answers|hidings?_|hidden_vacanc|placements?_|\bhires\b", re.IGNORECASE
    )
    learning = [
        path
        for path in tracked(".py")
        if name_of(path).startswith("embeddings/")
        or name_of(path) in ("api/cli/train_model.py", "api/cli/training_pairs.py", "matching/evaluation.py")
        or name_of(path)
        in (
            "benchmarks/weights.py",
            "benchmarks/calibration.py",
            "benchmarks/quality.py",
            "benchmarks/worlds.py",
        )
    ]
    assert len(learning) > 15
    assert [name_of(path) for path in learning if of_decisions.search(path.read_text("utf-8"))] == []
