"""Who must not see what was made of a call, because they are about to judge it for themselves.

A blindfold hides the call's evaluation, its findings and its score from one person until it is taken off. It lies here,
below everything that shows such things, so that each of those can ask; who ties one, and why, is for the nouns above.
"""

from collections.abc import Collection, Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from qa.calls.tables import Call
from qa.notices.service import take_back
from qa.platform.database import Base
from qa.platform.errors import Forbidden
from qa.platform.security.principal import Principal


class Blindfold(Base):
    """One person before one call. `tied_by` is the id of what tied it, which alone takes it off."""

    __tablename__ = "blindfolds"

    call_id: Mapped[str] = mapped_column(sa.ForeignKey("calls.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[str] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    tied_by: Mapped[str] = mapped_column(sa.String(16), primary_key=True)


class RatedBlind(Forbidden):
    """The person is to judge the call without having seen this."""

    code = "rated_blind"

    def __init__(self, call_ids: Collection[str]) -> None:
        self.call_ids = call_ids
        super().__init__("you are judging this call without seeing what was made of it; that opens when you are done")


def tie(session: Session, by: str, call_ids: Iterable[str], person_ids: Collection[str]) -> None:
    """Hide what was made of these calls from these people, and take away what they were told of it already."""
    hidden = list(call_ids)
    session.add_all(
        Blindfold(call_id=call_id, person_id=person_id, tied_by=by) for call_id in hidden for person_id in person_ids
    )
    session.flush()
    take_back(session, hidden, person_ids)


def untie(session: Session, by: str) -> None:
    """Take off all that it tied."""
    session.execute(sa.delete(Blindfold).where(Blindfold.tied_by == by))


def blinded(asker: Principal) -> sa.ColumnElement[bool]:
    """The condition, in a query for calls, under which what was made of the call is hidden from this person."""
    mine = sa.select(Blindfold.call_id).where(Blindfold.person_id == asker.person_id, Blindfold.call_id == Call.id)
    return mine.exists()


def among(session: Session, asker: Principal, call_ids: Collection[str]) -> set[str]:
    """Those of the calls of which this person may not see what was made."""
    mine = sa.select(Blindfold.call_id).where(Blindfold.person_id == asker.person_id)
    return set(session.scalars(mine.where(Blindfold.call_id.in_(call_ids))))


def worn(session: Session, call_id: str) -> set[str]:
    """The ids of those who may not see what was made of this call."""
    return set(session.scalars(sa.select(Blindfold.person_id).where(Blindfold.call_id == call_id)))


def check(session: Session, asker: Principal, call_ids: Collection[str]) -> None:
    """Raises RatedBlind where the person may not see what was made of one of the calls."""
    hidden = among(session, asker, call_ids)
    if hidden:
        raise RatedBlind(hidden)
