"""Coaching sessions of simulated agents: what was talked about and agreed on, and what their calls showed since."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.calls.tables import Call, Purpose
from qa.coaching.following import opportunities, window
from qa.coaching.goals import Goal, Shown, progress
from qa.coaching.tables import ActionState, CoachingAction, CoachingClip, CoachingSession
from qa.demo.programme.truth import Agent, Coached
from qa.evaluation.tables import SuggestionRow
from qa.insights.tables import AnswerFact, CallFact
from qa.people.tables import Person
from qa.platform.clock import id_of
from qa.rubric.schemas import Texts

_GOAL: Final = Goal(needed=3, out_of=5)
_HOUR: Final = 11
_LOOKED_AT: Final = timedelta(days=14)
_ACKNOWLEDGED: Final = 0.8
_WELL: Final = Texts(
    he="ההקשבה שלך ללקוח בולטת: נתת לו לסיים לפני שענית.", en="Your listening stands out: you let the customer finish."
)
_AGENDA: Final = (
    Texts(he="מה הלך טוב בשבוע האחרון", en="What went well last week"),
    Texts(he="שני רגעים להקשבה משותפת", en="Two moments to look at together"),
    Texts(he="על מה מסכימים עד הפעם הבאה", en="What we agree on until next time"),
)
_CLIP: Final = Texts(he="כאן אפשר היה לומר את המשפט.", en="Here was the place for the sentence.")
_WORDS: Final = Texts(he="עזר לי לראות את הרגע הזה. אנסה בשיחות הבאות.", en="It helped to see that moment. I will try.")


@dataclass(frozen=True, slots=True)
class Talks:
    """What all sessions share: who leads them, the questions' words, until when, by whose clock and which chance."""

    trainer_id: str
    asked: Mapping[str, Texts]
    until: datetime
    zone: ZoneInfo
    chance: random.Random


def coach(session: Session, agents: Sequence[Agent], people: Mapping[int, Person], talks: Talks) -> int:
    """Add the sessions of the agents who were coached; their calls must be there. Returns how many."""
    coached = [(agent, agent.coached) for agent in agents if agent.coached]
    for agent, told in coached:
        made = _session(agent, told, people[agent.number], talks)
        made.clips = _clips(session, made, told.question_id, agent, talks)
        session.add(made)
        session.flush()
        action = _action(made, told.question_id, talks)
        session.add(action)
        session.flush()
        _follow(session, action)
    session.flush()
    return len(coached)


def _session(agent: Agent, told: Coached, person: Person, talks: Talks) -> CoachingSession:
    day = talks.until.astimezone(talks.zone).date() + timedelta(days=told.day)
    held = datetime(day.year, day.month, day.day, _HOUR, tzinfo=talks.zone).astimezone(UTC)
    answered = held + timedelta(hours=talks.chance.uniform(2, 30))
    # Who signs in to look at the demo finds a session that waits for them.
    seen = agent.number > 0 and talks.chance.random() < _ACKNOWLEDGED and answered < talks.until
    return CoachingSession(
        id=id_of(held - timedelta(days=2), talks.chance.getrandbits),
        agent_id=person.id,
        trainer_id=talks.trainer_id,
        version=4 if seen else 3,
        went_well=_in(_WELL, agent),
        agenda=[_in(line, agent) for line in _AGENDA],
        planned_for=held,
        made_at=held - timedelta(days=2),
        shared_at=held - timedelta(days=1),
        held_at=held,
        agent_words=_in(_WORDS, agent) if seen else None,
        acknowledged_at=answered if seen else None,
    )


def _clips(session: Session, made: CoachingSession, question_id: str, agent: Agent, talks: Talks) -> list[CoachingClip]:
    """The last live call in which it was missed, and the last in which it was done: that one goes first."""
    asked = talks.asked[question_id]
    clips: list[CoachingClip] = []
    for share in (1.0, 0.0):
        call_id = session.scalar(_last_call(made, question_id, share))
        if call_id is None:
            continue
        start_ms, end_ms = _moment(session, call_id, question_id)
        clips.append(
            CoachingClip(
                id=id_of(made.made_at, talks.chance.getrandbits),
                place=len(clips),
                call_id=call_id,
                start_ms=start_ms,
                end_ms=end_ms,
                question_id=question_id,
                question_he=asked.he,
                question_en=asked.en,
                words=None if share else _in(_CLIP, agent),
                good=bool(share),
            )
        )
    return clips


def _last_call(made: CoachingSession, question_id: str, share: float) -> sa.Select[str]:
    assert made.made_at is not None
    return (
        sa.select(Call.id)
        .join(CallFact, CallFact.call_id == Call.id)
        .join(AnswerFact, AnswerFact.call_id == Call.id)
        .where(
            Call.agent_id == made.agent_id,
            Call.simulated,
            Call.purpose == Purpose.LIVE,
            CallFact.began_s < int(made.made_at.timestamp()),
            AnswerFact.question_id == question_id,
            AnswerFact.share == share,
        )
        .order_by(Call.id.desc())
        .limit(1)
    )


def _moment(session: Session, call_id: str, question_id: str) -> tuple[int | None, int | None]:
    """Where the machine's suggestion points; (None, None) is the whole call."""
    said = (
        sa.select(SuggestionRow.evidence)
        .join(Call, Call.evaluation_id == SuggestionRow.evaluation_id)
        .where(Call.id == call_id, SuggestionRow.question_id == question_id)
    )
    evidence = session.scalar(said)
    return (evidence[0]["start_ms"], evidence[0]["end_ms"]) if evidence else (None, None)


def _action(made: CoachingSession, question_id: str, talks: Talks) -> CoachingAction:
    assert made.held_at is not None
    asked = talks.asked[question_id]
    return CoachingAction(
        id=id_of(made.held_at, talks.chance.getrandbits),
        session=made,
        agent_id=made.agent_id,
        question_id=question_id,
        question_he=asked.he,
        question_en=asked.en,
        due_on=(made.held_at + _LOOKED_AT).astimezone(talks.zone).date(),
        needed=_GOAL.needed,
        out_of=_GOAL.out_of,
        begins_at=made.held_at,
    )


def _follow(session: Session, action: CoachingAction) -> None:
    """As `qa.coaching.following.look` would, but on the day on which it happened, and without telling anybody."""
    seen = opportunities(session, action)
    stands = progress(_GOAL, [Shown(one.call_id, one.share >= 1) for one in seen])
    action.rounds = stands.rounds
    if stands.reached:
        last = stands.calls[-1].call_id
        began_s = next(one.began_s for one in seen if one.call_id == last)
        action.evidence = window(session, action)
        action.state, action.changed = ActionState.MET, 1
        action.closed_at = datetime.fromtimestamp(began_s, UTC) + timedelta(hours=1)


def _in(texts: Texts, agent: Agent) -> str:
    return (texts.he if agent.language == "he" else texts.en) or ""
