"""Routers translate and stop: parse, one use case, document."""
