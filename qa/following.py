"""Who follows what happens below: the web and every worker put the same ones in their places when they begin.

A noun never knows of those above it; they say here what they want to be told, or asked. Doing it again changes nothing.
"""

from qa.assignments.service import follow_evaluations
from qa.calibration.trust import be_heeded
from qa.coaching.following import follow_coaching
from qa.insights.following import follow_calls
from qa.measures.following import follow_measures
from qa.practice.drills.owed import be_counted
from qa.practice.scenarios.playing import count_dues
from qa.practice.scenarios.telling import tell_of_practice
from qa.programmes.acknowledging import count_acknowledgements
from qa.search.index import keep_current


def follow() -> None:
    """From now on everything of this process is followed by whatever must know of it."""
    keep_current()
    be_heeded()
    follow_evaluations()
    follow_calls()
    follow_measures()
    follow_coaching()
    # What members of a programme owe is counted by those who know what was done.
    count_acknowledgements()
    be_counted()
    count_dues()
    tell_of_practice()
