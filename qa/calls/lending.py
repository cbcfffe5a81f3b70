"""A call that is shown to its agent before there is any feedback: the sound and the words, and nothing made of them.

It lies here, below everything that shows calls, beside the blindfold that goes with it; who lends a call, and why, is
for the nouns above.
"""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from qa.calls.tables import Call
from qa.platform.database import Base
from qa.platform.security.principal import Principal


class LentCall(Base):
    """One call, lent to one person. `lent_by` is the id of what lent it, which alone takes it back."""

    __tablename__ = "lent_calls"

    call_id: Mapped[str] = mapped_column(sa.ForeignKey("calls.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[str] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    lent_by: Mapped[str] = mapped_column(sa.String(16), primary_key=True)


def lend(session: Session, by: str, call_id: str, person_id: str) -> None:
    """Show the call to this person."""
    session.add(LentCall(call_id=call_id, person_id=person_id, lent_by=by))
    session.flush()


def take_back(session: Session, by: str) -> None:
    """Take back all that it lent."""
    session.execute(sa.delete(LentCall).where(LentCall.lent_by == by))


def lent_to(asker: Principal) -> sa.ColumnElement[bool]:
    """The condition, in a query for calls, under which the call is lent to this person."""
    return (
        sa.select(LentCall.call_id).where(LentCall.person_id == asker.person_id, LentCall.call_id == Call.id).exists()
    )
