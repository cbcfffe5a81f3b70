"""Agreements that close themselves: what the agent's next live calls show of a question, and what follows from it.

Calls count from when the session was held, in the order in which they began, by where their answers stand: a person's,
or the machine's as long as nobody reviewed the call, unless the agreement wants people's alone. What is undecided is no
opportunity yet. A call does not count while a reviewer has it in hand, nor while agent or trainer judge it for
themselves: it counts when that is over.

What closed an agreement is kept with it. A correction that takes so much of that back that the goal is missed opens the
agreement again, and the calls are counted anew; calls that are deleted take nothing back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, object_session

from qa.calls.blindfolds import Blindfold
from qa.calls.tables import Call, Purpose
from qa.coaching import owed, telling
from qa.coaching.goals import Goal, Shown, progress
from qa.coaching.tables import ActionState, CoachingAction, CoachingSession
from qa.evaluation import marks
from qa.evaluation.tables import Evaluation, EvaluationState
from qa.insights.following import follow_calls
from qa.insights.tables import AnswerFact, CallFact
from qa.learning_records import service as learning_records
from qa.learning_records.statements import Result, Thing, ThingKind, Verb
from qa.platform import audit
from qa.platform.clock import now
from qa.scoring.score import Score

#: From this share of a question's points on it was done: nothing less than the best answer.
DONE = 1 - 1e-9


@dataclass(frozen=True, slots=True)
class Stood:
    """How the question of an agreement stands in one call."""

    call_id: str
    evaluation_id: str
    began_s: int
    share: float
    decided_by: str


def follow_coaching() -> None:
    """From now on agreements follow the reviews that end in this process, and whatever is corrected after that."""
    follow_calls()  # what a call comes to is written before it is counted here
    marks.when_told(_told)
    owed.provide()


def look_again(session: Session, at: datetime) -> None:
    """By the clock: what machines scored meanwhile, what nobody has in hand any more, and what is due."""
    running = (CoachingAction.state == ActionState.OPEN, CoachingAction.begins_at.is_not(None))
    for action in session.scalars(sa.select(CoachingAction).where(*running).order_by(CoachingAction.id)).unique():
        look(session, action)
    telling.due(session, at)


def look(session: Session, action: CoachingAction) -> None:
    """Bring one agreement up to date with the agent's calls."""
    if action.begins_at is None or action.state is ActionState.DROPPED:
        return
    if action.state is ActionState.MET:
        if _still_met(session, action):
            return
        _open_again(session, action)
    seen = opportunities(session, action)
    stands = progress(Goal(action.needed, action.out_of), [Shown(one.call_id, one.share >= DONE) for one in seen])
    action.rounds = stands.rounds
    if stands.reached:
        kept = {one.call_id for one in stands.calls}
        _close(session, action, [one for one in seen if one.call_id in kept])


def opportunities(session: Session, action: CoachingAction) -> Sequence[Stood]:
    """The live calls that gave the opportunity since the session, in the order in which they began."""
    if action.begins_at is None:
        return []
    blind = sa.select(Blindfold.call_id).where(
        Blindfold.call_id == Call.id, Blindfold.person_id.in_((action.agent_id, action.session.trainer_id))
    )
    query = (
        sa.select(CallFact, AnswerFact)
        .join(Call, Call.id == CallFact.call_id)
        .join(AnswerFact, AnswerFact.call_id == CallFact.call_id)
        .join(Evaluation, Evaluation.id == CallFact.evaluation_id)
        .where(
            Call.agent_id == action.agent_id,
            Call.purpose == Purpose.LIVE,
            CallFact.evaluation_id == Call.evaluation_id,
            CallFact.began_s >= int(action.begins_at.timestamp()),
            AnswerFact.question_id == action.question_id,
            AnswerFact.applies,
            AnswerFact.share.is_not(None),
            _in_nobodys_hand(),
            ~blind.exists(),
        )
        .order_by(CallFact.began_s, CallFact.call_id)
    )
    if action.people_only:
        query = query.where(AnswerFact.decided_by == "person")
    return [
        Stood(fact.call_id, fact.evaluation_id, fact.began_s, answer.share or 0.0, answer.decided_by)
        for fact, answer in session.execute(query)
    ]


def window(session: Session, action: CoachingAction) -> list[dict[str, Any]]:
    """The calls by which the agreement stands as it does: those that closed it, or those of the window going on."""
    if action.state is ActionState.MET:
        return list(action.evidence)
    seen = opportunities(session, action)
    stands = progress(Goal(action.needed, action.out_of), [Shown(one.call_id, one.share >= DONE) for one in seen])
    going_on = {one.call_id for one in stands.calls}
    return [_kept(one) for one in seen if one.call_id in going_on]


def _in_nobodys_hand() -> sa.ColumnElement[bool]:
    return sa.or_(Evaluation.state != EvaluationState.DRAFT, CallFact.from_people == 0)


def _told(evaluation: Evaluation, call: Call, _stands: Score) -> None:
    """A draft changes with every click of its reviewer; what follows from it waits until the review is ended."""
    session = object_session(evaluation)
    if session is not None and evaluation.state is not EvaluationState.DRAFT:
        _follow(session, call)


def _follow(session: Session, call: Call) -> None:
    if call.agent_id is None or call.purpose is not Purpose.LIVE:
        return
    theirs = (CoachingAction.agent_id == call.agent_id, CoachingAction.state != ActionState.DROPPED)
    for action in session.scalars(sa.select(CoachingAction).where(*theirs).order_by(CoachingAction.id)).unique():
        look(session, action)


def _close(session: Session, action: CoachingAction, shown: Sequence[Stood]) -> None:
    action.state, action.closed_at = ActionState.MET, now()
    action.changed += 1
    action.evidence = [_kept(one) for one in shown]
    session.flush()
    audit.record(session, None, "coaching_action_met", action.id, calls=[one.call_id for one in shown])
    telling.met(session, action)
    agreed = Thing(ThingKind.COACHING, action.session_id, attempt=action.id)
    learning_records.say(session, action.agent_id, Verb.MASTERED, agreed, Result(success=True))


def _open_again(session: Session, action: CoachingAction) -> None:
    action.state, action.closed_at, action.reopened_at = ActionState.OPEN, None, now()
    action.changed += 1
    action.evidence = []
    session.flush()
    audit.record(session, None, "coaching_action_reopened", action.id)
    telling.reopened(session, action)


def _still_met(session: Session, action: CoachingAction) -> bool:
    """Whether what closed it still does. Only what stands otherwise now takes something back."""
    closed_by = {kept["call_id"]: kept for kept in action.evidence if kept["done"]}
    return sum(not _taken_back(one, action) for one in _today(session, action, closed_by).values()) >= action.needed


@dataclass(frozen=True, slots=True)
class _Today:
    """Where a call that counted stands by now; None where it is gone or in somebody's hand."""

    agent_id: str | None
    applies: bool
    share: float | None


def _today(session: Session, action: CoachingAction, call_ids: Mapping[str, Any]) -> dict[str, _Today | None]:
    query = (
        sa.select(Call.id, Call.agent_id, AnswerFact.applies, AnswerFact.share)
        .join(CallFact, CallFact.call_id == Call.id)
        .join(AnswerFact, AnswerFact.call_id == Call.id)
        .join(Evaluation, Evaluation.id == Call.evaluation_id)
        .where(Call.id.in_(call_ids), AnswerFact.question_id == action.question_id, _in_nobodys_hand())
    )
    found: dict[str, _Today | None] = dict.fromkeys(call_ids)
    return found | {row[0]: _Today(row[1], row[2], row[3]) for row in session.execute(query)}


def _taken_back(today: _Today | None, action: CoachingAction) -> bool:
    if today is None:
        return False
    return today.agent_id != action.agent_id or not today.applies or today.share is None or today.share < DONE


def _kept(one: Stood) -> dict[str, Any]:
    return {
        "call_id": one.call_id,
        "evaluation_id": one.evaluation_id,
        "began_s": one.began_s,
        "done": one.share >= DONE,
        "decided_by": one.decided_by,
    }


def held(session: Session, coaching: CoachingSession) -> None:
    """The session was held: from then on the agent's calls count."""
    for action in coaching.actions:
        if action.begins_at is None and action.state is ActionState.OPEN:
            action.begins_at = coaching.held_at
            session.flush()
            look(session, action)
