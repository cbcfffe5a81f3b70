"""The stage that asks the recogniser: order, language and progress."""

import numpy as np
import pytest

from qa.engines.interfaces import EngineRevision, Segment, Word
from qa.pipeline.model import Channel, DecodedAudio
from qa.pipeline.transcribe import language_of, transcribe
from qa.platform.spans import Span


class Recogniser:
    """Says one word a span, and keeps what it was asked."""

    revision = EngineRevision("test", "test", "0", "")

    def __init__(self, detects: str = "he") -> None:
        self.detects, self.asked = detects, []

    def recognise(self, samples, speech, language, progress):  # noqa: ARG002 - the interface names them
        self.asked.append((len(speech), language))
        progress(0.5)
        progress(1.0)
        return tuple(Segment((Word("כן", span, 0.9),), language or self.detects) for span in speech)


def call(channels: int) -> DecodedAudio:
    silence = np.zeros(16_000, np.float32)
    return DecodedAudio(tuple(Channel("unknown", silence) for _ in range(channels)), 1_000, "pcm", 8_000)


LITTLE, MUCH = (Span(0, 100),), (Span(100, 500), Span(600, 900))


def test_segments_come_back_in_the_order_of_the_channels():
    segments = transcribe(call(2), (LITTLE, MUCH), Recogniser(), "he", lambda _: None)
    assert [[s.words[0].span for s in channel] for channel in segments] == [list(LITTLE), list(MUCH)]


def test_a_given_language_is_never_questioned():
    recogniser = Recogniser(detects="en")
    transcribe(call(2), (LITTLE, MUCH), recogniser, "he", lambda _: None)
    assert {language for _, language in recogniser.asked} == {"he"}


def test_an_unknown_language_is_detected_once_on_the_channel_with_the_most_speech():
    recogniser = Recogniser(detects="en")
    segments = transcribe(call(2), (LITTLE, MUCH), recogniser, None, lambda _: None)
    assert recogniser.asked == [(2, None), (1, "en")]
    assert language_of(segments) == "en"


@pytest.mark.parametrize("speech", [(LITTLE, MUCH), (MUCH, LITTLE), ((), MUCH), ((), ())])
def test_progress_only_grows_and_ends_at_one(speech):
    told: list[float] = []
    transcribe(call(2), speech, Recogniser(), "he", told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert max(told) == 1.0


def test_a_call_without_words_has_no_language():
    assert language_of(((), ())) is None
