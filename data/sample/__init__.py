"""A synthetic world that shows the real thing: people, employers and vacancies, none of whom exists."""

from data.sample.files import sample_rows, transfer_rows, write_sample_files
from data.sample.history import History, build_history
from data.sample.history_rows import write_history_at
from data.sample.memorable import DEMO_PERSON, MEMORABLE, REVIEWED_PERSON, Memorable
from data.sample.memorable_people import remission_window
from data.sample.memorable_vacancies import vacancy_id
from data.sample.neighbours import Neighbour, enrol_neighbours_at, neighbours
from data.sample.world import DEFAULT_AS_OF, SampleAccount, SampleUnit, SampleWorld, build_world

__all__ = [
    "DEFAULT_AS_OF",
    "DEMO_PERSON",
    "MEMORABLE",
    "REVIEWED_PERSON",
    "History",
    "Memorable",
    "Neighbour",
    "SampleAccount",
    "SampleUnit",
    "SampleWorld",
    "build_history",
    "build_world",
    "enrol_neighbours_at",
    "neighbours",
    "remission_window",
    "sample_rows",
    "transfer_rows",
    "vacancy_id",
    "write_history_at",
    "write_sample_files",
]
