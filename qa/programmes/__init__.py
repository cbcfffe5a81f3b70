"""Programmes: what a workshop taught, to whom, by when it should be heard in calls, and what is owed until then."""
