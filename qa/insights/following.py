"""What follows every change of a call: its facts, the topics in its words, and the promises that were found in it."""

from qa.calls import revisions
from qa.evaluation import marks
from qa.insights import facts, promises, topics
from qa.search.index import keep_current


def follow_calls() -> None:
    """From now on, whatever changes in this process is followed within its own transaction."""
    keep_current()  # topics are looked for among the turns that search has indexed by then
    revisions.when_shown(topics.follow)
    marks.when_told(facts.follow)
    marks.when_told(promises.follow)
