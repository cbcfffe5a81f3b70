"""Transcripts over time: heard, corrected, heard again, chosen, scored, taken away; nothing is ever lost."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import jiwer
import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from typer.testing import CliRunner

from qa.calls import hearing as hearing_job
from qa.calls.hearing import Hearing
from qa.calls.recording import Recordings
from qa.calls.service import HEAR, owe_score
from qa.calls.tables import Call, TranscriptRevision
from qa.cli import app as command_line
from qa.engines.interfaces import EngineRevision
from qa.engines.media import Limits
from qa.evaluation.tables import AnswerRow, Evaluation, ToneCorrection
from qa.pipeline import audio
from qa.pipeline.model import Transcript
from qa.platform import audit
from qa.platform.audit import AuditEntry
from qa.platform.clock import now
from qa.platform.database import Database
from qa.platform.jobs import Job, JobState, Ledger
from qa.platform.jobs.runner import Runner
from qa.platform.settings import Settings
from tests.integration.scored import SAID, System, spoken
from tests.integration.web import Browser, browser

FIRST = SAID[0][1]


@pytest.fixture
def trainer(app: FastAPI, ids: dict[str, str]) -> Iterator[Browser]:
    with browser(app) as opened:
        yield opened.sign_in("trainer@example.com")


@pytest.fixture
def admin(app: FastAPI, ids: dict[str, str]) -> Iterator[Browser]:
    with browser(app) as opened:
        yield opened.sign_in("admin@example.com")


@pytest.fixture
def call_id(system: System, ids: dict[str, str]) -> str:
    return system.scored(ids["agent-a"])


def correct(page: Browser, call_id: str, text: str, *, revision: int = 1, turn: int = 0) -> Any:
    wish = {"revision": revision, "turn": turn, "text": text}
    return page.post(f"/api/calls/{call_id}/transcript/corrections", json=wish)


def transcript(page: Browser, call_id: str, revision: int | None = None) -> dict[str, Any]:
    asked = "" if revision is None else f"?revision={revision}"
    told: dict[str, Any] = page.get(f"/api/calls/{call_id}/transcript{asked}").json()
    return told


def revisions(page: Browser, call_id: str) -> list[tuple[int, str, bool]]:
    told = page.get(f"/api/calls/{call_id}/transcripts").json()
    return [(row["revision"], row["origin"], row["shown"]) for row in told]


def owed(database: Database, kind: str) -> list[str]:
    with database.read() as session:
        waiting = sa.select(Job.id).where(Job.kind == kind, Job.state == JobState.QUEUED).order_by(Job.id)
        return list(session.scalars(waiting))


def score_what_is_owed(system: System) -> int:
    jobs = owed(system.database, "score")
    assert all(system.score(job_id) for job_id in jobs)
    return len(jobs)


def hear(system: System, said: Transcript, patch: pytest.MonkeyPatch) -> None:
    """Do the hearing that is owed, as a worker does, with a recogniser that hears what it is told."""

    def listen(recording, _engines, _report):
        return audio.decode(recording.file, recording.limits, recording.scratch), said

    patch.setattr(hearing_job, "listen", listen)
    ledger = Ledger(system.database)
    job = Hearing(
        database=system.database,
        recordings=Recordings(system.storage, Limits(), system.config.scratch),
        ledger=ledger,
        engines=lambda: None,  # type: ignore[arg-type,return-value]  # the recogniser above needs none
        follow=owe_score,
        ring=lambda _job: None,
        vault=None,
    )
    runner = Runner(ledger, {HEAR: job}, worker="test", lease_s=30)
    assert all(runner.run(job_id) for job_id in owed(system.database, HEAR))


def heard_with(name: str, said=SAID) -> Transcript:
    from dataclasses import replace

    return replace(spoken(said), engines=(EngineRevision(name, "m", "1" * 12, "none"),))


# Corrections


def test_a_correction_is_a_new_revision_and_the_old_one_stays_as_it_was(reviewer, call_id, database) -> None:
    before = transcript(reviewer, call_id)
    answer = correct(reviewer, call_id, FIRST.replace("דנה", "דינה"))
    assert answer.status_code == 200, answer.text
    after = transcript(reviewer, call_id)
    assert after == answer.json()
    assert (after["revision"], after["origin"]) == (2, "corrected")
    assert after["turns"][0]["text"] == FIRST.replace("דנה", "דינה")
    assert after["turns"][0]["corrected"]["person_name"] == "reviewer"
    assert [turn["corrected"] for turn in after["turns"][1:]] == [None] * 4
    assert after["turns"][1:] == before["turns"][1:]
    assert transcript(reviewer, call_id, 1) == before
    assert revisions(reviewer, call_id) == [(2, "corrected", True), (1, "machine", False)]
    newest = reviewer.get(f"/api/calls/{call_id}/transcripts").json()[0]
    assert (newest["person_name"], newest["based_on"], newest["engine"]) == ("reviewer", 1, "test")
    with database.read() as session:
        entry = session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "transcript_corrected")).one()
        assert (entry.subject, entry.detail) == (call_id, {"revision": 2, "turn": 0})
        assert audit.verify(session) == []


def test_words_that_stay_keep_their_times(reviewer, call_id) -> None:
    before = transcript(reviewer, call_id)["turns"][3]["words"]
    after = correct(reviewer, call_id, "תודה רבה לך", turn=3).json()["turns"][3]["words"]
    assert after[:2] == before
    assert after[2]["probability"] == 1
    assert before[-1]["end_ms"] <= after[2]["start_ms"] <= after[2]["end_ms"]


def test_the_same_words_again_are_no_correction(reviewer, call_id, database) -> None:
    assert correct(reviewer, call_id, f"  {FIRST}\u200f ").json()["revision"] == 1
    assert owed(database, "score") == []


def test_marks_that_steer_terminals_and_lines_are_not_kept(reviewer, call_id) -> None:
    answer = correct(reviewer, call_id, "\u202eתודה\x1b[31m\nרבה\u2066", turn=3)
    assert answer.json()["turns"][3]["text"] == "תודה[31m רבה"


@pytest.mark.parametrize("text", ["", " ", "...", "\u200f"])
def test_a_turn_in_which_nothing_was_said_is_emptied_and_can_be_filled_again(
    reviewer, call_id, system, database, text
) -> None:
    before = transcript(reviewer, call_id)
    after = correct(reviewer, call_id, text, turn=2).json()
    turn = after["turns"][2]
    assert (turn["words"], turn["text"]) == ([], "")
    assert (turn["corrected"]["person_name"], turn["corrected"]["heard"]) == ("reviewer", SAID[2][1])
    assert (turn["start_ms"], turn["end_ms"]) == (before["turns"][2]["start_ms"], before["turns"][2]["end_ms"])
    assert [t["text"] for t in after["turns"] if t["index"] != 2] == [
        t["text"] for t in before["turns"] if t["index"] != 2
    ]
    assert score_what_is_owed(system) == 1
    speech = _bodies(database)[2]["speech"]["agent"]
    assert [turn["start_ms"], turn["end_ms"]] not in speech
    assert len(speech) == 2
    for kind in ("vtt", "srt", "json", "ctm", "rttm"):
        assert reviewer.get(f"/api/calls/{call_id}/transcript.{kind}").status_code == 200
    assert correct(reviewer, call_id, "תתחדש", turn=2, revision=2).json()["turns"][2]["text"] == "תתחדש"
    assert _bodies(database)[3]["speech"] == _bodies(database)[1]["speech"]
    assert score_what_is_owed(system) == 1


def _bodies(database: Database) -> dict[int, dict[str, Any]]:
    with database.read() as session:
        return {row.revision: row.body for row in session.scalars(sa.select(TranscriptRevision))}


def test_what_the_machine_heard_stands_beside_what_a_person_wrote(reviewer, call_id) -> None:
    correct(reviewer, call_id, "תודה", turn=3)
    correct(reviewer, call_id, "רב תודות", turn=3, revision=2)
    turns = transcript(reviewer, call_id)["turns"]
    assert turns[3]["corrected"]["heard"] == SAID[3][1]
    back = correct(reviewer, call_id, SAID[3][1], turn=3, revision=3).json()["turns"][3]
    assert (back["text"], back["corrected"]["heard"]) == (SAID[3][1], SAID[3][1])


def test_a_turn_that_is_not_there_is_not_found(reviewer, call_id) -> None:
    assert correct(reviewer, call_id, "a", turn=5).status_code == 404


def test_somebody_who_corrected_in_between_is_named_and_nothing_is_overwritten(reviewer, trainer, call_id) -> None:
    assert correct(trainer, call_id, "תודה", turn=3).status_code == 200
    answer = correct(reviewer, call_id, FIRST + " כן")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "transcript_moved")
    assert "trainer" in answer.json()["error"]["message"]
    assert transcript(reviewer, call_id)["revision"] == 2
    assert correct(reviewer, call_id, FIRST + " כן", revision=2).status_code == 200
    names = [turn["corrected"] and turn["corrected"]["person_name"] for turn in transcript(reviewer, call_id)["turns"]]
    assert names == ["reviewer", None, None, "trainer", None]


def test_of_many_who_correct_at_once_one_wins_and_the_others_are_told(reviewer, call_id) -> None:
    statuses: list[int] = []
    threads = [
        threading.Thread(
            target=lambda n=n: statuses.append(correct(reviewer, call_id, f"תודה {n}", turn=3).status_code)
        )
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200] + [409] * 7
    assert len(revisions(reviewer, call_id)) == 2


def test_agents_do_not_correct(app, call_id, ids, database) -> None:
    with browser(app) as agent:
        agent.sign_in("agent-a@example.com")
        assert correct(agent, call_id, "תודה", turn=3).status_code == 403


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


# Word errors


def test_word_errors_are_told_by_engine_language_and_month(reviewer, call_id, database, config, monkeypatch) -> None:
    assert reviewer.get("/api/quality/wer").json() == []
    said = {0: FIRST.replace("דנה", "דינה") + " היום", 3: "תודה"}
    for number, (turn, text) in enumerate(said.items()):
        correct(reviewer, call_id, text, turn=turn, revision=1 + number)
    (row,) = reviewer.get("/api/quality/wer").json()
    true = [said.get(turn, text) for turn, (_, text) in enumerate(SAID)]
    counted = jiwer.process_words(true, [text for _, text in SAID])
    assert row["errors"] == counted.substitutions + counted.deletions + counted.insertions == 3
    assert row["words"] == len(" ".join(true).split())
    assert row["wer"] == pytest.approx(counted.wer, abs=1e-4)
    assert row["checked_words"] == len(" ".join(said.values()).split())
    assert (row["period"], row["language"], row["engine"], row["calls"]) == (f"{now():%Y-%m}", "he", "test", 1)
    assert reviewer.get("/api/quality/wer?by=week").json()[0]["period"] == f"{now():%G-W%V}"
    assert reviewer.get("/api/quality/wer", params={"since": (now() + timedelta(1)).isoformat()}).json() == []

    from qa.platform import settings

    monkeypatch.setattr(settings, "settings", lambda: config)
    table = CliRunner().invoke(command_line, ["word-errors"])
    assert f"{row['wer']:.1%}" in table.stdout


# Taking away


@pytest.mark.parametrize("kind", ["vtt", "srt", "json", "ctm", "rttm"])
def test_a_transcript_is_taken_away_as_a_file_and_that_is_audited(reviewer, call_id, database, kind) -> None:
    correct(reviewer, call_id, "<script>&", turn=3)
    answer = reviewer.get(f"/api/calls/{call_id}/transcript.{kind}")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == f'attachment; filename="{call_id}-r2.{kind}"'
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "<script>" not in answer.text or kind in ("json", "ctm")
    assert "script" in answer.text or kind == "rttm"
    older = reviewer.get(f"/api/calls/{call_id}/transcript.{kind}?revision=1")
    assert "script" not in older.text
    with database.read() as session:
        taken = session.scalars(sa.select(AuditEntry.detail).where(AuditEntry.action == "transcript_exported")).all()
        assert taken == [{"revision": 2, "kind": kind}, {"revision": 1, "kind": kind}]


def test_there_is_no_other_kind_of_file(reviewer, call_id) -> None:
    assert reviewer.get(f"/api/calls/{call_id}/transcript.exe").status_code == 422
