"""Programmes and cohorts: who learns the service language from which day on, and what each owes this week."""
