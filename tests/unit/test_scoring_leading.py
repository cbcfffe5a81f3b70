"""Transition sentences count in their order, at their boundary, soon enough, or by their share."""

from qa.pipeline.model import ConductFinding, Evidence, Findings, Phase, PhraseFinding, PhraseSpec
from qa.platform.spans import Span
from qa.rubric.kinds import Transition
from qa.rubric.kinds.transition import Boundary
from qa.scoring.leading import Led, led

SILENT = ConductFinding((), {}, {}, None, None)
PHASES = (
    Phase("inquiry", Span(0, 60_000), "by the test"),
    Phase("solution", Span(60_000, 120_000), "by the test"),
    Phase("summary", Span(120_000, 150_000), "by the test"),
)
ENTERED = Boundary("inquiry", "solution", 10_000)
TWO = {"a": ["said", 50_000], "b": ["said", 118_000]}


def finding(phrase_id: str, verdict: str, *moments: int, probability: float | None = None) -> PhraseFinding:
    usual = {"said": 0.9, "unsure": 0.5, "not_said": 0.05, "skipped": 0.0}[verdict]
    occurrences = tuple(Evidence(Span(ms, ms + 1_000), "agent", phrase_id) for ms in moments)
    return PhraseFinding(phrase_id, verdict, usual if probability is None else probability, occurrences, "no model")


def judged(found: dict[str, list], phases: tuple[Phase, ...] = PHASES, **asked) -> Led:
    findings = {phrase_id: finding(phrase_id, *of) for phrase_id, of in found.items()}
    kind = Transition(tuple(PhraseSpec(phrase_id, ("x",)) for phrase_id in found), **asked)
    return led(kind, Findings(findings, {}, SILENT, phases=phases))


def test_a_sentence_at_its_boundary_is_in_its_place() -> None:
    near = judged({"a": ["said", 52_000]}, boundaries=(ENTERED,))
    assert (near.verdict, near.option_id, near.probability) == ("met", "met", 0.9)
    far = judged({"a": ["said", 20_000]}, boundaries=(ENTERED,))
    assert (far.verdict, far.option_id) == ("not_met", "partly")
    assert far.probability < 0.2, "said elsewhere, it is hardly said here"
    assert far.evidence[0].span.start == 20_000, "where it was said instead can be heard"
    assert judged({"a": ["not_said"]}, boundaries=(ENTERED,)).option_id == "not_met"


def test_of_several_moments_the_one_in_its_place_is_shown() -> None:
    found = judged({"a": ["said", 5_000, 62_000]}, boundaries=(ENTERED,))
    assert (found.verdict, found.evidence[0].span.start) == ("met", 62_000)


def test_where_phases_were_not_found_the_sentences_are_judged_alone_and_that_is_said() -> None:
    for phases in ((), PHASES[:1], PHASES[1:]):
        found = judged({"a": ["said", 20_000]}, phases, boundaries=(ENTERED,))
        assert found.option_id == "met"
        assert "only what was said" in found.why.en
        assert "נבדק רק מה שנאמר" in found.why.he
    assert "only what was said" not in judged({"a": ["said", 62_000]}, boundaries=(ENTERED,)).why.en


def test_the_next_sentence_may_have_to_follow_soon() -> None:
    assert judged(TWO, need=2).option_id == "met"
    assert judged(TWO, need=2, within_ms=67_000).option_id == "met"
    assert judged(TWO, need=2, within_ms=66_000).option_id == "partly"


def test_leading_the_call_is_a_share_in_any_order() -> None:
    swapped = {"a": ["said", 90_000], "b": ["said", 10_000], "c": ["not_said"], "d": ["not_said"]}
    assert judged(swapped, share=0.5).option_id == "met"
    assert judged(swapped, share=0.75).option_id == "partly"
    assert judged(swapped, share=0.75).probability == 0.05
    assert "2 of 4" in judged(swapped, share=0.5).why.en
    perhaps = swapped | {"c": ["unsure", 40_000]}
    assert (judged(perhaps, share=0.75).verdict, judged(perhaps, share=0.75).option_id) == ("unsure", None)


def test_what_could_not_be_checked_is_no_no() -> None:
    open_ = judged({"a": ["not_said"], "b": ["skipped"]}, need=1)
    assert (open_.verdict, open_.option_id) == ("skipped", None)
    assert open_.why.en == "Not checked, because no model."
    assert open_.why.he
    assert judged({"a": ["said", 5_000], "b": ["skipped"]}, need=1).option_id == "met"
    assert judged({"a": ["not_said"], "b": ["skipped"]}, need=2).option_id == "not_met", "one cannot be two"
