"""Observation only: hooks, views and the session that a user interface drives."""
