"""What follows every change of what stands of a call: its opportunities and the tone around its transitions."""

from qa.evaluation import marks
from qa.measures import facts


def follow_measures() -> None:
    """From now on, whatever changes in this process is measured within its own transaction."""
    marks.when_told(facts.follow)
