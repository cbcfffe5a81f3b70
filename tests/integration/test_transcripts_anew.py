"""What is scored anew after words were corrected or heard again, and what people said stays."""

from datetime import timedelta

import sqlalchemy as sa
from typer.testing import CliRunner

from qa.calls.service import HEAR
from qa.calls.tables import Call, TranscriptRevision
from qa.cli import app as command_line
from qa.evaluation.tables import AnswerRow, Evaluation, ToneCorrection
from qa.platform.clock import now
from qa.platform.settings import Settings
from tests.integration.corrected import *  # noqa: F403 (fixtures: the call and who reads it)
from tests.integration.corrected import correct, hear, heard_with, owed, revisions, score_what_is_owed, transcript
from tests.integration.scored import SAID

# Scoring on corrected words


def test_a_correction_is_scored_and_what_people_said_goes_along(reviewer, call_id, system, database) -> None:
    evaluation = reviewer.get(f"/api/calls/{call_id}/evaluation").json()
    question = evaluation["sections"][0]["questions"][0]
    said = {"option_id": question["options"][-1]["id"], "reason": "heard it"}
    path = f"/api/evaluations/{evaluation['id']}"
    at = {"If-Match": f'"{evaluation["version"]}"'}
    answered = reviewer.ask("PUT", f"{path}/answers/{question['id']}", json=said, headers=at).json()
    tone = {"turn": 1, "label": "positive"}
    assert reviewer.post(f"/api/calls/{call_id}/tone-corrections", json=tone).status_code == 200

    correct(reviewer, call_id, "טוב תודה רבה", turn=3)
    assert score_what_is_owed(system) == 1
    after = reviewer.get(f"/api/calls/{call_id}/evaluation").json()
    assert after["id"] != evaluation["id"]
    carried = after["sections"][0]["questions"][0]["answer"]
    assert carried == answered["sections"][0]["questions"][0]["answer"]
    assert reviewer.get(f"/api/calls/{call_id}/findings").json()["corrections"][0]["label"] == "positive"
    assert reviewer.get(f"/api/calls/{call_id}").json()["evaluation"]["id"] == after["id"]
    with database.read() as session:
        assert (
            session.scalar(sa.select(sa.func.count()).select_from(AnswerRow)) == 2
        )  # the first evaluation keeps its own
        assert session.scalar(sa.select(sa.func.count()).select_from(ToneCorrection)) == 2

    late = reviewer.ask(
        "PUT", f"{path}/answers/{question['id']}", json=said, headers={"If-Match": f'"{answered["version"]}"'}
    )
    assert (late.status_code, late.json()["error"]["code"]) == (409, "evaluation_superseded")


def test_what_the_words_say_now_is_what_the_machine_suggests(reviewer, call_id, system) -> None:
    def verdicts() -> dict[str, str]:
        told = reviewer.get(f"/api/calls/{call_id}/evaluation").json()
        return {
            q["id"]: q["suggestion"]["verdict"] for s in told["sections"] for q in s["questions"] if q["suggestion"]
        }

    before = verdicts()
    correct(reviewer, call_id, "כן בסדר", turn=4)
    score_what_is_owed(system)
    turned = {question: verdict for question, verdict in verdicts().items() if verdict != before[question]}
    assert turned
    assert "said" not in turned.values()


def test_corrections_in_a_row_are_scored_once_with_the_newest_words(reviewer, call_id, system, database) -> None:
    for number in range(3):
        correct(reviewer, call_id, f"תודה {number}", turn=3, revision=1 + number)
    assert score_what_is_owed(system) == 3
    with database.read() as session:
        rested_on = session.scalars(
            sa.select(TranscriptRevision.revision)
            .join(Evaluation, Evaluation.transcript_id == TranscriptRevision.id)
            .order_by(TranscriptRevision.revision)
        )
        assert list(rested_on) == [1, 4]


def test_feedback_that_was_published_stays_as_the_agent_saw_it(reviewer, call_id, system, database) -> None:
    with database.write() as unit:
        evaluation = unit.session.scalars(sa.select(Evaluation)).one()
        evaluation.published_at = unit.session.get_one(Call, call_id).shared_at = now()
    before = reviewer.get(f"/api/calls/{call_id}/evaluation").json()
    correct(reviewer, call_id, "לא ולא", turn=4)
    assert score_what_is_owed(system) == 1
    assert reviewer.get(f"/api/calls/{call_id}/evaluation").json() == before


# Hearing again


def test_a_call_heard_again_shows_the_new_words_and_keeps_the_old_ones(admin, call_id, system, monkeypatch) -> None:
    assert admin.post("/api/retranscriptions", json={"call_ids": [call_id]}).json() == {"calls": 1, "waiting": 0}
    assert admin.post("/api/retranscriptions", json={"call_ids": [call_id]}).json() == {"calls": 0, "waiting": 1}
    hear(system, heard_with("better", (*SAID[:3], ("customer", "רוב תודות"), SAID[4])), monkeypatch)
    assert revisions(admin, call_id) == [(2, "machine", True), (1, "machine", False)]
    assert transcript(admin, call_id)["turns"][3]["text"] == "רוב תודות"
    assert transcript(admin, call_id, 1)["turns"][3]["text"] == "תודה רבה"
    evaluation = admin.get(f"/api/calls/{call_id}/evaluation").json()["id"]
    assert score_what_is_owed(system) == 1
    assert admin.get(f"/api/calls/{call_id}/evaluation").json()["id"] != evaluation


def test_what_a_person_corrected_stays_until_somebody_chooses(admin, reviewer, call_id, system, monkeypatch) -> None:
    correct(reviewer, call_id, "תודה לך", turn=3)
    score_what_is_owed(system)
    admin.post("/api/retranscriptions", json={"call_ids": [call_id]})
    hear(system, heard_with("better"), monkeypatch)
    assert revisions(admin, call_id) == [(3, "machine", False), (2, "corrected", True), (1, "machine", False)]
    assert owed(system.database, "score") == []
    assert transcript(admin, call_id)["turns"][3]["text"] == "תודה לך"

    chosen = reviewer.post(f"/api/calls/{call_id}/transcripts/3/choose")
    assert chosen.json()["revision"] == transcript(admin, call_id)["revision"] == 3
    assert score_what_is_owed(system) == 1
    newest = admin.get(f"/api/calls/{call_id}/evaluation").json()["id"]
    reviewer.post(f"/api/calls/{call_id}/transcripts/2/choose")
    assert score_what_is_owed(system) == 1
    back = admin.get(f"/api/calls/{call_id}/evaluation").json()["id"]
    assert back != newest
    assert correct(reviewer, call_id, "תודה", turn=3, revision=2).json()["revision"] == 4


def test_the_very_same_words_of_the_very_same_engines_are_no_new_revision(admin, call_id, system, monkeypatch) -> None:
    for said in (heard_with("x"), heard_with("x"), heard_with("x", SAID[:4])):
        admin.post("/api/retranscriptions", json={"call_ids": [call_id]})
        hear(system, said, monkeypatch)
    assert revisions(admin, call_id) == [(3, "machine", True), (2, "machine", False), (1, "machine", False)]


def test_calls_are_chosen_by_date_language_and_engine(admin, call_id, system, ids, database) -> None:
    other = system.scored(ids["agent-b"], hertz=500)
    with database.write() as unit:
        unit.session.get_one(Call, other).started_at = now() - timedelta(days=40)
        unit.session.get_one(Call, other).language = "en"

    def count(**wanted: object) -> int:
        told = admin.post("/api/retranscriptions", json={**wanted, "dry_run": True})
        assert told.status_code == 200, told.text
        return int(told.json()["calls"])

    assert count(language="he") == count(language="en") == 1
    assert count(since=(now() - timedelta(days=2)).isoformat()) == 1
    assert count(engine_other_than="whisper") == 2
    assert count(engine_other_than="tes") == 0
    assert count(call_ids=[call_id, other], language="en") == 1
    assert owed(database, HEAR) == []
    assert admin.post("/api/retranscriptions", json={}).json()["error"]["code"] == "nothing_chosen"
    assert admin.post("/api/retranscriptions", json={"call_ids": ["nobody"]}).status_code == 404


def test_the_command_says_how_many_and_asks_before_many(call_id, config: Settings, database, monkeypatch) -> None:
    from qa.calls import commands
    from qa.platform import settings

    monkeypatch.setattr(settings, "settings", lambda: config)
    run = CliRunner()
    assert run.invoke(command_line, ["retranscribe"]).exit_code == 2
    monkeypatch.setattr(commands, "_MANY", 0)
    refused = run.invoke(command_line, ["retranscribe", call_id])
    assert (refused.exit_code, owed(database, HEAR)) == (2, [])
    assert "1 calls would be heard again" in refused.stderr
    done = run.invoke(command_line, ["retranscribe", call_id, "--yes"])
    assert done.stdout == "1 calls are heard again\n"
    assert len(owed(database, HEAR)) == 1
    again = run.invoke(command_line, ["retranscribe", "--language", "he", "--yes", "--json"])
    assert again.stdout == '{"calls": 0, "waiting": 1}\n'
