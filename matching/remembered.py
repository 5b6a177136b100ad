"""What has been worked out once is remembered, within limits: a cache that another process can be sent, empty."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Generic, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Remembered(Generic[P, T]):
    """Answers of a function or a bound method, `most` of them (None: all). What is remembered does not travel."""

    def __init__(self, ask: Callable[P, T], most: int | None) -> None:
        self._ask, self._most = ask, most
        self._known: Any = lru_cache(most)(ask)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> T:
        """The answer, worked out or remembered."""
        answer: T = self._known(*args, **kwargs)
        return answer

    def cache_clear(self) -> None:
        """Remember nothing any more."""
        self._known.cache_clear()

    def __len__(self) -> int:
        """How many answers are remembered."""
        return int(self._known.cache_info().currsize)

    def __reduce__(self) -> tuple[type["Remembered[P, T]"], tuple[Callable[P, T], int | None]]:
        return Remembered, (self._ask, self._most)
