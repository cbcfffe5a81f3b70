"""Telling people, and what they do with what they were told. Nothing here commits."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.notices import choices
from qa.notices.kinds import ALERTS, AUDIENCES, FOLDED, Audience, Kind
from qa.notices.tables import Notice, add_once
from qa.notices.webhooks import outbox
from qa.people.tables import Person
from qa.platform.clock import now
from qa.platform.security.principal import Principal

#: Lines under the bell.
_SHOWN = 12

Fact = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class About:
    """What a notice is about, by ids, and where it leads.

    `page` are the pieces of the page's address, as ("calibration", id); without it a notice leads to the call, or an
    agent to the feedback. `at_ms` is the moment in the call. A person is told of the same kind, call, evaluation and
    `occasion` once: whoever tells of one evaluation more than once names each occasion, say by a dispute's id.
    """

    call_id: str | None = None
    evaluation_id: str | None = None
    at_ms: int | None = None
    page: tuple[str, ...] = ()
    occasion: str = ""

    @property
    def key(self) -> str:
        """The same for what is the same thing to be told of."""
        return ":".join((self.call_id or "", self.evaluation_id or "", self.occasion))


def tell(session: Session, kind: Kind, to: Iterable[str] | Audience, about: About, **facts: Fact) -> None:
    """Tell these people, as far as they wish to know, and whoever listens by webhook, with the caller's transaction.

    `to` are ids of people, or an audience. Facts are ids and numbers, never words of the call nor names: `by` is the id
    of whoever did it, who is not told of their own deed; `agent` that of the call's agent. Both are shown by name.
    """
    people = audience(session, to) if isinstance(to, Audience) else dict.fromkeys(to)
    told = choices.wishing(session, kind, [person for person in people if person != facts.get("by")])
    row = {
        "kind": kind.value,
        "key": about.key,
        "call_id": about.call_id,
        "evaluation_id": about.evaluation_id,
        "at_ms": about.at_ms,
        "page": "/".join(about.page) or None,
        "facts": facts,
    }
    add_once(session, Notice, [row | {"person_id": person_id} for person_id in told])
    outbox.owe(session, kind, row)


def audience(session: Session, whom: Audience) -> dict[str, None]:
    """The ids of those who do that now, in one order."""
    query = sa.select(Person.id).where(Person.role.in_(AUDIENCES[whom]), Person.disabled.is_(False))
    return dict.fromkeys(session.scalars(query.order_by(Person.id)))


def take_back(session: Session, call_ids: Collection[str], person_ids: Collection[str]) -> None:
    """Take away what the machine said of these calls to these people, as when they are to judge them for themselves."""
    those = (Notice.call_id.in_(call_ids), Notice.person_id.in_(person_ids), Notice.kind.in_(ALERTS))
    session.execute(sa.delete(Notice).where(*those))


@dataclass(frozen=True, slots=True)
class Line:
    """One line under the bell: a notice, or many of one kind, of which this is the newest."""

    newest: Notice
    count: int


def unread(session: Session, asker: Principal) -> int:
    """How much the person has not looked at."""
    mine = sa.select(sa.func.count()).select_from(Notice)
    return session.scalar(mine.where(*_unread(asker))) or 0


def lines(session: Session, asker: Principal) -> list[Line]:
    """What the person has not looked at, the newest first; what says one thing many times is one line."""
    newest, count = sa.func.max(Notice.id), sa.func.count()
    many = sa.select(newest, count).where(*_unread(asker), Notice.kind.in_(FOLDED)).group_by(Notice.kind)
    counts = {row[0]: row[1] for row in session.execute(many)}
    single = sa.select(Notice.id).where(*_unread(asker), Notice.kind.not_in(FOLDED))
    ids = [*counts, *session.scalars(single.order_by(Notice.id.desc()).limit(_SHOWN))]
    shown = sa.select(Notice).where(Notice.id.in_(ids)).order_by(Notice.id.desc()).limit(_SHOWN)
    return [Line(notice, counts.get(notice.id, 1)) for notice in session.scalars(shown)]


def page(session: Session, asker: Principal, cursor: str | None, limit: int, *, unread_only: bool) -> Sequence[Notice]:
    """The person's notices, the newest first, from behind the cursor on: one more than `limit` where there are more."""
    query = sa.select(Notice).where(*(_unread(asker) if unread_only else [Notice.person_id == asker.person_id]))
    if cursor:
        query = query.where(Notice.id < cursor)
    return session.scalars(query.order_by(Notice.id.desc()).limit(limit + 1)).all()


@dataclass(frozen=True, slots=True)
class Looked:
    """Which notices somebody has looked at: these, or all up to one (of a kind), not those that came meanwhile."""

    ids: Collection[str] = ()
    through: str | None = None
    kind: Kind | None = None


def read(session: Session, asker: Principal, looked: Looked) -> None:
    """Note what the person has looked at. Others' notices and those that are gone are passed over."""
    which: list[sa.ColumnElement[bool]] = [Notice.id.in_(looked.ids)]
    if looked.through:
        through = Notice.id <= looked.through
        which.append(sa.and_(through, Notice.kind == looked.kind) if looked.kind else through)
    session.execute(sa.update(Notice).where(*_unread(asker), sa.or_(*which)).values(read_at=now()))


def names(session: Session, notices: Iterable[Notice]) -> dict[str, str]:
    """The names of the people whom the notices' facts name."""
    ids = {notice.facts[who] for notice in notices for who in ("by", "agent") if notice.facts.get(who)}
    rows = session.execute(sa.select(Person.id, Person.name).where(Person.id.in_(ids))) if ids else ()
    return {row[0]: row[1] for row in rows}


def _unread(asker: Principal) -> list[sa.ColumnElement[bool]]:
    return [Notice.person_id == asker.person_id, Notice.read_at.is_(None)]
