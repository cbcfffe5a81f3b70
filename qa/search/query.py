"""A search as queries: which calls, and which turns of each. Who may not see a call does not find it, nor count it."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.calls import blindfolds
from qa.calls.tables import Call, Medium
from qa.calls.view import spoken, visible_to
from qa.evaluation.found import AUTO_FAILED, holds, situation_name, tone_name
from qa.evaluation.tables import SHOWN
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right
from qa.search.fulltext import full_text
from qa.search.schemas import SearchIn, SearchPart
from qa.search.tables import SpokenTurn
from qa.search.words import Question

#: Turns of one call that are shown; the others are counted.
HITS_A_CALL = 5
#: Calls that are looked through before the index of words is asked.
_LOOKED_THROUGH = 200
PUBLISHED = tuple(state.value for state in SHOWN)


@dataclass(frozen=True, slots=True)
class FoundTurn:
    """A turn that was found, and how many of its call were."""

    turn: SpokenTurn
    of_call: int


def began() -> sa.ColumnElement[object]:
    """When a call began, as part of a query; where nobody knows, when it came."""
    return sa.func.coalesce(Call.started_at, Call.received_at)


def evaluation_shows(asker: Principal) -> sa.ColumnElement[bool]:
    """The condition under which this person may know what was made of a call."""
    seeing = ~blindfolds.blinded(asker)
    if asker.may(Right.SEE_ALL_CALLS):
        return seeing
    return sa.and_(seeing, Call.evaluation_state.in_(PUBLISHED))


def score_shows(asker: Principal) -> sa.ColumnElement[bool]:
    """The condition under which this person may know a call's score."""
    return sa.and_(Call.percent.is_not(None), evaluation_shows(asker))


def calls(session: Session, asker: Principal, part: SearchPart, asked: Question | None) -> Sequence[Call]:
    """So many calls and one more where there are more, the newest first, from behind the cursor on."""
    own = [visible_to(asker), *_of_call(asker, part)]
    if part.cursor:
        own.append(Call.id < part.cursor)
    if asked is not None:
        own = [Call.id.in_(_holding(session, own, part, asked))]
    return session.scalars(sa.select(Call).where(*own).order_by(Call.id.desc()).limit(part.limit + 1)).all()


def _holding(session: Session, own: list[sa.ColumnElement[bool]], part: SearchPart, asked: Question) -> list[str]:
    """The ids of the newest of these calls in which all that was asked for is said in one turn.

    Common words are found by looking through the newest calls, rare ones by the index of words. No database knows
    beforehand which of both it has to do with, so a few calls are looked through, and what is missing is looked up.
    """
    first = sa.and_(SpokenTurn.call_id == Call.id, SpokenTurn.turn == 0)
    newest = sa.select(SpokenTurn.call_id).join(Call, first).where(*own).order_by(SpokenTurn.call_id.desc())
    looked_through = session.scalars(newest.limit(_LOOKED_THROUGH)).all()
    here = sa.select(SpokenTurn.call_id).join(Call, SpokenTurn.call_id == Call.id).distinct()
    fitting = here.where(*_of_turn(session, part, asked))
    found = sorted(session.scalars(fitting.where(SpokenTurn.call_id.in_(looked_through))), reverse=True)
    missing = part.limit + 1 - len(found)
    if missing > 0 and len(looked_through) == _LOOKED_THROUGH:
        further = fitting.where(*own, Call.id < looked_through[-1]).cte("further")
        # Before it is put in order: else it would be looked for in that order, call by call.
        further = further.prefix_with("MATERIALIZED", dialect="postgresql")
        found += session.scalars(sa.select(further.c.call_id).order_by(further.c.call_id.desc()).limit(missing))
    return found


def turns(session: Session, found: Sequence[Call], wish: SearchIn, asked: Question) -> dict[str, list[FoundTurn]]:
    """The first turns of each of these calls in which all that was asked for is said, in the order of time."""
    place = sa.func.row_number().over(partition_by=SpokenTurn.call_id, order_by=SpokenTurn.turn).label("place")
    count = sa.func.count().over(partition_by=SpokenTurn.call_id).label("of_call")
    ids = [call.id for call in found]
    fitting = (
        sa.select(SpokenTurn.id, place, count)
        .join(Call, Call.id == SpokenTurn.call_id)
        .where(SpokenTurn.call_id.in_(ids), *_of_turn(session, wish, asked))
        .subquery()
    )
    rows = session.execute(
        sa.select(SpokenTurn, fitting.c.of_call)
        .join(fitting, fitting.c.id == SpokenTurn.id)
        .where(fitting.c.place <= HITS_A_CALL)
        .order_by(SpokenTurn.call_id, SpokenTurn.turn)
    )
    by_id: dict[str, list[FoundTurn]] = {}
    for turn, of_call in rows:
        by_id.setdefault(turn.call_id, []).append(FoundTurn(turn, of_call))
    return by_id


def _of_turn(session: Session, wish: SearchIn, asked: Question) -> list[sa.ColumnElement[bool]]:
    conditions = [
        SpokenTurn.call_id == Call.id,
        # What is indexed of a revision that is no longer shown is not there for anybody.
        sa.or_(Call.transcript_id.is_(None), SpokenTurn.transcript_id == Call.transcript_id),
        full_text(session).finds(asked),
    ]
    if wish.speaker:
        conditions.append(SpokenTurn.speaker == wish.speaker)
    if any(bound is not None for bound in (wish.from_ms, wish.until_ms, wish.last_ms)):
        conditions.append(Call.medium == Medium.VOICE)  # places in a text are no times
    if wish.from_ms is not None:
        conditions.append(SpokenTurn.end_ms > wish.from_ms)
    if wish.until_ms is not None:
        conditions.append(SpokenTurn.start_ms < wish.until_ms)
    if wish.last_ms is not None:
        conditions.append(SpokenTurn.start_ms >= Call.duration_ms - wish.last_ms)
    return conditions


def _of_call(asker: Principal, wish: SearchIn) -> list[sa.ColumnElement[bool]]:
    exact = (
        (Call.agent_id, wish.agent_id),
        (Call.team_id, wish.team_id),
        (spoken(), wish.language),
        (Call.direction, wish.direction),
        (Call.medium, wish.medium),
        (Call.queue, wish.queue),
        (Call.purpose, wish.purpose),
    )
    conditions: list[sa.ColumnElement[bool]] = [column == value for column, value in exact if value]
    if wish.since is not None:
        conditions.append(began() >= wish.since)
    if wish.until is not None:
        conditions.append(began() < wish.until)
    if wish.simulated is not None:
        conditions.append(Call.simulated.is_(wish.simulated))
    if wish.longer_than_ms is not None:
        conditions.append(Call.duration_ms >= wish.longer_than_ms)
    if wish.shorter_than_ms is not None:
        conditions.append(Call.duration_ms <= wish.shorter_than_ms)
    return conditions + _of_score(asker, wish) + _of_findings(asker, wish)


def _of_score(asker: Principal, wish: SearchIn) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if wish.least_percent is not None:
        conditions.append(Call.percent >= wish.least_percent)
    if wish.most_percent is not None:
        conditions.append(Call.percent <= wish.most_percent)
    if wish.passed is not None:
        conditions.append(Call.passed.is_(wish.passed))
    if wish.auto_failed is not None:
        failed = holds(AUTO_FAILED)
        conditions.append(failed if wish.auto_failed else ~failed)
    return [*conditions, score_shows(asker)] if conditions else []


def _of_findings(asker: Principal, wish: SearchIn) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if wish.evaluation:
        conditions.append(Call.evaluation_state == wish.evaluation.value)
    if wish.tone:
        conditions.append(holds(tone_name(wish.tone)))
    if wish.situation:
        conditions.append(holds(situation_name(wish.situation, wish.outcome)))
    return [*conditions, evaluation_shows(asker)] if conditions else []
