"""Chance and identifiers of the sample world: everything follows from a seed and the key of a record."""

import hashlib
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import accumulate
from typing import Generic, TypeVar
from uuid import UUID, uuid5

import numpy as np

T = TypeVar("T")

_NAMESPACE = UUID("5f0cf6f2-6e2b-5d0a-9a35-6a3f5d7c1e10")


def sample_id(kind: str, key: str) -> UUID:
    """The identifier of the sample record `key`; the same in every world, whatever its seed and day."""
    return uuid5(_NAMESPACE, f"{kind}/{key}")


class Weighted(Generic[T]):
    """Choices with weights."""

    def __init__(self, pairs: Sequence[tuple[T, float]]) -> None:
        self.choices = tuple(choice for choice, _ in pairs)
        self._ends = tuple(accumulate(weight for _, weight in pairs))

    def at(self, share: float) -> T:
        """The choice at a share, in [0, 1), of all weights laid end to end."""
        return self.choices[bisect_right(self._ends, share * self._ends[-1])]


class Dice:
    """A stream of chance of one record's own, so that adding a record changes no other."""

    def __init__(self, seed: int, key: str) -> None:
        digest = hashlib.sha256(key.encode()).digest()
        self._random = np.random.default_rng([seed, int.from_bytes(digest[:8])]).random

    def chance(self, share: float) -> bool:
        return self._random() < share

    def number(self, least: int, most: int) -> int:
        """A whole number, both ends included."""
        return least + int(self._random() * (most - least + 1))

    def fraction(self, least: float, most: float) -> float:
        return least + self._random() * (most - least)

    def pick(self, choices: Sequence[T]) -> T:
        return choices[int(self._random() * len(choices))]

    def some(self, choices: Sequence[T], count: int) -> list[T]:
        """`count` different choices (or all, where there are fewer), in their own order."""
        order = sorted(range(len(choices)), key=lambda _: self._random())
        return [choices[i] for i in sorted(order[:count])]

    def weighted(self, choices: Weighted[T]) -> T:
        return choices.at(self._random())

    def day(self, around: date, least: int, most: int) -> date:
        """A day from `least` to `most` days after `around`."""
        return around + timedelta(days=self.number(least, most))
