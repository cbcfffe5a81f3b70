"""Calibration: people score the same calls blind, then see how far they agree, and nobody sees anything before."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import sqlalchemy as sa

from qa.calibration.tables import Rating
from qa.evaluation.tables import AnswerRow, Evaluation, SuggestionRow
from qa.platform.audit import AuditEntry, verify
from qa.platform.database import Database
from tests.integration.calibrating import *  # noqa: F403 (fixtures: the desk)
from tests.integration.calibrating import STAFF, Desk, cell, put
from tests.integration.drafts import FIRST
from tests.integration.scored import System


def test_a_session_goes_from_draft_to_done(desk: Desk, database: Database) -> None:
    held = desk.compared()
    first, second = desk.calls
    comparison = desk.people["reviewer"].get(f"/api/calibration/{held['id']}/comparison").json()
    apart = cell(comparison, first, "patience")
    assert apart["apart"] == 2
    assert {r["person_id"]: r["option_id"] for r in apart["ratings"]} == {
        desk.ids["reviewer"]: "yes",
        desk.ids["second"]: "no",
    }
    assert cell(comparison, first, "goodbye")["machine"]["option_id"] == "said"
    trainer, at = desk.people["trainer"], {"If-Match": f'"{held["version"]}"'}
    taken = trainer.post(f"/api/calibration/{held['id']}/references", headers=at).json()
    assert cell(taken, first, "patience")["reference"] is None, "what people disagree on is not settled by itself"
    assert cell(taken, second, "patience")["reference"]["option_id"] == "no"
    path = f"/api/calibration/{held['id']}/references/{first}/patience"
    at = {"If-Match": f'"{taken["session"]["version"]}"'}
    decided = trainer.ask("PUT", path, json={"option_id": "yes", "why": "חיכה ללקוח"}, headers=at).json()
    assert cell(decided, first, "patience")["reference"]["why"] == "חיכה ללקוח"
    assert trainer.ask("DELETE", path, headers=at).status_code == 412
    done = desk.step(decided["session"], "finish").json()
    assert done["state"] == "done"
    late = trainer.ask("DELETE", path, headers={"If-Match": f'"{done["version"]}"'})
    assert late.json()["error"]["code"] == "wrong_session_state"
    with database.read() as session:
        deeds = session.scalars(sa.select(AuditEntry.action).where(AuditEntry.subject == held["id"])).all()
        assert verify(session) == []
    for deed in ("drafted", "opened", "handed_in", "compared", "agreed_taken", "reference_set", "done"):
        assert f"calibration_{deed}" in deeds


def test_nobody_sees_another_ones_answers_before_they_are_compared(desk: Desk) -> None:
    held = desk.opened()
    desk.rate("reviewer", held, desk.calls[0], {"patience": "yes"})
    seen = desk.sheet("second", held, desk.calls[0]).json()
    assert [q["answer"] for s in seen["sections"] for q in s["questions"]] == [None] * 3
    for who in STAFF:
        page = desk.people[who]
        for what in ("comparison", "agreement", "trust"):
            refused = page.get(f"/api/calibration/{held['id']}/{what}")
            assert refused.status_code == (404 if who == "outsider" else 409), (who, what)
        told = page.get(f"/api/calibration/{held['id']}")
        assert told.status_code == (404 if who == "outsider" else 200)
        assert "option_id" not in told.text
        listed = page.get("/api/calibration")
        assert "option_id" not in listed.text
        assert len(listed.json()["items"]) == (0 if who == "outsider" else 1)
        if who not in ("reviewer", "second"):
            assert desk.sheet(who, held, desk.calls[0]).status_code == 404
    assert desk.people["agent-a"].get(f"/api/calibration/{held['id']}").status_code == 403
    assert desk.people["anonymous"].get(f"/api/calibration/{held['id']}").status_code == 401


def asked_of(call_id: str, evaluation_id: str) -> list[tuple[str, str, dict[str, Any]]]:
    """Every route that tells what was made of a call, or changes it."""
    at, tone = f"/api/evaluations/{evaluation_id}", {"turn": 0, "label": "neutral"}
    return [
        ("GET", f"/api/calls/{call_id}/evaluation", {}),
        ("GET", f"/api/calls/{call_id}/findings", {}),
        ("POST", f"/api/calls/{call_id}/tone-corrections", {"json": tone}),
        ("DELETE", f"/api/calls/{call_id}/tone-corrections/0", {}),
        ("GET", at, {}),
        ("PUT", f"{at}/answers/patience", {"json": {"option_id": "yes"}}),
        ("DELETE", f"{at}/answers/patience", {}),
        ("PUT", f"{at}/summary", {"json": {"summary": "x"}}),
        ("POST", f"{at}/submit", {}),
        ("POST", f"{at}/publish", {}),
        ("GET", f"{at}/report.pdf", {}),
        ("GET", f"/api/calls/{call_id}/analysis/vcon.json", {}),
    ]


@pytest.mark.parametrize("blind", ["reviewer", "trainer", "admin"])
def test_what_was_made_of_a_call_is_hidden_from_whoever_scores_it(desk: Desk, database: Database, blind: str) -> None:
    call_id, page = desk.calls[0], desk.people[blind]
    evaluation_id = page.get(f"/api/calls/{call_id}/evaluation").json()["id"]
    people = [desk.ids[blind], desk.ids["second"]]
    held = desk.opened(call_ids=[call_id], participant_ids=people)
    for method, path, how in asked_of(call_id, evaluation_id):
        answer = page.ask(method, path, headers={"If-Match": '"1"'}, **how)
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "rated_blind"), (method, path)
    listed = {row["id"]: row for row in page.get("/api/calls").json()["items"]}
    assert listed[call_id]["evaluation"] is None
    assert listed[desk.calls[1]]["evaluation"] is not None
    assert page.get(f"/api/calls/{call_id}").json()["evaluation"] is None
    assert page.ask("PATCH", f"/api/calls/{call_id}", json={"language": "he"}).json()["evaluation"] is None
    for query in ("order=could_flip", "evaluation=draft"):
        assert call_id not in [row["id"] for row in page.get(f"/api/calls?{query}").json()["items"]]
    assert call_id not in page.get("/api/evaluations.jsonl").text
    assert desk.calls[1] in page.get("/api/evaluations.jsonl").text
    found = {row["id"]: row for row in page.get("/api/search").json()["items"]}
    assert found[call_id]["score"] is None
    assert found[desk.calls[1]]["score"] is not None
    assert call_id not in [row["id"] for row in page.get("/api/search?least_percent=0").json()["items"]]
    if blind != "reviewer":
        replay = page.post("/api/rubrics/replay", json={"source": FIRST, "call_ids": [call_id]})
        assert replay.status_code == 404
        assert call_id not in page.post("/api/rubrics/replay", json={"source": FIRST, "last": 9}).text
    sheet = desk.sheet(blind, held, call_id).json()
    assert sheet["call"]["evaluation"] is None
    assert all(q["suggestion"] is None for s in sheet["sections"] for q in s["questions"])
    # Whoever does not score it goes on as ever, and afterwards everybody does.
    assert desk.people["outsider"].get(f"/api/evaluations/{evaluation_id}").status_code == 200
    assert desk.step(held, "compare").status_code == 200
    assert page.get(f"/api/evaluations/{evaluation_id}").status_code == 200
    assert page.get(f"/api/calls/{call_id}").json()["evaluation"]["id"] == evaluation_id


def test_a_session_may_show_the_machine_and_still_hides_people(desk: Desk) -> None:
    call_id = desk.calls[0]
    held = desk.opened(hides_machine=False)
    sheet = desk.sheet("reviewer", held, call_id).json()
    said = [q["suggestion"] for s in sheet["sections"] for q in s["questions"] if q["suggestion"]]
    assert [one["option_id"] for one in said] == ["said", "said"]
    assert said[0]["evidence"]
    assert desk.people["reviewer"].get(f"/api/calls/{call_id}/evaluation").status_code == 403


def test_one_who_scores_a_call_blind_sees_no_older_session_with_it(desk: Desk) -> None:
    older = desk.compared()
    path = f"/api/calibration/{older['id']}/comparison"
    assert desk.people["trainer"].get(path).status_code == 200
    assert '"suggestion":{' in desk.sheet("reviewer", older, desk.calls[0]).text
    newer = desk.opened(call_ids=desk.calls[:1], participant_ids=[desk.ids["trainer"], desk.ids["reviewer"]])
    for who in ("trainer", "reviewer"):
        for what in ("comparison", "agreement", "trust"):
            asked = desk.people[who].get(f"/api/calibration/{older['id']}/{what}")
            assert asked.json()["error"]["code"] == "rated_blind", (who, what)
    assert '"suggestion":{' not in desk.sheet("reviewer", older, desk.calls[0]).text
    assert desk.people["second"].get(path).status_code == 200
    desk.step(newer, "compare")
    assert desk.people["reviewer"].get(path).status_code == 200


def test_scoring_in_a_session_leaves_the_calls_own_evaluation_alone(desk: Desk, database: Database) -> None:
    def everything() -> list[Any]:
        with database.read() as session:
            rows = session.scalars(sa.select(Evaluation).order_by(Evaluation.id)).unique().all()
            counts = [session.scalar(sa.select(sa.func.count()).select_from(t)) for t in (AnswerRow, SuggestionRow)]
            return [*((row.id, row.version, row.state, row.reviewer_id) for row in rows), *counts]

    before = everything()
    desk.compared()
    assert everything() == before


def test_of_two_changes_of_one_version_one_is_told_and_nothing_is_lost(desk: Desk, database: Database) -> None:
    held, call_id, page = desk.opened(), desk.calls[0], desk.people["reviewer"]
    version = desk.sheet("reviewer", held, call_id).json()["version"]
    assert put(page, held, call_id, version, "patience", option_id="yes", note="נשמע").status_code == 200
    stale = put(page, held, call_id, version, "patience", option_id="no")
    assert (stale.status_code, stale.json()["error"]["code"]) == (412, "stale_version")
    kept = desk.sheet("reviewer", held, call_id).json()
    answer = next(q["answer"] for s in kept["sections"] for q in s["questions"] if q["id"] == "patience")
    assert (answer["option_id"], answer["reason"]) == ("yes", "נשמע")
    again = put(page, held, call_id, kept["version"], "patience", option_id="no")
    assert again.status_code == 200
    with database.read() as session:
        rows = session.scalars(sa.select(Rating).order_by(Rating.id)).all()
        assert sorted((row.option_id, row.replaced_at is None) for row in rows) == [("no", True), ("yes", False)]
    assert (
        page.ask("PUT", f"/api/calibration/{held['id']}/sheets/{call_id}/ratings/patience", json={}).status_code == 422
    )


def test_of_many_who_write_one_version_at_once_one_wins_and_the_rest_are_told(desk: Desk, database: Database) -> None:
    held, call_id = desk.opened(), desk.calls[0]
    page = desk.people["reviewer"]
    version = desk.sheet("reviewer", held, call_id).json()["version"]
    with ThreadPoolExecutor(10) as threads:
        said = [{"option_id": "yes", "note": str(place)} for place in range(10)]
        answers = list(threads.map(lambda one: put(page, held, call_id, version, "patience", **one), said))
    assert sorted(answer.status_code for answer in answers) == [200, *[412] * 9]
    won = next(place for place, answer in enumerate(answers) if answer.status_code == 200)
    with database.read() as session:
        assert [row.note for row in session.scalars(sa.select(Rating))] == [str(won)]


def test_two_who_hand_in_last_at_the_same_moment_still_close_the_session(desk: Desk) -> None:
    held = desk.opened(call_ids=desk.calls[:1])
    for who in ("reviewer", "second"):
        desk.rate(who, held, desk.calls[0], {"goodbye": "said", "recorded": "said", "patience": "yes"})
    path = f"/api/calibration/{held['id']}/hand-in"
    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(lambda who: desk.people[who].post(path), ("reviewer", "second")))
    assert sorted(answer.json()["state"] for answer in answers) == ["compared", "open"]


def test_wrong_answers_and_wrong_moments_are_refused(desk: Desk) -> None:
    held, call_id, page = desk.opened(), desk.calls[0], desk.people["reviewer"]
    version = desk.sheet("reviewer", held, call_id).json()["version"]
    for said in ({"option_id": "never"}, {}, {"option_id": "yes", "not_applicable": True}):
        assert put(page, held, call_id, version, "patience", **said).json()["error"]["code"] == "no_such_option"
    assert put(page, held, call_id, version, "nothing", option_id="yes").status_code == 404
    early = page.post(f"/api/calibration/{held['id']}/hand-in")
    assert early.json()["error"]["code"] == "sheets_not_finished"
    for call in desk.calls:
        sheet = desk.rate("reviewer", held, call, {"goodbye": "said", "recorded": "said", "patience": "yes"})
    assert sheet["complete"]
    assert page.post(f"/api/calibration/{held['id']}/hand-in").json()["state"] == "open"
    late = put(page, held, desk.calls[1], sheet["version"], "patience", option_id="no")
    assert late.json()["error"]["code"] == "handed_in"
    assert desk.step(held, "compare").status_code == 412, "handing in moved the session on"
    now = page.get(f"/api/calibration/{held['id']}").json()
    assert desk.step(now, "compare", "reviewer").status_code == 403
    assert desk.step(now, "compare").status_code == 200


def test_only_who_may_score_and_calls_of_the_rubric_are_chosen(desk: Desk, system: System) -> None:
    trainer = desk.people["trainer"]

    def refused(**over: Any) -> str:
        return trainer.post("/api/calibration", json=desk.wish(**over)).json()["error"]["code"]

    assert refused(participant_ids=[desk.ids["reviewer"], desk.ids["agent-a"]]) == "cannot_score"
    assert refused(rubric_id="service-language-he", rubric_version=2) == "not_of_this_rubric"
    assert refused(call_ids=["0" * 16]) == "not_found"
    assert refused(participant_ids=[desk.ids["reviewer"]]) == "invalid"
    listed = trainer.get("/api/calibration/candidates?rubric_id=small&version=1").json()
    assert [row["call_id"] for row in listed] == desk.calls[::-1]
    draft = desk.create()
    assert desk.people["reviewer"].get(f"/api/calibration/{draft['id']}").status_code == 404
    at = {"If-Match": f'"{draft["version"]}"'}
    path = f"/api/calibration/{draft['id']}"
    wish = desk.wish(title="אחר", call_ids=desk.calls[:1])
    changed = trainer.ask("PUT", path, json=wish, headers=at).json()
    assert (changed["title"], len(changed["calls"])) == ("אחר", 1)
    assert trainer.ask("PUT", path, json=wish, headers=at).status_code == 412


def test_a_draft_can_be_discarded_and_nothing_else(desk: Desk, database: Database) -> None:
    draft = desk.create()
    path, at = f"/api/calibration/{draft['id']}", {"If-Match": f'"{draft["version"]}"'}
    assert desk.people["reviewer"].ask("DELETE", path, headers=at).status_code == 403
    assert desk.people["trainer"].ask("DELETE", path, headers={"If-Match": '"99"'}).status_code == 412
    assert desk.people["trainer"].ask("DELETE", path, headers=at).status_code == 204
    assert desk.people["trainer"].get(path).status_code == 404
    held = desk.opened()
    refused = desk.people["trainer"].ask(
        "DELETE", f"/api/calibration/{held['id']}", headers={"If-Match": f'"{held["version"]}"'}
    )
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "wrong_session_state")
    with database.read() as session:
        assert "calibration_discarded" in session.scalars(sa.select(AuditEntry.action)).all()
