"""What counts as speech on a channel: the party's own voice, not a leak of the other one nor the room."""

import numpy as np
import pytest

from qa.engines.interfaces import EngineRevision
from qa.engines.speech_detection import DetectorOptions, spans_of
from qa.pipeline.model import Channel, DecodedAudio
from qa.pipeline.speech import by_speaker, detect
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
