"""What can be done with searches. Nothing here commits."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.calls import blindfolds
from qa.calls.tables import Call
from qa.calls.view import live, spoken_language, visible_to
from qa.evaluation.tables import SHOWN, Evaluation
from qa.people.schemas import PersonOut, TeamOut
from qa.people.tables import Person
from qa.platform.errors import Conflict, NotFound
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right
from qa.rubric import store
from qa.rubric.schemas import Texts
from qa.search import query, snippets
from qa.search.schemas import (
    FoundCall,
    FoundPage,
    SavedSearchIn,
    SavedSearchOut,
    ScoreBrief,
    SearchIn,
    SearchPart,
    SituationChoice,
)
from qa.search.tables import SavedSearch
from qa.search.words import Question, question

_MOST_SAVED = 100
_MOST_QUEUES = 200


class TooManySaved(Conflict):
    """A list that nobody could read any more."""

    code = "too_many_saved_searches"

    def __init__(self, most: int) -> None:
        self.most = most
        super().__init__(f"you keep {most} searches already; delete one that you no longer need")


def search(session: Session, asker: Principal, part: SearchPart) -> FoundPage:
    """The calls that fit, the newest first, with the turns in which the words stand. Raises NothingAsked."""
    asked = question(part.q) if part.q else None
    rows = query.calls(session, asker, part, asked)
    shown, more = rows[: part.limit], len(rows) > part.limit
    turns = query.turns(session, shown, part, asked) if asked and shown else {}
    feedback = _feedback(session, asker, shown)
    scores = _scores(session, asker, shown)
    known = {call.id: _Known(turns.get(call.id, []), feedback.get(call.id), scores.get(call.id)) for call in shown}
    return FoundPage(
        items=[_found(call, asked, known[call.id]) for call in shown],
        next_cursor=shown[-1].id if more else None,
    )


def queues(session: Session, asker: Principal) -> Sequence[str]:
    """The reasons of all calls that this person may see, by name."""
    named = sa.select(Call.queue).where(visible_to(asker), live(), Call.queue.is_not(None), Call.queue != "")
    found = session.scalars(named.distinct().order_by(Call.queue).limit(_MOST_QUEUES))
    return [queue for queue in found if queue]


def situations(session: Session) -> list[SituationChoice]:
    """The situations that the newest rubrics ask about, in their order."""
    rubrics = [store.rubric_of(row) for row in store.newest_versions(session)]
    asked = {
        question.id: SituationChoice(id=question.id, text=Texts.of(question.text))
        for rubric in rubrics
        for question in rubric.questions
        if question.kind.situations()
    }
    return list(asked.values())


def saved(session: Session, asker: Principal) -> list[SavedSearchOut]:
    """The person's own searches, by name."""
    rows = session.scalars(_own(asker).order_by(SavedSearch.name, SavedSearch.id))
    return [_saved_out(row) for row in rows]


def save(session: Session, asker: Principal, wish: SavedSearchIn) -> SavedSearchOut:
    """Keep a search under its name; one that has the name becomes this one. Raises NothingAsked, TooManySaved."""
    if wish.asked.q:
        question(wish.asked.q)
    # Whoever saves twice at once does it one after the other.
    session.scalars(sa.select(Person.id).where(Person.id == asker.person_id).with_for_update()).one()
    own = session.scalars(_own(asker)).all()
    row = next((row for row in own if row.name == wish.name), None)
    if row is None:
        if len(own) >= _MOST_SAVED:
            raise TooManySaved(_MOST_SAVED)
        row = SavedSearch(person_id=asker.person_id, name=wish.name)
        session.add(row)
    row.asked = wish.asked.model_dump(mode="json", exclude_defaults=True)
    session.flush()
    return _saved_out(row)


def forget(session: Session, asker: Principal, search_id: str) -> None:
    """Delete one of the person's own searches. Raises NotFound."""
    row = session.scalar(_own(asker).where(SavedSearch.id == search_id))
    if row is None:
        raise NotFound("saved search", search_id)
    session.delete(row)


def _own(asker: Principal) -> sa.Select[SavedSearch]:
    return sa.select(SavedSearch).where(SavedSearch.person_id == asker.person_id)


def _saved_out(row: SavedSearch) -> SavedSearchOut:
    return SavedSearchOut(id=row.id, name=row.name, asked=SearchIn.model_validate(row.asked), created_at=row.created_at)


def _feedback(session: Session, asker: Principal, shown: Sequence[Call]) -> dict[str, str]:
    """The newest published evaluation of each call, for the agent who reads it there."""
    if not asker.may(Right.OWN_FEEDBACK) or not shown:
        return {}
    published = (
        sa.select(Evaluation.call_id, Evaluation.id)
        .where(
            Evaluation.call_id.in_([call.id for call in shown]),
            Evaluation.state.in_(SHOWN),
        )
        .order_by(Evaluation.published_at)
    )
    return {row.call_id: row.id for row in session.execute(published)}


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a call besides its row."""

    turns: list[query.FoundTurn]
    feedback_id: str | None
    score: ScoreBrief | None


def _found(call: Call, asked: Question | None, known: _Known) -> FoundCall:
    turns = known.turns
    return FoundCall(
        id=call.id,
        file_name=call.file_name,
        began_at=call.started_at or call.received_at,
        duration_ms=call.duration_ms,
        medium=call.medium,
        language=spoken_language(call),
        direction=call.direction,
        queue=call.queue,
        purpose=call.purpose,
        agent=PersonOut.model_validate(call.agent) if call.agent else None,
        team=TeamOut.model_validate(call.team) if call.team else None,
        score=known.score,
        feedback_id=known.feedback_id,
        hits=[snippets.hit(found.turn, asked, call.heard_language or call.language) for found in turns if asked],
        more_hits=turns[0].of_call - len(turns) if turns else 0,
        simulated=call.simulated,
    )


def _scores(session: Session, asker: Principal, shown: Sequence[Call]) -> dict[str, ScoreBrief]:
    """The scores of those calls whose score this person may know."""
    blind = blindfolds.among(session, asker, [call.id for call in shown])
    sees_all = asker.may(Right.SEE_ALL_CALLS)
    return {
        call.id: ScoreBrief(percent=call.percent, passed=call.passed, machine_only=call.machine_only)
        for call in shown
        if call.percent is not None and call.id not in blind and (sees_all or call.evaluation_state in query.PUBLISHED)
    }
