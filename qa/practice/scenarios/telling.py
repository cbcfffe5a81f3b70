"""Tells a learning record store of whole calls that were practised, once they are scored."""

import sqlalchemy as sa
from sqlalchemy.orm import object_session

from qa.calls.tables import Call, Purpose
from qa.evaluation import marks
from qa.evaluation.tables import Evaluation
from qa.learning_records.service import say
from qa.learning_records.statements import Result, Thing, ThingKind, Verb
from qa.practice.scenarios.tables import ScenarioAttempt, ScenarioVersion
from qa.scoring.score import Score


def tell_of_practice() -> None:
    """From now on, when a practice call is scored in this process, that is told."""
    marks.when_told(_told)


def _told(evaluation: Evaluation, call: Call, stands: Score) -> None:
    session = object_session(evaluation)
    if session is None or call.purpose is not Purpose.PRACTICE or call.agent_id is None or call.simulated:
        return
    version = sa.select(ScenarioAttempt.version_id).where(ScenarioAttempt.call_id == call.id).scalar_subquery()
    scenario_id = session.scalar(sa.select(ScenarioVersion.scenario_id).where(ScenarioVersion.id == version))
    if scenario_id is None:
        return
    practised = Thing(ThingKind.PRACTICE, scenario_id, attempt=call.id, language=evaluation.rubric.language)
    scaled = None if stands.percent is None else max(0.0, min(1.0, stands.percent / 100))
    result = Result(scaled, stands.passed, completion=True, duration_ms=call.duration_ms)
    say(session, call.agent_id, Verb.COMPLETED, practised, result)
