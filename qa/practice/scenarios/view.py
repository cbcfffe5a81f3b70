"""Rows into what the web says of scenarios and of practising with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.calls.tables import Call
from qa.calls.view import call_out, jobs_of, state_of
from qa.people.schemas import PersonOut
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right
from qa.practice.scenarios import clips, playing, service
from qa.practice.scenarios.lint import Problem
from qa.practice.scenarios.schemas import (
    PracticeAttemptBrief,
    PracticeAttemptOut,
    PracticeAttemptPage,
    ScenarioBrief,
    ScenarioClipOut,
    ScenarioOut,
    ScenarioVersionOut,
    StoryProblem,
)
from qa.practice.scenarios.tables import Scenario, ScenarioAttempt, ScenarioClip, ScenarioVersion


@dataclass(frozen=True, slots=True)
class _Practised:
    """How often, and the best score."""

    attempts: int
    best: float | None


def briefs(session: Session, asker: Principal, rows: Sequence[Scenario]) -> list[ScenarioBrief]:
    """The list of scenarios."""
    practised = _practised(session, asker)
    return [_brief(row, practised.get(row.id, _Practised(0, None))) for row in rows]


def scenario_out(session: Session, row: Scenario) -> ScenarioOut:
    """A whole scenario with its problems, its sounds and its versions, the newest first."""
    story = service.story_of(row.newest)
    counts = sa.select(ScenarioAttempt.version_id, sa.func.count()).group_by(ScenarioAttempt.version_id)
    ids = [version.id for version in row.versions]
    attempts = {found[0]: found[1] for found in session.execute(counts.where(ScenarioAttempt.version_id.in_(ids)))}
    return ScenarioOut(
        id=row.id,
        version=row.version,
        number=row.newest.number,
        offered=row.offered_at is not None,
        story=story,
        problems=problems_out(service.check(session, story, row.id)),
        clips=[clip_out(clip) for clip in clips.of_scenario(session, row.id)],
        versions=[
            ScenarioVersionOut(
                number=version.number,
                saved_at=version.saved_at,
                saved_by=version.saver.name if version.saver else None,
                attempts=attempts.get(version.id, 0),
            )
            for version in reversed(row.versions)
        ],
    )


def problems_out(problems: Sequence[Problem]) -> list[StoryProblem]:
    """What the linter found."""
    return [StoryProblem(severity=one.severity, code=one.code, line=one.line, detail=one.detail) for one in problems]


def clip_out(clip: ScenarioClip) -> ScenarioClipOut:
    """The sound of a line."""
    return ScenarioClipOut(id=clip.id, duration_ms=clip.duration_ms, call_id=clip.call_id)


def page_out(session: Session, rows: Sequence[ScenarioAttempt], limit: int) -> PracticeAttemptPage:
    """A page of attempts; `rows` may be one more than the limit."""
    shown = rows[:limit]
    states = _call_states(session, [row.call for row in shown if row.call])
    return PracticeAttemptPage(
        items=[PracticeAttemptBrief.model_validate(_told(row, states)) for row in shown],
        next_cursor=shown[-1].id if len(rows) > limit else None,
    )


def attempt_out(session: Session, row: ScenarioAttempt) -> PracticeAttemptOut:
    """One attempt with its story and its call."""
    comes, call = playing.expected(row), row.call
    more = {
        "story": playing.story_of(row),
        "steps": playing.steps_of(row),
        "line": comes.line,
        "ended": comes.ended or row.finished_at is not None,
        "call": call_out(call, jobs_of(session, [call.id])[call.id]) if call else None,
    }
    return PracticeAttemptOut.model_validate(_told(row, _call_states(session, [call] if call else [])) | more)


def _told(row: ScenarioAttempt, states: Mapping[str, str]) -> dict[str, object]:
    story, call = playing.story_of(row), row.call
    state = playing.state_of(row, states.get(row.call_id or ""))
    scored = call if call and state == "scored" else None
    return {
        "id": row.id,
        "scenario_id": row.version.scenario_id,
        "title": story.title,
        "language": story.language,
        "number": row.version.number,
        "person": PersonOut.model_validate(row.person),
        "state": state,
        "started_at": row.started_at,
        "finished_at": row.finished_at,
        "answers": len(row.steps),
        "call_id": row.call_id,
        "percent": scored.percent if scored else None,
        "passed": scored.passed if scored else None,
        "unsure": scored.unsure if scored else 0,
        "simulated": call is not None and call.simulated,
    }


def _call_states(session: Session, calls: Sequence[Call]) -> dict[str, str]:
    return {call_id: state_of(jobs) for call_id, jobs in jobs_of(session, [call.id for call in calls]).items()}


def _practised(session: Session, asker: Principal) -> dict[str, _Practised]:
    """By scenario: the asker's own, or everybody's for who trains. Who only writes learns how often, not how well."""
    best = sa.func.max(Call.percent) if _sees_scores(asker) else sa.null()
    query = (
        sa.select(ScenarioVersion.scenario_id, sa.func.count(), best)
        .join(ScenarioAttempt, ScenarioAttempt.version_id == ScenarioVersion.id)
        .outerjoin(Call, Call.id == ScenarioAttempt.call_id)
        .where(ScenarioAttempt.finished_at.is_not(None))
        .group_by(ScenarioVersion.scenario_id)
    )
    if not asker.may(Right.MANAGE_RUBRICS):
        query = query.where(ScenarioAttempt.person_id == asker.person_id)
    return {row[0]: _Practised(row[1], row[2]) for row in session.execute(query)}


def _sees_scores(asker: Principal) -> bool:
    return asker.may(Right.SEE_PRACTICE) or asker.may(Right.OWN_FEEDBACK)


def _brief(row: Scenario, practised: _Practised) -> ScenarioBrief:
    story = service.story_of(row.newest)
    return ScenarioBrief(
        id=row.id,
        version=row.version,
        number=row.newest.number,
        title=story.title,
        language=story.language,
        about=story.about,
        lines=len(story.lines),
        has_sound=any(line.clip_id for line in story.lines),
        offered=row.offered_at is not None,
        attempts=practised.attempts,
        best_percent=practised.best,
    )
