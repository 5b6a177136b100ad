"""A synthetic world that shows the real thing: people, employers and vacancies, none of whom exists."""

from data.sample.memorable import DEMO_PERSON, MEMORABLE, Memorable
from data.sample.world import DEFAULT_AS_OF, SampleAccount, SampleUnit, SampleWorld, build_world

__all__ = [
    "DEFAULT_AS_OF",
    "DEMO_PERSON",
    "MEMORABLE",
    "Memorable",
    "SampleAccount",
    "SampleUnit",
    "SampleWorld",
    "build_world",
]
