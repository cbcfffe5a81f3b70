"""When a party speaks is exact to a few frames, and the babble of a room is nobody's speech."""

import numpy as np
import pytest

from qa.engines.interfaces import Segment, Word
from qa.pipeline.model import Channel, DecodedAudio
from qa.pipeline.voices import exact, loudness
from qa.platform.spans import Span
from tests.unit.sounds import Sound, at_level, line, noise, talk

SECONDS = 20
VOICE = Span(5_000, 9_000)


def call(*channels: Sound) -> DecodedAudio:
    return DecodedAudio(tuple(Channel("unknown", c) for c in channels), SECONDS * 1000, "pcm", 8000)


def said(*spans: Span) -> tuple[Segment, ...]:
    return (Segment(tuple(Word("w", span, 1.0) for span in spans), "he"),)


def steady(span: Span, db: float = -22.0, seed: int = 3) -> tuple[int, Sound]:
    """A sound with hard edges, so that a test knows to the millisecond where it is."""
    return span.start, noise(span.length, db, seed)


WORDS = said(VOICE)


@pytest.mark.parametrize("noise_db", [-60.0, -45.0, -34.0])
@pytest.mark.parametrize("off_ms", [-100, 0, 100, 250])
def test_a_beginning_is_where_the_sound_rises_over_the_noise(off_ms: int, noise_db: float) -> None:
    heard = Span(VOICE.start + off_ms, VOICE.end)
    ((found,),) = exact(call(line(20_000, steady(VOICE), noise_db=noise_db)), ((heard,),), [WORDS], ((),))
    assert abs(found.start - VOICE.start) <= 20
    assert found.end == pytest.approx(VOICE.end, abs=20)


def test_an_end_is_never_earlier_than_the_detector_says_because_voices_fade_into_the_noise() -> None:
    heard = Span(VOICE.start, VOICE.end + 80)
    ((found,),) = exact(call(line(20_000, steady(VOICE))), ((heard,),), [WORDS], ((),))
    assert found.end == heard.end


def test_a_span_grows_only_a_little_however_long_the_sound_beside_it_goes_on() -> None:
    heard = Span(VOICE.start + 1_000, VOICE.end - 1_000)
    ((found,),) = exact(call(line(20_000, steady(VOICE))), ((heard,),), [WORDS], ((),))
    assert found == Span(heard.start - 300, heard.end + 300)


def test_babble_without_words_is_nobodys_speech_but_a_voice_is() -> None:
    babble, quiet = Span(1_000, 2_500), Span(12_000, 13_000)
    sound = line(20_000, steady(babble, -40.0), steady(VOICE), steady(quiet, -23.0), noise_db=-50.0)
    (found,) = exact(call(sound), ((babble, VOICE, quiet),), [WORDS], ((),))
    assert [round(span.start, -2) for span in found] == [VOICE.start, quiet.start]


def test_quiet_speech_with_words_stays() -> None:
    quiet = Span(1_000, 2_500)
    sound = line(20_000, steady(quiet, -40.0), steady(VOICE), noise_db=-50.0)
    (found,) = exact(call(sound), ((quiet, VOICE),), [said(quiet, VOICE)], ((),))
    assert len(found) == 2


def test_where_no_word_was_heard_at_all_the_speech_itself_is_the_voice() -> None:
    ((found,),) = exact(call(line(20_000, steady(VOICE))), ((VOICE,),), [()], ((),))
    assert abs(found.start - VOICE.start) <= 20


def test_a_leak_does_not_lengthen_a_span() -> None:
    other = Span(4_000, 5_000)
    customer = line(20_000, steady(other), seed=4)
    leak = (other.start + 30, steady(other)[1] * np.float32(10 ** (-25 / 20)))
    agent = line(20_000, leak, steady(VOICE), noise_db=-60.0)
    (found,), _ = exact(call(agent, customer), ((VOICE,), (other,)), [WORDS, said(other)], ((), ()))
    assert abs(found.start - VOICE.start) <= 20


def test_speech_does_not_grow_into_music() -> None:
    music = Span(3_000, 4_990)
    sound = line(20_000, steady(Span(3_000, 5_000)), steady(VOICE))
    ((found,),) = exact(call(sound), ((VOICE,),), [WORDS], ((music,),))
    assert found.start >= music.end


def test_a_gate_that_leaves_digital_silence_is_no_noise() -> None:
    sound = np.zeros(20_000 * 16, np.float32)
    sound[VOICE.start * 16 : VOICE.end * 16] = talk(VOICE.length)
    ((found,),) = exact(call(sound), ((VOICE,),), [WORDS], ((),))
    assert abs(found.start - VOICE.start) <= 60


def test_a_silent_channel_changes_nothing() -> None:
    assert exact(call(np.zeros(320_000, np.float32)), ((VOICE,),), [()], ((),)) == ((VOICE,),)
    assert exact(call(line(20_000)), ((),), [()], ((),)) == ((),)


def test_loudness_is_of_the_speech_alone() -> None:
    assert loudness(at_level(talk(20_000), -20.0), (Span(0, 20_000),)) == pytest.approx(-20.0, abs=0.1)
    assert loudness(line(20_000, steady(VOICE, -31.0)), (VOICE,)) == pytest.approx(-31.0, abs=0.2)


def test_who_never_speaks_has_no_loudness() -> None:
    assert loudness(line(20_000), ()) is None
