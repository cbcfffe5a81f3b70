"""A call in two languages, of which nobody said which: its words come out in both.

The call is made of two labelled ones, a Hebrew and an English one, each channel of the one followed by the same of the
other. Synthetic speech: the floor guards against getting worse and says nothing about callers.
"""

import numpy as np
import pytest

from qa.engines.interfaces import SAMPLE_RATE
from qa.pipeline import holds, speech, transcribe
from qa.pipeline.model import Channel, DecodedAudio
from qa.pipeline.turns import by_speaker
from tests.model.conftest import NAMES, decoded

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

#: The share of words that are heard in the language that they are spoken in.
LEAST_IN_THEIR_LANGUAGE = 0.9
ORDERS = [("he", "en"), ("en", "he")]


@pytest.fixture(scope="module")
def hear_joined(detector, recogniser):
    """Hears a call in the first language that goes on in the second one; gives its turns and when that happens."""

    def heard(first: str, second: str):
        calls = [decoded(next(name for name in NAMES if name.startswith(language))) for language in (first, second)]
        channels = tuple(
            Channel(speaker, np.concatenate([call.channels[at].samples for call in calls]))
            for at, speaker in enumerate(("agent", "customer"))
        )
        audio = DecodedAudio(channels, len(channels[0].samples) * 1000 // SAMPLE_RATE, "joined", 48_000)
        found, music = holds.apart(audio, lambda sound: speech.detect(sound, detector))
        spoken = speech.completed(audio, found, music)
        segments = transcribe.transcribe(audio, spoken, recogniser, None, lambda _share: None)
        return segments, calls[0].duration_ms

    return heard


@pytest.mark.parametrize(("first", "second"), ORDERS)
def test_words_of_both_languages_come_out_where_each_is_spoken(hear_joined, first, second):
    segments, change_ms = hear_joined(first, second)
    words = [
        (segment.language, first if word.span.start < change_ms else second)
        for channel in segments
        for segment in channel
        for word in segment.words
    ]
    for language in (first, second):
        own = [heard == spoken for heard, spoken in words if spoken == language]
        print(f"{first} then {second}: {sum(own)} of {len(own)} words of {language} heard in it")
        assert len(own) > 20
        assert sum(own) / len(own) >= LEAST_IN_THEIR_LANGUAGE


def test_every_turn_knows_its_language(hear_joined):
    segments, change_ms = hear_joined("he", "en")
    turns = by_speaker(segments, ("agent", "customer"))
    right = [turn.language == ("he" if turn.span.start < change_ms else "en") for turn in turns]
    print(f"{sum(right)} of {len(right)} turns in their language")
    assert {turn.language for turn in turns} == {"he", "en"}
    assert sum(right) / len(right) >= LEAST_IN_THEIR_LANGUAGE
