"""How a dispute is decided: what is told of each question, what a change opens, and who may not."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from qa.disputes.tables import Dispute
from qa.evaluation.tables import Evaluation
from qa.platform.database import Database
from tests.integration.databases import *  # noqa: F403 (fixtures: both databases)
from tests.integration.disputed import *  # noqa: F403 (fixtures: people and the call that is disputed)
from tests.integration.disputed import (
    People,
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


def test_of_two_decisions_at_once_one_wins_and_the_other_is_told(
    people: People, second: str, evaluation: dict[str, Any], asked: list[str], database: Database
) -> None:
    own = opened(people, evaluation, asked)
    seen, codes = looked_at(people, "second", own["id"]), []
    new = another(questions(evaluation)[asked[0]])

    def ask(option: str | None) -> Callable[[], None]:
        return lambda: codes.append(decide(people["second"], seen, **{asked[0]: option, asked[1]: None}).status_code)

    together(*[ask(new), ask(None)] * 3)
    assert sorted(codes) == [200] + [412] * 5
    with database.read() as session:
        made = session.scalar(sa.select(sa.func.count()).select_from(Evaluation))
        row = session.get_one(Dispute, own["id"])
        assert made == (2 if row.revised_id else 1)


def test_a_dispute_while_a_reviewer_revises_ends_one_way_or_the_other(
    people: People, second: str, evaluation: dict[str, Any], asked: list[str], database: Database
) -> None:
    agent, reviewer, codes = people["agent-a"], people["reviewer"], {}
    new = another(questions(evaluation)[asked[0]])
    wish = {"why": "misheard", "answers": [{"question_id": asked[0], "option_id": new, "reason": "misheard"}]}

    def revise() -> None:
        path = f"/api/evaluations/{evaluation['id']}/revise"
        codes["revised"] = reviewer.post(path, json=wish, headers=at(evaluation)).status_code

    def doubt() -> None:
        codes["disputed"] = dispute(agent, evaluation, *asked).status_code

    together(revise, doubt)
    assert codes in ({"revised": 200, "disputed": 412}, {"revised": 412, "disputed": 201})
    with database.read() as session:
        states = sorted(session.scalars(sa.select(Evaluation.state)))
    assert states == (["published", "retracted"] if codes["revised"] == 200 else ["disputed"])


def test_a_reviewer_corrects_what_was_published(
    people: People, evaluation: dict[str, Any], asked: list[str], system: System, ids: dict[str, str]
) -> None:
    reviewer, agent = people["reviewer"], people["agent-a"]
    path = f"/api/evaluations/{evaluation['id']}/revise"
    same = {"question_id": asked[0], "option_id": stands(questions(evaluation)[asked[0]]), "reason": "hm"}

    def ask(*answers: dict[str, Any], why: str = "I listened once more") -> Any:
        return reviewer.post(path, json={"why": why, "answers": answers}, headers=at(evaluation))

    assert ask(same).json()["error"]["code"] == "same_answer"
    changed = same | {"option_id": another(questions(evaluation)[asked[0]])}
    assert ask(changed, why=" ").status_code == ask().status_code == 422
    assert ask(changed | {"option_id": "nonsense"}).json()["error"]["code"] == "no_such_option"
    assert agent.post(path, json={"why": "x", "answers": [changed]}, headers=at(evaluation)).status_code == 403
    revised = ask(changed).json()
    assert (revised["state"], revised["revision"], revised["reviewer_name"]) == ("published", 2, "reviewer")
    assert ask(changed).status_code == 412
    history = agent.get(f"/api/evaluations/{revised['id']}/history").json()
    assert history[1]["retracted_why"] == "I listened once more"
    late = agent.post(f"/api/feedback/{evaluation['id']}/acknowledge", json={"note": None})
    assert (late.status_code, late.json()["error"]["code"]) == (409, "wrong_state")
    exported = reviewer.get("/api/evaluations.jsonl").text.strip().splitlines()
    assert len(exported) == 1, "a retracted evaluation is no evaluation of a list"
    assert revised["id"] in exported[0]
    assert reviewer.get(f"/api/calls/{evaluation['call']['id']}/evaluation").json()["id"] == revised["id"]


def test_a_change_that_opens_another_question_is_told_and_can_answer_it(
    people: People, system: System, ids: dict[str, str], second: str
) -> None:
    evaluation = published(people["reviewer"], system.scored(ids["agent-a"]))
    led, option = "empathy", "said"
    then = [key for key, question in questions(evaluation).items() if question["asked"] is False]
    assert then, "what hangs on words that were not said is not asked"
    own = opened(people, evaluation, [led])
    seen = looked_at(people, "second", own["id"])
    told = decide(people["second"], seen, **{led: option})
    assert (told.status_code, told.json()["error"]["code"]) == (422, "asked_open")
    assert told.json()["error"]["detail"] == then
    also = [{"question_id": key, "not_applicable": True, "reason": "nothing called for it"} for key in then]
    said = [{"question_id": led, "decision": "upheld", "option_id": option, "reason": "heard it"}]
    body = {"questions": said, "also": also}
    done = people["second"].post(f"/api/disputes/{own['id']}/decision", json=body, headers=at(seen))
    assert done.status_code == 200, done.text


def test_a_decision_says_of_each_question_what_becomes_of_it(
    people: People, second: str, evaluation: dict[str, Any], asked: list[str]
) -> None:
    own = opened(people, evaluation, asked)
    seen, other = looked_at(people, "second", own["id"]), people["second"]
    new = another(questions(evaluation)[asked[0]])
    said = {"question_id": asked[0], "decision": "upheld", "option_id": new, "reason": "heard it"}
    rest = {"question_id": asked[1], "decision": "rejected", "reason": "not said"}

    def ask(*judged: dict[str, Any], **more: Any) -> tuple[int, str]:
        body = {"questions": judged} | more
        answer = other.post(f"/api/disputes/{own['id']}/decision", json=body, headers=at(seen))
        return answer.status_code, answer.json().get("error", {}).get("code", "")

    assert ask(said) == (422, "decision_incomplete")
    assert ask(said, said) == (422, "decision_incomplete")
    assert ask(said, rest | {"option_id": new}) == (422, "decision_incomplete")
    assert ask(said | {"option_id": None}, rest) == (422, "decision_incomplete")
    assert ask(said, rest | {"reason": ""}) == (422, "invalid")
    assert ask(said | {"option_id": stands(questions(evaluation)[asked[0]])}, rest) == (422, "same_answer")
    also = [{"question_id": asked[1], "not_applicable": True, "reason": "x"}]
    assert ask(said | {"decision": "rejected", "option_id": None}, rest, also=also) == (422, "decision_incomplete")
    assert ask(said, rest) == (200, "")
