"""Transcripts over time: heard, corrected, heard again, chosen, scored, taken away; nothing is ever lost."""

import threading
from datetime import timedelta
from typing import Any

import jiwer
import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from qa.calls.tables import TranscriptRevision
from qa.cli import app as command_line
from qa.platform import audit
from qa.platform.audit import AuditEntry
from qa.platform.clock import now
from qa.platform.database import Database
from tests.integration.corrected import *  # noqa: F403 (fixtures: the call and who reads it)
from tests.integration.corrected import FIRST, correct, owed, revisions, score_what_is_owed, transcript
from tests.integration.scored import SAID
from tests.integration.web import browser

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
