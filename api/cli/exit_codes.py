"""Exit codes of every command; docs/cli.md lists them."""

OK = 0
PROBLEMS = 1
USAGE = 2
UNAVAILABLE = 3
NOT_FOUND = 4
CONFLICT = 5
INTERRUPTED = 130
