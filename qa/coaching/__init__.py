"""Coaching: whom to talk with about what, what was agreed, and whether the calls that came after it show it."""
