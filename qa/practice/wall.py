"""Who sees what somebody practised: that person, and those who train. Nobody else, whatever else they may do."""

import sqlalchemy as sa

from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right


def seen_by(asker: Principal, of: sa.orm.InstrumentedAttribute[str]) -> sa.ColumnElement[bool]:
    """The condition under which an attempt is there for this person; `of` is whose it is. Raises RightMissing."""
    if asker.may(Right.SEE_PRACTICE):
        return sa.true()
    asker.require(Right.OWN_FEEDBACK)
    return of == asker.person_id
