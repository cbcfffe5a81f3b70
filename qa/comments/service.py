"""What can be said about a call, by whom, and who hears of it. Nothing here commits.

Threads are for those who review. An agent reads and answers those that were shared, once there is feedback on the call;
whoever judges the call blind sees none.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.calls import blindfolds, revisions
from qa.calls import service as calls
from qa.calls.tables import Call, Purpose
from qa.calls.transcripts import from_revision
from qa.calls.view import visible_to
from qa.comments.schemas import CommentIn, ThreadIn
from qa.comments.tables import Comment, CommentThread
from qa.evaluation.tables import Evaluation
from qa.notices.kinds import AUDIENCES, Audience, Kind
from qa.notices.service import About, tell
from qa.people.tables import Person
from qa.platform import audit
from qa.platform.clock import now
from qa.platform.errors import Conflict, NotFound, Refused
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right, may
from qa.rubric.store import rubric_of

#: Threads of one call, and comments in one thread: more than people write, and few enough to be shown whole.
MOST_THREADS = 500
MOST_COMMENTS = 200


class OutsideTheCall(Refused):
    """A place that the call does not have."""

    code = "outside_the_call"

    def __init__(self, call: Call) -> None:
        self.call = call
        super().__init__("the comment is pinned to a moment or to words that this call does not have")


class CannotBeMentioned(Refused):
    """Somebody who does not see the thread cannot be called to it."""

    code = "cannot_be_mentioned"

    def __init__(self, person_ids: Collection[str]) -> None:
        self.person_ids = person_ids
        super().__init__("one of the people mentioned does not see this thread")


class NotShareable(Conflict):
    """The agent has no feedback on the call yet, and so nothing to read along with."""

    code = "not_shareable"

    def __init__(self) -> None:
        super().__init__("the agent reads along once feedback on the call is published")


class Crowded(Conflict):
    """More was said here than anybody reads."""

    code = "too_many_comments"

    def __init__(self) -> None:
        super().__init__("there is no room for another comment here; begin a new thread, or resolve old ones")


def threads(session: Session, asker: Principal, call_id: str) -> tuple[Call, Sequence[CommentThread]]:
    """The call and its threads that are there for this person, by their place. Raises NotFound, RatedBlind."""
    call = _call(session, asker, call_id)
    order = (CommentThread.start_ms.is_(None), CommentThread.start_ms, CommentThread.id)
    query = _visible(asker).where(CommentThread.call_id == call.id).order_by(*order)
    return call, session.scalars(query.limit(MOST_THREADS)).unique().all()


def mentionable(session: Session, asker: Principal, call_id: str) -> Sequence[Person]:
    """Those who review and see the call's threads, without the asker. Raises NotFound, RatedBlind."""
    asker.require(Right.EVALUATE)
    call = _call(session, asker, call_id)
    return [person for person in _reviewers(session, call) if person.id != asker.person_id]


def begin(session: Session, asker: Principal, call_id: str, wish: ThreadIn) -> CommentThread:
    """Say something about a place of the call. Raises NotFound, RatedBlind, OutsideTheCall, CannotBeMentioned."""
    asker.require(Right.EVALUATE)
    call = _call(session, asker, call_id)
    count = sa.select(sa.func.count()).where(CommentThread.call_id == call.id)
    if (session.scalar(count) or 0) >= MOST_THREADS:
        raise Crowded
    start_ms, end_ms = _place(session, call, wish)
    if wish.question_id is not None:
        _check_question(session, call, wish.question_id)
    thread = CommentThread(
        **wish.model_dump(include={"revision", "first_word", "last_word", "question_id"}),
        call_id=call.id,
        start_ms=start_ms,
        end_ms=end_ms,
        made_by=asker.person_id,
    )
    session.add(thread)
    session.flush()
    session.refresh(thread, ["comments", "resolver"])
    _say(session, asker, call, thread, wish)
    return thread


def reply(session: Session, asker: Principal, thread_id: str, wish: CommentIn) -> CommentThread:
    """Answer. A resolved thread opens again. Raises NotFound, RatedBlind, CannotBeMentioned, Crowded."""
    call, thread = _thread(session, asker, thread_id)
    if len(thread.comments) >= MOST_COMMENTS:
        raise Crowded
    thread.resolved_at, thread.resolver = None, None
    _say(session, asker, call, thread, wish)
    return thread


def edit(session: Session, asker: Principal, at: tuple[str, str], wish: CommentIn) -> CommentThread:
    """Word one's own comment (thread, comment) anew. Those who are mentioned now and were not before are told."""
    call, thread = _thread(session, asker, at[0])
    comment = _own(thread, asker, at[1])
    _check_mentions(session, asker, call, wish.mentions)
    before = set(comment.mentions)
    comment.text, comment.mentions, comment.edited_at = wish.text, _unique(wish.mentions), now()
    session.flush()
    audit.record(session, asker.person_id, "comment_edited", comment.id, call=call.id)
    fresh = [who for who in comment.mentions if who not in before]
    tell(session, Kind.MENTIONED, fresh, _about(call, thread, comment.id), by=asker.person_id, agent=call.agent_id)
    return thread


def remove(session: Session, asker: Principal, at: tuple[str, str]) -> CommentThread:
    """Take one's own comment (thread, comment) back; its place stays."""
    call, thread = _thread(session, asker, at[0])
    comment = _own(thread, asker, at[1])
    comment.removed_at = now()
    session.flush()
    audit.record(session, asker.person_id, "comment_removed", comment.id, call=call.id)
    return thread


def resolve(session: Session, asker: Principal, thread_id: str, *, resolved: bool) -> CommentThread:
    """Say that a thread is settled, or that it is not."""
    asker.require(Right.EVALUATE)
    call, thread = _thread(session, asker, thread_id)
    if (thread.resolved_at is not None) != resolved:
        thread.resolved_at = now() if resolved else None
        thread.resolver = session.get_one(Person, asker.person_id) if resolved else None
        session.flush()
        deed = "comments_resolved" if resolved else "comments_reopened"
        audit.record(session, asker.person_id, deed, thread.id, call=call.id)
    return thread


def share(session: Session, asker: Principal, thread_id: str, *, shared: bool) -> CommentThread:
    """Let the call's agent read and answer the whole thread, or no longer. Raises NotShareable."""
    asker.require(Right.EVALUATE)
    call, thread = _thread(session, asker, thread_id)
    if shared and not is_shareable(call):
        raise NotShareable
    if (thread.shared_at is not None) != shared:
        thread.shared_at = now() if shared else None
        session.flush()
        deed = "comments_shared" if shared else "comments_unshared"
        audit.record(session, asker.person_id, deed, thread.id, call=call.id)
    if shared and call.agent_id:
        facts = {"by": asker.person_id, "agent": call.agent_id}
        tell(session, Kind.COMMENT_SHARED, [call.agent_id], _about(call, thread, thread.id, agent=True), **facts)
    return thread


def is_shareable(call: Call) -> bool:
    """Whether the agent may read along: there is feedback, and somebody to read it."""
    return call.shared_at is not None and call.agent_id is not None


def people(session: Session, shown: Collection[CommentThread]) -> dict[str, Person]:
    """Everybody whom the threads' comments mention."""
    ids = {who for thread in shown for comment in thread.comments for who in comment.mentions}
    return {one.id: one for one in session.scalars(sa.select(Person).where(Person.id.in_(ids)))} if ids else {}


def _call(session: Session, asker: Principal, call_id: str) -> Call:
    call = calls.get(session, asker, call_id)
    blindfolds.check(session, asker, [call.id])
    return call


def _visible(asker: Principal) -> sa.Select[CommentThread]:
    query = sa.select(CommentThread).join(Call, Call.id == CommentThread.call_id).where(visible_to(asker))
    return query if asker.may(Right.SEE_ALL_CALLS) else query.where(CommentThread.shared_at.is_not(None))


def _thread(session: Session, asker: Principal, thread_id: str) -> tuple[Call, CommentThread]:
    """A thread that is there for this person. Raises NotFound, RatedBlind."""
    found = session.scalars(_visible(asker).where(CommentThread.id == thread_id)).unique().one_or_none()
    if found is None:
        raise NotFound("thread", thread_id)
    return _call(session, asker, found.call_id), found


def _own(thread: CommentThread, asker: Principal, comment_id: str) -> Comment:
    for comment in thread.comments:
        if comment.id == comment_id and comment.person_id == asker.person_id and comment.removed_at is None:
            return comment
    raise NotFound("comment", comment_id)


def _place(session: Session, call: Call, wish: ThreadIn) -> tuple[int | None, int | None]:
    """The time of what is pinned to. Raises OutsideTheCall, NotFound (revision)."""
    if wish.revision is None or wish.first_word is None or wish.last_word is None:
        if wish.start_ms is not None and wish.start_ms > (call.duration_ms or 0):
            raise OutsideTheCall(call)
        return wish.start_ms, wish.end_ms
    transcript = from_revision(revisions.numbered(session, call.id, wish.revision))
    words = [word for turn in transcript.turns for word in turn.words]
    if wish.last_word >= len(words):
        raise OutsideTheCall(call)
    return words[wish.first_word].span.start, words[wish.last_word].span.end


def _check_question(session: Session, call: Call, question_id: str) -> None:
    evaluation = session.get(Evaluation, call.evaluation_id) if call.evaluation_id else None
    known = {question.id for question in rubric_of(evaluation.rubric).questions} if evaluation else set()
    if question_id not in known:
        raise NotFound("question", question_id)


def _say(session: Session, asker: Principal, call: Call, thread: CommentThread, wish: CommentIn) -> None:
    """Add what is said to the thread, and tell those whom it concerns."""
    _check_mentions(session, asker, call, wish.mentions)
    taking_part = {one.person_id for one in thread.comments if one.removed_at is None}
    comment = Comment(person_id=asker.person_id, text=wish.text, mentions=_unique(wish.mentions))
    thread.comments.append(comment)
    session.flush()
    session.refresh(comment, ["person"])
    audit.record(session, asker.person_id, "commented", comment.id, call=call.id, thread=thread.id)
    others = sorted(taking_part - set(comment.mentions))
    _tell(session, asker, _Said(call, thread, comment), mentioned=comment.mentions, others=others)


@dataclass(frozen=True, slots=True)
class _Said:
    """A comment, and where it stands."""

    call: Call
    thread: CommentThread
    comment: Comment


def _tell(
    session: Session, asker: Principal, said: _Said, *, mentioned: Collection[str], others: Collection[str]
) -> None:
    """Tell who was mentioned, and who takes part and still sees the thread."""
    call, thread = said.call, said.thread
    facts = {"by": asker.person_id, "agent": call.agent_id}
    about = _about(call, thread, said.comment.id)
    tell(session, Kind.MENTIONED, mentioned, about, **facts)
    reviewers = {person.id for person in _reviewers(session, call)}
    tell(session, Kind.COMMENT_REPLY, [who for who in others if who in reviewers], about, **facts)
    if thread.shared_at is not None and is_shareable(call) and call.agent_id:
        to_agent = _about(call, thread, said.comment.id, agent=True)
        tell(session, Kind.COMMENT_REPLY, [call.agent_id], to_agent, **facts)


def _about(call: Call, thread: CommentThread, occasion: str, *, agent: bool = False) -> About:
    moment = f"&t={thread.start_ms}" if thread.start_ms is not None else ""
    start = f"feedback/{call.evaluation_id}" if agent else f"calls/{call.id}"
    page = (f"{start}?thread={thread.id}{moment}",)
    return About(call_id=call.id, at_ms=thread.start_ms, page=page, occasion=occasion)


def _check_mentions(session: Session, asker: Principal, call: Call, mentions: Collection[str]) -> None:
    """Raises CannotBeMentioned. An agent mentions nobody: the list of people is not theirs to see."""
    allowed = {person.id for person in _reviewers(session, call)} if asker.may(Right.EVALUATE) else set()
    strangers = set(mentions) - allowed
    if strangers:
        raise CannotBeMentioned(strangers)


def _reviewers(session: Session, call: Call) -> Sequence[Person]:
    """Those who see the call's threads, by name."""
    query = sa.select(Person).where(Person.role.in_(AUDIENCES[Audience.REVIEWERS]), Person.disabled.is_(False))
    blind = blindfolds.worn(session, call.id)
    people = [person for person in session.scalars(query.order_by(Person.name, Person.id)) if person.id not in blind]
    practice = call.purpose is not Purpose.LIVE
    return [person for person in people if may(person.role, Right.SEE_PRACTICE)] if practice else people


def _unique(ids: Collection[str]) -> list[str]:
    return list(dict.fromkeys(ids))
