"""Music is told from speech, from noise and from silence by its sound alone."""

from collections.abc import Callable

import numpy as np
import pytest

from qa.pipeline.holds import ChannelSpans, apart, of_the_agent
from qa.pipeline.model import Channel, DecodedAudio
from qa.platform.spans import Span
from tests.unit.sounds import Sound, at_level, chords, drums, line, melody, noise, ringing, talk, time, typing

SECONDS = 30
FIRST, LAST = Span(1_000, 6_000), Span(22_000, 28_000)
#: Where the sound under test is put: between two stretches of the agent's talk.
GAP = Span(8_000, 20_000)


def hears(*channels: tuple[Span, ...]) -> Callable[[DecodedAudio], ChannelSpans]:
    """A detector that always says the same."""
    return lambda _: channels


def call(*channels: Sound) -> DecodedAudio:
    return DecodedAudio(tuple(Channel("unknown", c) for c in channels), SECONDS * 1000, "pcm", 8000)


def agent_with(sound: Sound, noise_db: float = -52.0) -> Sound:
    return line(
        SECONDS * 1000, (FIRST.start, talk(5_000)), (GAP.start, sound), (LAST.start, talk(6_000)), noise_db=noise_db
    )


def music_on_the_agents_line(sound: Sound, noise_db: float = -52.0) -> tuple[Span, ...]:
    customer = line(SECONDS * 1000, noise_db=noise_db, seed=2)
    _, (played, elsewhere) = apart(call(agent_with(sound, noise_db), customer), hears((FIRST, LAST), ()))
    assert elsewhere == ()
    return played


def assert_near(found: Span, meant: Span, within_ms: int = 100) -> None:
    assert abs(found.start - meant.start) <= within_ms
    assert abs(found.end - meant.end) <= within_ms


@pytest.mark.parametrize("noise_db", [-52.0, -34.0])
@pytest.mark.parametrize("play", [melody, chords])
def test_a_melody_is_found_with_its_edges_even_in_noise(play: Callable[[int], Sound], noise_db: float) -> None:
    (found,) = music_on_the_agents_line(play(GAP.length), noise_db)
    assert_near(found, GAP)


def test_music_without_a_single_tone_is_found_on_a_quiet_line() -> None:
    (found,) = music_on_the_agents_line(drums(GAP.length))
    assert_near(found, GAP, 250)


@pytest.mark.parametrize(("on_ms", "off_ms"), [(1_000, 3_000), (2_000, 4_000), (400, 2_000)])
def test_a_ringing_tone_is_one_hold_with_its_pauses(on_ms: int, off_ms: int) -> None:
    whole = (GAP.length // (on_ms + off_ms)) * (on_ms + off_ms)
    (found,) = music_on_the_agents_line(ringing(whole, on_ms=on_ms, off_ms=off_ms))
    assert_near(found, Span(GAP.start, GAP.start + whole - off_ms))


@pytest.mark.parametrize(
    "sound",
    [
        noise(12_000, -52.0, seed=5),
        typing(12_000),
        ringing(500, on_ms=500, off_ms=0),
        melody(2_500),
        ringing(12_000, on_ms=300, off_ms=5_000),
    ],
    ids=["silence", "typing", "a beep", "a short jingle", "beeps far apart"],
)
def test_what_is_no_music_is_no_hold(sound: Sound) -> None:
    assert music_on_the_agents_line(sound) == ()


def test_a_line_that_whistles_all_the_time_plays_no_music() -> None:
    whistle = at_level(np.sin(2 * np.pi * 1_000 * time(SECONDS * 1000)), -40.0)
    agent = agent_with(np.zeros(16, np.float32)) + whistle
    assert apart(call(agent), hears((FIRST, LAST)))[1] == ((),)


def test_talk_that_the_detector_missed_for_a_moment_is_no_music() -> None:
    assert music_on_the_agents_line(talk(4_500, seed=3)) == ()


def test_a_steady_noise_while_the_other_one_talks_is_the_room() -> None:
    agent = agent_with(drums(GAP.length))
    customer = line(SECONDS * 1000, (GAP.start, talk(GAP.length, seed=3)), seed=2)
    _, (played, _) = apart(call(agent, customer), hears((FIRST, LAST), (GAP,)))
    assert played == ()


def test_a_leak_of_the_music_on_the_other_line_is_not_played_there() -> None:
    sound = melody(GAP.length)
    customer = line(SECONDS * 1000, (GAP.start, sound * np.float32(10 ** (-35 / 20))), seed=2)
    _, (played, leaked) = apart(call(agent_with(sound), customer), hears((FIRST, LAST), ()))
    assert_near(played[0], GAP)
    assert leaked == ()


def test_a_song_is_no_speech_although_the_detector_takes_it_for_some() -> None:
    sung = Span(GAP.start + 3_000, GAP.start + 9_000)
    speech, ((played,),) = apart(call(agent_with(chords(GAP.length))), hears((FIRST, sung, LAST)))
    assert_near(played, GAP)
    assert speech == ((FIRST, LAST),)


def test_a_moment_of_a_melody_that_passes_for_speech_does_not_part_it() -> None:
    passing = Span(GAP.start + 5_000, GAP.start + 5_500)
    quick = np.concatenate([melody(4_900), np.zeros(100 * 16, np.float32), melody(7_000)])
    speech, ((played,),) = apart(call(agent_with(quick)), hears((FIRST, passing, LAST)))
    assert_near(played, GAP)
    assert speech == ((FIRST, LAST),)


def test_a_first_note_that_passes_for_speech_is_music_but_a_word_is_not() -> None:
    note, word = Span(GAP.start, GAP.start + 300), Span(GAP.start, GAP.start + 500)
    speech, ((played,),) = apart(call(agent_with(melody(GAP.length))), hears((FIRST, note, LAST)))
    assert_near(played, GAP)
    assert speech == ((FIRST, LAST),)
    spoken = np.concatenate([talk(500), noise(200, -52.0), melody(GAP.length - 700)])
    speech, ((played,),) = apart(call(agent_with(spoken)), hears((FIRST, word, LAST)))
    assert_near(played, Span(GAP.start + 700, GAP.end))
    assert speech == ((FIRST, word, LAST),)


def test_somebody_who_comes_back_between_two_pieces_of_music_is_heard() -> None:
    back = Span(GAP.start + 4_000, GAP.start + 7_000)
    parts = np.concatenate([melody(4_000), talk(3_000), melody(5_000)])
    speech, (played,) = apart(call(agent_with(parts)), hears((FIRST, back, LAST)))
    assert speech == ((FIRST, back, LAST),)
    for found, meant in zip(played, (Span(GAP.start, back.start), Span(back.end, GAP.end)), strict=True):
        assert_near(found, meant)


def test_a_voice_that_the_detector_hears_late_is_not_part_of_the_melody_before_it() -> None:
    sound = np.concatenate([melody(9_000), noise(400, -52.0), talk(3_000)])
    late = Span(GAP.start + 10_000, GAP.end)
    _, ((played,),) = apart(call(agent_with(sound)), hears((FIRST, late, LAST)))
    assert_near(played, Span(GAP.start, GAP.start + 9_000))


def test_where_there_is_a_melody_the_detector_is_asked_again_without_it() -> None:
    asked: list[bool] = []

    def deafened(audio: DecodedAudio) -> ChannelSpans:
        music = audio.channels[0].samples[GAP.start * 16 + 1_600 : GAP.end * 16 - 1_600]
        asked.append(bool(np.any(music)))
        return ((FIRST,),) if asked[-1] else ((FIRST, LAST),)

    speech, _ = apart(call(agent_with(melody(GAP.length))), deafened)
    assert asked == [True, False]
    assert speech == ((FIRST, LAST),)


def test_without_music_the_detector_is_asked_once() -> None:
    asked = []
    apart(call(agent_with(np.zeros(16, np.float32))), lambda _: (asked.append(1), ((FIRST, LAST),))[1])
    assert len(asked) == 1


def test_a_hold_is_the_agents_or_nobodys_music_once_somebody_has_spoken() -> None:
    queue, hold, radio = Span(0, 4_000), Span(20_000, 30_000), Span(40_000, 50_000)
    music, speech = ((queue, hold), (radio,)), ((Span(5_000, 9_000),), (Span(10_000, 12_000),))
    assert of_the_agent(music, speech, ("agent", "customer")) == (hold,)
    assert of_the_agent(music, speech, ("unknown", "unknown")) == (hold, radio)
    assert of_the_agent(music, ((), ()), ("agent", "customer")) == ()


@pytest.mark.parametrize("samples", [np.zeros(0, np.float32), np.zeros(16_000, np.float32), noise(100, -50)])
def test_no_sound_or_hardly_any_is_no_music(samples: Sound) -> None:
    audio = DecodedAudio((Channel("unknown", samples),), len(samples) // 16, "pcm", 8000)
    assert apart(audio, hears(())) == (((),), ((),))
