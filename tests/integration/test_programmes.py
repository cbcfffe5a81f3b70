"""Programmes and cohorts: made and changed by trainers, read by agents as far as they are their own."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from qa.calls import blindfolds
from qa.calls.tables import Purpose
from qa.evaluation.tables import Evaluation, EvaluationState
from qa.notices.tables import Notice
from qa.platform.audit import AuditEntry, verify
from qa.platform.clock import now
from qa.platform.settings import Settings
from tests.integration.databases import *  # noqa: F403 (fixtures: both databases)
from tests.integration.trained import AIMS, Room, room, today

__all__ = ["room"]


def test_a_programme_says_what_is_aimed_at_and_what_is_owed(room: Room) -> None:
    made = room.programme(language="he", note="  יום וחצי  ")
    assert (made["name"], made["note"], made["practice_weeks"]) == ("שפת שירות", "יום וחצי", 2)
    assert [(target["question_id"], target["share"], target["asked"]) for target in made["targets"]] == [
        ("empathy", 0.8, True),
        ("verify", 0.8, True),
    ]
    assert made["targets"][0]["text"]["en"]
    assert room.ask("trainer", "GET", "programmes") == [made]
    assert room.ask("admin", "GET", f"programmes/{made['id']}") == made


def test_only_what_a_rubric_asks_for_can_be_aimed_at_and_only_what_is_counted_owed(room: Room) -> None:
    choices = room.ask("trainer", "GET", "programmes/choices")
    offered = {question["question_id"]: question for question in choices["questions"]}
    assert offered["empathy"]["languages"] == ["en", "he"]
    assert "customer-mood" not in offered  # a tone is not taught as words
    assert "acknowledge" in choices["due_kinds"]
    told = room.programme(422, targets=[{"question_id": "customer-mood", "share": 0.5}])
    assert told["error"]["code"] == "no_such_aim"
    told = room.programme(422, dues=[{"stage": "live", "kind": "dance", "count": 1}])
    assert told["error"]["code"] == "nothing_counts_it"
    twice = [{"question_id": "empathy", "share": 0.5}] * 2
    room.programme(422, targets=twice)
    assert room.ask("trainer", "GET", "programmes") == []


def test_a_programme_is_changed_by_whoever_read_it_last(room: Room) -> None:
    made = room.programme()
    wish = {"name": "שפת שירות ב", "targets": [{"question_id": "verify", "share": 0.6}], "ended": True}
    at = {"If-Match": f'"{made["version"]}"'}
    changed = room.ask("trainer", "PUT", f"programmes/{made['id']}", json=wish, headers=at)
    assert changed["version"] == made["version"] + 1
    assert [target["question_id"] for target in changed["targets"]] == ["verify"]
    assert changed["ended_at"]
    room.ask("admin", "PUT", f"programmes/{made['id']}", 412, json=wish, headers=at)
    room.ask("trainer", "POST", f"programmes/{made['id']}/cohorts", 409, json={"name": "א", "day0": "2026-11-01"})
    again = {"If-Match": f'"{changed["version"]}"'}
    running = room.ask("trainer", "PUT", f"programmes/{made['id']}", json={**wish, "ended": False}, headers=again)
    assert running["ended_at"] is None


def test_a_cohort_has_a_stage_a_week_and_members(room: Room) -> None:
    programme = room.programme()
    cohort = room.cohort(programme, weeks_ago=2)
    assert (cohort["stage"], cohort["week"], cohort["week_begins"]) == ("practice", 2, str(today()))
    assert [member["name"] for member in cohort["members"]] == ["agent-a", "agent-b"]
    listed = room.ask("trainer", "GET", "programmes")[0]["cohorts"]
    assert [(one["id"], one["stage"], one["week"], one["members"]) for one in listed] == [
        (cohort["id"], "practice", 2, 2)
    ]
    told = room.ask(
        "trainer", "POST", f"programmes/{programme['id']}/cohorts", 409, json={"name": "מחזור א", "day0": "2026-11-01"}
    )
    assert told["error"]["code"] == "cohort_name_taken"
    members = {"name": "מחזור ב", "day0": "2026-11-01", "member_ids": [room.ids["reviewer"]]}
    room.ask("trainer", "POST", f"programmes/{programme['id']}/cohorts", 404, json=members)


def test_members_come_and_go_and_the_trail_says_so(room: Room) -> None:
    cohort = room.cohort(room.programme())
    wish = {"name": "מחזור א", "day0": "2026-11-02", "member_ids": [room.ids["agent-b"]]}
    at = {"If-Match": f'"{cohort["version"]}"'}
    changed = room.ask("trainer", "PUT", f"cohorts/{cohort['id']}", json=wish, headers=at)
    assert [member["name"] for member in changed["members"]] == ["agent-b"]
    room.ask("trainer", "PUT", f"cohorts/{cohort['id']}", 412, json=wish, headers=at)
    with room.database.read() as session:
        told = session.scalars(sa.select(AuditEntry).where(AuditEntry.subject == cohort["id"])).all()
        assert [entry.action for entry in told] == ["cohort_made", "cohort_changed"]
        assert told[1].detail["left"] == [room.ids["agent-a"]]
        assert verify(session) == []


def test_the_board_tells_how_often_each_member_did_what_was_taught(room: Room) -> None:
    cohort = room.cohort(room.programme())
    for _ in range(12):
        room.heard("agent-a", {"empathy": 1.0, "verify": 0.0})
        room.heard("agent-b", {"empathy": 1.0})
    room.heard("agent-a", {"empathy": None})
    room.heard("agent-a", {"empathy": 0.0}, purpose=Purpose.PRACTICE)
    room.heard("agent-a", {"empathy": 0.0}, days_ago=20)  # before the workshop
    board = room.board(cohort)
    assert board["since"] == cohort["day0"]
    assert board["fewest_calls"] == 10
    good = room.cell(board, "agent-a", "empathy")
    assert (good["figure"]["count"], good["figure"]["value"], good["undecided"]) == (12, 1.0, 1)
    assert (good["standing"], room.cell(board, "agent-a", "verify")["standing"]) == ("near", "below")
    few = room.cell(board, "agent-b", "verify")
    assert (few["figure"]["value"], few["standing"]) == (None, "few")
    whole = board["targets"][0]
    assert (whole["lately"]["count"], whole["before"]["count"], whole["before"]["value"]) == (24, 1, None)
    assert [row["calls"] for row in board["members"]] == [13, 12]


def test_who_misses_most_is_first_with_a_call_to_hear(room: Room) -> None:
    cohort = room.cohort(room.programme())
    for _ in range(12):
        room.heard("agent-b", {"empathy": 0.0, "verify": 1.0}, days_ago=3)
    newest = room.heard("agent-b", {"empathy": 0.0}, days_ago=1)
    for share in (1.0,) * 6 + (0.0,) * 4:
        room.heard("agent-a", {"verify": share}, days_ago=2)
    needs = room.board(cohort)["needs"]
    assert [need["person_id"] for need in needs] == [room.ids["agent-b"], room.ids["agent-a"]]
    assert needs[0]["below"] == [{"question_id": "empathy", "missed": 10.4, "sure": True, "call_id": newest}]
    assert (needs[1]["below"][0]["missed"], needs[1]["below"][0]["sure"]) == (2.0, False)


def test_feedback_to_read_is_owed_as_far_as_there_is_any(room: Room) -> None:
    cohort = room.cohort(room.programme(), weeks_ago=2)
    room.heard("agent-a", {"empathy": 1.0})
    room.heard("agent-a", {"empathy": 1.0})
    read = room.heard("agent-a", {"empathy": 1.0})
    with room.database.write() as unit:
        row = unit.session.scalars(sa.select(Evaluation).where(Evaluation.call_id == read)).unique().one()
        row.state, row.acknowledged_at = EvaluationState.ACKNOWLEDGED, now()
    rows = {row["person"]["name"]: row["dues"] for row in room.board(cohort)["members"]}
    assert rows == {
        "agent-a": [{"kind": "acknowledge", "owed": 3, "done": 1}],
        "agent-b": [{"kind": "acknowledge", "owed": 0, "done": 0}],
    }
    mine = room.ask("agent-a", "GET", "my-programme")["cohort"]
    assert mine["dues"] == rows["agent-a"]


def test_calls_that_are_judged_blind_count_for_nobody_who_judges_them(room: Room) -> None:
    cohort = room.cohort(room.programme())
    calls = [room.heard("agent-a", {"empathy": 0.0}) for _ in range(10)]
    with room.database.write() as unit:
        blindfolds.tie(unit.session, "x", calls, [room.ids["trainer"]])
    assert room.cell(room.board(cohort), "agent-a", "empathy")["figure"]["count"] == 0
    assert room.board(cohort)["needs"] == []
    assert room.cell(room.board(cohort, who="admin"), "agent-a", "empathy")["figure"]["count"] == 10


def test_agents_see_their_own_training_and_no_figure_of_others(room: Room) -> None:
    assert room.ask("agent-a", "GET", "my-programme") == {"cohort": None}
    cohort = room.cohort(room.programme())
    for _ in range(10):
        room.heard("agent-a", {"empathy": 1.0})
        room.heard("agent-b", {"empathy": 0.0})
    room.heard("agent-a", {"empathy": 0.0}, shared_at=None, state=EvaluationState.DRAFT)
    mine = room.ask("agent-a", "GET", "my-programme")["cohort"]
    assert (mine["cohort_id"], mine["stage"], mine["week"]) == (cohort["id"], "practice", 2)
    assert [target["question_id"] for target in mine["targets"]] == list(AIMS)
    figure = mine["targets"][0]["figure"]
    assert (figure["count"], figure["agents"], figure["value"]) == (10, 1, 1.0)
    assert "members" not in mine
    for path in ("programmes", f"cohorts/{cohort['id']}", f"cohorts/{cohort['id']}/board"):
        room.ask("agent-a", "GET", path, 403)


def test_an_ended_programme_asks_nothing_of_anybody(room: Room) -> None:
    programme = room.programme()
    room.cohort(programme)
    at = {"If-Match": f'"{programme["version"]}"'}
    room.ask("trainer", "PUT", f"programmes/{programme['id']}", json={"name": "תם", "ended": True}, headers=at)
    assert room.ask("agent-a", "GET", "my-programme") == {"cohort": None}


def test_a_cohort_ends_by_itself_and_runs_again(room: Room) -> None:
    cohort = room.cohort(room.programme())
    wish = {"name": "מחזור א", "day0": cohort["day0"], "member_ids": [room.ids["agent-a"]]}
    at = {"If-Match": f'"{cohort["version"]}"'}
    ended = room.ask("trainer", "PUT", f"cohorts/{cohort['id']}", json={**wish, "ended": True}, headers=at)
    assert ended["ended_at"]
    assert room.ask("agent-a", "GET", "my-programme") == {"cohort": None}
    board = room.board(cohort)
    assert [row["dues"] for row in board["members"]] == [[]], "nothing is asked, and the board remains"
    again = {"If-Match": f'"{ended["version"]}"'}
    room.ask("trainer", "PUT", f"cohorts/{cohort['id']}", json=wish, headers=again)
    assert room.ask("agent-a", "GET", "my-programme")["cohort"]["cohort_id"] == cohort["id"]


def test_what_is_deleted_is_gone_with_its_cohorts_and_the_tasks_stay(room: Room) -> None:
    programme = room.programme()
    cohort, second = room.cohort(programme), room.cohort(programme, name="מחזור ב")
    given = {"agent_ids": [room.ids["agent-a"]], "question_id": "empathy", "cohort_id": cohort["id"]}
    (task,) = room.ask("trainer", "POST", "coaching/tasks", 201, json=given)
    stale = {"If-Match": '"7"'}
    room.ask("trainer", "DELETE", f"cohorts/{cohort['id']}", 412, headers=stale)
    room.ask("trainer", "DELETE", f"cohorts/{cohort['id']}", 204, headers={"If-Match": '"1"'})
    room.ask("trainer", "GET", f"cohorts/{cohort['id']}", 404)
    assert [one["id"] for one in room.ask("agent-a", "GET", "coaching/mine")["tasks"]] == [task["id"]]
    assert room.ask("agent-a", "GET", "my-programme")["cohort"]["cohort_id"] == second["id"]
    room.ask("trainer", "DELETE", f"programmes/{programme['id']}", 412, headers=stale)
    room.ask("trainer", "DELETE", f"programmes/{programme['id']}", 204, headers={"If-Match": '"1"'})
    assert room.ask("trainer", "GET", "programmes") == []
    room.ask("trainer", "GET", f"cohorts/{second['id']}", 404)
    with room.database.read() as session:
        gone = sa.select(AuditEntry).where(AuditEntry.action.like("%_deleted")).order_by(AuditEntry.number)
        assert [(entry.action, entry.detail["name"]) for entry in session.scalars(gone)] == [
            ("cohort_deleted", "מחזור א"),
            ("programme_deleted", "שפת שירות"),
        ]


def told(room: Room, who: str) -> list[tuple[str, str | None]]:
    mine = sa.select(Notice.kind, Notice.page).where(Notice.person_id == room.ids[who]).order_by(Notice.id)
    with room.database.read() as session:
        return [(row[0], row[1]) for row in session.execute(mine)]


def test_members_are_told_that_they_joined_and_that_their_workshop_was_moved(room: Room) -> None:
    cohort = room.cohort(room.programme(), member_ids=[room.ids["agent-a"]])
    assert (told(room, "agent-a"), told(room, "agent-b")) == ([("cohort_joined", "home")], [])
    wish = {"name": "מחזור א", "day0": cohort["day0"], "member_ids": [room.ids["agent-a"], room.ids["agent-b"]]}
    at = {"If-Match": '"1"'}
    room.ask("trainer", "PUT", f"cohorts/{cohort['id']}", json=wish, headers=at)
    assert (len(told(room, "agent-a")), told(room, "agent-b")) == (1, [("cohort_joined", "home")])
    moved = wish | {"day0": str(today())}
    room.ask("trainer", "PUT", f"cohorts/{cohort['id']}", json=moved, headers={"If-Match": '"2"'})
    assert [kind for kind, _ in told(room, "agent-a")] == ["cohort_joined", "workshop_moved"]


def test_what_is_left_of_last_week_is_told_once_a_week_and_not_where_the_workshop_was_moved(
    room: Room, config: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qa.programmes import dues, late
    from qa.programmes.tables import Cohort, CohortMember

    monkeypatch.setattr(dues, "_providers", {})
    dues.provide("drill", lambda *_: {room.ids["agent-b"]: 3})
    owed = [{"stage": "practice", "kind": "drill", "count": 3}]
    cohort = room.cohort(room.programme(dues=owed), weeks_ago=2)

    def look() -> list[tuple[str, str | None]]:
        for _ in range(2):
            with room.database.write() as unit:
                late.telling(config)(unit.session, now())
        return [one for one in told(room, "agent-a") if one[0] == "dues_left"]

    assert look() == [], "whoever joined this week owed nothing in the last"
    with room.database.write() as unit:
        for who in ("agent-a", "agent-b"):
            own = unit.session.get_one(CohortMember, (cohort["id"], room.ids[who]))
            own.joined_at = now() - timedelta(days=10)
        unit.session.get_one(Cohort, cohort["id"]).moved_at = now()
    assert look() == []
    with room.database.write() as unit:
        unit.session.get_one(Cohort, cohort["id"]).moved_at = now() - timedelta(days=10)
    assert look() == [("dues_left", "home")]
    assert [one for one in told(room, "agent-b") if one[0] == "dues_left"] == [], "all done"
    assert told(room, "trainer") == [("cohort_left", f"programmes/{cohort['id']}")]


def test_what_was_left_of_the_week_before_is_late_only_for_who_was_there(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qa.programmes import dues
    from qa.programmes.tables import CohortMember

    monkeypatch.setattr(dues, "_providers", {})
    dues.provide("drill", lambda *_: {room.ids["agent-b"]: 1})
    owed = [{"stage": "practice", "kind": "drill", "count": 3}]
    cohort = room.cohort(room.programme(dues=owed), weeks_ago=2)
    with room.database.write() as unit:
        own = unit.session.get_one(CohortMember, (cohort["id"], room.ids["agent-b"]))
        own.joined_at = now() - timedelta(days=10)
    board = room.board(cohort)
    rows = {row["person"]["name"]: row for row in board["members"]}
    assert rows["agent-a"]["late"] == []
    assert rows["agent-b"]["late"] == [{"kind": "drill", "owed": 3, "done": 1}]
    assert [(need["person_id"], need["late"], need["open"]) for need in board["needs"]] == [(room.ids["agent-b"], 2, 2)]
