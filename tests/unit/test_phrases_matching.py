"""Phrases are found however they were varied or misheard, and near misses are not taken for them."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.engines.interfaces import Word
from qa.pipeline.model import PhraseFinding, PhraseSpec, Speaker, Transcript, Turn, Window
from qa.pipeline.phrases import find, nearest
from qa.platform.spans import Span

WORD_MS = 300
CHECK = "I will now check the details for you"
VERIFY_HE = "אני רוצה לוודא שהבנתי נכון"


def turn(text: str, start_ms: int = 0, speaker: Speaker = "agent", probability: float = 0.95) -> Turn:
    words = tuple(
        Word(word, Span(start_ms + at * WORD_MS, start_ms + (at + 1) * WORD_MS), probability)
        for at, word in enumerate(text.split())
    )
    return Turn(speaker, Span(start_ms, words[-1].span.end), words)


def heard(spec: PhraseSpec, *turns: Turn, duration_ms: int = 60_000) -> PhraseFinding:
    return find(call(turns, duration_ms), (spec,))[spec.id]


def call(turns: tuple[Turn, ...], duration_ms: int = 60_000, language: str = "en") -> Transcript:
    return Transcript(language, duration_ms, turns, speech={})


def close(*wordings: str) -> PhraseSpec:
    return PhraseSpec("p", wordings)


def exact(*wordings: str) -> PhraseSpec:
    return PhraseSpec("p", wordings, strictness="exact")


@pytest.mark.parametrize(
    ("wording", "said"),
    [
        (CHECK, "Okay, I will now check the details for you."),
        (CHECK, "I'll now check the details for you"),
        (CHECK, "I will now just check the details for you please"),
        (VERIFY_HE, "אז אני רק רוצה לוודא שהבנתי אותך נכון"),
        ("אני {מבין|מבינה} כמה זה מתסכל", "אני מבינה כמה זה מתסכל"),
        ("תודה על ההמתנה", "תודה רבה לך על ההמתנה"),
        ("before we continue, I will ask you two short questions", "Before we continue I'll ask you 2 short questions"),
        ("שלום, הגעתם לשירות הלקוחות של ..., מדברת ..., במה אוכל לעזור?",
         "שלום הגעתם לשירות הלקוחות של ברקת מוצרי חשמל מדברת דנה במה אוכל לעזור"),
    ],
)  # fmt: skip
def test_small_variations_still_say_it(wording: str, said: str) -> None:
    found = heard(close(wording), turn(said))
    assert found.verdict == "said", found.why
    assert found.probability > 0.7


@pytest.mark.parametrize(
    ("wording", "garbled"),
    [
        ("לפני שנמשיך, אשאל שתי שאלות קצרות", "בפני שנמשיך אשל שתי שאלות קטרות"),
        ("תודה שפנית אלינו, המשך יום נעים", "תודה שפניתה אלינו הם שח יום נעים"),
        ("כעת אבדוק עבורך את הפרטים", "כאת אב דוק עבורך את הפרטים"),
    ],
)
def test_a_garbled_transcript_does_not_hide_the_phrase(wording: str, garbled: str) -> None:
    found = heard(close(wording), turn(garbled, probability=0.6))
    assert found.verdict in {"said", "unsure"}, found.why
    assert found.probability > 0.5


@pytest.mark.parametrize(
    ("wording", "said"),
    [
        ("Thank you for holding", "thank you for calling our company today"),
        ("I understand how frustrating this is", "I understand how this machine is installed"),
        ("do not worry, your card is blocked and you will not be charged",
         "do not worry, your card is not blocked and you will be charged"),
        (VERIFY_HE, "הטכנאי יגיע אליך מחר בבוקר"),
    ],
)  # fmt: skip
def test_near_misses_are_not_taken_for_the_phrase(wording: str, said: str) -> None:
    assert heard(close(wording), turn(said)).verdict != "said"


def test_nothing_alike_is_not_said_and_says_so() -> None:
    found = heard(close(CHECK), turn("hello there"))
    assert (found.verdict, found.occurrences) == ("not_said", ())
    assert found.probability < 0.1


def test_an_exact_phrase_wants_its_very_wording() -> None:
    wording = "This call is recorded to improve our service"
    assert heard(exact(wording), turn("this call is recorded to improve our service")).verdict == "said"
    assert heard(exact(wording), turn("this call is being recorded to improve our great service")).verdict == "not_said"


def test_an_exact_phrase_forgives_spelling_that_sounds_the_same() -> None:
    assert heard(exact("השיחה מוקלטת לצורך שיפור השירות"), turn("השיחה מוכלתת לצורך שיפור השירות")).verdict == "said"


def test_an_exact_phrase_that_may_have_been_misheard_goes_to_a_person() -> None:
    found = heard(exact("השיחה מוקלטת לצורך שיפור השירות"), turn("השיח מוכלת לצורך שיפור חשירות", probability=0.65))
    assert found.verdict == "unsure"
    assert "misheard" in found.why


def test_the_evidence_is_the_moment_and_its_words() -> None:
    found = heard(close("thank you for holding"), turn("so well thank you for holding I have good news", 6_000))
    (evidence,) = found.occurrences
    assert evidence.text == "thank you for holding"
    assert evidence.span == Span(6_000 + 2 * WORD_MS, 6_000 + 6 * WORD_MS)


def test_all_occurrences_come_in_time_order() -> None:
    said = "thank you for holding"
    found = heard(close(said), turn(said, 30_000), turn(said, 5_000), turn("we are done", 50_000))
    assert [evidence.span.start for evidence in found.occurrences] == [5_000, 30_000]
    assert [moment.evidence for moment in found.moments] == list(found.occurrences)


def test_only_the_wanted_speaker_counts() -> None:
    spec = close("thank you for holding")
    customer = turn("thank you for holding", speaker="customer")
    assert heard(spec, customer, turn("good day madam", 9_000)).verdict == "not_said"
    assert heard(PhraseSpec("p", spec.wordings, speaker=None), customer).verdict == "said"


def test_an_unknown_speaker_counts_and_is_named() -> None:
    found = heard(close("thank you for holding"), turn("thank you for holding", speaker="unknown"))
    assert found.verdict == "said"
    assert "not known who" in found.why


def test_without_a_word_of_the_speaker_the_phrase_is_skipped() -> None:
    assert heard(close("thank you for holding"), turn("hello", speaker="customer")).verdict == "skipped"


@pytest.mark.parametrize(
    ("window", "verdict"),
    [
        (Window(first_ms=10_000), "not_said"),
        (Window(last_ms=35_000), "said"),
        (Window(last_ms=20_000), "not_said"),
        (Window(first_ms=31_000), "said"),
    ],
)
def test_a_window_bounds_the_search(window: Window, verdict: str) -> None:
    spec = PhraseSpec("p", ("thank you for holding",), window=window)
    assert heard(spec, turn("thank you for holding", 29_000)).verdict == verdict


def test_a_phrase_does_not_run_across_a_long_silence() -> None:
    found = heard(close("thank you for holding"), turn("thank you", 0), turn("for holding the door", 20_000))
    assert found.verdict != "said"


def test_words_that_another_phrase_explains_better_count_less() -> None:
    talk = (turn("thank you for calling"),)
    holding, calling = close("thank you for holding"), PhraseSpec("q", ("thank you for calling",))
    alone = find(call(talk), (holding,))["p"].probability
    rivalled = find(call(talk), (holding, calling))["p"].probability
    assert rivalled < alone


def test_twenty_phrases_in_a_minute_of_talk_do_no_wasted_work() -> None:
    """Not a stop-watch: the cost may grow with the phrases, but not with their square."""
    talk = tuple(
        turn("well I see that the machine is broken and needs a technician " * 2, at * 8_000) for at in range(8)
    )
    specs = tuple(PhraseSpec(f"p{at}", (f"I will now check item {at} for you dear customer",)) for at in range(24))
    find(call(talk, 64_000), specs)  # warm: patterns are read once
    started = time.process_time()
    find(call(talk, 64_000), specs[:6])
    few = time.process_time() - started
    started = time.process_time()
    find(call(talk, 64_000), specs)
    assert time.process_time() - started < 20 * few + 0.05


SOME_WORDS = ["thank", "you", "for", "holding", "the", "line", "אני", "מבין", "כמה", "זה", "לא", "please", "25", "blue"]
WORDS = st.lists(st.sampled_from(SOME_WORDS), max_size=30)


@settings(deadline=None, max_examples=60)
@given(WORDS, WORDS)
def test_findings_are_well_formed_whatever_was_said(agent: list[str], customer: list[str]) -> None:
    turns = tuple(
        turn(" ".join(words), start, speaker)
        for words, start, speaker in ((agent, 0, "agent"), (customer, 12_000, "customer"))
        if words
    )
    spec = PhraseSpec("p", ("thank you for holding", "אני {מבין|מבינה} כמה זה <what> [מאוד]"), speaker=None)
    found = find(call(turns), (spec,))["p"]
    assert 0 <= found.probability <= 1
    assert set(found.occurrences) <= {moment.evidence for moment in found.moments}
    starts = [moment.evidence.span for moment in found.moments]
    assert starts == sorted(starts)
    assert all(evidence.text for evidence in found.occurrences)


@settings(deadline=None, max_examples=40)
@given(st.integers(min_value=0, max_value=100_000))
def test_shifting_a_call_in_time_changes_no_verdict(by: int) -> None:
    spec = close("thank you for holding")
    still = heard(spec, turn("well thank you very much for holding"), duration_ms=200_000)
    moved = heard(spec, turn("well thank you very much for holding", by), duration_ms=200_000)
    assert (moved.verdict, moved.probability) == (still.verdict, still.probability)


def test_words_that_say_one_of_several_phrases_are_told_to_say_the_nearest():
    wordings = ("I will be {happy|glad} to help you with {that|this}", "you have come to the right place")
    glad = PhraseSpec("glad", wordings)
    first = PhraseSpec("first", ("first I will {look at|open} your {file|account}",))
    assert nearest("Sure, I will be glad to help you with this", (first, glad)) == "glad"
    assert nearest("first I'll open your account", (first, glad)) == "first"
    assert nearest("…", (first, glad)) is None
    assert nearest("whatever was heard there", (first,)) == "first"
