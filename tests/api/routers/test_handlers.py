import ast
from collections.abc import Iterator
from pathlib import Path

import api.routers

LINES = 14
ROUTERS = [
    path
    for path in Path(api.routers.__file__).parent.glob("*.py")
    if path.stem not in ("answers", "patching")
]


def handlers() -> Iterator[tuple[str, ast.AsyncFunctionDef]]:
    for path in ROUTERS:
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.AsyncFunctionDef):
                yield f"{path.stem}.{node.name}", node


def test_handlers_translate_and_stop() -> None:
    lengths = {name: (node.end_lineno or 0) - node.body[0].lineno for name, node in handlers()}
    assert len(lengths) > 30
    assert {name: lines for name, lines in lengths.items() if lines > LINES} == {}


def test_handlers_are_documented() -> None:
    assert [name for name, node in handlers() if not ast.get_docstring(node)] == []
