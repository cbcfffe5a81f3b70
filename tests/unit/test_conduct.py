"""How a call was conducted is read from who was heard when."""

from dataclasses import replace

import pytest

from qa.engines.interfaces import Word
from qa.pipeline import conduct
from qa.pipeline.model import WRITTEN_SIDE, Flag, Speaker, Transcript, Turn
from qa.platform.spans import Span


def turn(speaker: Speaker, start: int, end: int, words: int = 10) -> Turn:
    step = (end - start) // words
    said = tuple(Word("w", Span(start + i * step, start + (i + 1) * step), 1.0) for i in range(words))
    return Turn(speaker, Span(start, end), said)


def call(*turns: Turn, holds: tuple[Span, ...] = (), duration_ms: int = 60_000) -> Transcript:
    speech: dict[Speaker, tuple[Span, ...]] = {}
    for speaker in dict.fromkeys(turn.speaker for turn in turns):
        speech[speaker] = tuple(turn.span for turn in turns if turn.speaker == speaker)
    return Transcript("he", duration_ms, turns, speech, holds=holds)


def test_a_long_silence_between_words_is_dead_air() -> None:
    found = conduct.measure(call(turn("agent", 1_000, 5_000), turn("customer", 9_000, 12_000)), 3_000)
    assert found.dead_air == (Span(5_000, 9_000),)


def test_a_short_silence_and_the_edges_of_the_call_are_not() -> None:
    found = conduct.measure(call(turn("agent", 8_000, 12_000), turn("customer", 14_999, 20_000)), 3_000)
    assert found.dead_air == ()


def test_a_hold_is_not_dead_air_but_the_silence_around_it_is() -> None:
    turns = (turn("agent", 0, 5_000), turn("agent", 20_000, 25_000))
    assert conduct.measure(call(*turns, holds=(Span(5_000, 20_000),)), 3_000).dead_air == ()
    assert conduct.measure(call(*turns, holds=(Span(5_000, 16_000),)), 3_000).dead_air == (Span(16_000, 20_000),)


def test_silences_of_a_second_are_counted_and_their_share_leaves_holds_out() -> None:
    turns = (turn("agent", 1_000, 5_000), turn("customer", 6_000, 9_000), turn("agent", 9_999, 11_000))
    found = conduct.measure(call(*turns), 3_000)
    assert (found.silences, found.silence_share) == ((Span(5_000, 6_000),), 0.1)
    on_hold = conduct.measure(call(*turns, turn("agent", 21_000, 22_000), holds=(Span(11_000, 21_000),)), 3_000)
    assert on_hold.silence_share == pytest.approx(1_000 / 11_000)


def test_both_speaking_at_once_is_talk_over_from_a_tenth_of_a_second_on() -> None:
    over = conduct.measure(call(turn("agent", 0, 5_000), turn("customer", 4_900, 9_000)), 3_000).talk_over
    assert over == (Span(4_900, 5_000),)
    assert conduct.measure(call(turn("agent", 0, 5_000), turn("customer", 4_901, 9_000)), 3_000).talk_over == ()


def test_a_breath_does_not_part_what_both_say_at_once() -> None:
    agent, customer = turn("agent", 0, 5_000), (turn("customer", 3_000, 3_500), turn("customer", 3_900, 4_500))
    assert conduct.measure(call(agent, *customer), 3_000).talk_over == (Span(3_000, 4_500),)


@pytest.mark.parametrize(
    ("agent", "customer", "begun_by", "interrupts"),
    [
        ((0, 5_000), (4_000, 9_000), "customer", True),  # the agent gives way after a second
        ((4_000, 9_000), (0, 5_000), "agent", True),
        ((0, 5_000), (4_750, 9_000), "customer", False),  # comes in on the last syllable
        ((0, 5_000), (2_900, 9_000), "customer", False),  # the agent does not give way but finishes
        ((0, 5_000), (4_000, 5_400), "customer", False),  # a word of listening
        ((0, 5_000), (2_000, 2_500), "customer", False),  # the agent goes on
        ((0, 5_000), (50, 4_000), "unknown", False),  # both begin
    ],
)
def test_an_overlap_has_a_beginner_and_interrupts_where_the_other_gives_way(
    agent: tuple[int, int], customer: tuple[int, int], begun_by: str, *, interrupts: bool
) -> None:
    found = conduct.measure(call(turn("agent", *agent), turn("customer", *customer)), 3_000)
    assert [(overlap.begun_by, overlap.interrupts) for overlap in found.overlaps] == [(begun_by, interrupts)]
    assert len(found.interruptions) == interrupts


def test_a_hold_has_the_agents_words_around_it_and_the_time_to_the_first_behind_it() -> None:
    before, behind = turn("agent", 20_000, 24_000, 2), turn("agent", 41_500, 43_000, 3)
    customer = turn("customer", 24_500, 25_000, 1)
    (hold,) = conduct.measure(call(before, customer, behind, holds=(Span(26_000, 40_000),)), 3_000).holds
    assert hold.before is not None
    assert hold.after is not None
    assert (hold.before.span, hold.before.text) == (Span(20_000, 24_000), "w w")
    assert (hold.after.span, hold.return_ms) == (Span(41_500, 43_000), 1_500)


def test_a_hold_may_come_without_a_word_and_without_a_return() -> None:
    (hold,) = conduct.measure(call(turn("agent", 0, 4_000), holds=(Span(19_500, 40_000),)), 3_000).holds
    assert (hold.before, hold.after, hold.return_ms) == (None, None, None)


def test_a_stretched_first_word_does_not_shorten_the_return() -> None:
    word = Word("w", Span(39_000, 42_500), 1.0)
    stretched = Turn("agent", word.span, (word,))
    heard = Transcript("he", 60_000, (stretched,), {"agent": (Span(42_000, 42_500),)}, holds=(Span(26_000, 40_000),))
    assert conduct.measure(heard, 3_000).holds[0].return_ms == 2_000


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


def test_a_hold_ends_a_monologue() -> None:
    turns = (turn("agent", 0, 10_000), turn("agent", 12_900, 20_000))
    whole = conduct.measure(call(*turns), 3_000).longest_monologue
    parted = conduct.measure(call(*turns, holds=(Span(10_000, 12_900),)), 3_000).longest_monologue
    assert whole is not None
    assert parted is not None
    assert (whole.span, parted.span) == (Span(0, 20_000), Span(0, 10_000))


def test_nobody_heard_measures_nothing() -> None:
    found = conduct.measure(Transcript("he", 10_000, (), {}), 3_000)
    assert (found.dead_air, found.talk_over, found.talk_share) == ((), (), {})
    assert found.first_word_ms is None
    assert found.longest_monologue is None


def test_of_a_call_put_together_of_turns_nothing_between_them_is_told() -> None:
    held = call(
        turn("customer", 4_000, 9_000), turn("agent", 15_000, 25_000, words=30), turn("customer", 24_000, 26_000)
    )
    assert conduct.measure(held, 3_000).dead_air
    assert conduct.measure(held, 3_000).overlaps
    found = conduct.measure(replace(held, flags=(Flag(WRITTEN_SIDE, "written beforehand"),)), 3_000)
    between = (found.dead_air, found.silences, found.silence_share, found.overlaps, found.holds, found.first_word_ms)
    assert between == ((), (), 0.0, (), (), None)
    assert found.words_per_minute["agent"] == pytest.approx(180), "how fast somebody speaks is their own"
    assert found.longest_monologue is not None
    assert found.assembled
