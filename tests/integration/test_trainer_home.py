"""A trainer's first page: what to do next for a cohort, the most urgent first, and nothing of what is not theirs."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from qa.calls import blindfolds
from qa.calls.tables import Call
from qa.coaching.tables import CoachingAction, CoachingSession, CoachingTask, TaskSource, TaskState
from qa.platform import audit
from qa.platform.clock import now
from qa.practice.drills.tables import DrillAttempt
from qa.programmes import dues
from tests.integration.trained import Room, room, today

__all__ = ["room"]


def home_of(room: Room, cohort: dict[str, Any], who: str = "trainer") -> Any:
    return room.ask(who, "GET", f"trainer-home/{cohort['id']}")


def steps_of(room: Room, cohort: dict[str, Any], who: str = "trainer") -> list[tuple[str, list[str]]]:
    return [(step["kind"], [one["name"] for one in step["people"]]) for step in home_of(room, cohort, who)["steps"]]


def talk(room: Room, agent: str, **told: Any) -> str:
    """A session of the trainer with an agent."""
    with room.database.write() as unit:
        made = CoachingSession(agent_id=room.ids[agent], trainer_id=room.ids["trainer"], shared_at=now(), **told)
        unit.session.add(made)
        unit.session.flush()
        return made.id


def test_what_has_passed_comes_first_then_whom_to_coach_and_last_what_waits_for_others(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dues, "_providers", {})
    dues.provide("drill", lambda *_: {room.ids["agent-a"]: 3})
    cohort = room.cohort(room.programme(dues=[{"stage": "practice", "kind": "drill", "count": 3}]))
    with room.database.write() as unit:
        unit.session.execute(
            sa.text("update cohort_members set joined_at = :joined"),
            {"joined": (now() - timedelta(days=20)).isoformat()},
        )
    for _ in range(12):
        room.heard("agent-b", {"empathy": 0.0}, days_ago=4)
    soon = talk(room, "agent-a", planned_for=now() + timedelta(days=1))
    held = talk(room, "agent-a", held_at=now() - timedelta(days=5))
    with room.database.write() as unit:
        agreed = {"question_id": "empathy", "question_he": "א", "question_en": "a", "needed": 3, "out_of": 5}
        told = {"session_id": held, "agent_id": room.ids["agent-a"], "begins_at": now() - timedelta(days=5)}
        unit.session.add(CoachingAction(**told, **agreed, due_on=today() - timedelta(days=1)))
        proposed = {"agent_id": room.ids["agent-a"], "made_by": room.ids["reviewer"], "state": TaskState.PROPOSED}
        unit.session.add(CoachingTask(source=TaskSource.MOMENT, **proposed))
        said = {"language": "he", "topic_he": "א", "topic_en": "a", "judged_at": now(), "verdict": "not_said"}
        unit.session.add(DrillAttempt(id="d1", person_id=room.ids["agent-a"], drill_id="x", moment_id="m", **said))
    assert steps_of(room, cohort) == [
        ("agreement", ["agent-a"]),
        ("coach", ["agent-b"]),
        ("late", ["agent-b"]),
        ("practice", ["agent-a"]),
        ("session", ["agent-a"]),
        ("proposal", ["agent-a"]),
        ("confirm", ["agent-a"]),
        ("unread", ["agent-b"]),
    ]
    steps = {step["kind"]: step for step in home_of(room, cohort)["steps"]}
    assert steps["coach"]["suggestion"]["question"]["id"] == "empathy"
    assert (steps["agreement"]["overdue"], steps["agreement"]["people"][0]["session_id"]) == (True, held)
    assert (steps["session"]["overdue"], steps["session"]["people"][0]["session_id"]) == (False, soon)
    assert (steps["late"]["people"][0]["count"], steps["unread"]["people"][0]["count"]) == (3, 12)
    # What agents record is theirs and their trainers'; a talk is its trainer's.
    others = [kind for kind, _ in steps_of(room, cohort, "admin")]
    assert "practice" not in others
    assert "session" not in others
    # What was heard waits no longer.
    with room.database.write() as unit:
        audit.record(unit.session, room.ids["trainer"], "drill_attempt_heard", "d1")
    assert "practice" not in [kind for kind, _ in steps_of(room, cohort)]


def test_calls_that_are_judged_blind_are_in_no_step(room: Room) -> None:
    cohort = room.cohort(room.programme(dues=[]))
    calls = [room.heard("agent-a", {"empathy": 0.0}, days_ago=5) for _ in range(10)]
    assert steps_of(room, cohort) == [("coach", ["agent-a"]), ("unread", ["agent-a"])]
    with room.database.write() as unit:
        blindfolds.tie(unit.session, "x", calls, [room.ids["trainer"]])
    assert steps_of(room, cohort) == []
    assert len(steps_of(room, cohort, "admin")) == 2


def test_before_the_workshop_nobody_is_coached_on_it_and_after_the_end_nothing_is_left_to_do(room: Room) -> None:
    programme = room.programme(dues=[])
    cohort = room.cohort(programme, weeks_ago=-2)
    for _ in range(10):
        call_id = room.heard("agent-a", {"empathy": 0.0}, days_ago=5)
    assert steps_of(room, cohort) == [("unread", ["agent-a"])]
    at = {"If-Match": f'"{programme["version"]}"'}
    room.ask("trainer", "PUT", f"programmes/{programme['id']}", json={"name": "תם", "ended": True}, headers=at)
    assert home_of(room, cohort)["steps"] == []
    with room.database.read() as session:
        assert session.get(Call, call_id) is not None, "what was heard stays"


def test_only_who_runs_programmes_has_this_page(room: Room) -> None:
    cohort = room.cohort(room.programme())
    room.ask("agent-a", "GET", f"trainer-home/{cohort['id']}", 403)
    room.ask("reviewer", "GET", f"trainer-home/{cohort['id']}", 403)
    room.ask("trainer", "GET", "trainer-home/nobody", 404)
