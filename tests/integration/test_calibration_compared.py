"""What is measured, decided and taken away once a calibration session is compared."""

import csv

import pytest
import sqlalchemy as sa

from qa.calls.tables import Call
from qa.evaluation.tables import SuggestionRow
from qa.platform.audit import AuditEntry
from qa.platform.database import Database
from tests.integration.calibrating import *  # noqa: F403 (fixtures: the desk)
from tests.integration.calibrating import Desk


def test_agreement_is_measured_per_question_and_per_reviewer_with_what_it_rests_on(desk: Desk) -> None:
    held = desk.compared()
    at = {"If-Match": f'"{held["version"]}"'}
    desk.people["trainer"].post(f"/api/calibration/{held['id']}/references", headers=at)
    told = desk.people["second"].get(f"/api/calibration/{held['id']}/agreement").json()
    questions = {question["question_id"]: question for question in told["questions"]}
    patience = {measure["name"]: measure for measure in questions["patience"]["among"]}
    assert set(patience) == {"percent", "cohen_kappa", "fleiss_kappa", "gwet_ac", "krippendorff_alpha"}
    assert (patience["percent"]["value"], patience["percent"]["units"], patience["percent"]["rough"]) == (0.5, 2, True)
    assert {p["answer"]: p["share"] for p in patience["percent"]["prevalence"]} == {"yes": 0.25, "no": 0.75, "n/a": 0}
    recorded = {measure["name"]: measure for measure in questions["recorded"]["among"]}
    assert recorded["fleiss_kappa"]["undefined"] == "one_answer_only"
    assert recorded["gwet_ac"]["value"] == 1
    machine = questions["goodbye"]["machine"]
    assert (machine["agreement"]["agreed"], machine["agreement"]["of"]) == (2, 2)
    assert machine["agreement"]["low"] < 0.3, "two calls prove little"
    raters = {one["person_id"]: one for one in told["raters"]}
    assert set(raters) == {desk.ids["reviewer"], desk.ids["second"], None}
    assert raters[None]["against"]["agreement"]["of"] == 4, "the machine leaves the manual question to people"
    assert raters[desk.ids["reviewer"]]["against"]["agreement"]["agreed"] == 5


def test_trust_stays_until_enough_is_measured_and_moves_only_by_a_person(
    desk: Desk, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qa.scoring.agreement import trust as ladder

    held = desk.compared()
    at = {"If-Match": f'"{held["version"]}"'}
    trainer, path = desk.people["trainer"], f"/api/calibration/{held['id']}/trust"
    trainer.post(f"/api/calibration/{held['id']}/references", headers=at)
    before = {one["question_id"]: one for one in trainer.get(path).json()}
    assert {(one["current"], one["proposed"]) for one in before.values()} == {("suggest_only", "suggest_only")}
    units = next(ground for ground in before["goodbye"]["grounds"] if ground["about"] == "units")
    assert (units["found"], units["needed"], units["met"]) == (2, 30, False)
    wish = {"current": "suggest_only", "proposed": "with_review", "accept": True, "reason": "נבדק"}
    assert trainer.post(f"{path}/goodbye", json=wish).status_code == 412, "nothing was proposed"

    # The real bars take dozens of calls; low ones show the same way with two.
    monkeypatch.setitem(ladder.BARS, "with_review", ladder.Bar(units=2, agreement=0.1, each_answer=0.01))
    monkeypatch.setattr(ladder, "FEWEST", 1)
    proposed = {one["question_id"]: one for one in trainer.get(path).json()}["goodbye"]
    assert (proposed["current"], proposed["proposed"], proposed["moves"]) == ("suggest_only", "with_review", "up")
    assert desk.people["reviewer"].post(f"{path}/goodbye", json=wish).status_code == 403
    declined = trainer.post(f"{path}/goodbye", json=wish | {"accept": False}).json()
    assert next(one for one in declined if one["question_id"] == "goodbye")["current"] == "suggest_only"
    accepted = trainer.post(f"{path}/goodbye", json=wish).json()
    moved = next(one for one in accepted if one["question_id"] == "goodbye")
    assert moved["current"] == "with_review"
    assert [(one["accepted"], one["reason"]) for one in moved["decisions"]] == [(True, "נבדק"), (False, "נבדק")]
    assert trainer.post(f"{path}/goodbye", json=wish).status_code == 412, "the step is taken"
    of_call = trainer.get(f"/api/calls/{held['calls'][0]['call_id']}/evaluation").json()
    assert of_call["trust"]["goodbye"] == "with_review", "reviews are ended by what was decided"
    with database.write() as unit:
        deeds = unit.session.scalars(sa.select(AuditEntry.action)).all()
        assert deeds[-2:].count("machine_trust_moved") == 1
        assert "machine_trust_declined" in deeds
        unit.session.execute(sa.update(SuggestionRow).values(engine="another"))
    other = next(one for one in trainer.get(path).json() if one["question_id"] == "goodbye")
    assert other["current"] == "suggest_only", "other engines begin again"


def test_what_is_said_of_a_question_and_what_is_decided_is_kept(desk: Desk) -> None:
    held = desk.compared()
    path = f"/api/calibration/{held['id']}/notes"
    said = {"question_id": "patience", "call_id": desk.calls[0], "text": "לדעתי המתין"}
    assert desk.people["reviewer"].post(path, json=said).status_code == 201
    ruling = {"question_id": "patience", "text": "המתנה שקטה נחשבת סבלנות", "decision": True}
    assert desk.people["reviewer"].post(path, json=ruling).status_code == 403
    assert desk.people["outsider"].post(path, json=said).status_code == 404
    told = desk.people["trainer"].post(path, json=ruling).json()
    assert [(n["person_name"], n["decision"]) for n in told["notes"]] == [("reviewer", False), ("trainer", True)]


def test_a_compared_session_is_taken_away_as_tables(desk: Desk) -> None:
    held = desk.opened()
    trainer = desk.people["trainer"]
    early = trainer.get(f"/api/calibration/{held['id']}/answers.csv")
    assert (early.status_code, early.json()["error"]["code"]) == (409, "wrong_session_state")
    held = desk.compared()
    trainer.post(f"/api/calibration/{held['id']}/references", headers={"If-Match": f'"{held["version"]}"'})

    def rows(table: str) -> list[dict[str, str]]:
        answer = trainer.get(f"/api/calibration/{held['id']}/{table}.csv")
        assert answer.status_code == 200, answer.text
        return list(csv.DictReader(answer.content.decode("utf-8-sig").splitlines()))

    said = [row for row in rows("answers") if (row["call_id"], row["question_id"]) == (desk.calls[0], "patience")]
    assert {row["rater"]: row["option_id"] for row in said} == {"reviewer": "yes", "second": "no"}
    assert {row["rater"] for row in rows("answers")} == {"reviewer", "second", "machine", "reference"}
    told = trainer.get(f"/api/calibration/{held['id']}/agreement").json()
    patience = next(one for one in told["questions"] if one["question_id"] == "patience")
    of_people = [row for row in rows("agreement") if (row["question_id"], row["rater"]) == ("patience", "people")]
    measured = {row["coefficient"]: row for row in of_people}
    for measure in patience["among"]:
        row = measured[measure["name"]]
        assert row["value"] == ("" if measure["value"] is None else f"{round(measure['value'], 4)}")
        assert row["units"] == str(measure["units"])
        assert row["prevalence"]


def test_tables_mark_the_calls_that_a_generator_drew(desk: Desk, database: Database) -> None:
    with database.write() as unit:
        unit.session.execute(sa.update(Call).where(Call.id == desk.calls[0]).values(simulated=True))
    held = desk.compared()
    assert {call["call_id"]: call["simulated"] for call in held["calls"]} == {desk.calls[0]: True, desk.calls[1]: False}

    def rows(table: str) -> list[dict[str, str]]:
        answer = desk.people["trainer"].get(f"/api/calibration/{held['id']}/{table}.csv")
        return list(csv.DictReader(answer.content.decode("utf-8-sig").splitlines()))

    marks = {(row["call_id"], row["simulated"]) for row in rows("answers")}
    assert marks == {(desk.calls[0], "true"), (desk.calls[1], "false")}
    assert {row["simulated_calls"] for row in rows("agreement")} == {"1"}
