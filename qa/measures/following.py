"""What follows every change of what stands of a call: its opportunities and the tone around its transitions."""

from qa.coaching import opportunities
from qa.evaluation import marks
from qa.measures import facts, query


def follow_measures() -> None:
    """From now on, whatever changes in this process is measured within its own transaction, and coaching counts it."""
    marks.when_told(facts.follow)
    opportunities.provide(query.missed)
