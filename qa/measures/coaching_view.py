"""What coaching sessions changed, as the web says it."""

from collections.abc import Sequence
from datetime import date, timedelta

from qa.insights.schemas import Figure
from qa.measures import query
from qa.measures.coaching_effect import (
    FEWEST_COACHED,
    FEWEST_EACH,
    Around,
    Counts,
    of_session,
    of_sessions,
)
from qa.measures.query import Coached, Day
from qa.measures.schemas import CoachedSession, CoachingEffectOut, CoachingEffectRow
from qa.measures.statistics import pooled_share
from qa.measures.view import Seen, ground, of_change

#: So many weeks before a session are compared with as many from it on.
WEEKS = 4
_SPAN = timedelta(weeks=WEEKS)


def coaching_of(own: Seen) -> CoachingEffectOut:
    """Each session on each question against the members who were not coached on it around that day."""
    zone = own.scope.days.zone
    sessions = [one for one in query.coached(own.session, own.scope.members, zone) if own.question(one.question_id)]
    days: dict[str, list[Day]] = {}
    for day in own.days():
        days.setdefault(day.question_id, []).append(day)
    around = {one: _around(one, sessions, days.get(one.question_id, []), own.scope.members) for one in sessions}
    names = own.names()
    rows = [CoachingEffectRow(question=None, **_all([*around.values()]))] if around else []
    rows += [
        CoachingEffectRow(
            question=question, **_all([found for one, found in around.items() if one.question_id == question.id])
        )
        for question in own.in_order([one.question_id for one in sessions])
    ]
    return CoachingEffectOut(
        ground=ground(own),
        weeks=WEEKS,
        fewest_each=FEWEST_EACH,
        fewest_coached=FEWEST_COACHED,
        rows=rows,
        sessions=[_session(own, one, found, names[one.agent]) for one, found in around.items()],
    )


def _around(one: Coached, sessions: Sequence[Coached], days: Sequence[Day], members: Sequence[str]) -> Around:
    also = {
        other.agent for other in sessions if other.question_id == one.question_id and abs(other.day - one.day) <= _SPAN
    }
    counts = {member: [0.0, 0.0, 0.0, 0.0] for member in members}
    for day in days:
        side = _side(day.day, one.day)
        if side is not None:
            counts[day.agent][2 * side] += day.said
            counts[day.agent][2 * side + 1] += day.said + day.not_said
    told = {member: Counts(member, (c[0], c[1]), (c[2], c[3])) for member, c in counts.items()}
    return Around(told[one.agent], tuple(found for member, found in told.items() if member not in also))


def _side(day: date, held: date) -> int | None:
    """0 before and 1 after; the day of the session itself belongs to neither, as some calls came before it."""
    if held - _SPAN <= day < held:
        return 0
    return 1 if held < day <= held + _SPAN else None


def _all(around: Sequence[Around]) -> dict[str, int | Figure]:
    change, agents, sessions = of_sessions(around)
    count = sum(int(one.coached.before[1] + one.coached.after[1]) for one in around if one.counts)
    return {"sessions": sessions, "effect": of_change(change, count, agents)}


def _session(own: Seen, one: Coached, found: Around, name: str) -> CoachedSession:
    question = own.question(one.question_id)
    assert question is not None, "only sessions on a question that can be told are asked for"
    mine = found.coached
    before, after = (Figure.of(pooled_share([side[0]], [side[1]])) for side in (mine.before, mine.after))
    return CoachedSession(
        agent_id=one.agent,
        agent=name,
        question=question,
        day=one.day,
        before=before,
        after=after,
        others=len(found.compared),
        effect=of_change(of_session(found), int(mine.before[1] + mine.after[1]), 1),
    )
