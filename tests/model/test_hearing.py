"""Quality floors of hearing, on the demo calls with real weights.

A floor is the measured value and a margin, since results differ a little between processors. The measured values stand
in models/cards/base.md. The calls are synthetic: the floors guard against getting worse and say nothing about callers.
"""

import re
from itertools import pairwise

import jiwer
import numpy as np
import pytest

from qa.engines.interfaces import Conversation
from qa.pipeline.turns import by_speaker, decide_roles
from qa.platform.spans import Span, intersect, subtract, total
from tests.model.conftest import NAMES

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

#: Errors a word over all calls of a language, punctuation removed, both parties.
MOST_WORD_ERRORS = {"he": 0.62, "en": 0.15}
_NIQQUD_AND_PUNCTUATION = re.compile("[\u0591-\u05c7]|[^\\w\\s]")


def plain(text: str) -> str:
    return _NIQQUD_AND_PUNCTUATION.sub("", text.casefold().replace("-", " ").replace("־", " "))


@pytest.mark.parametrize("language", ["he", "en"])
def test_word_errors_stay_under_the_floor_of_the_language(hear, language):
    errors = words = 0
    for name in NAMES:
        call = hear(name) if name.startswith(language) else None
        for channel in range(2) if call else ():
            said = plain(call.script(channel))
            found = jiwer.process_words(said, plain(" ".join(word.text for word in call.words(channel))))
            errors += found.substitutions + found.deletions + found.insertions
            words += len(said.split())
    print(f"{language}: {errors / words:.3f} errors a word, {words} words")
    assert errors / words < MOST_WORD_ERRORS[language]


@pytest.mark.parametrize("name", NAMES)
def test_every_word_lies_inside_speech_in_order_with_a_probability(hear, name):
    call = hear(name)
    for channel in range(2):
        words = call.words(channel)
        assert words
        assert all(a.span.end <= b.span.start for a, b in pairwise(words))
        assert all(any(s.start <= w.span.start and w.span.end <= s.end for s in call.speech[channel]) for w in words)
        assert all(0.0 <= word.probability <= 1.0 and word.span.length > 0 for word in words)
        assert all(word.text == word.text.strip() and word.text for word in words)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_heard_in_hold_music_or_dead_air(hear, name):
    call = hear(name)
    # A word may reach a little over the edge that the label draws.
    quiet = [Span(s.start + 200, s.end - 200) for s in call.spans("hold") + call.spans("dead_air")]
    for channel in range(2):
        assert [w.text for w in call.words(channel) if intersect([w.span], quiet)] == []


@pytest.mark.parametrize("name", NAMES)
def test_words_lie_where_their_party_was_put(hear, name):
    call = hear(name)
    for channel in range(2):
        turns = [
            Span(max(0, t["start_ms"] - 150), t["end_ms"] + 150)
            for t in call.label["turns"]
            if t["speaker"] == call.speaker(channel)
        ]
        words = [word.span for word in call.words(channel)]
        assert total(subtract(words, turns)) < 0.03 * total(words), "words stand outside their party's turns"


@pytest.mark.parametrize("name", NAMES)
def test_speech_is_found_and_only_where_it_is(hear, name):
    call = hear(name)
    for channel in range(2):
        turns = [Span(t["start_ms"], t["end_ms"]) for t in call.label["turns"] if t["speaker"] == call.speaker(channel)]
        assert total(subtract(turns, call.speech[channel])) < 0.2 * total(turns), "turns count their pauses as well"
        assert total(subtract(call.speech[channel], turns)) < 0.08 * total(turns)


@pytest.mark.parametrize("name", NAMES)
def test_the_agent_is_found_by_their_words(hear, name):
    call = hear(name)
    roles = decide_roles(call.audio, call.segments)
    assert roles.speakers == tuple(call.speaker(channel) for channel in range(2))
    assert [flag.code for flag in roles.flags] == ["roles_decided"]
    turns = by_speaker(call.segments, roles.speakers)
    assert {turn.speaker for turn in turns} == {"agent", "customer"}


def test_an_unknown_language_is_detected(detector, recogniser, hear):
    for name in ("he-price-rise", "en-double-charge"):
        call = hear(name)
        speech = [s for s in call.speech[0] if s.start < 20_000]
        sound = Conversation((call.audio.channels[0].samples,), (tuple(speech),), None)
        ((segments,),) = recogniser.recognise([sound], lambda _: None)
        assert {segment.language for segment in segments} == {name[:2]}


def test_noise_and_tones_that_pass_for_speech_add_no_words(recogniser):
    """As if the detector had taken them for speech: the gates after the decoder stand alone here."""
    random = np.random.default_rng(7)
    seconds = np.arange(16_000 * 15) / 16_000
    melody = 0.1 * np.sin(2 * np.pi * (400 + 100 * np.floor(seconds * 2 % 5)) * seconds)
    hiss = random.standard_normal(16_000 * 15) * 0.003
    for sound in (melody, hiss, 10 * hiss, np.zeros_like(hiss)):
        for language in ("he", "en"):
            call = Conversation((sound.astype(np.float32),), ((Span(0, 15_000),),), language)
            ((heard,),) = recogniser.recognise([call], lambda _: None)
            assert [word.text for segment in heard for word in segment.words] == []


def test_what_is_heard_does_not_depend_on_the_company_in_which_it_is_heard(recogniser, hear):
    calls = [hear(name) for name in ("he-price-rise", "en-double-charge", "he-bereavement")]
    given = [
        Conversation(tuple(c.samples for c in call.audio.channels), call.speech, call.label["language"])
        for call in calls
    ]
    # Each was heard alone by the fixture.
    for alone, together in zip(calls, recogniser.recognise(given, lambda _: None), strict=True):
        for own, other in zip(alone.segments, together, strict=True):
            pairs = list(zip((w for s in own for w in s.words), (w for s in other for w in s.words), strict=True))
            assert [a.text for a, _ in pairs] == [b.text for _, b in pairs]
            assert max(abs(a.span.start - b.span.start) for a, b in pairs) <= 40, "two steps of the aligner"
            assert max(abs(a.probability - b.probability) for a, b in pairs) < 0.05
