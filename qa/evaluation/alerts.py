"""What people are told of evaluations: the feedback that was published, and what the machine finds urgent in a call."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from qa.calls import blindfolds
from qa.calls.tables import Call, Purpose
from qa.evaluation.findings import FindingsOut
from qa.evaluation.tables import Evaluation
from qa.notices.kinds import Audience, Kind
from qa.notices.service import About, audience, tell
from qa.platform.security.principal import Principal
from qa.scoring.score import Score

#: Situations of a rubric, by the ids of their questions, at which somebody may wish to be called. A rubric of one's own
#: takes part by these names, alone or with more behind a hyphen ("leaving-business").
_URGENT: Mapping[Kind, tuple[str, ...]] = {
    Kind.LEAVING_CUE: ("leaving",),
    Kind.DISTRESS: ("sad-news", "illness", "money-trouble", "card-abroad", "danger"),
}


def published(session: Session, asker: Principal, evaluation: Evaluation) -> None:
    """Tell the agent that there is feedback."""
    _tell_agent(session, Kind.FEEDBACK_PUBLISHED, asker, evaluation)


def revised(session: Session, asker: Principal, evaluation: Evaluation) -> None:
    """Tell the agent that feedback was corrected."""
    _tell_agent(session, Kind.FEEDBACK_REVISED, asker, evaluation)


def _tell_agent(session: Session, kind: Kind, asker: Principal, evaluation: Evaluation) -> None:
    call = evaluation.call
    about = About(call_id=call.id, evaluation_id=evaluation.id)
    facts = {"by": asker.person_id, "agent": call.agent_id}
    tell(session, kind, [call.agent_id] if call.agent_id else [], about, **facts)


def auto_failed(session: Session, call: Call, stands: Score) -> None:
    """Tell whoever wishes to know that the call failed by one question, once a call."""
    if stands.auto_failed_by is None:
        return
    _tell(session, Kind.AUTO_FAIL, call, None, question=stands.auto_failed_by)


def heard(session: Session, call: Call, evaluation: Evaluation) -> None:
    """Tell whoever wishes to know of urgent moments in the call, each kind once a call, by its first moment."""
    found = FindingsOut.model_validate(evaluation.findings or {}).opportunities
    for kind, names in _URGENT.items():
        moments = [one for one in found if _is_one_of(one.question_id, names)]
        if moments:
            first = min(moments, key=lambda one: one.trigger.start_ms)
            _tell(session, kind, call, first.trigger.start_ms, question=first.question_id, moments=len(moments))


def _tell(session: Session, kind: Kind, call: Call, at_ms: int | None, **facts: str | int) -> None:
    """Tell those who review, but for whoever is to judge the call without knowing what the machine made of it.

    Nobody is called to a customer who is only played.
    """
    if call.purpose is not Purpose.LIVE:
        return
    seeing = audience(session, Audience.REVIEWERS).keys() - blindfolds.worn(session, call.id)
    about = About(call_id=call.id, at_ms=at_ms)
    tell(session, kind, sorted(seeing), about, agent=call.agent_id, **facts)


def _is_one_of(question_id: str, names: tuple[str, ...]) -> bool:
    return any(question_id == name or question_id.startswith(f"{name}-") for name in names)
