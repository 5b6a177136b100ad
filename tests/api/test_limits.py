import pytest

from api.limits import MAX_DEPTH, MAX_ITEMS, problems


def test_what_is_ordinary_has_no_problem() -> None:
    assert list(problems({"a": ["b" * 10, 1, None, {"c": True}]}, 10)) == []


@pytest.mark.parametrize("text", ["x" * 11, "a\0b"])
def test_a_text_that_cannot_be_stored_is_named_by_its_path(text: str) -> None:
    assert [path for path, _ in problems({"a": [0, {"b": text}]}, 10)] == [("a", 1, "b")]


def test_lists_and_nesting_end_somewhere() -> None:
    deep: object = "x"
    for _ in range(MAX_DEPTH + 2):
        deep = [deep]
    assert list(problems(deep, 10))
    assert list(problems({"a": [0] * (MAX_ITEMS + 1)}, 10))
