"""Coaching: what is assigned to an agent, sessions with what was agreed, and whether the next calls show it."""
