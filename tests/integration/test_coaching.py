"""Coaching from its beginning to its acknowledgement, who sees what of it, and whom it is suggested for."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI

from qa.calls import blindfolds
from qa.calls.recording import Recordings
from qa.calls.service import playback_key
from qa.calls.tables import Call, Medium, Purpose
from qa.coaching import owed
from qa.engines.media import encode_playback
from qa.evaluation.tables import Evaluation
from qa.insights.intervals import Moments, Sums, share, share_of_moments
from qa.measures.tables import OpportunityFact
from qa.notices.tables import Notice
from qa.pipeline import audio
from qa.pipeline.audio import RecordingFile
from qa.platform.audit import AuditEntry, verify
from qa.platform.clock import now
from qa.platform.database import Database
from qa.programmes.tables import Cohort, CohortMember, Programme, ProgrammeTarget
from tests.integration import coached
from tests.integration.databases import *  # noqa: F403 (fixtures: both databases)
from tests.integration.record_store import keep_statements, statements
from tests.integration.scored import System, tone
from tests.integration.web import Browser, browser


@dataclass
class Desk:
    """Everybody's browser, and the small rubric that calls are held against."""

    database: Database
    people: dict[str, Browser]
    ids: dict[str, str]

    def call(self, who: str = "agent-a", *, days: float = 3, **done: bool | None) -> str:
        return coached.live(self.database, self.ids[who], now() - timedelta(days=days), **done)

    def ask(self, who: str, method: str, path: str, at: dict[str, Any] | None = None, **body: Any) -> Any:
        headers = {"If-Match": f'"{at["version"]}"'} if at else {}
        return self.people[who].ask(method, f"/api{path}", json=body, headers=headers)

    def told(self, who: str) -> list[str]:
        mine = sa.select(Notice.kind).where(Notice.person_id == self.ids[who], Notice.kind.like("coaching%"))
        with self.database.read() as session:
            return list(session.scalars(mine.order_by(Notice.id)))


@pytest.fixture
def desk(app: FastAPI, database: Database, ids: dict[str, str]) -> Iterator[Desk]:
    coached.begin(database)
    with ExitStack() as stack:
        people = {
            who: stack.enter_context(browser(app)).sign_in(f"{who}@example.com")
            for who in ("trainer", "admin", "reviewer", "agent-a", "agent-b")
        }
        yield Desk(database, people, ids)


def in_days(count: int) -> str:
    return f"{now() + timedelta(days=count):%Y-%m-%d}"


def test_a_session_from_its_draft_to_the_agents_acknowledgement(desk: Desk) -> None:
    keep_statements(desk.database, desk.ids["admin"])
    call = desk.call(goodbye=False)
    plan = {
        "went_well": "You listened to the end",
        "agenda": ["the goodbye"],
        "private_note": "tired lately",
        "clips": [{"call_id": call, "start_ms": 2_000, "end_ms": 9_000, "question_id": "goodbye", "words": "listen"}],
        "actions": [{"question_id": "goodbye", "due_on": in_days(14), "needed": 3, "out_of": 5}],
    }
    made = desk.ask("trainer", "POST", "/coaching/sessions", agent_id=desk.ids["agent-a"], **plan)
    assert made.status_code == 201, made.text
    draft = made.json()
    path, own = f"/coaching/sessions/{draft['id']}", f"/coaching/mine/sessions/{draft['id']}"
    assert desk.people["agent-a"].get(f"/api{own}").status_code == 404, "a draft is not the agent's yet"
    assert (draft["state"], draft["actions"][0]["standing"], draft["clips"][0]["question"]["en"]) == (
        "draft",
        "waiting",
        "Took leave kindly",
    )
    assert draft["clips"][0]["heard"], "what is said stands beside the sound"

    assert desk.ask("trainer", "PUT", path, {"version": 99}, **plan).status_code == 412
    kept = desk.ask("admin", "PUT", path, draft, **plan | {"private_note": "", "agenda": ["the goodbye", "the pace"]})
    assert (kept.json()["private_note"], kept.json()["agenda"]) == (None, ["the goodbye", "the pace"])
    assert desk.people["trainer"].get(f"/api{path}").json()["private_note"] == "tired lately"
    desk.ask("trainer", "POST", f"{path}/share", kept.json())
    assert desk.told("agent-a") == ["coaching_session"]
    seen = desk.people["agent-a"].get(f"/api{own}").json()
    assert "tired" not in str(seen)
    assert (seen["went_well"], len(seen["clips"]), seen["state"]) == ("You listened to the end", 1, "shared")
    early = desk.ask("agent-a", "POST", f"{own}/acknowledge", seen)
    assert (early.status_code, early.json()["error"]["code"]) == (409, "coaching_not_now")
    said = desk.ask("agent-a", "PUT", f"{own}/words", seen, words="I was in a hurry").json()

    late = desk.ask("trainer", "POST", f"{path}/hold", said, held_at=(now() + timedelta(hours=1)).isoformat())
    assert late.json()["error"]["code"] == "coaching_held_later"
    held = desk.ask("trainer", "POST", f"{path}/hold", said).json()
    assert (held["state"], held["actions"][0]["standing"], held["agent_words"]) == ("held", "open", "I was in a hurry")
    assert statements(desk.database) == [(desk.ids["agent-a"], "attended", "coaching", draft["id"])]
    harder = [plan["actions"][0] | {"id": held["actions"][0]["id"], "needed": 5}]  # type: ignore[operator]  # the plan holds lists and words
    assert desk.ask("trainer", "PUT", path, held, actions=harder).json()["error"]["code"] == "coaching_goal_stands"
    agent_sees = desk.people["agent-a"].get(f"/api{own}").json()
    done = desk.ask("agent-a", "POST", f"{own}/acknowledge", agent_sees, words="I will take my time").json()
    assert (done["state"], done["agent_words"]) == ("acknowledged", "I will take my time")
    assert desk.told("trainer") == ["coaching_acknowledged"]
    assert desk.ask("trainer", "PUT", path, {"version": done["version"]}, **plan).status_code == 409
    listed = desk.people["trainer"].get("/api/coaching/sessions").json()["items"]
    assert [(row["id"], row["state"]) for row in listed] == [(draft["id"], "acknowledged")]
    with desk.database.read() as session:
        deeds = session.scalars(sa.select(AuditEntry.action).where(AuditEntry.action.like("coaching%"))).all()
        assert {"coaching_session_made", "coaching_session_shared", "coaching_session_acknowledged"} <= set(deeds)
        assert verify(session) == []
        week = (now() - timedelta(days=7), now() + timedelta(days=1))
        assert owed.done(session, list(desk.ids.values()), *week) == {desk.ids["agent-a"]: 1}
        assert owed.waiting(session, list(desk.ids.values())) == {}


def test_a_call_without_a_sound_is_read_and_opened_once_feedback_on_it_went_out(desk: Desk) -> None:
    call = desk.call(goodbye=False)
    shared = {"agent_id": desk.ids["agent-a"], "clips": [{"call_id": call, "question_id": "goodbye"}]}
    made = desk.ask("trainer", "POST", "/coaching/sessions", **shared).json()
    assert made["clips"][0]["heard"] == [], "whoever wants to know a whole recording listens to it"
    with desk.database.write() as unit:
        unit.session.get_one(Call, call).medium = Medium.CHAT
    path, own = f"/api/coaching/sessions/{made['id']}", f"/api/coaching/mine/sessions/{made['id']}"
    desk.ask("trainer", "POST", path.removeprefix("/api") + "/share", made)
    (coached_on,) = desk.people["trainer"].get(path).json()["clips"]
    (read,) = desk.people["agent-a"].get(own).json()["clips"]
    assert (read["has_sound"], read["heard"]) == (False, coached_on["heard"])
    assert len(read["heard"]) > 1
    assert (bool(coached_on["evaluation_id"]), read["evaluation_id"]) == (True, None), "nothing was sent to the agent"
    with desk.database.write() as unit:
        unit.session.get_one(Call, call).shared_at = now()
    (read,) = desk.people["agent-a"].get(own).json()["clips"]
    assert read["evaluation_id"] == coached_on["evaluation_id"]


def test_others_look_like_missing_ones(desk: Desk) -> None:
    made = desk.ask("trainer", "POST", "/coaching/sessions", agent_id=desk.ids["agent-a"]).json()
    desk.ask("trainer", "POST", f"/coaching/sessions/{made['id']}/share", made)
    given = {"agent_ids": [desk.ids["agent-a"]], "question_id": "goodbye"}
    (task,) = desk.ask("trainer", "POST", "/coaching/tasks", **given).json()
    for which in (made["id"], "0" * 16):
        own = f"/coaching/mine/sessions/{which}"
        for method, path in (("GET", own), ("PUT", f"{own}/words"), ("POST", f"{own}/acknowledge")):
            assert desk.ask("agent-b", method, path, {"version": 2}).status_code == 404, path
    assert desk.ask("agent-b", "POST", f"/coaching/mine/tasks/{task['id']}/done", task).status_code == 404
    mine = desk.people["agent-b"].get("/api/coaching/mine").json()
    assert (mine["tasks"], mine["sessions"], mine["actions"]) == ([], [], [])


def test_a_reviewer_proposes_a_moment_and_the_trainer_sends_it(desk: Desk) -> None:
    call = desk.call(goodbye=False)
    wish = {"question_id": "goodbye", "start_ms": 2_000, "end_ms": 8_000, "words": "hear the end"}
    proposed = desk.ask("reviewer", "POST", f"/calls/{call}/coaching-tasks", **wish)
    assert (proposed.status_code, proposed.json()["state"]) == (201, "proposed")
    assert (desk.told("trainer"), desk.told("agent-a")) == (["coaching_proposed"], [])
    assert desk.people["agent-a"].get("/api/coaching/mine").json()["tasks"] == []
    (listed,) = desk.people["trainer"].get("/api/coaching/tasks?state=proposed").json()["items"]
    path = f"/coaching/tasks/{listed['id']}"
    assert desk.ask("trainer", "PATCH", path, {"version": 9}, accept=True).status_code == 412
    assert desk.ask("trainer", "PATCH", path, listed, accept=True).json()["state"] == "open"
    assert desk.told("agent-a") == ["coaching_task"]
    (own,) = desk.people["agent-a"].get("/api/coaching/mine").json()["tasks"]
    assert (own["words"], own["has_sound"], own["length_ms"]) == ("hear the end", True, 6_000)
    done = desk.ask("agent-a", "POST", f"/coaching/mine/tasks/{own['id']}/done", own, words="I see").json()
    assert (done["state"], done["agent_words"]) == ("done", "I see")
    assert desk.told("reviewer") == ["coaching_acknowledged"]
    assert desk.ask("agent-a", "POST", f"/coaching/mine/tasks/{own['id']}/done", done).status_code == 409


def test_a_session_takes_tasks_up_and_ends_them(desk: Desk) -> None:
    call = desk.call(goodbye=False)
    wish = {"question_id": "goodbye", "start_ms": 2_000, "end_ms": 8_000}
    task = desk.ask("trainer", "POST", f"/calls/{call}/coaching-tasks", **wish).json()
    both = {"agent_id": desk.ids["agent-a"], "task_ids": [task["id"]]}
    other = desk.ask("trainer", "POST", "/coaching/sessions", **both | {"agent_id": desk.ids["agent-b"]})
    assert other.status_code == 404, "the task is another agent's"
    made = desk.ask("trainer", "POST", "/coaching/sessions", **both).json()
    assert [(clip["call_id"], clip["start_ms"]) for clip in made["clips"]] == [(call, 2_000)]
    assert [one["id"] for one in made["tasks"]] == [task["id"]]
    held = desk.ask("trainer", "POST", f"/coaching/sessions/{made['id']}/hold", made).json()
    desk.ask("agent-a", "POST", f"/coaching/mine/sessions/{made['id']}/acknowledge", held)
    (ended,) = desk.people["trainer"].get("/api/coaching/tasks").json()["items"]
    assert ended["state"] == "done"
    gone = desk.ask("trainer", "POST", "/coaching/sessions", agent_id=desk.ids["agent-a"]).json()
    assert desk.ask("trainer", "DELETE", f"/coaching/sessions/{gone['id']}", gone).status_code == 204
    assert desk.people["trainer"].get(f"/api/coaching/sessions/{gone['id']}").status_code == 404


def test_a_moment_that_cannot_be_one_is_refused(desk: Desk) -> None:
    call, others = desk.call(goodbye=False), desk.call("agent-b", goodbye=False)
    path = f"/calls/{call}/coaching-tasks"
    assert desk.ask("trainer", "POST", path, start_ms=5, end_ms=5).json()["error"]["code"] == "no_such_moment"
    assert desk.ask("trainer", "POST", path, question_id="no-such").status_code == 404
    clip = {"agent_id": desk.ids["agent-a"], "clips": [{"call_id": others}]}
    assert desk.ask("trainer", "POST", "/coaching/sessions", **clip).status_code == 404, "another agent's call"
    with desk.database.write() as unit:
        blindfolds.tie(unit.session, "0" * 16, [call], [desk.ids["trainer"]])
    blind = desk.ask("trainer", "POST", path, question_id="goodbye")
    assert (blind.status_code, blind.json()["error"]["code"]) == (403, "rated_blind")


def test_an_agent_who_answers_alone_is_shown_no_moment_of_that_call(desk: Desk) -> None:
    call = desk.call(goodbye=False)
    desk.ask("trainer", "POST", f"/calls/{call}/coaching-tasks", question_id="goodbye")
    clips = [{"call_id": call, "start_ms": 0, "end_ms": 900}]
    made = desk.ask("trainer", "POST", "/coaching/sessions", agent_id=desk.ids["agent-a"], clips=clips).json()
    desk.ask("trainer", "POST", f"/coaching/sessions/{made['id']}/share", made)
    with desk.database.write() as unit:
        blindfolds.tie(unit.session, "0" * 16, [call], [desk.ids["agent-a"]])
    agent = desk.people["agent-a"]
    seen = agent.get(f"/api/coaching/mine/sessions/{made['id']}").json()
    assert (seen["clips"], seen["withheld"]) == ([], 1)
    assert agent.get("/api/coaching/mine").json()["tasks"] == []
    assert desk.ask("agent-a", "POST", f"/coaching/clips/{made['clips'][0]['id']}/sound").status_code == 404


def test_the_sound_is_the_moments_own_and_hearing_it_is_audited(desk: Desk, system: System) -> None:
    call = desk.call(goodbye=False)
    folder = system.config.scratch
    folder.mkdir(parents=True, exist_ok=True)
    limits = Recordings.of(system.config, system.storage).limits
    (folder / "tone.wav").write_bytes(tone(seconds=3))
    samples = audio.decode(RecordingFile(folder / "tone.wav"), limits, folder).channels[0].samples
    encode_playback((samples, samples), folder / "whole.ogg")
    system.storage.put(playback_key(call), folder / "whole.ogg")
    clips = [{"call_id": call, "start_ms": 500, "end_ms": 1_500}]
    made = desk.ask("trainer", "POST", "/coaching/sessions", agent_id=desk.ids["agent-a"], clips=clips).json()
    path = f"/coaching/clips/{made['clips'][0]['id']}/sound"
    assert desk.ask("agent-a", "POST", path).status_code == 404, "not shared yet"
    desk.ask("trainer", "POST", f"/coaching/sessions/{made['id']}/share", made)
    for who, asked, body in (
        ("agent-a", path, {}),
        ("trainer", path, {}),
        ("trainer", f"/calls/{call}/coaching-sound", {"start_ms": 500, "end_ms": 1_500}),
    ):
        heard = desk.ask(who, "POST", asked, **body)
        assert (heard.status_code, heard.headers["content-type"]) == (200, "audio/ogg")
        (folder / "heard.ogg").write_bytes(heard.content)
        sound = audio.decode(RecordingFile(folder / "heard.ogg"), limits, folder)
        assert abs(sound.duration_ms - 1_000) < 60
    assert desk.ask("agent-b", "POST", path).status_code == 404
    with desk.database.read() as session:
        counted = sa.select(sa.func.count()).where(AuditEntry.action.like("coaching_%_heard"))
        assert session.scalar(counted) == 3


def test_suggestions_are_ranked_by_what_is_lost_for_certain(desk: Desk) -> None:
    for place in range(12):
        desk.call(days=2 + place, goodbye=place < 3, recorded=True)  # nine of twelve lost
        desk.call("agent-b", days=2 + place, goodbye=place < 9, recorded=None)  # three of twelve
    for place in range(9):  # all lost, but too few
        desk.call("agent-b", days=2 + place, recorded=False)
    coached.live(
        desk.database, desk.ids["agent-b"], now() - timedelta(days=2), purpose=Purpose.PRACTICE, recorded=False
    )
    told = desk.people["trainer"].get("/api/coaching/suggestions?weeks=4").json()
    assert [(row["agent"]["name"], row["question"]["id"]) for row in told["items"]] == [
        ("agent-a", "goodbye"),
        ("agent-b", "goodbye"),
    ]
    first = told["items"][0]
    expected = share([Sums(12, 9.0, 9.0)])
    assert (first["opportunities"], first["lost"], first["per_week"]) == (12, 0.75, 3.0)
    assert (first["low"], first["high"]) == (round(expected.low or 0, 4), round(expected.high or 0, 4))
    assert first["question"]["weight"] == 40.0, "four of ten points"
    assert first["missed"] == 9
    assert first["lost_weekly"] == round((expected.low or 0) * 3.0, 2)
    assert first["lost_weekly"] > told["items"][1]["lost_weekly"] > 0
    moment = first["evidence"][0]
    assert (moment["start_ms"], moment["end_ms"], moment["text"]) == (2_000, 16_000, "במה אוכל לעזור")
    assert len(first["evidence"]) == 9


def test_every_opportunity_of_a_call_counts_by_itself_and_calls_are_what_repeats(desk: Desk) -> None:
    """Six calls with two moments each are twelve opportunities, and say less than twelve calls with one."""
    often = [desk.call(days=2 + place, goodbye=False) for place in range(6)]
    for place in range(12):
        desk.call("agent-b", days=2 + place, goodbye=place % 2 == 0)
    trigger = {"speaker": "customer", "text": "קניתי מזגן"}
    moments = [
        {"question_id": "goodbye", "outcome": outcome, "trigger": {**trigger, "start_ms": at, "end_ms": at + 1_000}}
        for outcome, at in (("missed", 5_000), ("answered", 8_000), ("late", 9_000))
    ]
    with desk.database.write() as unit:
        farewells = (OpportunityFact.call_id.in_(often), OpportunityFact.question_id == "goodbye")
        unit.session.execute(sa.update(OpportunityFact).where(*farewells).values(said=1, not_said=2))
        unit.session.execute(
            sa.update(Evaluation).where(Evaluation.call_id.in_(often)).values(findings={"opportunities": moments})
        )
    rows = desk.people["trainer"].get("/api/coaching/suggestions?weeks=4").json()["items"]
    whole = {row["agent"]["name"]: row for row in rows}
    one, other = whole["agent-a"], whole["agent-b"]
    assert (one["opportunities"], one["missed"], one["per_week"]) == (18, 12, 4.5)
    assert (other["opportunities"], other["missed"]) == (12, 6)
    alone = share_of_moments(Moments(18, 18, 12, 12, 12, 18))
    assert one["low"] < (alone.low or 0), "moments of one call are alike"
    assert [moment["start_ms"] for moment in one["evidence"][:2]] == [3_000, 7_000], "both of the newest call"
    assert len(one["evidence"]) == 10


def test_what_is_in_hand_comes_last_and_a_cohorts_target_stands_beside_it(desk: Desk) -> None:
    for place in range(12):
        desk.call(days=2 + place, goodbye=False)
        desk.call("agent-b", days=2 + place, goodbye=place % 2 == 0)
    with desk.database.write() as unit:
        programme = Programme(name="p", dues=[], targets=[ProgrammeTarget(question_id="goodbye", share=0.8)])
        members = [CohortMember(person_id=desk.ids["agent-a"])]
        cohort = Cohort(programme=programme, name="c", day0=now().date(), members=members)
        unit.session.add(cohort)
        unit.session.flush()
        cohort_id = cohort.id
    trainer = desk.people["trainer"]
    first = trainer.get("/api/coaching/suggestions").json()["items"][0]
    assert (first["agent"]["name"], first["target"], first["cohort_id"]) == ("agent-a", 0.8, cohort_id)
    given = {"agent_ids": [desk.ids["agent-a"]], "question_id": "goodbye", "cohort_id": cohort_id}
    (task,) = desk.ask("trainer", "POST", "/coaching/tasks", **given).json()
    assert task["source"] == "target"
    assert desk.ask("trainer", "POST", "/coaching/tasks", **given).json() == [], "one such task is enough"
    stranger = desk.ask("trainer", "POST", "/coaching/tasks", **given | {"agent_ids": [desk.ids["agent-b"]]})
    elsewhere = desk.ask("trainer", "POST", "/coaching/tasks", **given | {"question_id": "recorded"})
    for told in (stranger, elsewhere):
        assert (told.status_code, told.json()["error"]["code"]) == (422, "not_of_cohort")
    rows = trainer.get("/api/coaching/suggestions").json()["items"]
    assert [(row["agent"]["name"], row["in_hand"]) for row in rows] == [("agent-b", None), ("agent-a", "task")]
    of_cohort = trainer.get(f"/api/coaching/suggestions?cohort_id={cohort_id}").json()["items"]
    assert [row["agent"]["name"] for row in of_cohort] == ["agent-a"]


def test_calls_that_are_judged_blind_suggest_nothing_to_their_judge(desk: Desk) -> None:
    calls = [desk.call(days=2 + place, goodbye=False) for place in range(12)]
    with desk.database.write() as unit:
        blindfolds.tie(unit.session, "0" * 16, calls[:4], [desk.ids["trainer"]])
    told = desk.people["trainer"].get("/api/coaching/suggestions").json()
    assert (told["items"], told["calls"], told["hidden"]) == ([], 8, 4)
    (row,) = desk.people["admin"].get("/api/coaching/suggestions").json()["items"]
    assert row["opportunities"] == 12
