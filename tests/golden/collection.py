"""The golden set: sentences of our own, graded by role, as the collection that `jembatan evaluate` reads.

`python -m tests.golden.collection DIR` writes it, to measure every system on it and to look at a floor that has fallen.
"""

import csv
import json
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.trec import Document, Query

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Trap:
    """Two trades that share a word: for `certificate`, none of the roles `below` stands above its grade 3."""

    name: str
    certificate: str
    below: frozenset[str]
    known: Mapping[str, str]  # vacancies that do not keep to it yet → why


@dataclass(frozen=True, slots=True)
class Golden:
    """Certificates, vacancies, the role of each vacancy, the grades of roles by certificate, and the traps."""

    queries: tuple[Query, ...]
    documents: tuple[Document, ...]
    roles: Mapping[str, str]  # vacancy → role
    grades: Mapping[str, Mapping[str, int]]  # certificate → role → grade; 0 where a role is not named
    traps: tuple[Trap, ...]

    def qrels(self) -> dict[str, dict[str, int]]:
        """Every pair's grade: certificate → vacancy → 0 … 3."""
        return {
            qid: {doc_id: grades.get(role, 0) for doc_id, role in self.roles.items()}
            for qid, grades in self.grades.items()
        }

    def write(self, folder: Path) -> None:
        """The three files of an evaluation collection."""
        folder.mkdir(parents=True, exist_ok=True)
        _write_rows(folder / "queries.jsonl", [{"qid": q.qid, "title": q.title} for q in self.queries])
        _write_rows(
            folder / "docs.jsonl",
            [{"doc_id": d.doc_id, "title": d.title, "description": d.description} for d in self.documents],
        )
        lines = [f"{q}\t0\t{d}\t{grade}\n" for q, docs in self.qrels().items() for d, grade in docs.items()]
        (folder / "qrels.tsv").write_text("".join(lines), "utf-8")


def read_golden() -> Golden:
    """The set as it lies beside this module. A vacancy's id is its role and its place among the role's vacancies."""
    certificates = read_toml("certificates.toml")
    advertisements: dict[str, list[str]] = {}
    for path in sorted((HERE / "vacancies").glob("*.toml")):
        for role, texts in read_toml(f"vacancies/{path.name}").items():
            advertisements.setdefault(role, []).extend(texts)
    roles = {f"{role}.{i}": role for role, texts in advertisements.items() for i in range(1, len(texts) + 1)}
    texts = [text for texts in advertisements.values() for text in texts]
    return Golden(
        queries=tuple(Query(qid, certificate["title"]) for qid, certificate in certificates.items()),
        documents=tuple(_document(doc_id, text) for doc_id, text in zip(roles, texts, strict=True)),
        roles=roles,
        grades={qid: _grades(certificate) for qid, certificate in certificates.items()},
        traps=tuple(
            Trap(t["name"], t["certificate"], frozenset(t["below"].split()), t.get("known", {}))
            for t in read_toml("traps.toml")["trap"]
        ),
    )


def read_measured() -> dict[str, dict[str, float]]:
    """What the production path reached when it was last measured: certificate → metric → value."""
    with (HERE / "measured.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return {row.pop("qid"): {metric: float(value) for metric, value in row.items()} for row in rows}


def read_toml(name: str) -> dict[str, Any]:
    """One of the files beside this module."""
    return tomllib.loads((HERE / name).read_text("utf-8"))


def _document(doc_id: str, text: str) -> Document:
    title, _, description = text.partition("\n")
    return Document(doc_id, title, description)


def _grades(certificate: Mapping[str, str]) -> dict[str, int]:
    return {role: grade for grade in (3, 2, 1) for role in certificate.get(str(grade), "").split()}


def _write_rows(path: Path, rows: list[dict[str, str]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")


if __name__ == "__main__":
    read_golden().write(Path(sys.argv[1]))
