"""Drills: they assemble themselves from what was missed and from the book."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from qa.calls.service import playback_key
from qa.calls.tables import Call, Purpose
from qa.engines.interfaces import (
    SAMPLE_RATE,
)
from qa.engines.media import Limits, decode_file
from qa.platform.audit import AuditEntry
from qa.platform.clock import now
from qa.platform.database import Database
from qa.practice.drills import owed
from qa.practice.drills.service import DRILL
from qa.programmes import dues
from qa.programmes.dues import Due
from qa.programmes.stages import Stage
from tests.integration.disputed import at, dispute
from tests.integration.drilling import *  # noqa: F403 (fixtures: the desk)
from tests.integration.drilling import GOOD, NEW_PURCHASE, Desk


def test_a_miss_becomes_a_drill_with_the_customers_own_sentence(desk: Desk, tmp_path: Path, database: Database) -> None:
    first = desk.drills()[0]
    assert (first["id"], first["misses"], first["question_id"], first["done"]) == (
        NEW_PURCHASE,
        1,
        "new-purchase",
        False,
    )
    drill = desk.people["agent-a"].get(f"/api/drills/{NEW_PURCHASE}").json()
    own, *examples = drill["moments"]
    assert (own["source"], own["call_id"], own["has_sound"]) == ("missed", desk.call, True)
    assert own["text"] == "היי קניתי מזגן חדש אתמול ואני צריך לתאם התקנה"
    assert examples
    assert {example["source"] for example in examples} == {"book"}
    assert not any(example["has_sound"] for example in examples)
    assert any("תודה" in sentence for sentence in drill["sentences"])
    assert not any(mark in sentence for sentence in drill["sentences"] for mark in "{}|[]<>")

    heard = desk.people["agent-a"].post(f"/api/drills/{NEW_PURCHASE}/moments/{own['id']}/sound")
    assert (heard.status_code, heard.headers["content-type"]) == (200, "audio/ogg")
    (tmp_path / "moment.ogg").write_bytes(heard.content)
    lasts = len(decode_file(tmp_path / "moment.ogg", limits=Limits(), scratch=tmp_path).channels[0]) / SAMPLE_RATE
    assert lasts == pytest.approx(9 * 0.4 + 0.3, abs=0.1), "nine words of 400 ms, and a little around them"
    with database.read() as session:
        entry = session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "drill_moment_heard")).one()
        assert (entry.person_id, entry.subject) == (desk.ids["agent-a"], desk.call)


def test_what_is_no_miss_any_more_is_no_drill(desk: Desk, database: Database) -> None:
    assert desk.missed() == [NEW_PURCHASE]
    assert desk.missed("agent-b") == []
    said = dispute(desk.people["agent-a"], desk.evaluation, "new-purchase")
    assert said.status_code == 201, said.text
    assert desk.missed() == [], "nobody is asked to practise what one sees differently"
    (opened,) = said.json()["disputes"]
    path = f"/api/feedback/{desk.evaluation['id']}/disputes/{opened['id']}/withdraw"
    withdrawn = desk.people["agent-a"].post(path, headers=at(opened))
    assert withdrawn.status_code == 200, withdrawn.text
    assert desk.missed() == [NEW_PURCHASE]
    with database.write() as unit:
        unit.session.get_one(Call, desk.call).purpose = Purpose.PRACTICE
    assert desk.missed() == [], "only live calls count"


def test_what_a_reviewer_heard_after_all_is_no_drill(desk: Desk) -> None:
    reviewer = desk.people["reviewer"]
    evaluation = reviewer.get(f"/api/calls/{desk.call}/evaluation").json()
    change = {"question_id": "new-purchase", "option_id": "answered", "reason": "it is there"}
    revised = reviewer.post(
        f"/api/evaluations/{evaluation['id']}/revise",
        json={"why": "heard again", "answers": [change]},
        headers=at(evaluation),
    )
    assert revised.status_code in (200, 201), revised.text
    assert desk.missed() == []


def test_a_colleagues_customer_is_heard_where_the_colleague_agreed(desk: Desk, database: Database) -> None:
    call = desk.system.scored(desk.ids["agent-b"], hertz=500)
    with database.read() as session:
        whole = session.get_one(Call, call).duration_ms
    desk.system.storage.put(playback_key(call), desk.system.config.data / "storage" / playback_key(desk.call))
    wish = {"question_id": "new-purchase", "why": "warm", "offered": True, "start_ms": 0, "end_ms": whole}
    marked = desk.people["reviewer"].post(f"/api/calls/{call}/exemplars", json=wish).json()

    def colleagues() -> list[dict[str, Any]]:
        moments = desk.people["agent-a"].get(f"/api/drills/{NEW_PURCHASE}").json()["moments"]
        return [moment for moment in moments if moment["source"] == "exemplar"]

    assert colleagues() == [], "nobody agreed yet"
    desk.people["agent-b"].ask("PUT", f"/api/exemplars/{marked['id']}/consent", json={"choice": "unnamed"})
    (moment,) = colleagues()
    assert (moment["has_sound"], moment["call_id"], moment["at"]) == (True, None, None)
    assert "מזגן" in moment["text"]
    path = f"/api/drills/{NEW_PURCHASE}/moments/{moment['id']}/sound"
    assert desk.people["agent-a"].post(path).status_code == 200
    assert desk.judged(GOOD, moment_id=moment["id"])["call_id"] is None
    desk.people["agent-b"].ask("PUT", f"/api/exemplars/{marked['id']}/consent", json={"choice": "declined"})
    assert colleagues() == []
    assert desk.people["agent-a"].post(path).status_code == 404


def test_nobody_replies_to_a_moment_of_another_agent(desk: Desk) -> None:
    theirs = desk.moment()["id"]
    assert desk.attempt("agent-b", moment_id=theirs).status_code == 404
    assert desk.people["agent-b"].post(f"/api/drills/{NEW_PURCHASE}/moments/{theirs}/sound").status_code == 404
    assert desk.attempt("agent-a", drill_id="he.question.nothing").status_code == 404
    assert desk.attempt("reviewer").status_code == 403


def test_drills_are_counted_among_what_is_owed(desk: Desk, database: Database) -> None:
    owed.be_counted()
    for _ in range(2):
        desk.judged(GOOD)
    agents = [desk.ids["agent-a"], desk.ids["agent-b"]]
    week = (now() - timedelta(days=6), now() + timedelta(days=1))
    with database.read() as session:
        told = dues.owed(session, agents, [Due(Stage.PRACTICE, DRILL, 2)], *week)
    assert [(one.owed, one.done) for one in told[agents[0]]] == [(2, 1)], "the same drill twice is one drill"
    assert [(one.owed, one.done) for one in told[agents[1]]] == [(2, 0)]
