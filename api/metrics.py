"""Figures of a running process for Prometheus. No label names a person, an account or a record."""

from collections.abc import Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
GAUGES: Mapping[str, str] = {
    "pending_vacancies": "Vacancies without a vector of their text",
    "pending_candidates": "People with an open gate without vectors of their text",
    "unsealed_rows": "Rows of the trail that are not sealed yet",
    "unsealed_seconds": "Age of the oldest of them",
    "index_age_seconds": "Since this process has last taken in what was committed",
}


class Metrics:
    """Requests by route template and status, their latency, and what is measured when asked."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._answers = Counter(
            "jembatan_answers", "Answers", ["method", "route", "status"], registry=self._registry
        )
        self._seconds = Histogram(
            "jembatan_answer_seconds",
            "Latency",
            ["method", "route"],
            buckets=SECONDS,
            registry=self._registry,
        )
        self._gauges = {
            name: Gauge(f"jembatan_{name}", says, registry=self._registry) for name, says in GAUGES.items()
        }

    def answered(self, *, method: str, route: str, status: int, seconds: float) -> None:
        """Count an answer. `route` is a template, so that no address becomes a label."""
        self._answers.labels(method, route, str(status)).inc()
        self._seconds.labels(method, route).observe(seconds)

    def exposition(self, gauges: Mapping[str, float]) -> bytes:
        """What Prometheus reads, with these gauges as they stand now."""
        for name, value in gauges.items():
            self._gauges[name].set(value)
        return generate_latest(self._registry)
