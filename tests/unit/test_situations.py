"""Every opportunity of a situation is judged by itself; none at all is not a failure."""

import pytest

from qa.engines.interfaces import Word
from qa.pipeline import situations
from qa.pipeline.model import Evidence, Moment, PhraseFinding, PhraseSpec, SituationSpec, Speaker, Turn
from qa.platform.spans import Span

SPEC = SituationSpec(
    "s", PhraseSpec("t", ("I bought a new oven",), speaker="customer"), PhraseSpec("r", ("enjoy it",)), within_ms=10_000
)


def moment(start: int, speaker: Speaker, verdict: str = "said", probability: float = 0.9) -> Moment:
    return Moment(Evidence(Span(start, start + 1_000), speaker, "words"), verdict, probability)


def outcomes(triggers: list[Moment], responses: list[Moment], turns: tuple[Turn, ...] = ()) -> list[str]:
    phrases = {
        key: PhraseFinding(key, "said" if moments else "not_said", 0.9, (), "", tuple(moments))
        for key, moments in (("t", triggers), ("r", responses))
    }
    return [o.outcome for o in situations.find((SPEC,), phrases, turns)["s"].opportunities]


@pytest.mark.parametrize(
    ("responses", "outcome"),
    [
        ([3_000], "answered"),
        ([11_000], "answered"),
        ([11_001], "late"),
        ([], "missed"),
        ([30_000, 5_000], "answered"),
    ],
)
def test_the_time_of_the_response_decides(responses: list[int], outcome: str) -> None:
    assert outcomes([moment(0, "customer")], [moment(at, "agent") for at in sorted(responses)]) == [outcome]


def test_no_trigger_is_no_opportunity() -> None:
    assert outcomes([], [moment(0, "agent")]) == []


def test_a_response_before_the_trigger_answers_nothing() -> None:
    assert outcomes([moment(20_000, "customer")], [moment(5_000, "agent")]) == ["missed"]


def test_an_unsure_response_leaves_the_opportunity_unsure() -> None:
    assert outcomes([moment(0, "customer")], [moment(3_000, "agent", "unsure", 0.5)]) == ["unsure"]


def test_a_doubtful_trigger_without_response_is_unsure_and_an_unlikely_one_is_none() -> None:
    assert outcomes([moment(0, "customer", "unsure", 0.5)], []) == ["unsure"]
    assert outcomes([moment(0, "customer", "unsure", 0.3)], []) == []


def test_each_opportunity_has_its_own_response() -> None:
    triggers = [moment(0, "customer"), moment(60_000, "customer")]
    assert outcomes(triggers, [moment(3_000, "agent")]) == ["answered", "missed"]
    assert outcomes(triggers, [moment(62_000, "agent")]) == ["missed", "answered"]


def test_sentences_about_one_event_are_one_opportunity() -> None:
    assert outcomes([moment(0, "customer"), moment(3_000, "customer")], [moment(9_000, "agent")]) == ["answered"]


def test_the_time_runs_from_the_end_of_the_customers_turn() -> None:
    word = Word("words", Span(0, 20_000), 1.0)
    turn = Turn("customer", Span(0, 20_000), (word,))
    assert outcomes([moment(0, "customer")], [moment(25_000, "agent")]) == ["late"]
    assert outcomes([moment(0, "customer")], [moment(25_000, "agent")], (turn,)) == ["answered"]
