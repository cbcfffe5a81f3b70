"""What was found in a call is kept with its evaluation, and a reviewer's word on tone stands beside the machine's."""

import pytest
import sqlalchemy as sa
from alembic import command
from fastapi import FastAPI

from qa.calls.tables import Call, TranscriptRevision
from qa.engines.interfaces import EngineRevision
from qa.evaluation.findings import FindingsOut, to_json
from qa.evaluation.tables import Evaluation, EvaluationState, SuggestionRow, ToneCorrection
from qa.migrations import config_for
from qa.pipeline.model import (
    ConductFinding,
    Evidence,
    Findings,
    Hold,
    Opportunity,
    Overlap,
    Phase,
    Promise,
    SituationFinding,
    ToneFinding,
    ToneMark,
)
from qa.platform import audit
from qa.platform.clock import now
from qa.platform.database import Database
from qa.platform.settings import Settings
from qa.platform.spans import Span
from tests.integration.scored import System
from tests.integration.web import Browser, browser


def said(start: int, text: str, speaker: str = "agent") -> Evidence:
    return Evidence(Span(start, start + 1_000), speaker, text)


FOUND = Findings(
    phrases={},
    situations={"q": SituationFinding("q", (Opportunity(said(1, "new oven", "customer"), "missed", None, 0.1),))},
    conduct=ConductFinding(
        dead_air=(Span(0, 4_000),),
        talk_share={"agent": 0.6, "customer": 0.4},
        words_per_minute={"agent": 120.0},
        first_word_ms=300,
        longest_monologue=said(5, "and so on"),
        silences=(Span(0, 4_000),),
        silence_share=0.2,
        overlaps=(Overlap(Span(10, 200), "customer", interrupts=True),),
        holds=(Hold(Span(20, 40), said(0, "one moment"), None, None),),
        loudness={"agent": -20.5},
    ),
    tone=ToneFinding(
        marks=(ToneMark(1, "negative", 0.8123456),),
        quarters={"agent": (None, 1.0, 2.0, -3.5)},
        trend={"agent": -4.5},
        engine=EngineRevision("tone", "m", "0" * 12, "none"),
    ),
    phases=(Phase("opening", Span(0, 500), "the call begins"),),
    promises=(Promise(said(9, "I will call you tomorrow"), "tomorrow", 0.9),),
)


@pytest.fixture
def call_id(system: System, ids: dict[str, str], database: Database) -> str:
    made = system.scored(ids["agent-a"])
    with database.write() as unit:
        evaluation = unit.session.scalars(sa.select(Evaluation).where(Evaluation.call_id == made)).one()
        evaluation.findings = to_json(FOUND)
    return made


def correct(page: Browser, call_id: str, **wish: object):
    return page.post(f"/api/calls/{call_id}/tone-corrections", json=wish)


def test_everything_that_is_kept_comes_back(reviewer: Browser, call_id: str) -> None:
    answer = reviewer.get(f"/api/calls/{call_id}/findings")
    assert answer.status_code == 200
    assert answer.json() == to_json(FOUND) | {"corrections": []}
    read = FindingsOut.model_validate(answer.json())
    assert read.tone is not None
    assert read.conduct is not None
    assert read.tone.marks[0].probability == 0.8123
    assert (read.tone.quarters["agent"], read.tone.trend["agent"]) == ([None, 1.0, 2.0, -3.5], -4.5)
    assert [(phase.name, phase.end_ms) for phase in read.phases] == [("opening", 500)]
    assert [(o.question_id, o.outcome, o.response) for o in read.opportunities] == [("q", "missed", None)]
    assert [(p.due, p.evidence.text) for p in read.promises] == [("tomorrow", "I will call you tomorrow")]
    assert (read.conduct.dead_air, read.conduct.overlaps[0].interrupts) == ([(0, 4_000)], True)
    assert (read.conduct.holds[0].before.text, read.conduct.holds[0].after) == ("one moment", None)


def test_an_evaluation_of_older_days_has_nothing_to_show(reviewer: Browser, call_id: str, database: Database) -> None:
    with database.write() as unit:
        unit.session.execute(sa.update(Evaluation).values(findings=sa.null()))
    answer = reviewer.get(f"/api/calls/{call_id}/findings").json()
    assert (answer["tone"], answer["conduct"], answer["phases"]) == (None, None, [])


def test_an_agent_sees_findings_only_once_the_feedback_is_published(
    app: FastAPI, ids: dict[str, str], call_id: str, database: Database
) -> None:
    with browser(app) as opened:
        agent = opened.sign_in("agent-a@example.com")
        assert agent.get(f"/api/calls/{call_id}/findings").status_code == 404
        with database.write() as unit:
            evaluation = unit.session.scalars(sa.select(Evaluation)).one()
            evaluation.state, evaluation.published_at = EvaluationState.PUBLISHED, now()
            unit.session.get_one(Call, call_id).shared_at = now()
        assert agent.get(f"/api/calls/{call_id}/findings").status_code == 200
        assert correct(agent, call_id, turn=1, label="neutral").status_code == 403


def test_a_correction_of_tone_stands_beside_the_mark_and_can_be_taken_back(
    reviewer: Browser, call_id: str, database: Database
) -> None:
    first = correct(reviewer, call_id, turn=1, label="neutral", reason="a joke").json()
    assert first["tone"]["marks"][0]["label"] == "negative", "what the machine said stays"
    (kept,) = first["corrections"]
    assert (kept["turn"], kept["label"], kept["reason"], kept["person_name"]) == (1, "neutral", "a joke", "reviewer")
    again = correct(reviewer, call_id, turn=1, label="positive").json()
    (newer,) = again["corrections"]
    assert (newer["label"], newer["reason"]) == ("positive", None)
    speaker = reviewer.get(f"/api/calls/{call_id}/transcript").json()["turns"][1]["speaker"]
    told = [[score for score in answer["tone"]["quarters"][speaker] if score is not None] for answer in (first, again)]
    assert told == [[0.0], [5.0]], "quarters are told with the person's word"
    path = f"/api/calls/{call_id}/tone-corrections/1"
    assert reviewer.ask("DELETE", path).json()["corrections"] == []
    assert reviewer.ask("DELETE", path).status_code == 404
    with database.read() as session:
        assert session.scalars(sa.select(ToneCorrection)).all() == []
        deeds = session.scalars(sa.select(audit.AuditEntry.action).order_by(audit.AuditEntry.number)).all()
        assert deeds[-3:] == ["tone_corrected", "tone_corrected", "tone_correction_withdrawn"]
        assert audit.verify(session) == []


def test_a_turn_that_is_not_there_cannot_be_corrected(reviewer: Browser, call_id: str) -> None:
    turns = len(reviewer.get(f"/api/calls/{call_id}/transcript").json()["turns"])
    assert correct(reviewer, call_id, turn=turns, label="neutral").status_code == 404
    assert correct(reviewer, call_id, turn=turns - 1, label="neutral").status_code == 200
    for wish in ({"turn": -1, "label": "neutral"}, {"turn": 0, "label": "angry"}):
        assert correct(reviewer, call_id, **wish).status_code == 422
    assert correct(reviewer, "0" * 16, turn=0, label="neutral").status_code == 404


def test_a_call_that_is_deleted_takes_its_corrections_along(
    reviewer: Browser, call_id: str, database: Database
) -> None:
    correct(reviewer, call_id, turn=0, label="neutral")
    with database.write() as unit:
        for table in (Evaluation, TranscriptRevision):
            unit.session.execute(sa.delete(table).where(table.call_id == call_id))
        unit.session.execute(sa.delete(Call).where(Call.id == call_id))
    with database.read() as session:
        assert session.scalars(sa.select(ToneCorrection)).all() == []


def test_calls_that_could_flip_come_first_page_by_page(
    reviewer: Browser, system: System, ids: dict[str, str], database: Database
) -> None:
    calls = [system.scored(ids["agent-a"], hertz=300 + 10 * n) for n in range(5)]
    chances = [0.1, 0.45, 0.0, 0.45, 1 / 3]
    with database.write() as unit:
        for call, chance in zip(calls, chances, strict=True):
            unit.session.get_one(Call, call).could_flip = chance
    listed, cursor = [], ""
    for _ in range(3):
        found = reviewer.get(f"/api/calls?order=could_flip&limit=2{cursor}").json()
        listed += [(call["id"], call["evaluation"]["could_flip"]) for call in found["items"]]
        cursor = f"&cursor={found['next_cursor']}"
    assert found["next_cursor"] is None
    assert listed == [(calls[n], chances[n]) for n in (3, 1, 4, 0, 2)]
    assert [call["id"] for call in reviewer.get("/api/calls").json()["items"]] == calls[::-1]


@pytest.mark.parametrize("cursor", ["nonsense", "nan~a", "0.5", "0.5~", "~a"])
def test_a_cursor_of_another_order_is_refused(reviewer: Browser, cursor: str) -> None:
    answer = reviewer.get(f"/api/calls?order=could_flip&cursor={cursor}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "bad_cursor")


def test_the_chance_of_a_flip_follows_what_people_answer(reviewer: Browser, call_id: str, database: Database) -> None:
    evaluation = reviewer.get(f"/api/calls/{call_id}/evaluation").json()
    assert evaluation["score"]["could_flip"] > 0
    for section in evaluation["sections"]:
        for question in section["questions"]:
            wish = {"option_id": question["options"][0]["id"], "reason": "heard it"}
            path = f"/api/evaluations/{evaluation['id']}/answers/{question['id']}"
            evaluation = reviewer.ask("PUT", path, json=wish, headers={"If-Match": f'"{evaluation["version"]}"'}).json()
    assert evaluation["score"]["could_flip"] == 0
    assert evaluation["score"]["low"] == evaluation["score"]["percent"] == evaluation["score"]["high"]
    with database.read() as session:
        assert session.get_one(Call, call_id).could_flip == 0


def test_going_back_to_the_first_tables_and_up_again_loses_no_evaluation(
    config: Settings, call_id: str, database: Database
) -> None:
    alembic = config_for(config.database)
    command.downgrade(alembic, "0001")
    columns = {column["name"] for column in sa.inspect(database.engine).get_columns("calls")}
    assert "could_flip" not in columns
    command.upgrade(alembic, "head")
    with database.read() as session:
        evaluation = session.scalars(sa.select(Evaluation)).one()
        assert (evaluation.call_id, evaluation.findings) == (call_id, None)
        assert session.scalar(sa.select(sa.func.count()).select_from(SuggestionRow)) == len(evaluation.suggestions) > 0
        assert session.get_one(Call, call_id).could_flip == 0
