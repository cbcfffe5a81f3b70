"""Saying that somebody did something to learn, with the transaction of the deed itself. Nothing here commits."""

import uuid
from dataclasses import asdict
from typing import Final

from sqlalchemy.orm import Session

from qa.learning_records.statements import Result, Thing, Verb
from qa.learning_records.tables import THE_ONE, LearningStatement, RecordStore
from qa.notices.tables import add_once
from qa.platform.clock import new_id, now

#: The names of all our statements lie in a space of their own.
_SPACE: Final = uuid.UUID("5b0c3f0e-6f0f-5a53-9b0a-6d0d4e6b8a51")
_NOTHING: Final = Result()


def say(session: Session, actor_id: str, verb: Verb, thing: Thing, result: Result = _NOTHING) -> None:
    """Say that this person did it; it is sent after the commit, and where no store is named nothing is kept.

    What was said before is not said again: the statement's id is made of the person, the verb, the thing and the
    attempt at it. A store that is paused is told when it is resumed.
    """
    if session.get(RecordStore, THE_ONE) is None:
        return
    told = f"{actor_id}\n{verb.value}\n{thing.kind.value}\n{thing.id}\n{thing.attempt}"
    row = {
        "id": new_id(),
        "uuid": str(uuid.uuid5(_SPACE, told)),
        "person_id": actor_id,
        "verb": verb.value,
        "thing": asdict(thing),
        "result": asdict(result),
        "happened_at": now(),
    }
    add_once(session, LearningStatement, [row])
