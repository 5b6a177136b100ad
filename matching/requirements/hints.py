"""A cheap look at a clause before a reader's patterns: most clauses say nothing to most readers."""

import re
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from matching.requirements.clauses import Clause

_T = TypeVar("_T")
_P = ParamSpec("_P")  # what a reader may be told besides
_Reader = Callable[Concatenate[Clause, _P], Iterator[_T]]


def only_where(*hints: str) -> Callable[[_Reader[_P, _T]], _Reader[_P, _T]]:
    """Have a reader read only clauses in which one of the patterns `hints` stands.

    One must stand in every clause that the reader finds something in, so that they save time and change nothing: a
    test reads with and without them (`inspect.unwrap`). A pattern is quick where all its alternatives begin with a
    letter, or where it begins with one class of characters, for `re` then jumps to these.
    """
    looks = [re.compile(hint).search for hint in hints]

    def hinted(reader: _Reader[_P, _T]) -> _Reader[_P, _T]:
        @wraps(reader)
        def read(clause: Clause, /, *args: _P.args, **kwargs: _P.kwargs) -> Iterator[_T]:
            for stands in looks:  # twelve readers look at every clause: `any` would double what a look costs
                if stands(clause.words):
                    return reader(clause, *args, **kwargs)
            return iter(())

        return read

    return hinted
