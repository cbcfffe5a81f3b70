"""Where a phrase stands among other events, and how often it is said, enters its verdict."""

import pytest

from qa.pipeline.model import (
    Count,
    Evidence,
    Moment,
    Phase,
    PhraseFinding,
    PhraseSpec,
    Place,
    Verdict,
    Window,
)
from qa.pipeline.phrases.relations import settle
from qa.pipeline.phrases.stream import stream
from qa.platform.spans import Span
from tests.unit.support_words import turn

CALL_MS = 100_000
INQUIRY = Phase("inquiry", Span(20_000, 50_000), "the first question")


def moment(start: int, probability: float = 0.9) -> Moment:
    verdict: Verdict = "said" if probability >= 0.7 else "unsure"
    return Moment(Evidence(Span(start, start + 1_000), "agent", "words"), verdict, probability)


def finding(phrase_id: str, *moments: Moment) -> PhraseFinding:
    best = max(moments, key=lambda m: m.probability, default=None)
    return PhraseFinding(
        phrase_id,
        best.verdict if best else "not_said",
        best.probability if best else 0.02,
        tuple(m.evidence for m in moments if best and m.verdict == best.verdict),
        "heard",
        moments,
    )


def settled(
    own: PhraseFinding, anchor: PhraseFinding, place: Place | None = None, count: Count | None = None
) -> PhraseFinding:
    spec = PhraseSpec("own", ("words",), place=place or Place(), count=count or Count())
    return settle({"own": own, "anchor": anchor}, (spec,), (INQUIRY,), CALL_MS)["own"]


ANCHOR = finding("anchor", moment(30_000), moment(60_000))


@pytest.mark.parametrize(
    ("place", "start", "verdict"),
    [
        (Place(after="anchor"), 31_500, "said"),
        (Place(after="anchor"), 20_000, "not_said"),
        (Place(before="anchor"), 50_000, "said"),
        (Place(before="anchor"), 61_500, "not_said"),
        (Place(near="anchor", within_ms=5_000), 36_000, "said"),
        (Place(near="anchor", within_ms=5_000), 24_000, "said"),
        (Place(near="anchor", within_ms=5_000), 36_001, "not_said"),
        (Place(phase="inquiry"), 40_000, "said"),
        (Place(phase="inquiry"), 70_000, "not_said"),
        (Place(phase="inquiry", after="anchor"), 25_000, "not_said"),
    ],
)
def test_the_place_decides(place: Place, start: int, verdict: str) -> None:
    found = settled(finding("own", moment(start)), ANCHOR, place)
    assert found.verdict == verdict
    assert bool(found.occurrences) == (verdict == "said")


def test_one_moment_in_the_right_place_is_enough() -> None:
    found = settled(finding("own", moment(20_000), moment(40_000)), ANCHOR, Place(after="anchor"))
    assert (found.verdict, [e.span.start for e in found.occurrences]) == ("said", [40_000])


def test_a_doubtful_anchor_leaves_it_doubtful_and_doubts_multiply() -> None:
    found = settled(finding("own", moment(40_000)), finding("anchor", moment(30_000, 0.5)), Place(after="anchor"))
    assert found.verdict == "unsure"
    assert found.probability == pytest.approx(0.45)


def test_an_anchor_that_was_never_said_leaves_nothing() -> None:
    found = settled(finding("own", moment(40_000)), finding("anchor"), Place(after="anchor"))
    assert (found.verdict, found.probability) == ("not_said", 0.0)
    assert "not behind 'anchor'" in found.why


def test_an_anchor_that_nobody_could_hear_leaves_it_open() -> None:
    skipped = PhraseFinding("anchor", "skipped", 0.0, (), "no words")
    assert settled(finding("own", moment(40_000)), skipped, Place(after="anchor")).verdict == "unsure"


def test_a_phase_that_was_not_found_leaves_it_open() -> None:
    assert settled(finding("own", moment(40_000)), ANCHOR, Place(phase="summary")).verdict == "unsure"


def test_two_phrases_may_name_each_other() -> None:
    specs = (
        PhraseSpec("own", ("words",), place=Place(before="anchor")),
        PhraseSpec("anchor", ("words",), place=Place(after="own")),
    )
    found = settle({"own": finding("own", moment(10_000)), "anchor": ANCHOR}, specs, (), CALL_MS)
    assert [found["own"].verdict, found["anchor"].verdict] == ["said", "said"]


@pytest.mark.parametrize(
    ("probabilities", "count", "verdict"),
    [
        ([0.9, 0.9], Count(at_least=2), "said"),
        ([0.9], Count(at_least=2), "not_said"),
        ([0.9, 0.5], Count(at_least=2), "unsure"),
        ([0.9, 0.9, 0.9], Count(at_most=2), "not_said"),
        ([0.9, 0.9], Count(at_most=2), "said"),
        ([], Count(at_least=0, at_most=2), "said"),
        ([0.7, 0.7, 0.7, 0.7], Count(at_least=4), "unsure"),
    ],
)
def test_the_number_decides(probabilities: list[float], count: Count, verdict: str) -> None:
    own = finding("own", *(moment(at * 10_000, p) for at, p in enumerate(probabilities)))
    assert settled(own, ANCHOR, count=count).verdict == verdict


def test_the_probability_of_a_number_is_that_of_all_ways_to_reach_it() -> None:
    own = finding("own", moment(0, 0.8), moment(10_000, 0.8), moment(20_000, 0.8))
    assert settled(own, ANCHOR, count=Count(at_least=2)).probability == pytest.approx(0.896)


def test_too_many_are_shown_although_they_do_not_count() -> None:
    own = finding("own", moment(0), moment(10_000))
    assert len(settled(own, ANCHOR, count=Count(at_most=1)).occurrences) == 2


def test_what_was_skipped_or_asks_for_no_place_stays_as_it_is() -> None:
    skipped = PhraseFinding("own", "skipped", 0.0, (), "no words")
    assert settled(skipped, ANCHOR, Place(after="anchor")) is skipped
    assert settled(ANCHOR, ANCHOR) is ANCHOR


@pytest.mark.parametrize(
    ("window", "words"),
    [
        (Window(first_share=0.5), "one two"),
        (Window(last_share=0.25), "three"),
        (Window(first_share=0.5, first_ms=15_000), "one"),
        (Window(), "one two three"),
    ],
)
def test_a_window_may_be_a_share_of_the_call(window: Window, words: str) -> None:
    turns = tuple(turn("agent", text, start) for text, start in (("one", 10_000), ("two", 40_000), ("three", 90_000)))
    assert " ".join(word.text for word in stream(turns, "agent", window, CALL_MS).words) == words
