"""What counts as speech on a channel: the party's own voice, not a leak of the other one nor the room."""

import numpy as np
import pytest

from qa.engines.interfaces import EngineRevision
from qa.engines.speech_detection import DetectorOptions, spans_of
from qa.pipeline.model import Channel, DecodedAudio
from qa.pipeline.speech import by_speaker, completed, detect
from qa.platform.spans import Span, subtract, total

RATE = 16_000
SECONDS = 20


class HearsAnySound:
    """A detector without judgement: whatever is louder than -75 dB is speech, so that the stage must decide."""

    revision = EngineRevision("test", "test", "0", "")

    def detect(self, samples):
        frames = np.abs(samples[: len(samples) // 320 * 320].reshape(-1, 320)).max(axis=1) > 10 ** (-75 / 20)
        spans, start = [], None
        for index, loud in enumerate([*frames, False]):
            if loud and start is None:
                start = index
            elif not loud and start is not None:
                spans.append(Span(start * 20, index * 20))
                start = None
        return tuple(spans)


def voice(*stretches: Span, level_db: float = -20.0, seed: int = 1) -> np.ndarray:
    samples = np.zeros(SECONDS * RATE, np.float32)
    noise = np.random.default_rng(seed)
    for span in stretches:
        part = slice(span.start * 16, span.end * 16)
        samples[part] = noise.standard_normal(part.stop - part.start) * 10 ** (level_db / 20)
    return samples


def leaked(samples: np.ndarray, db: float, delay_ms: int = 30) -> np.ndarray:
    return np.concatenate([np.zeros(delay_ms * 16, np.float32), samples[: -delay_ms * 16]]) * 10 ** (db / 20)


def call(*channels: np.ndarray) -> DecodedAudio:
    return DecodedAudio(tuple(Channel("unknown", c.astype(np.float32)) for c in channels), SECONDS * 1000, "pcm", 8000)


AGENT, CUSTOMER = Span(1_000, 8_000), Span(10_000, 15_000)


@pytest.mark.parametrize("leak_db", [-25, -35, -45])
def test_a_leak_is_not_the_other_partys_speech(leak_db):
    agent, customer = voice(AGENT), voice(CUSTOMER, level_db=-26, seed=2)
    heard = detect(call(agent + leaked(customer, leak_db), customer + leaked(agent, leak_db)), HearsAnySound())
    assert heard == ((AGENT,), (CUSTOMER,))


def test_a_party_who_never_speaks_gets_no_speech_from_a_leak():
    agent = voice(AGENT)
    assert detect(call(agent, leaked(agent, -35)), HearsAnySound())[1] == ()


def test_talk_over_stays_on_both_channels():
    agent, customer = voice(Span(1_000, 8_000)), voice(Span(6_000, 12_000), level_db=-30, seed=2)
    heard = detect(call(agent + leaked(customer, -35), customer + leaked(agent, -35)), HearsAnySound())
    assert total(subtract([Span(6_000, 8_000)], heard[0])) == 0
    assert total(subtract([Span(6_000, 8_000)], heard[1])) == 0


def test_the_room_far_below_the_voice_is_not_speech():
    assert detect(call(voice(AGENT) + voice(Span(9_000, 19_000), level_db=-50, seed=3)), HearsAnySound()) == ((AGENT,),)


def test_a_quiet_word_of_the_same_party_is_kept():
    quiet = Span(10_000, 11_000)
    heard = detect(call(voice(AGENT) + voice(quiet, level_db=-32, seed=3)), HearsAnySound())
    assert heard == ((AGENT, quiet),)


def test_speech_goes_under_the_names_of_the_people():
    assert by_speaker(((AGENT,), (CUSTOMER,)), ("customer", "agent")) == {"customer": (AGENT,), "agent": (CUSTOMER,)}
    assert by_speaker(((AGENT,), (Span(7_000, 9_000),)), ("unknown", "unknown")) == {"unknown": (Span(1_000, 9_000),)}


def test_silence_holds_no_speech():
    assert detect(call(voice(), voice()), HearsAnySound()) == ((), ())


def test_probabilities_become_spans_with_hysteresis_inside_the_call():
    options = DetectorOptions(start_above=0.5, end_below=0.3, min_silence_ms=64, min_speech_ms=64, pad_ms=32)
    probabilities = np.array([0, 0.4, 0.6, 0.4, 0.4, 0.1, 0.1, 0.1, 0.1, 0.9, 0.0, 0.0, 0.0, 0.9, 0.9, 0.9], np.float32)
    assert spans_of(probabilities, 500, options) == (Span(32, 192), Span(384, 500))
    assert spans_of(np.zeros(0, np.float32), 0, options) == ()


def test_a_first_word_that_the_detector_missed_is_speech():
    word, rest = Span(2_000, 2_300), Span(2_900, 8_000)
    sound = call(voice(word, rest) + voice(Span(0, 20_000), level_db=-50, seed=3))
    assert covers(completed(sound, ((rest,),), ((),))[0], (word, rest))


def test_a_short_reply_is_speech_right_behind_the_other_partys_words_only():
    reply, later, during = Span(5_900, 6_300), Span(9_000, 9_400), Span(3_000, 3_400)
    agent, customer = Span(1_000, 5_000), Span(14_000, 18_000)
    sound = call(voice(agent), voice(reply, later, during, customer, seed=2) + voice(Span(0, 20_000), level_db=-50))
    heard = completed(sound, ((agent,), (customer,)), ((), ()))
    assert heard[0] == (agent,)
    assert covers(heard[1], (reply, customer))


@pytest.mark.parametrize("beside", ["music", "murmur", "click", "leak"])
def test_what_stands_beside_speech_is_not_the_voice_by_that_alone(beside):
    near, speech = Span(2_000, 2_400), Span(3_000, 8_000)
    if beside == "click":
        near = Span(2_000, 2_040)
    loud = {"murmur": -36, "leak": -25}.get(beside, -20)
    own = voice(speech) + voice(near, level_db=loud, seed=4) + voice(Span(0, 20_000), level_db=-50, seed=3)
    other = voice(near, level_db=0 if beside == "leak" else -80, seed=5)
    music = ((near,), ()) if beside == "music" else ((), ())
    heard = completed(call(own, other), ((speech,), (near,) if beside == "leak" else ()), music)
    assert covers(heard[0], (speech,))


def covers(found, meant, within_ms=40):
    """Whether both are the same spans but for a frame or two at the edges."""
    ends = [(f.start - m.start, f.end - m.end) for f, m in zip(found, meant, strict=True)]
    return all(abs(start) <= within_ms and abs(end) <= within_ms for start, end in ends)


def test_digital_silence_does_not_count_as_the_floor_of_a_line():
    babble = voice(Span(0, 20_000), level_db=-42, seed=6)
    sound = voice(AGENT) + babble
    sound[12_000 * 16 :] = 0
    (heard,) = detect(call(sound), HearsAnySound())
    assert total(subtract(heard, [Span(AGENT.start - 120, AGENT.end + 120)])) == 0
