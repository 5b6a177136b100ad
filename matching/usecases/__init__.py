"""Use cases: one errand per file, asynchronous, over ports only."""
