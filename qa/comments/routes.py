"""The web's door to comments."""

from collections.abc import Mapping

from fastapi import APIRouter
from sqlalchemy.orm import Session

from qa.comments import service
from qa.comments.schemas import (
    CommentIn,
    CommentOut,
    MentionOut,
    ResolvedIn,
    SharedIn,
    ThreadIn,
    ThreadOut,
    ThreadsOut,
)
from qa.comments.tables import Comment, CommentThread
from qa.people.tables import Person
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right, Role
from qa.platform.web import Asking, Evaluates, Reading, Writing

router = APIRouter(tags=["comments"])


@router.get("/calls/{call_id}/comments")
def list_comments(call_id: str, session: Reading, asker: Asking) -> ThreadsOut:
    """What is said about a call; an agent sees what was shared with them."""
    call, found = service.threads(session, asker, call_id)
    people = service.people(session, found)
    writable = asker.may(Right.EVALUATE)
    return ThreadsOut(
        threads=[_thread(one, people, asker) for one in found],
        shareable=writable and service.is_shareable(call),
        writable=writable,
    )


@router.get("/calls/{call_id}/mentionable")
def list_mentionable(call_id: str, session: Reading, asker: Evaluates) -> list[MentionOut]:
    """Who can be called to a thread about this call."""
    return [MentionOut.model_validate(one) for one in service.mentionable(session, asker, call_id)]


@router.post("/calls/{call_id}/comments", status_code=201)
def add_comment(call_id: str, wish: ThreadIn, unit: Writing, asker: Evaluates) -> ThreadOut:
    """Say something about a moment, about words or about a question."""
    return _out(unit.session, asker, service.begin(unit.session, asker, call_id, wish))


@router.post("/comments/{thread_id}/replies", status_code=201)
def reply_to_comment(thread_id: str, wish: CommentIn, unit: Writing, asker: Asking) -> ThreadOut:
    """Answer in a thread."""
    return _out(unit.session, asker, service.reply(unit.session, asker, thread_id, wish))


@router.put("/comments/{thread_id}/resolved")
def resolve_comments(thread_id: str, wish: ResolvedIn, unit: Writing, asker: Evaluates) -> ThreadOut:
    """Say that a thread is settled, or that it is not."""
    return _out(unit.session, asker, service.resolve(unit.session, asker, thread_id, resolved=wish.resolved))


@router.put("/comments/{thread_id}/shared")
def share_comments(thread_id: str, wish: SharedIn, unit: Writing, asker: Evaluates) -> ThreadOut:
    """Let the call's agent read and answer the thread, or no longer."""
    return _out(unit.session, asker, service.share(unit.session, asker, thread_id, shared=wish.shared))


@router.put("/comments/{thread_id}/entries/{comment_id}")
def edit_comment(thread_id: str, comment_id: str, wish: CommentIn, unit: Writing, asker: Asking) -> ThreadOut:
    """Word one's own comment anew."""
    return _out(unit.session, asker, service.edit(unit.session, asker, (thread_id, comment_id), wish))


@router.delete("/comments/{thread_id}/entries/{comment_id}")
def remove_comment(thread_id: str, comment_id: str, unit: Writing, asker: Asking) -> ThreadOut:
    """Take one's own comment back."""
    return _out(unit.session, asker, service.remove(unit.session, asker, (thread_id, comment_id)))


def _out(session: Session, asker: Principal, thread: CommentThread) -> ThreadOut:
    return _thread(thread, service.people(session, [thread]), asker)


def _thread(thread: CommentThread, people: Mapping[str, Person], asker: Principal) -> ThreadOut:
    told = {name: getattr(thread, name) for name in ThreadOut.model_fields if hasattr(thread, name)}
    said = {
        "comments": [_comment(one, people, asker) for one in thread.comments],
        "resolved_by_name": thread.resolver.name if thread.resolver else None,
    }
    return ThreadOut(**told | said)


def _comment(comment: Comment, people: Mapping[str, Person], asker: Principal) -> CommentOut:
    removed = comment.removed_at is not None
    named = [people[who] for who in comment.mentions if who in people and not removed]
    return CommentOut(
        id=comment.id,
        person_id=comment.person_id,
        person_name=comment.person.name,
        by_agent=comment.person.role == Role.AGENT,
        mine=comment.person_id == asker.person_id,
        text=None if removed else comment.text,
        mentions=[MentionOut.model_validate(one) for one in named],
        written_at=comment.written_at,
        edited_at=comment.edited_at,
    )
