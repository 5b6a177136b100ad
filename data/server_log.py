"""What PostgreSQL's own log would hold of people: the embedded server is set up by us, one's own is not."""

from collections.abc import Sequence

import asyncpg

from data.queries import load


async def telling_settings_at(url: str) -> Sequence[str]:
    """The settings by which values of rows would get into the server's log, each as `name = value` that keeps them out.

    An ordinary refusal, such as of a key that is in use, says in its detail whose key it is, unless details are left
    out; and whatever logs statements logs their parameters.
    """
    connection = await asyncpg.connect(url)
    try:
        now = {row["name"]: row["setting"] for row in await load("session")["log_settings"].fetch(connection)}
    finally:
        await connection.close()
    statements = now["log_statement"] in ("mod", "all") or any(
        now[name] != "-1" for name in ("log_min_duration_statement", "log_min_duration_sample")
    )
    wanted = {"log_error_verbosity": "terse", "log_parameter_max_length_on_error": "0"}
    if statements:
        wanted["log_parameter_max_length"] = "0"
    return [f"{name} = {value}" for name, value in wanted.items() if now[name] != value]
