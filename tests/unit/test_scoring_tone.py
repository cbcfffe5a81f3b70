"""A tone is held against its bounds as far as it is known; where it is not, nothing is said against anybody."""

import pytest

from qa.engines.interfaces import Word
from qa.pipeline.model import ConductFinding, Findings, ToneFinding, ToneMark, Transcript, Turn
from qa.platform.spans import Span
from qa.rubric.kinds import Tone
from qa.rubric.model import Option, Question, Rubric, Section, Texts
from qa.scoring.suggest import Suggestion, suggest

TEXT = Texts("א", "a")
LABELS = ("positive", "negative", "neutral", "negative", "positive", "negative", "positive", "negative")


def transcript() -> Transcript:
    """Eight turns of five seconds, two in each quarter: the agent's, then the customer's."""
    turns = tuple(
        Turn("agent" if i % 2 == 0 else "customer", Span(i * 5_000, i * 5_000 + 4_000),
             (Word(f"turn{i}", Span(i * 5_000, i * 5_000 + 4_000), 1.0),))
        for i in range(8)
    )  # fmt: skip
    return Transcript("en", 40_000, turns, {})


def tone(probability: float = 0.95, **quarters: tuple[float | None, ...]) -> ToneFinding:
    known = {"agent": (5.0, 0.0, 5.0, 5.0), "customer": (-5.0, -5.0, -5.0, -5.0)} | quarters
    marks = tuple(ToneMark(i, label, probability) for i, label in enumerate(LABELS))
    return ToneFinding(marks, known, {"agent": 0.0, "customer": 0.0})


def suggested(kind: Tone, found: ToneFinding | None, *, heard: bool = True) -> Suggestion:
    question = Question("q", kind, TEXT, None, tuple(Option(o.id, o.label, o.share) for o in kind.reachable()))
    rubric = Rubric("r", 1, "en", TEXT, 50.0, 3_000, (Section("s", TEXT, 1.0, (question,)),))
    findings = Findings({}, {}, ConductFinding((), {}, {}, None, None), tone=found)
    return suggest(findings, rubric, transcript() if heard else None)[0]


@pytest.mark.parametrize(
    ("measure", "at_least", "at_most", "verdict"),
    [
        ("mean", 2, None, "met"),
        ("mean", 4.9, None, "not_met"),
        ("first_quarter", 4, None, "met"),
        ("last_quarter", None, 0, "not_met"),
        ("lowest_quarter", 3, None, "not_met"),
        ("lowest_quarter", -2, None, "met"),
        ("trend", -3, 3, "met"),
        ("trend", 4, None, "not_met"),
    ],
)
def test_each_measure_is_held_against_its_bounds(measure, at_least, at_most, verdict) -> None:
    found = suggested(Tone("agent", measure, at_least, at_most), tone())
    assert (found.verdict, found.option_id) == (verdict, verdict)
    assert (found.probability > 0.5) == (verdict == "met")
    assert found.confidence is not None
    assert found.confidence >= 0.7
    assert found.why.he
    assert "The agent's tone" in found.why.en


def test_the_closer_to_the_bound_and_the_vaguer_the_labels_the_less_sure() -> None:
    sure, vague = (suggested(Tone("agent", "mean", 2, None), tone(probability)) for probability in (0.99, 0.55))
    assert sure.probability > vague.probability > 0.5
    assert suggested(Tone("agent", "mean", 3.75, None), tone()).verdict == "unsure"


def test_the_turns_that_decided_are_its_evidence() -> None:
    found = suggested(Tone("customer", "last_quarter", 0, None), tone())
    assert found.option_id == "not_met"
    assert [evidence.text for evidence in found.evidence] == ["turn7"]
    assert "The customer's tone" in found.why.en
    praised = suggested(Tone("agent", "mean", 0, None), tone())
    assert [evidence.text for evidence in praised.evidence] == ["turn0", "turn4", "turn6"]
    assert suggested(Tone("agent", "mean", 0, None), tone(), heard=False).evidence == ()


def test_quarters_in_which_nothing_is_known_are_passed_over() -> None:
    found = tone(agent=(None, -4.0, 2.0, None))
    assert suggested(Tone("agent", "last_quarter", 1, None), found).option_id == "met"
    assert suggested(Tone("agent", "first_quarter", 1, None), found).option_id == "not_met"


@pytest.mark.parametrize(
    ("found", "measure", "reason"),
    [
        (None, "mean", "no engine"),
        (tone(agent=(None, None, None, None)), "mean", "too little"),
        (ToneFinding((), {}, {}), "lowest_quarter", "too little"),
        (tone(agent=(None, 3.0, None, None)), "trend", "one quarter"),
    ],
)
def test_an_unknown_tone_is_skipped_with_the_reason(found, measure, reason: str) -> None:
    skipped = suggested(Tone("agent", measure, 0, None), found)
    assert (skipped.verdict, skipped.option_id, skipped.confidence) == ("skipped", None, None)
    assert reason in skipped.why.en
    assert "לא נבדק" in skipped.why.he
