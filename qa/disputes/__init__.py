"""Disputes: an agent sees an answer differently, another reviewer looks again, and what was wrong is put right."""
