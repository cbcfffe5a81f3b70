"""Settled cases: kept, run against a draft, in the way of its publishing, and taken elsewhere without a number."""

import json
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from qa.calls.recording import Recordings
from qa.calls.tables import Call, TranscriptRevision
from qa.cli import app as command_line
from qa.engines.interfaces import Engines
from qa.engines.media import Limits
from qa.evaluation.tables import Evaluation
from qa.platform.audit import AuditEntry, verify
from qa.platform.database import Database
from qa.platform.jobs import Job, Ledger
from qa.platform.jobs.runner import Runner
from qa.platform.settings import Settings
from qa.regressions import service
from qa.regressions.job import REGRESS, Regress
from qa.regressions.tables import RegressionCase
from qa.rubric import shipped
from qa.rubric.store import publish
from qa.scoring.standing import Answer
from tests.integration.drafts import FIRST, SECOND
from tests.integration.scored import SAID, System
from tests.integration.web import Browser, everybody

CARD = "4580458045804580"
WITH_CARD = (*SAID[:-1], ("customer", f"מספר הכרטיס הוא {CARD}"), SAID[-1])
#: Instead of a phrase's wordings, a question about tone.
TONE = "        speaker: customer\n        measure: trend\n        at_least: -2\n        points: 4\n"
_NOTHING_HEAVY = Engines(detector=None, recogniser=None)  # type: ignore[arg-type]


@pytest.fixture
def ids(database: Database) -> dict[str, str]:
    """Everybody; the small rubric is what Hebrew calls are held against."""
    with database.write() as unit:
        for file in shipped():
            publish(unit.session, file.read_text("utf-8"), file=file.name)
        publish(unit.session, FIRST, file="first")
    return everybody(database)


@pytest.fixture
def call(system: System, ids: dict[str, str]) -> str:
    """A call of agent A, with a kind goodbye."""
    return system.scored(ids["agent-a"], hertz=300)


@pytest.fixture
def trainer(page: Browser, ids: dict[str, str]) -> Browser:
    return page.sign_in("trainer@example.com")


def keep(database: Database, person_id: str, call_id: str, question_id: str, option_id: str | None, **over: Any) -> str:
    with database.write() as unit:
        evaluation = unit.session.query(Evaluation).filter_by(call_id=call_id).one()
        said = {"dispute_id": "d" * 16} | over
        settled = service.Settled(question_id, Answer(option_id, not_applicable=option_id is None), **said)
        return service.keep(unit.session, person_id, evaluation, settled).id


def do_the_run(database: Database, system: System, job_id: str) -> bool:
    ledger, recordings = Ledger(database), Recordings(system.storage, Limits(), system.config.scratch)
    regress = Regress(database, ledger, recordings, lambda: _NOTHING_HEAVY)
    return Runner(ledger, {REGRESS: regress}, worker="test", lease_s=30).run(job_id)


def run(page: Browser, database: Database, system: System, source: str) -> dict[str, Any]:
    asked = page.post("/api/regressions/runs", json={"source": source})
    assert asked.status_code == 202, asked.text
    assert (asked.json()["state"], asked.json()["results"]) == ("waiting", [])
    with database.read() as session:
        job_id = session.scalars(sa.select(Job.id).where(Job.subject == asked.json()["id"])).one()
    assert do_the_run(database, system, job_id)
    return dict(page.get(f"/api/regressions/runs/{asked.json()['id']}").json())


def outcomes(told: dict[str, Any]) -> dict[str, str]:
    return {result["question_id"]: result["outcome"] for result in told["results"]}


def test_a_draft_is_held_against_what_people_settled(
    trainer: Browser, database: Database, system: System, ids: dict[str, str], call: str
) -> None:
    keep(database, ids["reviewer"], call, "goodbye", "said", why="she says it at the very end")
    keep(database, ids["reviewer"], call, "recorded", "said")
    keep(database, ids["reviewer"], call, "patience", "yes")
    told = run(trainer, database, system, SECOND)
    assert told["state"] == "done"
    assert told["totals"] == {"passes": 1, "breaks": 1, "unsure": 0, "cannot_ask": 1}
    assert outcomes(told) == {"goodbye": "breaks", "recorded": "passes", "patience": "cannot_ask"}
    by_question = {result["question_id"]: result for result in told["results"]}
    broken = by_question["goodbye"]
    assert (broken["before"], broken["right"]["option_id"], broken["now"]["option_id"]) == (
        "passes",
        "said",
        "not_said",
    )
    assert (broken["why"], broken["decided_by"], broken["call_id"]) == (
        "she says it at the very end",
        "reviewer",
        call,
    )
    assert by_question["recorded"]["question_now"] == "recording", "a question is followed through its new id"
    assert by_question["patience"]["cannot"] == "left_to_people"


def test_what_cannot_be_asked_says_why(
    trainer: Browser, database: Database, system: System, ids: dict[str, str], call: str
) -> None:
    for question_id in ("goodbye", "recorded"):
        keep(database, ids["reviewer"], call, question_id, "said")
    without = SECOND.replace("was: recorded\n        ", "")
    assert {r["question_id"]: r["cannot"] for r in run(trainer, database, system, without)["results"]} == {
        "goodbye": None,
        "recorded": "question_gone",
    }
    with database.write() as unit:
        unit.session.execute(sa.text("PRAGMA defer_foreign_keys=ON"))
        unit.session.execute(sa.delete(Evaluation))
        unit.session.execute(sa.delete(TranscriptRevision))
        unit.session.execute(sa.delete(Call))
    told = run(trainer, database, system, SECOND)
    assert {r["cannot"] for r in told["results"]} == {"call_gone"}
    assert trainer.get("/api/regressions").json()["items"][0]["call_id"] is None


def test_a_machine_that_says_nothing_breaks_nothing(
    trainer: Browser, database: Database, system: System, ids: dict[str, str], call: str
) -> None:
    keep(database, ids["reviewer"], call, "recorded", None)
    assert outcomes(run(trainer, database, system, SECOND)) == {"recorded": "breaks"}, "it says that it was said"
    before, after = SECOND.split("        was: recorded\n        kind: phrase\n", 1)
    wordings = '        points: 4\n        wordings: ["השיחה מוקלטת לצורך שיפור השירות"]\n'
    assert wordings in after
    toned = f"{before}        was: recorded\n        kind: tone\n{after.replace(wordings, TONE, 1)}"
    told = run(trainer, database, system, toned)
    assert (outcomes(told), told["totals"]["unsure"]) == ({"recorded": "unsure"}, 1), "there is no engine for tone here"
    assert trainer.post("/api/rubrics", json={"source": toned}).status_code == 200


def test_publishing_past_a_broken_case_needs_a_reason(
    trainer: Browser, database: Database, system: System, ids: dict[str, str], call: str
) -> None:
    case_id = keep(database, ids["reviewer"], call, "goodbye", "said")
    standing = trainer.post("/api/regressions/standing", json={"source": SECOND}).json()
    assert (standing["cases"], standing["untried"], standing["broken"], standing["run"]) == (1, 1, 0, None)
    refused = trainer.post("/api/rubrics", json={"source": SECOND})
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "cases_untried")

    run(trainer, database, system, SECOND)
    standing = trainer.post("/api/regressions/standing", json={"source": SECOND}).json()
    assert (standing["untried"], standing["broken"], standing["run"]["state"]) == (0, 1, "done")
    refused = trainer.post("/api/rubrics", json={"source": SECOND})
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "cases_broken")
    assert trainer.post("/api/rubrics", json={"source": SECOND, "despite": " "}).status_code == 422
    assert [row["version"] for row in trainer.get("/api/rubrics/small").json()["versions"]] == [1]

    made = trainer.post("/api/rubrics", json={"source": SECOND, "despite": "the goodbye is worded anew on purpose"})
    assert made.status_code == 200, made.text
    assert trainer.post("/api/rubrics", json={"source": SECOND}).status_code == 200, "the same again is harmless"
    with database.read() as session:
        action = AuditEntry.action == "rubric_published_despite_cases"
        entry = session.scalars(sa.select(AuditEntry).where(action)).one()
        assert entry.detail == {
            "broken": [case_id],
            "untried": [],
            "reason": "the goodbye is worded anew on purpose",
        }
        assert verify(session) == []


def test_a_draft_that_passes_is_published_without_a_word(
    trainer: Browser, database: Database, system: System, ids: dict[str, str], call: str
) -> None:
    keep(database, ids["reviewer"], call, "recorded", "said")
    assert run(trainer, database, system, SECOND)["totals"]["passes"] == 1
    changed = SECOND.replace("points: 4", "points: 3")
    assert trainer.post("/api/rubrics", json={"source": changed}).status_code == 409, "it was another draft that ran"
    assert trainer.post("/api/rubrics", json={"source": SECOND}).status_code == 200
    english = FIRST.replace("language: he", "language: en").replace("id: small", "id: other")
    assert trainer.post("/api/rubrics", json={"source": english}).status_code == 200, "no case is in English"


def test_a_newer_decision_takes_the_place_of_an_older_one(
    trainer: Browser, database: Database, ids: dict[str, str], call: str
) -> None:
    keep(database, ids["reviewer"], call, "goodbye", "said")
    newer = keep(database, ids["trainer"], call, "goodbye", "not_said")
    listed = trainer.get("/api/regressions").json()["items"]
    assert [(case["id"], case["right"]["option_id"], case["decided_by"]) for case in listed] == [
        (newer, "not_said", "trainer")
    ]
    old = trainer.get("/api/regressions?retired=true").json()["items"]
    assert [(case["right"]["option_id"], case["retired_by"], case["retired_why"]) for case in old] == [
        ("said", "trainer", None)
    ]


def test_a_trainer_keeps_and_retires_by_hand(trainer: Browser, database: Database, call: str) -> None:
    evaluation = trainer.get(f"/api/calls/{call}/evaluation").json()
    wish = {"evaluation_id": evaluation["id"], "question_id": "patience", "why": "clear to everybody"}
    early = trainer.post("/api/regressions", json=wish)
    assert (early.status_code, early.json()["error"]["code"]) == (409, "nobody_answered")
    path = f"/api/evaluations/{evaluation['id']}/answers/patience"
    said = trainer.ask("PUT", path, json={"option_id": "yes"}, headers={"If-Match": f'"{evaluation["version"]}"'})
    assert said.status_code == 200, said.text
    kept = trainer.post("/api/regressions", json=wish)
    assert kept.status_code == 201, kept.text
    case = kept.json()
    assert (case["why"], case["dispute_id"], case["right"]["option"]["he"]) == ("clear to everybody", None, "כן")

    path = f"/api/regressions/{case['id']}/retire"
    assert trainer.post(path, json={"why": ""}).status_code == 422
    assert trainer.post(path, json={"why": "the question will go"}).json()["retired_why"] == "the question will go"
    assert trainer.post(path, json={"why": "again"}).json()["error"]["code"] == "already_retired"
    assert trainer.get("/api/regressions").json()["items"] == []
    with database.read() as session:
        actions = session.scalars(sa.select(AuditEntry.action).where(AuditEntry.subject == case["id"])).all()
    assert actions == ["regression_case_kept", "regression_case_retired"]


def test_pages_go_on_where_they_ended(trainer: Browser, database: Database, ids: dict[str, str], call: str) -> None:
    kept = [keep(database, ids["reviewer"], call, question, "said") for question in ("goodbye", "recorded")]
    first = trainer.get("/api/regressions?limit=1").json()
    second = trainer.get(f"/api/regressions?limit=1&cursor={first['next_cursor']}").json()
    assert [page["items"][0]["id"] for page in (first, second)] == kept[::-1]
    assert second["next_cursor"] is None


def test_who_scores_a_call_blind_sees_nothing_settled_about_it(
    trainer: Browser, database: Database, system: System, ids: dict[str, str], call: str
) -> None:
    from qa.calls import blindfolds

    keep(database, ids["reviewer"], call, "goodbye", "said")
    seen = run(trainer, database, system, SECOND)
    with database.write() as unit:
        blindfolds.tie(unit.session, "s" * 16, [call], [ids["trainer"]])
    assert trainer.get("/api/regressions").json()["items"] == []
    hidden = trainer.get(f"/api/regressions/runs/{seen['id']}").json()
    assert (hidden["results"], hidden["totals"]["breaks"]) == ([], 0)
    evaluation = {"evaluation_id": "0" * 16, "question_id": "goodbye", "why": "x"}
    with database.read() as session:
        evaluation["evaluation_id"] = session.scalars(sa.select(Evaluation.id)).first() or ""
    assert trainer.post("/api/regressions", json=evaluation).status_code == 403
    assert trainer.post("/api/rubrics", json={"source": SECOND}).status_code == 409, "it still stands in the way"


@pytest.fixture
def at_the_terminal(config: Settings, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setattr("qa.platform.settings.settings", lambda: config)
    return CliRunner()


def draft_in(folder: Path, source: str) -> str:
    path = folder / "draft.yaml"
    path.write_text(source, "utf-8")
    return str(path)


def test_the_command_line_fails_where_a_case_breaks(
    at_the_terminal: CliRunner, database: Database, ids: dict[str, str], call: str, tmp_path: Path
) -> None:
    keep(database, ids["reviewer"], call, "goodbye", "said", why="at the end")
    sound = at_the_terminal.invoke(command_line, ["regressions", "run", "--text"])
    assert sound.exit_code == 0, sound.output
    assert "small version 1" in " ".join(sound.stdout.split())
    draft = draft_in(tmp_path, SECOND)
    broken = at_the_terminal.invoke(command_line, ["regressions", "run", "--text", "--json", "--rubric", draft])
    assert broken.exit_code == 1, broken.output
    told = json.loads(broken.stdout)
    assert (told["totals"]["breaks"], told["witness"], told["heard_anew"]) == (1, "text", False)
    shown = at_the_terminal.invoke(command_line, ["regressions", "run", "--text", "--rubric", draft])
    assert (shown.exit_code, "BREAKS" in shown.stdout) == (1, True)
    bad = at_the_terminal.invoke(
        command_line, ["regressions", "run", "--text", "--rubric", draft_in(tmp_path, "id: x")]
    )
    assert (bad.exit_code, bad.stderr.count("\n")) == (2, 1)


def test_cases_are_run_where_the_database_is_not(
    at_the_terminal: CliRunner, database: Database, system: System, ids: dict[str, str], tmp_path: Path
) -> None:
    call = system.scored(ids["agent-a"], hertz=700, said=WITH_CARD)
    keep(database, ids["reviewer"], call, "goodbye", "said", why="at the end")
    keep(database, ids["reviewer"], call, "recorded", "said")
    folder = tmp_path / "cases"
    taken = at_the_terminal.invoke(command_line, ["regressions", "export", str(folder), "--sound"])
    assert taken.exit_code == 0, taken.output
    everything = "".join(path.read_text("utf-8") for path in folder.rglob("*.*"))
    assert CARD not in everything, "no personal number leaves"
    assert "reviewer" not in everything, "nor does anybody's name"
    assert not list(folder.rglob("*.ogg")), "its sound was kept without hiding numbers, so it stays"

    with database.write() as unit:
        unit.session.execute(sa.delete(RegressionCase))
    arguments = ["regressions", "run", "--text", "--json", "--folder", str(folder)]
    sound = at_the_terminal.invoke(command_line, arguments)
    assert sound.exit_code == 0, sound.output
    assert json.loads(sound.stdout)["totals"]["passes"] == 2
    broken = at_the_terminal.invoke(command_line, [*arguments, "--rubric", draft_in(tmp_path, SECOND)])
    assert broken.exit_code == 1, broken.output
    told = {result["question_id"]: result for result in json.loads(broken.stdout)["results"]}
    assert (told["goodbye"]["outcome"], told["goodbye"]["before"]) == ("breaks", "passes")
    assert told["recorded"]["question_now"] == "recording"

    (folder / "calls" / f"{call}.json").unlink()
    gone = at_the_terminal.invoke(command_line, arguments)
    assert (gone.exit_code, json.loads(gone.stdout)["totals"]["cannot_ask"]) == (0, 2)


@pytest.mark.parametrize(
    "content", ["", "[]", '{"format": "other"}', '{"format": "mashov-regression-cases/1", "cases": [{}]}']
)
def test_a_folder_of_something_else_is_refused_in_one_line(
    at_the_terminal: CliRunner, tmp_path: Path, content: str
) -> None:
    (tmp_path / "cases.json").write_text(content, "utf-8")
    made = at_the_terminal.invoke(command_line, ["regressions", "run", "--text", "--folder", str(tmp_path)])
    assert (made.exit_code, made.stderr.count("\n")) == (2, 1), made.output
    other = tmp_path / "full"
    other.mkdir()
    (other / "letter.txt").write_text("mine", "utf-8")
    assert at_the_terminal.invoke(command_line, ["regressions", "export", str(other)]).exit_code == 2
