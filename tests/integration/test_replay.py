"""Replay: what a draft would change is told with its evidence, and nothing that is stored changes."""

import json
from typing import Any

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from qa.calls.tables import Call
from qa.cli import app as command_line
from qa.pipeline.model import Means, Transcript
from qa.platform.audit import AuditEntry
from qa.platform.database import Base, Database
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Role
from qa.platform.settings import Settings
from qa.replay import routes
from qa.replay.calls import Wanted
from qa.replay.draft import read_draft
from qa.replay.report import Flip, Progress, Replay
from qa.replay.service import Replaying
from qa.rubric import shipped
from qa.rubric.store import publish
from qa.rubric.tables import RubricVersion
from tests.integration.drafts import FIRST, SECOND
from tests.integration.scored import SAID, System
from tests.integration.web import Browser, everybody

GRUFF = (*SAID[:-1], ("agent", "טוב להתראות"))
TRAINER = Principal("t", Role.TRAINER)


@pytest.fixture
def ids(database: Database) -> dict[str, str]:
    """Everybody; the small rubric is what Hebrew calls are held against."""
    with database.write() as unit:
        for file in shipped():
            publish(unit.session, file.read_text("utf-8"), file=file.name)
        publish(unit.session, FIRST, file="first")
    return everybody(database)


@pytest.fixture
def kind(system: System, ids: dict[str, str]) -> str:
    """A call of agent A, with a kind goodbye."""
    return system.scored(ids["agent-a"], hertz=300)


@pytest.fixture
def gruff(system: System, ids: dict[str, str], kind: str) -> str:
    """A newer call of agent B, with none."""
    return system.scored(ids["agent-b"], hertz=400, said=GRUFF)


def replay(database: Database, draft: str, *call_ids: str, last: int = 200) -> Replay:
    steps = list(Replaying(database, TRAINER).run(read_draft(draft), Wanted(call_ids, last)))
    assert isinstance(steps[-1], Replay)
    return steps[-1]


def answer(page: Browser, call_id: str, question_id: str, option_id: str) -> None:
    evaluation = page.get(f"/api/calls/{call_id}/evaluation").json()
    path = f"/api/evaluations/{evaluation['id']}/answers/{question_id}"
    said = {"option_id": option_id, "reason": "heard it"}
    changed = page.ask("PUT", path, json=said, headers={"If-Match": f'"{evaluation["version"]}"'})
    assert changed.status_code == 200, changed.text


def everything(database: Database) -> dict[str, list[Any]]:
    with database.read() as session:
        return {name: session.execute(sa.select(table)).all() for name, table in Base.metadata.tables.items()}


def flip_of(report: Replay, question_id: str, call_id: str) -> Flip:
    return next(flip for flip in report.flips if (flip.question_id, flip.call_id) == (question_id, call_id))


def test_a_flip_shows_where_it_came_from_and_why(database: Database, kind: str, gruff: str) -> None:
    report = replay(database, SECOND)
    assert [(flip.question_id, flip.call_id) for flip in report.flips] == [("goodbye", kind)]
    flip = flip_of(report, "goodbye", kind)
    assert (flip.before.option_id, flip.before.outcome) == ("said", "yes")
    assert (flip.after.option_id, flip.after.outcome) == ("not_said", "no")
    assert flip.before.evidence[0].text.split()[-3:] == ["המשך", "יום", "נעים"]
    assert 0 < flip.before.evidence[0].start_ms < flip.before.evidence[0].end_ms
    assert flip.after.why
    assert flip.after.why.he


def test_questions_keep_their_identity_and_say_what_is_new(database: Database, kind: str, gruff: str) -> None:
    questions = {question.question_id: question for question in replay(database, SECOND).questions}
    assert list(questions) == ["goodbye", "recording", "patience", "thanks"]
    assert [question.change for question in questions.values()] == ["changed", "changed", "same", "new"]
    assert questions["recording"].was == "recorded"
    assert questions["recording"].flips == 0
    assert questions["goodbye"].flips_to.no == 1
    assert (questions["goodbye"].before.yes, questions["goodbye"].before.no) == (1, 1)  # type: ignore[union-attr]
    assert questions["thanks"].before is None
    assert questions["thanks"].after.yes == 1  # type: ignore[union-attr]

    without = replay(database, FIRST[: FIRST.index("      - id: patience")])
    assert [q.question_id for q in without.questions if q.change == "removed"] == ["patience"]


def test_percent_passing_and_agents_are_told_before_and_after(database: Database, kind: str, gruff: str) -> None:
    report = replay(database, SECOND)
    rows = {call.call_id: call for call in report.calls}
    assert [call.call_id for call in report.calls] == [gruff, kind]
    assert rows[kind].before.percent == 100  # type: ignore[union-attr]
    assert rows[kind].after.percent == pytest.approx(100 * 6 / 10)
    assert rows[kind].passing_changed
    assert rows[gruff].before.percent == 50  # type: ignore[union-attr]
    agents = {agent.agent_name: agent for agent in report.agents}
    assert list(agents) == ["agent-a", "agent-b"]
    assert agents["agent-a"].before.percent == 100  # type: ignore[union-attr]
    assert agents["agent-a"].after.percent == pytest.approx(60)
    assert report.totals.calls == 2
    assert report.totals.before.percent == 75  # type: ignore[union-attr]
    assert report.witness == "text"


def test_people_s_answers_stand_on_both_sides(page: Browser, database: Database, kind: str) -> None:
    page.sign_in("reviewer@example.com")
    answer(page, kind, "goodbye", "not_said")
    answer(page, kind, "recorded", "not_said")
    answer(page, kind, "patience", "yes")
    report = replay(database, SECOND)
    assert report.flips == []
    assert report.lost_answers == []
    assert report.calls[0].before.percent == pytest.approx(20)  # type: ignore[union-attr]

    other_options = SECOND.replace('{id: "yes", label', '{id: "fully", label')
    report = replay(database, other_options)
    assert [(lost.question_id, lost.option_id) for lost in report.lost_answers] == [("patience", "yes")]
    flip = flip_of(report, "patience", kind)
    assert (flip.before.decided_by, flip.after.decided_by) == ("person", "nobody")
    assert flip.after.outcome == "unsure"


def test_the_same_rubric_changes_nothing(database: Database, kind: str, gruff: str) -> None:
    report = replay(database, FIRST)
    assert report.flips == []
    assert {question.change for question in report.questions} == {"same"}
    assert report.totals.before == report.totals.after


def test_nothing_is_written(database: Database, kind: str, gruff: str) -> None:
    before = everything(database)
    replay(database, SECOND)
    assert everything(database) == before


def test_named_calls_and_the_newest_ones(database: Database, system: System, kind: str, gruff: str) -> None:
    assert [call.call_id for call in replay(database, SECOND, kind).calls] == [kind]
    assert [call.call_id for call in replay(database, SECOND, last=1).calls] == [gruff]
    from tests.integration.scored import tone

    unheard = system.take_in(tone(hertz=900))
    report = replay(database, SECOND, kind, unheard)
    assert [(left.call_id, left.why) for left in report.left_out] == [(unheard, "not_heard")]
    english = SECOND.replace("language: he", "language: en")
    assert [left.why for left in replay(database, english, kind).left_out] == ["other_language"]


def test_without_a_published_rubric_there_is_only_an_after(database: Database, kind: str) -> None:
    with database.write() as unit:
        unit.session.execute(sa.text("PRAGMA defer_foreign_keys=ON"))
        unit.session.execute(sa.update(RubricVersion).values(language="en"))
    report = replay(database, SECOND.replace("id: small", "id: other"))
    assert report.present is None
    assert report.flips == []
    assert {question.change for question in report.questions} == {"new"}
    assert report.calls[0].before is None
    assert report.totals.before is None
    assert report.totals.after.percent is not None


def test_both_sides_are_judged_by_the_same_means(database: Database, kind: str) -> None:
    asked: list[str] = []

    def means(call: Call, _transcript: Transcript) -> Means:
        asked.append(call.id)
        return Means()

    steps = list(Replaying(database, TRAINER, means).run(read_draft(SECOND), Wanted()))
    assert asked == [kind]
    assert [(step.done, step.total) for step in steps if isinstance(step, Progress)] == [(0, 1), (1, 1)]


def lines(answer: Any) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    return [json.loads(line) for line in answer.text.splitlines()]


def test_the_web_tells_progress_and_then_the_report(page: Browser, kind: str, gruff: str) -> None:
    page.sign_in("trainer@example.com")
    told = lines(page.post("/api/rubrics/replay", json={"source": SECOND}))
    assert [line["progress"] for line in told[:3]] == [{"done": n, "total": 2} for n in range(3)]
    assert [flip["call_id"] for flip in told[3]["replay"]["flips"]] == [kind]
    told = lines(page.post("/api/rubrics/replay", json={"source": SECOND, "call_ids": [gruff]}))
    assert told[-1]["replay"]["flips"] == []


def test_the_web_refuses_before_it_begins(page: Browser, kind: str) -> None:
    page.sign_in("trainer@example.com")
    refused = page.post("/api/rubrics/replay", json={"source": "id: x"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "rubric_unreadable")
    missing = page.post("/api/rubrics/replay", json={"source": SECOND, "call_ids": ["0" * 16]})
    assert missing.status_code == 404
    assert page.post("/api/rubrics/replay", json={"source": "x" * 300_001}).status_code == 422


def test_one_replay_at_a_time(page: Browser, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    page.sign_in("trainer@example.com")
    with routes._one_at_a_time:
        told = lines(page.post("/api/rubrics/replay", json={"source": SECOND}))
    assert told[-1]["problem"]["code"] == "too_many"
    assert "replay" in lines(page.post("/api/rubrics/replay", json={"source": SECOND}))[-1]


def test_a_draft_is_checked_with_lines_and_questions(page: Browser, kind: str) -> None:
    page.sign_in("trainer@example.com")

    def checked(source: str) -> dict[str, Any]:
        made = page.post("/api/rubrics/check", json={"source": source})
        assert made.status_code == 200, made.text
        return dict(made.json())

    sound = checked(SECOND)
    assert (sound["standing"], sound["heard_calls"], sound["questions"]) == ("publishable", 1, 4)
    assert sound["present"]["version"] == 1
    bad = checked(SECOND.replace("points: 2\n        wordings", "points: two\n        wordings"))
    assert bad["standing"] == "unreadable"
    problem = bad["problems"][0]
    assert (problem["question"], problem["severity"]) == ("thanks", "error")
    assert SECOND.splitlines()[problem["line"] - 1].strip() == "points: 2"
    assert checked(FIRST)["standing"] == "published"
    taken = checked(SECOND.replace("version: 2", "version: 1"))
    assert (taken["standing"], taken["next_version"]) == ("taken", 2)


@pytest.mark.parametrize(
    "bomb",
    ["[" * 5000, "a: &a [1]\nb: [" + "*a, " * 101 + "]", "\x00", "&a [*a]", "", FIRST.replace("n: 1", "n: 9999999999")],
)
def test_no_text_is_too_strange_to_be_checked(page: Browser, ids: dict[str, str], bomb: str) -> None:
    page.sign_in("trainer@example.com")
    made = page.post("/api/rubrics/check", json={"source": bomb})
    assert made.status_code == 200, made.text
    assert made.json()["standing"] == "unreadable"
    assert made.json()["problems"]


def test_publishing_is_once_and_for_all(page: Browser, database: Database, kind: str) -> None:
    page.sign_in("trainer@example.com")
    made = page.post("/api/rubrics", json={"source": SECOND})
    assert made.status_code == 200, made.text
    assert (made.json()["version"], made.json()["in_use"]) == (2, True)
    assert page.post("/api/rubrics", json={"source": SECOND}).status_code == 200
    other = page.post("/api/rubrics", json={"source": SECOND.replace("points: 2", "points: 3")})
    assert (other.status_code, other.json()["error"]["code"]) == (409, "already_published")
    with database.write() as unit:
        publish(unit.session, SECOND.replace("version: 2", "version: 4"), file="x")
    late = page.post("/api/rubrics", json={"source": SECOND.replace("version: 2", "version: 3")})
    assert (late.status_code, late.json()["error"]["code"]) == (409, "newer_published")
    with database.read() as session:
        entry = session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "rubric_published")).all()[-2]
        assert (entry.detail, entry.person_id) == ({"rubric": "small", "version": 2}, page.person["id"])


def test_rubrics_are_listed_and_read_by_version(page: Browser, database: Database, kind: str) -> None:
    with database.write() as unit:
        publish(unit.session, SECOND, file="second")
    page.sign_in("reviewer@example.com")
    listed = {row["id"]: row for row in page.get("/api/rubrics").json()}
    assert (listed["small"]["version"], listed["small"]["in_use"]) == (2, True)
    assert [version["version"] for version in listed["small"]["versions"]] == [2, 1]
    assert not listed["service-language-he"]["in_use"]
    first = page.get("/api/rubrics/small?version=1").json()
    goodbye = first["sections"][0]["questions"][0]
    assert (goodbye["phrases"][0]["wordings"], goodbye["phrases"][0]["terms"]) == (["המשך יום נעים"], {})
    assert (first["in_use"], first["source"]) == (False, FIRST)
    assert page.get("/api/rubrics/small").json()["version"] == 2
    assert page.get("/api/rubrics/small?version=7").status_code == 404
    for row in listed:
        assert page.get(f"/api/rubrics/{row}").status_code == 200
    assert page.post("/api/rubrics", json={"source": SECOND}).status_code == 403


@pytest.fixture
def at_the_terminal(config: Settings, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setattr("qa.platform.settings.settings", lambda: config)
    return CliRunner()


def test_the_command_line_prints_the_same_report(
    at_the_terminal: CliRunner, database: Database, kind: str, gruff: str, tmp_path: Any
) -> None:
    draft = tmp_path / "draft.yaml"
    draft.write_text(SECOND, "utf-8")
    made = at_the_terminal.invoke(command_line, ["rubric", "replay", str(draft), "--json"])
    assert made.exit_code == 0, made.output
    assert Replay.model_validate_json(made.stdout) == replay(database, SECOND)
    shown = at_the_terminal.invoke(command_line, ["rubric", "replay", str(draft), "--calls", f"{kind},{gruff}"])
    assert shown.exit_code == 0, shown.output
    assert "2 calls, 1 answers differ, percent 75.0 -> " in " ".join(shown.stdout.split())
    lost = at_the_terminal.invoke(command_line, ["rubric", "replay", str(draft), "--calls", "nothing"])
    assert (lost.exit_code, "no call nothing" in lost.stderr) == (2, True)


def test_the_command_line_says_what_is_wrong_with_a_draft(at_the_terminal: CliRunner, tmp_path: Any) -> None:
    draft = tmp_path / "draft.yaml"
    draft.write_text(SECOND.replace("kind: manual", "kind: magic"), "utf-8")
    made = at_the_terminal.invoke(command_line, ["rubric", "replay", str(draft), "--json"])
    assert made.exit_code == 2
    assert [problem["question"] for problem in json.loads(made.stdout)["problems"]] == ["patience"]
