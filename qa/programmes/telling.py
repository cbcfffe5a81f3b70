"""What members are told of their cohort, as long as its programme runs and is no generator's."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from qa.notices.kinds import Kind
from qa.notices.service import About, tell
from qa.platform.security.principal import Principal
from qa.programmes.tables import Cohort


def joined(session: Session, asker: Principal, cohort: Cohort, people: Sequence[str]) -> None:
    """They are in it from now on."""
    if _runs(cohort):
        # The version is that of the change: who left and comes again is told again.
        about = About(page=("home",), occasion=f"{cohort.id} {cohort.version}")
        tell(session, Kind.COHORT_JOINED, people, about, by=asker.person_id)


def moved(session: Session, asker: Principal, cohort: Cohort, people: Sequence[str]) -> None:
    """Their workshop is on another day."""
    if _runs(cohort):
        about = About(page=("home",), occasion=f"{cohort.id} {cohort.version}")
        tell(session, Kind.WORKSHOP_MOVED, people, about, by=asker.person_id)


def _runs(cohort: Cohort) -> bool:
    return cohort.ended_at is None and cohort.programme.ended_at is None and not cohort.programme.simulated
