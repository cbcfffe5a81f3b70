"""Which drills there are for somebody: they assemble themselves from what was missed and from the book."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.calls.tables import Call
from qa.calls.view import spoken
from qa.people.tables import Person
from qa.platform.clock import now
from qa.platform.errors import NotFound
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right
from qa.practice.drills.moments import Spoken, missed, shared, urgency
from qa.practice.drills.schemas import MomentSource
from qa.practice.drills.tables import DrillAttempt
from qa.practice.drills.taught import LANGUAGES, Taught, taught

#: So many of one's own moments a drill shows, the newest first.
_MOST_MOMENTS = 8
_RANKS = {"skipped": 0, "not_said": 1, "unsure": 2, "said": 3}


@dataclass(frozen=True, slots=True)
class Moment:
    """A customer's sentence that can be replied to, out of a call or only in words."""

    id: str
    source: MomentSource
    spoken: Spoken | None
    text: str

    @property
    def call_id(self) -> str | None:
        """The call that it is out of."""
        return self.spoken.call.id if self.spoken else None


@dataclass(frozen=True, slots=True)
class Drill:
    """What is practised, the moments that were missed (the newest first), and what was tried so far.

    `shared`: what customers said in moments that colleagues let be heard; looked up for one drill, not for a list.
    """

    taught: Taught
    missed: Sequence[Spoken]
    attempts: Sequence[DrillAttempt]
    shared: Sequence[Spoken] = ()

    @property
    def moments(self) -> list[Moment]:
        """One's own first, then those out of colleagues' calls, then the book's examples."""
        own = [Moment(one.id, "missed", one, one.opportunity.trigger.text) for one in self.missed[:_MOST_MOMENTS]]
        told = enumerate(self.taught.triggers)
        colleagues = [Moment(one.id, "exemplar", one, one.opportunity.trigger.text) for one in self.shared]
        return own + colleagues + [Moment(f"example-{place}", "book", None, text) for place, text in told]

    def moment(self, moment_id: str) -> Moment:
        """Raises NotFound."""
        for moment in self.moments:
            if moment.id == moment_id:
                return moment
        raise NotFound("moment", moment_id)

    @property
    def best(self) -> str | None:
        """The best verdict on any attempt."""
        verdicts = [attempt.verdict for attempt in self.attempts if attempt.verdict]
        return max(verdicts, key=lambda verdict: _RANKS[verdict], default=None)

    @property
    def is_done(self) -> bool:
        """Whether it was said, in time, since the agent was last told that it was missed."""
        since = max((one.told_at for one in self.missed), default=None)
        return any(
            attempt.verdict == "said" and not attempt.late and (since is None or attempt.created_at > since)
            for attempt in self.attempts
        )


def drills(session: Session, asker: Principal) -> list[Drill]:
    """All drills of this agent: what is needed most first, then the rest of the book, then what is done."""
    asker.require(Right.OWN_FEEDBACK)
    found, tried, moment = missed(session, asker), _tried(session, asker), now()
    languages = _languages(session, asker)
    known = [
        Drill(one, found.get(one.id, ()), tried.get(one.id, ()))
        for language in LANGUAGES
        if language in languages or any(drill_id.startswith(f"{language}.") for drill_id in found)
        for one in taught(session, language).values()
        if one.id in found or one.triggers
    ]
    return sorted(known, key=lambda drill: _place(drill, moment))


def find(session: Session, asker: Principal, drill_id: str) -> Drill:
    """The drill of that id. Raises NotFound."""
    asker.require(Right.OWN_FEEDBACK)
    for language in LANGUAGES:
        if drill_id.startswith(f"{language}."):
            one = taught(session, language).get(drill_id)
            if one is not None:
                own = missed(session, asker).get(drill_id, ())
                tried = _tried(session, asker, drill_id).get(drill_id, ())
                known = {spoken.id for spoken in own}
                others = shared(session, asker, one.question_id, language) if one.question_id else []
                return Drill(one, own, tried, [spoken for spoken in others if spoken.id not in known])
    raise NotFound("drill", drill_id)


def _place(drill: Drill, at: datetime) -> tuple[bool, float]:
    return drill.is_done, -urgency(drill.missed, at)


def _tried(session: Session, asker: Principal, drill_id: str | None = None) -> dict[str, list[DrillAttempt]]:
    query = sa.select(DrillAttempt).where(DrillAttempt.person_id == asker.person_id).order_by(DrillAttempt.id.desc())
    if drill_id:
        query = query.where(DrillAttempt.drill_id == drill_id)
    found: dict[str, list[DrillAttempt]] = {}
    for attempt in session.scalars(query).unique():
        found.setdefault(attempt.drill_id, []).append(attempt)
    return found


def _languages(session: Session, asker: Principal) -> set[str]:
    """What the agent's calls are in, or else the language that the agent reads."""
    query = sa.select(spoken()).where(Call.agent_id == asker.person_id).distinct()
    heard: set[str] = {language for language in session.scalars(query) if language in LANGUAGES}
    return heard or {session.get_one(Person, asker.person_id).interface_language}
