"""Findings become suggestions: what is unsure stays unsure, what had no opportunity is not applicable."""

import pytest

from qa.pipeline.model import (
    ConductFinding,
    Evidence,
    Findings,
    Opportunity,
    Overlap,
    PhraseFinding,
    PhraseSpec,
    SituationFinding,
    SituationSpec,
)
from qa.platform.spans import Span
from qa.rubric.kinds import Conduct, Manual, Phrase, Situation, Transition
from qa.rubric.kinds.conduct import Measure
from qa.rubric.model import Kind, Option, Question, Rubric, Section, Texts
from qa.scoring.ordering import longest_in_order
from qa.scoring.suggest import Suggestion, suggest

TEXT = Texts("א", "a")
SPEC = PhraseSpec("q", ("thank you for calling",))


def at(ms: int) -> Evidence:
    return Evidence(Span(ms, ms + 500), "agent", "words")


def finding(verdict: str, *moments: int, phrase_id: str = "q", probability: float = 0.9) -> PhraseFinding:
    return PhraseFinding(phrase_id, verdict, probability, tuple(at(ms) for ms in moments), "why")


def conduct(**known: object) -> ConductFinding:
    nothing = {
        "dead_air": (), "talk_share": {}, "words_per_minute": {}, "first_word_ms": None,
        "longest_monologue": None,
    }  # fmt: skip
    return ConductFinding(**(nothing | known))


def suggested(kind: Kind, findings: Findings) -> Suggestion | None:
    options = (Option("x", TEXT, 1.0), Option("y", TEXT, 0.0))
    question = Question("q", kind, TEXT, None, options)
    rubric = Rubric("r", 1, "en", TEXT, 50.0, 3_000, (Section("s", TEXT, 1.0, (question,)),))
    found = suggest(findings, rubric)
    return found[0] if found else None


def phrases(*found: PhraseFinding) -> Findings:
    return Findings({f.phrase_id: f for f in found}, {}, conduct())


@pytest.mark.parametrize(
    ("verdict", "option_id"), [("said", "said"), ("not_said", "not_said"), ("unsure", None), ("skipped", None)]
)
def test_a_phrase_is_suggested_as_found(verdict: str, option_id: str | None) -> None:
    suggestion = suggested(Phrase(SPEC, forbidden=False), phrases(finding(verdict, 3_000, probability=0.6)))
    assert suggestion is not None
    assert (suggestion.verdict, suggestion.option_id) == (verdict, option_id)
    if verdict != "skipped":
        assert (suggestion.probability, suggestion.evidence) == (0.6, (at(3_000),))
    assert suggestion.why.he
    assert suggestion.why.en


def transition(need: int, *found: PhraseFinding) -> tuple[str, str | None]:
    kind = Transition(tuple(PhraseSpec(f.phrase_id, ("x",)) for f in found), need)
    suggestion = suggested(kind, phrases(*found))
    assert suggestion is not None
    return suggestion.verdict, suggestion.option_id


def test_one_sentence_of_the_list_makes_a_transition() -> None:
    assert transition(1, finding("not_said", phrase_id="a"), finding("said", 5, phrase_id="b")) == ("met", "met")
    assert transition(1, finding("not_said", phrase_id="a")) == ("not_met", "not_met")
    assert transition(1, finding("unsure", 5, phrase_id="a")) == ("unsure", None)
    assert transition(1, finding("skipped", phrase_id="a")) == ("skipped", None)


def test_several_sentences_must_come_in_order() -> None:
    in_order = (finding("said", 1_000, phrase_id="a"), finding("said", 9_000, phrase_id="b"))
    swapped = (finding("said", 9_000, phrase_id="a"), finding("said", 1_000, phrase_id="b"))
    assert transition(2, *in_order) == ("met", "met")
    assert transition(2, *swapped) == ("not_met", "partly")


def test_an_unsure_sentence_that_would_complete_a_transition_leaves_it_unsure() -> None:
    found = (finding("said", 1_000, phrase_id="a"), finding("unsure", 9_000, phrase_id="b"))
    assert transition(2, *found) == ("unsure", None)


@pytest.mark.parametrize(
    ("times", "longest"),
    [
        ([], 0),
        ([[5]], 1),
        ([[5], [3]], 1),
        ([[5, 1], [3]], 2),
        ([[9], [1], [2], [3]], 3),
        ([[], [4]], 1),
        ([[4], [4]], 1),
    ],
)
def test_the_longest_run_in_order_is_found(times: list[list[int]], longest: int) -> None:
    assert longest_in_order([[Span(ms, ms + 1) for ms in moments] for moments in times]) == longest


@pytest.mark.parametrize(
    ("times", "longest"),
    [
        ([[(0, 5)], [(15, 20)], [(30, 40)]], 3),
        ([[(0, 5)], [(16, 20)], [(30, 40)]], 2),
        ([[(0, 5), (8, 10)], [(16, 20)], [(30, 40)]], 3),
        ([[(0, 5)], [(50, 60)], [(7, 9)]], 2),
    ],
)
def test_things_in_order_may_have_to_follow_soon(times: list[list[tuple[int, int]]], longest: int) -> None:
    assert longest_in_order([[Span(*span) for span in moments] for moments in times], within_ms=10) == longest


def situation(*outcomes: str) -> Suggestion | None:
    spec = SituationSpec("q", SPEC, SPEC, 10_000)
    opportunities = tuple(Opportunity(at(i), outcome, None, 0.5) for i, outcome in enumerate(outcomes))
    return suggested(Situation(spec), Findings({}, {"q": SituationFinding("q", opportunities)}, conduct()))


@pytest.mark.parametrize(
    ("outcomes", "verdict", "option_id"),
    [
        ([], "not_applicable", None),
        (["answered", "answered"], "met", "answered"),
        (["answered", "missed"], "not_met", "partly"),
        (["late"], "not_met", "partly"),
        (["missed", "missed"], "not_met", "missed"),
        (["answered", "unsure"], "unsure", None),
    ],
)
def test_every_opportunity_of_a_situation_counts(outcomes: list[str], verdict: str, option_id: str | None) -> None:
    suggestion = situation(*outcomes)
    assert suggestion is not None
    assert (suggestion.verdict, suggestion.option_id) == (verdict, option_id)
    assert len(suggestion.evidence) == len(outcomes)


BOTH = {"agent": 0.6, "customer": 0.4}
SHARES = {"talk_share": BOTH}
OVERLAPS = (
    Overlap(Span(0, 700), "agent", interrupts=True),
    Overlap(Span(900, 1_300), "customer", interrupts=False),
)
LECTURE = Evidence(Span(0, 46_000), "agent", "…")


@pytest.mark.parametrize(
    ("kind", "known", "verdict"),
    [
        (Conduct("dead_air_count", None, 0), {"dead_air": (Span(0, 5_000),)}, "not_met"),
        (Conduct("dead_air_count", None, 0), {}, "met"),
        (Conduct("dead_air_longest_s", None, 5), {"dead_air": (Span(0, 5_000),)}, "met"),
        (Conduct("talk_over_total_s", None, 1), {"overlaps": OVERLAPS, **SHARES}, "not_met"),
        (Conduct("talk_over_count", None, 1), {}, "skipped"),
        (Conduct("agent_talk_share", 0.3, 0.6), {"talk_share": BOTH}, "met"),
        (Conduct("agent_talk_share", 0.3, 0.6), {"talk_share": {"unknown": 1.0}}, "skipped"),
        (Conduct("agent_words_per_minute", 100, None), {"words_per_minute": {"agent": 99.0}}, "not_met"),
        (Conduct("first_word_s", None, 5), {"first_word_ms": 5_000}, "met"),
        (Conduct("first_word_s", None, 5), {}, "skipped"),
        (Conduct("longest_monologue_s", None, 45), {"longest_monologue": LECTURE}, "not_met"),
    ],
)  # fmt: skip
def test_conduct_is_held_against_its_bounds(kind: Conduct, known: dict[str, object], verdict: str) -> None:
    suggestion = suggested(kind, Findings({}, {}, conduct(**known)))
    assert suggestion is not None
    assert suggestion.verdict == verdict
    assert suggestion.option_id == (None if verdict == "skipped" else verdict)


def test_a_question_for_people_has_no_suggestion() -> None:
    assert suggested(Manual(), phrases()) is None


def test_a_phrase_that_could_not_be_looked_for_says_why_in_both_languages() -> None:
    unheard = PhraseFinding("q", "skipped", 0.0, (), "no words of the agent were recognised")
    said = suggested(Phrase(SPEC, forbidden=False), phrases(unheard))
    assert said is not None
    assert said.why.en == "Not checked, because no words of this speaker were recognised."
    unloaded = PhraseFinding("q", "skipped", 0.0, (), "the model is missing")
    said = suggested(Phrase(SPEC, forbidden=False), phrases(unloaded))
    assert said is not None
    assert said.why.en == "Not checked, because the model is missing."
    assert "לא נבדק" in said.why.he


@pytest.mark.parametrize(("outcomes", "skipped"), [([], "trigger"), (["missed"], "response")])
def test_a_situation_whose_part_could_not_be_looked_for_is_skipped(outcomes: list[str], skipped: str) -> None:
    parts = {name: PhraseSpec(f"q.{name}", ("x",)) for name in ("trigger", "response")}
    kind = Situation(SituationSpec("q", parts["trigger"], parts["response"], 10_000))
    opportunities = tuple(Opportunity(at(0), outcome, None, 0.1) for outcome in outcomes)
    found = {
        spec.id: finding("skipped" if name == skipped else "said", 0, phrase_id=spec.id) for name, spec in parts.items()
    }
    said = suggested(kind, Findings(found, {"q": SituationFinding("q", opportunities)}, conduct()))
    assert said is not None
    assert (said.verdict, said.option_id) == ("skipped", None)


@pytest.mark.parametrize(
    ("verdict", "probability", "confidence"), [("said", 0.9, 0.9), ("not_said", 0.2, 0.8), ("unsure", 0.5, None)]
)
def test_confidence_is_that_of_the_verdict(verdict: str, probability: float, confidence: float | None) -> None:
    said = suggested(Phrase(SPEC, forbidden=False), phrases(finding(verdict, 1, probability=probability)))
    assert said is not None
    assert said.probability == probability
    assert said.confidence == (confidence if confidence is None else pytest.approx(confidence))


def test_several_opportunities_are_all_answered_only_as_likely_as_together() -> None:
    said = situation("answered", "answered")
    assert said is not None
    assert said.probability == 0.25


@pytest.mark.parametrize(
    ("measure", "judged"),
    [
        ("dead_air_count", False),
        ("silence_share", False),
        ("hold_count", False),
        ("agent_interruption_count", False),
        ("first_word_s", False),
        ("agent_words_per_minute", True),
        ("longest_monologue_s", True),
    ],
)
def test_practice_is_not_judged_by_pauses_that_nobody_made(measure: Measure, *, judged: bool) -> None:
    practised = conduct(words_per_minute={"agent": 100.0}, longest_monologue=at(0), assembled=True)
    suggestion = suggested(Conduct(measure, None, 200.0), Findings({}, {}, practised))
    assert suggestion is not None
    assert suggestion.verdict == ("met" if judged else "not_applicable")
    assert ("practice" in suggestion.why.en) is not judged
