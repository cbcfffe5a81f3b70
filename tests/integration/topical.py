"""What is found in calls that were just scored: topics, promises, and the facts of a call."""

import sqlalchemy as sa

from qa.calls import revisions
from qa.calls.tables import Call
from qa.insights.tables import CallFact, TopicMention
from qa.pipeline.model import Speaker
from qa.platform.database import Database
from tests.integration.scored import System

PROMISE: tuple[tuple[Speaker, str], ...] = (
    ("agent", "שלום במה אוכל לעזור"),
    ("customer", "החשבונית שלי לא נכונה"),
    ("agent", "אני אחזור אליך מחר"),
    ("customer", "תודה"),
)


def shown(system: System, agent_id: str, hertz: float, said: tuple[tuple[Speaker, str], ...]) -> str:
    """A scored call whose words came to light as they do when they are heard."""
    call_id = system.scored(agent_id, hertz=hertz, said=said)
    with system.database.write() as unit:
        call = unit.session.get_one(Call, call_id)
        revisions.bring_to_light(call, revisions.shown(unit.session, call_id))
    return call_id


def fact(database: Database, call_id: str) -> CallFact:
    with database.read() as session:
        return session.get_one(CallFact, call_id)


def mentioned(database: Database) -> list[tuple[str, str]]:
    with database.read() as session:
        return [(row.call_id, row.text) for row in session.scalars(sa.select(TopicMention))]
