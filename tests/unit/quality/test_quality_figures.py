"""Every figure of an evaluation, against values that were computed by hand from the small corpus."""

from typing import Any

import pytest

from qa.engines.interfaces import Word
from qa.pipeline.model import Transcript, Turn
from qa.pipeline.plain import plain
from qa.platform.spans import Span
from qa.quality import run
from qa.quality.figures import curves
from qa.quality.figures.calibration import equal_mass, equal_width, expected_error
from qa.quality.figures.matching import pairs
from qa.quality.figures.tally import Tally, interval
from qa.quality.figures.words import errors
from qa.quality.heard import HeardCall
from qa.quality.labels import LabelledCall, TurnLabel
from tests.unit.quality.small_corpus import write_corpus, write_predictions


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("small")
    corpus = write_corpus(folder / "corpus")
    return run.judge(corpus, write_predictions(folder / "said.jsonl")).figures


def test_phrases_are_counted_as_said_unsure_and_not(figures: dict[str, Any]) -> None:
    found = figures["phrases"]["en"]
    # a: greet is a hit, recorded a false alarm (a variant is not its exact wording), sum_up an unsure miss;
    # b: greet is no alarm though unsure, recorded a miss (of its two labels the one that fulfils it counts).
    assert (found["hits"], found["false_alarms"], found["missed"]) == (1, 1, 2)
    assert (found["precision"], found["recall"], found["f1"]) == (0.5, 0.3333, 0.4)
    assert (found["cases"], found["expected"], found["unsure_share"]) == (6, 3, 0.3333)


def test_what_is_unsure_is_decided_by_its_probability(figures: dict[str, Any]) -> None:
    at_half = figures["phrases"]["en"]["decided_at_half"]
    assert (at_half["hits"], at_half["false_alarms"], at_half["missed"], at_half["f1"]) == (2, 1, 1, 0.6667)


def test_near_misses_are_refused_by_a_no_or_a_doubt(figures: dict[str, Any]) -> None:
    near = figures["phrases"]["en"]["near_misses"]
    assert (near["cases"], near["refused"], near["not_said"], near["unsure"]) == (1, 1.0, 0.0, 1.0)


def test_labels_are_told_apart_by_strictness_and_kind(figures: dict[str, Any]) -> None:
    by_label = figures["phrases"]["en"]["by_label"]
    assert by_label["variant"]["exact"]["kinds"]["filler"] == {
        "cases": 1, "said": 1, "unsure": 0, "not_said": 0, "right": 0
    }  # fmt: skip
    assert by_label["variant"]["meaning"]["kinds"]["paraphrase"]["unsure"] == 1
    assert (by_label["said"]["close"]["right"], by_label["said"]["exact"]["right"]) == (1, 0)
    assert by_label["near_miss"]["close"]["right"] == by_label["absent"]["meaning"]["right"] == 1
    assert figures["phrases"]["en"]["by_strictness"]["close"]["f1"] == 1.0


def test_probabilities_are_held_against_the_truth(figures: dict[str, Any]) -> None:
    # .9 said, .8 not, .55 said, .4 not, .3 said, .1 not: each alone in its bin.
    calibration = figures["phrases"]["en"]["calibration"]
    assert calibration["ece"] == calibration["ece_equal_mass"] == pytest.approx(2.55 / 6, abs=1e-4)
    assert calibration["brier"] == pytest.approx(1.5125 / 6, abs=1e-4)


def test_transitions_are_phrases_of_their_own(figures: dict[str, Any]) -> None:
    found = figures["transitions"]["en"]
    assert (found["cases"], found["expected"], found["recall"], found["unsure"]) == (2, 1, 0.0, 1)


def test_opportunities_need_trigger_and_outcome(figures: dict[str, Any]) -> None:
    found = figures["situations"]["en"]
    # One answered and found so, one missed and left unsure, one trigger that is none.
    assert (found["hits"], found["false_alarms"], found["missed"], found["f1"]) == (1, 1, 1, 0.5)
    assert found["f1_if_unsure_were_wrong"] == 0.4
    assert found["triggers"] == {"labelled": 2, "found": 2, "false": 1, "false_unsure": 0}
    assert found["confusion"]["missed"]["unsure"] == found["confusion"]["no_trigger"]["answered"] == 1


def test_tone_is_taken_where_the_turn_stands(figures: dict[str, Any]) -> None:
    found = figures["tone"]["en"]
    assert (found["turns"], found["accuracy"], found["positive_negative"]) == (3, 0.3333, 0.5)
    assert found["positive_negative_where_decided"] == 1.0
    assert found["confusion"]["neutral"]["not_found"] == 1


def test_stretches_are_found_near_or_far(figures: dict[str, Any]) -> None:
    found = figures["conduct"]["en"]
    assert found["dead_air"] == {
        "labelled": 1, "found": 1, "found_within_300_ms": 1, "false": 1,
        "median_start_error_ms": 200, "median_end_error_ms": 250,
    }  # fmt: skip
    assert (found["talk_over"]["found"], found["talk_over"]["found_within_300_ms"]) == (1, 0)
    assert (found["hold"]["labelled"], found["hold"]["found"]) == (1, 0)
    assert found["within_300_ms"] == 0.3333


def test_redaction_counts_what_is_covered(figures: dict[str, Any]) -> None:
    # 950 of the first 1,000 ms and 500 of the second.
    assert figures["redaction"]["en"] == {"labelled": 2, "recall": 0.5, "time_recall": 0.725, "false": 1}


def test_without_what_was_heard_words_have_no_figures_but_a_reason(figures: dict[str, Any]) -> None:
    assert figures["words"]["en"]["wer"] is None
    assert "beside the predictions" in figures["words"]["en"]["why"]
    assert figures["phrases"]["en"]["baselines"] == {"exact": None, "partial_ratio": None, "embeddings": None}


def test_words_and_letters_are_counted_by_channel() -> None:
    said = (TurnLabel("agent", Span(0, 1), "Hello there, friend!", None),)
    call = LabelledCall("a", "en", said, (), (), {}, ())
    agent = tuple(Word(text, Span(0, 1), 1.0) for text in ["hello", "their", "friend", "now"])
    heard = HeardCall("a", "en", Transcript("en", 1, (Turn("agent", Span(0, 1), agent),), {}), (), {})
    found = {one.channel: one for one in errors(call, heard)}
    assert (found["agent"].words, found["agent"].word_errors) == (3, 2)
    assert (found["agent"].letters, found["agent"].letter_errors) == (18, 6)
    assert (found["customer"].words, found["customer"].word_errors) == (0, 0)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("שָׁלוֹם, לְכֻלָּם!", "שלום לכולם".replace("כול", "כל")),
        ("בית־ספר", "בית ספר"),
        ('חו"ל', "חול"),
        ("Well-known?", "well known"),
    ],
)
def test_text_is_plain_without_niqqud_and_punctuation(text: str, same: str) -> None:
    assert plain(text) == same


def test_equal_probabilities_stay_in_one_bin() -> None:
    scored = [(0.2, number < 2) for number in range(10)] + [(0.9, number < 6) for number in range(10)]
    assert expected_error(equal_width(scored)) == pytest.approx(0.15)
    assert expected_error(equal_mass(scored)) == pytest.approx(0.15)


def test_bins_of_equal_number_part_what_equal_width_lumps() -> None:
    scored = [(0.01, False)] * 5 + [(0.09, True)] * 5
    assert expected_error(equal_width(scored)) == pytest.approx(0.45)
    assert expected_error(equal_mass(scored)) == pytest.approx((0.01 + 0.91) / 2)


def test_curves_have_a_point_for_each_score() -> None:
    found = curves.points([(0.9, True), (0.7, False), (0.7, True), (0.2, True)])
    assert [(p.threshold, p.tally) for p in found] == [
        (0.9, Tally(1, 0, 2)), (0.7, Tally(2, 1, 1)), (0.2, Tally(3, 1, 0))
    ]  # fmt: skip
    best = curves.best([(0.9, True), (0.7, False), (0.7, True), (0.2, True)])
    assert best is not None
    assert (best.threshold, best.tally.f1) == (0.2, pytest.approx(6 / 7))


def test_calling_everything_said_is_no_threshold() -> None:
    assert curves.best([(0.0, True), (0.0, True)]) is None


def test_figures_that_cannot_be_had_are_none() -> None:
    assert (Tally(0, 0, 0).f1, Tally(0, 0, 2).precision, Tally(0, 2, 0).recall) == (None, None, None)


def test_intervals_are_drawn_over_whole_calls() -> None:
    def mean(drawn: list[int]) -> float:
        return sum(drawn) / len(drawn)

    assert interval([[1, 0], [1, 0], [1, 0]], mean) == [0.5, 0.5]
    assert interval([[1, 1], [0, 0]], mean) == [0.0, 1.0]
    assert interval([[1, 0]], mean) is None


def test_stretches_that_share_most_belong_together() -> None:
    true, found = [Span(0, 10), Span(20, 30)], [Span(25, 40), Span(8, 21), Span(1, 9)]
    assert pairs(true, found) == {0: 2, 1: 0}
