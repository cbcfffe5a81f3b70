"""What an agent's first page picks out of feedback, and how a team becomes a band."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.calls.tables import Call
from qa.evaluation.tables import AnswerRow, Evaluation, EvaluationState, SuggestionRow
from qa.homes import moments
from qa.homes.targets import band
from qa.rubric import shipped
from qa.rubric.tables import RubricVersion

_FIRST = datetime(2026, 11, 1, tzinfo=UTC)
_TRIGGER = {"start_ms": 4_000, "end_ms": 6_000, "speaker": "customer", "text": "קניתי אצלכם תנור חדש"}
_RESPONSE = {"start_ms": 6_500, "end_ms": 8_000, "speaker": "agent", "text": "תתחדש ותודה שבחרת בנו"}


def evaluation(day: int, *suggested: SuggestionRow, answers: tuple[AnswerRow, ...] = ()) -> Evaluation:
    file = next(file for file in shipped() if "-he." in file.name)
    row = RubricVersion(rubric_id="service-language-he", version=2, language="he", source=file.read_text("utf-8"))
    published = _FIRST + timedelta(days=day)
    made = Evaluation(id=f"e{day}", state=EvaluationState.PUBLISHED, published_at=published, rubric=row)
    made.call = Call(id=f"c{day}", started_at=published)
    made.suggestions, made.answers = list(suggested), list(answers)
    return made


def suggestion(question_id: str, verdict: str, option_id: str | None, *evidence: dict[str, Any]) -> SuggestionRow:
    return SuggestionRow(
        question_id=question_id, verdict=verdict, option_id=option_id, probability=0.9, evidence=list(evidence)
    )


def test_what_went_well_is_told_by_ones_own_words_and_what_was_missed_by_the_customers() -> None:
    said = evaluation(2, suggestion("new-purchase", "met", "answered", _TRIGGER, _RESPONSE))
    missed = evaluation(1, suggestion("new-purchase", "not_met", "missed", _TRIGGER))
    (well,) = moments.went_well([missed, said])
    assert (well.evaluation_id, well.evidence.text) == ("e2", _RESPONSE["text"])
    (opening,) = moments.to_hear([missed, said])
    assert (opening.evaluation_id, opening.evidence.text) == ("e1", _TRIGGER["text"])


def test_each_question_is_told_once_by_its_newest_call() -> None:
    found = moments.went_well(
        [evaluation(day, suggestion("new-purchase", "met", "answered", _TRIGGER, _RESPONSE)) for day in (1, 3, 2)]
    )
    assert [moment.evaluation_id for moment in found] == ["e3"]


def test_moments_that_a_person_judged_otherwise_are_not_shown() -> None:
    """The machine found an answer where a reviewer found none: its moment would praise what was not good."""
    answer = AnswerRow(question_id="new-purchase", option_id="missed", person_id="p", not_applicable=False)
    turned = evaluation(1, suggestion("new-purchase", "met", "answered", _TRIGGER, _RESPONSE), answers=(answer,))
    assert moments.went_well([turned]) == []
    assert moments.to_hear([turned]) == []


def test_how_a_call_was_held_and_words_without_a_moment_are_left_out() -> None:
    whole = evaluation(1, suggestion("prompt-start", "met", "met", _RESPONSE), suggestion("greeting", "said", "said"))
    assert moments.went_well([whole]) == []


@given(st.lists(st.floats(0, 1), min_size=5, max_size=40))
def test_a_band_holds_half_of_the_team_and_ends_on_steps(shares: list[float]) -> None:
    found = band("team", shares)
    within = sum(found.low - 1e-9 <= share <= found.high + 1e-9 for share in shares)
    assert within >= len(shares) / 2
    assert 0 <= found.low <= found.high <= 1
    for end in (found.low, found.high):
        assert end * 20 == pytest.approx(round(end * 20))
