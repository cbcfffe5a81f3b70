"""The tone of a call: which turns are judged, and what their labels make of each quarter."""

from collections.abc import Sequence

import pytest

from qa.engines.interfaces import EngineRevision, Sentiment, Word
from qa.pipeline import tone
from qa.pipeline.model import Speaker, ToneFinding, ToneLabel, ToneMark, Transcript, Turn
from qa.platform.spans import Span

MINUTE = 60_000
REVISION = EngineRevision("by hand", "signs", "0" * 12, "")
SENTIMENTS = {
    "-": Sentiment(0.8, 0.15, 0.05),
    "0": Sentiment(0.2, 0.7, 0.1),
    "+": Sentiment(0.1, 0.3, 0.6),
}


class Signs:
    """A classifier that reads the sign with which a text begins."""

    revision = REVISION

    def __init__(self) -> None:
        self.calls: list[tuple[str, ...]] = []

    def classify(self, texts: Sequence[str]) -> tuple[Sentiment, ...]:
        self.calls.append(tuple(texts))
        return tuple(SENTIMENTS[text[0]] for text in texts)


def turn(text: str, start: int, speaker: Speaker = "customer", length: int = 1_000) -> Turn:
    said = text.split()
    step = length // len(said)
    words = tuple(Word(w, Span(start + i * step, start + (i + 1) * step), 1.0) for i, w in enumerate(said))
    return Turn(speaker, Span(start, start + length), words)


def call(*turns: Turn, duration_ms: int = 4 * MINUTE) -> Transcript:
    return Transcript("en", duration_ms, turns, {})


def quarters(*texts: tuple[str, int]) -> tuple[float | None, ...]:
    """The customer's quarters of a call of four minutes."""
    found = tone.measure(call(*(turn(f"{sign} words", at) for sign, at in texts)), Signs())
    return found.quarters["customer"]


def test_every_turn_with_enough_words_is_marked_in_one_call_of_the_classifier() -> None:
    signs = Signs()
    found = tone.measure(
        call(turn("+ fine thanks", 0), turn("-", 2_000), turn("- not good", 4_000, "agent"), turn("0 facts", 6_000)),
        signs,
    )
    assert signs.calls == [("+ fine thanks", "- not good", "0 facts")]
    assert found.marks == (
        ToneMark(0, "positive", 0.6),
        ToneMark(2, "negative", 0.8),
        ToneMark(3, "neutral", 0.7),
    )
    assert found.engine == REVISION


def test_the_ends_of_the_scale_are_all_of_one_tone() -> None:
    worst_best = quarters(("-", 0), ("-", 5_000), ("-", 9_000), ("+", MINUTE), ("+", MINUTE + 5_000))
    assert worst_best == (-5.0, 5.0, None, None)


def test_a_quarter_without_a_mark_is_none_and_one_of_neutral_marks_is_zero() -> None:
    assert quarters(("0", 0), ("0", 3 * MINUTE)) == (0.0, None, None, 0.0)


def test_labels_that_come_and_go_count_by_their_number() -> None:
    assert quarters(("-", 0), ("0", 2_000), ("-", 4_000), ("+", 6_000))[0] == pytest.approx(5 * (-1 - 1 + 1) / 4)


def test_a_run_weighs_more_than_the_same_labels_apart() -> None:
    apart = quarters(("-", 0), ("+", 2_000), ("-", 4_000), ("+", 6_000), ("-", 8_000))[0]
    run = quarters(("-", 0), ("-", 2_000), ("-", 4_000), ("+", 6_000), ("0", 7_000), ("+", 8_000))[0]
    assert apart == pytest.approx(5 * -1 / 5)
    assert run == pytest.approx(5 * (-(1 + 1.5 + 2) + 2) / (1 + 1.5 + 2 + 1 + 1 + 1))


def test_a_run_grows_no_heavier_after_its_third_turn() -> None:
    found = quarters(*(("-", at) for at in range(0, 10_000, 2_000)), ("+", 11_000))[0]
    assert found == pytest.approx(5 * (-(1 + 1.5 + 2 + 2 + 2) + 1) / 9.5)


def test_neutral_turns_make_no_run_and_end_one() -> None:
    assert quarters(("0", 0), ("0", 2_000), ("0", 4_000), ("-", 6_000))[0] == pytest.approx(-5 / 4)
    assert quarters(("-", 0), ("0", 2_000), ("-", 4_000))[0] == pytest.approx(-10 / 3)


def test_a_run_goes_on_over_the_end_of_a_quarter() -> None:
    found = quarters(("-", 50_000), ("-", MINUTE), ("+", MINUTE + 5_000))
    assert found[1] == pytest.approx(5 * (-1.5 + 1) / 2.5)


def test_a_turn_counts_where_its_middle_is() -> None:
    assert quarters(("-", MINUTE - 501))[:2] == (-5.0, None)
    assert quarters(("-", MINUTE - 500))[:2] == (None, -5.0)


def test_a_turn_past_the_end_counts_to_the_last_quarter() -> None:
    found = tone.measure(call(turn("+ bye bye", 10_000), duration_ms=9_000), Signs())
    assert found.quarters["customer"] == (None, None, None, 5.0)


def test_speakers_do_not_break_each_others_runs() -> None:
    turns = (turn("- a", 0), turn("+ b", 2_000, "agent"), turn("- c", 4_000), turn("+ d", 6_000))
    found = tone.measure(call(*turns), Signs())
    assert found.quarters["customer"][0] == pytest.approx(5 * (-2.5 + 1) / 3.5)
    assert found.quarters["agent"] == (5.0, None, None, None)


def test_the_trend_is_the_last_quarter_less_the_first() -> None:
    turns = (turn("- a", 0), turn("+ b", 3 * MINUTE), turn("0 c", MINUTE, "agent"), turn("-", 0, "unknown"))
    found = tone.measure(call(*sorted(turns, key=lambda t: t.span.start)), Signs())
    assert found.trend == {"customer": 10.0, "agent": None, "unknown": None}


def test_a_call_without_words_has_no_tone() -> None:
    assert tone.measure(call(), Signs()) == ToneFinding((), {}, {}, REVISION)


@pytest.mark.parametrize(("label", "expected"), [("negative", -5.0), ("neutral", 0.0), ("positive", 5.0)])
def test_a_corrected_mark_changes_its_quarter(label: ToneLabel, expected: float) -> None:
    heard = call(turn("- maybe not", 0))
    found = tone.summarise(heard, [ToneMark(0, label, 1.0)], REVISION)
    assert found.quarters["customer"][0] == expected
