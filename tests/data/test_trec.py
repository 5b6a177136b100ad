"""Reading collections and writing runs: what goes in comes out, and a bad line is named."""

from pathlib import Path

import ir_measures
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.trec import (
    Document,
    MalformedCollection,
    MissingFile,
    Query,
    read_collection,
    read_documents,
    read_qrels,
    read_queries,
    read_run,
    write_run,
)

QUERY = '{"qid": "Q1", "title": "Juru Las", "text": "mampu mengelas", "field": "Las"}\n'
DOCUMENT = (
    '{"doc_id": "J1", "title": "Welder", "description": "Mengelas.", "skills": "SMAW", "education": "SMK",'
    ' "location": "Gresik", "salary": [1, 2]}\n'
)


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_collection_is_read_and_unknown_fields_are_ignored(tmp_path: Path) -> None:
    written(tmp_path, "queries.jsonl", QUERY)
    written(tmp_path, "docs.jsonl", DOCUMENT)
    written(tmp_path, "qrels.tsv", "Q1\t0\tJ1\t3\n")
    collection = read_collection(tmp_path)
    assert collection.queries == (Query("Q1", "Juru Las", "mampu mengelas"),)
    assert collection.documents == (Document("J1", "Welder", "Mengelas.", "SMAW", "SMK", "Gresik"),)
    assert collection.qrels == {"Q1": {"J1": 3}}


def test_what_a_document_need_not_have_is_empty_when_missing_or_null(tmp_path: Path) -> None:
    path = written(tmp_path, "docs.jsonl", '\ufeff\n{"doc_id": "J1", "title": "Welder", "skills": null}\n\n')
    assert read_documents(path) == (Document("J1", "Welder"),)


def test_judgements_may_be_separated_by_spaces(tmp_path: Path) -> None:
    assert read_qrels(written(tmp_path, "qrels.tsv", "Q1 0 J1 0\nQ1 0 J2 2\n")) == {"Q1": {"J1": 0, "J2": 2}}


@pytest.mark.parametrize("name", ["queries.jsonl", "docs.jsonl", "qrels.tsv"])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    for file, text in (("queries.jsonl", QUERY), ("docs.jsonl", DOCUMENT), ("qrels.tsv", "Q1 0 J1 3\n")):
        if file != name:
            written(tmp_path, file, text)
    with pytest.raises(MissingFile, match=name):
        read_collection(tmp_path)


@pytest.mark.parametrize(
    ("second_line", "field"),
    [
        ('{"title": "no id"}', "qid"),
        ('{"qid": 7, "title": "a number"}', "qid"),
        ('{"qid": "Q 2", "title": "white space"}', "qid"),
        ('{"qid": "", "title": "empty"}', "qid"),
        ('{"qid": "Q1", "title": "twice"}', "qid"),
        ('{"qid": "Q2"}', "title"),
        ('{"qid": "Q2", "title": "x", "text": 4}', "text"),
        ("[]", "json"),
        ('{"qid": "Q2"', "json"),
    ],
)
def test_a_bad_query_is_named_by_file_line_and_field(tmp_path: Path, second_line: str, field: str) -> None:
    path = written(tmp_path, "queries.jsonl", QUERY + second_line + "\n")
    with pytest.raises(MalformedCollection, match=rf"queries\.jsonl, line 2, {field}: ") as caught:
        read_queries(path)
    assert (caught.value.line, caught.value.field) == (2, field)


@pytest.mark.parametrize(
    ("second_line", "field"),
    [
        ("Q1 0 J2", "columns"),
        ("Q1 0 J2 2 x", "columns"),
        ("Q1 0 J2 -1", "grade"),
        ("Q1 0 J2 good", "grade"),
        ("Q1 0 J2 ²", "grade"),
        ("Q1 0 J1 3", "doc_id"),
    ],
)
def test_a_bad_judgement_is_named_by_line_and_field(tmp_path: Path, second_line: str, field: str) -> None:
    path = written(tmp_path, "qrels.tsv", f"Q1 0 J1 3\n{second_line}\n")
    with pytest.raises(MalformedCollection, match=rf"qrels\.tsv, line 2, {field}: "):
        read_qrels(path)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "docs.jsonl"
    path.write_bytes(DOCUMENT.encode() + '{"doc_id": "J2", "title": "café"}\n'.encode("cp1252"))
    with pytest.raises(MalformedCollection, match="encoding"):
        read_documents(path)


lists = st.dictionaries(
    st.sampled_from(["Q1", "Q2", "Q3"]),
    st.lists(
        st.tuples(st.from_regex(r"J[0-9]{1,4}", fullmatch=True), st.floats(-1e6, 1e6)),
        min_size=1,
        max_size=20,
        unique_by=lambda row: row[0],
    ),
)


@given(lists)
def test_a_run_comes_back_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, rankings: dict[str, list[tuple[str, float]]]
) -> None:
    path = tmp_path_factory.mktemp("runs") / "ours.run"
    write_run(path, rankings, tag="jembatan")
    assert read_run(path) == rankings


def test_a_run_holds_at_most_a_thousand_rows_a_query_in_the_form_of_trec(tmp_path: Path) -> None:
    path = tmp_path / "ours.run"
    write_run(path, {"Q1": [(f"J{i}", 2000.0 - i) for i in range(1500)]}, tag="jembatan")
    rows = path.read_text(encoding="utf-8").splitlines()
    assert rows[0] == "Q1 Q0 J0 1 2000.0 jembatan"
    assert len(rows) == 1000
    read_back = ir_measures.read_trec_run(str(path))  # type: ignore[no-untyped-call]
    assert len(list(read_back)) == 1000


@pytest.mark.parametrize("line", ["Q1 Q0 J1 1 0.5", "Q1 Q0 J1 first 0.5 tag", "Q1 Q0 J1 1 high tag"])
def test_a_bad_run_is_refused_by_line(tmp_path: Path, line: str) -> None:
    with pytest.raises(MalformedCollection, match=r"ours\.run, line 1"):
        read_run(written(tmp_path, "ours.run", line + "\n"))
