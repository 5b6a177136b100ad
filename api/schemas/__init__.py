"""Shapes of requests and responses; each reads into, or is read from, a value of the domain."""
