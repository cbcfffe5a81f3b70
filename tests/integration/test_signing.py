"""Whose word an answer is once a review is ended: the reviewer's, or the machine's where it is trusted with that."""

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from qa.calibration.trust import be_heeded
from qa.evaluation import signing
from qa.evaluation.tables import AnswerRow, Evaluation
from qa.platform.database import Database
from qa.replay.calls import read_call
from qa.scoring.agreement.trust import Trust
from tests.integration.scored import System
from tests.integration.test_evaluation import answer, decide_everything, questions, step
from tests.integration.web import Browser


@pytest.fixture
def trusted() -> Iterator[dict[str, Trust]]:
    """Questions that were raised, as if calibration had decided so; it takes over again afterwards."""
    raised: dict[str, Trust] = {}
    signing.ask(lambda _session, _evaluation: raised)
    yield raised
    be_heeded()


def left_as_suggested(evaluation: dict[str, Any]) -> set[str]:
    """Questions that the machine answers with an option."""
    return {
        question_id
        for question_id, question in questions(evaluation).items()
        if question["decided_by"] == "machine" and question["not_applicable"] is None
    }


def test_ending_a_review_makes_what_was_left_as_suggested_the_reviewers_own(
    reviewer: Browser, system: System, ids: dict[str, str]
) -> None:
    made = reviewer.get(f"/api/calls/{system.scored(ids['agent-a'])}/evaluation").json()
    draft = decide_everything(reviewer, made)
    left, score = left_as_suggested(draft), draft["score"]
    assert len(left) > 3
    assert set(draft["trust"].values()) == {"suggest_only"}
    ended = step(reviewer, draft, "submit").json()
    signed = {key: question["answer"] for key, question in questions(ended).items() if key in left}
    assert {(one["person_name"], one["confirmed"], one["reason"]) for one in signed.values()} == {
        ("reviewer", True, None)
    }
    assert all(questions(ended)[key]["suggestion"]["option_id"] == one["option_id"] for key, one in signed.items())
    own = [one["answer"] for one in questions(ended).values() if one["answer"] and one["id"] not in left]
    assert own
    assert not any(one["confirmed"] for one in own), "what the reviewer said is told from what was left"
    assert (ended["score"]["percent"], ended["score"]["from_machine"]) == (
        score["percent"],
        score["from_machine"] - len(left),
    )


def test_where_the_machine_is_trusted_its_answer_stays_its_own(
    reviewer: Browser, system: System, ids: dict[str, str], trusted: dict[str, Trust]
) -> None:
    draft = decide_everything(reviewer, reviewer.get(f"/api/calls/{system.scored(ids['agent-a'])}/evaluation").json())
    with_review, automatic, *others = sorted(left_as_suggested(draft))
    trusted |= {with_review: "with_review", automatic: "automatic"}
    ended = questions(step(reviewer, draft, "submit").json())
    assert [ended[one]["answer"] for one in (with_review, automatic)] == [None, None]
    assert all(ended[one]["answer"]["confirmed"] for one in others)


def test_what_was_taken_back_after_the_review_is_signed_by_whoever_publishes(
    reviewer: Browser, system: System, ids: dict[str, str]
) -> None:
    made = reviewer.get(f"/api/calls/{system.scored(ids['agent-a'])}/evaluation").json()
    ended = step(reviewer, decide_everything(reviewer, made), "submit").json()
    taken = next(key for key, one in questions(ended).items() if one["answer"] and one["answer"]["confirmed"])
    path = f"/api/evaluations/{ended['id']}/answers/{taken}"
    again = reviewer.ask("DELETE", path, headers={"If-Match": f'"{ended["version"]}"'}).json()
    assert questions(again)[taken]["answer"] is None
    published = step(reviewer, again, "publish").json()
    assert questions(published)[taken]["answer"]["confirmed"]


def test_a_rubric_is_replayed_over_what_people_said_and_not_over_what_they_left(
    reviewer: Browser, system: System, ids: dict[str, str], database: Database
) -> None:
    call_id = system.scored(ids["agent-a"])
    draft = decide_everything(reviewer, reviewer.get(f"/api/calls/{call_id}/evaluation").json())
    left = left_as_suggested(draft)
    own = next(iter(sorted(left)))
    said = answer(reviewer, draft, own, option_id=questions(draft)[own]["suggestion"]["option_id"]).json()
    step(reviewer, said, "submit")
    with database.read() as session:
        evaluation = session.scalars(sa.select(Evaluation)).one()
        replayed = read_call(session, call_id, evaluation.transcript_id).answers
        confirmed = session.scalars(sa.select(AnswerRow.question_id).where(AnswerRow.confirmed)).all()
    assert set(confirmed) == left - {own}
    assert own in replayed
    assert not replayed.keys() & set(confirmed)
