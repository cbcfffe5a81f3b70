"""Takes written conversations in: read, freed of personal numbers, kept and handed on to be scored, in one transaction.

There is nothing to hear, so no engine is asked. The file as it came lies where a recording would.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, tzinfo
from pathlib import Path
from typing import ClassVar
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from qa.calls import revisions, sealed
from qa.calls.reception import shown_name
from qa.calls.schemas import CallFacts
from qa.calls.service import Ring, original_key, owe_score
from qa.calls.tables import Call, Medium, TranscriptRevision
from qa.calls.transcripts import to_body
from qa.people.service import agent_by_id, agent_named, team_named
from qa.people.tables import Person
from qa.pipeline import written
from qa.pipeline.model import Transcript
from qa.pipeline.redact import Redacted, redacted
from qa.platform import audit
from qa.platform.clock import new_id
from qa.platform.database import Database, UnitOfWork
from qa.platform.errors import Conflict, Refused
from qa.platform.scratch import scratch_folder
from qa.platform.security.roles import Role
from qa.platform.security.sealing import Vault
from qa.platform.settings import Settings
from qa.platform.storage import Storage


class WrittenStands(Conflict):
    """What people wrote is what they wrote: there is nothing that was heard wrongly."""

    code: ClassVar[str] = "written_stands"

    def __init__(self, call_id: str) -> None:
        self.call_id = call_id
        super().__init__(f"call {call_id} is a written conversation; its words are as they were written")


class WrittenHasNoTimes(Refused):
    """Files of subtitles and time marks say when something is said; a text has no such moments."""

    code: ClassVar[str] = "written_has_no_times"

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(f"a written conversation has no times for {kind}; take it as json")


@dataclass(frozen=True, slots=True)
class Letter:
    """A file that was received: its bytes, the sender's name for it, and what is known of the conversation."""

    content: bytes
    name: str
    facts: CallFacts
    agent_id: str | None = None


@dataclass(frozen=True, slots=True)
class WrittenDesk:
    """Makes calls of written conversations. `vault`: where personal numbers go; None: they stay in the text."""

    database: Database
    storage: Storage
    ring: Ring
    vault: Vault | None
    zone: tzinfo
    scratch: Path

    @classmethod
    def of(cls, config: Settings, database: Database, ring: Ring) -> "WrittenDesk":
        """As the settings say."""
        vault = Vault(config.sealing_key) if config.redact == "on" else None
        return cls(database, Storage.of(config), ring, vault, ZoneInfo(config.time_zone), config.scratch)

    def take_in(self, letter: Letter, person_id: str | None) -> tuple[str, bool]:
        """The id of the call with these bytes, and whether it was here before. Safe to repeat after any failure.

        Raises Unreadable, NobodyIsTheAgent, and NotFound for an agent that is not there.
        """
        content_hash = hashlib.sha256(letter.content).hexdigest()
        if (known := self._known(content_hash)) is not None:
            return known, True
        conversation = written.read(letter.content, letter.name, self._day(letter.facts), self.zone)
        call_id = new_id()
        self._keep_file(call_id, letter.content)
        try:
            with self.database.write() as unit:
                self._add(unit, letter, conversation, (call_id, content_hash))
                audit.record(unit.session, person_id, "call_received", call_id, sha256=content_hash)
        except IntegrityError:
            # The same bytes were taken in by another request in this very moment: that call is the one.
            self.storage.delete(original_key(call_id))
            if (known := self._known(content_hash)) is None:
                raise
            return known, True
        except Exception:
            if self._known(content_hash) != call_id:
                self.storage.delete(original_key(call_id))
            raise
        return call_id, False

    def _add(self, unit: UnitOfWork, letter: Letter, conversation: written.Conversation, ids: tuple[str, str]) -> None:
        session, facts = unit.session, letter.facts
        agent = _named_agent(session, letter)
        who = written.sides(conversation, _agents(session, conversation, facts.agent, agent))
        agent = agent or _writer(session, who.agents, conversation)
        language = facts.language if facts.language != "auto" else written.language_of(conversation)
        call = Call(
            **facts.model_dump(exclude={"agent", "team", "channels"}),
            id=ids[0],
            content_hash=ids[1],
            file_name=shown_name(letter.name),
            medium=Medium(conversation.medium),
            agent_code=facts.agent,
            agent=agent,
            team=team_named(session, facts.team) if facts.team else (agent.team if agent else None),
        )
        call.started_at = call.started_at or conversation.messages[0].sent_at
        session.add(call)
        session.flush()
        revision = self._transcribe(session, call, written.transcript_of(conversation, who, language))
        job_id = owe_score(session, call.id, revision.id)
        unit.after_commit(lambda: self.ring(job_id))

    def _transcribe(self, session: Session, call: Call, transcript: Transcript) -> TranscriptRevision:
        hidden = redacted(transcript) if self.vault is not None else Redacted(transcript, (), ())
        body = to_body(hidden.transcript, None) | {"redacted": self.vault is not None}
        revision = revisions.add_heard(session, call, hidden.transcript, body)
        if self.vault is not None:
            sealed.keep(session, revision, hidden.removed, self.vault)
        return revision

    def _keep_file(self, call_id: str, content: bytes) -> None:
        with scratch_folder(self.scratch, "written-") as folder:
            path = folder / "original"
            path.write_bytes(content)
            self.storage.put(original_key(call_id), path)

    def _known(self, content_hash: str) -> str | None:
        with self.database.read() as session:
            return session.scalar(sa.select(Call.id).where(Call.content_hash == content_hash))

    def _day(self, facts: CallFacts) -> date | None:
        return facts.started_at.astimezone(self.zone).date() if facts.started_at else None


def _named_agent(session: Session, letter: Letter) -> Person | None:
    """The agent whom whoever sent the file named."""
    if letter.agent_id:
        return agent_by_id(session, letter.agent_id)
    return agent_named(session, letter.facts.agent) if letter.facts.agent else None


def _agents(session: Session, conversation: written.Conversation, told: str | None, agent: Person | None) -> set[str]:
    """Everything in small letters by which a sender of this conversation is known as an agent."""
    known = {told.casefold()} if told else set()
    if agent is not None:
        known |= {name.casefold() for name in (agent.name, agent.email, agent.agent_code) if name}
    found = _people(session, _senders(conversation))
    return known | {
        name.casefold() for person in found for name in (person.name, person.email, person.agent_code) if name
    }


def _writer(session: Session, names: Iterable[str], conversation: written.Conversation) -> Person | None:
    """The one agent of this house who wrote, where nobody said whose conversation it is."""
    agents = set(names)
    mailboxes = {one.address for one in conversation.messages if one.who in agents and one.address}
    found = _people(session, agents | mailboxes)
    return found[0] if len(found) == 1 else None


def _senders(conversation: written.Conversation) -> set[str]:
    return {name for one in conversation.messages for name in (one.who, one.address) if name}


def _people(session: Session, names: Iterable[str]) -> list[Person]:
    """The agents of this house by name, address or code."""
    wanted = list(names)
    is_one = sa.or_(
        Person.name.in_(wanted), Person.email.in_([name.lower() for name in wanted]), Person.agent_code.in_(wanted)
    )
    return list(session.scalars(sa.select(Person).where(Person.role == Role.AGENT, is_one).order_by(Person.id)))
