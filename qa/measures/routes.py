"""The web's door to the measures of the training programme: for those who see everybody's figures, never for agents."""

from fastapi import APIRouter

from qa.measures import coaching_view, measured, view
from qa.measures.schemas import (
    AdoptionOut,
    AnchorOut,
    CoachingEffectOut,
    ConsistencyOut,
    MeasuredCohort,
    StallingOut,
    TransferOut,
)
from qa.platform.web import Reading, SeesInsights, The

router = APIRouter(tags=["measures"])


@router.get("/measures/cohorts")
def list_measured_cohorts(session: Reading, _asker: SeesInsights) -> list[MeasuredCohort]:
    """The cohorts that can be measured, that of the latest workshop first."""
    return view.cohorts(session)


@router.get("/measures/{cohort_id}/adoption")
def get_adoption(cohort_id: str, session: Reading, asker: SeesInsights, parts: The) -> AdoptionOut:
    """How often each phrase is said where there is an opportunity, by week, from before the workshop on."""
    return measured.adoption_of(view.seen(session, asker, cohort_id, parts.settings))


@router.get("/measures/{cohort_id}/transfer")
def get_transfer(cohort_id: str, session: Reading, asker: SeesInsights, parts: The) -> TransferOut:
    """Practice against live calls, by the same agents under the same version of the rubric."""
    return measured.transfer_of(view.seen(session, asker, cohort_id, parts.settings))


@router.get("/measures/{cohort_id}/consistency")
def get_consistency(cohort_id: str, session: Reading, asker: SeesInsights, parts: The) -> ConsistencyOut:
    """How far apart agents lie, and each one's weeks, without the luck of the draw."""
    return measured.consistency_of(view.seen(session, asker, cohort_id, parts.settings))


@router.get("/measures/{cohort_id}/anchor")
def get_anchor_effect(cohort_id: str, session: Reading, asker: SeesInsights, parts: The) -> AnchorOut:
    """The customer's tone after each transition against like moments without one."""
    return measured.anchor_of(view.seen(session, asker, cohort_id, parts.settings))


@router.get("/measures/{cohort_id}/coaching")
def get_coaching_effect(cohort_id: str, session: Reading, asker: SeesInsights, parts: The) -> CoachingEffectOut:
    """Before and after coaching sessions, against members who were not coached in the same weeks."""
    return coaching_view.coaching_of(view.seen(session, asker, cohort_id, parts.settings))


@router.get("/measures/{cohort_id}/stalling")
def get_stalling(cohort_id: str, session: Reading, asker: SeesInsights, parts: The) -> StallingOut:
    """What rose in the first week of practice and did not go on in the second."""
    return measured.stalling_of(view.seen(session, asker, cohort_id, parts.settings))
