"""Each call is heard, and each text read, by the engine for its language."""

import numpy as np
import pytest

from qa.engines.by_language import ReaderByLanguage, RecogniserByLanguage
from qa.engines.interfaces import Conversation, EngineRevision, Segment, Word
from qa.platform.spans import Span

SOUND = np.zeros(16_000, np.float32)
FIRST, SECOND = Span(0, 1_000), Span(2_000, 3_000)


def call(language, *speech: Span) -> Conversation:
    return Conversation((SOUND, SOUND), (speech or (FIRST,), ()), language)


class Speaks:
    """An engine that says its own name in every span; where nobody named a language it takes one from `detects`."""

    def __init__(self, name: str, *detects: str) -> None:
        self.name, self.detects, self.asked = name, detects or ("en",), []

    @property
    def revision(self) -> EngineRevision:
        return EngineRevision("e", self.name, f"hash of {self.name}", "options")

    def recognise(self, calls, progress):
        self.asked.append([one.language for one in calls])
        progress(1.0)
        return tuple(
            tuple(
                tuple(
                    Segment((Word(self.name, span, 1.0),), one.language or self.detects[place % len(self.detects)])
                    for place, span in enumerate(spans)
                )
                for spans in one.speech
            )
            for one in calls
        )

    def read(self, _clips, language):
        self.asked.append(language)
        return ()

    def read_silence(self, _texts, _language):
        return (self.name,)


def hear(recogniser, *calls: Conversation) -> tuple[list[str], list[float]]:
    told: list[float] = []
    heard = recogniser.recognise(calls, told.append)
    assert all(quiet == () for _, quiet in heard)
    return [" ".join(segment.words[0].text for segment in spoken) for spoken, _ in heard], told


def test_a_single_engine_is_used_as_it_is():
    one = Speaks("one")
    assert RecogniserByLanguage.of({"default": one}) is one
    assert ReaderByLanguage.of({"default": one}) is one


@pytest.mark.parametrize(("language", "heard_by"), [("he", "hebrew"), ("en", "any"), ("ar", "any")])
def test_a_call_is_heard_by_the_one_for_its_language(language, heard_by):
    engines = {"default": Speaks("any"), "he": Speaks("hebrew")}
    assert hear(RecogniserByLanguage.of(engines), call(language)) == ([heard_by], [1.0, 1.0])
    assert ReaderByLanguage.of(engines).read_silence([], language) == (heard_by,)


def test_calls_of_one_language_are_heard_together_and_come_back_in_their_order():
    engines = {"default": Speaks("any"), "he": Speaks("hebrew")}
    calls = [call("he"), call("en"), call("he"), call("ar")]
    assert hear(RecogniserByLanguage.of(engines), *calls) == (["hebrew", "any", "hebrew", "any"], [0.5, 1.0, 1.0])
    assert engines["he"].asked == [["he", "he"]]
    assert engines["default"].asked == [["en", "ar"]]


def test_what_is_taken_for_a_language_that_has_an_engine_of_its_own_is_heard_again_by_it():
    hebrew = Speaks("hebrew")
    engine = RecogniserByLanguage.of({"default": Speaks("any", "he", "en"), "he": hebrew})
    assert hear(engine, call(None, FIRST, SECOND), call("en", FIRST))[0] == ["hebrew any", "any"]
    assert hebrew.asked == [["he"]]


def test_a_call_without_a_word_in_such_a_language_is_heard_once():
    hebrew = Speaks("hebrew")
    engine = RecogniserByLanguage.of({"default": Speaks("any"), "he": hebrew})
    assert hear(engine, call(None), Conversation((SOUND, SOUND), ((), ()), None))[0] == ["any", ""]
    assert hebrew.asked == []


def test_the_revision_names_every_model_and_its_language():
    revision = RecogniserByLanguage.of({"he": Speaks("hebrew"), "default": Speaks("any")}).revision
    assert str(revision) == "e any, he: hebrew@hash of any, he: hash of hebrew (options)"
