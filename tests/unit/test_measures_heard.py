"""What a call adds to the measures: what became of its opportunities, and the tone around the agent's turns."""

import pytest

from qa.measures.heard import Became, TurnHeard, became, moments
from qa.platform.spans import Span
from qa.rubric import shipped
from qa.rubric.model import Question, Rubric
from qa.rubric.reader import read_text
from qa.scoring.score import Marks


@pytest.fixture(scope="module")
def rubric() -> Rubric:
    file = next(file for file in shipped() if "-en" in file.name)
    return read_text(file.read_text("utf-8"), file=file.name)


def _of_kind(rubric: Rubric, kind: str) -> Question:
    return next(question for question in rubric.questions if question.kind.name == kind)


def _marks(option_id: str | None, by: str = "machine") -> Marks:
    return Marks(None, None, by, option_id)  # type: ignore[arg-type]  # a test names who decided


def test_a_phrase_has_one_opportunity_in_a_call(rubric):
    phrase = _of_kind(rubric, "phrase")
    assert became(phrase, _marks("said"), ()) == Became(said=1)
    assert became(phrase, _marks("not_said"), ()) == Became(not_said=1)
    assert became(phrase, _marks(None, "nobody"), ()) == Became(unsure=1)


def test_what_does_not_apply_is_no_opportunity(rubric):
    phrase = _of_kind(rubric, "phrase")
    assert became(phrase, Marks(None, None, "machine", None, "system"), ()) is None
    assert became(phrase, Marks(None, None, "nobody", None, None, asked=False), ()) is None
    assert became(_of_kind(rubric, "conduct"), _marks("met"), ()) is None


def test_a_situation_has_an_opportunity_for_each_trigger(rubric):
    situation = _of_kind(rubric, "situation")
    outcomes = ["answered", "late", "missed", "unsure"]
    assert became(situation, _marks("partly"), outcomes) == Became(said=1, not_said=2, unsure=1)
    assert became(situation, _marks(None, "nobody"), outcomes) == Became(said=1, not_said=2, unsure=1)


def test_a_persons_word_holds_for_every_opportunity(rubric):
    situation = _of_kind(rubric, "situation")
    outcomes = ["missed", "unsure", "answered"]
    assert became(situation, _marks("answered", "person"), outcomes) == Became(said=3)
    assert became(situation, _marks("missed", "person"), outcomes) == Became(not_said=3)
    assert became(situation, _marks("partly", "person"), outcomes) == Became(said=1, not_said=1, unsure=1)


def _turns(*told: tuple[str, str | None], apart_ms: int = 5_000) -> list[TurnHeard]:
    return [
        TurnHeard(speaker, Span(place * apart_ms, place * apart_ms + 4_000), tone)
        for place, (speaker, tone) in enumerate(told)
    ]


CALL = (
    ("agent", None),
    ("customer", "negative"),
    ("customer", "neutral"),
    ("agent", None),
    ("customer", "positive"),
    ("customer", None),
    ("agent", None),
)
PHASES = [
    {"name": "opening", "start_ms": 0, "end_ms": 12_000},
    {"name": "solution", "start_ms": 12_000, "end_ms": 40_000},
]


def test_a_moment_has_the_customers_tone_on_both_sides():
    [moment] = moments(_turns(*CALL), PHASES, {}, ())
    assert (moment.turn, moment.phase, moment.before, moment.after, moment.said) == (3, "solution", -2.5, 5.0, ())
    assert moment.at == pytest.approx(15 / 34)


def test_a_sentence_in_the_turn_is_what_was_said_there():
    [moment] = moments(_turns(*CALL), PHASES, {"lead-in": [Span(16_000, 18_000)], "verify": []}, ())
    assert moment.said == ("lead-in",)


def test_near_a_sentence_no_turn_counts_as_one_without():
    assert list(moments(_turns(*CALL), PHASES, {"lead-in": [Span(0, 3_000)]}, ())) == []


def test_near_a_doubtful_sentence_nothing_counts():
    assert list(moments(_turns(*CALL), PHASES, {"lead-in": [Span(16_000, 18_000)]}, [Span(0, 3_000)])) == []


def test_tones_of_long_ago_are_not_around_a_moment():
    assert list(moments(_turns(*CALL, apart_ms=70_000), PHASES, {}, ())) == []
