"""Mashov: recorded calls are heard, scored against a rubric, and shown to people."""

__version__ = "0.1.0"
