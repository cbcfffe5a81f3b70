"""What follows every change of a call: its facts, the topics in its words, and the promises that were found in it."""

from qa.evaluation import marks
from qa.insights import facts


def follow_calls() -> None:
    """From now on, whatever changes in this process is followed within its own transaction."""
    marks.when_told(facts.follow)
