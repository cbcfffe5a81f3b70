"""Whole calls to practise: a customer whose lines are written, an agent who answers, and the call's own rubric."""
