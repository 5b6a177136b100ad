import io
import json
import logging
from collections.abc import Iterator

import pytest

from api import logs

SECRETS = ("3519014107900001", "Budi Rahasia", "/api/v1/candidates/7f3e4a58", "rahasia=ya")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What is logged while the test runs; the loggers are put back afterwards."""
    root, stream = logging.getLogger(), io.StringIO()
    before = root.handlers[:], root.level
    logs.configure("info", stream=stream)
    yield stream
    root.handlers[:], root.level = before[0], before[1]


def lines(written: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


def test_a_line_is_json_with_the_request_in_it(written: io.StringIO) -> None:
    with logs.request_bound("r-1"):
        logs.answered(method="GET", route="/api/v1/candidates/{candidate_id}", status=200, ms=12.345)
        logging.getLogger("data.index_store").warning("notices are interrupted: %s", "Unavailable")
    logging.getLogger("matching").info("afterwards")
    answered, interrupted, after = lines(written)
    assert answered["request"] == interrupted["request"] == "r-1"
    assert (answered["event"], answered["status"], answered["ms"]) == ("answered", 200, 12.3)
    assert interrupted["event"] == "notices are interrupted: Unavailable"
    assert "request" not in after


def test_only_listed_keys_get_through(written: io.StringIO) -> None:
    logging.getLogger("api").info("saved", extra={"person": SECRETS[1], "nik": SECRETS[0], "status": 201})
    (line,) = lines(written)
    assert line.keys() <= logs.ALLOWED
    assert line["status"] == 201


def test_what_other_libraries_put_into_their_words_stays_out(written: io.StringIO) -> None:
    logging.getLogger("uvicorn.error").warning("Invalid request %s for %r", SECRETS[2], SECRETS[1])
    logging.getLogger("uvicorn.access").info('%s - "%s %s"', "127.0.0.1", "GET", SECRETS[2])
    logging.getLogger("asyncpg").error("failed: %(what)s", {"what": SECRETS[3]})
    logging.info([SECRETS[1]])  # noqa: LOG015 - as some libraries do
    assert [line["event"] for line in lines(written)] == ["Invalid request %s for %r", "failed: %(what)s"]
    assert not any(secret in written.getvalue() for secret in SECRETS)


def test_what_libraries_write_to_nobody_stays_out(written: io.StringIO) -> None:
    from matching.uncertainty import chance_of_fewer

    chance_of_fewer((3, 20), (12, 20))
    assert written.getvalue() == ""


def test_an_error_shows_its_type_and_places_and_not_its_words(written: io.StringIO) -> None:
    def fail() -> None:
        raise ValueError(SECRETS[0])

    for name in ("api", "uvicorn.error"):
        try:
            fail()
        except ValueError:
            logging.getLogger(name).exception("went wrong")
    for line in lines(written):
        assert line["error"] == "builtins.ValueError"
        assert any("fail" in place for place in line["places"])  # type: ignore[attr-defined]
    assert SECRETS[0] not in written.getvalue()


def test_people_get_lines_to_read() -> None:
    root, stream = logging.getLogger(), Terminal()
    before = root.handlers[:], root.level
    logs.configure("info", stream=stream)
    logging.getLogger("api").info("ready")
    root.handlers[:], root.level = before[0], before[1]
    assert "ready" in stream.getvalue()
    assert not stream.getvalue().startswith("{")
