"""Every opportunity of a situation is judged by itself; none at all is not a failure."""

from dataclasses import replace

import pytest

from qa.pipeline import situations
from qa.pipeline.model import Evidence, Moment, PhraseFinding, PhraseSpec, SituationSpec, Speaker, Turn
from qa.platform.spans import Span
from tests.unit.support_words import WORD_MS, talk, turn

SPEC = SituationSpec(
    "s", PhraseSpec("t", ("I bought a new oven",), speaker="customer"), PhraseSpec("r", ("enjoy it",)), within_ms=10_000
)
#: Turns of both speakers over two minutes, so that every moment below lies in one: five seconds of words every ten.
TURNS = tuple(
    turn(speaker, "so many words " * 4, start)
    for start in range(0, 120_000, 10_000)
    for speaker in ("customer", "agent")
)


def moment(start: int, speaker: Speaker, probability: float = 0.9) -> Moment:
    verdict = "said" if probability >= 0.7 else "unsure"
    return Moment(Evidence(Span(start, start + 1_000), speaker, "words"), verdict, probability)


def finding(phrase_id: str, moments: list[Moment]) -> PhraseFinding:
    return PhraseFinding(phrase_id, "said" if moments else "not_said", 0.9, (), "", tuple(moments))


def opportunities(
    triggers: list[Moment], responses: list[Moment], turns: tuple[Turn, ...] = TURNS, spec: SituationSpec = SPEC
) -> list[str]:
    prepared = situations.prepare((spec,), "en", None)
    phrases = {"t": finding("t", triggers), "r": finding("r", responses)}
    return [found.outcome for found in situations.find(prepared, phrases, turns)["s"].opportunities]


@pytest.mark.parametrize(
    ("responses", "outcome"),
    [
        ([6_000], "answered"),
        ([14_800], "answered"),
        ([14_801], "late"),
        ([], "missed"),
        ([60_000, 10_000], "answered"),
    ],
)
def test_the_time_of_the_response_decides(responses: list[int], outcome: str) -> None:
    """The sentence around the trigger ends after 4.8 s, the response is owed within ten."""
    assert opportunities([moment(0, "customer")], [moment(at, "agent") for at in sorted(responses)]) == [outcome]


def test_no_trigger_is_no_opportunity() -> None:
    assert opportunities([], [moment(0, "agent")]) == []


def test_a_response_before_the_trigger_answers_nothing() -> None:
    assert opportunities([moment(20_000, "customer")], [moment(5_000, "agent")]) == ["missed"]


@pytest.mark.parametrize(("probability", "outcome"), [(0.8, "answered"), (0.5, "unsure")])
def test_a_doubtful_response_leaves_the_opportunity_open(probability: float, outcome: str) -> None:
    assert opportunities([moment(0, "customer")], [moment(6_000, "agent", probability)]) == [outcome]


def test_an_unlikely_trigger_is_none() -> None:
    assert opportunities([moment(0, "customer", 0.3)], []) == []


def test_each_opportunity_has_its_own_response() -> None:
    triggers = [moment(0, "customer"), moment(60_000, "customer")]
    assert opportunities(triggers, [moment(6_000, "agent")]) == ["answered", "missed"]
    assert opportunities(triggers, [moment(66_000, "agent")]) == ["missed", "answered"]


def test_mentions_of_one_event_are_one_opportunity() -> None:
    assert opportunities([moment(0, "customer"), moment(20_000, "customer")], [moment(9_000, "agent")]) == ["answered"]


def test_the_time_runs_from_the_end_of_the_sentence_and_not_of_the_turn() -> None:
    spoken = (turn("customer", "I bought a new oven. " + "And then I waited and waited " * 8),)
    trigger = [moment(0, "customer")]
    sentence_ms = 5 * WORD_MS
    assert opportunities(trigger, [moment(sentence_ms + 10_000, "agent")], spoken) == ["answered"]
    assert opportunities(trigger, [moment(sentence_ms + 10_001, "agent")], spoken) == ["late"]


@pytest.mark.parametrize(("within_turns", "outcomes"), [(1, ["answered", "late"]), (2, ["answered", "answered"])])
def test_the_response_may_be_owed_within_turns(within_turns: int, outcomes: list[str]) -> None:
    turns = talk(("customer", "I bought a new oven"), ("agent", "a b c"), ("customer", "d e f"), ("agent", "g h i"))
    spec = replace(SPEC, within_ms=None, within_turns=within_turns)
    answers = [[moment(turns[at].span.start, "agent")] for at in (1, 3)]
    assert [opportunities([moment(0, "customer")], answer, turns, spec)[0] for answer in answers] == outcomes


def test_a_pause_in_an_answer_makes_no_second_turn() -> None:
    turns = talk(("customer", "I bought a new oven"), ("agent", "a b c"), ("agent", "d e f"), ("customer", "g h i"))
    spec = replace(SPEC, within_ms=None, within_turns=1)
    assert opportunities([moment(0, "customer")], [moment(turns[2].span.start, "agent")], turns, spec) == ["answered"]


def test_of_two_bounds_the_nearer_counts() -> None:
    turns = talk(("customer", "I bought a new oven"), ("agent", "a b c"), ("customer", "d e f"), ("agent", "g h i"))
    spec = replace(SPEC, within_ms=1_000, within_turns=2)
    assert opportunities([moment(0, "customer")], [moment(turns[3].span.start, "agent")], turns, spec) == ["late"]


def test_the_evidence_is_the_trigger_words_and_the_response() -> None:
    prepared = situations.prepare((SPEC,), "en", None)
    phrases = {"t": finding("t", [moment(1_000, "customer")]), "r": finding("r", [moment(6_000, "agent")])}
    (found,) = situations.find(prepared, phrases, TURNS)["s"].opportunities
    assert found.trigger.span == Span(1_000, 2_000)
    assert found.response
    assert found.response.span.start == 6_000
