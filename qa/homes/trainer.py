"""Where a trainer's day begins, beside the board of a cohort: what to do next, and how its targets are adopted."""

from sqlalchemy.orm import Session

from qa.calls.tables import Purpose
from qa.homes.steps import Looking, steps
from qa.homes.trainer_schemas import TrainerHome
from qa.measures import query, view
from qa.measures.measured import curves_of_targets
from qa.platform.security.principal import Principal
from qa.platform.settings import Settings
from qa.programmes import service as programmes


def trainer_home(session: Session, asker: Principal, cohort_id: str, settings: Settings) -> TrainerHome:
    """Of the cohort with this id. Raises NotFound."""
    cohort = programmes.cohort(session, asker, cohort_id)
    seen = view.seen(session, asker, cohort_id, settings)
    return TrainerHome(
        steps=steps(Looking(session, asker, cohort, settings)),
        curves=curves_of_targets(seen),
        simulated=query.counted(session, seen.scope, Purpose.LIVE).simulated,
    )
