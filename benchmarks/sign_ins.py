"""Sign-ins a second under the cap on hashing, and what the event loop notices of them.

    python -m benchmarks.sign_ins [--seconds 10] [--out benchmarks/results/sign_ins.json]

A real server of a home of its own, 16 accounts, each signing in again and again at the settings' cost, each from an
address of its own. Beside them a token asks who it is: what the gate takes for a request, with and without the crowd.
"""

import argparse
import asyncio
import json
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles
from uuid import uuid4

from api import wiring
from api.accounts.desk import FrontDesk
from api.accounts.sign_in import Attempt
from api.settings import Settings
from benchmarks.machine import describe
from matching.model.accounts import ActingDuty, Admitted, Duty, Scope
from matching.model.ids import DutyId
from matching.vocabulary import Role

PASSWORD = "sawah langit kopi jendela"  # noqa: S105 - of accounts that live for one measurement
PEOPLE, CAPS = 16, (1, 2, 4)


async def measure(home: Path, seconds: float) -> dict[str, object]:
    """Figures for each cap."""
    results: dict[str, object] = {"machine": describe()}
    for cap in CAPS:
        settings = Settings(home=home, password_hashing_at_once=cap)
        async with wiring.desk(settings) as desk:
            results[f"at_once_{cap}"] = await _under(desk, seconds)
        results["argon2"] = {"memory_kib": settings.argon2_memory_kib, "passes": settings.argon2_passes}
    return results


async def _under(desk: FrontDesk, seconds: float) -> dict[str, float]:
    logins = await _people(desk)
    token = await _token(desk, logins[0])
    alone = await _asked(desk, token, time.perf_counter() + 2)
    until = time.perf_counter() + seconds
    done: list[float] = []
    crowd = [asyncio.create_task(_sign_in(desk, login, until, done)) for login in logins]
    beside = await _asked(desk, token, until)
    await asyncio.gather(*crowd)
    return {
        "sign_ins_per_s": round(len(done) / seconds, 1),
        "sign_in_p50_s": round(median(done), 2),
        "gate_p50_ms": round(1_000 * median(alone), 2),
        "gate_p50_ms_beside": round(1_000 * median(beside), 2),
        "gate_p95_ms_beside": round(1_000 * quantiles(beside, n=20)[-1], 2),
    }


async def _people(desk: FrontDesk) -> list[str]:
    administrator = wiring.local_administrator("measuring")
    logins = []
    for _ in range(PEOPLE):
        login = f"{uuid4().hex}@ukur.example"
        duty = Duty(DutyId(uuid4()), wiring.LOCAL_ACCOUNT, Role.CASE_WORKER, wiring.LOCAL_UNIT)
        _, link = await desk.administration.add(administrator, login, "Ukur", duty=duty)
        await desk.own.use_link(link.secret, PASSWORD)
        logins.append(login)
    return logins


async def _token(desk: FrontDesk, login: str) -> bytes:
    known = await desk.sessions.accounts.door.credentials(login)
    assert known
    (duty,) = (await desk.own.oneself(Admitted(known.account, None))).duties
    acting = Admitted(known.account, ActingDuty(duty.id, duty.role, duty.unit))
    _, secret = await desk.own.new_token(acting, "ukur", frozenset({Scope.READ}), 1)
    return f"Bearer {secret}".encode()


async def _sign_in(desk: FrontDesk, login: str, until: float, done: list[float]) -> None:
    while (begun := time.perf_counter()) < until:
        await desk.sessions.sign_in(Attempt(login, PASSWORD, address=login))
        done.append(time.perf_counter() - begun)


async def _asked(desk: FrontDesk, token: bytes, until: float) -> list[float]:
    waits = []
    while (begun := time.perf_counter()) < until:
        await desk.keeper.admitted("GET", "/api/v1/me", {b"authorization": token})
        waits.append(time.perf_counter() - begun)
        await asyncio.sleep(0.005)
    return waits


def main() -> None:
    """Measure, print, write."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=float, default=10)
    arguments.add_argument("--out", type=Path, default=Path(__file__).parent / "results" / "sign_ins.json")
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)  # root's server runs as somebody else, who must get in
        results = asyncio.run(measure(Path(folder), asked.seconds))
    text = json.dumps(results, indent=2)
    print(text)
    asked.out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
