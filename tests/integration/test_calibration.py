"""Calibration: people score the same calls blind, then see how far they agree, and nobody sees anything before."""

import csv
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI

from qa.calibration.tables import Rating
from qa.calls.tables import Call
from qa.evaluation.tables import AnswerRow, Evaluation, SuggestionRow
from qa.people.schemas import NewPerson
from qa.people.service import add_person
from qa.platform.audit import AuditEntry, verify
from qa.platform.database import Database
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Role
from qa.rubric import shipped
from qa.rubric.store import publish
from tests.integration.drafts import FIRST
from tests.integration.scored import SAID, System
from tests.integration.web import PASSWORD, Browser, browser, everybody

GRUFF = (*SAID[:-1], ("agent", "טוב להתראות"))
STAFF = ("reviewer", "second", "outsider", "trainer", "admin")
QUESTIONS = ("goodbye", "recorded", "patience")


@dataclass
class Desk:
    """Everybody's browser, and two calls of the small rubric."""

    people: dict[str, Browser]
    ids: dict[str, str]
    calls: list[str]

    def create(self, **over: Any) -> dict[str, Any]:
        answer = self.people["trainer"].post("/api/calibration", json=self.wish(**over))
        assert answer.status_code == 201, answer.text
        return answer.json()

    def wish(self, **over: Any) -> dict[str, Any]:
        usual = {
            "title": "שיחות ראשונות",
            "rubric_id": "small",
            "rubric_version": 1,
            "call_ids": self.calls,
            "participant_ids": [self.ids["reviewer"], self.ids["second"]],
        }
        return usual | over

    def step(self, held: dict[str, Any], deed: str, who: str = "trainer") -> Any:
        headers = {"If-Match": f'"{held["version"]}"'}
        return self.people[who].post(f"/api/calibration/{held['id']}/{deed}", headers=headers)

    def opened(self, **over: Any) -> dict[str, Any]:
        answer = self.step(self.create(**over), "open")
        assert answer.status_code == 200, answer.text
        return answer.json()

    def sheet(self, who: str, held: dict[str, Any], call_id: str) -> Any:
        return self.people[who].get(f"/api/calibration/{held['id']}/sheets/{call_id}")

    def rate(self, who: str, held: dict[str, Any], call_id: str, said: dict[str, str]) -> dict[str, Any]:
        sheet = self.sheet(who, held, call_id).json()
        for question_id, option_id in said.items():
            answer = put(self.people[who], held, call_id, sheet["version"], question_id, option_id=option_id)
            assert answer.status_code == 200, answer.text
            sheet = answer.json()
        return sheet

    def compared(self) -> dict[str, Any]:
        """The first call: alike but for one answer. The second: alike."""
        held = self.opened()
        first, second = self.calls
        for who, patience in (("reviewer", "yes"), ("second", "no")):
            self.rate(who, held, first, {"goodbye": "said", "recorded": "said", "patience": patience})
            self.rate(who, held, second, {"goodbye": "not_said", "recorded": "said", "patience": "no"})
            answer = self.people[who].post(f"/api/calibration/{held['id']}/hand-in")
            assert answer.status_code == 200, answer.text
        assert answer.json()["state"] == "compared", "with the last one's answers all are compared"
        return answer.json()


def put(page: Browser, held: dict[str, Any], call_id: str, version: int, question_id: str, **said: Any) -> Any:
    path = f"/api/calibration/{held['id']}/sheets/{call_id}/ratings/{question_id}"
    return page.ask("PUT", path, json=said, headers={"If-Match": f'"{version}"'})


@pytest.fixture
def desk(app: FastAPI, system: System, database: Database) -> Iterator[Desk]:
    with database.write() as unit:
        for file in shipped():
            publish(unit.session, file.read_text("utf-8"), file=file.name)
        publish(unit.session, FIRST, file="first")
    ids = everybody(database)
    with database.write() as unit:
        for name in ("second", "outsider"):
            wish = NewPerson(name=name, email=f"{name}@example.com", role=Role.REVIEWER, password=PASSWORD)
            ids[name] = add_person(unit.session, Principal("system", Role.ADMINISTRATOR), wish).id
    calls = [
        system.scored(ids["agent-a"], hertz=300),
        system.scored(ids["agent-b"], hertz=400, said=GRUFF),
    ]
    with ExitStack() as stack:
        people = {who: stack.enter_context(browser(app)) for who in (*STAFF, "agent-a", "anonymous")}
        for who, page in people.items():
            if who != "anonymous":
                page.sign_in(f"{who}@example.com")
        yield Desk(people, ids, calls)


def cell(comparison: dict[str, Any], call_id: str, question_id: str) -> dict[str, Any]:
    return next(c for c in comparison["cells"] if (c["call_id"], c["question_id"]) == (call_id, question_id))


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
