"""Disputes: an agent sees an answer differently, somebody else looks again, and what was wrong is put right."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from alembic import command
from fastapi import FastAPI

from qa.calls.tables import Call
from qa.disputes.tables import Dispute
from qa.evaluation.tables import Evaluation
from qa.migrations import config_for
from qa.people.tables import Person
from qa.platform import audit
from qa.platform.clock import now
from qa.platform.database import Database
from qa.platform.security.roles import Role
from qa.platform.settings import Settings
from tests.integration.databases import *  # noqa: F403 (fixtures: both databases)
from tests.integration.disputed import *  # noqa: F403 (fixtures: people and the call that is disputed)
from tests.integration.disputed import (
    People,
    add_reviewer,
    another,
    at,
    decide,
    dispute,
    looked_at,
    opened,
    published,
    questions,
    stands,
    together,
)
from tests.integration.scored import System


def test_a_dispute_is_looked_at_by_somebody_else_and_partly_upheld(
    people: People, second: str, evaluation: dict[str, Any], asked: list[str], database: Database, ids: dict[str, str]
) -> None:
    agent, first, other = people["agent-a"], people["reviewer"], people["second"]
    before = agent.get(f"/api/feedback/{evaluation['id']}/disputes").json()
    assert (before["closed"], before["days"], before["disputes"]) == (None, 14, [])
    own = opened(people, evaluation, asked)
    assert (own["state"], own["assigned"], own["questions"][0]["at_ms"]) == ("open", True, 800)
    assert agent.get(f"/api/feedback/{evaluation['id']}").json()["state"] == "disputed"
    assert agent.get("/api/feedback").json()[0]["disputed"] is True
    assert first.get("/api/calls").json()["items"][0]["evaluation"]["state"] == "disputed"

    assert first.get("/api/disputes").json()["items"] == []
    mine = other.get("/api/disputes").json()
    assert [one["id"] for one in mine["items"]] == [own["id"]]
    assert mine["counts"] == {"mine": 1, "unassigned": 0, "overdue": 0, "open": 1, "decided": 0}

    seen = looked_at(people, "second", own["id"])
    assert (seen["may_decide"], seen["involved"], seen["assignee_id"]) == (True, False, second)
    shown = seen["questions"][0]
    assert (shown["reason"], shown["answered_by_name"]) == (f"I did say {asked[0]}", "reviewer")
    assert shown["question"]["answer"]["reason"] == "I heard it so"
    assert {question["id"] for question in seen["others"]} | set(asked) == set(questions(evaluation))

    refused = decide(first, looked_at(people, "reviewer", own["id"]), **{asked[0]: None, asked[1]: None})
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "judged_it_already")
    new = another(questions(evaluation)[asked[0]])
    done = decide(other, seen, **{asked[0]: new, asked[1]: None})
    assert done.status_code == 200, done.text
    assert (done.json()["state"], done.json()["decided_by_name"]) == ("partly", "second")

    revised = done.json()["revised_id"]
    listed = agent.get("/api/feedback").json()
    assert [(row["evaluation_id"], row["revision"], row["disputed"]) for row in listed] == [(revised, 2, False)]
    now_shown = agent.get(f"/api/feedback/{revised}").json()
    answer = questions(now_shown)[asked[0]]["answer"]
    assert (answer["option_id"], answer["reason"], answer["person_name"]) == (new, f"so: {asked[0]}", "second")
    kept = questions(now_shown)[asked[1]]["answer"]
    assert kept == questions(evaluation)[asked[1]]["answer"], "who gave it and when stays"
    assert now_shown["state"] == "published"
    assert {row["suggestion"] and row["suggestion"]["probability"] for row in questions(now_shown).values()} == {
        row["suggestion"] and row["suggestion"]["probability"] for row in questions(evaluation).values()
    }


def test_the_agent_sees_what_changed_and_what_was_retracted(
    people: People, second: str, evaluation: dict[str, Any], asked: list[str], database: Database
) -> None:
    agent, first, other = people["agent-a"], people["reviewer"], people["second"]
    own = opened(people, evaluation, asked)
    new = another(questions(evaluation)[asked[0]])
    done = decide(other, looked_at(people, "second", own["id"]), **{asked[0]: new, asked[1]: None})
    revised = done.json()["revised_id"]
    now_shown = agent.get(f"/api/feedback/{revised}").json()
    old = agent.get(f"/api/feedback/{evaluation['id']}").json()
    assert (old["state"], old["standing_id"], old["retracted_why"]) == ("retracted", revised, f"so: {asked[0]}")
    assert questions(old) == questions(evaluation), "what was shown stays as it was shown"
    for who in (agent, first):
        history = who.get(f"/api/evaluations/{revised}/history").json()
        assert [(row["revision"], row["state"]) for row in history] == [(2, "published"), (1, "retracted")]
        (change,) = history[0]["changes"]
        assert (change["question_id"], change["before"]["option_id"], change["after"]["option_id"]) == (
            asked[0],
            stands(questions(evaluation)[asked[0]]),
            new,
        )
        assert (change["reason"], change["person_name"]) == (f"so: {asked[0]}", "second")
        assert history[1]["retracted_by_name"] == "second"
    row = first.get("/api/calls").json()["items"][0]["evaluation"]
    assert (row["id"], row["state"], row["percent"]) == (revised, "published", now_shown["score"]["percent"])
    with database.read() as session:
        told = session.scalars(sa.select(audit.AuditEntry.action).order_by(audit.AuditEntry.number)).all()
        assert audit.verify(session) == []
    deeds = ["dispute_opened", "evaluation_retracted", "evaluation_revised", "regression_case_kept", "dispute_decided"]
    assert told[-5:] == deeds, "what was found right is kept as a case"
    told_agent = agent.get(f"/api/feedback/{revised}/disputes").json()
    assert told_agent["settled"] == sorted(asked)
    assert told_agent["disputes"][0]["questions"][1]["decision_reason"] == f"so: {asked[1]}"
    again = dispute(agent, now_shown, asked[1])
    assert (again.status_code, again.json()["error"]["code"]) == (409, "dispute_settled")


def test_a_rejected_dispute_leaves_the_feedback_as_it_was(
    people: People, second: str, evaluation: dict[str, Any], asked: list[str]
) -> None:
    agent = people["agent-a"]
    read = agent.post(f"/api/feedback/{evaluation['id']}/acknowledge", json={"note": "read"}).json()
    own = opened(people, read, asked[:1])
    noted = agent.post(f"/api/feedback/{evaluation['id']}/acknowledge", json={"note": "read twice"}).json()
    assert noted["state"] == "disputed", "reading it does not end the dispute"
    done = decide(people["second"], looked_at(people, "second", own["id"]), **{asked[0]: None}).json()
    assert (done["state"], done["revised_id"]) == ("rejected", None)
    after = agent.get(f"/api/feedback/{evaluation['id']}").json()
    assert (after["state"], after["score"], after["revision"]) == ("acknowledged", evaluation["score"], 1)
    assert people["reviewer"].get("/api/disputes?which=decided").json()["items"][0]["id"] == own["id"]


def test_an_agent_takes_a_dispute_back(
    people: People, second: str, evaluation: dict[str, Any], asked: list[str]
) -> None:
    agent = people["agent-a"]
    own = opened(people, evaluation, asked)
    path = f"/api/feedback/{evaluation['id']}/disputes/{own['id']}/withdraw"
    assert people["agent-b"].post(path, headers=at(own)).status_code == 404
    assert agent.post(path, headers={"If-Match": '"99"'}).status_code == 412
    told = agent.post(path, headers=at(own)).json()
    assert (told["closed"], told["disputes"][0]["state"]) == (None, "withdrawn")
    assert agent.get(f"/api/feedback/{evaluation['id']}").json()["state"] == "published"
    late = decide(people["second"], looked_at(people, "second", own["id"]), **dict.fromkeys(asked))
    assert (late.status_code, late.json()["error"]["code"]) == (409, "dispute_not_open")
    assert people["second"].get("/api/reversals").json()["total"]["disputed"] == 0
    fresh = agent.get(f"/api/feedback/{evaluation['id']}").json()
    assert dispute(agent, fresh, asked[0]).status_code == 201, "and sees it differently after all"


def test_what_an_agent_cannot_dispute(
    people: People, second: str, evaluation: dict[str, Any], asked: list[str], database: Database
) -> None:
    agent = people["agent-a"]
    assert dispute(people["agent-b"], evaluation, asked[0]).status_code == 404
    assert dispute(agent, evaluation, "no-such-question").status_code == 404
    assert dispute(agent, evaluation, asked[0], reason="  ").status_code == 422
    assert dispute(agent, evaluation, asked[0], asked[0]).json()["error"]["code"] == "decision_incomplete"
    assert dispute(agent, evaluation | {"version": 99}, asked[0]).status_code == 412
    with database.write() as unit:
        row = unit.session.get_one(Evaluation, evaluation["id"])
        row.published_at, row.version = now() - timedelta(days=14), row.version + 1
    late = dispute(agent, evaluation | {"version": evaluation["version"] + 1}, asked[0])
    assert (late.status_code, late.json()["error"]["code"]) == (409, "dispute_closed")
    assert agent.get(f"/api/feedback/{evaluation['id']}/disputes").json()["closed"] == "too_late"


def test_only_one_dispute_is_open_at_a_time(
    people: People, second: str, evaluation: dict[str, Any], asked: list[str], app: FastAPI
) -> None:
    codes: list[int] = []
    agent = people["agent-a"]

    def ask() -> None:
        codes.append(dispute(agent, evaluation, *asked).status_code)

    together(*[ask] * 8)
    assert sorted(codes) == [201] + [412] * 7
    fresh = agent.get(f"/api/feedback/{evaluation['id']}").json()
    assert dispute(agent, fresh, asked[0]).json()["error"]["code"] == "dispute_closed"


def test_a_dispute_goes_to_whoever_has_the_least_to_do(
    people: People, second: str, evaluation: dict[str, Any], asked: list[str], system: System, ids, database: Database
) -> None:
    third = add_reviewer(database, "third")
    assignees = [opened(people, evaluation, asked)]
    for hertz in (500.0, 600.0):
        more = published(people["reviewer"], system.scored(ids["agent-a"], hertz=hertz))
        assignees.append(opened(people, more, asked[:1]))
    with database.read() as session:
        given = [session.get_one(Dispute, one["id"]).assignee_id for one in assignees]
    assert set(given[:2]) == {second, third}, "one each, before anybody gets a second"
    assert set(given) == {second, third}, "reviewers before trainers, and never who reviewed the call"


def test_where_nobody_else_is_left_it_waits_and_says_so(
    people: People, evaluation: dict[str, Any], asked: list[str], database: Database, ids: dict[str, str]
) -> None:
    with database.write() as unit:
        unit.session.get_one(Person, ids["trainer"]).disabled = True
    own = opened(people, evaluation, asked)
    assert own["assigned"] is False
    first, admin = people["reviewer"], people["admin"]
    assert first.get("/api/disputes?which=unassigned").json()["counts"]["unassigned"] == 1
    seen = looked_at(people, "reviewer", own["id"])
    assert (seen["involved"], seen["may_take"]) == (True, False)
    taken = first.ask(
        "PUT", f"/api/disputes/{own['id']}/assignee", json={"person_id": ids["reviewer"]}, headers=at(seen)
    )
    assert (taken.status_code, taken.json()["error"]["code"]) == (409, "cannot_decide_dispute")
    late = add_reviewer(database, "late")
    seen = looked_at(people, "late", own["id"])
    assert seen["may_take"] is True
    early = decide(people["late"], seen, **dict.fromkeys(asked))
    assert (early.status_code, early.json()["error"]["code"]) == (403, "dispute_not_yours")
    path = f"/api/disputes/{own['id']}/assignee"
    seen = people["late"].ask("PUT", path, json={"person_id": late}, headers=at(seen)).json()
    assert seen["may_decide"] is True
    able = admin.get(f"/api/disputes/{own['id']}/candidates").json()
    assert {one["name"] for one in able} == {"late", "admin"}
    moved = admin.ask("PUT", path, json={"person_id": ids["admin"]}, headers=at(seen)).json()
    assert moved["assignee_name"] == "admin"
    back = people["late"].ask("PUT", path, json={"person_id": late}, headers=at(moved))
    assert (back.status_code, back.json()["error"]["code"]) == (403, "dispute_not_yours")


def test_a_blind_scorer_neither_gets_nor_sees_a_dispute(
    people: People, second: str, evaluation: dict[str, Any], asked: list[str], database: Database, ids: dict[str, str]
) -> None:
    from qa.calls import blindfolds

    with database.write() as unit:
        blindfolds.tie(unit.session, "a session", [evaluation["call"]["id"]], [second])
    own = opened(people, evaluation, asked)
    with database.read() as session:
        assert session.get_one(Dispute, own["id"]).assignee_id == ids["trainer"], "nobody who scores it blind"
    listed = people["second"].get("/api/disputes?which=open").json()
    assert (listed["items"], listed["counts"]["open"]) == ([], 0)
    shut = people["second"].get(f"/api/disputes/{own['id']}")
    assert (shut.status_code, shut.json()["error"]["code"]) == (403, "rated_blind")
    history = people["second"].get(f"/api/evaluations/{evaluation['id']}/history")
    assert history.json()["error"]["code"] == "rated_blind"
    assert people["second"].get("/api/reversals").json()["total"]["disputed"] == 0
    assert people["trainer"].get("/api/reversals").json()["total"]["disputed"] == 2


def test_lists_are_paged_by_key_and_tell_what_is_overdue(
    people: People, second: str, evaluation: dict[str, Any], asked: list[str], system: System, ids, database: Database
) -> None:
    made = [opened(people, evaluation, asked)["id"]]
    for hertz in (500.0, 600.0):
        more = published(people["reviewer"], system.scored(ids["agent-a"], hertz=hertz))
        made.append(opened(people, more, asked[:1])["id"])
    with database.write() as unit:
        late = unit.session.get_one(Dispute, made[1])
        late.due_at, late.version = now() - timedelta(seconds=1), late.version + 1
    page, found = people["second"], []
    listed = page.get("/api/disputes?which=open&limit=2").json()
    found += [one["id"] for one in listed["items"]]
    listed = page.get(f"/api/disputes?which=open&limit=2&cursor={listed['next_cursor']}").json()
    found += [one["id"] for one in listed["items"]]
    assert (found, listed["next_cursor"]) == (made, None)
    overdue = page.get("/api/disputes?which=overdue").json()
    assert [(one["id"], one["overdue"]) for one in overdue["items"]] == [(made[1], True)]
    assert overdue["counts"]["overdue"] == 1


def test_a_trainer_may_be_asked_where_no_other_reviewer_is_left(
    people: People, evaluation: dict[str, Any], asked: list[str], database: Database, ids: dict[str, str]
) -> None:
    own = opened(people, evaluation, asked)
    with database.read() as session:
        row = session.get_one(Dispute, own["id"])
        assert row.assignee_id == ids["trainer"]
        assert session.get_one(Person, ids["trainer"]).role is Role.TRAINER


def test_going_back_before_disputes_and_up_again_loses_nothing_that_stands(
    people: People, second: str, evaluation: dict[str, Any], asked: list[str], config: Settings, database: Database
) -> None:
    own = opened(people, evaluation, asked)
    new = another(questions(evaluation)[asked[0]])
    revised = decide(people["second"], looked_at(people, "second", own["id"]), **{asked[0]: new, asked[1]: None})
    fresh = people["agent-a"].get(f"/api/feedback/{revised.json()['revised_id']}").json()
    other = next(q["id"] for q in questions(fresh).values() if q["condition"] is None and q["id"] not in asked)
    assert dispute(people["agent-a"], fresh, other).status_code == 201
    database.dispose()
    alembic = config_for(config.database)
    command.downgrade(alembic, "0007")
    command.upgrade(alembic, "head")
    with database.read() as session:
        (row,) = session.scalars(sa.select(Evaluation)).unique().all()
        assert (row.id, row.state, row.revision) == (fresh["id"], "published", 1)
        assert len(row.suggestions) == len([q for q in questions(fresh).values() if q["suggestion"]])
        assert {a.question_id: a.option_id for a in row.answers if a.replaced_at is None}[asked[0]] == new
        assert session.get_one(Call, row.call_id).evaluation_state == "published"
        assert session.scalar(sa.select(sa.func.count()).select_from(Dispute)) == 0


def test_a_call_that_is_deleted_takes_its_revisions_and_disputes_along(
    people: People, second: str, evaluation: dict[str, Any], asked: list[str], database: Database
) -> None:
    own = opened(people, evaluation, asked)
    new = another(questions(evaluation)[asked[0]])
    decide(people["second"], looked_at(people, "second", own["id"]), **{asked[0]: new, asked[1]: None})
    with database.write() as unit:
        unit.session.execute(sa.delete(Call).where(Call.id == evaluation["call"]["id"]))
    with database.read() as session:
        for table in (Evaluation, Dispute):
            assert session.scalar(sa.select(sa.func.count()).select_from(table)) == 0
