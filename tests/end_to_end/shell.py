"""The program as people run it: commands and servers of their own processes, on a home of their own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from api.cli import exit_codes
from api.settings import PREFIX, Settings

COMMAND = Path(sys.executable).with_name("jembatan")
PATIENCE_S = 120.0
_POLL_S = 0.05


@dataclass(frozen=True)
class Home:
    """A data folder, and what may be run on it."""

    folder: Path

    @property
    def journal(self) -> Path:
        """Where who has been erased is written down: beside the data, never in it."""
        return self.folder.with_name(f"{self.folder.name}-journal")

    @property
    def settings(self) -> Settings:
        """The settings of a program on this home, in this process."""
        return Settings(home=self.folder, erasure_journal=self.journal)

    def environment(self, **settings: str) -> dict[str, str]:
        """Ours without settings of whoever runs the tests; offline."""
        own = {
            name: text
            for name, text in os.environ.items()
            if not name.startswith(PREFIX) and name != "DATABASE_URL"
        }
        offline = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}
        places = {"JEMBATAN_HOME": str(self.folder), "JEMBATAN_ERASURE_JOURNAL": str(self.journal)}
        at_once = {"JEMBATAN_STAFF_VACANCIES_NEED_CHECK": "false"}
        return own | offline | places | at_once | settings

    def run(
        self, *words: object, code: int | None = exit_codes.OK, **settings: str
    ) -> subprocess.CompletedProcess[str]:
        """A command, run to its end; `code` is what it must exit with (None: whatever)."""
        done = subprocess.run(
            [str(COMMAND), *map(str, words)],
            env=self.environment(**settings),
            cwd="/",
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )
        assert code is None or done.returncode == code, f"{words}: {done.returncode}\n{done.stderr}"
        return done

    def json(self, *words: object, code: int = exit_codes.OK) -> Any:
        """What a command prints for programs."""
        return json.loads(self.run(*words, "--json", code=code).stdout)

    def token(self) -> str:
        """A token of the local case worker, made by the first who asks."""
        kept = self.folder / "token-of-the-tests"
        if not kept.exists():
            kept.write_text(self.run("users", "token", "local").stdout.strip())
        return kept.read_text()

    def start(self, *words: object) -> subprocess.Popen[bytes]:
        """A command left running, whose words nobody hears."""
        return subprocess.Popen(
            [str(COMMAND), *map(str, words)],
            env=self.environment(),
            cwd="/",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def serve(self) -> "Served":
        """A server that has been started, and may not answer yet."""
        port = free_port()
        log = self.folder / f"serve-{port}.log"
        with log.open("wb") as words:
            process = subprocess.Popen(
                [str(COMMAND), "serve", "--port", str(port)],
                env=self.environment(),
                cwd="/",
                stdout=words,
                stderr=words,
            )
        return Served(process, f"http://127.0.0.1:{port}", log, self.token)

    @contextmanager
    def serving(self, servers: int = 1) -> Iterator[list["Served"]]:
        """Servers that answer, started side by side and stopped at the end."""
        started = [self.serve() for _ in range(servers)]
        try:
            for one in started:
                one.until_ready()
            yield started
        finally:
            for one in started:
                one.stop()


@dataclass
class Served:
    """A server of its own process."""

    process: subprocess.Popen[bytes]
    url: str
    log: Path
    token: Callable[[], str]
    client: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self.client = httpx.Client(base_url=self.url, timeout=30, headers={"Accept-Language": "en"})

    def get(self, path: str, code: int = 200) -> Any:
        answer = self.client.get(path)
        assert answer.status_code == code, f"{path}: {answer.status_code} {answer.text}"
        return answer.json()

    def post(self, path: str, body: dict[str, Any]) -> Any:
        answer = self.client.post(f"/api/v1{path}", json=body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def change(self, verb: str, path: str, body: dict[str, Any]) -> Any:
        """PATCH or PUT what was just read."""
        tag = self.client.get(f"/api/v1{path}").headers["ETag"]
        answer = self.client.request(verb, f"/api/v1{path}", json=body, headers={"If-Match": tag})
        assert answer.status_code == 200, answer.text
        return answer.json()

    def matches(self, candidate: object, **asked: object) -> Any:
        """A person's list."""
        answer = self.client.get(f"/api/v1/candidates/{candidate}/matches", params={"size": 200, **asked})  # type: ignore[dict-item]
        assert answer.status_code == 200, answer.text
        return answer.json()

    def matched(self, candidate: object) -> set[str]:
        """Ids of the vacancies in a person's list."""
        return {row["vacancy_id"] for row in self.matches(candidate, size=30)["matches"]}

    def people_for(self, vacancy: object) -> set[str]:
        """Ids of the people in a vacancy's list."""
        body = self.get(f"/api/v1/vacancies/{vacancy}/candidates?size=200")
        return {row["candidate_id"] for row in body["matches"]}

    def until_ready(self) -> None:
        """Wait until it answers; from then on the client asks as the local case worker."""
        eventually(self._is_ready, PATIENCE_S, self.log.read_text)
        self.client.headers["authorization"] = f"Bearer {self.token()}"

    def _is_ready(self) -> bool:
        assert self.process.poll() is None, self.log.read_text()
        try:
            return self.client.get("/health/ready").status_code == 200
        except httpx.TransportError:
            return False

    def stop(self) -> int:
        """Ask it to end, as a service manager does; its exit status."""
        self.client.close()
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE_S)

    def kill(self) -> None:
        """End it in the middle of whatever it does."""
        self.process.kill()
        self.process.wait(PATIENCE_S)


def eventually(holds: Callable[[], bool], within_s: float, story: Callable[[], str] = str) -> float:
    """Seconds until something holds; fails when that takes longer than `within_s`."""
    begun = time.monotonic()
    while not holds():
        assert time.monotonic() - begun < within_s, f"not within {within_s} s. {story()}"
        time.sleep(_POLL_S)
    return time.monotonic() - begun


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port
