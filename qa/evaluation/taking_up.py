"""Takes up again what stands of calls, for what is kept of them beside it: of calls from before, or of all."""

from collections.abc import Callable, Iterator

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from qa.calls.tables import Call
from qa.evaluation.tables import Evaluation
from qa.platform.database import Database

#: Calls that are taken up in one transaction: few enough that others who write do not wait long.
_TOGETHER = 50


def take_up(
    database: Database, anew: Callable[[Evaluation], None], only: sa.ColumnElement[bool] | None = None
) -> Iterator[int]:
    """Do this with every evaluation that stands, or only where so; yields how many calls, as it goes on.

    Each transaction does so with a few calls, and their `call` is loaded.
    """
    after = ""
    while True:
        with database.write() as unit:
            wanted = sa.select(Evaluation).join(Call, Call.evaluation_id == Evaluation.id)
            wanted = wanted.where(Evaluation.id > after).options(joinedload(Evaluation.call))
            if only is not None:
                wanted = wanted.where(only)
            rows = unit.session.scalars(wanted.order_by(Evaluation.id).limit(_TOGETHER)).unique().all()
            for evaluation in rows:
                anew(evaluation)
        if not rows:
            return
        after = rows[-1].id
        yield len(rows)
