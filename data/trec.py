"""An evaluation collection on disk: queries and documents as JSON lines, judgements and runs in TREC form.

A folder holds `queries.jsonl` (`qid`, `title`, `text`), `docs.jsonl` (`doc_id`, `title`, `description`, `skills`,
`education`, `location`) and `qrels.tsv` (query id, iteration, document id, grade). Other fields are ignored.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from data.errors import DataError

RUN_DEPTH = 1000  # rows of a query that a run file holds at most


class MalformedCollection(DataError):
    """A file of an evaluation collection cannot be read."""

    indonesian = "Ada berkas koleksi uji yang tidak dapat dibaca"

    def __init__(self, path: Path, line: int, field: str, problem: str) -> None:
        super().__init__(f"{path.name}, line {line}, {field}: {problem}")
        self.path = path
        self.line = line
        self.field = field
        self.problem = problem


class MissingFile(DataError):
    """A folder is no evaluation collection: one of its files is missing."""

    indonesian = "Map ini bukan koleksi uji: salah satu berkasnya tidak ada"

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path.parent}: {path.name}")
        self.path = path


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked: the title of a certificate and, where there is one, the goal of its training."""

    qid: str
    title: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """What is found: an advertisement. Only the id and the title are always there."""

    doc_id: str
    title: str
    description: str = ""
    skills: str = ""
    education: str = ""
    location: str = ""


Qrels = Mapping[str, Mapping[str, int]]
"""Query id → document id → grade."""


@dataclass(frozen=True, slots=True)
class Collection:
    """Queries, documents and judgements (query id → document id → grade), each in the order of its file."""

    queries: tuple[Query, ...]
    documents: tuple[Document, ...]
    qrels: Qrels


def read_collection(folder: Path) -> Collection:
    """Read the three files of a folder.

    Raises:
        MissingFile: one of them is not there.
        MalformedCollection: a line cannot be read; names the file, the line and the field.
    """
    return Collection(
        queries=read_queries(folder / "queries.jsonl"),
        documents=read_documents(folder / "docs.jsonl"),
        qrels=read_qrels(folder / "qrels.tsv"),
    )


def read_queries(path: Path) -> tuple[Query, ...]:
    """Queries of a JSON lines file; raises as `read_collection`."""
    return tuple(
        Query(qid=row.key("qid"), title=row.text("title"), text=row.text("text", optional=True))
        for row in _rows(path, key="qid")
    )


def read_documents(path: Path) -> tuple[Document, ...]:
    """Documents of a JSON lines file; raises as `read_collection`."""
    return tuple(
        Document(
            doc_id=row.key("doc_id"),
            title=row.text("title"),
            description=row.text("description", optional=True),
            skills=row.text("skills", optional=True),
            education=row.text("education", optional=True),
            location=row.text("location", optional=True),
        )
        for row in _rows(path, key="doc_id")
    )


def read_qrels(path: Path) -> dict[str, dict[str, int]]:
    """Judgements, query id → document id → grade; raises as `read_collection`."""
    qrels: dict[str, dict[str, int]] = {}
    for number, line in _lines(path):
        columns = line.split()
        if len(columns) != 4:
            raise MalformedCollection(path, number, "columns", f"there should be 4, there are {len(columns)}")
        qid, _, doc_id, grade = columns
        if not (grade.isascii() and grade.isdigit()):
            raise MalformedCollection(
                path, number, "grade", f"{grade!r} is not a whole number from 0 upwards"
            )
        if doc_id in qrels.setdefault(qid, {}):
            raise MalformedCollection(path, number, "doc_id", f"{doc_id!r} is judged twice for {qid!r}")
        qrels[qid][doc_id] = int(grade)
    return qrels


def with_judgements(qrels: Qrels, more: Qrels) -> Qrels:
    """Judgements with those of others added; of a pair that both have judged, the first stands."""
    return {qid: {**more.get(qid, {}), **grades} for qid, grades in qrels.items()}


def write_run(path: Path, rankings: Mapping[str, Sequence[tuple[str, float]]], tag: str) -> None:
    """Write ordered lists as a TREC run, `qid Q0 doc_id rank score tag`, at most `RUN_DEPTH` rows a query."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for qid, ranking in rankings.items():
            for rank, (doc_id, score) in enumerate(ranking[:RUN_DEPTH], start=1):
                file.write(f"{qid} Q0 {doc_id} {rank} {score!r} {tag}\n")


def read_run(path: Path) -> dict[str, list[tuple[str, float]]]:
    """Lists of a TREC run, query id → (document id, score) in the order of the ranks; raises as `read_collection`."""
    ranked: dict[str, list[tuple[int, str, float]]] = {}
    for number, line in _lines(path):
        columns = line.split()
        if len(columns) != 6:
            raise MalformedCollection(path, number, "columns", f"there should be 6, there are {len(columns)}")
        qid, _, doc_id, rank, score, _ = columns
        try:
            ranked.setdefault(qid, []).append((int(rank), doc_id, float(score)))
        except ValueError:
            raise MalformedCollection(path, number, "rank or score", "is not a number") from None
    return {qid: [(doc_id, score) for _, doc_id, score in sorted(rows)] for qid, rows in ranked.items()}


@dataclass(frozen=True, slots=True)
class _Row:
    """One JSON object and where it stands."""

    path: Path
    line: int
    fields: Mapping[str, object]

    def text(self, field: str, *, optional: bool = False) -> str:
        value = self.fields.get(field)
        if value is None and optional:
            return ""
        if not isinstance(value, str):
            raise MalformedCollection(self.path, self.line, field, "is missing or not a text")
        return value

    def key(self, field: str) -> str:
        """A text that can stand in a TREC file: not empty, without white space."""
        value = self.text(field)
        if value.split() != [value]:
            raise MalformedCollection(self.path, self.line, field, f"{value!r} is empty or holds white space")
        return value


def _rows(path: Path, key: str) -> Iterator[_Row]:
    """The objects of a JSON lines file; refuses a key that occurs twice."""
    seen: set[str] = set()
    for number, line in _lines(path):
        try:
            fields = json.loads(line)
        except json.JSONDecodeError as error:
            raise MalformedCollection(path, number, "json", error.msg) from None
        if not isinstance(fields, dict):
            raise MalformedCollection(path, number, "json", "is not an object")
        row = _Row(path, number, fields)
        if row.key(key) in seen:
            raise MalformedCollection(path, number, key, f"{row.key(key)!r} occurs twice")
        seen.add(row.key(key))
        yield row


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Lines that hold something, with their numbers from 1. A byte order mark is skipped."""
    try:
        file = path.open(encoding="utf-8-sig", newline="\n")
    except FileNotFoundError:
        raise MissingFile(path) from None
    with file:
        number = 0
        try:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield number, line
        except UnicodeDecodeError:
            raise MalformedCollection(path, number + 1, "encoding", "is not UTF-8") from None
