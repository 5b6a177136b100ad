"""Print what the environment is made from, so that a second `make setup` can see that nothing has changed."""

import hashlib
import json
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def fingerprint(extra: str) -> str:
    """Hex digest of the declared dependencies, the constraints, interpreter and place (a venv cannot move)."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    parts = [
        json.dumps([declared["build-system"], declared["project"]], sort_keys=True),
        (ROOT / "constraints.txt").read_text("utf-8"),
        sys.version,
        str(ROOT),
        extra,
    ]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


if __name__ == "__main__":
    print(fingerprint(*sys.argv[1:]))
