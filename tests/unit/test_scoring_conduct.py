"""Each measure reads its own figure, with the moments to hear, and says nothing where the recording does not tell."""

from typing import get_args

import pytest

from qa.pipeline.model import ConductFinding, Evidence, Hold, Overlap
from qa.platform.spans import Span
from qa.rubric.kinds.conduct import Conduct, Measure
from qa.scoring import why
from qa.scoring.conduct import measured

BY_AGENT, BY_CUSTOMER = Span(1_000, 2_000), Span(5_000, 5_500)
ANNOUNCED, SUDDEN = Span(10_000, 20_000), Span(30_000, 35_000)
WORDS = Evidence(Span(8_000, 9_000), "agent", "one moment please")
FINDING = ConductFinding(
    dead_air=(Span(50_000, 54_000),),
    talk_share={"agent": 0.6, "customer": 0.4},
    words_per_minute={"agent": 150.0, "customer": 120.0},
    first_word_ms=800,
    longest_monologue=WORDS,
    silences=(Span(22_000, 23_000), Span(50_000, 54_000)),
    silence_share=0.1,
    overlaps=(Overlap(BY_AGENT, "agent", interrupts=True), Overlap(BY_CUSTOMER, "customer", interrupts=False)),
    holds=(Hold(ANNOUNCED, WORDS, WORDS, 1_500), Hold(SUDDEN, None, None, None)),
    loudness={"agent": -20.0, "customer": -29.5},
)
NOBODY_KNOWN = ConductFinding((), {"unknown": 1.0}, {"unknown": 100.0}, None, None, loudness={"unknown": -20.0})


@pytest.mark.parametrize(
    ("measure", "value", "moments"),
    [
        ("silence_share", 0.1, [Span(22_000, 23_000), Span(50_000, 54_000)]),
        ("talk_over_count", 2, [BY_AGENT, BY_CUSTOMER]),
        ("talk_over_total_s", 1.5, [BY_AGENT, BY_CUSTOMER]),
        ("agent_talk_over_count", 1, [BY_AGENT]),
        ("customer_talk_over_count", 1, [BY_CUSTOMER]),
        ("agent_interruption_count", 1, [BY_AGENT]),
        ("customer_interruption_count", 0, []),
        ("customer_words_per_minute", 120.0, []),
        ("agent_loudness_db", -20.0, []),
        ("loudness_difference_db", 9.5, []),
        ("hold_count", 2, [ANNOUNCED, SUDDEN]),
        ("hold_total_s", 15.0, [ANNOUNCED, SUDDEN]),
        ("hold_longest_s", 10.0, [ANNOUNCED]),
        ("hold_unannounced_count", 1, [SUDDEN]),
        ("hold_no_return_count", 1, [SUDDEN]),
        ("hold_return_longest_s", 1.5, [Span(20_000, 21_500)]),
    ],
)
def test_a_measure_has_its_value_and_its_moments(measure: Measure, value: float, moments: list[Span]) -> None:
    found = measured(measure, FINDING)
    assert found is not None
    assert found.value == pytest.approx(value)
    assert [evidence.span for evidence in found.evidence] == moments


def test_who_did_what_is_not_told_where_nobody_knows_who_is_who() -> None:
    told = {measure for measure in get_args(Measure) if measured(measure, NOBODY_KNOWN) is not None}
    assert told == {
        "dead_air_count", "dead_air_longest_s", "silence_share", "hold_count", "hold_total_s", "hold_longest_s",
    }  # fmt: skip


@pytest.mark.parametrize("measure", get_args(Measure))
def test_every_measure_is_read_and_explained_in_both_languages(measure: Measure) -> None:
    found = measured(measure, FINDING)
    assert found is not None
    text = why.conduct(Conduct(measure, None, 3), found.value)
    assert "3" in text.en
    assert any("\u05d0" <= letter <= "\u05ea" for letter in text.he)
