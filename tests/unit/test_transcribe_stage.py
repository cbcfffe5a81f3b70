"""The stage that asks the recogniser: all channels of a call together, in the language that is known."""

import numpy as np
import pytest

from qa.engines.interfaces import EngineRevision, Segment, Word, most_spoken
from qa.pipeline.model import Channel, DecodedAudio
from qa.pipeline.transcribe import transcribe
from qa.platform.spans import Span


class Recogniser:
    """Says one word a span, and keeps what it was asked."""

    revision = EngineRevision("test", "test", "0", "")

    def __init__(self) -> None:
        self.asked = []

    def recognise(self, calls, progress):
        self.asked += calls
        progress(1.0)
        return tuple(tuple(tuple(said(span) for span in spans) for spans in call.speech) for call in calls)


def said(span: Span, language: str = "he", words: int = 1) -> Segment:
    return Segment(tuple(Word("כן", span, 0.9) for _ in range(words)), language)


def call(channels: int) -> DecodedAudio:
    silence = np.zeros(16_000, np.float32)
    return DecodedAudio(tuple(Channel("unknown", silence) for _ in range(channels)), 1_000, "pcm", 8_000)


LITTLE, MUCH = (Span(0, 100),), (Span(100, 500), Span(600, 900))


@pytest.mark.parametrize("language", ["he", None])
def test_the_channels_of_a_call_are_asked_about_together_and_come_back_in_their_order(language):
    recogniser = Recogniser()
    told: list[float] = []
    segments = transcribe(call(2), (LITTLE, MUCH), recogniser, language, told.append)
    assert [[s.words[0].span for s in channel] for channel in segments] == [list(LITTLE), list(MUCH)]
    (asked,) = recogniser.asked
    assert (asked.speech, asked.language, len(asked.channels)) == ((LITTLE, MUCH), language, 2)
    assert told[-1] == 1.0


def test_the_language_of_a_call_is_the_one_of_most_words():
    he, en = said(Span(0, 100), "he", 2), said(Span(0, 100), "en", 3)
    assert most_spoken(((he, he), (en,))) == "he"
    assert most_spoken(((he,), (en,))) == "en"
    assert most_spoken(((), ())) is None
