"""How a call was conducted is read from who was heard when."""

from qa.engines.interfaces import Word
from qa.pipeline import conduct
from qa.pipeline.model import Speaker, Transcript, Turn
from qa.platform.spans import Span


def turn(speaker: Speaker, start: int, end: int, words: int = 10) -> Turn:
    step = (end - start) // words
    said = tuple(Word("w", Span(start + i * step, start + (i + 1) * step), 1.0) for i in range(words))
    return Turn(speaker, Span(start, end), said)


def call(*turns: Turn, sound: tuple[Span, ...] = (), duration_ms: int = 60_000) -> Transcript:
    speech: dict[Speaker, tuple[Span, ...]] = {}
    for speaker in dict.fromkeys(turn.speaker for turn in turns):
        speech[speaker] = tuple(turn.span for turn in turns if turn.speaker == speaker)
    return Transcript("he", duration_ms, turns, speech, sound)


def test_a_long_silence_between_words_is_dead_air() -> None:
    found = conduct.measure(call(turn("agent", 1_000, 5_000), turn("customer", 9_000, 12_000)), 3_000)
    assert found.dead_air == (Span(5_000, 9_000),)


def test_a_short_silence_and_the_edges_of_the_call_are_not() -> None:
    found = conduct.measure(call(turn("agent", 8_000, 12_000), turn("customer", 14_999, 20_000)), 3_000)
    assert found.dead_air == ()


def test_hold_music_is_not_dead_air_but_a_click_does_not_end_one() -> None:
    turns = (turn("agent", 0, 5_000), turn("agent", 20_000, 25_000))
    assert conduct.measure(call(*turns, sound=(Span(5_000, 20_000),)), 3_000).dead_air == ()
    assert conduct.measure(call(*turns, sound=(Span(9_000, 9_100),)), 3_000).dead_air == (Span(5_000, 20_000),)


def test_both_speaking_at_once_is_talk_over_from_a_tenth_of_a_second_on() -> None:
    over = conduct.measure(call(turn("agent", 0, 5_000), turn("customer", 4_900, 9_000)), 3_000).talk_over
    assert over == (Span(4_900, 5_000),)
    assert conduct.measure(call(turn("agent", 0, 5_000), turn("customer", 4_901, 9_000)), 3_000).talk_over == ()


def test_an_echo_without_words_is_not_talk_over() -> None:
    echo = Transcript(
        "he",
        20_000,
        (turn("agent", 0, 5_000), turn("customer", 9_000, 12_000)),
        {"agent": (Span(0, 5_000),), "customer": (Span(1_000, 4_000), Span(9_000, 12_000))},
    )
    assert conduct.measure(echo, 3_000).talk_over == ()


def test_shares_and_pace_are_of_speech_not_of_the_call() -> None:
    found = conduct.measure(call(turn("agent", 0, 30_000, 60), turn("customer", 30_000, 40_000, 10)), 3_000)
    assert found.talk_share == {"agent": 0.75, "customer": 0.25}
    assert found.words_per_minute == {"agent": 120.0, "customer": 60.0}


def test_the_first_word_is_not_before_the_agent_is_heard() -> None:
    early = turn("agent", 0, 5_000)
    heard = Transcript("he", 60_000, (early,), {"agent": (Span(900, 5_000),)})
    assert conduct.measure(heard, 3_000).first_word_ms == 900


def test_a_word_of_listening_does_not_end_a_monologue_but_a_sentence_does() -> None:
    turns = (
        turn("agent", 0, 10_000),
        turn("customer", 10_000, 10_500, 1),
        turn("agent", 10_500, 20_000),
        turn("customer", 20_000, 24_000),
        turn("agent", 24_000, 30_000),
    )
    longest = conduct.measure(call(*turns), 3_000).longest_monologue
    assert longest is not None
    assert longest.span == Span(0, 20_000)


def test_nobody_heard_measures_nothing() -> None:
    found = conduct.measure(Transcript("he", 10_000, (), {}), 3_000)
    assert (found.dead_air, found.talk_over, found.talk_share) == ((), (), {})
    assert found.first_word_ms is None
    assert found.longest_monologue is None
